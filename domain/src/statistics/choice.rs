//! Which method answers a comparison, and why: chosen by the counts and the design, never
//! by the result.
//!
//! - Somebody looks **once**: the z test, where its approximation holds (at least
//!   [`EXPECTED_MIN`] expected in every cell, Cochran's rule); else an exact test:
//!   Boschloo's up to [`BOSCHLOO_UNITS_MAX`] units, which sees more, Fisher's beyond, which
//!   is quick. The interval is Newcombe's, which is defined for all counts.
//! - Somebody looks **again and again**: the confidence sequence, if the plan expects
//!   enough conversions for it ([`SEQUENCE_EXPECTED_MIN`]), and only from
//!   [`SEQUENCE_SEEN_MIN`] seen of each kind on; else e-values, exact at any size. That is
//!   decided by the plan: changing the method on the way would be another way of peeking.
//! - **Means**: Welch's test, looked at once; the confidence sequence of the difference of
//!   means, looked at often, from [`SEQUENCE_VALUES_MIN`] values on. That one is asymptotic
//!   without a proof by simulation: how many values it needs depends on how skewed they are.
//! - **Several comparisons**: Holm's correction, where each is a decision;
//!   Benjamini-Hochberg's, where many things are looked through for what is worth testing.
//!
//! The limits for the sequence come from `make simulate-statistics`: without any minimum
//! it declares up to 6 % of tests of 50 units winners without a difference, with these
//! at most 2 %. Sources: Cochran, Biometrics 10 (1954), 417-451; the methods' own files.

use super::proportion::Sample;

/// The fewest expected conversions, and non-conversions, of an arm for the z test.
pub const EXPECTED_MIN: f64 = 5.0;
/// The most units of both arms together for Boschloo's test: up to two milliseconds.
pub const BOSCHLOO_UNITS_MAX: u64 = 400;
/// The fewest conversions, and non-conversions, that a plan must expect in each arm for
/// the confidence sequence.
pub const SEQUENCE_EXPECTED_MIN: f64 = 100.0;
/// The fewest that must have been seen of each before the sequence says anything.
pub const SEQUENCE_SEEN_MIN: u64 = 20;
/// The fewest values of each arm before the sequence says anything about means.
pub const SEQUENCE_VALUES_MIN: u64 = 100;

/// Which test decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Test {
    /// [`super::two_proportions`].
    ZTest,
    /// [`super::unconditional`].
    Boschloo,
    /// [`super::fisher`].
    Fisher,
    /// [`super::welch`].
    Welch,
    /// [`super::evalue`].
    EValue,
    /// [`super::sequence`].
    ConfidenceSequence,
}

impl Test {
    /// A stable name, for programs and translations.
    pub fn code(self) -> &'static str {
        match self {
            Self::ZTest => "z_test",
            Self::Boschloo => "boschloo",
            Self::Fisher => "fisher",
            Self::Welch => "welch",
            Self::EValue => "e_value",
            Self::ConfidenceSequence => "confidence_sequence",
        }
    }
}

/// Which interval is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Range {
    /// Of the difference of two rates: [`super::difference_interval::newcombe`].
    Newcombe,
    /// Of the difference of two means: [`super::welch`].
    Welch,
    /// Of the odds ratio, at all looks together: [`super::evalue`].
    OddsRatio,
    /// Of the effect, at all looks together: [`super::sequence`].
    ConfidenceSequence,
}

/// What is done about there being several comparisons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Correction {
    /// Nothing: there is one.
    None,
    /// [`super::multiple::holm`].
    Holm,
    /// [`super::multiple::benjamini_hochberg`].
    BenjaminiHochberg,
}

