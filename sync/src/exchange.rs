//! The errands: asking who is signed in, pushing and pulling; and taking in
//! what comes back, from the server or another tab.

use crate::{
    answer::{ApiError, Records, Reply},
    change::{Change, Read, Received, TrayRow},
    driver::Driver,
    engine::Remedy,
    message::{Said, Settled},
    outbox::Place,
    platform::{Platform, Screen},
    seat::Seated,
    status::TrayItem,
};
use smarketing_domain::{
    entity::Entity,
    fault::{Fault, planted},
    history::OVERWRITTEN,
    ids::ClientId,
    operation::Body,
    overwrite::WRITTEN_OVER,
    wire::{Answer, SyncRequest, Verdict},
};
use std::{collections::BTreeMap, rc::Rc};

/// Bytes of operations in a request, about.
const BYTES: usize = 1024 * 1024;

impl<P: Platform> Driver<P> {
    /// Asks who is signed in.
    pub async fn look(self: &Rc<Self>) {
        let seating = self.seating.get();
        let answer = self.knowing(self.platform.session(), |session| Some(session.member)).await;
        if self.seating.get() != seating {
            return self.too_late(seating, answer.err()).await;
        }
        match answer {
            Ok(session) => {
                self.set_server_now(session.server_now);
                if self.take_seat(session.into()).await.is_err() {
                    self.engine.borrow_mut().put_off(self.platform.now(), self.platform.chance());
                    self.show_sign_in();
                }
            }
            Err(ApiError::SignedOut) => {
                self.session_ended();
                if self.me().is_none() {
                    // Whoever left in another tab: it may be gone before it had wiped the
                    // device. Should it fail, it is done when the app next starts.
                    let _ = self.finish_farewell().await;
                }
            }
            Err(ApiError::Removed(member)) => self.clone().leave(member).await,
            Err(error) => {
                self.failed(&error, None, 0);
                self.show_sign_in();
            }
        }
    }

    /// Somebody else sits here by now: what was asked for counts no more, but
    /// whoever was removed leaves nothing behind.
    pub async fn too_late(self: &Rc<Self>, asked: u32, error: Option<ApiError>) {
        if let Some(ApiError::Removed(Some(member))) = error {
            self.sweep(member, asked).await;
        }
    }

    /// Where nothing is kept, there is nothing to show but the sign-in.
    fn show_sign_in(&self) {
        if self.screen.seated() == Seated::Unknown {
            self.screen.set_seated(Seated::SignedOut);
        }
    }

    /// Pushes what a client has to send, and pulls.
    pub async fn exchange(self: &Rc<Self>, sender: Option<ClientId>) {
        let seating = self.seating.get();
        let client = sender.unwrap_or(self.own.get());
        let limit = self.engine.borrow().limit();
        let operations = self.outbox.borrow().batch(client, limit, BYTES);
        let (epoch, cursor) = (self.epoch.get(), self.since());
        let gaps = !operations.is_empty() && self.outbox.borrow().has_gaps(client);
        let seen = self.outbox.borrow().seen(client).filter(|seen| *seen != cursor);
        let request = SyncRequest { client, epoch, cursor, operations, gaps, seen, told: self.told.get() };
        if planted(Fault::SentCountsAsAnswered) {
            let remove = request.operations.iter().map(|o| (client, o.number)).collect();
            self.writer.push(Change { remove, ..Change::default() });
        }
        let me = self.me().map(|me| me.member);
        let answer = self.knowing(self.platform.sync(&request), |_| me).await;
        if self.seating.get() != seating {
            return self.too_late(seating, answer.err()).await;
        }
        match answer {
            Ok(reply) if reply.reset || reply.epoch != epoch => {
                self.set_server_now(reply.server_now);
                self.engine.borrow_mut().restart(self.platform.now(), self.platform.chance());
            }
            Ok(reply) => self.take_in(&request, reply),
            Err(error) => {
                self.failed(&error, Some(&request), request.operations.len());
                if error == ApiError::Gap {
                    self.fill(client).await;
                }
            }
        }
    }

