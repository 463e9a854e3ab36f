//! Where hypotheses stand, and what moving one means.

use smarketing_domain::{
    clock::Timestamp,
    hypothesis::{Choice, Decision, Hypothesis, HypothesisChange, Standing, Status},
    ids::{HypothesisId, MemberId},
    operation::{Action, Body, Refusal},
    rank::Rank,
    sort,
    workspace::Workspace,
};

/// A place on the board.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spot {
    /// The column.
    pub status: Status,
    /// The card that it comes after; `None` for the column's top.
    pub after: Option<HypothesisId>,
}

/// What somebody decided, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ruling {
    /// What.
    pub choice: Choice,
    /// Why.
    pub reason: String,
    /// Who.
    pub by: MemberId,
}

/// The hypothesis, if it is there and not deleted.
pub fn living(w: &Workspace, id: HypothesisId) -> Option<&Hypothesis> {
    w.hypotheses.get(&id).filter(|h| h.meta.is_alive())
}

/// A column's hypotheses in order: by key, then id (keys can collide when two
/// people were offline).
pub fn column(w: &Workspace, status: Status) -> Vec<HypothesisId> {
    let mut all: Vec<_> = w.hypotheses.values().filter(|h| h.meta.is_alive() && h.standing.status == status).collect();
    sort::sort_by_key(&mut all, |h| (&h.standing.rank, h.id));
    all.into_iter().map(|h| h.id).collect()
}

/// Whether going there asks for a decision first.
pub fn asks_for_ruling(w: &Workspace, id: HypothesisId, to: Status) -> bool {
    to == Status::Decided && living(w, id).is_some_and(|h| h.standing.status != Status::Decided)
}

/// Whether going there tries on what was decided, which asks for the reason.
pub fn asks_for_reason(w: &Workspace, id: HypothesisId, to: Status) -> bool {
    to == Status::Running && living(w, id).is_some_and(|h| h.standing.status == Status::Decided)
}

/// The order key at the top of a column, for what is new.
pub fn top(w: &Workspace, status: Status) -> Rank {
    let first = column(w, status).first().and_then(|id| living(w, *id)).map(|h| h.standing.rank.clone());
    Rank::between(None, first.as_ref())
}

/// The changes that put a hypothesis there at `now`; empty where it stood
/// there already. The first start is written down; what leaves Decided is no
/// longer decided.
///
/// # Errors
/// When it does not exist, or enters Decided without a ruling.
pub fn moved(
    w: &Workspace,
    id: HypothesisId,
    to: Spot,
    ruling: Option<Ruling>,
    now: Timestamp,
) -> Result<Vec<Body>, Refusal> {
    let present = living(w, id).ok_or(Refusal::UnknownRecord)?;
    let from = present.standing.status;
    let all = column(w, to.status);
    let stood = all.iter().position(|other| *other == id);
    let others: Vec<HypothesisId> = all.into_iter().filter(|other| *other != id).collect();
    let at = match to.after {
        None => 0,
        Some(after) => others.iter().position(|other| *other == after).map_or(others.len(), |i| i + 1),
    };
    if stood == Some(at) {
        return Ok(Vec::new());
    }
    let mut set = Vec::new();
    if to.status == Status::Running && present.started.is_none() {
        set.push(HypothesisChange::Started(Some(now)));
    }
    if from != Status::Decided && to.status == Status::Decided {
        let Ruling { choice, reason, by } = ruling.ok_or(Refusal::DecisionMissing)?;
        set.push(HypothesisChange::Decision(Some(Decision { choice, reason, by, at: now })));
    }
    if from == Status::Decided && to.status != Status::Decided {
        set.push(HypothesisChange::Decision(None));
    }
    Ok(ordered(w, &others, at)
        .into_iter()
        .map(|(place, rank)| {
            let standing = HypothesisChange::Standing(Standing { status: to.status, rank });
            match place {
                Some(other) => Action::Edit { id: other, set: vec![standing] }.into(),
                None => {
                    set.push(standing);
                    Action::Edit { id, set: std::mem::take(&mut set) }.into()
                }
            }
        })
        .collect())
}

