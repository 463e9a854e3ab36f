//! Which leads are to be offered to sales.

use super::points::{Score, Scorer};
use crate::{
    board,
    clock::Timestamp,
    deal::{Deal, Given, Place, Remark, StageEntry},
    handoff,
    ids::{DealId, MemberId, StageId},
    moves::{Drop, drop_deal},
    operation::{Body, DealAction},
    rank::Rank,
    stage::{Section, Stage, StageRole},
    workspace::Workspace,
};

/// Decides which leads are offered by their score.
///
/// A lead is offered when it stands in a marketing stage and its score reaches
/// the threshold. After sales has rejected it, or somebody took it back, it is
/// offered again only with a higher score than before: the same lead does not
/// come back because nothing happened. What the rules themselves took back is no
/// such thing: it is offered again once they let it, so that undoing a change of
/// the rules undoes what it did.
pub struct Offers<'a> {
    workspace: &'a Workspace,
    scorer: Scorer<'a>,
    threshold: i32,
    stage: StageId,
}

impl<'a> Offers<'a> {
    /// `None` where leads are offered by hand only, or there is no stage for it.
    pub fn new(workspace: &'a Workspace, now: Timestamp) -> Option<Self> {
        let threshold = workspace.own()?.offer_from?;
        Self::by(workspace, Scorer::new(workspace, now), threshold)
    }

    /// By other rules or another threshold, to see what they would do.
    pub fn by(workspace: &'a Workspace, scorer: Scorer<'a>, threshold: i32) -> Option<Self> {
        let stage = workspace.stage_with(StageRole::Offered)?.id;
        Some(Self { workspace, scorer, threshold, stage })
    }

    /// The score with which a lead is due; `None` when it is not.
    pub fn due(&self, deal: &Deal) -> Option<Score> {
        let waits = self.workspace.stages.get(&deal.place.stage).is_some_and(waits_in);
        if !waits {
            return None;
        }
        let score = self.scorer.score(deal);
        let is_due = score.total >= self.threshold && self.hurdle(deal).is_none_or(|before| score.total > before);
        is_due.then_some(score)
    }

    /// Whether a lead that the rules have offered would be offered no more. What a
    /// person offered stays, however few its points: they had their reasons.
    pub fn undue(&self, deal: &Deal) -> bool {
        let by_rules = || last_offer(deal).is_some_and(|entry| entry.by == MemberId::default());
        deal.place.stage == self.stage && by_rules() && self.scorer.score(deal).total < self.threshold
    }

    /// The change that takes a lead back to where marketing last had it: nothing
    /// is noted, for sales has not answered. Its author is nobody, by which it is
    /// told from what a person takes back.
    pub fn withdraw(&self, deal: &Deal, now: Timestamp) -> Vec<Body> {
        let back = handoff::marketing_stage_before(self.workspace, deal);
        let drop = back.map(|stage| Drop { stage, after: None, loss: None });
        // Where there is no such stage it stays offered.
        drop.and_then(|drop| drop_deal(self.workspace, deal.id, drop, now).ok()).unwrap_or_default()
    }

    /// The score that a lead has to exceed before it is offered again.
    fn hurdle(&self, deal: &Deal) -> Option<i32> {
        let entries: Vec<&StageEntry> = deal.history().collect();
        let hurdles = entries.iter().enumerate().filter_map(|(at, entry)| match &entry.remark {
            Some(Remark::Offered(given)) => {
                let taken_back = entries.get(at + 1).is_some_and(|next| self.is_withdrawal(next));
                (!taken_back).then(|| sum(given))
            }
            Some(Remark::Rejected { score, .. }) => Some(*score),
            // Who was offered by hand and taken back is offered by hand again.
            None => (entry.stage == self.stage).then_some(i32::MAX),
        });
        hurdles.max()
    }

    /// Whether an entry after an offer is the rules' own taking back: nobody made
    /// it, and sales has answered nothing.
    fn is_withdrawal(&self, entry: &StageEntry) -> bool {
        let stage = self.workspace.stages.get(&entry.stage);
        entry.by == MemberId::default() && entry.remark.is_none() && stage.is_some_and(waits_in)
    }

    /// The change that offers a lead.
    pub fn offer(&self, deal: DealId, score: &Score, now: Timestamp) -> Body {
        let column = board::column(self.workspace, self.stage);
        let rank = Rank::between(None, column.first().map(|deal| &deal.place.rank));
        DealAction::Move {
            id: deal,
            to: Place { stage: self.stage, rank, loss: None },
            entered: Some(now),
            retract: None,
            remark: Some(Remark::Offered(given(score))),
        }
        .into()
    }
}

/// What is noted with an offer: who gave how many points.
pub fn given(score: &Score) -> Vec<Given> {
    let counts = score.points.iter().filter(|point| point.now != 0);
    counts.map(|point| Given { rule: point.rule, points: point.now }).collect()
}

/// Where leads stand that may be offered.
fn waits_in(stage: &Stage) -> bool {
    stage.section == Section::Marketing && stage.role == StageRole::Open
}

/// The sum of points.
pub fn sum(given: &[Given]) -> i32 {
    given.iter().fold(0, |sum, given| sum.saturating_add(given.points))
}

/// Its last offer.
fn last_offer(deal: &Deal) -> Option<&StageEntry> {
    deal.history().rev().find(|entry| matches!(entry.remark, Some(Remark::Offered(_))))
}
