//! Fisher's exact test: whether two rates differ, with how many converted altogether
//! taken as given. Exact for the smallest counts; it rejects less often than it could.
//!
//! Two-sided: the sum of the chances of all tables that are no likelier than the one that
//! was seen, with a relative 10⁻⁷ for ties, as R and SciPy do. Source: Fisher, "The Logic
//! of Inductive Inference", JRSS 98 (1935), 39-82.

use super::{proportion::Sample, special::hypergeometric::Hypergeometric};

/// What Fisher's exact test says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FisherTest {
    /// The chance of a table no likelier than this one, if the rates do not differ.
    pub p_two_sided: f64,
    /// The chance of at least as many conversions in the variant.
    pub p_variant_greater: f64,
    /// The chance of at most as many conversions in the variant.
    pub p_variant_less: f64,
}

/// Tables whose chances differ by less than this share count as alike.
const TIE: f64 = 1e-7;

/// Fisher's exact test of two arms.
pub fn fisher(control: Sample, variant: Sample) -> FisherTest {
    let table = Hypergeometric::new(variant.exposed(), control.exposed(), control.converted() + variant.converted());
    let x = variant.converted();
    let not_fewer = x.checked_sub(1).map_or(1.0, |below| table.tails(below).upper);
    FisherTest { p_two_sided: two_sided(&table, x), p_variant_greater: not_fewer, p_variant_less: table.tails(x).lower }
}

/// (x_B / y_B) / (x_A / y_A), y being those who did not convert: the odds ratio of what
/// was seen. `None` where it would be infinite or 0/0.
pub fn sample_odds_ratio(control: Sample, variant: Sample) -> Option<f64> {
    let below = control.converted() as f64 * variant.not_converted() as f64;
    (below > 0.0).then(|| variant.converted() as f64 * control.not_converted() as f64 / below)
}

fn two_sided(table: &Hypergeometric, x: u64) -> f64 {
    let mode = table.mode();
    let limit = table.ln_chance(x) + TIE;
    if table.ln_chance(mode) <= limit {
        return 1.0;
    }
    // The chances rise to the mode and fall from there: one side begins at `x`, and the
    // other at the first that is as unlikely, found by halving.
    if x < mode {
        let (mut likelier, mut end) = (mode, table.most() + 1);
        while end - likelier > 1 {
            let middle = likelier + (end - likelier) / 2;
            if table.ln_chance(middle) > limit { likelier = middle } else { end = middle }
        }
        let other = if end > table.most() { 0.0 } else { table.up_from(end) };
        (table.down_from(with_ties(table, x, 1, limit)) + other).min(1.0)
    } else {
        let (mut likelier, mut below) = (mode, table.least());
        if table.ln_chance(below) > limit {
            return table.up_from(with_ties(table, x, -1, limit)).min(1.0);
        }
        while likelier - below > 1 {
            let middle = below + (likelier - below) / 2;
            if table.ln_chance(middle) > limit { likelier = middle } else { below = middle }
        }
        (table.up_from(with_ties(table, x, -1, limit)) + table.down_from(below)).min(1.0)
    }
}

/// The last from `x` towards the mode whose chance is still within the tie.
fn with_ties(table: &Hypergeometric, mut x: u64, step: i64, limit: f64) -> u64 {
    while let Some(next) = x.checked_add_signed(step).filter(|next| table.ln_chance(*next) <= limit) {
        x = next;
    }
    x
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(converted: u64, exposed: u64) -> Sample {
        Sample::new(exposed, converted).unwrap()
    }

    fn chances(n: u64, m: u64, k: u64) -> Vec<f64> {
        let table = Hypergeometric::new(m, n, k);
        (table.least()..=table.most()).map(|x| libm::exp(table.ln_chance(x))).collect()
    }

    #[test]
    fn the_lady_tasting_tea_may_have_guessed() {
        let test = fisher(sample(1, 4), sample(3, 4));
        assert!((test.p_two_sided - 34.0 / 70.0).abs() < 1e-14);
        assert!((test.p_variant_greater - 17.0 / 70.0).abs() < 1e-14);
    }

    #[test]
    fn it_is_the_sum_over_all_tables_that_are_no_likelier() {
        for (n_a, n_b) in [(1, 1), (4, 9), (13, 13), (30, 7)] {
            for x_a in 0..=n_a {
                for x_b in 0..=n_b {
                    let all = chances(n_a, n_b, x_a + x_b);
                    let own = all[(x_b - (x_a + x_b).saturating_sub(n_a)) as usize];
                    let want: f64 = all.iter().filter(|p| **p <= own * (1.0 + TIE)).sum();
                    let got = fisher(sample(x_a, n_a), sample(x_b, n_b)).p_two_sided;
                    assert!((got - want).abs() < 1e-13, "{x_a}/{n_a} {x_b}/{n_b}: {got} {want}");
                }
            }
        }
    }

    #[test]
    fn swapping_arms_or_outcomes_changes_nothing() {
        for (x_a, n_a, x_b, n_b) in [(3, 17, 8, 21), (0, 400, 5, 30), (5_003, 90_000, 4_800, 89_000)] {
            let (a, b) = (sample(x_a, n_a), sample(x_b, n_b));
            let p = fisher(a, b).p_two_sided;
            for (a, b) in [(b, a), (a.mirrored(), b.mirrored())] {
                assert!((fisher(a, b).p_two_sided / p - 1.0).abs() < 1e-10);
            }
        }
    }

    #[test]
    fn with_millions_of_units_it_ends_and_is_near_the_z_test() {
        let (a, b) = (sample(5_000_000, 10_000_000), sample(5_003_000, 10_000_000));
        let z = crate::statistics::two_proportions::two_proportion_ztest(a, b).unwrap();
        assert!((fisher(a, b).p_two_sided / z.p_two_sided - 1.0).abs() < 1e-3);
    }
}
