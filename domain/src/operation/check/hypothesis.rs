//! Hypotheses: their texts, plans, arms and counts, and that whoever decides says why.

use super::{
    Authority, LINE_MAX, Refusal, TEXT_MAX, allow, at_most,
    ideas::{check_amended, check_cost, check_evidence, check_votes},
    line, named, refers, set_of,
};
use crate::{
    filter::Filter,
    hypothesis::{
        Design, Frozen, Hypothesis, HypothesisChange, Status,
        play::{DAYS_MAX, Play},
        verdict::daily::DAY_UNITS_MAX,
    },
    ids::HypothesisId,
    operation::Action,
    rank::RANK_MAX,
    record::Record,
    workspace::Workspace,
};

pub(super) fn check_hypothesis(
    w: &Workspace,
    authority: Authority,
    action: &Action<HypothesisId, HypothesisChange>,
) -> Result<(), Refusal> {
    use HypothesisChange as C;
    named(action, |c| matches!(c, C::Title(_)))?;
    for change in set_of(action) {
        match change {
            C::Title(title) => line(title)?,
            C::Saw(text) | C::Believe(text) | C::Metric(text) => at_most(text, TEXT_MAX)?,
            C::Plan(plan) => {
                allow(plan.baseline_bp <= 10_000, Refusal::OutOfRange)?;
                allow((1..=10_000).contains(&plan.effect_bp), Refusal::OutOfRange)?;
            }
            C::Arms(arms) => {
                allow(arms.len() <= 4, Refusal::OutOfRange)?;
                for arm in arms {
                    line(&arm.name)?;
                    allow(arm.exposed <= 1_000_000_000, Refusal::OutOfRange)?;
                    allow(arm.converted <= arm.exposed, Refusal::ConvertedExceedsExposed)?;
                }
            }
            C::Decision(Some(decision)) => {
                line(&decision.reason)?;
                refers(&w.members, Some(&decision.by))?;
            }
            C::Continued(Some(continued)) => {
                line(&continued.reason)?;
                refers(&w.members, Some(&continued.by))?;
            }
            C::Play(Some(play)) => check_play(w, play)?,
            C::Origin(id) => refers(&w.stickers, id.as_ref())?,
            C::Standing(standing) => at_most(standing.rank.as_str(), RANK_MAX)?,
            C::Segment(segment) => check_segment(w, segment)?,
            C::Design(design) => check_design(w, design)?,
            C::Registered(lines) => {
                allow(lines.len() <= 500, Refusal::OutOfRange)?;
                lines.iter().try_for_each(|line| check_frozen(w, line))?;
            }
            C::Days(days) => {
                allow(days.len() <= 1_000, Refusal::OutOfRange)?;
                for [exposed, converted] in days.iter().flat_map(|day| &day.arms) {
                    allow(*exposed <= DAY_UNITS_MAX, Refusal::OutOfRange)?;
                    allow(converted <= exposed, Refusal::ConvertedExceedsExposed)?;
                }
            }
            C::Evidence(links) => check_evidence(w, w.hypotheses.get(&action.id()), links)?,
            C::Cost(cost) => check_cost(cost)?,
            C::Votes(votes) => check_votes(w, authority, votes)?,
            C::Amended(amended) => check_amended(w, authority, w.hypotheses.get(&action.id()), amended)?,
            C::Team(_) | C::Started(_) | C::Decision(None) | C::Continued(None) | C::Play(None) => {}
        }
    }
    // Look at the record as it would be afterwards; of two writes of one
    // register the first counts.
    let present = w.hypotheses.get(&action.id()).cloned();
    let mut after = present.unwrap_or_else(|| Hypothesis::blank(action.id()));
    set_of(action).iter().rev().for_each(|change| after.write(change.clone()));
    explained(&after)
}

pub(super) fn check_frozen(w: &Workspace, frozen: &Frozen) -> Result<(), Refusal> {
    refers(&w.members, Some(&frozen.by))?;
    check_design(w, &frozen.design)?;
    check_segment(w, &frozen.segment)
}

pub(super) fn check_segment(w: &Workspace, segment: &Filter) -> Result<(), Refusal> {
    refers(&w.members, segment.owner.as_ref())?;
    refers(&w.imports, segment.import.as_ref())?;
    at_most(segment.channel.as_deref().unwrap_or_default(), LINE_MAX)?;
    at_most(&segment.text, LINE_MAX)
}

fn check_design(w: &Workspace, design: &Design) -> Result<(), Refusal> {
    for measure in design.guardrail.iter().chain([&design.measure]) {
        refers(&w.stages, measure.from.as_ref())?;
        refers(&w.stages, measure.to.as_ref())?;
        allow((1..=3_650).contains(&measure.days), Refusal::OutOfRange)?;
    }
    allow(design.mean.is_none_or(|plan| plan.is_sound()), Refusal::OutOfRange)?;
    allow(design.briefs.len() <= 4, Refusal::OutOfRange)?;
    design.briefs.iter().try_for_each(|brief| at_most(brief, TEXT_MAX))?;
    let errors = (1..=5_000).contains(&design.error_bp) && (5_000..=9_999).contains(&design.power_bp);
    allow(errors, Refusal::OutOfRange)
}

fn check_play(w: &Workspace, play: &Play) -> Result<(), Refusal> {
    line(&play.what)?;
    [play.stage, play.goal].iter().try_for_each(|id| refers(&w.stages, Some(id)))?;
    allow((1..=DAYS_MAX).contains(&play.days), Refusal::OutOfRange)?;
    allow(play.promised.is_none_or(|promised| promised.is_sound()), Refusal::OutOfRange)?;
    play.retired.iter().try_for_each(|retired| line(&retired.reason))
}

/// Decided, and said what.
pub(super) fn explained(hypothesis: &Hypothesis) -> Result<(), Refusal> {
    let decided = hypothesis.standing.status == Status::Decided;
    allow(!decided || hypothesis.decision.is_some(), Refusal::DecisionMissing)
}
