//! One run of the assistant, a slice at a time, so that the page goes on drawing.

use crate::prelude::*;
use gloo_timers::future::TimeoutFuture;
use leptos::task::spawn_local;
use smarketing_domain::score::assistant::{Assistant, Proposal, TooFew};
use std::sync::Arc;

/// How long one slice takes, in milliseconds: less than a frame.
const SLICE_MS: i64 = 8;

/// Where the run stands.
#[derive(Clone, Debug, PartialEq)]
pub enum Phase {
    /// Not begun.
    Idle,
    /// Comparing.
    Working,
    /// There is too little to compare.
    TooFew(TooFew),
    /// The rules are there.
    Ready(Arc<Proposal>),
}

/// A run of the assistant.
#[derive(Clone, Copy)]
pub struct Run {
    state: State,
    /// Where it stands.
    pub phase: RwSignal<Phase>,
    /// How far it has come, 0 to 1.
    pub progress: RwSignal<f64>,
    /// Fields that are taken in whatever speaks against them.
    pub wanted: RwSignal<Vec<String>>,
}

impl Run {
    /// Nothing begun.
    pub fn new(state: State) -> Self {
        Self { state, phase: RwSignal::new(Phase::Idle), progress: RwSignal::new(0.0), wanted: RwSignal::default() }
    }

    /// Compares the workspace's past leads.
    pub fn begin(self) {
        let mut assistant = match self.state.read(|w| Assistant::new(w, self.wanted.get_untracked())) {
            Ok(assistant) => assistant,
            Err(too_few) => return self.phase.set(Phase::TooFew(too_few)),
        };
        self.progress.set(0.0);
        self.phase.set(Phase::Working);
        spawn_local(async move {
            loop {
                let began = self.state.now();
                let mut done = false;
                while !done && self.state.now().since(began) < SLICE_MS {
                    done = self.state.read(|w| assistant.step(w));
                }
                if done {
                    break;
                }
                self.progress.try_set(assistant.progress());
                TimeoutFuture::new(0).await;
                // Stopped, or the page was left.
                if self.phase.try_get_untracked() != Some(Phase::Working) {
                    return;
                }
            }
            let proposal = assistant.finish().map_or(Phase::Idle, |proposal| Phase::Ready(Arc::new(proposal)));
            self.phase.try_set(proposal);
        });
    }

    /// Forgets what it has.
    pub fn reset(self) {
        self.phase.set(Phase::Idle);
    }
}
