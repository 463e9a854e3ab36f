//! One run of the forecast at a time: in a worker, or in slices where there is none.

use super::hired::{self, Hired};
use crate::prelude::*;
use gloo_timers::future::TimeoutFuture;
use leptos::task::spawn_local;
use smarketing_domain::forecast::{
    Forecast, Material, SEED, Study, TooLittle,
    backtest::BackTest,
    errand::{Answer, advance},
};
use std::sync::Arc;

/// How long one slice takes, in milliseconds: less than a frame.
const SLICE_MS: i64 = 6;
/// Deals of a run that are played before the clock is looked at.
const SLICE: usize = 4_000;
/// How long changes are gathered before it is computed anew, in milliseconds.
const GATHER_MS: u32 = 250;

/// Where the run stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Computing.
    Working,
    /// There is too little history.
    Refused(TooLittle),
    /// All is there.
    Ready,
    /// Somebody has had enough.
    Stopped,
}

impl Phase {
    /// The phase, for tests from outside.
    pub fn name(self) -> &'static str {
        match self {
            Self::Working => "working",
            Self::Refused(_) => "refused",
            Self::Ready => "ready",
            Self::Stopped => "stopped",
        }
    }
}

/// A run of the forecast.
#[derive(Clone, Copy)]
pub struct Run {
    state: State,
    /// Where it stands.
    pub phase: RwSignal<Phase>,
    /// How far it has come, 0 to 1.
    pub progress: RwSignal<f64>,
    /// The latest forecast; while a newer one is made, the one before.
    pub forecast: RwSignal<Option<Arc<Forecast>>>,
    /// Its trial on past weeks.
    pub tested: RwSignal<Option<Arc<BackTest>>>,
    /// Where it is computed: `worker` or `slices`.
    pub way: RwSignal<&'static str>,
    /// Each run has a number; what belongs to another one is not heard any more.
    turn: StoredValue<u32>,
    hired: StoredValue<Option<Hired>, LocalStorage>,
}

impl Run {
    /// Nothing begun.
    pub fn new(state: State) -> Self {
        Self {
            state,
            phase: RwSignal::new(Phase::Working),
            progress: RwSignal::new(0.0),
            forecast: RwSignal::new(None),
            tested: RwSignal::new(None),
            way: RwSignal::new(""),
            turn: StoredValue::new(0),
            hired: StoredValue::new_local(None),
        }
    }

    /// Begins anew with the present workspace.
    pub fn begin(self) {
        self.stop();
        let turn = self.turn.get_value();
        self.phase.set(Phase::Working);
        self.progress.set(0.0);
        let pause = if self.forecast.with_untracked(Option::is_some) { GATHER_MS } else { 0 };
        spawn_local(async move {
            TimeoutFuture::new(pause).await;
            if !self.is_on(turn) {
                return;
            }
            let now = self.state.now();
            let material = Arc::new(self.state.read(|w| Material::of(w, now)));
            let spare = Arc::clone(&material);
            let failed = move || {
                if self.is_on(turn) {
                    self.in_slices(turn, Arc::clone(&spare));
                }
            };
            let heard = move |answer: Answer| {
                if self.is_on(turn) {
                    self.hear(answer);
                }
            };
            self.way.set("worker");
            let worker = hired::hire(material, SEED, heard, failed.clone());
            match worker {
                Some(worker) => self.hired.set_value(Some(worker)),
                None => failed(),
            }
        });
    }

    /// Ends what is under way; what is there stays.
    pub fn stop(self) {
        self.turn.try_update_value(|turn| *turn = turn.wrapping_add(1));
        // Its worker ends with it.
        self.hired.try_update_value(Option::take);
    }

    /// Ends it because somebody wants that.
    pub fn cancel(self) {
        self.stop();
        self.phase.set(Phase::Stopped);
    }

    fn is_on(self, turn: u32) -> bool {
        self.turn.try_get_value() == Some(turn)
    }

    fn hear(self, answer: Answer) {
        match answer {
            Answer::Ready => {}
            Answer::Progress(progress) => self.progress.set(progress),
            Answer::Forecast(forecast) => self.forecast.set(Some(Arc::new(*forecast))),
            Answer::Tested(tested) => {
                self.tested.set(Some(Arc::new(tested)));
                self.phase.set(Phase::Ready);
                self.stop();
            }
            Answer::Refused(why) => {
                self.forecast.set(None);
                self.tested.set(None);
                self.phase.set(Phase::Refused(why));
                self.stop();
            }
        }
    }

    /// The same in the page, a slice at a time, so that it goes on drawing.
    fn in_slices(self, turn: u32, material: Arc<Material>) {
        self.way.set("slices");
        spawn_local(async move {
            let material = Arc::unwrap_or_clone(material);
            let mut study = match Study::new(material, SEED) {
                Ok(study) => study,
                Err(why) => return self.hear(Answer::Refused(why)),
            };
            loop {
                let began = self.state.now();
                let mut done = false;
                while !done && self.state.now().since(began) < SLICE_MS {
                    // Progress is said once a slice.
                    let mut said = Vec::new();
                    done = advance(&mut study, SLICE, |answer| said.push(answer));
                    let words = said.into_iter().filter(|answer| !matches!(answer, Answer::Progress(_)));
                    words.for_each(|answer| self.hear(answer));
                }
                if done || !self.is_on(turn) {
                    return;
                }
                self.progress.set(study.progress());
                TimeoutFuture::new(0).await;
                if !self.is_on(turn) {
                    return;
                }
            }
        });
    }
}
