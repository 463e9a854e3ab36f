//! What the workspace begins with, and what people in it do.

use crate::dice::Dice;
use smarketing_domain::{
    clock::{Clock, Timestamp},
    deal::{DealChange, Loss, Past, Place},
    entity::EntityKey,
    hypothesis::{Choice, Decision, HypothesisChange, Standing, Status},
    ids::*,
    member::{MemberChange, Role, Team},
    operation::{Action, Body, DealAction, Operation, apply},
    rank::Rank,
    settings::SettingsChange,
    stage::{StageChange, StageRole},
    task::TaskChange,
    workshop::{Phase, StickerChange, StickerKind, WorkshopChange},
    workspace::Workspace,
};
use uuid::Uuid;

/// The `n`-th id of a kind.
pub fn id<I: From<Uuid>>(n: u128) -> I {
    Uuid::from_u128(n + 1).into()
}

/// Members of the workspace, with their roles.
pub const ROLES: [Role; 6] = [Role::Admin, Role::Manager, Role::Member, Role::Member, Role::Member, Role::Viewer];

const STAGES: [(StageRole, &str); 5] = [
    (StageRole::Open, "Left a request"),
    (StageRole::Offered, "Introduced"),
    (StageRole::Open, "Received the quote"),
    (StageRole::Won, "Bought"),
    (StageRole::Lost, "Left"),
];

/// A small workspace.
pub fn workspace(now: Timestamp) -> Workspace {
    let mut bodies: Vec<Body> =
        vec![Action::Create { id: id::<WorkspaceId>(0), set: vec![SettingsChange::Name("Studio".to_owned())] }.into()];
    for (n, role) in (0..).zip(ROLES) {
        let set = vec![MemberChange::Name(format!("M{n}")), MemberChange::Role(role), MemberChange::SignsIn(true)];
        bodies.push(Action::Create { id: id::<MemberId>(n), set }.into());
    }
    let ranks = Rank::spread_after(None, STAGES.len());
    for ((n, (role, name)), rank) in (0..).zip(STAGES).zip(ranks) {
        let set = vec![StageChange::Name(name.to_owned()), StageChange::Role(role), StageChange::Rank(rank)];
        bodies.push(Action::Create { id: id::<StageId>(n), set }.into());
    }
    for n in 0..3 {
        let place = Place { stage: id(n), rank: Rank::between(None, None), loss: None };
        let past = vec![Past::of(id(n), Some(now))];
        let set = vec![DealChange::Title(format!("Deal {n}"))];
        bodies.push(DealAction::Create { id: id(n), place, past, set }.into());
    }
    for n in 0..3 {
        bodies.push(Action::Create { id: id::<TaskId>(n), set: vec![TaskChange::Title(format!("Call {n}"))] }.into());
    }
    bodies
        .push(Action::Create { id: id::<WorkshopId>(0), set: vec![WorkshopChange::Title("Canvas".to_owned())] }.into());
    let mut clock = Clock::new(ClientId(1));
    let mut workspace = Workspace::default();
    for (number, body) in (1..).zip(bodies) {
        let operation = Operation { number, stamp: clock.tick(now), author: id(0), body };
        apply(&mut workspace, &operation);
    }
    workspace
}

/// The records of a workspace in an order that does not change.
pub fn keys(workspace: &Workspace) -> Vec<EntityKey> {
    workspace.entities().map(|entity| entity.key()).collect()
}

