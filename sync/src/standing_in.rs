//! Standing in for tabs that are gone: what they left in the outbox is sent from here.

use crate::{driver::Driver, engine::Engine, platform::Platform};
use smarketing_domain::{
    fault::{Fault, planted},
    ids::ClientId,
};
use std::rc::Rc;

impl<P: Platform> Driver<P> {
    /// Waits, for each other client with something in the outbox, until its
    /// tab is gone, and then sends in its place.
    pub fn stand_in(self: &Rc<Self>) {
        let clients = self.outbox.borrow().clients();
        for client in clients {
            let known = self.outbox.borrow().sends_for(client) || self.held.borrow().contains_key(&client);
            if !known {
                self.held.borrow_mut().insert(client, None);
                self.platform.spawn(self.clone().inherit(client));
            }
        }
    }

    async fn inherit(self: Rc<Self>, client: ClientId) {
        let Some(member) = self.me().map(|me| me.member) else { return };
        // Without locks it is sent at once: the server answers each number once,
        // whoever sends it.
        let lock = self.platform.lock(client).await;
        let left = match self.writer.cache().await {
            Ok(cache) => cache.read_outbox(client).await.unwrap_or_default(),
            Err(_) => Vec::new(),
        };
        // Somebody else may sit here by now.
        let same = self.me().is_some_and(|me| me.member == member);
        if !same || !self.held.borrow().contains_key(&client) {
            return;
        }
        self.hold(client, lock);
        let left = left.into_iter().filter(|operation| operation.author == member).collect();
        self.adopt(left);
        if !planted(Fault::LeftBehindNotSent) {
            self.outbox.borrow_mut().send_for(client);
        }
        self.release();
        self.tell(Engine::performed);
    }

    /// Lets go of clients that have nothing left.
    pub fn release(&self) {
        for client in self.outbox.borrow_mut().release(self.own.get()) {
            self.held.borrow_mut().remove(&client);
        }
    }

    /// Lets go of a client.
    pub fn let_go(&self, client: ClientId) {
        self.held.borrow_mut().remove(&client);
    }

    /// Holds the lock of a client of this tab.
    pub fn hold(&self, client: ClientId, lock: Option<P::Lock>) {
        self.held.borrow_mut().insert(client, lock);
    }
}
