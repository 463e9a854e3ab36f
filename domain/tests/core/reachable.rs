//! Every state that is reached by admitted operations is valid, however the
//! clients' clocks and views disagree.

use crate::support::{
    Author, Choice, Client, SELLER, Server, at, body, cases, choices, edit, id, stage, steps, studio, to,
};
use proptest::prelude::*;
use smarketing_domain::{
    hypothesis::{Choice as Decided, Decision, HypothesisChange as C, Standing, Status},
    ids::HypothesisId,
    operation::{Authority, Refusal, admit, apply, check},
};

proptest! {
    #![proptest_config(cases(200))]

    /// Nobody asked before sending, and stamps are out of order.
    #[test]
    fn whatever_is_sent_the_workspace_stays_valid(choices in choices(1..80)) {
        let mut w = studio();
        for (i, choice) in choices.into_iter().enumerate() {
            let Choice { skew, slip, .. } = choice;
            let now = at(i as i64 + i64::from(skew));
            let mut author = Author::new(100 + i as u64, u128::from(slip % 3));
            let operation = author.make(now, body(&w, choice, now));
            if admit(&w, Authority::Server, &operation).is_ok() {
                apply(&mut w, &operation);
                prop_assert_eq!(w.validate(), Ok(()), "{:?}", operation);
            }
        }
    }

    /// Clients check against what they see; the server checks again.
    #[test]
    fn what_clients_with_different_views_make_merges_into_a_valid_workspace(steps in steps(1..80)) {
        let mut server = Server::new();
        let mut clients: Vec<_> = (0..3).map(|n| Client::new(n, &server)).collect();
        for (now, step) in steps.into_iter().enumerate() {
            step.happen(now, &mut server, &mut clients);
            prop_assert_eq!(server.workspace.validate(), Ok(()), "{:?}", step);
        }
    }
}

#[test]
fn a_studio_begins_valid() {
    assert_eq!(studio().validate(), Ok(()));
}

#[test]
fn nobody_enters_a_stage_after_the_moment_they_said_so() {
    let (mut w, mut admin) = (studio(), Author::new(1, 0));
    admin.change(&mut w, at(5), to(id(0), stage(6), 9_999));
    let last = w.deals[&id(0)].history().next_back().unwrap();
    assert_eq!((last.stage, last.at), (stage(6), Some(at(5))));
}

/// A colleague re-orders the decided card while another re-opens it, earlier.
#[test]
fn a_late_reopening_does_not_leave_a_decision_without_words() {
    let (mut w, mut admin) = (studio(), Author::new(1, 0));
    let hypothesis = id::<HypothesisId>(0);
    let standing = |status| C::Standing(Standing { status, ..Standing::default() });
    let decision = Decision { choice: Decided::Stop, reason: "no effect".into(), by: id(0), at: at(3) };
    let decide = vec![standing(Status::Decided), C::Decision(Some(decision))];
    admin.change(&mut w, at(3), edit(hypothesis, decide));

    let reopening =
        Author::new(2, SELLER).make(at(8), edit(hypothesis, vec![standing(Status::Running), C::Decision(None)]));
    assert_eq!(admit(&w, Authority::Server, &reopening), Ok(()));
    admin.change(&mut w, at(9), edit(hypothesis, vec![standing(Status::Decided)]));
    assert_eq!(check(&w, Authority::Server, &reopening.body), Ok(()), "by itself it is sound");
    assert_eq!(admit(&w, Authority::Server, &reopening), Err(Refusal::DecisionMissing), "what would win is not");
}
