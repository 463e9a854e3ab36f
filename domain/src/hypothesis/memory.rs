//! What is remembered: everything that came to a decision. What still runs has no result
//! that could be remembered, and is told apart.

use super::{Decision, Hypothesis, Status};
use crate::{sort, workspace::Workspace};
use std::cmp::Reverse;

/// All decided hypotheses with their decisions, the latest first.
pub fn remembered(w: &Workspace) -> Vec<(&Hypothesis, &Decision)> {
    let decided = living(w).filter(|h| h.standing.status == Status::Decided);
    let mut all: Vec<_> = decided.filter_map(|h| Some((h, h.decision.as_ref()?))).collect();
    sort::sort_by_key(&mut all, |(h, decision)| (Reverse(decision.at), h.id));
    all
}

/// How many are being tried, and will be remembered when they are decided.
pub fn under_way(w: &Workspace) -> usize {
    living(w).filter(|h| h.standing.status == Status::Running).count()
}

fn living(w: &Workspace) -> impl Iterator<Item = &Hypothesis> {
    w.hypotheses.values().filter(|h| h.meta.is_alive())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        clock::{Stamp, Timestamp},
        hypothesis::Choice,
        ids::{ClientId, HypothesisId, MemberId},
        record::{Birth, Presence, Record},
    };
    use uuid::Uuid;

    fn id(n: u128) -> HypothesisId {
        Uuid::from_u128(n).into()
    }

    fn stamp(millis: u64) -> Stamp {
        Stamp { millis, counter: 0, client: ClientId(1) }
    }

    fn add(w: &mut Workspace, n: u128, status: Status, decided: Option<i64>) {
        let by = MemberId::default();
        let mut h = Hypothesis::blank(id(n));
        h.meta.bear(Birth { stamp: stamp(1), by });
        h.standing.status = status;
        h.started = Some(Timestamp(1));
        h.decision = decided.map(|at| Decision { choice: Choice::Stop, reason: "So".into(), by, at: Timestamp(at) });
        w.hypotheses.insert(h.id, h);
    }

    #[test]
    fn only_what_is_decided_is_remembered_the_latest_first() {
        let mut w = Workspace::default();
        add(&mut w, 1, Status::Decided, Some(5));
        add(&mut w, 2, Status::Running, None);
        add(&mut w, 3, Status::Decided, Some(9));
        add(&mut w, 4, Status::Idea, None);
        // Taken up again, by somebody who had not seen the decision.
        add(&mut w, 5, Status::Ready, Some(7));
        add(&mut w, 6, Status::Decided, Some(8));
        let presence = Presence { gone: true, stamp: stamp(2), by: MemberId::default() };
        if let Some(h) = w.hypotheses.get_mut(&id(6)) {
            h.meta.set_presence(presence);
        }
        let ids: Vec<_> = remembered(&w).into_iter().map(|(h, _)| h.id).collect();
        assert_eq!((ids, under_way(&w)), (vec![id(3), id(1)], 1));
    }
}
