//! All that was decided, taken together: how many ideas worked, how large the effects are,
//! and how many of the findings are more than chance.
//!
//! A **test** is a decided hypothesis whose counts can be trusted: both the control and the
//! variant were counted, and nothing is wrong with the counts. It **worked** when its
//! verdict is "better"; what was stopped before its planned size did not show that it works,
//! and counts among the others.
//!
//! The **effect** is the difference from the control of the variant that the verdict is
//! about. Its standard error is read off its 95 % Newcombe interval: width / (2 · 1.96).
//! [`crate::statistics::shrinkage`] draws the effects together.
//!
//! The **p values** are those of the verdicts; where a test was decided early, of the method
//! that fits its counts (looked at once: whoever decided because of what they saw has a
//! smaller p value than they should). Benjamini and Hochberg's procedure
//! ([`crate::statistics::multiple`]) keeps the expected share of false findings at [`LIMIT`].

use super::{
    Hypothesis, Status,
    verdict::{Judgement, RATE_CONFIDENCE, Scale, Verdict},
};
use crate::{
    ids::HypothesisId,
    statistics::{
        compare::compare_once,
        multiple::{benjamini_hochberg, is_found},
        proportion::{Interval, Sample, newcombe, wilson},
        shrinkage::{Common, Effect, Shrunk, common, shrink},
        special::normal,
    },
    workspace::Workspace,
};

/// The share of false findings that is expected at most.
pub const LIMIT: f64 = 0.05;

/// The difference that a hypothesis has shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shown {
    /// Variant − control, as a share.
    pub value: f64,
    /// Its Newcombe interval (95 %).
    pub interval: Interval,
    /// The chance of one at least as large, either way, without a difference.
    pub p: f64,
}

/// A decided test.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Test {
    /// Which.
    pub id: HypothesisId,
    /// What it has shown.
    pub shown: Shown,
    /// The effect, drawn to those of the others.
    pub shrunk: Shrunk,
    /// The p value, adjusted for there being several tests.
    pub adjusted: f64,
    /// Whether its verdict is "better".
    pub worked: bool,
}

impl Test {
    /// Whether it stands among all tests: a difference, one way or the other.
    pub fn is_found(&self) -> bool {
        is_found(self.adjusted, LIMIT)
    }
}

/// All tests, the largest shrunk effect first.
#[derive(Clone, Debug, PartialEq)]
pub struct Portfolio {
    /// The tests.
    pub tests: Vec<Test>,
    /// What the effects have in common; `None` without tests.
    pub common: Option<Common>,
}

impl Portfolio {
    /// How many of the tests worked; `None` without tests.
    pub fn worked(&self) -> Option<(Sample, Interval)> {
        let worked = self.tests.iter().filter(|test| test.worked).count() as u64;
        let sample = Sample::new(self.tests.len() as u64, worked).ok()?;
        Some((sample, wilson(sample, RATE_CONFIDENCE)))
    }

    /// How many differences stand.
    pub fn found(&self) -> usize {
        self.tests.iter().filter(|test| test.is_found()).count()
    }
}

/// What a hypothesis has shown; `None` while it cannot be known, or its counts cannot be
/// trusted.
///
/// Of means nothing is shown here: money and days are on no common scale with shares.
pub fn shown(judgement: &Judgement) -> Option<Shown> {
    if judgement.scale != Scale::Share || matches!(judgement.verdict, Verdict::NotStarted | Verdict::Broken { .. }) {
        return None;
    }
    let sample = |i: usize| judgement.arms.get(i).and_then(|arm| Sample::new(arm.exposed, arm.converted).ok());
    let ways = 1..judgement.arms.len();
    let difference = |i: &usize| judgement.arms[*i].difference.map_or(f64::MIN, |d| d.value);
    let about = judgement.about.or_else(|| ways.max_by(|a, b| difference(a).total_cmp(&difference(b))))?;
    let (control, variant) = (sample(0)?, sample(about)?);
    let p = judgement.basis.as_ref().and_then(|basis| basis.p);
    let p = p.unwrap_or_else(|| compare_once(control, variant, RATE_CONFIDENCE).p_two_sided);
    let value = variant.rate() - control.rate();
    Some(Shown { value, interval: newcombe(control, variant, RATE_CONFIDENCE), p })
}

