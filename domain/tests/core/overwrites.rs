//! Who is told that a colleague, who had not seen it, wrote over their change.

use smarketing_domain::{
    clock::{Stamp, Timestamp},
    deal::{DealChange, Place},
    history::{Deed, Logged, Replaced, again, replaced},
    ids::{ClientId, DealId, MemberId, StageId},
    operation::{Body, DealAction, Operation, apply},
    overwrite::{Overwritten, WRITTEN_OVER, notice, overwritten},
    rank::Rank,
    workspace::Workspace,
};
use uuid::Uuid;

const DEAL: DealId = DealId(Uuid::from_u128(1));
const FIRST: StageId = StageId(Uuid::from_u128(11));
const SECOND: StageId = StageId(Uuid::from_u128(12));
const ANN: MemberId = MemberId(Uuid::from_u128(21));
const BOB: MemberId = MemberId(Uuid::from_u128(22));

/// A workspace and its log, as the server has them.
struct Studio {
    workspace: Workspace,
    log: Vec<Logged>,
}

impl Studio {
    /// With one deal that Ann made.
    fn new() -> Self {
        let mut studio = Self { workspace: Workspace::default(), log: Vec::new() };
        let (place, set) = (place(FIRST, 1), vec![DealChange::Title("Chair".to_owned())]);
        studio.accept(ANN, 1, DealAction::Create { id: DEAL, place, past: Vec::new(), set }.into());
        studio
    }

    /// Accepts what a member made at `millis`, having seen the first `seen` lines of
    /// the log; answers who is told.
    fn make(&mut self, author: MemberId, millis: u64, seen: usize, body: impl Into<Body>) -> Vec<Overwritten> {
        let client = ClientId(author.0.as_u64_pair().1);
        let stamp = Stamp { millis, counter: 0, client };
        let operation = Operation { number: millis, stamp, author, body: body.into() };
        let replaced = replaced(&self.workspace, &operation);
        let line = Logged { seq: self.log.len() as u64 + 1, operation, replaced };
        let told = overwritten(&self.workspace, &line, &self.log[seen..]);
        apply(&mut self.workspace, &line.operation);
        self.log.push(line);
        told
    }

    /// Accepts what a member made who had seen everything.
    fn accept(&mut self, author: MemberId, millis: u64, body: Body) {
        assert!(self.make(author, millis, self.log.len(), body).is_empty());
    }

    fn title(&self) -> &str {
        &self.workspace.deal(DEAL).unwrap().title
    }
}

fn place(stage: StageId, nth: usize) -> Place {
    Place { stage, rank: Rank::spread_after(None, nth).remove(nth - 1), loss: None }
}

fn edit(set: Vec<DealChange>) -> Body {
    DealAction::Edit { id: DEAL, set }.into()
}

fn title(text: &str) -> Body {
    edit(vec![DealChange::Title(text.to_owned())])
}

fn channel(text: &str) -> DealChange {
    DealChange::Channel(text.to_owned())
}

fn to(stage: StageId, nth: usize, at: i64) -> Body {
    let entered = Some(Timestamp(at));
    DealAction::Move { id: DEAL, to: place(stage, nth), entered, retract: None, remark: None }.into()
}

fn told(member: MemberId, registers: &[&str]) -> Vec<Overwritten> {
    vec![Overwritten { member, registers: registers.iter().map(|name| (*name).to_owned()).collect() }]
}

#[test]
fn who_is_overwritten_by_somebody_who_had_not_seen_it_is_told() {
    let mut studio = Studio::new();
    studio.accept(ANN, 10, title("Table"));
    assert_eq!(studio.make(BOB, 20, 1, title("Lamp")), told(ANN, &["title"]));
}

#[test]
fn who_had_seen_it_meant_to_write_and_nobody_is_told() {
    let mut studio = Studio::new();
    studio.accept(ANN, 10, title("Table"));
    assert!(studio.make(BOB, 20, 2, title("Lamp")).is_empty());
}

#[test]
fn nothing_is_lost_where_both_wrote_the_same_or_different_registers() {
    let mut studio = Studio::new();
    studio.accept(ANN, 10, title("Table"));
    assert!(studio.make(BOB, 20, 1, title("Table")).is_empty());
    assert!(studio.make(BOB, 21, 1, edit(vec![channel("Fair")])).is_empty());
}

