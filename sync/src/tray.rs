//! Taking refused changes out of the tray.

use crate::{
    change::{Change, TrayRow},
    driver::Driver,
    message::Said,
    outbox::Place,
    platform::{Platform, Screen},
};

impl<P: Platform> Driver<P> {
    /// The person has seen the item at `index`.
    pub fn dismiss(&self, index: usize) {
        let place = self.screen.tray(|tray| tray.get(index).map(|item| TrayRow::from(item).place()));
        if let Some(place) = place {
            self.drop_from_tray(place);
            self.writer.push(Change { dismissed: vec![place], ..Change::default() });
            self.say(Said::Dismissed(place));
            self.show();
        }
    }

    /// Takes an item out of sight.
    pub fn drop_from_tray(&self, place: Place) {
        self.dismissed.borrow_mut().insert(place);
        self.screen.change_tray(|tray| tray.retain(|item| TrayRow::from(item).place() != place));
    }
}
