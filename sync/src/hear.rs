//! What other tabs of this browser tell.

use crate::{
    answer,
    change::{Change, Read},
    driver::Driver,
    engine::Engine,
    message::{Message, Said, Settled},
    platform::{Platform, Screen},
    seat::Seated,
};
use serde_json::value::RawValue;
use smarketing_domain::{
    ids::ClientId,
    operation::Operation,
    wire::{Answer, Verdict},
};
use std::rc::Rc;

impl<P: Platform> Driver<P> {
    /// Takes a message in.
    pub fn hear(self: &Rc<Self>, message: Message) {
        let mine = self.me().is_some_and(|me| me.member == message.member);
        match message.said {
            // Whoever signed in: ask the server before anything else.
            Said::SignedIn => self.tell(Engine::look),
            Said::SignedOut if mine => {
                self.clear();
                self.screen.set_seated(Seated::SignedOut);
            }
            _ if !mine => {}
            Said::SignedOut => {}
            Said::Hello => self.stand(),
            Said::Standing { client, cursor, operations } => self.compare(client, cursor, operations),
            Said::Performed(operations) => {
                self.adopt(operations);
                self.stand_in();
            }
            Said::Settled(settled) => self.hear_settled(settled),
            Said::Renamed { from, operations } => {
                // Saved here as well, with the old ones' removal: the other tab
                // may be gone before it has saved them.
                self.writer.push(Change { put: operations.clone(), ..Change::default() });
                self.forget(from);
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

    /// What another tab no longer has of a client was answered while this tab
    /// did not listen: it counts as accepted at that tab's cursor.
    fn compare(self: &Rc<Self>, client: ClientId, cursor: u64, operations: Vec<Operation>) {
        if self.outbox.borrow().sends_for(client) {
            return;
        }
        let listed = |number: u64| operations.iter().any(|operation| operation.number == number);
        let here = self.outbox.borrow().of(client);
        let gone = here.iter().filter(|operation| !listed(operation.number));
        let verdict = Verdict::Accepted { seq: cursor };
        let answers: Vec<_> = gone.map(|o| Answer { number: o.number, verdict: verdict.clone() }).collect();
        self.settle(client, &answers, 0, 0, Vec::new());
        self.adopt(operations);
        self.stand_in();
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
        if !settled.refused.is_empty() {
            // Saved here as well: the other tab may be gone before it has saved them.
            self.writer.push(Change { refused: settled.refused.clone(), ..Change::default() });
        }
        self.settle(settled.client, &settled.answers, since, cursor, entities);
        if let Some(kept) = self.kept.get().filter(|kept| same_life && since <= kept.cursor) {
            // The other tab saves them. Should that fail, our next write tells.
            self.kept.set(Some(Read { cursor: kept.cursor.max(cursor), ..kept }));
        }
        self.put_in_tray(&settled.refused);
        let read = self.screen.cursor();
        self.tell(|engine, now| engine.nudged(now, settled.cursor, read));
    }

    /// Takes a client's operations out of the view.
    fn forget(&self, client: ClientId) {
        let refused = |operation: &Operation| Answer {
            number: operation.number,
            verdict: Verdict::Rejected { code: String::new(), message: String::new() },
        };
        let answers: Vec<_> = self.outbox.borrow().of(client).iter().map(refused).collect();
        self.settle(client, &answers, 0, 0, Vec::new());
    }
}
