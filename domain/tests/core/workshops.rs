//! Ten people around one canvas: whatever order their changes arrive in, all of them
//! see the same, and nobody has more than three dots.

use crate::support::{ADMIN, Author, SELLER, at, cases, create, edit, id, studio};
use proptest::{collection::vec, prelude::*};
use smarketing_domain::{
    hypothesis::Status,
    ids::{HypothesisId, MemberId, StickerId, WorkshopId},
    member::{MemberChange, Role, Team},
    operation::{Action, Authority, Body, Operation, Refusal, admit, apply, check, invert},
    workshop::{
        DOTS, Phase, StickerChange, StickerKind, WorkshopChange,
        canvas::{Canvas, workshops},
        origin::{crossing, first_values},
    },
    workspace::Workspace,
};
use std::collections::BTreeMap;

const PEOPLE: u128 = 10;
/// Trends and barriers that lie there before anybody goes offline.
const SIDES: u128 = 6;

fn shop() -> WorkshopId {
    id(0)
}

fn note(sticker: u128, kind: StickerKind, text: &str) -> Body {
    let mut set =
        vec![StickerChange::Workshop(Some(shop())), StickerChange::Kind(kind), StickerChange::Text(text.into())];
    if kind == StickerKind::Idea {
        set.extend([StickerChange::On(Some(id(1))), StickerChange::Across(Some(id(2)))]);
    }
    create(id::<StickerId>(sticker), set)
}

fn dot(sticker: u128, on: u128) -> Body {
    let set = vec![
        StickerChange::Workshop(Some(shop())),
        StickerChange::Kind(StickerKind::Dot),
        StickerChange::On(Some(id(on))),
    ];
    create(id::<StickerId>(sticker), set)
}

fn gone(sticker: u128) -> Body {
    Action::<StickerId, StickerChange>::Delete { id: id(sticker) }.into()
}

fn phase(phase: Phase) -> Body {
    edit(shop(), vec![WorkshopChange::Phase(phase)])
}

/// The studio with ten members, and trends and barriers on the canvas (odd ids are trends).
fn table() -> Workspace {
    let (mut w, mut admin) = (studio(), Author::new(50, ADMIN));
    for n in 0..PEOPLE {
        let set = vec![MemberChange::Name(format!("M{n}")), MemberChange::Role(Role::Member)];
        admin.change(&mut w, at(1), create(id::<MemberId>(100 + n), set));
    }
    for n in 1..=SIDES {
        let kind = if n % 2 == 1 { StickerKind::Trend } else { StickerKind::Barrier };
        admin.change(&mut w, at(1), note(n, kind, &format!("Side {n}")));
    }
    w
}

/// What somebody does: who, what, on which note, and when by their clock.
type Deed = (u128, u8, u128, i8);

/// The operations of ten people who do not see each other's; what their own device does
/// not allow is not done.
fn operations(base: &Workspace, deeds: &[Deed]) -> Vec<Operation> {
    let mut desks = BTreeMap::new();
    let mut operations = Vec::new();
    for (n, (who, what, which, skew)) in (0..).zip(deeds) {
        let fresh = || (base.clone(), Author::new(200 + *who as u64, 100 + who), Vec::<u128>::new());
        let (w, author, own) = desks.entry(*who).or_insert_with(fresh);
        let sticker = 1_000 + n;
        let older = own.get(*which as usize % own.len().max(1)).copied();
        let body = match (what, older) {
            (0, _) => note(sticker, StickerKind::Trend, "Trend"),
            (1, _) => note(sticker, StickerKind::Barrier, "Barrier"),
            (2, _) => note(sticker, StickerKind::Idea, "Idea"),
            (3, Some(older)) => gone(older),
            (4, Some(older)) => edit(id::<StickerId>(older), vec![StickerChange::On(Some(id(1 + which % SIDES)))]),
            (5, _) => phase(Phase::ALL[*which as usize % 6]),
            _ => dot(sticker, 1 + which % SIDES),
        };
        let now = at(10 + n as i64 + i64::from(*skew));
        if check(w, Authority::Member(author.member), &body).is_err() {
            continue;
        }
        if matches!(&body, Body::Sticker(Action::Create { .. })) {
            own.push(sticker);
        }
        let operation = author.make(now, body);
        apply(w, &operation);
        operations.push(operation);
    }
    operations
}