/// A change that somebody might make. `word` is new each time.
pub fn change(dice: &mut Dice, w: &Workspace, me: MemberId, now: Timestamp, word: &str) -> Vec<Body> {
    let deals: Vec<DealId> = w.deals.keys().collect();
    let tasks: Vec<TaskId> = w.tasks.keys().collect();
    let stages: Vec<StageId> = w.stages.keys().collect();
    let deal = dice.pick(&deals).unwrap_or_default();
    let task = dice.pick(&tasks).unwrap_or_default();
    let body: Body = match dice.below(27) {
        0..=2 => Action::Create {
            id: TaskId(Uuid::from_u128(u128::from(dice.bits()))),
            set: vec![TaskChange::Title(word.to_owned()), TaskChange::Deal(deals.first().map(|_| deal))],
        }
        .into(),
        3..=7 => Action::Edit { id: task, set: vec![TaskChange::Title(word.to_owned())] }.into(),
        8 => Action::Edit { id: task, set: vec![TaskChange::Assignee(Some(me)), TaskChange::Done(Some(now))] }.into(),
        9 => Action::<TaskId, TaskChange>::Delete { id: task }.into(),
        10 => Action::<TaskId, TaskChange>::Restore { id: task }.into(),
        11 => {
            let place = place(dice, w, &stages);
            let past = vec![Past::of(place.stage, Some(now))];
            let set = vec![DealChange::Title(word.to_owned())];
            DealAction::Create { id: DealId(Uuid::from_u128(u128::from(dice.bits()))), place, past, set }.into()
        }
        12..=15 => {
            let to = place(dice, w, &stages);
            DealAction::Move { id: deal, to, entered: Some(now), retract: None, remark: None }.into()
        }
        16 => DealAction::Edit { id: deal, set: vec![DealChange::Channel(word.to_owned())] }.into(),
        17 => DealAction::Delete { id: deal }.into(),
        18 => DealAction::Restore { id: deal }.into(),
        19 => {
            // Longer than a request may be.
            let long = if dice.percent(15) { 7_000 } else { 20 };
            let fields = [(word.to_owned(), "x".repeat(long))].into();
            DealAction::Edit { id: deal, set: vec![DealChange::Fields(fields)] }.into()
        }
        20 => {
            let stage = dice.pick(&stages).unwrap_or_default();
            Action::Edit { id: stage, set: vec![StageChange::Retired(dice.percent(50))] }.into()
        }
        21 => Action::Edit { id: me, set: vec![MemberChange::Name(word.to_owned()), MemberChange::Team(Team::Sales)] }
            .into(),
        22..=24 => return vec![around_canvas(dice, w, word)],
        _ => return hypothesis(dice, w, me, now, word),
    };
    // A step may be several changes.
    if dice.percent(15) {
        let further = Action::Edit { id: task, set: vec![TaskChange::Title(format!("{word}+"))] };
        return vec![body, further.into()];
    }
    vec![body]
}

/// Somebody writes on the canvas, votes, takes something away, or goes on.
fn around_canvas(dice: &mut Dice, w: &Workspace, word: &str) -> Body {
    let known: Vec<StickerId> = w.stickers.keys().collect();
    let fresh = StickerId(Uuid::from_u128(u128::from(dice.bits())));
    let workshop = StickerChange::Workshop(Some(id(0)));
    match (dice.below(8), dice.pick(&known)) {
        (0, _) => {
            let phase = dice.pick(&Phase::ALL).unwrap_or_default();
            Action::Edit { id: id::<WorkshopId>(0), set: vec![WorkshopChange::Phase(phase)] }.into()
        }
        (1..=3, Some(on)) => {
            let set = vec![workshop, StickerChange::Kind(StickerKind::Dot), StickerChange::On(Some(on))];
            Action::Create { id: fresh, set }.into()
        }
        (4, Some(one)) => Action::<StickerId, StickerChange>::Delete { id: one }.into(),
        (5, Some(one)) => Action::Edit { id: one, set: vec![StickerChange::Text(word.to_owned())] }.into(),
        _ => Action::Create { id: fresh, set: vec![workshop, StickerChange::Text(word.to_owned())] }.into(),
    }
}

fn hypothesis(dice: &mut Dice, w: &Workspace, me: MemberId, now: Timestamp, word: &str) -> Vec<Body> {
    let known: Vec<HypothesisId> = w.hypotheses.keys().collect();
    let Some(one) = dice.pick(&known).filter(|_| known.len() > 1) else {
        let id = HypothesisId(Uuid::from_u128(u128::from(dice.bits())));
        return vec![Action::Create { id, set: vec![HypothesisChange::Title(word.to_owned())] }.into()];
    };
    let status = dice.pick(&Status::ALL).unwrap_or_default();
    let decision = Decision { choice: Choice::Adopt, reason: word.to_owned(), by: me, at: now };
    let mut set = vec![HypothesisChange::Standing(Standing { status, rank: Rank::between(None, None) })];
    if status == Status::Decided || dice.percent(30) {
        set.push(HypothesisChange::Decision(dice.percent(80).then_some(decision)));
    }
    vec![Action::Edit { id: one, set }.into()]
}

fn place(dice: &mut Dice, w: &Workspace, stages: &[StageId]) -> Place {
    let stage = dice.pick(stages).unwrap_or_default();
    let lost = w.stages.get(&stage).is_some_and(|s| s.role == StageRole::Lost);
    let rank = Rank::spread_after(None, 1 + dice.below(4)).pop().unwrap_or_default();
    Place { stage, rank, loss: lost.then(|| Loss { reason: "price".to_owned(), note: String::new() }) }
}
