//! What the two teams believe and try, written down as it went: an idea, a
//! design, a start, counts, a decision.

use super::{
    calendar::{before, opening},
    log::Log,
    plays,
    random::Random,
    statements::{STATEMENTS, State, Statement},
    team::Team,
    workshops::BECAME,
};
use smarketing_domain::{
    clock::Timestamp,
    filter::Filter,
    hypothesis::{Arm, Choice, Decision, HypothesisChange, Plan, RunBy, Standing, Status},
    ids::{HypothesisId, StageId, StickerId},
    member::Team as Side,
    operation::Action,
    rank::Rank,
};

/// Writes them down, step by step: written, made ready, started, counted, decided.
/// `chosen` is the workshop's idea that one of them came from.
pub(super) fn write(seed: u64, log: &mut Log, team: &Team, stages: &[StageId], now: Timestamp, chosen: StickerId) {
    let mut random = Random::stream(seed, "hypotheses");
    let ranks = Rank::spread_after(None, STATEMENTS.len());
    for (statement, rank) in STATEMENTS.iter().zip(ranks) {
        let by = if statement.side == Side::Marketing { team.marketers[0] } else { team.sellers[1] };
        let stand = |status| HypothesisChange::Standing(Standing { status, rank: rank.clone() });
        let mut last = Timestamp::default();
        let mut moment = |random: &mut Random, days: f64| {
            let at = opening(random, before(now, days));
            last = Timestamp(at.0.max(last.0 + 1).min(now.0));
            last
        };

        let at = moment(&mut random, statement.written);
        let id: HypothesisId = random.id(at);
        let mut set = words(statement, stand(Status::Idea));
        set.extend((statement.title == BECAME).then_some(HypothesisChange::Origin(Some(chosen))));
        log.push(at, by, Action::Create { id, set });
        let mut edit = |at, by, set| log.push(at, by, Action::Edit { id, set });
        if matches!(statement.state, State::Idea) {
            continue;
        }
        edit(moment(&mut random, statement.written * 0.96), by, vec![stand(Status::Ready), arms(statement, false)]);
        let (started, counted, decision) = match statement.state {
            State::Running(started) => (started, 0.7, None),
            State::Decided(started, ended, choice, reason) => (started, ended + 1.0, Some((ended, choice, reason))),
            State::Idea | State::Ready => continue,
        };
        let at = moment(&mut random, started);
        edit(at, by, vec![stand(Status::Running), HypothesisChange::Started(Some(at))]);
        edit(moment(&mut random, counted), by, vec![arms(statement, true)]);
        if let Some((ended, choice, reason)) = decision {
            let at = moment(&mut random, ended);
            let decision = Decision { choice, reason: reason.to_owned(), by: team.manager, at };
            let mut set = vec![stand(Status::Decided), HypothesisChange::Decision(Some(decision))];
            let play = plays::of(statement, stages, at).filter(|_| choice == Choice::Adopt);
            set.extend(play.map(|play| HypothesisChange::Play(Some(play))));
            edit(at, team.manager, set);
        }
    }
}

/// The arms, as designed or as counted.
fn arms(statement: &Statement, counted: bool) -> HypothesisChange {
    let count = |n: u64| if counted { n } else { 0 };
    let arm = |&(name, exposed, converted): &(&str, u64, u64)| Arm {
        name: name.to_owned(),
        exposed: count(exposed),
        converted: count(converted),
    };
    HypothesisChange::Arms(statement.arms.iter().map(arm).collect())
}

fn words(statement: &Statement, standing: HypothesisChange) -> Vec<HypothesisChange> {
    vec![
        HypothesisChange::Title(statement.title.to_owned()),
        HypothesisChange::Saw(statement.saw.to_owned()),
        HypothesisChange::Believe(statement.believe.to_owned()),
        HypothesisChange::Metric(statement.metric.to_owned()),
        HypothesisChange::Segment(Filter { channel: statement.channel.map(str::to_owned), ..Filter::default() }),
        HypothesisChange::Plan(Plan { baseline_bp: statement.plan.0, effect_bp: statement.plan.1 }),
        HypothesisChange::Team(if statement.side == Side::Marketing { RunBy::Marketing } else { RunBy::Sales }),
        standing,
    ]
}
