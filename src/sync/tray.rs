//! Taking refused changes out of the tray.

use super::{
    change::{Change, TrayRow},
    driver::Driver,
    outbox::Place,
    tabs::Said,
};
use leptos::prelude::*;

impl Driver {
    /// The person has seen the item at `index`.
    pub fn dismiss(&self, index: usize) {
        let place = self.state.tray.with_untracked(|tray| tray.get(index).map(|item| TrayRow::from(item).place()));
        if let Some(place) = place {
            self.drop_from_tray(place);
            self.writer.push(Change { dismissed: vec![place], ..Change::default() });
            self.say(Said::Dismissed(place));
            self.show();
        }
    }

    /// Takes an item out of sight.
    pub fn drop_from_tray(&self, place: Place) {
        self.state.tray.update(|tray| tray.retain(|item| TrayRow::from(item).place() != place));
    }
}
