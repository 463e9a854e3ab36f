//! Logistic regression on groups of levels: each case is at one level of each
//! factor, and the log-odds of the outcome are a constant plus one effect for
//! each of its levels.
//!
//! The effects are held back by a ridge (a penalty on their squares), so that a
//! level with few cases stays near zero, and a level that nobody is at is zero.
//!
//! Sources: Hosmer, Lemeshow, Sturdivant, "Applied Logistic Regression", 3rd ed.,
//! 2013, chapters 1 to 3, for the model and its fit by Newton's steps; le Cessie
//! and van Houwelingen, "Ridge estimators in logistic regression", Applied
//! Statistics 41 (1992), 191-201, for the penalty.

/// At which level of it each case is.
#[derive(Clone, Copy, Debug)]
pub struct Factor<'a> {
    /// The level of each case, from 0.
    pub of: &'a [u8],
    /// How many levels there are.
    pub levels: usize,
}

/// What was fitted.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fit {
    /// The log-odds before any effect.
    pub intercept: f64,
    /// The effect of each level of each factor, in log-odds.
    pub effects: Vec<Vec<f64>>,
}

/// Most steps: a handful is usual.
const STEPS_MAX: usize = 12;
/// A step that moves nothing further than this was the last, in log-odds.
const NEAR_ENOUGH: f64 = 1e-4;
/// Longest move of one effect in one step: where the outcome is the same for a
/// whole level, the first steps would go too far.
const MOVE_MAX: f64 = 3.0;

impl Fit {
    /// The log-odds of a case.
    pub fn log_odds(&self, factors: &[Factor], case: usize) -> f64 {
        let at = factors.iter().zip(&self.effects);
        at.fold(self.intercept, |sum, (factor, effects)| sum + effects[usize::from(factor.of[case])])
    }
}

/// The chance that belongs to log-odds.
pub fn chance(log_odds: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-log_odds))
}

/// Fits the effects of `factors` on `outcome` to those `cases`, beginning at
/// `start` (of the same factors, or of the first of them).
pub fn fit(factors: &[Factor], outcome: &[bool], cases: &[u32], ridge: f64, start: &Fit) -> Fit {
    let mut offsets = vec![1];
    for factor in factors {
        offsets.push(offsets[offsets.len() - 1] + factor.levels);
    }
    let width = offsets[factors.len()];
    let mut beta = vec![0.0; width];
    beta[0] = start.intercept;
    for (offset, effects) in offsets.iter().zip(&start.effects) {
        beta[*offset..offset + effects.len()].copy_from_slice(effects);
    }
    let mut places = vec![0; factors.len() + 1];
    for _ in 0..STEPS_MAX {
        let (mut gradient, mut curvature) = (vec![0.0; width], vec![0.0; width * width]);
        for &case in cases {
            let case = case as usize;
            for (place, (factor, offset)) in places[1..].iter_mut().zip(factors.iter().zip(&offsets)) {
                *place = offset + usize::from(factor.of[case]);
            }
            let p = chance(places.iter().map(|at| beta[*at]).sum());
            let (left, weight) = (f64::from(u8::from(outcome[case])) - p, p * (1.0 - p));
            for (nth, row) in places.iter().enumerate() {
                gradient[*row] += left;
                // The places rise: this is the upper half.
                places[nth..].iter().for_each(|column| curvature[row * width + column] += weight);
            }
        }
        for at in 1..width {
            gradient[at] -= ridge * beta[at];
            curvature[at * width + at] += ridge;
        }
        // A constant that nothing speaks for either way stays where it is.
        curvature[0] += f64::EPSILON;
        let moves = solve(&mut curvature, gradient);
        let mut furthest = 0.0_f64;
        for (effect, by) in beta.iter_mut().zip(moves) {
            *effect += by.clamp(-MOVE_MAX, MOVE_MAX);
            furthest = furthest.max(by.abs());
        }
        if furthest < NEAR_ENOUGH {
            break;
        }
    }
    let effects = factors.iter().zip(&offsets).map(|(factor, at)| beta[*at..at + factor.levels].to_vec());
    Fit { intercept: beta[0], effects: effects.collect() }
}

