//! Following along: whoever began a meeting leads through its agenda, and the others'
//! devices show the same item until they go elsewhere themselves. The place is a register
//! of the meeting's record: what the leader sees waits for no network.

use super::{Held, words::person};
use crate::prelude::*;
use smarketing_domain::{
    meeting::{MeetingChange, agenda::Item},
    operation::Action,
};

/// Who leads, where they are, and whether this device goes with them.
#[derive(Clone, Copy)]
pub struct Lead {
    held: Held,
    state: State,
    /// Where the one who leads is.
    pub at: Memo<Item>,
    /// Whether this device shows what they show.
    pub follows: RwSignal<bool>,
}

impl Lead {
    /// Of a meeting: the others' devices follow at first.
    pub fn new(held: Held) -> Self {
        let state = use_state();
        let id = held.id;
        let item = move || state.watch(Topic::Record(id.into()), |w| w.meetings.get(&id).map(|m| m.item()));
        let lead =
            Self { held, state, at: Memo::new(move |_| item().unwrap_or_default()), follows: RwSignal::new(false) };
        lead.follows.set(!lead.is_mine());
        lead
    }

    fn is_mine(&self) -> bool {
        self.state.me_untracked().is_some_and(|me| me.member == self.held.by)
    }

    /// Where the agenda was left by whoever leads: after a reload, too.
    pub fn own(&self) -> Option<Item> {
        self.is_mine().then(|| self.at.get_untracked())
    }

    /// To an item of one's own choice: whoever leads takes the others along, whoever
    /// follows stays behind.
    pub fn go(&self, to: Item) {
        if !self.is_mine() {
            self.follows.set(false);
        } else if to != self.at.get_untracked() {
            let write = Action::Edit { id: self.held.id, set: vec![MeetingChange::At(to.name().to_owned())] };
            // One's own screen goes on even where nothing may be written any more;
            // nobody wants to take a page that was turned back.
            let _ = self.state.perform_bulk(vec![write.into()]);
        }
    }
}

/// Whom this device follows, and the way back to them.
#[component]
pub fn Following(
    /// Who leads.
    lead: Lead,
    /// Goes on alone from what is shown now.
    stay: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let name = move || person(lead.state, lead.held.by).unwrap_or_else(|| t_string!(i18n, history.somebody).to_owned());
    let press = move |_| {
        if lead.follows.get_untracked() {
            stay.run(());
        } else {
            lead.follows.set(true);
        }
    };
    let text = move || {
        let follows = lead.follows.get();
        match follows {
            true => t_string!(i18n, meeting.follows, name = name()).to_string(),
            false => t_string!(i18n, meeting.follow, name = name()).to_string(),
        }
    };
    view! {
        <Show when=move || !lead.is_mine()>
            <button
                type="button" class="button meeting-follow" data-follow aria-pressed=move || lead.follows.get().to_string()
                on:click=press
            >
                <Icon name=IconName::Customers/><span class="one-line">{text}</span>
            </button>
        </Show>
    }
}
