//! Has the history read, a slice at a time, so that the page goes on drawing.

use crate::prelude::*;
use gloo_timers::future::TimeoutFuture;
use leptos::task::spawn_local;
use smarketing_domain::{
    ago::{Recording, Tape},
    filter::Filter,
};

/// How long one slice takes, in milliseconds: less than a frame.
const SLICE_MS: i64 = 6;
/// Deals that are read before the clock is looked at.
const SLICE: usize = 100;

/// The latest tape; while a newer one is made, the one before.
#[derive(Clone, Copy)]
pub struct Recorder {
    state: State,
    tape: StoredValue<Option<Tape>, LocalStorage>,
    /// How many tapes have been made.
    pub made: RwSignal<u32>,
    /// How far the next one has come, 0 to 1.
    pub progress: RwSignal<f64>,
    /// What is to be read next.
    wanted: StoredValue<Option<Filter>>,
    is_reading: StoredValue<bool>,
}

impl Recorder {
    /// Nothing read yet.
    pub fn new(state: State) -> Self {
        Self {
            state,
            tape: StoredValue::new_local(None),
            made: RwSignal::new(0),
            progress: RwSignal::new(0.0),
            wanted: StoredValue::new(None),
            is_reading: StoredValue::new(false),
        }
    }

    /// Looks at the tape, or winds it; `None` while there is none.
    pub fn with<T>(self, look: impl FnOnce(&mut Tape) -> T) -> Option<T> {
        self.tape.try_update_value(|tape| tape.as_mut().map(look)).flatten()
    }

    /// Reads the present history of some deals. What is being read is read to its end
    /// first: while thousands of deals arrive, there would never be an end otherwise.
    pub fn begin(self, filter: Filter) {
        self.wanted.set_value(Some(filter));
        if self.is_reading.get_value() {
            return;
        }
        self.is_reading.set_value(true);
        spawn_local(async move {
            // `None` as well when the page has been left.
            while let Some(filter) = self.wanted.try_update_value(Option::take).flatten() {
                let Some(tape) = self.read(filter).await else { return };
                self.tape.try_set_value(Some(tape));
                self.made.try_update(|made| *made = made.wrapping_add(1).max(1));
            }
            self.is_reading.try_set_value(false);
        });
    }

    async fn read(self, filter: Filter) -> Option<Tape> {
        let mut recording = self.state.read(|w| Recording::new(w, filter));
        loop {
            let began = self.state.now();
            let mut is_done = false;
            while !is_done && self.state.now().since(began) < SLICE_MS {
                is_done = self.state.read(|w| recording.step(w, SLICE));
            }
            if is_done {
                return recording.finish();
            }
            self.progress.try_set(recording.progress());
            TimeoutFuture::new(0).await;
            // Nobody waits any more when the person has gone elsewhere.
            self.made.try_get_untracked()?;
        }
    }
}