    /// From where to pull: from what is kept, when something was not saved.
    fn since(&self) -> u64 {
        let read = self.screen.cursor();
        if !self.writer.is_idle() {
            return read;
        }
        self.kept.get().filter(|kept| kept.epoch == self.epoch.get()).map_or(read, |kept| kept.cursor.min(read))
    }

    /// What the server misses may be on the disk. If it is not there either,
    /// nobody has it (a tab died before it was saved), or it was refused here.
    async fn fill(self: &Rc<Self>, client: ClientId) {
        let seating = self.seating.get();
        self.adopt_from_disk(client).await;
        if self.seating.get() == seating {
            self.outbox.borrow_mut().allow_gaps(client);
        }
    }

    fn take_in(&self, request: &SyncRequest, reply: Reply) {
        if request.gaps {
            self.outbox.borrow_mut().gaps_closed(request.client);
        }
        self.told.set(None);
        let mut refused = self.refused(request, &reply.answers);
        refused.extend(self.not_dismissed(reply.tray));
        let Records { entities, rows, unreadable } = reply.records;
        self.set_server_now(reply.server_now);
        self.settle(request.client, &reply.answers, request.cursor, reply.cursor, entities);
        if !planted(Fault::RefusedIsSilent) {
            self.put_in_tray(&refused);
        }
        let news = !reply.answers.is_empty() || !rows.is_empty() || !refused.is_empty();
        if news {
            self.say(Said::Settled(Settled {
                client: request.client,
                epoch: reply.epoch,
                answers: reply.answers,
                since: request.cursor,
                cursor: reply.cursor,
                rows: rows.iter().map(|(_, json)| json.clone()).collect(),
                refused: if planted(Fault::RefusedIsSilent) { Vec::new() } else { refused.clone() },
                at: self.server_now.get(),
            }));
            let read = Read { epoch: reply.epoch, cursor: reply.cursor };
            let received = Some(Received { since: Some(request.cursor), read, rows: rows.into() });
            let refused = if planted(Fault::RefusedIsSilent) { Vec::new() } else { refused };
            self.writer.push(Change { refused, received, ..Change::default() });
        }
        if !reply.more && self.screen.cursor() == reply.cursor {
            let ways = self.ways_back();
            self.forget_done(self.screen.caught_up().done, ways);
        }
        self.release();
        if !news && self.outbox.borrow().has_of_others() {
            // Nothing new, and still something waits that another tab is to
            // send: perhaps its answer was not heard.
            self.say(Said::Hello);
        }
        let mut engine = self.engine.borrow_mut();
        if unreadable {
            engine.set_too_old(true);
        }
        engine.exchanged(self.platform.now(), reply.more, self.screen.cursor());
    }

    /// Shows answers and records, from the server or through another tab.
    /// Records are taken only if they follow on what is shown without a gap
    /// and are newer: another tab's may have come first.
    pub fn settle(&self, client: ClientId, answers: &[Answer], since: u64, cursor: u64, entities: Vec<Entity>) {
        let read = self.screen.cursor();
        let fits = since <= read && read < cursor;
        let (entities, cursor) = if fits { (entities, cursor) } else { (Vec::new(), read) };
        self.outbox.borrow_mut().note(client, answers);
        let ways = self.ways_back();
        let settled = self.screen.settle(client, answers, entities, cursor);
        self.forget_done(settled.done, ways);
    }

    fn forget_done(&self, done: Vec<Place>, ways: BTreeMap<Place, Body>) {
        if !done.is_empty() {
            // Also where another tab has removed them: it may have done so
            // before our own writer had put them there.
            self.writer.push(self.done(done, ways));
        }
    }

    /// The tray items of an answer. Made before the answer is taken in, while
    /// the record still has its name.
    fn refused(&self, request: &SyncRequest, answers: &[Answer]) -> Vec<TrayRow> {
        let item = |answer: &Answer| {
            let (code, message) = match &answer.verdict {
                Verdict::Rejected { code, message } => (code.clone(), message.clone()),
                // What was lost is looked at when the tray is opened.
                Verdict::Accepted { lost, .. } if !lost.is_empty() => (OVERWRITTEN.to_owned(), lost.join(" ")),
                Verdict::Accepted { .. } => return None,
            };
            let operation = request.operations.iter().find(|operation| operation.number == answer.number)?.clone();
            let subject = self.screen.subject(operation.body.key());
            Some(TrayRow { operation, code, message, subject })
        };
        answers.iter().filter_map(item).collect()
    }

