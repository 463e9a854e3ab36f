//! A judgement in plain words.

use super::scale::{ends, measured, planned, size};
use crate::{prelude::*, words::Words};
use smarketing_domain::{
    clock::{DAY, Timestamp},
    hypothesis::{
        Hypothesis,
        proportion::Interval,
        verdict::{Fault, Judgement, Scale, Verdict},
    },
};

/// Counting so many times the planned size again is not worth offering.
const HOPELESS: u64 = 10;
/// Longest outlook that is given, in days.
const OUTLOOK_MAX: f64 = 730.0;

/// What a verdict is like, for its colour and shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Not known yet.
    Waiting,
    /// A variant is better.
    Good,
    /// The variants are worse.
    Bad,
    /// No difference worth having.
    Flat,
    /// The plan is fulfilled, and the answer is open.
    Open,
    /// The counts or the plan are broken.
    Broken,
}

impl Tone {
    /// The tone of a verdict.
    pub fn of(verdict: &Verdict) -> Self {
        match verdict {
            Verdict::NotStarted | Verdict::NotEnoughYet { .. } => Self::Waiting,
            Verdict::Better { .. } => Self::Good,
            Verdict::Worse { .. } => Self::Bad,
            Verdict::NoDifferenceWorthHaving { .. } => Self::Flat,
            Verdict::Unclear { .. } => Self::Open,
            Verdict::Broken { .. } => Self::Broken,
        }
    }

    /// As an attribute.
    pub fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Good => "good",
            Self::Bad => "bad",
            Self::Flat => "flat",
            Self::Open => "open",
            Self::Broken => "broken",
        }
    }
}

/// A verdict in one large line, and the sentences under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saying {
    /// The line.
    pub line: String,
    /// Why, and what comes next.
    pub because: Vec<String>,
}

/// The verdict on a card: a few words.
pub fn brief(words: Words, verdict: &Verdict) -> String {
    let i18n = words.i18n;
    match verdict {
        Verdict::NotStarted => t_string!(i18n, lab.b_not_started).to_owned(),
        Verdict::NotEnoughYet { more_per_arm, .. } => {
            t_string!(i18n, lab.b_not_enough, n = words.number(*more_per_arm)).to_string()
        }
        Verdict::Better { .. } => t_string!(i18n, lab.b_better).to_owned(),
        Verdict::Worse { .. } => t_string!(i18n, lab.b_worse).to_owned(),
        Verdict::NoDifferenceWorthHaving { .. } => t_string!(i18n, lab.b_flat).to_owned(),
        Verdict::Unclear { .. } => t_string!(i18n, lab.b_unclear).to_owned(),
        Verdict::Broken { why: Fault::PlanImpossible } => t_string!(i18n, lab.b_plan).to_owned(),
        Verdict::Broken { .. } => t_string!(i18n, lab.b_broken).to_owned(),
    }
}

/// The verdict on a hypothesis.
pub fn saying(words: Words, hypothesis: &Hypothesis, judgement: &Judgement, now: Timestamp) -> Saying {
    let i18n = words.i18n;
    let arm = |i: usize| hypothesis.arms.get(i).map(|arm| arm.name.clone()).unwrap_or_default();
    let variant = || arm(judgement.about.unwrap_or(1));
    let scale = judgement.scale;
    let effect = || size(words, scale, judgement.effect);
    let value = || judgement.about.and_then(|i| judgement.arms.get(i)?.difference).map_or(0.0, |d| d.value);
    let difference = |interval: &Interval| {
        let (low, high) = ends(words, scale, interval);
        let value = measured(words, scale, value().abs());
        t_string!(i18n, lab.v_difference_why, value = value, control = arm(0), low = low, high = high).to_string()
    };
    let (line, because) = match &judgement.verdict {
        Verdict::NotStarted if hypothesis.arms.len() < 2 => {
            (t_string!(i18n, lab.v_not_started).to_owned(), vec![t_string!(i18n, lab.v_no_arms_why).to_owned()])
        }
        Verdict::NotStarted => {
            let need = judgement.planned_per_arm.map(|n| {
                let n = words.number(n);
                t_string!(i18n, lab.v_not_started_why, n = n).to_string()
            });
            (t_string!(i18n, lab.v_not_started).to_owned(), need.into_iter().collect())
        }
        Verdict::NotEnoughYet { more_per_arm, planned_per_arm } => {
            let line = t_string!(i18n, lab.v_not_enough, n = words.number(*more_per_arm)).to_string();
            let why = t_string!(i18n, lab.v_not_enough_why, n = words.number(*planned_per_arm)).to_string();
            let outlook = days_left(hypothesis, *planned_per_arm, now).map(|days| {
                let time = words.duration(days.saturating_mul(DAY));
                t_string!(i18n, lab.v_pace, time = time).to_string()
            });
            (line, [Some(why), outlook].into_iter().flatten().collect())
        }
        Verdict::Better { difference: interval } => {
            let maybe_small = (interval.low < judgement.effect)
                .then(|| t_string!(i18n, lab.v_maybe_small, effect = effect()).to_string());
            let because = [Some(difference(interval)), maybe_small].into_iter().flatten().collect();
            (t_string!(i18n, lab.v_better, variant = variant()).to_string(), because)
        }
        Verdict::Worse { difference: interval } => {
            (t_string!(i18n, lab.v_worse, variant = variant()).to_string(), vec![difference(interval)])
        }
        Verdict::NoDifferenceWorthHaving { difference: interval } => {
            let (low, high) = ends(words, scale, interval);
            let why = t_string!(i18n, lab.v_flat_why, low = low, high = high, effect = effect()).to_string();
            (t_string!(i18n, lab.v_flat).to_owned(), vec![why])
        }
        Verdict::Unclear { difference: interval, more_per_arm } => {
            let (low, high) = ends(words, scale, interval);
            let why = if interval.contains(0.0) {
                t_string!(i18n, lab.v_unclear_why, low = low, high = high).to_string()
            } else {
                t_string!(i18n, lab.v_unclear_test).to_owned()
            };
            let hopeless = judgement.planned_per_arm.is_some_and(|n| *more_per_arm > n.saturating_mul(HOPELESS));
            let next = if scale != Scale::Share {
                let n = judgement.planned_per_arm.unwrap_or_default().saturating_add(*more_per_arm);
                t_string!(i18n, trial.unclear_mean, n = words.number(n)).to_string()
            } else if hopeless {
                t_string!(i18n, lab.v_unclear_hopeless).to_owned()
            } else {
                t_string!(i18n, lab.v_unclear_more, n = words.number(*more_per_arm)).to_string()
            };
            (t_string!(i18n, lab.v_unclear).to_owned(), vec![why, next])
        }
        Verdict::Broken { why } => broken(words, hypothesis, why),
    };
    Saying { line, because }
}

