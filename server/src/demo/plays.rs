//! What the team does since it adopted something: the demo's playbook. One of its
//! plays still brings what it promised; of the other the drift alarm tells.

use super::statements::Statement;
use smarketing_domain::{
    clock::Timestamp,
    hypothesis::play::{Play, Promised},
    ids::StageId,
    statistics::proportion::{Sample, wilson},
};

/// How sure the interval of a promise is, as the app writes it down.
const CONFIDENCE: f64 = 0.95;

/// What is done in a stage (by its place in the template) so that more come to
/// another one within so many days.
struct Told {
    title: &'static str,
    what: &'static str,
    stage: usize,
    goal: usize,
    days: u16,
}

const PLAYS: [Told; 2] = [
    Told {
        title: "Prices on the site",
        what: "Send the page with the price ranges along with the first answer",
        stage: 2,
        goal: 3,
        days: 30,
    },
    Told {
        title: "Reminder before the measurement",
        what: "Two days before: a message that says what to prepare, and asks who will be at home",
        stage: 5,
        goal: 6,
        days: 14,
    },
];

/// The play that an adopted statement became, with the promise of its second arm.
pub(super) fn of(statement: &Statement, stages: &[StageId], since: Timestamp) -> Option<Play> {
    let told = PLAYS.iter().find(|told| told.title == statement.title)?;
    let (_, exposed, converted) = statement.arms.get(1)?;
    let seen = Sample::new(*exposed, *converted).ok()?;
    let interval = wilson(seen, CONFIDENCE);
    let bp = |share: f64| (share * 10_000.0).round() as u16;
    let promised = Promised { rate_bp: bp(seen.rate()), low_bp: bp(interval.low), high_bp: bp(interval.high) };
    Some(Play {
        what: told.what.to_owned(),
        stage: *stages.get(told.stage)?,
        goal: *stages.get(told.goal)?,
        days: told.days,
        since,
        promised: Some(promised),
        retired: None,
    })
}

#[cfg(test)]
mod tests {
    use crate::demo::tests::{NOW, at, default_demo};
    use smarketing_domain::hypothesis::{
        drift::{State, drift},
        play::playbook,
    };

    #[test]
    fn one_play_keeps_its_promise_and_one_fades() {
        let (_, workspace) = default_demo();
        let states: Vec<State> =
            playbook(workspace).iter().map(|play| drift(workspace, *play, at(NOW)).state).collect();
        assert_eq!(states, [State::Fading, State::Holding]);
    }
}