/// The portfolio of a workspace, each hypothesis judged as `judge` does: by what was typed,
/// or by live counts.
pub fn portfolio(w: &Workspace, judge: impl Fn(&Hypothesis) -> Judgement) -> Portfolio {
    let decided = w.hypotheses.values().filter(|h| h.meta.is_alive() && h.standing.status == Status::Decided);
    let seen = decided.filter_map(|hypothesis: &Hypothesis| {
        let judgement = judge(hypothesis);
        let shown = shown(&judgement)?;
        Some((hypothesis.id, shown, matches!(judgement.verdict, Verdict::Better { .. })))
    });
    of(seen.collect())
}

/// The portfolio of tests: which, what they have shown, and whether they worked.
pub fn of(seen: Vec<(HypothesisId, Shown, bool)>) -> Portfolio {
    let z = normal::two_sided(RATE_CONFIDENCE);
    let effect = |shown: &Shown| Effect { value: shown.value, se: shown.interval.width() / (2.0 * z) };
    let effects: Vec<_> = seen.iter().map(|(_, shown, _)| effect(shown)).collect();
    let p_values: Vec<_> = seen.iter().map(|(_, shown, _)| shown.p).collect();
    let more = shrink(&effects, RATE_CONFIDENCE).into_iter().zip(benjamini_hochberg(&p_values));
    let test = |((id, shown, worked), (shrunk, adjusted))| Test { id, shown, shrunk, adjusted, worked };
    let mut tests: Vec<_> = seen.into_iter().zip(more).map(test).collect();
    crate::sort::sort_by(&mut tests, |a, b| b.shrunk.value.total_cmp(&a.shrunk.value).then(a.id.cmp(&b.id)));
    Portfolio { tests, common: common(&effects) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hypothesis::{Arm, Plan, verdict::judge};
    use uuid::Uuid;

    fn seen(n: u128, control: (u64, u64), variant: (u64, u64)) -> (HypothesisId, Shown, bool) {
        let arm = |(exposed, converted)| Arm { name: "arm".into(), exposed, converted };
        let judgement = judge(&Plan::default(), &[arm(control), arm(variant)]);
        let worked = matches!(judgement.verdict, Verdict::Better { .. });
        (Uuid::from_u128(n).into(), shown(&judgement).unwrap(), worked)
    }

    #[test]
    fn the_share_that_worked_is_of_all_decided_tests() {
        let all = of(vec![
            seen(1, (2_000, 400), (2_000, 600)),
            seen(2, (2_000, 400), (2_000, 404)),
            seen(3, (2_000, 400), (2_000, 300)),
            seen(4, (30, 6), (30, 7)),
        ]);
        let (sample, interval) = all.worked().unwrap();
        assert_eq!((sample.exposed(), sample.converted()), (4, 1));
        assert!(interval.contains(0.25));
        assert_eq!(all.found(), 2, "better and worse both stand");
        assert!(all.tests[0].shrunk.value < all.tests[0].shown.value, "the largest is drawn down");
    }

    #[test]
    fn a_finding_among_many_tests_has_to_be_clearer() {
        let one = seen(1, (1_500, 300), (1_500, 348));
        assert!(of(vec![one]).tests[0].is_found());
        let nothing = (2..30).map(|n| seen(n, (1_500, 300), (1_500, 300 + n as u64 % 3)));
        let among = of(std::iter::once(one).chain(nothing).collect());
        assert_eq!(among.found(), 0);
    }

    #[test]
    fn what_cannot_be_trusted_is_no_test() {
        let arm = |exposed, converted| Arm { name: "arm".into(), exposed, converted };
        assert_eq!(shown(&judge(&Plan::default(), &[arm(900, 20), arm(1_600, 40)])), None);
        assert_eq!(shown(&judge(&Plan::default(), &[arm(0, 0), arm(0, 0)])), None);
        assert_eq!(of(Vec::new()), Portfolio { tests: Vec::new(), common: None });
    }
}