fn applied<'a>(base: &Workspace, operations: impl IntoIterator<Item = &'a Operation>) -> Workspace {
    operations.into_iter().fold(base.clone(), |mut w, operation| {
        // The server accepts each of them: nothing that was done offline is lost.
        assert_eq!(admit(&w, Authority::Member(operation.author), operation), Ok(()), "{:?}", operation.body);
        apply(&mut w, operation);
        w
    })
}

/// The same operations in another order, those of one person one after the other.
fn mixed(operations: &[Operation], keys: &[u32]) -> Vec<Operation> {
    let mut queues: BTreeMap<MemberId, Vec<Operation>> = BTreeMap::new();
    for operation in operations {
        queues.entry(operation.author).or_default().insert(0, operation.clone());
    }
    let mut mixed = Vec::new();
    for key in keys.iter().cycle() {
        queues.retain(|_, queue| !queue.is_empty());
        let Some(author) = queues.keys().nth(*key as usize % queues.len().max(1)).copied() else { break };
        mixed.extend(queues.get_mut(&author).and_then(Vec::pop));
    }
    mixed
}

fn canvases(w: &Workspace) -> Vec<Canvas> {
    (0..PEOPLE).map(|n| Canvas::of(w, shop(), id(100 + n))).collect()
}

proptest! {
    #![proptest_config(cases(100))]

    #[test]
    fn ten_people_see_the_same_whatever_order_their_changes_arrive_in(
        deeds in vec((0..PEOPLE, 0..10_u8, 0..12_u128, any::<i8>()), 1..80),
        keys in vec(any::<u32>(), 40),
    ) {
        let base = table();
        let operations = operations(&base, &deeds);
        let one = applied(&base, &operations);
        let other = applied(&base, &mixed(&operations, &keys));
        prop_assert_eq!(canvases(&one), canvases(&other));
        prop_assert_eq!(one.validate(), Ok(()));
    }

    #[test]
    fn what_counts_are_at_most_three_living_dots_of_each_on_what_is_there(
        deeds in vec((0..PEOPLE, 0..10_u8, 0..12_u128, any::<i8>()), 1..80),
    ) {
        let base = table();
        let mut w = applied(&base, &operations(&base, &deeds));
        let alive = |id: &StickerId| w.stickers.get(id).filter(|s| s.meta.is_alive());
        let lies = |on: Option<StickerId>, ideas: bool| {
            on.as_ref().and_then(alive).is_some_and(|s| s.kind != StickerKind::Dot && (s.kind == StickerKind::Idea) == ideas)
        };
        let mut expected = [0, 0];
        for n in 0..PEOPLE {
            for (at, ideas) in [false, true].into_iter().enumerate() {
                let own = w.stickers.values().filter(|s| s.meta.is_alive() && s.kind == StickerKind::Dot);
                let own = own.filter(|s| s.meta.born.is_some_and(|b| b.by == id::<MemberId>(100 + n)));
                expected[at] += own.filter(|s| lies(s.on, ideas)).count().min(DOTS);
            }
        }
        let mut author = Author::new(60, ADMIN);
        author.change(&mut w, at(1_000), phase(Phase::Choose));
        let canvas = Canvas::of(&w, shop(), id(100));
        let sum = |ideas: bool| {
            canvas.notes().filter(|n| (n.kind == StickerKind::Idea) == ideas).filter_map(|n| n.dots).sum::<usize>()
        };
        prop_assert_eq!([sum(false), sum(true)], expected);
    }
}

/// A table at which everybody does what they are told.
struct Table {
    w: Workspace,
    authors: BTreeMap<u128, Author>,
    now: i64,
}

impl Table {
    fn new() -> Self {
        Self { w: table(), authors: BTreeMap::new(), now: 10 }
    }