fn broken(words: Words, hypothesis: &Hypothesis, why: &Fault) -> (String, Vec<String>) {
    let i18n = words.i18n;
    let arm = |i: &usize| hypothesis.arms.get(*i).map(|arm| arm.name.clone()).unwrap_or_default();
    let (line, because) = match why {
        Fault::SplitUneven { .. } => {
            (t_string!(i18n, lab.v_uneven).to_owned(), t_string!(i18n, lab.v_uneven_why).to_owned())
        }
        Fault::MoreConvertedThanExposed { arm: i } => (
            t_string!(i18n, lab.v_more_converted, arm = arm(i)).to_string(),
            t_string!(i18n, lab.v_more_converted_why).to_owned(),
        ),
        Fault::CountsTooLarge { arm: i } => (
            t_string!(i18n, lab.v_too_large, arm = arm(i)).to_string(),
            t_string!(i18n, lab.v_too_large_why).to_owned(),
        ),
        Fault::PlanImpossible if !hypothesis.design.measure.is_rate() => {
            (t_string!(i18n, trial.no_mean_plan).to_owned(), t_string!(i18n, trial.no_mean_plan_why).to_owned())
        }
        Fault::PlanImpossible => {
            let (effect, baseline) = planned(words, &hypothesis.design, &hypothesis.plan);
            let why = t_string!(i18n, lab.v_plan_why, baseline = baseline, effect = effect).to_string();
            (t_string!(i18n, lab.v_plan).to_owned(), why)
        }
    };
    (line, vec![because])
}

/// How many days the smallest arm needs to the planned size at its pace so
/// far; `None` while there is no pace, or the end is out of sight.
pub fn days_left(hypothesis: &Hypothesis, planned: u64, now: Timestamp) -> Option<i64> {
    let days = now.since(hypothesis.started?) as f64 / DAY as f64;
    let smallest = hypothesis.arms.iter().map(|arm| arm.exposed).min().filter(|n| *n > 0)?;
    let left = planned.saturating_sub(smallest) as f64 * days / smallest as f64;
    (days >= 1.0 && left <= OUTLOOK_MAX).then(|| left.ceil() as i64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use smarketing_domain::hypothesis::Arm;

    fn running(days: i64, counts: [u64; 2]) -> (Hypothesis, Timestamp) {
        let now = Timestamp(400 * DAY);
        let arms = counts.map(|exposed| Arm { name: "arm".into(), exposed, converted: 0 }).to_vec();
        (Hypothesis { arms, started: Some(Timestamp(now.0 - days * DAY)), ..Hypothesis::default() }, now)
    }

    #[test]
    fn the_outlook_follows_the_slower_arm() {
        let (hypothesis, now) = running(10, [50, 100]);
        assert_eq!(days_left(&hypothesis, 200, now), Some(30));
    }

    #[test]
    fn there_is_no_outlook_without_a_pace() {
        let (hypothesis, now) = running(10, [0, 100]);
        assert_eq!(days_left(&hypothesis, 200, now), None);
        let (hypothesis, now) = running(0, [5, 5]);
        assert_eq!(days_left(&hypothesis, 200, now), None);
        assert_eq!(days_left(&Hypothesis::default(), 200, now), None);
    }

    #[test]
    fn an_end_out_of_sight_is_not_promised() {
        let (hypothesis, now) = running(100, [1, 1]);
        assert_eq!(days_left(&hypothesis, 100_000, now), None);
    }
}
