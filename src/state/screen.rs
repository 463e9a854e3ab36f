//! The state as sync sees it: what it is told, and what it shows.

use super::{Session, State, SyncStatus, TrayItem, store::device_now};
use leptos::prelude::*;
use smarketing_domain::{
    clock::Timestamp,
    entity::{Entity, EntityKey},
    ids::ClientId,
    operation::{Body, Operation},
    replica::Settled,
    wire::Answer,
};
use smarketing_sync::{
    desk::Beginning,
    outbox::Place,
    platform::{Outgoing, Screen},
    subject::subject,
};
use std::collections::{BTreeMap, BTreeSet};

impl Screen for State {
    fn set_outgoing(&self, outgoing: Outgoing) {
        self.set_outgoing_to(outgoing);
    }

    fn waiting(&self) -> usize {
        State::waiting(self)
    }

    fn begin(&self, beginning: Beginning) {
        self.begin_with(beginning);
    }

    fn adopt(&self, operations: Vec<Operation>) {
        self.take_in(|desk| desk.adopt(operations), |touched| touched);
    }

    fn settle(&self, client: ClientId, answers: &[Answer], entities: Vec<Entity>, cursor: u64) -> Settled {
        self.take_in(|desk| desk.settle(client, answers, entities, cursor), |settled| &settled.touched)
    }

    fn caught_up(&self) -> Settled {
        self.take_in(|desk| desk.caught_up(), |settled| &settled.touched)
    }

    fn ways_back(&self, places: &BTreeSet<Place>) -> BTreeMap<Place, Body> {
        let is_one = |operation: &Operation| places.contains(&(operation.stamp.client, operation.number));
        self.with_desk(|desk| desk.replica().ways_back(is_one))
    }

    fn set_server_now(&self, server_now: Timestamp) {
        self.with_desk(|desk| desk.set_server_now(server_now, device_now()));
    }

    fn cursor(&self) -> u64 {
        State::cursor(self)
    }

    fn pending(&self) -> usize {
        State::pending(self)
    }

    fn has(&self, key: EntityKey) -> bool {
        self.read(|workspace| workspace.has(key))
    }

    fn subject(&self, key: Option<EntityKey>) -> String {
        self.read(|workspace| subject(workspace, key))
    }

    fn seated(&self) -> Session {
        self.session.get_untracked()
    }

    fn set_seated(&self, seated: Session) {
        self.session.set(seated);
    }

    fn set_loaded(&self, loaded: bool) {
        self.loaded.set(loaded);
    }

    fn show(&self, status: SyncStatus) {
        if self.status.get_untracked() != status {
            self.status.set(status);
        }
    }

    fn tray<T>(&self, look: impl FnOnce(&[TrayItem]) -> T) -> T {
        self.tray.with_untracked(|tray| look(tray))
    }

    fn change_tray(&self, change: impl FnOnce(&mut Vec<TrayItem>)) {
        self.tray.update(change);
    }
}
