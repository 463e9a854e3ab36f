//! Two rates that are looked at once, compared by the method that fits their counts
//! ([`super::choice`]). There is an answer for all counts, also where the models of effects
//! ([`super::effect_model`]) have none.
//!
//! The exact test of small tables may take longer than a frame lasts. A [`Comparison`]
//! therefore can be done in steps; [`compare_once`] does it all at once.

use super::{
    choice::{Choice, Test, rates_once},
    difference_interval::newcombe,
    fisher::fisher,
    proportion::{Interval, Sample},
    two_proportions::two_proportion_ztest,
    unconditional::TwoSided,
};

/// Two rates, compared.
#[derive(Clone, Debug, PartialEq)]
pub struct Compared {
    /// The method, and why.
    pub choice: Choice,
    /// The chance of a difference at least as large, either way, if there is none.
    pub p_two_sided: f64,
    /// Where the difference variant − control may well lie.
    pub difference: Interval,
}

/// A comparison under way.
#[derive(Clone, Debug)]
pub struct Comparison {
    choice: Choice,
    difference: Interval,
    p_value: PValue,
}

#[derive(Clone, Debug)]
enum PValue {
    Known(f64),
    UnderWay(Box<TwoSided>),
}

impl Comparison {
    /// A comparison of two arms; `conf_level` is that of the interval.
    pub fn new(control: Sample, variant: Sample, conf_level: f64) -> Self {
        let choice = rates_once(control, variant);
        let p_value = match choice.test {
            Test::Boschloo => PValue::UnderWay(Box::new(TwoSided::new(control, variant))),
            Test::ZTest => PValue::Known(two_proportion_ztest(control, variant).map_or(1.0, |test| test.p_two_sided)),
            _ => PValue::Known(fisher(control, variant).p_two_sided),
        };
        Self { choice, difference: newcombe(control, variant, conf_level), p_value }
    }

    /// Works on, for about `tables` tables (each some nanoseconds). The answer, once it is
    /// known.
    pub fn step(&mut self, tables: usize) -> Option<Compared> {
        if let PValue::UnderWay(test) = &mut self.p_value {
            self.p_value = PValue::Known(test.step(tables)?);
        }
        match self.p_value {
            PValue::Known(p_two_sided) => {
                Some(Compared { choice: self.choice.clone(), p_two_sided, difference: self.difference })
            }
            PValue::UnderWay(_) => None,
        }
    }
}

/// Compares two rates, all at once.
pub fn compare_once(control: Sample, variant: Sample, conf_level: f64) -> Compared {
    let mut comparison = Comparison::new(control, variant, conf_level);
    loop {
        if let Some(compared) = comparison.step(usize::MAX) {
            return compared;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::unconditional::boschloo;

    fn sample(converted: u64, exposed: u64) -> Sample {
        Sample::new(exposed, converted).unwrap()
    }

    #[test]
    fn there_is_an_answer_for_all_counts() {
        for n_a in 1..12 {
            for n_b in [1, 7, 300] {
                for x_a in 0..=n_a {
                    for x_b in [0, 1, n_b / 2, n_b] {
                        let got = compare_once(sample(x_a, n_a), sample(x_b, n_b), 0.95);
                        assert!(0.0 < got.p_two_sided && got.p_two_sided <= 1.0, "{got:?}");
                        assert!(got.difference.low < got.difference.high, "{got:?}");
                        assert!(!got.choice.reasons.is_empty());
                    }
                }
            }
        }
    }

    #[test]
    fn no_step_takes_long_and_all_steps_together_are_the_answer() {
        let (a, b) = (sample(1, 150), sample(7, 140));
        let mut comparison = Comparison::new(a, b, 0.95);
        let mut steps = 1;
        let compared = loop {
            match comparison.step(50_000) {
                Some(compared) => break compared,
                None => steps += 1,
            }
        };
        assert!(steps > 5, "{steps}");
        assert_eq!(compared.p_two_sided, boschloo(a, b).p_two_sided());
        assert_eq!(compared, compare_once(a, b, 0.95));
    }
}
