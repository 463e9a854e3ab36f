//! Who wants to hear of what. A view tracks the few topics it shows; a change
//! wakes those views only. Triggers are made when something is first tracked,
//! so ten thousand deals cost nothing until they are on screen.

use leptos::prelude::*;
use smarketing_domain::{
    entity::EntityKey,
    ids::{DealId, StageId},
};
use std::{cell::RefCell, collections::HashMap};

/// Something that can change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Topic {
    /// Anything at all.
    Any,
    /// Any record of this kind, by its wire name (`"deal"`, `"stage"`, …).
    Kind(&'static str),
    /// One record.
    Record(EntityKey),
    /// The cards of a column: which, in which order, and their sums.
    Column(StageId),
    /// A deal's next step.
    NextTask(DealId),
}

/// The triggers of the topics that somebody tracks.
#[derive(Default)]
pub struct Topics(RefCell<HashMap<Topic, ArcTrigger>>);

impl Topics {
    /// Makes the running view listen to `topic`.
    pub fn track(&self, topic: Topic) {
        let trigger = self.0.borrow_mut().entry(topic).or_default().clone();
        trigger.track();
    }

    /// Wakes whoever listens to one of `topics`.
    pub fn notify(&self, topics: impl IntoIterator<Item = Topic>) {
        let woken: Vec<ArcTrigger> = {
            let triggers = self.0.borrow();
            topics.into_iter().filter_map(|topic| triggers.get(&topic).cloned()).collect()
        };
        // Outside the borrow: a woken view tracks again at once.
        woken.iter().for_each(ArcTrigger::notify);
    }

    /// Wakes everybody: nothing is as it was.
    pub fn notify_all(&self) {
        let woken: Vec<ArcTrigger> = self.0.borrow().values().cloned().collect();
        woken.iter().for_each(ArcTrigger::notify);
    }
}
