//! The drift alarm: whether a play still does what was promised at its adoption.
//!
//! The **later cohort** of a play are the deals of its segment that entered its stage (as
//! [`crate::cohort`] defines it) after the adoption, and whose window is over. They are
//! taken in the order in which their windows ended: so far nothing is known of a deal that
//! would let it count early or late. Each either came to the goal within the window or not.
//!
//! **The test may be looked at every day.** Against "the rate is at least ℓ", the lower end
//! of the promised interval, a rate q < ℓ has after each deal the likelihood ratio q/ℓ where
//! the deal converted and (1 − q)/(1 − ℓ) where it did not. While the rate is ℓ or more its
//! expectation is at most 1, so the product over deals is a test supermartingale, and so is
//! a weighted mean of products over several q and over several deals to begin with:
//!
//! ```text
//! E = Σ over q, j of  weight(q) · 1/(j (j + 1)) · Π of the ratios from block j on
//! ```
//!
//! where blocks are [`BLOCK`] deals, and a block that has not begun counts with ratio 1. The
//! weights sum to 1, so E starts at 1, and by Ville's inequality it ever reaches 1/α with
//! chance α at most, however long and however often somebody looks. That products begin at
//! later blocks as well is what sees a play **fade** that worked for long: the good past
//! then does not have to be outweighed first.
//!
//! The play is **fading** once E has reached 1/[`ALPHA`]. It is **holding** when it has not,
//! though so many deals are counted that a conversion of half of ℓ from the first on would be
//! expected to have reached it; before that it is **too early** to say.
//!
//! Sources: Ville, "Étude critique de la notion de collectif", 1939; Wald, "Sequential
//! Tests of Statistical Hypotheses", Annals of Mathematical Statistics 16 (1945), for the
//! likelihood ratio; Ramdas, Grünwald, Vovk and Shafer, "Game-Theoretic Statistics and Safe
//! Anytime-Valid Inference", Statistical Science 38 (2023), for test supermartingales and
//! their mixtures; Shin, Ramdas and Rinaldo, "E-detectors", New England Journal of
//! Statistics in Data Science 2 (2024), for beginning at many moments.

use super::play::InUse;
use crate::{
    clock::Timestamp,
    cohort::{Cohort, Entry, Window, journeys},
    ids::DealId,
    statistics::proportion::Sample,
    workspace::Workspace,
};

/// The chance that a play which keeps its promise is ever called fading.
pub const ALPHA: f64 = 0.05;
/// A fall may begin with every so many-th deal.
pub const BLOCK: usize = 20;
/// The falls that are looked for: the new rate as a share of the lower end.
const FALLS: [f64; 4] = [0.25, 0.5, 0.7, 0.85];
/// A lower end of 1 would call a single miss impossible.
const LOW_MAX: f64 = 0.999;

/// What the later cohort says of a play.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum State {
    /// Less than promised.
    Fading,
    /// A fall would have been seen.
    Holding,
    /// So many deals more before a fall to half would be seen.
    TooEarly {
        /// Whose windows have to be over.
        more: u64,
    },
    /// Nothing was promised, or the stages lead nowhere any more: there is nothing to hold
    /// the deals against.
    Unknown,
}

/// The drift of a play, with its figures.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Drift {
    /// What can be said.
    pub state: State,
    /// Deals whose window is over.
    pub counted: u64,
    /// How many of them came to the goal within it.
    pub converted: u64,
    /// Deals that entered and still have time.
    pub waiting: u64,
    /// The largest e-value so far; 20 stands for α = 0.05.
    pub evidence: f64,
}

impl Drift {
    /// The conversion of the later cohort; `None` while no window is over.
    pub fn sample(&self) -> Option<Sample> {
        Sample::new(self.counted, self.converted).ok()
    }
}

/// The drift of a play, as of `now`.
pub fn drift(w: &Workspace, of: InUse<'_>, now: Timestamp) -> Drift {
    let play = of.play;
    let nothing = Drift { state: State::Unknown, counted: 0, converted: 0, waiting: 0, evidence: 1.0 };
    let Ok(cohort) = Cohort::new(w, play.stage, play.goal, None) else { return nothing };
    let window = Window::days(play.days).ms();
    let (mut over, mut waiting): (Vec<(i64, DealId, bool)>, u64) = (Vec::new(), 0);
    for journey in journeys(w, &of.hypothesis.segment, &cohort, now) {
        let Some(entered) = journey.entered.filter(|at| *at > play.since) else { continue };
        match journey.passed {
            _ if now.since(entered) < window => waiting += 1,
            // Whether it passed in time is not known.
            Entry::Undated => {}
            Entry::Never => over.push((entered.0, journey.deal, false)),
            Entry::At(passed) => over.push((entered.0, journey.deal, passed.since(entered) <= window)),
        }
    }
    // All windows are equally long: they end in the order in which they began.
    crate::sort::sort_by_key(&mut over, |(entered, deal, _)| (*entered, *deal));
    let counted = over.len() as u64;
    let converted = over.iter().filter(|(_, _, converted)| *converted).count() as u64;
    let Some(promised) = play.promised.filter(|promised| promised.low_bp > 0) else {
        return Drift { counted, converted, waiting, ..nothing };
    };
    let evidence = evidence(promised.low(), over.iter().map(|(_, _, converted)| *converted));
    Drift { state: state(promised.low(), counted, evidence), counted, converted, waiting, evidence }
}

fn state(low: f64, counted: u64, evidence: f64) -> State {
    let needed = needed(low);
    if evidence >= 1.0 / ALPHA {
        State::Fading
    } else if counted >= needed {
        State::Holding
    } else {
        State::TooEarly { more: needed - counted }
    }
}

/// The largest e-value at any time, against a rate of `low` (above 0) or more.
pub fn evidence(low: f64, outcomes: impl IntoIterator<Item = bool>) -> f64 {
    let low = low.min(LOW_MAX);
    let rates = FALLS.map(|fall| fall * low);
    let mut products = [0.0; FALLS.len()];
    // The weight of the blocks that have not begun: Σ 1/(j (j + 1)) from j on is 1/j.
    let mut rest = 1.0;
    let mut largest = 1.0_f64;
    for (i, converted) in outcomes.into_iter().enumerate() {
        let begins = i.is_multiple_of(BLOCK).then(|| (i / BLOCK + 1) as f64);
        if let Some(block) = begins {
            rest = 1.0 / (block + 1.0);
        }
        let weight = begins.map_or(0.0, |block| 1.0 / (block * (block + 1.0)));
        for (product, rate) in products.iter_mut().zip(rates) {
            let ratio = if converted { rate / low } else { (1.0 - rate) / (1.0 - low) };
            *product = (*product + weight) * ratio;
        }
        largest = largest.max(rest + products.iter().sum::<f64>() / FALLS.len() as f64);
    }
    largest
}

/// With how many deals a conversion of half of `low` from the first deal on is expected to
/// be seen: where the logarithm of that part of the e-value reaches that of 1/α.
pub fn needed(low: f64) -> u64 {
    let low = low.min(LOW_MAX);
    let half = low / 2.0;
    let gain = half * libm::log(half / low) + (1.0 - half) * libm::log((1.0 - half) / (1.0 - low));
    let first_block = 0.5;
    let weight = first_block / FALLS.len() as f64;
    (libm::log(1.0 / (ALPHA * weight)) / gain).ceil() as u64
}