/// Why something was chosen. Words for it belong to the screens.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Reason {
    /// Every cell is expected to have enough for the approximation.
    EnoughExpected {
        /// The fewest expected conversions or non-conversions of an arm.
        fewest: f64,
    },
    /// Some cell is expected to have too few for the approximation.
    FewExpected {
        /// The fewest expected conversions or non-conversions of an arm.
        fewest: f64,
    },
    /// Nobody or everybody converted: no difference can be tested, p is 1.
    NothingToTest,
    /// So many units that the sharper exact test would take too long.
    TooManyForBoschloo {
        /// Units of both arms.
        units: u64,
    },
    /// Somebody looks before the end, so that the answer has to hold at every look.
    LooksOften,
    /// The plan expects enough conversions for the approximation to hold at every look.
    PlanExpectsEnough {
        /// The fewest conversions or non-conversions that an arm is expected to end with.
        fewest: f64,
    },
    /// The plan expects too few conversions for that; e-values are exact.
    PlanExpectsFew {
        /// The fewest conversions or non-conversions that an arm is expected to end with.
        fewest: f64,
    },
    /// There is no plan of the size; e-values are exact at any.
    NoPlan,
    /// The size was fixed before the start, and nothing is said before it is reached.
    SizePlanned {
        /// The size of each arm.
        per_arm: u64,
    },
    /// Clearly more were counted than the plan asked for: whoever counted on because an
    /// earlier look did not please errs more often than planned.
    CountedOn {
        /// The smaller arm's size, as a multiple of the planned one.
        times: f64,
    },
    /// The arms' sizes do not fit the split that was meant, so nothing is compared.
    SplitUneven {
        /// How likely so uneven a split is.
        p: f64,
    },
    /// Values, not counts, are compared.
    MeansCompared,
    /// Several comparisons, each a decision.
    SeveralDecisions {
        /// How many.
        comparisons: usize,
    },
    /// Many things are looked through.
    Screening {
        /// How many.
        comparisons: usize,
    },
}

impl Reason {
    /// A stable name, for programs and translations.
    pub fn code(&self) -> &'static str {
        match self {
            Self::EnoughExpected { .. } => "enough_expected",
            Self::FewExpected { .. } => "few_expected",
            Self::NothingToTest => "nothing_to_test",
            Self::TooManyForBoschloo { .. } => "too_many_for_boschloo",
            Self::LooksOften => "looks_often",
            Self::PlanExpectsEnough { .. } => "plan_expects_enough",
            Self::PlanExpectsFew { .. } => "plan_expects_few",
            Self::NoPlan => "no_plan",
            Self::SizePlanned { .. } => "size_planned",
            Self::CountedOn { .. } => "counted_on",
            Self::SplitUneven { .. } => "split_uneven",
            Self::MeansCompared => "means_compared",
            Self::SeveralDecisions { .. } => "several_decisions",
            Self::Screening { .. } => "screening",
        }
    }
}

/// What was chosen, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// The test.
    pub test: Test,
    /// The interval.
    pub range: Range,
    /// Why these, the weightiest first.
    pub reasons: Vec<Reason>,
}

/// What a plan expects, as far as the choice depends on it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Planned {
    /// The control's rate, 0 to 1.
    pub baseline: f64,
    /// The size of each arm at the end.
    pub per_arm: u64,
}

/// The method for two rates that are looked at once, when all has been counted.
pub fn rates_once(control: Sample, variant: Sample) -> Choice {
    let (n_a, n_b) = (control.exposed(), variant.exposed());
    let units = n_a + n_b;
    let converted = (control.converted() + variant.converted()) as f64 / units as f64;
    let rest = (control.not_converted() + variant.not_converted()) as f64 / units as f64;
    let fewest = n_a.min(n_b) as f64 * converted.min(rest);
    let (test, reasons) = if fewest == 0.0 {
        (Test::Fisher, vec![Reason::NothingToTest])
    } else if fewest >= EXPECTED_MIN {
        (Test::ZTest, vec![Reason::EnoughExpected { fewest }])
    } else if units <= BOSCHLOO_UNITS_MAX {
        (Test::Boschloo, vec![Reason::FewExpected { fewest }])
    } else {
        (Test::Fisher, vec![Reason::FewExpected { fewest }, Reason::TooManyForBoschloo { units }])
    };
    Choice { test, range: Range::Newcombe, reasons }
}

/// The method for two rates that are looked at while they are counted.
pub fn rates_often(plan: Option<Planned>) -> Choice {
    let fewest = plan.map(|plan| plan.per_arm as f64 * plan.baseline.min(1.0 - plan.baseline));
    let (test, range, reason) = match fewest {
        Some(fewest) if fewest >= SEQUENCE_EXPECTED_MIN => {
            (Test::ConfidenceSequence, Range::ConfidenceSequence, Reason::PlanExpectsEnough { fewest })
        }
        Some(fewest) => (Test::EValue, Range::OddsRatio, Reason::PlanExpectsFew { fewest }),
        None => (Test::EValue, Range::OddsRatio, Reason::NoPlan),
    };
    Choice { test, range, reasons: vec![Reason::LooksOften, reason] }
}

