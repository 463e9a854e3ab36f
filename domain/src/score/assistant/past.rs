//! Which leads have an outcome to learn from.

use crate::{
    clock::Timestamp,
    deal::{Deal, Remark},
    ids::{DealId, StageId},
    stage::{Section, StageRole},
    workspace::Workspace,
};
use std::collections::BTreeMap;

/// A lead whose outcome is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Past {
    /// The lead.
    pub deal: DealId,
    /// It was won, or sales accepted it and has not lost it; else it was lost, or
    /// sales rejected it.
    pub good: bool,
    /// When that was decided; `None` is unknown.
    pub decided: Option<Timestamp>,
}

/// What entering a stage says of a lead.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Said {
    Won,
    Lost,
    Accepted,
    Waiting,
}

/// All living leads with an outcome, in the order of their ids.
pub fn pasts(workspace: &Workspace) -> Vec<Past> {
    let said: BTreeMap<StageId, Said> = workspace.stages.values().map(|s| (s.id, said(s.role, s.section))).collect();
    workspace.living_deals().filter_map(|deal| past(&said, deal)).collect()
}

fn said(role: StageRole, section: Section) -> Said {
    match (role, section) {
        (StageRole::Lost, _) => Said::Lost,
        (StageRole::Won, _) | (_, Section::Customer) => Said::Won,
        (StageRole::Offered, _) => Said::Waiting,
        (_, Section::Sales) => Said::Accepted,
        (_, Section::Marketing | Section::Reach) => Said::Waiting,
    }
}

/// A purchase is an outcome for good, whatever came later. Else the last word
/// counts: lost, rejected, or accepted after an offer. A deal that sales made
/// itself and still works on has not been judged by anybody.
fn past(said: &BTreeMap<StageId, Said>, deal: &Deal) -> Option<Past> {
    let mut outcome = None;
    let mut was_offered = false;
    for entry in deal.history() {
        let rejected = matches!(entry.remark, Some(Remark::Rejected { .. }));
        let good = match said.get(&entry.stage).copied() {
            Some(Said::Won) => return Some(Past { deal: deal.id, good: true, decided: entry.at }),
            _ if rejected => Some(false),
            Some(Said::Lost) => Some(false),
            // Only what went through the hand-off was accepted by somebody.
            Some(Said::Accepted) => was_offered.then_some(true),
            Some(Said::Waiting) => {
                was_offered = true;
                outcome = None;
                continue;
            }
            None => continue,
        };
        if outcome.is_none_or(|(before, _)| Some(before) != good) {
            outcome = good.map(|good| (good, entry.at));
        }
    }
    outcome.map(|(good, decided)| Past { deal: deal.id, good, decided })
}
