//! What the counts of a hypothesis say, measured against its plan.
//!
//! The rule is written down before the start: a size for each arm, from the
//! plan's baseline and smallest difference that matters, at 5 % error and 80 %
//! power. **Until every arm has that size the verdict is "not enough yet"**,
//! whatever the counts look like: looking early, and often, changes nothing.
//! After it, the interval of the difference decides:
//!
//! ```text
//!            −effect        0        +effect
//!               |     ├──┤  |           |       within ± effect: no difference worth having
//!               |           |  ├────────┼───┤   above 0: better
//!   ├───────┤   |           |           |       below 0: worse
//!               |   ├───────┼───────────┼──┤    anything else: unclear
//! ```
//!
//! With several variants each is compared with the control, and the 5 % are
//! shared among the comparisons (Bonferroni), in the plan and in the intervals.
//!
//! Sources: Newcombe, Statistics in Medicine 17 (1998), 873-890, for the
//! interval; Miller, "How Not To Run an A/B Test", 2010, on peeking; Fabijan et
//! al., KDD 2019, on broken splits and the limit of 0.001.

use super::{
    Arm, Hypothesis, Plan,
    normal::two_sided,
    power::{Errors, per_arm},
    proportion::{ImpossibleCounts, Interval, Measured, Sample, measured_newcombe, newcombe, split_test, wilson},
};

/// How sure the intervals of the arms' rates are.
pub const RATE_CONFIDENCE: f64 = 0.95;
/// The fewest units, all arms together, from which an uneven split is noticed.
pub const SPLIT_CHECK_FROM: u64 = 100;
/// A split less likely than this, if arms are meant to be equal, is broken.
pub const SPLIT_P_MIN: f64 = 0.001;

/// What the counts say.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Verdict {
    /// Nobody is in any arm yet, or there are not two arms to compare.
    NotStarted,
    /// An arm has not reached the planned size.
    NotEnoughYet {
        /// How many more the smallest arm needs.
        more_per_arm: u64,
        /// The size that the plan asks of each arm.
        planned_per_arm: u64,
    },
    /// The variant is better than the control.
    Better {
        /// variant − control, as a share: 0.05 is five percentage points.
        difference: Interval,
    },
    /// The variant is worse than the control.
    Worse {
        /// variant − control.
        difference: Interval,
    },
    /// If there is a difference, it is smaller than what the plan calls worth having.
    NoDifferenceWorthHaving {
        /// variant − control.
        difference: Interval,
    },
    /// The planned size is reached, and the interval allows both no difference
    /// and one worth having.
    Unclear {
        /// How many more each arm would need for a clear verdict, if the rates stay.
        more_per_arm: u64,
        /// variant − control.
        difference: Interval,
    },
    /// The counts cannot be trusted, or the plan cannot be met.
    Broken {
        /// What is wrong.
        why: Fault,
    },
}

/// Why no verdict can be given.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fault {
    /// Arms that should be equal differ by more than chance explains: units
    /// were lost, counted twice or chosen.
    SplitUneven {
        /// How likely so uneven a split is.
        p: f64,
    },
    /// An arm has more conversions than units.
    MoreConvertedThanExposed {
        /// Which arm, the control being 0.
        arm: usize,
    },
    /// An arm has more units than can be counted.
    CountsTooLarge {
        /// Which arm, the control being 0.
        arm: usize,
    },
    /// From the plan's baseline no difference of the planned size is possible.
    PlanImpossible,
}

impl Verdict {
    /// A stable name, for programs and translations.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotStarted => "not_started",
            Self::NotEnoughYet { .. } => "not_enough_yet",
            Self::Better { .. } => "better",
            Self::Worse { .. } => "worse",
            Self::NoDifferenceWorthHaving { .. } => "no_difference_worth_having",
            Self::Unclear { .. } => "unclear",
            Self::Broken { .. } => "broken",
        }
    }

    /// How many more units each arm needs for a (clearer) verdict; 0 when it is final.
    pub fn more_per_arm(&self) -> u64 {
        match self {
            Self::NotEnoughYet { more_per_arm, .. } | Self::Unclear { more_per_arm, .. } => *more_per_arm,
            _ => 0,
        }
    }
}

impl Fault {
    /// A stable name, for programs and translations.
    pub fn code(&self) -> &'static str {
        match self {
            Self::SplitUneven { .. } => "split_uneven",
            Self::MoreConvertedThanExposed { .. } => "more_converted_than_exposed",
            Self::CountsTooLarge { .. } => "counts_too_large",
            Self::PlanImpossible => "plan_impossible",
        }
    }
}

