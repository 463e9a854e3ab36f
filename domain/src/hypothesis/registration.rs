//! What was written down at the start, and what was changed after it.
//!
//! The start freezes design, plan, segment and arms under a time and a name. Later changes
//! are possible; each adds an amendment with what it changed and a further copy, so that
//! everybody can see what the counts before it were gathered for. Each amendment is a
//! register of its own: of two members who change something at the same moment neither
//! loses their line. The verdict goes by what is written now, the page shows all.
//!
//! Versions before this one kept the amendments behind the registration, in its list; there
//! they are still read.

use super::{Design, Hypothesis, HypothesisChange, Plan};
use crate::{
    clock::Timestamp,
    filter::Filter,
    ids::{AmendmentId, MemberId},
    record::{Each, Record},
    sort,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A copy of what the analysis depends on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frozen {
    /// By whom it was started or changed.
    pub by: MemberId,
    /// When.
    pub at: Timestamp,
    /// How it is tried.
    #[serde(default)]
    pub design: Design,
    /// What it is planned on.
    pub plan: Plan,
    /// For which deals.
    #[serde(default)]
    pub segment: Filter,
    /// What the arms are called, control first.
    #[serde(default)]
    pub arms: Vec<String>,
}

/// What was counted on one day: for each arm how many came, and how many of them converted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Day {
    /// Which day.
    pub on: NaiveDate,
    /// `[exposed, converted]` of each arm, control first.
    pub arms: Vec<[u64; 2]>,
}

/// A change of what the analysis depends on, after the start.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amendment {
    /// What it changed of what its author saw.
    pub parts: Vec<Part>,
    /// All of it, as it is since.
    pub to: Frozen,
}

/// A part of what is frozen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Baseline or smallest effect.
    Plan,
    /// For which deals.
    Segment,
    /// How many arms, or their names.
    Arms,
    /// What is measured, or the guardrail.
    Measure,
    /// Unit, or who decides which arm.
    Assignment,
    /// What is done differently.
    Briefs,
    /// Error or power.
    Errors,
}

impl Frozen {
    /// Which parts differ from `before`.
    pub fn changed(&self, before: &Frozen) -> Vec<Part> {
        let (a, b) = (&before.design, &self.design);
        let parts = [
            (Part::Plan, (before.plan, a.mean) != (self.plan, b.mean)),
            (Part::Segment, before.segment != self.segment),
            (Part::Arms, before.arms != self.arms),
            (Part::Measure, (a.measure, a.guardrail) != (b.measure, b.guardrail)),
            (Part::Assignment, (a.unit, a.way) != (b.unit, b.way)),
            (Part::Briefs, a.briefs != b.briefs),
            (Part::Errors, (a.error_bp, a.power_bp) != (b.error_bp, b.power_bp)),
        ];
        parts.into_iter().filter_map(|(part, differs)| differs.then_some(part)).collect()
    }
}

impl Hypothesis {
    /// A copy of what the analysis depends on, as it is.
    pub fn freeze(&self, by: MemberId, at: Timestamp) -> Frozen {
        Frozen {
            by,
            at,
            design: self.design.clone(),
            plan: self.plan,
            segment: self.segment.clone(),
            arms: self.arms.iter().map(|arm| arm.name.clone()).collect(),
        }
    }

    /// What was written down at the start; `None` before it.
    pub fn registration(&self) -> Option<&Frozen> {
        self.registered.first()
    }

    /// What was changed since, the oldest first.
    pub fn amendments(&self) -> Vec<Amendment> {
        let in_list = self.registered.iter().zip(self.registered.iter().skip(1));
        let of_before = in_list.map(|(before, to)| Amendment { parts: to.changed(before), to: to.clone() });
        let mut all: Vec<_> = of_before.chain(self.amended.iter().map(|(_, amendment)| amendment.clone())).collect();
        // Those of one moment in the order of their ids: everywhere the same.
        sort::sort_by_key(&mut all, |amendment| amendment.to.at);
        all
    }

    /// What has to be written with `set`, so that a change after the start is kept.
    pub fn amendment(
        &self,
        id: AmendmentId,
        set: &[HypothesisChange],
        by: MemberId,
        at: Timestamp,
    ) -> Option<HypothesisChange> {
        self.registration()?;
        let mut after = self.clone();
        set.iter().rev().for_each(|change| after.write(change.clone()));
        let to = after.freeze(by, at);
        let parts = to.changed(&self.freeze(by, at));
        (!parts.is_empty()).then(|| HypothesisChange::Amended(Each::one(id, Some(Amendment { parts, to }))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hypothesis::Way;
    use uuid::Uuid;

    fn started() -> Hypothesis {
        let mut hypothesis = Hypothesis::default();
        hypothesis.registered.push(hypothesis.freeze(MemberId::default(), Timestamp(1)));
        hypothesis
    }

    fn id(n: u128) -> AmendmentId {
        Uuid::from_u128(n).into()
    }

    #[test]
    fn a_change_after_the_start_is_kept_beside_what_was_written_first() {
        let mut hypothesis = started();
        let design = Design { way: Way::ByHash, ..Design::default() };
        let mut set = vec![HypothesisChange::Design(design)];
        set.extend(hypothesis.amendment(id(1), &set, MemberId::default(), Timestamp(2)));
        assert_eq!(set.len(), 2);
        let before = hypothesis.registration().cloned();
        set.into_iter().for_each(|change| hypothesis.write(change));
        assert_eq!(hypothesis.registration().cloned(), before);
        let [line] = &hypothesis.amendments()[..] else { panic!("one amendment") };
        assert_eq!((&line.parts[..], line.to.at), (&[Part::Assignment][..], Timestamp(2)));
        assert_eq!(line.to.design.way, Way::ByHash);
    }

    #[test]
    fn what_the_analysis_does_not_depend_on_is_no_amendment() {
        let set = [HypothesisChange::Title("Another".into())];
        assert_eq!(started().amendment(id(1), &set, MemberId::default(), Timestamp(2)), None);
        let set = [HypothesisChange::Plan(Plan { baseline_bp: 1, effect_bp: 1 })];
        assert_eq!(Hypothesis::default().amendment(id(1), &set, MemberId::default(), Timestamp(2)), None);
    }

    #[test]
    fn amendments_that_stand_in_the_list_are_read_among_the_others() {
        let mut hypothesis = started();
        for (at, baseline_bp) in [(2, 500), (9, 600)] {
            hypothesis.plan.baseline_bp = baseline_bp;
            hypothesis.registered.push(hypothesis.freeze(MemberId::default(), Timestamp(at)));
        }
        let set = [HypothesisChange::Segment(Filter { text: "oak".into(), ..Filter::default() })];
        let between = hypothesis.amendment(id(1), &set, MemberId::default(), Timestamp(5)).unwrap();
        hypothesis.write(between);
        let lines: Vec<_> = hypothesis.amendments().into_iter().map(|line| (line.to.at.0, line.parts)).collect();
        assert_eq!(lines, [(2, vec![Part::Plan]), (5, vec![Part::Segment]), (9, vec![Part::Plan])]);
        assert_eq!(hypothesis.registration().map(|first| first.at), Some(Timestamp(1)));
    }
}
