//! What was written down at the start, and what was changed after it.
//!
//! The start freezes design, plan, segment and arms under a time and a name. Later changes
//! are possible; each adds a further copy, so that everybody can see what the counts before
//! it were gathered for. The verdict goes by what is written now, the page shows both.

use super::{Design, Hypothesis, HypothesisChange, Plan};
use crate::{clock::Timestamp, filter::Filter, ids::MemberId, record::Record};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A copy of what the analysis depends on. The first is the registration, each further one
/// an amendment.
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

/// A part of what is frozen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

    /// What has to be written with `set`, so that a change after the start is kept.
    pub fn amendment(&self, set: &[HypothesisChange], by: MemberId, at: Timestamp) -> Option<HypothesisChange> {
        let last = self.registered.last()?;
        let mut after = self.clone();
        set.iter().rev().for_each(|change| after.write(change.clone()));
        let now = after.freeze(by, at);
        if now.changed(last).is_empty() {
            return None;
        }
        let mut registered = self.registered.clone();
        registered.push(now);
        Some(HypothesisChange::Registered(registered))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hypothesis::Way;

    fn started() -> Hypothesis {
        let mut hypothesis = Hypothesis::default();
        hypothesis.registered.push(hypothesis.freeze(MemberId::default(), Timestamp(1)));
        hypothesis
    }

    #[test]
    fn a_change_after_the_start_is_kept_beside_what_was_written_first() {
        let hypothesis = started();
        let design = Design { way: Way::ByHash, ..Design::default() };
        let set = [HypothesisChange::Design(design)];
        let Some(HypothesisChange::Registered(lines)) = hypothesis.amendment(&set, MemberId::default(), Timestamp(2))
        else {
            panic!("an amendment")
        };
        assert_eq!(lines.len(), 2);
        assert_eq!(lines[0], hypothesis.registered[0]);
        assert_eq!(lines[1].changed(&lines[0]), [Part::Assignment]);
    }

    #[test]
    fn what_the_analysis_does_not_depend_on_is_no_amendment() {
        let set = [HypothesisChange::Title("Another".into())];
        assert_eq!(started().amendment(&set, MemberId::default(), Timestamp(2)), None);
        let set = [HypothesisChange::Plan(Plan { baseline_bp: 1, effect_bp: 1 })];
        assert_eq!(Hypothesis::default().amendment(&set, MemberId::default(), Timestamp(2)), None);
    }
}