/// The verdict, and every number that a picture of it needs.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgement {
    /// The verdict on the hypothesis: of several variants the best counts.
    pub verdict: Verdict,
    /// The variant that the verdict is about, as a place in `arms`; `None`
    /// where it is about all of them.
    pub about: Option<usize>,
    /// The arms in their order, control first.
    pub arms: Vec<ArmFigures>,
    /// The size that the plan asks of each arm; `None` when it cannot be met.
    pub planned_per_arm: Option<u64>,
    /// The smallest difference that matters, as a share.
    pub effect: f64,
    /// How sure the intervals of differences are: 0.95 with one variant.
    pub difference_confidence: f64,
}

/// The numbers of one arm.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ArmFigures {
    /// How many were in it.
    pub exposed: u64,
    /// How many of them converted.
    pub converted: u64,
    /// How many more it needs to have the planned size.
    pub missing: u64,
    /// Its rate with the Wilson interval; `None` while it cannot be known.
    pub rate: Option<Estimate>,
    /// The difference from the control with the Newcombe interval; `None` for
    /// the control itself and while either rate cannot be known.
    pub difference: Option<Estimate>,
    /// The verdict on this variant; `None` for the control.
    pub verdict: Option<Verdict>,
}

/// A value and the interval it is known to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// As it was seen.
    pub value: f64,
    /// Where the truth may lie.
    pub interval: Interval,
}

impl Hypothesis {
    /// What its counts say, measured against its plan.
    pub fn judge(&self) -> Judgement {
        judge(&self.plan, &self.arms)
    }
}

/// The size that `plan` asks of each of `arms` arms (control included).
/// `None` where no difference of that size is possible.
///
/// Planned is a rise by the effect; where a rise would pass 100 %, a fall.
pub fn planned_per_arm(plan: &Plan, arms: usize) -> Option<u64> {
    let baseline = share(plan.baseline_bp);
    let risen = plan.baseline_bp.checked_add(plan.effect_bp).filter(|bp| *bp <= 10_000);
    let variant = risen.or(plan.baseline_bp.checked_sub(plan.effect_bp))?;
    per_arm(baseline, share(variant), Errors { alpha: alpha(arms), ..Errors::default() })
}

/// What the counts of `arms` (control first) say, measured against `plan`.
pub fn judge(plan: &Plan, arms: &[Arm]) -> Judgement {
    let planned = planned_per_arm(plan, arms.len());
    let rule = Rule { planned, effect: share(plan.effect_bp), confidence: 1.0 - alpha(arms.len()) };
    let samples: Vec<_> = arms.iter().map(|arm| Sample::new(arm.exposed, arm.converted)).collect();
    let control = samples.first().copied().and_then(Result::ok);
    let overall = before_comparing(&rule, arms, &samples);
    let figures: Vec<_> = arms
        .iter()
        .zip(&samples)
        .enumerate()
        .map(|(i, (arm, sample))| {
            let sample = sample.ok();
            let pair = control.zip(sample).filter(|_| i > 0);
            ArmFigures {
                exposed: arm.exposed,
                converted: arm.converted,
                missing: planned.map_or(0, |n| n.saturating_sub(arm.exposed)),
                rate: sample.map(|s| Estimate { value: s.rate(), interval: wilson(s, RATE_CONFIDENCE) }),
                difference: pair.map(|(a, b)| rule.difference(a, b)),
                verdict: (i > 0).then(|| overall.or(pair.map(|(a, b)| rule.compare(a, b)))).flatten(),
            }
        })
        .collect();
    let (about, verdict) = overall.map_or_else(|| leading(&figures), |verdict| (None, verdict));
    Judgement {
        verdict,
        about,
        arms: figures,
        planned_per_arm: planned,
        effect: rule.effect,
        difference_confidence: rule.confidence,
    }
}

/// What each comparison of a variant with the control goes by.
struct Rule {
    planned: Option<u64>,
    effect: f64,
    confidence: f64,
}

impl Rule {
    fn difference(&self, control: Sample, variant: Sample) -> Estimate {
        let interval = newcombe(control, variant, self.confidence);
        Estimate { value: variant.rate() - control.rate(), interval }
    }

    /// The verdict on arms that have the planned size.
    fn compare(&self, control: Sample, variant: Sample) -> Verdict {
        let difference = newcombe(control, variant, self.confidence);
        match self.reads(difference) {
            Reading::Small => Verdict::NoDifferenceWorthHaving { difference },
            Reading::Above => Verdict::Better { difference },
            Reading::Below => Verdict::Worse { difference },
            Reading::Open => Verdict::Unclear { more_per_arm: self.more_to_separate(control, variant), difference },
        }
    }

    fn reads(&self, interval: Interval) -> Reading {
        if -self.effect < interval.low && interval.high < self.effect {
            Reading::Small
        } else if interval.low > 0.0 {
            Reading::Above
        } else if interval.high < 0.0 {
            Reading::Below
        } else {
            Reading::Open
        }
    }

