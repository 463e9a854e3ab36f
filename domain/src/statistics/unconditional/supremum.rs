//! The largest chance of a region over all rates that both arms may have in common.
//!
//! With rate = sin² φ the chance is a trigonometric polynomial in φ of degree 2N, N being
//! the units of both arms. By Bernstein's inequality its second derivative is at most
//! (2N)² times its maximum, so that of points π/8N apart the one nearest to the maximum
//! lies at most 8 % below it. Every highest point among its neighbours that is not lower
//! than that is refined, by golden section.

use super::{super::special::binomial, ordering::Region};
use std::f64::consts::FRAC_PI_2;

/// Points of the grid for each unit.
const POINTS_PER_UNIT: usize = 4;
/// The nearest point may lie so much below the maximum.
const NEAREST: f64 = 0.92;
/// Golden sections of an interval: what is left of it is 10⁻⁵ of it, and of the height
/// 10⁻¹⁰.
const SECTIONS: u32 = 24;
/// The golden section.
const GOLDEN: f64 = 0.618_033_988_749_894_8;

/// The search under way.
#[derive(Clone, Debug)]
pub(super) struct Supremum {
    region: Region,
    heights: Vec<f64>,
    points: usize,
    /// Brackets that wait for being refined, once the grid is done.
    waiting: Option<Vec<usize>>,
    bracket: Option<Bracket>,
    best: f64,
    control: Vec<f64>,
    variant: Vec<f64>,
}

/// An interval with a maximum, and two points inside.
#[derive(Clone, Copy, Debug)]
struct Bracket {
    low: f64,
    high: f64,
    left: (f64, f64),
    right: (f64, f64),
    sections: u32,
}

impl Supremum {
    pub(super) fn new(region: Region) -> Self {
        let (n_a, n_b) = (region.lines.len() - 1, region.variant);
        Self {
            points: POINTS_PER_UNIT * (n_a + n_b) + 16,
            heights: Vec::new(),
            waiting: None,
            bracket: None,
            best: 0.0,
            control: vec![0.0; n_a + 1],
            variant: vec![0.0; n_b + 1],
            region,
        }
    }

    /// The largest chance, when it is found.
    pub(super) fn found(&self) -> Option<f64> {
        let done = self.waiting.as_ref().is_some_and(Vec::is_empty) && self.bracket.is_none();
        done.then_some(self.best)
    }

    /// One evaluation; how many counts it went through.
    pub(super) fn evaluate(&mut self) -> usize {
        if self.heights.len() <= self.points {
            let height = self.height(self.angle(self.heights.len()));
            self.heights.push(height);
        } else if let Some(bracket) = self.bracket.take() {
            self.bracket = self.section(bracket);
        } else if let Some(at) = self.waiting.get_or_insert_with(|| candidates(&self.heights)).pop() {
            self.best = self.best.max(self.heights[at]);
            let (low, high) = (self.angle(at.saturating_sub(1)), self.angle((at + 1).min(self.points)));
            let left = self.point(high - GOLDEN * (high - low));
            let right = self.point(low + GOLDEN * (high - low));
            self.bracket = Some(Bracket { low, high, left, right, sections: SECTIONS });
        }
        self.control.len() + self.variant.len()
    }

    fn section(&mut self, bracket: Bracket) -> Option<Bracket> {
        let Bracket { low, high, left, right, sections } = bracket;
        self.best = self.best.max(left.1).max(right.1);
        let sections = sections.checked_sub(1)?;
        Some(if left.1 >= right.1 {
            let next = self.point(right.0 - GOLDEN * (right.0 - low));
            Bracket { low, high: right.0, left: next, right: left, sections }
        } else {
            let next = self.point(left.0 + GOLDEN * (high - left.0));
            Bracket { low: left.0, high, left: right, right: next, sections }
        })
    }

    fn angle(&self, at: usize) -> f64 {
        FRAC_PI_2 * at as f64 / self.points as f64
    }

    fn point(&mut self, angle: f64) -> (f64, f64) {
        (angle, self.height(angle))
    }

    /// The chance of the region, if both rates are sin² of the angle.
    fn height(&mut self, angle: f64) -> f64 {
        let sine = libm::sin(angle);
        let rate = (sine * sine).min(1.0);
        binomial::fill(&mut self.control, rate);
        binomial::fill(&mut self.variant, rate);
        // Both ends of the lines rise with the control's conversions, so that each sum
        // grows by what is new: from the first line on below, from the last on above.
        let (mut whole, mut edge, mut sum) = (0.0, 0, 0.0);
        for (chance, line) in self.control.iter().zip(&self.region.lines) {
            while edge < line.below {
                sum += self.variant[edge];
                edge += 1;
            }
            whole += chance * sum;
        }
        (edge, sum) = (self.variant.len(), 0.0);
        for (chance, line) in self.control.iter().zip(&self.region.lines).rev() {
            while edge > line.from {
                edge -= 1;
                sum += self.variant[edge];
            }
            whole += chance * sum;
        }
        whole
    }
}

/// The points that are no lower than their neighbours, and may have the maximum beside
/// them.
fn candidates(heights: &[f64]) -> Vec<usize> {
    let highest = heights.iter().copied().fold(0.0, f64::max);
    if highest > 1.0 - 1e-12 {
        return vec![heights.iter().position(|h| *h == highest).unwrap_or(0)];
    }
    let at = |i: usize| heights.get(i).copied().unwrap_or(0.0);
    let peak = |i: &usize| at(*i) > at(i.wrapping_sub(1)) && at(*i) >= at(i + 1) && at(*i) >= NEAREST * highest;
    (0..heights.len()).filter(peak).collect()
}
