//! The meeting's screen: an agenda in large type, to be used with one finger, and the
//! minutes at its end. Without a network it does all of it: what it shows is on the
//! device.
//!
//! Whoever began it leads: the others' devices follow, item by item ([`follow`]).
//!
//! An item of the agenda is a line in the domain's [`Item`], a name in [`words`], and its
//! view in [`room`].

mod actions;
mod end;
mod follow;
mod hypotheses;
mod kept;
mod lines;
mod minutes;
mod numbers;
mod room;
mod start;
mod stuck;
mod words;

use crate::prelude::*;
use smarketing_domain::{
    clock::Timestamp,
    ids::{MeetingId, MemberId},
    meeting::{self, agenda::Item, running},
};
use std::cell::Cell;

/// The minutes that are read, in the address.
const OF: &str = "of";
/// The item of the agenda, in the address.
const ITEM: &str = "item";

thread_local! {
    /// Where the agenda was left, for whoever comes back from a deal.
    static LEFT_AT: Cell<Item> = const { Cell::new(Item::Numbers) };
}

/// What other pages have to say on the agenda: pages never import pages.
#[derive(Clone, Copy)]
pub struct Parts {
    /// The sentence about the bottleneck.
    pub bottleneck: fn() -> AnyView,
    /// Both sides of the agreement.
    pub agreement: fn() -> AnyView,
    /// What the coming weeks may bring.
    pub forecast: fn() -> AnyView,
}

/// A meeting that goes on.
#[derive(Clone, Copy, PartialEq)]
struct Held {
    id: MeetingId,
    began: Timestamp,
    by: MemberId,
}

impl Held {
    fn of(meeting: &meeting::Meeting) -> Option<Self> {
        Some(Self { id: meeting.id, began: meeting.began()?, by: meeting.by()? })
    }
}

/// The page: the meeting that goes on, minutes, or the way to begin one.
#[component]
pub fn Meeting(
    /// What other pages have to say.
    parts: Parts,
) -> impl IntoView {
    let state = use_state();
    let address = use_address();
    let held = Memo::new(move |_| state.watch(Topic::Kind("meeting"), |w| running(w).and_then(Held::of)));
    let read = Memo::new(move |_| address.get(OF).and_then(|id| id.parse::<MeetingId>().ok()));
    move || match (read.get(), held.get()) {
        (Some(id), _) => view! { <kept::Kept id/> }.into_any(),
        (None, Some(held)) => view! { <room::Room held parts/> }.into_any(),
        (None, None) => view! { <start::Start/> }.into_any(),
    }
}
