//! What holds in every workspace that was reached through
//! [`crate::operation::admit`], whatever order operations arrived in. Tests ask
//! it after every step; a server may ask it of a database that it opens.

use crate::{
    deal::{Deal, StageEntry},
    entity::EntityKey,
    hypothesis::{Evidence, Hypothesis, Status},
    meeting::Happened,
    rank::RANK_MAX,
    record::Record,
    stage::{Stage, StageRole},
    table::Table,
    workspace::Workspace,
};

/// A rule that does not hold, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{at}: {rule}")]
pub struct Invalid {
    /// The record.
    pub at: EntityKey,
    /// The rule that it breaks.
    pub rule: Rule,
}

/// What holds in every workspace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[allow(missing_docs)] // each variant says it in its sentence
pub enum Rule {
    #[error("a living deal stands in a stage that is in use")]
    StageInUse,
    #[error("deals stand only in stages that hold deals")]
    StageHoldsDeals,
    #[error("a deal has a loss reason exactly while it is lost")]
    LossWhereLost,
    #[error("a deal has an order key of bounded length")]
    Ranked,
    #[error("a deal has entered some stage")]
    HasHistory,
    #[error("the history is ordered by time, then stamp")]
    HistoryInOrder,
    #[error("nobody enters a stage after the moment they said so")]
    HistoryNotAhead,
    #[error("values are not negative")]
    WorthNotNegative,
    #[error("values are in the workspace's currency")]
    OneCurrency,
    #[error("what is referred to exists")]
    ReferencesExist,
    #[error("a record that was edited was made before")]
    Born,
    #[error("there is at most one stage for won and one for lost deals, and they stay in use")]
    OneNeck,
    #[error("chances are 0 to 100 percent")]
    Chance,
    #[error("no more convert than are in an arm")]
    ConvertedAmongExposed,
    #[error("what is decided has a decision")]
    Explained,
    #[error("votes are marks from 1 to 10")]
    VotesSound,
}

impl Workspace {
    /// Whether everything holds that always holds.
    ///
    /// # Errors
    /// The first rule that does not, and where.
    pub fn validate(&self) -> Result<(), Invalid> {
        for entity in self.entities() {
            expect(entity.meta().born.is_some(), entity.key(), Rule::Born)?;
        }
        self.stages.values().try_for_each(|stage| self.validate_stage(stage))?;
        self.deals.values().try_for_each(|deal| self.validate_deal(deal))?;
        self.hypotheses.values().try_for_each(|hypothesis| self.validate_hypothesis(hypothesis))?;
        self.validate_references()
    }

    fn validate_stage(&self, stage: &Stage) -> Result<(), Invalid> {
        let single = matches!(stage.role, StageRole::Won | StageRole::Lost);
        let alone = self.stages.values().filter(|s| s.role == stage.role).count() == 1;
        let in_use = stage.meta.is_alive() && !stage.retired;
        expect(!single || alone && in_use, stage.id, Rule::OneNeck)?;
        expect(stage.probability <= 100, stage.id, Rule::Chance)
    }

    fn validate_deal(&self, deal: &Deal) -> Result<(), Invalid> {
        let place = &deal.place;
        if deal.meta.is_alive() {
            let stage = self.stages.get(&place.stage).filter(|s| s.meta.is_alive() && !s.retired);
            expect(stage.is_some(), deal.id, Rule::StageInUse)?;
        }
        let role = self.stages.get(&place.stage).map_or(StageRole::Open, |s| s.role);
        expect(role.holds_deals(), deal.id, Rule::StageHoldsDeals)?;
        expect(place.loss.is_some() == (role == StageRole::Lost), deal.id, Rule::LossWhereLost)?;
        expect((1..=RANK_MAX).contains(&place.rank.as_str().len()), deal.id, Rule::Ranked)?;
        expect(deal.history().next().is_some(), deal.id, Rule::HasHistory)?;
        let key = |e: &StageEntry| (e.at, e.stamp);
        expect(deal.entries.is_sorted_by_key(key), deal.id, Rule::HistoryInOrder)?;
        let birth = deal.meta.born.map(|b| b.stamp);
        let moved = deal.entries.iter().filter(|e| Some(e.stamp) != birth);
        expect(moved.clone().all(|e| e.at <= Some(e.stamp.at())), deal.id, Rule::HistoryNotAhead)?;
        for money in [deal.worth.once, deal.worth.monthly].into_iter().flatten() {
            expect(money.minor >= 0, deal.id, Rule::WorthNotNegative)?;
            expect(money.currency == self.currency(), deal.id, Rule::OneCurrency)?;
        }
        Ok(())
    }

