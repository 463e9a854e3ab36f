//! Which leads the assistant learns from.

use crate::support::{ADMIN, Author, at, create, deal_in, id, loss, stage_with, studio, to};
use smarketing_domain::{
    clock::Timestamp,
    deal::{Place, Remark, Unfit},
    ids::*,
    operation::DealAction,
    rank::Rank,
    score::{
        Condition,
        assistant::{Assistant, Past, pasts},
    },
    stage::{Section, StageRole},
    touchpoint::{Moment, TouchpointChange},
    workspace::Workspace,
};

/// A deal beyond those that the studio begins with.
const LEAD: u128 = 100;

struct Studio {
    w: Workspace,
    author: Author,
}

impl Studio {
    fn new() -> Self {
        Self { w: studio(), author: Author::new(9, ADMIN) }
    }

    fn section(&self, section: Section) -> StageId {
        let stages = self.w.stages_in_order();
        stages.iter().find(|s| s.section == section && s.role == StageRole::Open).expect("a stage").id
    }

    fn lead(&mut self, nth: u128) -> DealId {
        let deal = id(LEAD + nth);
        let marketing = self.section(Section::Marketing);
        self.author.change(&mut self.w, at(0), deal_in(deal, marketing, 0, "Lead"));
        deal
    }

    fn go(&mut self, deal: DealId, stage: StageId, seconds: i64) {
        self.author.change(&mut self.w, at(seconds), to(deal, stage, seconds));
    }

    fn lose(&mut self, deal: DealId, seconds: i64, reason: Option<Unfit>) {
        let (stage, loss) = match reason {
            Some(_) => (self.section(Section::Marketing), None),
            None => (stage_with(StageRole::Lost), Some(loss())),
        };
        let place = Place { stage, rank: Rank::between(None, None), loss };
        let remark = reason.map(|reason| Remark::Rejected { reason, score: 0 });
        let entered = Some(at(seconds));
        self.author.change(
            &mut self.w,
            at(seconds),
            DealAction::Move { id: deal, to: place, entered, retract: None, remark },
        );
    }

    fn past(&self, deal: DealId) -> Option<(bool, Option<Timestamp>)> {
        pasts(&self.w).into_iter().find(|past| past.deal == deal).map(|Past { good, decided, .. }| (good, decided))
    }
}

#[test]
fn accepted_is_good_until_it_is_lost_and_won_stays_good() {
    let mut studio = Studio::new();
    let lead = studio.lead(0);
    assert_eq!(studio.past(lead), None);
    studio.go(lead, stage_with(StageRole::Offered), 1);
    assert_eq!(studio.past(lead), None);
    let sales = studio.section(Section::Sales);
    studio.go(lead, sales, 2);
    assert_eq!(studio.past(lead), Some((true, Some(at(2)))));
    studio.lose(lead, 3, None);
    assert_eq!(studio.past(lead), Some((false, Some(at(3)))));
    studio.go(lead, stage_with(StageRole::Won), 4);
    studio.lose(lead, 5, None);
    assert_eq!(studio.past(lead), Some((true, Some(at(4)))));
}

#[test]
fn rejected_is_bad_until_it_is_offered_again() {
    let mut studio = Studio::new();
    let lead = studio.lead(0);
    studio.go(lead, stage_with(StageRole::Offered), 1);
    studio.lose(lead, 2, Some(Unfit::Budget));
    assert_eq!(studio.past(lead), Some((false, Some(at(2)))));
    studio.go(lead, stage_with(StageRole::Offered), 3);
    assert_eq!(studio.past(lead), None);
}

#[test]
fn encounters_count_only_before_the_outcome() {
    let mut studio = Studio::new();
    for nth in 0..200 {
        let lead = studio.lead(nth);
        // Every second is won; who is won met us before, and everybody does after.
        let won = nth % 2 == 0;
        let touches: &[i64] = if won { &[1, 2, 9] } else { &[8, 9, 10] };
        for (more, seconds) in touches.iter().enumerate() {
            let set = vec![
                TouchpointChange::At(Some(at(*seconds))),
                TouchpointChange::Deal(Some(lead)),
                TouchpointChange::Moment(Moment::Go),
            ];
            let touch: TouchpointId = id(10_000 + 10 * nth + more as u128);
            studio.author.change(&mut studio.w, at(11), create(touch, set));
        }
        // One in five is the other way round: nothing is that sure.
        if won == (nth % 5 != 0) {
            studio.go(lead, stage_with(StageRole::Won), 5);
        } else {
            studio.lose(lead, 5, None);
        }
    }
    let mut assistant = Assistant::new(&studio.w, Vec::new()).expect("enough outcomes");
    while !assistant.step(&studio.w) {}
    let proposal = assistant.finish().expect("a proposal");
    let asks = |rule: &smarketing_domain::score::assistant::Proposed| matches!(rule.when, Condition::Touched { .. });
    let rule = proposal.rules.iter().find(|rule| asks(rule)).expect("a rule of encounters");
    assert!(rule.points > 0 && rule.cases < 150, "{rule:?}");
}