/// The method for two means, looked at once or `often`.
pub fn means(often: bool) -> Choice {
    if often {
        let reasons = vec![Reason::LooksOften, Reason::MeansCompared];
        Choice { test: Test::ConfidenceSequence, range: Range::ConfidenceSequence, reasons }
    } else {
        Choice { test: Test::Welch, range: Range::Welch, reasons: vec![Reason::MeansCompared] }
    }
}

/// What is done about several comparisons; `screening` looks for what is worth testing.
pub fn correction(comparisons: usize, screening: bool) -> (Correction, Option<Reason>) {
    match (comparisons, screening) {
        (0 | 1, _) => (Correction::None, None),
        (_, false) => (Correction::Holm, Some(Reason::SeveralDecisions { comparisons })),
        (_, true) => (Correction::BenjaminiHochberg, Some(Reason::Screening { comparisons })),
    }
}

/// Whether the confidence sequence of two rates may speak yet.
pub fn sequence_may_speak(control: Sample, variant: Sample) -> bool {
    let seen = [control, variant].map(|arm| arm.converted().min(arm.not_converted()));
    seen.into_iter().all(|fewest| fewest >= SEQUENCE_SEEN_MIN)
}

/// Whether the confidence sequence of two means may speak yet, by the values of each arm.
pub fn sequence_of_means_may_speak(control: u64, variant: u64) -> bool {
    control.min(variant) >= SEQUENCE_VALUES_MIN
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(converted: u64, exposed: u64) -> Sample {
        Sample::new(exposed, converted).unwrap()
    }

    fn once(x_a: u64, n_a: u64, x_b: u64, n_b: u64) -> (Test, Vec<&'static str>) {
        let choice = rates_once(sample(x_a, n_a), sample(x_b, n_b));
        (choice.test, choice.reasons.iter().map(Reason::code).collect())
    }

    #[test]
    fn small_counts_are_tested_exactly_and_large_ones_by_the_z_test() {
        assert_eq!(once(48, 80, 56, 70), (Test::ZTest, vec!["enough_expected"]));
        assert_eq!(once(2, 15, 7, 15), (Test::Boschloo, vec!["few_expected"]));
        assert_eq!(once(1, 5_000, 4, 5_000), (Test::Fisher, vec!["few_expected", "too_many_for_boschloo"]));
        assert_eq!(once(14, 15, 9, 15), (Test::Boschloo, vec!["few_expected"]), "few who did not count as well");
        assert_eq!(once(0, 15, 0, 15), (Test::Fisher, vec!["nothing_to_test"]));
    }

    #[test]
    fn who_looks_often_gets_what_holds_at_every_look() {
        let test = |baseline, per_arm| rates_often(Some(Planned { baseline, per_arm })).test;
        assert_eq!(test(0.1, 50), Test::EValue);
        assert_eq!(test(0.1, 1_000), Test::ConfidenceSequence);
        assert_eq!(test(0.99, 1_000), Test::EValue, "few who do not convert count as well");
        assert_eq!(rates_often(None).test, Test::EValue);
        assert_eq!(means(true).test, Test::ConfidenceSequence);
    }

    #[test]
    fn the_sequence_waits_for_enough_of_each_kind_in_both_arms() {
        assert!(sequence_may_speak(sample(20, 100), sample(80, 100)));
        assert!(!sequence_may_speak(sample(19, 100), sample(80, 100)));
        assert!(!sequence_may_speak(sample(20, 100), sample(81, 100)));
        assert!(sequence_of_means_may_speak(100, 4_000) && !sequence_of_means_may_speak(99, 4_000));
    }

    #[test]
    fn several_decisions_are_corrected_strictly_and_a_screening_loosely() {
        assert_eq!(correction(1, true), (Correction::None, None));
        assert_eq!(correction(3, false).0, Correction::Holm);
        assert_eq!(correction(40, true).0, Correction::BenjaminiHochberg);
    }
}
