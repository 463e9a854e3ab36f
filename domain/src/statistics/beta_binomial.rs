//! What is known of two rates after their counts, if any rate was as likely before:
//! posteriors Beta(x + 1, n − x + 1), the arms apart from each other.
//!
//! With whole numbers the chance that one is the larger is a tail of a hypergeometric
//! distribution: a finite sum, nothing is integrated or drawn. The expected losses follow,
//! since θ times a beta density is a beta density again:
//!
//! E[max(A − B, 0)] = E[A] · P(A⁺ > B) − E[B] · P(A > B⁺), X⁺ having one success more.
//!
//! The smaller of the two losses is computed, the larger from loss_A − loss_B =
//! E[B] − E[A].
//!
//! Sources: Altham, JRSS B 31 (1969), 261-269, for the tail; Miller, "Formulas for
//! Bayesian A/B Testing", 2015; Stucchio, "Bayesian A/B Testing at VWO", 2015, for the
//! losses.

use super::{
    proportion::{Interval, Sample},
    special::{
        beta::{self, Tails},
        hypergeometric::Hypergeometric,
    },
};

/// What is known of one rate: Beta(successes + 1, failures + 1).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Posterior {
    successes: u64,
    failures: u64,
}

impl Posterior {
    /// After these counts.
    pub fn after(sample: Sample) -> Self {
        Self { successes: sample.converted(), failures: sample.not_converted() }
    }

    /// The expected rate.
    pub fn mean(self) -> f64 {
        let (a, b) = self.parameters();
        a / (a + b)
    }

    /// The equal-tailed credible interval: 0.95 for 95 %.
    pub fn credible(self, conf_level: f64) -> Interval {
        let (a, b) = self.parameters();
        let tail = (1.0 - conf_level) / 2.0;
        Interval { low: beta::quantile(tail, a, b).of, high: beta::upper_quantile(tail, a, b).of }
    }

    fn parameters(self) -> (f64, f64) {
        (self.successes as f64 + 1.0, self.failures as f64 + 1.0)
    }

    fn one_more_success(self) -> Self {
        Self { successes: self.successes + 1, ..self }
    }
}

/// What is known of two rates.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Beliefs {
    /// P(B > A): the chance that the variant's rate is the larger.
    pub p_variant_greater: f64,
    /// P(A > B), exact also where P(B > A) is nearly 1.
    pub p_control_greater: f64,
    /// E[max(A − B, 0)]: what choosing the variant loses on average, as a rate.
    pub loss_of_variant: f64,
    /// E[max(B − A, 0)]: what choosing the control loses on average, as a rate.
    pub loss_of_control: f64,
}

/// What is known of the control (A) and the variant (B).
pub fn beliefs(control: Sample, variant: Sample) -> Beliefs {
    let (a, b) = (Posterior::after(control), Posterior::after(variant));
    let Tails { lower: p_variant_greater, upper: p_control_greater } = second_greater(a, b);
    let gain = b.mean() - a.mean();
    let (loss_of_variant, loss_of_control) = if gain >= 0.0 {
        let loss = expected_excess(a, b);
        (loss, loss + gain)
    } else {
        let loss = expected_excess(b, a);
        (loss - gain, loss)
    };
    Beliefs { p_variant_greater, p_control_greater, loss_of_variant, loss_of_control }
}

/// P(second > first) and its opposite.
fn second_greater(first: Posterior, second: Posterior) -> Tails {
    let size = |of: Posterior| of.successes + of.failures + 1;
    let table = Hypergeometric::new(size(second), size(first), first.successes + second.successes + 1);
    table.tails(second.successes)
}

/// E[max(first − second, 0)].
fn expected_excess(first: Posterior, second: Posterior) -> f64 {
    let own = first.mean() * second_greater(second, first.one_more_success()).lower;
    let others = second.mean() * second_greater(second.one_more_success(), first).lower;
    (own - others).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(converted: u64, exposed: u64) -> Sample {
        Sample::new(exposed, converted).unwrap()
    }

    const PAIRS: [(u64, u64, u64, u64); 7] = [
        (0, 1, 0, 1),
        (10, 20, 10, 20),
        (15, 493, 6, 118),
        (0, 50, 50, 50),
        (1, 1, 0, 10_000_000),
        (5_000_000, 10_000_000, 5_003_000, 10_000_000),
        (40, 20_000_000, 60, 20_000_000),
    ];

    #[test]
    fn swapping_the_arms_swaps_the_answers() {
        for (x_a, n_a, x_b, n_b) in PAIRS {
            let (there, back) =
                (beliefs(sample(x_a, n_a), sample(x_b, n_b)), beliefs(sample(x_b, n_b), sample(x_a, n_a)));
            for (got, want) in [
                (there.p_variant_greater, back.p_control_greater),
                (there.loss_of_variant, back.loss_of_control),
                (there.loss_of_control, back.loss_of_variant),
            ] {
                assert!((got - want).abs() < 1e-12, "{there:?} {back:?}");
            }
        }
    }

    #[test]
    fn what_the_losses_differ_by_is_the_difference_of_the_means() {
        for (x_a, n_a, x_b, n_b) in PAIRS {
            let (a, b) = (Posterior::after(sample(x_a, n_a)), Posterior::after(sample(x_b, n_b)));
            // Each computed by itself, not one from the other.
            let excess = expected_excess(b, a) - expected_excess(a, b);
            assert!((excess - (b.mean() - a.mean())).abs() < 1e-12, "{excess}");
        }
    }

    #[test]
    fn small_ones_are_the_integrals() {
        // A ~ Beta(1, 2), B ~ Beta(2, 1): P(B > A) = 5/6, E[max(A − B, 0)] = 1/30.
        let got = beliefs(sample(0, 1), sample(1, 1));
        assert!((got.p_variant_greater - 5.0 / 6.0).abs() < 1e-15);
        assert!((got.loss_of_variant - 1.0 / 30.0).abs() < 1e-15);
        // Two alike: Beta(1, 2) twice, 2/15 each.
        assert!((beliefs(sample(0, 1), sample(0, 1)).loss_of_control - 2.0 / 15.0).abs() < 1e-15);
    }

    #[test]
    fn more_conversions_of_the_variant_speak_for_it() {
        let all: Vec<Beliefs> = (0..=60).map(|x| beliefs(sample(20, 70), sample(x, 60))).collect();
        assert!(all.is_sorted_by(|a, b| a.p_control_greater > b.p_control_greater), "to the smallest chances");
        assert!(all.is_sorted_by(|a, b| a.loss_of_variant > b.loss_of_variant));
    }

    #[test]
    fn a_midpoint_rule_over_the_square_agrees() {
        let (x_a, n_a, x_b, n_b) = (3, 11, 6, 14);
        let (a, b) = (Posterior::after(sample(x_a, n_a)), Posterior::after(sample(x_b, n_b)));
        let density = |of: Posterior, x: f64| x.powi(of.successes as i32) * (1.0 - x).powi(of.failures as i32);
        let points: Vec<f64> = (0..1_000).map(|i| (f64::from(i) + 0.5) / 1_000.0).collect();
        let (mut whole, mut lost) = (0.0, 0.0);
        for x in &points {
            for y in &points {
                let weight = density(a, *x) * density(b, *y);
                whole += weight;
                lost += weight * (x - y).max(0.0);
            }
        }
        assert!((beliefs(sample(x_a, n_a), sample(x_b, n_b)).loss_of_variant - lost / whole).abs() < 1e-6);
    }
}
