//! How many of some deals passed, how many of them within a window, and how
//! soon. Each count can be opened: [`deals`] lists who is in it.

use super::{Entry, Journey, Window};
use crate::{
    clock::Timestamp,
    ids::DealId,
    statistics::kaplan_meier::{Curve, Estimate, Observation},
};

/// The confidence of all intervals.
pub const CONFIDENCE: f64 = 0.95;

/// When and how long a cohort is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// What happened later has not happened.
    pub as_of: Timestamp,
    /// How long each deal is given.
    pub window: Window,
}

/// Which deals of a cohort a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// All of them.
    Entered,
    /// Those that passed, however long it took.
    Passed,
    /// Those that passed within the window.
    PassedWithin,
    /// Those whose window is over: of them it is known whether they passed within it.
    Known,
    /// Those of [`Part::Known`] that passed within the window.
    KnownPassed,
    /// Those whose window is not over, and that have not passed: not yet known.
    Open,
    /// Those that were watched to the window's end and had not passed before it: the
    /// estimate's number at risk.
    AtRisk,
    /// Those that entered, or passed, at a moment that nobody noted: they are in
    /// no figure with time.
    Undated,
}

/// The figures of some deals of a cohort.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Conversion {
    /// See [`Part::Entered`].
    pub entered: u64,
    /// See [`Part::Passed`].
    pub passed: u64,
    /// See [`Part::PassedWithin`].
    pub passed_within: u64,
    /// See [`Part::Known`].
    pub known: u64,
    /// See [`Part::KnownPassed`].
    pub known_passed: u64,
    /// See [`Part::Open`].
    pub open: u64,
    /// See [`Part::Undated`].
    pub undated: u64,
    /// The share that passes within the window, from all deals for as long as
    /// each was watched (Kaplan-Meier). `None`: not yet known, for nobody was
    /// watched through the window.
    pub estimate: Option<Estimate>,
    /// By when half of all have passed, in milliseconds; `None` when it has not
    /// come to half.
    pub median_ms: Option<i64>,
    /// The median of those that have passed, in milliseconds. It leaves out those
    /// who are still to come, and so tends to be short while a cohort is young.
    pub median_passed_ms: Option<i64>,
}

impl Conversion {
    /// passed / entered: up to now, however long each had. `None` of nobody.
    pub fn ratio(&self) -> Option<f64> {
        ratio(self.passed, self.entered)
    }

    /// Of those whose window is over, the share that passed within it.
    pub fn known_ratio(&self) -> Option<f64> {
        ratio(self.known_passed, self.known)
    }
}

fn ratio(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// The figures of some deals of a cohort.
pub fn conversion(journeys: &[Journey], look: Look) -> Conversion {
    let mut figures = Conversion::default();
    for journey in journeys {
        let mut count = |number: fn(&mut Conversion) -> &mut u64, part| {
            *number(&mut figures) += u64::from(journey.is(part, look));
        };
        count(|c| &mut c.entered, Part::Entered);
        count(|c| &mut c.passed, Part::Passed);
        count(|c| &mut c.passed_within, Part::PassedWithin);
        count(|c| &mut c.known, Part::Known);
        count(|c| &mut c.known_passed, Part::KnownPassed);
        count(|c| &mut c.open, Part::Open);
        count(|c| &mut c.undated, Part::Undated);
    }
    let curve = curve(journeys, look.as_of);
    let watched_through = figures.known > 0 || figures.open == 0;
    Conversion {
        estimate: curve.at(look.window.ms() as f64, CONFIDENCE).filter(|_| watched_through),
        median_ms: curve.median().map(|ms| ms as i64),
        median_passed_ms: curve.median_of_converted().map(|ms| ms as i64),
        ..figures
    }
}

/// The deals that a number counts.
pub fn deals(journeys: &[Journey], part: Part, look: Look) -> Vec<DealId> {
    journeys.iter().filter(|j| j.is(part, look)).map(|j| j.deal).collect()
}

/// The share that has not passed, by time since entering in milliseconds.
pub fn curve(journeys: &[Journey], as_of: Timestamp) -> Curve {
    Curve::of(journeys.iter().filter_map(|j| j.observation(as_of)).collect())
}

impl Journey {
    /// Whether a number counts it.
    pub fn is(&self, part: Part, look: Look) -> bool {
        let known = || self.watched(look.as_of).is_some_and(|ms| ms >= look.window.ms());
        let within = || self.took().is_some_and(|ms| ms <= look.window.ms());
        match part {
            Part::Entered => true,
            Part::Passed => self.passed != Entry::Never,
            Part::PassedWithin => within(),
            Part::Known => known(),
            Part::KnownPassed => known() && within(),
            Part::Open => self.passed == Entry::Never && self.entered.is_some() && !known(),
            Part::AtRisk => known() && self.took().is_none_or(|ms| ms >= look.window.ms()),
            Part::Undated => self.observation(look.as_of).is_none(),
        }
    }

    /// How long it took to pass, in milliseconds; `None` where it has not
    /// passed, or a moment is unknown.
    pub fn took(&self) -> Option<i64> {
        Some(self.passed.at()?.since(self.entered?))
    }

    /// How long ago it entered, in milliseconds; `None` where a moment is unknown.
    fn watched(&self, as_of: Timestamp) -> Option<i64> {
        (self.passed != Entry::Undated).then(|| Some(as_of.since(self.entered?)))?
    }

    fn observation(&self, as_of: Timestamp) -> Option<Observation> {
        let watched = self.watched(as_of)?;
        let took = self.took();
        // A number of milliseconds of some thousand years is exact as f64.
        Some(Observation { time: took.unwrap_or(watched) as f64, converted: took.is_some() })
    }
}
