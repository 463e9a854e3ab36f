//! Carrying a card by keys.

use super::{Carry, Held};
use crate::{
    pages::lab::{standing::living, status_word},
    prelude::*,
};
use leptos::ev;
use smarketing_domain::{hypothesis::Status, ids::HypothesisId};

impl Carry {
    /// A key on a card: Space lifts and drops, arrows carry.
    pub fn key(self, id: HypothesisId, event: &ev::KeyboardEvent) {
        let held = self.held.get_untracked().filter(|held| held.id == id && held.by_keys);
        match (held, event.key().as_str()) {
            (None, " ") => {
                let title = self.state.read(|w| living(w, id).map(|h| h.title.clone())).unwrap_or_default();
                self.lift(id, true);
                self.notices.announce(t_string!(self.words.i18n, lab.lifted, title = title).to_string());
            }
            (Some(held), " ") => {
                self.let_go();
                self.put(held);
            }
            (Some(held), "ArrowLeft" | "ArrowRight" | "ArrowUp" | "ArrowDown") => self.carry(held, &event.key()),
            _ => return,
        }
        event.prevent_default();
    }

    fn carry(self, held: Held, key: &str) {
        let at = Status::ALL.iter().position(|status| *status == held.status).unwrap_or(0);
        let status = match key {
            "ArrowLeft" => Status::ALL[at.saturating_sub(1)],
            "ArrowRight" => Status::ALL[(at + 1).min(Status::ALL.len() - 1)],
            _ => held.status,
        };
        let room = self.others(status, held.id).len();
        let index = match key {
            "ArrowUp" => held.index.saturating_sub(1),
            "ArrowDown" => held.index + 1,
            _ => held.index,
        };
        let index = index.min(room);
        self.held.set(Some(Held { status, index, ..held }));
        let (column, place) = (status_word(self.words, status), self.words.number(index as u64 + 1));
        let of = self.words.number(room as u64 + 1);
        self.notices
            .announce(t_string!(self.words.i18n, lab.over, column = column, place = place, of = of).to_string());
    }

    /// The keyboard went elsewhere.
    pub fn left(self, id: HypothesisId) {
        if self.held.with_untracked(|held| held.is_some_and(|h| h.by_keys && h.id == id)) {
            self.cancel();
        }
    }
}
