//! One way from no source to many: the source that adds most comes next.
//!
//! Which one that is tells the score test of each source's levels against what
//! the sources before it leave unexplained, less two for each effect it needs
//! (as in Akaike's criterion); then all effects are fitted anew. On some cases,
//! held out of all that, the area under the ROC curve is measured at each step.
//!
//! Sources: Rao's score test, and forward selection: Hosmer, Lemeshow,
//! Sturdivant, "Applied Logistic Regression", 3rd ed., 2013, sections 1.4 and 4.3.

use super::{bands::Bands, source::Values};
use crate::statistics::{
    logistic::{Factor, Fit, chance, fit},
    roc::auc,
};

/// Most sources that give points.
pub(super) const SOURCES_MAX: usize = 12;
/// How strongly effects are held back: as if each were known beforehand to lie
/// around zero with a standard error of a half.
const RIDGE: f64 = 4.0;
/// What an effect has to explain.
const PRICE: f64 = 2.0;

/// A way from no source to many.
#[derive(Clone, Debug)]
pub(super) struct Path {
    /// Cases to learn from.
    learned: Vec<u32>,
    /// Cases to measure on.
    held_out: Vec<u32>,
    /// The levels of each source, as far as they have been made.
    pub bands: Vec<Option<Bands>>,
    /// The sources taken, in their order.
    pub taken: Vec<usize>,
    /// The effects of their levels.
    pub fit: Fit,
    /// The area on the cases held out, without any source and after each.
    pub areas: Vec<f64>,
}

impl Path {
    /// Learns from the cases that `is_held_out` denies, measures on the others.
    pub fn new(cases: usize, is_held_out: impl Fn(usize) -> bool) -> Self {
        let (held_out, learned) = (0..cases as u32).partition(|case| is_held_out(*case as usize));
        Self { learned, held_out, bands: Vec::new(), taken: Vec::new(), fit: Fit::default(), areas: vec![0.5] }
    }

    /// One piece of the work: the levels of one more source, or one more source
    /// taken. True when there is no more to do: `sources` are taken, or nothing adds.
    pub fn step(&mut self, values: &[Values], good: &[bool], sources: usize) -> bool {
        if let Some(values) = values.get(self.bands.len()) {
            self.bands.push(Bands::new(values, good, &self.learned));
            return false;
        }
        if self.taken.is_empty() {
            self.fit = fit(&[], good, &self.learned, RIDGE, &self.fit);
        }
        if self.taken.len() >= sources {
            return true;
        }
        let factors = self.factors();
        let expected: Vec<f64> =
            self.learned.iter().map(|case| chance(self.fit.log_odds(&factors, *case as usize))).collect();
        let worth = |source: usize| self.worth(source, &expected, good);
        let open = (0..self.bands.len()).filter(|source| !self.taken.contains(source));
        let best = open.filter_map(|source| Some((source, worth(source)?))).max_by(|a, b| a.1.total_cmp(&b.1));
        let Some((source, _)) = best.filter(|(_, worth)| *worth > 0.0) else { return true };
        self.taken.push(source);
        let factors = self.factors();
        let fitted = fit(&factors, good, &self.learned, RIDGE, &self.fit);
        let scored = self.held_out.iter().map(|case| *case as usize);
        let area = auc(scored.map(|case| (fitted.log_odds(&factors, case), good[case])));
        self.areas.push(area.map_or(0.5, |auc| auc.area));
        self.fit = fitted;
        false
    }

    fn factors(&self) -> Vec<Factor<'_>> {
        let bands = self.taken.iter().filter_map(|source| self.bands[*source].as_ref());
        bands.map(|bands| Factor { of: &bands.of, levels: bands.levels.len() }).collect()
    }

    /// What a source would explain of what is left, less the price of its effects.
    fn worth(&self, source: usize, expected: &[f64], good: &[bool]) -> Option<f64> {
        let bands = self.bands[source].as_ref()?;
        let mut left = vec![(0.0, 0.0); bands.levels.len()];
        for (case, p) in self.learned.iter().zip(expected) {
            let case = *case as usize;
            let (unexplained, variance) = &mut left[usize::from(bands.of[case])];
            *unexplained += f64::from(u8::from(good[case])) - p;
            *variance += p * (1.0 - p);
        }
        let explained: f64 =
            left.iter().map(|(unexplained, variance)| unexplained * unexplained / (variance + RIDGE)).sum();
        Some(explained - PRICE * (bands.levels.len() - 1) as f64)
    }
}