    /// How many more units each arm needs until the interval no longer reads
    /// open, if both rates stay as they are: found by doubling, then halving.
    fn more_to_separate(&self, control: Sample, variant: Sample) -> u64 {
        let z = two_sided(self.confidence);
        let (n_a, n_b) = (control.exposed(), variant.exposed());
        let smaller = n_a.min(n_b);
        let open_at = |size: u64| {
            let grown = |rate, n: u64| Measured { rate, n: n.max(size) as f64 };
            let interval = measured_newcombe(grown(control.rate(), n_a), grown(variant.rate(), n_b), z);
            self.reads(interval) == Reading::Open
        };
        let (mut open, mut clear) = (smaller, smaller.saturating_mul(2));
        while open_at(clear) && clear < SIZE_MAX {
            (open, clear) = (clear, clear.saturating_mul(2));
        }
        while clear - open > 1 {
            let middle = open + (clear - open) / 2;
            if open_at(middle) {
                open = middle;
            } else {
                clear = middle;
            }
        }
        clear - smaller
    }
}

/// Where doubling stops: more than any test will ever have.
const SIZE_MAX: u64 = 1 << 50;

/// How an interval of differences lies to 0 and to the effect.
#[derive(PartialEq, Eq)]
enum Reading {
    Small,
    Above,
    Below,
    Open,
}

/// The verdict that holds whatever the differences are, if there is one.
fn before_comparing(rule: &Rule, arms: &[Arm], samples: &[Result<Sample, ImpossibleCounts>]) -> Option<Verdict> {
    let broken = |why| Some(Verdict::Broken { why });
    for (arm, sample) in samples.iter().enumerate() {
        match sample {
            Err(ImpossibleCounts::MoreConvertedThanExposed) => return broken(Fault::MoreConvertedThanExposed { arm }),
            Err(ImpossibleCounts::TooLarge) => return broken(Fault::CountsTooLarge { arm }),
            Err(ImpossibleCounts::Empty) | Ok(_) => {}
        }
    }
    let total: u64 = arms.iter().map(|arm| arm.exposed).sum();
    let smallest = arms.iter().map(|arm| arm.exposed).min().unwrap_or(0);
    if arms.len() < 2 || total == 0 {
        return Some(Verdict::NotStarted);
    }
    let Some(planned) = rule.planned else { return broken(Fault::PlanImpossible) };
    let sizes: Vec<_> = arms.iter().map(|arm| arm.exposed).collect();
    let split = split_test(&sizes, &vec![1.0; sizes.len()]).filter(|_| total >= SPLIT_CHECK_FROM);
    if let Some(p) = split.map(|s| s.p).filter(|p| *p < SPLIT_P_MIN) {
        return broken(Fault::SplitUneven { p });
    }
    (smallest < planned).then(|| Verdict::NotEnoughYet { more_per_arm: planned - smallest, planned_per_arm: planned })
}

/// The variant whose verdict is the hypothesis': a better one, else one that
/// is still open, else one that is as good as the control, else a worse one;
/// among several the one with the largest difference.
fn leading(figures: &[ArmFigures]) -> (Option<usize>, Verdict) {
    let weight = |verdict: &Verdict| match verdict {
        Verdict::Better { .. } => 3,
        Verdict::Unclear { .. } => 2,
        Verdict::NoDifferenceWorthHaving { .. } => 1,
        _ => 0,
    };
    figures
        .iter()
        .enumerate()
        .filter_map(|(i, arm)| Some((i, arm.verdict?, arm.difference.map_or(f64::MIN, |d| d.value))))
        .max_by(|(_, a, d), (_, b, e)| weight(a).cmp(&weight(b)).then(d.total_cmp(e)))
        .map_or((None, Verdict::NotStarted), |(i, verdict, _)| (Some(i), verdict))
}

/// The error each comparison with the control may make.
fn alpha(arms: usize) -> f64 {
    Errors::default().alpha / arms.saturating_sub(1).max(1) as f64
}