#[test]
fn nobody_is_told_of_their_own_and_not_when_the_earlier_change_stays() {
    let mut studio = Studio::new();
    studio.accept(ANN, 10, title("Table"));
    assert!(studio.make(ANN, 20, 1, title("Lamp")).is_empty(), "from another device of hers");
    assert!(studio.make(BOB, 15, 1, title("Shelf")).is_empty(), "it is Bob who came too late");
    assert_eq!(studio.title(), "Lamp");
}

#[test]
fn each_is_told_of_their_own_registers() {
    let mut studio = Studio::new();
    let eve = MemberId(Uuid::from_u128(23));
    studio.accept(ANN, 10, title("Table"));
    studio.accept(eve, 11, edit(vec![channel("Fair")]));
    let set = vec![DealChange::Title("Lamp".to_owned()), channel("Web")];
    let both = [told(ANN, &["title"]), told(eve, &["channel"])].concat();
    assert_eq!(studio.make(BOB, 20, 1, edit(set)), both);
}

#[test]
fn a_move_that_another_takes_elsewhere_is_told_and_a_new_order_is_not() {
    let mut studio = Studio::new();
    studio.accept(ANN, 10, to(SECOND, 1, 10));
    assert!(studio.make(BOB, 20, 1, to(SECOND, 2, 20)).is_empty(), "it is in that stage all the same");
    let mut studio = Studio::new();
    studio.accept(ANN, 10, to(SECOND, 1, 10));
    assert_eq!(studio.make(BOB, 20, 1, to(FIRST, 2, 20)), told(ANN, &["place"]));
    let mut studio = Studio::new();
    studio.accept(ANN, 10, to(FIRST, 2, 10));
    assert!(studio.make(BOB, 20, 1, to(SECOND, 1, 20)).is_empty(), "Ann only put it between others");
}

#[test]
fn to_delete_a_record_is_to_write_over_whoever_changed_it_last() {
    let mut studio = Studio::new();
    studio.accept(ANN, 10, title("Table"));
    assert_eq!(studio.make(BOB, 20, 1, DealAction::Delete { id: DEAL }), told(ANN, &["presence"]));
    let mut studio = Studio::new();
    studio.accept(ANN, 10, title("Table"));
    assert!(studio.make(BOB, 20, 2, DealAction::Delete { id: DEAL }).is_empty());
}

#[test]
fn what_is_told_says_what_was_lost_and_brings_it_back() {
    let mut studio = Studio::new();
    studio.accept(ANN, 10, title("Table"));
    let set = vec![DealChange::Title("Lamp".to_owned()), channel("Web")];
    let to_ann = studio.make(BOB, 20, 1, edit(set)).remove(0);
    let line = studio.log.last().unwrap().clone();
    let said = notice(&line, &to_ann).unwrap();
    assert_eq!((said.code.as_str(), said.operation.author), (WRITTEN_OVER, ANN));
    assert_eq!(said.operation.body, title("Table"));
    assert_ne!(said.operation.stamp.client, line.operation.stamp.client, "it has a place of its own");
    let theirs: Operation = serde_json::from_str(&said.message).unwrap();
    assert_eq!((theirs.author, &theirs.body), (BOB, &title("Lamp")), "only what was lost");
    let replaced = Replaced { undo: Some(said.operation.body.clone()), lost: Vec::new() };
    let deeds = Logged { seq: 0, operation: theirs, replaced }.deeds();
    assert_eq!(deeds, [Deed::Wrote { register: "title".to_owned(), from: Some("Table".into()), to: "Lamp".into() }]);
    studio.accept(ANN, 30, again(said.operation.body, Timestamp(30)));
    assert_eq!(studio.title(), "Table");
    assert_eq!(studio.workspace.deal(DEAL).unwrap().channel, "Web");
}

#[test]
fn a_move_is_restored_as_a_new_step_and_the_others_step_stays_in_the_history() {
    let mut studio = Studio::new();
    studio.accept(ANN, 10, to(SECOND, 1, 10));
    let to_ann = studio.make(BOB, 20, 1, to(FIRST, 2, 20)).remove(0);
    let said = notice(studio.log.last().unwrap(), &to_ann).unwrap();
    studio.accept(ANN, 30, again(said.operation.body, Timestamp(30)));
    let deal = studio.workspace.deal(DEAL).unwrap();
    assert_eq!(deal.place.stage, SECOND);
    let stages: Vec<StageId> = deal.history().map(|entry| entry.stage).collect();
    assert_eq!(stages, [SECOND, FIRST, SECOND]);
}
