//! What other tabs of this browser tell.

use crate::{
    answer,
    change::{Change, Read, TrayRow},
    driver::Driver,
    engine::Engine,
    message::{Message, Said, Settled},
    outbox::Place,
    platform::{Platform, Screen},
    seat::Seated,
};
use serde_json::value::RawValue;
use smarketing_domain::{
    ids::ClientId,
    operation::Operation,
    wire::{Answer, Verdict},
};
use std::{collections::BTreeSet, rc::Rc};

impl<P: Platform> Driver<P> {
    /// Takes a message in.
    pub fn hear(self: &Rc<Self>, message: Message) {
        let mine = self.me().is_some_and(|me| me.member == message.member);
        match message.said {
            // Whoever signed in: ask the server before anything else.
            Said::SignedIn => self.tell(Engine::look),
            Said::SignedOut if mine => {
                let remove = self.outbox.borrow().operations().iter().map(|o| (o.stamp.client, o.number)).collect();
                self.clear();
                self.screen.set_seated(Seated::SignedOut);
                // What this tab was just saving is wiped, too.
                self.writer.push(Change { remove, ..Change::default() });
                let driver = self.clone();
                self.platform.spawn(async move {
                    // Should it fail, it is done when the app next starts.
                    let _ = driver.finish_farewell().await;
                });
            }
            _ if !mine => {}
            Said::SignedOut => {}
            Said::Hello => {
                self.stand();
                let dismissed = self.dismissed.borrow().clone();
                dismissed.into_iter().for_each(|place| self.say(Said::Dismissed(place)));
                let mut refused = self.writer.unsaved_refused();
                let shown: BTreeSet<Place> =
                    self.screen.tray(|tray| tray.iter().map(|item| TrayRow::from(item).place()).collect());
                // What the person has seen meanwhile stays away.
                refused.retain(|row| shown.contains(&row.place()));
                if !refused.is_empty() {
                    // They were told before the other tab was there, and the disk does not have them.
                    self.say(Said::Settled(Settled::refused(self.own.get(), self.epoch.get(), refused)));
                }
            }
            Said::Standing { client, operations, .. } => self.compare(client, operations),
            Said::Performed(operations) => {
                self.adopt(operations);
                self.stand_in();
                // Some may be of a client that this tab sends for.
                self.tell(Engine::performed);
            }
            Said::Settled(settled) => self.hear_settled(settled),
            Said::Renamed { from, gone, operations } => {
                // Saved here as well, with the old ones' removal: the other tab
                // may be gone before it has saved them.
                self.writer.push(Change { put: operations.clone(), remove: gone.clone(), ..Change::default() });
                // Only what the other tab knew of: the rest still has to be sent.
                self.forget(from, &gone);
                self.adopt(operations);
                self.stand_in();
            }
            Said::Dismissed(place) => {
                self.drop_from_tray(place);
                self.writer.push(Change { dismissed: vec![place], ..Change::default() });
            }
        }
        self.show();
    }

    /// Tells what is not confirmed here.
    pub fn stand(&self) {
        let senders: Vec<_> = self.outbox.borrow().senders().collect();
        for client in senders {
            let operations = self.outbox.borrow().of(client);
            self.say(Said::Standing { client, cursor: self.screen.cursor(), operations });
        }
    }

    /// What another tab no longer has of a client, and the disk neither, was
    /// most likely answered while this tab did not listen: it leaves the view.
    fn compare(self: &Rc<Self>, client: ClientId, operations: Vec<Operation>) {
        if client == self.own.get() {
            return;
        }
        if self.outbox.borrow().sends_for(client) {
            // Without locks two tabs send for one client: each has to know all of it.
            return self.adopt(operations);
        }
        let listed = |number: u64| operations.iter().any(|operation| operation.number == number);
        let here = self.outbox.borrow().of(client);
        let missing: Vec<u64> = here.iter().map(|o| o.number).filter(|number| !listed(*number)).collect();
        self.adopt(operations);
        self.stand_in();
        if !missing.is_empty() {
            self.platform.spawn(self.clone().ask_disk(client, missing));
        }
    }

    async fn ask_disk(self: Rc<Self>, client: ClientId, missing: Vec<u64>) {
        let seating = self.seating.get();
        let left = match self.writer.cache().await {
            Ok(cache) => cache.read_outbox(client).await,
            Err(error) => Err(error),
        };
        // What cannot be read may be there.
        let Ok(left) = left else { return };
        if self.seating.get() != seating || self.outbox.borrow().sends_for(client) {
            return;
        }
        let (there, gone): (Vec<u64>, Vec<u64>) =
            missing.into_iter().partition(|number| left.iter().any(|operation| operation.number == *number));
        let gone = gone.iter();
        if !there.is_empty() {
            // They are kept, and whoever sends this client's does not know of
            // them: sent once more they are answered as before, and removed.
            let back = self.outbox.borrow().of(client).into_iter().filter(|o| there.contains(&o.number)).collect();
            self.say(Said::Performed(back));
        }
        let answers: Vec<_> = gone.map(|number| taken_out(*number)).collect();
        let settled = self.screen.settle(client, &answers, Vec::new(), self.screen.cursor());
        // Out of sight only. Should the guess be wrong, whoever sends it saves
        // it, and the record comes from the server.
        self.outbox.borrow_mut().remove(&settled.done);
        self.show();
    }

    fn hear_settled(&self, settled: Settled) {
        let same_life = settled.epoch == self.epoch.get();
        let raw: Vec<_> = settled.rows.into_iter().filter_map(|json| RawValue::from_string(json).ok()).collect();
        let records = answer::records(&raw.iter().map(AsRef::as_ref).collect::<Vec<_>>());
        let (since, cursor, entities) = match records {
            Ok(records) if same_life => (settled.since, settled.cursor, records.entities),
            // Answers only; the records are pulled.
            _ => (0, 0, Vec::new()),
        };
        // What another life accepted, this one may not know.
        let counts = |answer: &Answer| same_life || !matches!(answer.verdict, Verdict::Accepted { .. });
        let answers: Vec<_> = settled.answers.into_iter().filter(counts).collect();
        let refused = self.not_dismissed(settled.refused);
        if !refused.is_empty() {
            // Saved here as well: the other tab may be gone before it has saved them.
            self.writer.push(Change { refused: refused.clone(), ..Change::default() });
        }
        // What leaves the outbox is kept as of then: this tab may never have asked itself.
        self.server_now.set(self.server_now.get().max(settled.at));
        self.settle(settled.client, &answers, since, cursor, entities);
        if let Some(kept) = self.kept.get().filter(|kept| same_life && since <= kept.cursor) {
            // The other tab saves them. Should that fail, our next write tells.
            self.kept.set(Some(Read { cursor: kept.cursor.max(cursor), ..kept }));
        }
        self.put_in_tray(&refused);
        let read = self.screen.cursor();
        self.tell(|engine, now| engine.nudged(now, settled.cursor, read));
    }

    /// Takes operations of a client that have another name by now out of the view.
    fn forget(&self, client: ClientId, gone: &[Place]) {
        let answers: Vec<_> = gone.iter().map(|(_, number)| taken_out(*number)).collect();
        let settled = self.screen.settle(client, &answers, Vec::new(), self.screen.cursor());
        let mut outbox = self.outbox.borrow_mut();
        outbox.remove(&settled.done);
        // Until that is saved the disk has them, and its tab no longer holds their lock.
        outbox.note_renamed(gone);
    }
}

/// What takes an operation out of the view.
fn taken_out(number: u64) -> Answer {
    Answer { number, verdict: Verdict::Rejected { code: String::new(), message: String::new() } }
}