    fn done(&mut self, who: u128, body: Body) -> Result<(), Refusal> {
        self.now += 1;
        check(&self.w, Authority::Member(id(who)), &body)?;
        let author = self.authors.entry(who).or_insert_with(|| Author::new(300 + who as u64, who));
        let operation = author.make(at(self.now), body);
        apply(&mut self.w, &operation);
        Ok(())
    }

    fn seen(&self, who: u128) -> Canvas {
        Canvas::of(&self.w, shop(), id(who))
    }
}

fn dots(canvas: &Canvas, sticker: u128) -> Option<usize> {
    canvas.note(id(sticker)).unwrap().dots
}

#[test]
fn dots_are_hidden_until_the_round_is_revealed_and_ones_own_are_seen() {
    let mut table = Table::new();
    table.done(100, phase(Phase::Vote)).unwrap();
    for (n, (who, on)) in (50..).zip([(100, 1), (100, 1), (101, 1), (101, 4)]) {
        table.done(who, dot(n, on)).unwrap();
    }
    let seen = table.seen(100);
    assert_eq!((dots(&seen, 1), dots(&seen, 4)), (None, None));
    assert_eq!(seen.note(id(1)).unwrap().own, [id(50), id(51)], "both of them");
    assert!(seen.note(id(4)).unwrap().own.is_empty());
    assert_eq!((seen.left, table.seen(101).left, table.seen(102).left), (1, 1, 3));
    let voters: Vec<_> = seen.voters.iter().map(|v| (v.member, v.left)).collect();
    assert_eq!(voters, [(id(ADMIN), 3), (id(100), 1), (id(101), 1)]);

    table.done(101, phase(Phase::Cross)).unwrap();
    let seen = table.seen(102);
    assert_eq!((dots(&seen, 1), dots(&seen, 4), dots(&seen, 3)), (Some(3), Some(1), Some(0)));
    let order: Vec<_> = seen.barriers.iter().map(|note| note.id).collect();
    assert_eq!(order, [id(4), id(2), id(6)], "by dots, then as they were written");
}

#[test]
fn a_fourth_dot_is_kept_and_counts_when_an_earlier_one_is_taken_back() {
    let mut table = Table::new();
    for (n, on) in (50..).zip([1, 1, 3, 5]) {
        table.done(100, dot(n, on)).unwrap();
    }
    table.done(100, phase(Phase::Cross)).unwrap();
    assert_eq!([1, 3, 5].map(|on| dots(&table.seen(100), on)), [Some(2), Some(1), Some(0)]);
    table.done(100, gone(50)).unwrap();
    assert_eq!([1, 3, 5].map(|on| dots(&table.seen(100), on)), [Some(1), Some(1), Some(1)]);
    // What lies on nothing any more is free again.
    table.done(ADMIN, gone(5)).unwrap();
    table.done(100, phase(Phase::Vote)).unwrap();
    assert_eq!(table.seen(100).left, 1);
}

#[test]
fn nobody_votes_in_anothers_name_and_managers_help_with_words_only() {
    let mut table = Table::new();
    table.done(100, note(40, StickerKind::Idea, "Call first")).unwrap();
    table.done(100, dot(50, 1)).unwrap();
    let renamed = || edit(id::<StickerId>(40), vec![StickerChange::Text("Call twice".into())]);
    assert_eq!(table.done(SELLER, renamed()), Err(Refusal::NotYours));
    assert_eq!(table.done(101, gone(40)), Err(Refusal::NotYours));
    table.done(ADMIN, renamed()).unwrap();
    let elsewhere = edit(id::<StickerId>(50), vec![StickerChange::On(Some(id(3)))]);
    assert_eq!(table.done(ADMIN, elsewhere.clone()), Err(Refusal::NotYours));
    assert_eq!(table.done(ADMIN, gone(50)), Err(Refusal::NotYours));
    table.done(100, elsewhere).unwrap();
    let votes = edit(id::<StickerId>(40), vec![StickerChange::Kind(StickerKind::Dot)]);
    assert_eq!(table.done(100, votes.clone()), Err(Refusal::OutOfRange), "words are no vote");
    assert_eq!(table.done(ADMIN, votes), Err(Refusal::OutOfRange));
    // Who made it decides, whatever the change says of itself.
    assert_eq!(table.w.stickers[&id(50)].meta.born.unwrap().by, id(100));
    let whole = Action::<WorkshopId, WorkshopChange>::Delete { id: shop() };
    assert_eq!(table.done(100, whole.clone().into()), Err(Refusal::NotYours));
    table.done(ADMIN, whole.into()).unwrap();
    assert!(workshops(&table.w).is_empty());
}

