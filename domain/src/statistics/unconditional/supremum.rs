//! The largest chance of a region over all rates that both arms may have in common.
//!
//! With rate = sin² φ the chance is a trigonometric polynomial in φ of degree 2N, N being
//! the units of both arms. By Bernstein's inequality its second derivative is at most
//! (2N)² times its maximum, so that of points π/8N apart the one nearest to the maximum
//! lies at most 8 % below it. Every highest point among its neighbours that is not lower
//! than that is refined, by Brent's method.
//!
//! Most of these points need not be looked at. The score in φ has the variance 4N, and the
//! derivative of a region's chance P is its covariance with the score, by Cauchy and Schwarz
//! at most √(4N · P (1 − P)). So arcsin √P rises and falls by at most √N for each unit of φ.
//! The grid is halved only between points where, by this, the chance may come within 8 % of
//! the highest one that was seen: what is left out could not have been refined.

use super::{super::special::binomial, bracket::Bracket, ordering::Region};
use std::f64::consts::FRAC_PI_2;

/// Points of the grid for each unit.
const POINTS_PER_UNIT: usize = 4;
/// At first one in so many points of the grid is looked at.
const COARSE: usize = 32;
/// The nearest point may lie so much below the maximum.
const NEAREST: f64 = 0.92;
/// What rounding may do to arcsin √P, where P is near 0.
const ROUNDING: f64 = 1e-7;
/// Counts that are less likely than this share of the best are left out: far less than what
/// a sum of them all is rounded by.
const NOTHING: f64 = 1e-20;
/// The search under way.
#[derive(Clone, Debug)]
pub(super) struct Supremum {
    region: Region,
    /// The chance at each point of the grid; 0 where it was not looked at.
    heights: Vec<f64>,
    points: usize,
    /// The next point of the coarse grid; `None` when all are known.
    coarse: Option<usize>,
    /// Pairs of points that are known, with nothing known between them.
    open: Vec<(usize, usize)>,
    /// Points whose surroundings wait for being refined, once the grid is done.
    waiting: Option<Vec<usize>>,
    bracket: Option<Bracket>,
    best: f64,
    /// √N, by which arcsin √P may change.
    slope: f64,
    control: Vec<f64>,
    variant: Vec<f64>,
}

