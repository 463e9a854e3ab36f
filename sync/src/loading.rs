//! The errand that takes a snapshot, and what has to be found on the device for it:
//! what another life of the server's database accepted, and what a client that has
//! lost its name left there.

use crate::{
    change::{Change, Received},
    driver::Driver,
    message::Said,
    outbox::Renamed,
    platform::{Platform, Screen},
};
use smarketing_domain::{
    fault::{Fault, planted},
    ids::{ClientId, EpochId, successor},
    operation::Operation,
};
use std::rc::Rc;

impl<P: Platform> Driver<P> {
    /// Takes a snapshot, and gives a client whose name is taken another one.
    pub async fn load(self: &Rc<Self>) {
        let seating = self.seating.get();
        if let Some(lost) = self.lost_client.get() {
            self.adopt_from_disk(lost).await;
        }
        let before = self.screen.cursor();
        let answer = self.platform.snapshot().await;
        if self.seating.get() != seating {
            return self.too_late(seating, answer.err()).await;
        }
        let snapshot = match answer {
            Ok(snapshot) => snapshot,
            Err(error) => return self.failed(&error, None, 0),
        };
        let read = snapshot.read;
        let left = self.left_on_disk(read.epoch).await;
        if self.seating.get() != seating {
            return;
        }
        let shown = self.screen.cursor();
        if read.epoch == self.epoch.get() && before < shown && read.cursor < shown {
            // Another tab has told of newer records meanwhile, and what they confirm has
            // left the outbox: a newer snapshot is needed.
            return;
        }
        let mut change = Change::default();
        let same_life = self.epoch.replace(read.epoch) == read.epoch;
        if same_life {
            let confirmed = self.outbox.borrow().confirmed(read.cursor);
            change = self.done(confirmed, self.ways_back());
            // Accepted after this snapshot, while it was on its way: sent once more it
            // is answered as before.
            self.outbox.borrow_mut().offer_again();
        } else if !planted(Fault::ResetKeepsAccepted) {
            self.outbox.borrow_mut().begin_other_life();
        }
        self.may_miss.set(!same_life || self.may_miss.get());
        let former = self.screen.cursor();
        if same_life && former < read.cursor {
            // A snapshot does not say what others have written over since.
            self.told.set(self.told.get().or(Some(former)));
        }
        let seen = if same_life { read.cursor } else { u64::MAX };
        let left = self.outbox.borrow_mut().add(left, seen);
        // Whose a name was in another life says nothing here, where another tab may send
        // under it: should it still be somebody else's, the server says so again.
        let lost = self.lost_client.take().filter(|_| same_life);
        let renamed = lost.and_then(|client| self.rename(client));
        self.begin(snapshot.entities, read.cursor);
        change.received = Some(Received { since: None, read, rows: snapshot.rows.into() });
        if let (Some(from), Some(Renamed { gone, operations })) = (lost, renamed) {
            change.remove.extend(&gone);
            change.put.clone_from(&operations);
            self.say(Said::Renamed { from, gone, operations });
        }
        self.writer.push(change);
        self.release();
        if !left.is_empty() {
            // Other tabs have what they send for themselves; those of tabs that
            // are gone are sent from here.
            self.say(Said::Performed(left));
            self.stand_in();
        }
        if !same_life {
            // What was heard of other tabs before was of another life: which of
            // their operations are answered has to be asked, and told, once more.
            self.say(Said::Hello);
            self.stand();
        }
        let mut engine = self.engine.borrow_mut();
        engine.set_too_old(snapshot.unreadable);
        engine.loaded(self.platform.now());
    }

    /// Operations that this life of the server's database may not know: what
    /// another one accepted, and what other tabs have put back into the outbox.
    /// They come before whatever is sent next.
    async fn left_on_disk(&self, epoch: EpochId) -> Vec<Operation> {
        let Some(me) = self.me() else { return Vec::new() };
        self.writer.flush().await;
        // What was answered has left the outbox only once that is saved.
        let is_saved = self.writer.is_idle();
        // While the disk is read a transaction may end: asked before and after it,
        // nothing is in neither place.
        let mut unsaved = self.writer.unsaved_accepted();
        let on_disk = match self.writer.cache().await {
            Ok(cache) => cache.read_unaccepted(me.member, epoch).await.unwrap_or_default(),
            Err(_) => Default::default(),
        };
        let (mut left, waiting) = on_disk;
        unsaved.extend(self.writer.unsaved_accepted());
        let elsewhere = unsaved.into_iter().filter(|row| row.epoch != epoch && row.operation.author == me.member);
        left.extend(elsewhere.map(|row| row.operation));
        if planted(Fault::AcceptedNotOffered) {
            left.clear();
        }
        let mut outbox = self.outbox.borrow_mut();
        // What was refused, or thrown out by now, is missing between them.
        left.iter().for_each(|operation| outbox.allow_gaps(operation.stamp.client));
        left.extend(waiting.into_iter().filter(|_| is_saved));
        left
    }

    /// The disk may have operations of a client that this tab never knew of.
    pub async fn adopt_from_disk(&self, client: ClientId) {
        let (seating, me) = (self.seating.get(), self.me());
        // What was answered has left the disk only once that is saved.
        self.writer.flush().await;
        if !self.writer.is_idle() {
            return;
        }
        let left = match self.writer.cache().await {
            Ok(cache) => cache.read_outbox(client).await.unwrap_or_default(),
            Err(_) => return,
        };
        if self.seating.get() == seating {
            let mine = |operation: &Operation| me.as_ref().is_some_and(|me| operation.author == me.member);
            self.adopt(left.into_iter().filter(mine).collect());
        }
    }

    /// All tabs find the same new name by themselves: whoever sends under it, the
    /// server answers each number once.
    fn rename(self: &Rc<Self>, old: ClientId) -> Option<Renamed> {
        let fresh = successor(old, self.me()?.member);
        let renamed = self.outbox.borrow_mut().rename(old, fresh);
        if old == self.own.get() {
            self.own.set(fresh);
            self.outbox.borrow_mut().send_for(fresh);
        }
        self.let_go(old);
        self.take_lock(fresh);
        Some(renamed)
    }
}
