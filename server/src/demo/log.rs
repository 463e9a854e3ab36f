//! Collects the steps of the demo's history and puts them in order.

use super::Step;
use smarketing_domain::{
    clock::Timestamp,
    ids::{DealId, MemberId},
    operation::{Body, DealAction},
};
use std::collections::HashMap;

/// The steps so far, in any order.
#[derive(Default)]
pub(super) struct Log {
    steps: Vec<Step>,
    known: HashMap<DealId, Timestamp>,
}

impl Log {
    /// Notes that `author` changed something at `at`. What it refers to must
    /// have been noted before, at the same moment or an earlier one.
    pub(super) fn push(&mut self, at: Timestamp, author: MemberId, body: impl Into<Body>) {
        let body = body.into();
        if let Body::Deal(DealAction::Create { id, .. }) = &body {
            self.known.insert(*id, at);
        }
        self.steps.push(Step { body, author, at });
    }

    /// `at`, or the moment from which on the deal can be referred to.
    pub(super) fn once_known(&self, deal: DealId, at: Timestamp) -> Timestamp {
        self.known.get(&deal).map_or(at, |&known| known.max(at))
    }

    /// The steps in order of their moments; of one moment, as they were noted.
    pub(super) fn in_order(mut self) -> Vec<Step> {
        self.steps.sort_by_key(|step| step.at);
        self.steps
    }
}