    /// Of what others have written over, what the person has not seen yet: it may be
    /// told again, from another tab or of an earlier cursor.
    pub fn not_dismissed(&self, mut rows: Vec<TrayRow>) -> Vec<TrayRow> {
        let dismissed = self.dismissed.borrow();
        rows.retain(|row| row.code != WRITTEN_OVER || !dismissed.contains(&row.place()));
        for row in rows.iter_mut().filter(|row| row.subject.is_empty()) {
            row.subject = self.screen.subject(row.operation.body.key());
        }
        rows
    }

    /// Adds items to the tray that are not in it. Of one change the latest answer
    /// counts: what one life of the database accepted another may refuse.
    pub fn put_in_tray(&self, rows: &[TrayRow]) {
        // Another life of the database may refuse once more what was dismissed.
        self.dismissed.borrow_mut().retain(|place| rows.iter().all(|row| row.place() != *place));
        let is_new = |row: &&TrayRow| {
            let is_same = |known: TrayRow| (known.place(), &known.code) == (row.place(), &row.code);
            self.screen.tray(|tray| !tray.iter().map(TrayRow::from).any(is_same))
        };
        let new: Vec<&TrayRow> = rows.iter().filter(is_new).collect();
        if !new.is_empty() {
            self.screen.change_tray(|tray| {
                tray.retain(|item| new.iter().all(|row| row.place() != TrayRow::from(item).place()));
                tray.extend(new.into_iter().cloned().map(TrayItem::from));
            });
        }
    }

    /// An errand failed: does what helps, as the engine sees it.
    pub fn failed(self: &Rc<Self>, error: &ApiError, request: Option<&SyncRequest>, sent: usize) {
        let remedy = self.engine.borrow_mut().failed(self.platform.now(), error, sent, self.platform.chance());
        if let ApiError::Removed(member) = error {
            return self.platform.spawn(self.clone().leave(*member));
        }
        match (remedy, request) {
            (Remedy::Again | Remedy::Fill, _) => {}
            (Remedy::SignedOut, _) => self.session_ended(),
            (Remedy::Doubt, _) => self.engine.borrow_mut().doubt(),
            (Remedy::Rename, Some(request)) => self.lose(request.client),
            (Remedy::Refuse, Some(request)) => self.refuse_first(request),
            (Remedy::Rename | Remedy::Refuse, None) => {}
        }
    }

    /// Somebody else uses a client's name: its operations get another one, on
    /// top of a new snapshot. None is lost.
    fn lose(&self, client: ClientId) {
        self.lost_client.set(Some(client));
        let mut engine = self.engine.borrow_mut();
        engine.restart(self.platform.now(), self.platform.chance());
        // Perhaps somebody else has signed in: then nothing must be sent.
        engine.doubt();
    }

    /// The server will never take the first operation of this request. It goes
    /// to the tray, and the others are sent without it.
    fn refuse_first(&self, request: &SyncRequest) {
        let Some(first) = request.operations.first() else { return };
        let verdict = Verdict::Rejected {
            code: "too_large".to_owned(),
            message: "This change is too large for the server. Make it smaller and try again.".to_owned(),
        };
        let answers = [Answer { number: first.number, verdict }];
        let refused = self.refused(request, &answers);
        self.writer.push(Change { refused: refused.clone(), ..Change::default() });
        self.settle(request.client, &answers, 0, 0, Vec::new());
        self.put_in_tray(&refused);
        self.say(Said::Settled(Settled {
            client: request.client,
            epoch: self.epoch.get(),
            answers: answers.to_vec(),
            since: 0,
            cursor: 0,
            rows: Vec::new(),
            refused,
            at: self.server_now.get(),
        }));
        self.outbox.borrow_mut().allow_gaps(request.client);
    }
}