fn share(basis_points: u32) -> f64 {
    f64::from(basis_points) / 10_000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 20 % to 25 %: 1,091 an arm.
    const PLAN: Plan = Plan { baseline_bp: 2_000, effect_bp: 500 };

    fn arms(counts: &[(u64, u64)]) -> Vec<Arm> {
        counts.iter().map(|&(exposed, converted)| Arm { name: "arm".into(), exposed, converted }).collect()
    }

    fn code(counts: &[(u64, u64)]) -> &'static str {
        judge(&PLAN, &arms(counts)).verdict.code()
    }

    #[test]
    fn nothing_counted_is_not_started() {
        assert_eq!(code(&[]), "not_started");
        assert_eq!(code(&[(10, 1)]), "not_started");
        assert_eq!(code(&[(0, 0), (0, 0)]), "not_started");
    }

    #[test]
    fn before_the_planned_size_even_a_huge_difference_is_not_enough() {
        let judgement = judge(&PLAN, &arms(&[(1_090, 0), (1_095, 1_095)]));
        assert_eq!(judgement.planned_per_arm, Some(1_091));
        assert_eq!(judgement.verdict, Verdict::NotEnoughYet { more_per_arm: 1, planned_per_arm: 1_091 });
        assert_eq!((judgement.arms[0].missing, judgement.arms[1].missing), (1, 0));
    }

    #[test]
    fn one_arm_without_anybody_is_not_enough() {
        assert_eq!(code(&[(0, 0), (9, 3)]), "not_enough_yet");
    }

    #[test]
    fn at_the_planned_size_the_interval_decides() {
        assert_eq!(code(&[(1_200, 240), (1_200, 320)]), "better");
        assert_eq!(code(&[(1_200, 320), (1_200, 240)]), "worse");
        assert_eq!(code(&[(1_200, 240), (1_200, 262)]), "unclear");
        assert_eq!(code(&[(1_200, 240), (1_200, 240)]), "no_difference_worth_having");
    }

    #[test]
    fn a_difference_that_is_real_and_too_small_is_not_worth_having() {
        assert_eq!(code(&[(100_000, 20_000), (100_000, 21_000)]), "no_difference_worth_having");
    }

    #[test]
    fn unclear_says_how_many_more_would_settle_it() {
        let (exposed, rates) = (1_200_u64, (0.2, 0.22));
        let counts = |n: u64| {
            let of = |rate: f64| (n as f64 * rate).round() as u64;
            arms(&[(n, of(rates.0)), (n, of(rates.1))])
        };
        let Verdict::Unclear { more_per_arm, .. } = judge(&PLAN, &counts(exposed)).verdict else { panic!() };
        let settled = judge(&PLAN, &counts(exposed + more_per_arm + 100)).verdict;
        let before = judge(&PLAN, &counts(exposed + more_per_arm - 100)).verdict;
        assert_eq!((before.code(), settled.code()), ("unclear", "no_difference_worth_having"));
    }

    #[test]
    fn an_uneven_split_is_broken_however_many_there_are() {
        for counts in [[(70, 20), (30, 10)], [(3_332, 932), (2_996, 928)]] {
            assert_eq!(code(&counts), "broken", "{counts:?}");
        }
        assert_eq!(code(&[(8, 2), (1, 0)]), "not_enough_yet"); // too few to tell
    }

    #[test]
    fn impossible_counts_and_plans_are_broken_and_say_why() {
        let why = |plan: Plan, counts: &[(u64, u64)]| match judge(&plan, &arms(counts)).verdict {
            Verdict::Broken { why } => why.code(),
            other => other.code(),
        };
        assert_eq!(why(PLAN, &[(5, 1), (5, 6)]), "more_converted_than_exposed");
        assert_eq!(why(PLAN, &[(u64::MAX, 1), (5, 6)]), "counts_too_large");
        assert_eq!(why(Plan { baseline_bp: 5_000, effect_bp: 6_000 }, &[(5, 1), (5, 2)]), "plan_impossible");
        assert_eq!(why(Plan { baseline_bp: 5_000, effect_bp: 0 }, &[(5, 1), (5, 2)]), "plan_impossible");
        assert_eq!(why(Plan { baseline_bp: u32::MAX, effect_bp: u32::MAX }, &[(5, 1), (5, 2)]), "plan_impossible");
    }

    #[test]
    fn a_high_baseline_plans_a_fall() {
        let high = planned_per_arm(&Plan { baseline_bp: 9_800, effect_bp: 500 }, 2);
        let low = planned_per_arm(&Plan { baseline_bp: 200, effect_bp: 500 }, 2);
        assert_eq!(high, low);
    }

    #[test]
    fn several_variants_share_the_error_and_the_best_one_is_named() {
        let judgement = judge(&PLAN, &arms(&[(2_000, 400), (2_000, 300), (2_000, 500), (2_000, 480)]));
        assert_eq!((judgement.verdict.code(), judgement.about), ("better", Some(2)));
        assert!(judgement.planned_per_arm > Some(1_091));
        assert!((judgement.difference_confidence - (1.0 - 0.05 / 3.0)).abs() < 1e-12);
        assert_eq!(judgement.arms[1].verdict.map(|v| v.code()), Some("worse"));
        assert_eq!(judgement.arms[0].verdict, None);
    }
}