#[test]
fn an_idea_whose_trend_is_taken_away_stays_on_the_canvas() {
    let mut table = Table::new();
    table.done(100, note(40, StickerKind::Idea, "Call first")).unwrap();
    assert_eq!(table.seen(101).at(id(1), id(2)).count(), 1);
    table.done(ADMIN, gone(1)).unwrap();
    let seen = table.seen(101);
    assert_eq!((seen.ideas.len(), seen.adrift.len()), (0, 1));
    // Undone, it is at its crossing again.
    let mut author = Author::new(999, ADMIN);
    let operation = author.make(at(500), gone(1));
    assert!(invert(&table.w, &operation.body, operation.stamp).is_none(), "it is gone already");
    table.done(ADMIN, Action::<StickerId, StickerChange>::Restore { id: id(1) }.into()).unwrap();
    assert_eq!(table.seen(101).at(id(1), id(2)).count(), 1);
}

#[test]
fn a_chosen_idea_becomes_a_hypothesis_that_knows_its_crossing() {
    let mut table = Table::new();
    table.done(100, note(40, StickerKind::Idea, "Call first")).unwrap();
    let idea = table.w.stickers[&id(40)].clone();
    let set = first_values(&table.w, &idea, "seen".into(), ["as now", "the new way"], Team::Sales);
    table.done(101, create(id::<HypothesisId>(70), set)).unwrap();
    let hypothesis = &table.w.hypotheses[&id(70)];
    assert_eq!((hypothesis.title.as_str(), hypothesis.saw.as_str()), ("Call first", "seen"));
    assert_eq!((hypothesis.standing.status, hypothesis.arms.len()), (Status::Idea, 2));
    assert_eq!(table.w.validate(), Ok(()));
    let from = crossing(&table.w, hypothesis.origin.unwrap()).unwrap();
    assert_eq!((from.workshop, from.trend.as_str(), from.barrier.as_str()), (shop(), "Side 1", "Side 2"));
    assert_eq!(table.seen(102).note(id(40)).unwrap().hypothesis, Some(id(70)));
    assert_eq!(crossing(&table.w, id(1)), None, "a trend is no idea");
    // Its sticker may go: where it came from is still known.
    table.done(100, gone(40)).unwrap();
    assert_eq!(crossing(&table.w, id(40)).unwrap().idea, "Call first");
}

#[test]
fn phases_come_one_after_the_other_and_workshops_that_go_on_come_first() {
    let walked: Vec<_> = std::iter::successors(Some(Phase::Collect), |phase| phase.next()).collect();
    assert_eq!(walked, Phase::ALL);
    assert!(Phase::ALL.iter().all(|p| p.next().is_none_or(|next| next.previous() == Some(*p))));
    let mut table = Table::new();
    let started = |n: u128| create(id::<WorkshopId>(n), vec![WorkshopChange::Title(format!("W{n}"))]);
    for n in [1, 2] {
        table.done(100, started(n)).unwrap();
    }
    table.done(100, edit(id::<WorkshopId>(2), vec![WorkshopChange::Phase(Phase::Ended)])).unwrap();
    assert_eq!(workshops(&table.w), [id(1), id(0), id(2)]);
    let nothing = Canvas::of(&table.w, WorkshopId::default(), MemberId::default());
    assert_eq!(nothing, Canvas { left: DOTS, ..Canvas::default() });
}
