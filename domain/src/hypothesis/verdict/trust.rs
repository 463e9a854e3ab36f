//! Whether the counts and the plan can be trusted at all. This comes before any comparison:
//! what was split or counted wrongly has no difference that means anything.

use super::{
    figures::{Basis, Method},
    outcome::{Fault, Verdict},
    rule::Rule,
};
use crate::statistics::{
    choice::Reason,
    proportion::{ImpossibleCounts, Sample},
    sample_ratio::split_test,
};

/// The fewest units, all arms together, from which an uneven split is noticed.
pub const SPLIT_CHECK_FROM: u64 = 100;

/// A verdict that holds whatever the differences are, and what it was decided by.
pub type Early = (Verdict, Option<Basis>);

/// What is wrong, or that nothing has begun; `None` where the arms may be compared.
pub fn fault(rule: &Rule, exposed: &[u64], samples: &[Result<Sample, ImpossibleCounts>]) -> Option<Early> {
    let broken = |why| Some((Verdict::Broken { why }, None));
    for (arm, sample) in samples.iter().enumerate() {
        match sample {
            Err(ImpossibleCounts::MoreConvertedThanExposed) => return broken(Fault::MoreConvertedThanExposed { arm }),
            Err(ImpossibleCounts::TooLarge) => return broken(Fault::CountsTooLarge { arm }),
            Err(ImpossibleCounts::Empty) | Ok(_) => {}
        }
    }
    let total: u64 = exposed.iter().sum();
    if exposed.len() < 2 || total == 0 {
        return Some((Verdict::NotStarted, None));
    }
    if rule.planned.is_none() {
        return broken(Fault::PlanImpossible);
    }
    if !rule.even {
        return None;
    }
    let split = split_test(exposed, &vec![1.0; exposed.len()])?;
    (total >= SPLIT_CHECK_FROM && split.is_broken()).then(|| {
        let basis =
            Basis { method: Method::SampleRatio, reasons: vec![Reason::SplitUneven { p: split.p }], p: Some(split.p) };
        (Verdict::Broken { why: Fault::SplitUneven { p: split.p } }, Some(basis))
    })
}

/// That an arm has not reached the planned size, while it has not.
pub fn waiting(rule: &Rule, exposed: &[u64]) -> Option<Early> {
    let (planned, smallest) = (rule.planned?, *exposed.iter().min()?);
    (smallest < planned).then(|| {
        let basis =
            Basis { method: Method::PlannedSize, reasons: vec![Reason::SizePlanned { per_arm: planned }], p: None };
        (Verdict::NotEnoughYet { more_per_arm: planned - smallest, planned_per_arm: planned }, Some(basis))
    })
}