impl Supremum {
    pub(super) fn new(region: Region) -> Self {
        let (n_a, n_b) = (region.lines.len() - 1, region.variant);
        let points = POINTS_PER_UNIT * (n_a + n_b) + 16;
        Self {
            points,
            heights: vec![0.0; points + 1],
            coarse: Some(0),
            open: Vec::new(),
            waiting: None,
            bracket: None,
            best: 0.0,
            slope: ((n_a + n_b) as f64).sqrt(),
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

    /// The largest that was seen so far.
    pub(super) fn seen(&self) -> f64 {
        self.best
    }

    /// One evaluation at most; how many counts it went through.
    pub(super) fn evaluate(&mut self) -> usize {
        if let Some(at) = self.coarse {
            self.look(at);
            self.open.extend(at.checked_sub(1).map(|before| (before / COARSE * COARSE, at)));
            self.coarse = (at < self.points).then(|| (at + COARSE).min(self.points));
        } else if let Some(bracket) = self.bracket.take() {
            self.bracket = self.refine(bracket);
        } else if let Some((low, high)) = self.worth_halving() {
            let middle = low.midpoint(high);
            self.look(middle);
            self.open.extend([(low, middle), (middle, high)]);
        } else if let Some(at) = self.waiting.get_or_insert_with(|| candidates(&self.heights)).pop() {
            self.bracket = Some(self.around(at));
        }
        self.control.len() + self.variant.len()
    }

    fn look(&mut self, at: usize) {
        let height = self.height(self.angle(at));
        self.heights[at] = height;
        self.best = self.best.max(height);
    }

    /// The next pair of points between which the chance may be as high as it has to be.
    fn worth_halving(&mut self) -> Option<(usize, usize)> {
        while let Some((low, high)) = self.open.pop() {
            if high - low > 1 && self.highest_between(low, high) >= NEAREST * self.best {
                return Some((low, high));
            }
        }
        None
    }

    fn highest_between(&self, low: usize, high: usize) -> f64 {
        let bent = |at: usize| libm::asin(self.heights[at].clamp(0.0, 1.0).sqrt());
        let rise = self.slope * (self.angle(high) - self.angle(low));
        let top = libm::sin(((bent(low) + bent(high) + rise) / 2.0 + ROUNDING).min(FRAC_PI_2));
        top * top
    }

    fn around(&self, at: usize) -> Bracket {
        let ends = [at.saturating_sub(1), (at + 1).min(self.points)];
        let [low, middle, high] = [ends[0], at, ends[1]].map(|at| (self.angle(at), self.heights[at]));
        Bracket::new(low, middle, high)
    }

    /// One look into the bracket; `None` when it is narrow enough.
    fn refine(&mut self, mut bracket: Bracket) -> Option<Bracket> {
        let angle = bracket.next()?;
        let height = self.height(angle);
        self.best = self.best.max(height);
        bracket.saw((angle, height));
        Some(bracket)
    }

    fn angle(&self, at: usize) -> f64 {
        FRAC_PI_2 * at as f64 / self.points as f64
    }

    /// The chance of the region, if both rates are sin² of the angle.
    fn height(&mut self, angle: f64) -> f64 {
        let sine = libm::sin(angle);
        let rate = (sine * sine).min(1.0);
        // Nothing that is so unlikely changes a digit of what is higher than the best.
        let least = NOTHING * self.best;
        let some_a = binomial::fill_above(&mut self.control, rate, least);
        let some_b = binomial::fill_above(&mut self.variant, rate, least);
        let (control, lines) = (&self.control[some_a.clone()], &self.region.lines[some_a]);
        // Both ends of the lines rise with the control's conversions, so that each sum
        // grows by what is new: from the first line on below, from the last on above.
        let (mut whole, mut edge, mut sum) = (0.0, some_b.start, 0.0);
        for (chance, line) in control.iter().zip(lines) {
            while edge < line.below.min(some_b.end) {
                sum += self.variant[edge];
                edge += 1;
            }
            whole += chance * sum;
        }
        (edge, sum) = (some_b.end, 0.0);
        for (chance, line) in control.iter().zip(lines).rev() {
            while edge > line.from.max(some_b.start) {
                edge -= 1;
                sum += self.variant[edge];
            }
            whole += chance * sum;
        }
        whole
    }
}

/// The points that are no lower than their neighbours, and may have the maximum beside
/// them; none where nothing can be higher.
fn candidates(heights: &[f64]) -> Vec<usize> {
    let highest = heights.iter().copied().fold(0.0, f64::max);
    if highest > 1.0 - 1e-12 {
        return Vec::new();
    }
    let at = |i: usize| heights.get(i).copied().unwrap_or(0.0);
    let peak = |i: &usize| at(*i) > at(i.wrapping_sub(1)) && at(*i) >= at(i + 1) && at(*i) >= NEAREST * highest;
    (0..heights.len()).filter(peak).collect()
}

#[cfg(test)]
mod tests {
    use super::{
        super::{Statistic, ordering::Ordering},
        *,
    };
    use crate::statistics::proportion::Sample;

    fn supremum(x_a: u64, n_a: u64, x_b: u64, n_b: u64, statistic: Statistic) -> Supremum {
        let mut ordering = Ordering::new(Sample::new(n_a, x_a).unwrap(), Sample::new(n_b, x_b).unwrap(), statistic);
        loop {
            if let Some(region) = ordering.region() {
                return Supremum::new(region);
            }
            ordering.line();
        }
    }

    #[test]
    fn no_rate_has_a_larger_chance_than_the_one_that_was_found() {
        let all = [Statistic::BoschlooControlLess, Statistic::BoschlooControlGreater, Statistic::Barnard];
        for (x_a, n_a, x_b, n_b) in [(0, 9, 9, 9), (1, 12, 6, 31), (4, 80, 9, 60), (2, 200, 8, 200), (30, 40, 3, 90)] {
            for statistic in all {
                let mut search = supremum(x_a, n_a, x_b, n_b, statistic);
                let mut plain = search.clone();
                let found = loop {
                    search.evaluate();
                    if let Some(found) = search.found() {
                        break found;
                    }
                };
                let steps = 10 * search.points;
                let highest =
                    (0..=steps).map(|at| plain.height(FRAC_PI_2 * at as f64 / steps as f64)).fold(0.0, f64::max);
                assert!(highest <= found * (1.0 + 1e-9), "{x_a}/{n_a} {x_b}/{n_b} {statistic:?}: {highest} {found}");
                assert!(found <= highest * 1.02, "{found} {highest}");
            }
        }
    }

    #[test]
    fn what_is_left_out_of_the_grid_is_well_below_the_highest() {
        let mut search = supremum(3, 8, 200, 392, Statistic::BoschlooControlLess);
        while search.found().is_none() {
            search.evaluate();
        }
        let left_out: Vec<usize> = (0..=search.points).filter(|at| search.heights[*at] == 0.0).collect();
        assert!(left_out.len() > search.points / 2);
        for at in left_out {
            assert!(search.height(search.angle(at)) < NEAREST * search.best, "{at}");
        }
    }
}
