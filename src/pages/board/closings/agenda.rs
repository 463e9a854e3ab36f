//! What the parts of the calendar share: which weeks there are, which deals stand
//! in them, and which one is being moved.

use super::super::desk::Desk;
use crate::prelude::*;
use chrono::{Datelike, NaiveDate};
use leptos::html;
use smarketing_domain::{
    closings::{Group, Slot, closings, monday, weeks, weeks_after},
    ids::DealId,
    sheet::shown,
};
use std::{collections::HashMap, sync::Arc};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Cards drawn of a place at first; more come by a button.
pub const DRAWN: usize = 12;

/// What the parts of the calendar share.
#[derive(Clone, Copy)]
pub struct Agenda {
    /// What it shares with the board.
    pub desk: Desk,
    /// Today.
    pub today: Memo<NaiveDate>,
    /// The month looked at, by its first day.
    pub month: Memo<NaiveDate>,
    /// Its weeks, by their Mondays.
    pub weeks: Memo<Vec<NaiveDate>>,
    /// The deals by the places where they are expected.
    pub groups: Memo<Arc<Vec<Group>>>,
    /// How many cards of a place are drawn, where it is more than at first.
    pub unfolded: RwSignal<HashMap<Slot, usize>>,
    /// The deal whose week is chosen in the menu.
    pub menu: RwSignal<Option<DealId>>,
    /// The deal in the hand.
    pub lifted: RwSignal<Option<DealId>>,
    /// Where it would be put down.
    pub over: RwSignal<Option<Slot>>,
    /// The scrolling box.
    pub node: NodeRef<html::Div>,
}

impl Agenda {
    /// The calendar of the board's deals.
    pub fn new(desk: Desk) -> Self {
        let today = Memo::new(move |_| desk.words.today());
        let month = Memo::new(move |_| {
            let named = desk.address.get("month").and_then(|month| format!("{month}-01").parse::<NaiveDate>().ok());
            let day = named.unwrap_or_else(|| today.get());
            day.with_day(1).unwrap_or(day)
        });
        let in_month = Memo::new(move |_| weeks(month.get(), today.get()));
        let groups = Memo::new(move |_| {
            for kind in ["deal", "stage", "company"] {
                desk.state.track(Topic::Kind(kind));
            }
            let today = today.get();
            desk.stages.with(|stages| {
                desk.filter.with(|filter| {
                    in_month.with(|weeks| {
                        desk.state.read(|w| Arc::new(closings(w, &shown(w, stages, filter), weeks, today)))
                    })
                })
            })
        });
        Self {
            desk,
            today,
            month,
            weeks: in_month,
            groups,
            unfolded: RwSignal::default(),
            menu: RwSignal::new(None),
            lifted: RwSignal::new(None),
            over: RwSignal::new(None),
            node: NodeRef::new(),
        }
    }

    /// Whether the running month is looked at: only then every open deal has its place.
    pub fn is_running(&self) -> bool {
        let (month, today) = (self.month.get(), self.today.get());
        (month.year(), month.month()) == (today.year(), today.month())
    }

    /// What a place is called.
    pub fn name(&self, slot: Slot) -> String {
        let (words, i18n) = (self.desk.words, self.desk.words.i18n);
        match slot {
            Slot::Overdue => t_string!(i18n, closings.overdue).to_owned(),
            Slot::Undated => t_string!(i18n, closings.undated).to_owned(),
            Slot::Later => t_string!(i18n, closings.later).to_owned(),
            Slot::Week(week) => {
                let sunday = week.checked_add_days(chrono::Days::new(6)).unwrap_or(week);
                format!("{} – {}", words.day_month(week), words.day_month(sunday))
            }
        }
    }

    /// What a week is to us now: this one, the next one.
    pub fn nearness(&self, slot: Slot) -> Option<&'static str> {
        let i18n = self.desk.words.i18n;
        let this = monday(self.today.get());
        match slot {
            Slot::Week(week) if week == this => Some(t_string!(i18n, closings.this_week)),
            Slot::Week(week) if week == weeks_after(this, 1) => Some(t_string!(i18n, closings.next_week)),
            _ => None,
        }
    }

    /// The place in which a deal is shown now.
    pub fn slot_of(&self, deal: DealId) -> Option<Slot> {
        self.groups.with_untracked(|groups| groups.iter().find(|group| group.deals.contains(&deal)).map(|g| g.slot))
    }

    /// An element of the calendar.
    pub fn find(&self, selector: &str) -> Option<HtmlElement> {
        // The calendar may be gone when a frame comes later.
        self.node.try_get_untracked()??.query_selector(selector).ok()??.dyn_into().ok()
    }

    /// Gives a deal's menu button the focus, wherever its card stands now; else the
    /// heading of the place it was in.
    pub fn focus(&self, deal: DealId, stood: Option<Slot>) {
        let agenda = *self;
        request_animation_frame(move || {
            let button = agenda.find(&format!("[data-deal='{deal}'] [data-move]"));
            let heading = || agenda.find(&format!("[data-slot='{}'] h2", stood?));
            if let Some(element) = button.or_else(heading) {
                // Fails for no element; one out of sight is scrolled to.
                let _ = element.focus();
            }
        });
    }
}