/// The first start writes down what was planned, by whom; `None` where it was written, or
/// does not start.
pub fn registered(w: &Workspace, id: HypothesisId, to: Spot, by: MemberId, now: Timestamp) -> Option<Body> {
    let present = living(w, id).filter(|h| to.status == Status::Running && h.registered.is_empty())?;
    // What was started by an older version keeps its counts, and stays without.
    present.started.is_none().then_some(())?;
    let set = vec![HypothesisChange::Registered(vec![present.freeze(by, now)])];
    Some(Action::Edit { id, set }.into())
}

/// The key of a card that comes to place `at` among `others` (`None` is that
/// card), and new keys for all of them where there is no room between two.
fn ordered(w: &Workspace, others: &[HypothesisId], at: usize) -> Vec<(Option<HypothesisId>, Rank)> {
    let key = |i: usize| others.get(i).and_then(|id| living(w, *id)).map(|h| &h.standing.rank);
    let (before, behind) = (at.checked_sub(1).and_then(key), key(at));
    let rank = Rank::between(before, behind);
    let fits = before.is_none_or(|b| *b < rank) && behind.is_none_or(|b| rank < *b) && !rank.is_crowded();
    if fits {
        return vec![(None, rank)];
    }
    let mut cards: Vec<Option<HypothesisId>> = others.iter().copied().map(Some).collect();
    cards.insert(at, None);
    let ranks = Rank::spread_after(None, cards.len());
    cards.into_iter().zip(ranks).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use smarketing_domain::{
        clock::Stamp,
        ids::ClientId,
        member::{MemberChange, Role},
        operation::{Authority, Operation, apply, check, invert},
    };
    use uuid::Uuid;

    const NOW: Timestamp = Timestamp(1_800_000_000_000);

    /// A workspace of one member, written to as the app does.
    struct Lab {
        w: Workspace,
        number: u64,
    }

    impl Lab {
        fn new() -> Self {
            let mut lab = Self { w: Workspace::default(), number: 0 };
            let set = vec![MemberChange::Name("Olha".into()), MemberChange::Role(Role::Manager)];
            lab.write(Authority::Server, vec![Action::Create { id: me(), set }.into()]);
            lab
        }

        fn write(&mut self, authority: Authority, bodies: Vec<Body>) -> Vec<Body> {
            let mut back = Vec::new();
            for body in bodies {
                assert_eq!(check(&self.w, authority, &body), Ok(()), "{body:?}");
                self.number += 1;
                let stamp = Stamp { millis: self.number, counter: 0, client: ClientId(1) };
                back.extend(invert(&self.w, &body, stamp));
                apply(&mut self.w, &Operation { number: self.number, stamp, author: me(), body });
            }
            back.reverse();
            back
        }

        fn add(&mut self, n: u128, rank: Rank) {
            let standing = HypothesisChange::Standing(Standing { status: Status::Idea, rank });
            let set = vec![HypothesisChange::Title(format!("h{n}")), standing];
            self.write(Authority::Member(me()), vec![Action::Create { id: h(n), set }.into()]);
        }

        fn put(&mut self, n: u128, status: Status, after: Option<u128>) -> Vec<Body> {
            let ruling = asks_for_ruling(&self.w, h(n), status).then(ruling);
            let step = moved(&self.w, h(n), Spot { status, after: after.map(h) }, ruling, NOW).unwrap();
            self.write(Authority::Member(me()), step)
        }

        fn column(&self, status: Status) -> Vec<u128> {
            column(&self.w, status).into_iter().map(|id| id.0.as_u128()).collect()
        }
    }

    fn ruling() -> Ruling {
        Ruling { choice: Choice::Adopt, reason: "It works".into(), by: me() }
    }

    fn me() -> MemberId {
        Uuid::from_u128(1).into()
    }

    fn h(n: u128) -> HypothesisId {
        Uuid::from_u128(n).into()
    }

    fn three() -> Lab {
        let mut lab = Lab::new();
        for (n, rank) in (10..13).zip(Rank::spread_after(None, 3)) {
            lab.add(n, rank);
        }
        lab
    }

    #[test]
    fn a_card_comes_to_the_place_where_it_was_dropped() {
        let mut lab = three();
        lab.put(12, Status::Idea, None);
        assert_eq!(lab.column(Status::Idea), [12, 10, 11]);
        lab.put(12, Status::Idea, Some(10));
        assert_eq!(lab.column(Status::Idea), [10, 12, 11]);
        lab.put(10, Status::Ready, None);
        lab.put(11, Status::Ready, Some(10));
        assert_eq!((lab.column(Status::Idea), lab.column(Status::Ready)), (vec![12], vec![10, 11]));
    }

    #[test]
    fn a_card_dropped_where_it_stood_changes_nothing() {
        let lab = three();
        let same = |n: u128, after| moved(&lab.w, h(n), Spot { status: Status::Idea, after }, None, NOW).unwrap();
        assert!(same(10, None).is_empty() && same(11, Some(h(10))).is_empty() && same(12, Some(h(11))).is_empty());
    }

    #[test]
    fn the_first_start_is_written_down_and_stays() {
        let mut lab = three();
        lab.put(10, Status::Running, None);
        assert_eq!(lab.w.hypotheses[&h(10)].started, Some(NOW));
        lab.put(10, Status::Ready, None);
        let later =
            moved(&lab.w, h(10), Spot { status: Status::Running, after: None }, None, Timestamp(NOW.0 + 9)).unwrap();
        lab.write(Authority::Member(me()), later);
        assert_eq!(lab.w.hypotheses[&h(10)].started, Some(NOW));
    }

    #[test]
    fn the_first_start_freezes_what_was_planned_and_no_later_one_does() {
        let mut lab = three();
        let spot = Spot { status: Status::Running, after: None };
        let body = registered(&lab.w, h(10), spot, me(), NOW).unwrap();
        lab.write(Authority::Member(me()), vec![body]);
        lab.put(10, Status::Running, None);
        let lines = &lab.w.hypotheses[&h(10)].registered;
        assert!(lines.len() == 1 && lines[0].by == me() && lines[0].at == NOW);
        assert_eq!(registered(&lab.w, h(10), spot, me(), NOW), None);
        let ready = Spot { status: Status::Ready, after: None };
        assert_eq!(registered(&lab.w, h(11), ready, me(), NOW), None);
    }

    #[test]
    fn decided_needs_a_ruling_and_leaving_it_takes_the_decision_away() {
        let mut lab = three();
        let spot = Spot { status: Status::Decided, after: None };
        assert_eq!(moved(&lab.w, h(10), spot, None, NOW), Err(Refusal::DecisionMissing));
        assert!(!asks_for_reason(&lab.w, h(10), Status::Running), "a first start explains itself");
        lab.put(10, Status::Decided, None);
        assert!(asks_for_reason(&lab.w, h(10), Status::Running) && !asks_for_reason(&lab.w, h(10), Status::Idea));
        assert!(lab.w.hypotheses[&h(10)].decision.as_ref().is_some_and(|d| d.by == me() && d.at == NOW));
        let back = lab.put(10, Status::Running, None);
        assert_eq!(lab.w.hypotheses[&h(10)].decision, None);
        lab.write(Authority::Member(me()), back);
        assert!(lab.w.hypotheses[&h(10)].decision.is_some(), "undone as one step");
    }

    #[test]
    fn where_keys_collide_the_column_gets_new_ones() {
        let mut lab = Lab::new();
        let key = Rank::between(None, None);
        for n in 10..13 {
            lab.add(n, key.clone());
        }
        lab.put(12, Status::Idea, Some(10));
        assert_eq!(lab.column(Status::Idea), [10, 12, 11]);
        lab.put(11, Status::Idea, None);
        assert_eq!(lab.column(Status::Idea), [11, 10, 12]);
    }

    #[test]
    fn what_is_new_comes_to_the_top() {
        let mut lab = three();
        let rank = top(&lab.w, Status::Idea);
        lab.add(13, rank);
        assert_eq!(lab.column(Status::Idea), [13, 10, 11, 12]);
    }
}