    fn validate_hypothesis(&self, hypothesis: &Hypothesis) -> Result<(), Invalid> {
        let sound = hypothesis.arms.iter().all(|arm| arm.converted <= arm.exposed);
        expect(sound, hypothesis.id, Rule::ConvertedAmongExposed)?;
        let votes = hypothesis.votes.iter().all(|(_, vote)| vote.is_sound());
        expect(votes, hypothesis.id, Rule::VotesSound)?;
        let decided = hypothesis.standing.status == Status::Decided;
        expect(!decided || hypothesis.decision.is_some(), hypothesis.id, Rule::Explained)
    }

    fn validate_references(&self) -> Result<(), Invalid> {
        let w = self;
        for deal in w.deals.values() {
            let mut holds = born(&w.companies, deal.company) && born(&w.members, deal.owner);
            holds &= born(&w.deals, deal.grew_from) && deal.grew_from != Some(deal.id) && born(&w.imports, deal.import);
            holds &= deal.contacts.iter().all(|id| born(&w.contacts, Some(*id)));
            holds &= deal.entries.iter().all(|entry| born(&w.stages, Some(entry.stage)));
            expect(holds, deal.id, Rule::ReferencesExist)?;
        }
        for contact in w.contacts.values() {
            expect(born(&w.companies, contact.company), contact.id, Rule::ReferencesExist)?;
        }
        for task in w.tasks.values() {
            expect(born(&w.deals, task.deal) && born(&w.members, task.assignee), task.id, Rule::ReferencesExist)?;
        }
        for insight in w.insights.values() {
            let mut holds = born(&w.deals, insight.deal) && born(&w.companies, insight.company);
            holds &= insight.votes.iter().all(|id| born(&w.members, Some(*id)));
            expect(holds, insight.id, Rule::ReferencesExist)?;
        }
        for hypothesis in w.hypotheses.values() {
            let by = hypothesis.decision.as_ref().map(|d| d.by);
            let mut holds = born(&w.members, by);
            holds &= born(&w.members, hypothesis.continued.as_ref().map(|continued| continued.by));
            holds &= hypothesis.play.iter().all(|p| born(&w.stages, Some(p.stage)) && born(&w.stages, Some(p.goal)));
            let frozen = || hypothesis.registered.iter().chain(hypothesis.amended.iter().map(|(_, line)| &line.to));
            holds &= frozen().all(|line| born(&w.members, Some(line.by)));
            let designs = frozen().map(|line| &line.design).chain([&hypothesis.design]);
            let mut measures = designs.flat_map(|design| design.guardrail.iter().chain([&design.measure]));
            holds &= measures.all(|m| born(&w.stages, m.from) && born(&w.stages, m.to));
            holds &= hypothesis.votes.keys().all(|id| born(&w.members, Some(id)));
            holds &= hypothesis.evidence.iter().all(|link| match link {
                Evidence::Insight(id) => born(&w.insights, Some(*id)),
                Evidence::Number(number) => born(&w.stages, Some(number.from)) && born(&w.stages, Some(number.to)),
            });
            holds &= born(&w.stickers, hypothesis.origin);
            expect(holds, hypothesis.id, Rule::ReferencesExist)?;
        }
        for sticker in w.stickers.values() {
            let mut holds = born(&w.workshops, sticker.workshop);
            holds &= born(&w.stickers, sticker.on) && born(&w.stickers, sticker.across);
            expect(holds, sticker.id, Rule::ReferencesExist)?;
        }
        for meeting in w.meetings.values() {
            let mut lines = meeting.ended.iter().flat_map(|end| end.lines.read());
            let holds = lines.all(|line| {
                let stages = match line.what {
                    Happened::Moved { from, to } => born(&w.stages, from) && born(&w.stages, Some(to)),
                    _ => true,
                };
                stages && w.has(line.record) && born(&w.members, line.by)
            });
            expect(holds, meeting.id, Rule::ReferencesExist)?;
        }
        Ok(())
    }
}

fn expect(holds: bool, at: impl Into<EntityKey>, rule: Rule) -> Result<(), Invalid> {
    if holds { Ok(()) } else { Err(Invalid { at: at.into(), rule }) }
}

fn born<R: Record>(records: &Table<R>, id: Option<R::Id>) -> bool {
    id.is_none_or(|id| records.get(&id).is_some_and(|r| r.meta().born.is_some()))
}
