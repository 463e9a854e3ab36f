//! How an operation changes a workspace. Total and silent: whether it was
//! allowed is asked before, by [`super::check`]. Any order of arrival gives the
//! same state, and applying twice is once.

use super::{Action, Body, DealAction, Operation};
use crate::{
    clock::Timestamp,
    deal::{Deal, StageEntry},
    entity::EntityKey,
    fault::{Fault, planted},
    record::{Birth, Presence, Record},
    table::Table,
    workspace::Workspace,
};

/// Applies `operation`; answers the record it touched.
pub fn apply(workspace: &mut Workspace, operation: &Operation) -> Option<EntityKey> {
    let w = workspace;
    match &operation.body {
        Body::Settings(a) => act(&mut w.settings, a, operation),
        Body::Stage(a) => act(&mut w.stages, a, operation),
        Body::Member(a) => act(&mut w.members, a, operation),
        Body::Company(a) => act(&mut w.companies, a, operation),
        Body::Contact(a) => act(&mut w.contacts, a, operation),
        Body::Deal(a) => act_on_deal(&mut w.deals, a, operation),
        Body::Task(a) => act(&mut w.tasks, a, operation),
        Body::Insight(a) => act(&mut w.insights, a, operation),
        Body::Rule(a) => act(&mut w.rules, a, operation),
        Body::Question(a) => act(&mut w.questions, a, operation),
        Body::Touchpoint(a) => act(&mut w.touchpoints, a, operation),
        Body::Hypothesis(a) => act(&mut w.hypotheses, a, operation),
        Body::Reach(a) => act(&mut w.reach, a, operation),
        Body::Import(a) => act(&mut w.imports, a, operation),
        Body::Workshop(a) => act(&mut w.workshops, a, operation),
        Body::Sticker(a) => act(&mut w.stickers, a, operation),
        Body::Meeting(a) => act(&mut w.meetings, a, operation),
        Body::Unknown(_) => {}
    }
    operation.body.key()
}

fn act<R: Record>(records: &mut Table<R>, action: &Action<R::Id, R::Change>, operation: &Operation)
where
    R::Id: Ord,
{
    let id = action.id();
    let record = records.or_blank(id);
    match action {
        Action::Create { set, .. } => {
            record.create(set, birth(operation));
        }
        Action::Edit { set, .. } => record.edit(set, operation.stamp),
        Action::Delete { .. } => record.meta_mut().set_presence(presence(operation, true)),
        Action::Restore { .. } => record.meta_mut().set_presence(presence(operation, false)),
    }
}

fn act_on_deal(deals: &mut Table<Deal>, action: &DealAction, operation: &Operation) {
    let id = action.id();
    let deal = deals.or_blank(id);
    match action {
        DealAction::Create { place, past, set, .. } => deal.birth(place, past, set, birth(operation)),
        DealAction::Move { to, entered, retract, remark, .. } => {
            deal.settle(to, operation.stamp);
            if let Some(at) = entered {
                // Nobody enters a stage after the moment they said so.
                let at = Timestamp(at.0.min(operation.stamp.at().0));
                let (by, stamp, remark) = (operation.author, operation.stamp, remark.clone());
                deal.enter(StageEntry { stage: to.stage, at: Some(at), by, stamp, remark });
            }
            if let Some(stamp) = retract {
                deal.retract(*stamp);
            }
        }
        DealAction::Edit { set, .. } => {
            deal.edit(set, operation.stamp);
            if planted(Fault::EditBeatsDelete) {
                deal.meta.presence = None;
            }
        }
        DealAction::Delete { .. } => deal.meta.set_presence(presence(operation, true)),
        DealAction::Restore { .. } => deal.meta.set_presence(presence(operation, false)),
    }
}

fn birth(operation: &Operation) -> Birth {
    Birth { stamp: operation.stamp, by: operation.author }
}

fn presence(operation: &Operation, gone: bool) -> Presence {
    Presence { gone, stamp: operation.stamp, by: operation.author }
}
