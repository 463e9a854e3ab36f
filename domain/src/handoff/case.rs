//! Every offer of a lead, and how it was answered.

use crate::{
    clock::Timestamp,
    deal::{Deal, Given, Remark, StageEntry, Unfit},
    ids::{DealId, MemberId, StageId},
    stage::{Section, StageRole},
    workspace::Workspace,
};
use std::collections::BTreeMap;

/// How an offer was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Answer {
    /// Not yet.
    Waiting,
    /// Sales took it: it entered a stage of sales, or a later one.
    Accepted,
    /// Sales did not want it.
    Rejected(Unfit),
    /// The lead was lost before sales had accepted it.
    Left,
    /// It was taken back before sales had answered.
    Withdrawn,
}

/// One offer of one lead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// The lead.
    pub deal: DealId,
    /// When it was offered; `None` is unknown.
    pub offered: Option<Timestamp>,
    /// Who offered it.
    pub by: MemberId,
    /// The rules that offered it; empty when somebody did by hand.
    pub given: Vec<Given>,
    /// How it was answered.
    pub answer: Answer,
    /// When.
    pub answered: Option<Timestamp>,
    /// Who answered.
    pub answered_by: Option<MemberId>,
    /// Whether it has been won since.
    pub won: bool,
}

/// What the stages of a workspace mean for the hand-off.
pub(super) struct Sides {
    of_stage: BTreeMap<StageId, Side>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Offered,
    Marketing,
    Sales,
    Won,
    Lost,
}

impl Sides {
    pub(super) fn of(workspace: &Workspace) -> Self {
        let side = |stage: &crate::stage::Stage| match (stage.role, stage.section) {
            (StageRole::Offered, _) => Side::Offered,
            (StageRole::Lost, _) => Side::Lost,
            (StageRole::Won, _) | (_, Section::Customer) => Side::Won,
            (_, Section::Sales) => Side::Sales,
            (_, Section::Marketing | Section::Reach) => Side::Marketing,
        };
        Self { of_stage: workspace.stages.values().map(|stage| (stage.id, side(stage))).collect() }
    }

    fn side(&self, entry: &StageEntry) -> Option<Side> {
        self.of_stage.get(&entry.stage).copied()
    }
}

/// All offers of all living deals, by deal and time. A deal that never stood
/// where leads are offered has none: it came to sales in another way.
pub fn cases(workspace: &Workspace) -> Vec<Case> {
    let sides = Sides::of(workspace);
    workspace.living_deals().flat_map(|deal| of_deal(&sides, deal)).collect()
}

/// The offers of one deal.
pub(super) fn cases_of(workspace: &Workspace, deal: &Deal) -> Vec<Case> {
    of_deal(&Sides::of(workspace), deal)
}

pub(super) fn of_deal(sides: &Sides, deal: &Deal) -> Vec<Case> {
    let entries: Vec<&StageEntry> = deal.history().collect();
    let won_from = entries.iter().rposition(|entry| sides.side(entry) == Some(Side::Won));
    // Two people offline may have offered the same lead: that is one offer.
    let stood = |at: usize| at > 0 && sides.side(entries[at - 1]) == Some(Side::Offered);
    let is_offer = |(at, entry): &(usize, &&StageEntry)| sides.side(entry) == Some(Side::Offered) && !stood(*at);
    let offers = entries.iter().enumerate().filter(is_offer);
    let case = |(at, entry): (usize, &&StageEntry)| {
        let given = match &entry.remark {
            Some(Remark::Offered(given)) => given.clone(),
            _ => Vec::new(),
        };
        let reply = entries[at + 1..].iter().find_map(|next| Some((*next, answer(sides, next)?)));
        Case {
            deal: deal.id,
            offered: entry.at,
            by: entry.by,
            given,
            answer: reply.map_or(Answer::Waiting, |(_, answer)| answer),
            answered: reply.and_then(|(entry, _)| entry.at),
            answered_by: reply.map(|(entry, _)| entry.by),
            won: won_from.is_some_and(|won| won > at),
        }
    };
    offers.map(case).collect()
}

/// What an entry after an offer says of it.
fn answer(sides: &Sides, entry: &StageEntry) -> Option<Answer> {
    if let Some(Remark::Rejected { reason, .. }) = entry.remark {
        return Some(Answer::Rejected(reason));
    }
    Some(match sides.side(entry)? {
        Side::Sales | Side::Won => Answer::Accepted,
        Side::Lost => Answer::Left,
        Side::Marketing => Answer::Withdrawn,
        Side::Offered => return None,
    })
}