/// Solves `a x = b` for a symmetric, positive definite matrix, given by its upper
/// half, row by row (Cholesky); `a` is used up.
fn solve(a: &mut [f64], mut b: Vec<f64>) -> Vec<f64> {
    let n = b.len();
    for row in 0..n {
        for above in 0..row {
            let factor = a[above * n + row];
            for column in row..n {
                a[row * n + column] -= factor * a[above * n + column];
            }
        }
        let root = a[row * n + row].max(f64::EPSILON).sqrt();
        a[row * n + row..(row + 1) * n].iter_mut().for_each(|cell| *cell /= root);
    }
    for row in 0..n {
        let known: f64 = (0..row).map(|above| a[above * n + row] * b[above]).sum();
        b[row] = (b[row] - known) / a[row * n + row];
    }
    for row in (0..n).rev() {
        let known: f64 = (row + 1..n).map(|column| a[row * n + column] * b[column]).sum();
        b[row] = (b[row] - known) / a[row * n + row];
    }
    b
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Cases of a 2 × 2 table: `(level, outcome, how many)`.
    fn cases(cells: &[(u8, bool, usize)]) -> (Vec<u8>, Vec<bool>, Vec<u32>) {
        let all = cells.iter().flat_map(|&(level, outcome, n)| std::iter::repeat_n((level, outcome), n));
        let (levels, outcomes): (Vec<u8>, Vec<bool>) = all.unzip();
        let places = (0..levels.len() as u32).collect();
        (levels, outcomes, places)
    }

    #[test]
    fn the_difference_of_two_levels_is_their_log_odds_ratio() {
        // Hosmer and Lemeshow, coronary heart disease by age of 55: 21/6 and 22/51.
        let (of, outcome, all) = cases(&[(1, true, 21), (1, false, 6), (0, true, 22), (0, false, 51)]);
        let fit = fit(&[Factor { of: &of, levels: 2 }], &outcome, &all, 1e-6, &Fit::default());
        let difference = fit.effects[0][1] - fit.effects[0][0];
        assert!((difference - 2.094).abs() < 1e-3, "{difference}");
        assert!((fit.intercept + fit.effects[0][0] - (-0.841)).abs() < 1e-3);
    }

    #[test]
    fn a_level_that_everybody_converts_at_stays_finite_and_one_without_cases_is_zero() {
        let (of, outcome, all) = cases(&[(1, true, 9), (0, true, 5), (0, false, 5)]);
        let fit = fit(&[Factor { of: &of, levels: 3 }], &outcome, &all, 1.0, &Fit::default());
        assert!(fit.effects[0][1] > 0.5 && fit.effects[0][1] < 4.0, "{fit:?}");
        assert_eq!(fit.effects[0][2], 0.0);
    }

    #[test]
    fn the_stronger_the_ridge_the_smaller_the_effects() {
        let (of, outcome, all) = cases(&[(1, true, 21), (1, false, 6), (0, true, 22), (0, false, 51)]);
        let spread = |ridge| {
            let fit = fit(&[Factor { of: &of, levels: 2 }], &outcome, &all, ridge, &Fit::default());
            fit.effects[0][1] - fit.effects[0][0]
        };
        assert!(spread(0.1) > spread(1.0) && spread(1.0) > spread(10.0) && spread(10.0) > 0.0);
    }

    #[test]
    fn wherever_it_begins_it_comes_to_the_same_fit() {
        let (of, outcome, all) = cases(&[(1, true, 21), (1, false, 6), (0, true, 22), (0, false, 51)]);
        let factors = [Factor { of: &of, levels: 2 }];
        let one = fit(&factors, &outcome, &all, 1.0, &Fit::default());
        let far = Fit { intercept: 2.0, effects: vec![vec![-1.0, 1.0]] };
        let other = fit(&factors, &outcome, &all, 1.0, &far);
        assert!(
            (one.intercept - other.intercept).abs() < 1e-6 && (one.effects[0][1] - other.effects[0][1]).abs() < 1e-6
        );
    }
}
