//! What takes a change back.

use super::{Action, Body, DealAction};
use crate::{clock::Stamp, record::Record, table::Table, workspace::Workspace};

/// The change that undoes `body`, asked **before** `body` is applied with
/// `stamp`. `None` where there is nothing to take back.
///
/// An undone move takes its stage entry back as well: a slip of the finger
/// never counts as a step of the customer.
pub fn invert(before: &Workspace, body: &Body, stamp: Stamp) -> Option<Body> {
    Some(match body {
        Body::Settings(a) => invert_action(&before.settings, a)?.into(),
        Body::Stage(a) => invert_action(&before.stages, a)?.into(),
        Body::Member(a) => invert_action(&before.members, a)?.into(),
        Body::Company(a) => invert_action(&before.companies, a)?.into(),
        Body::Contact(a) => invert_action(&before.contacts, a)?.into(),
        Body::Deal(a) => invert_deal(before, a, stamp)?.into(),
        Body::Task(a) => invert_action(&before.tasks, a)?.into(),
        Body::Insight(a) => invert_action(&before.insights, a)?.into(),
        Body::Rule(a) => invert_action(&before.rules, a)?.into(),
        Body::Question(a) => invert_action(&before.questions, a)?.into(),
        Body::Touchpoint(a) => invert_action(&before.touchpoints, a)?.into(),
        Body::Hypothesis(a) => invert_action(&before.hypotheses, a)?.into(),
        Body::Reach(a) => invert_action(&before.reach, a)?.into(),
        Body::Import(a) => invert_action(&before.imports, a)?.into(),
        Body::Workshop(a) => invert_action(&before.workshops, a)?.into(),
        Body::Sticker(a) => invert_action(&before.stickers, a)?.into(),
        Body::Meeting(a) => invert_action(&before.meetings, a)?.into(),
        Body::Unknown(_) => return None,
    })
}

fn invert_action<R: Record>(before: &Table<R>, action: &Action<R::Id, R::Change>) -> Option<Action<R::Id, R::Change>>
where
    R::Id: Ord,
{
    Some(match action {
        // A row of one day may be created again, over the one that is there.
        Action::Create { id, set } if before.get(id).is_some_and(|record| record.meta().is_alive()) => {
            let record = before.get(id)?;
            Action::Edit { id: *id, set: set.iter().map(|change| record.present(change)).collect() }
        }
        Action::Create { id, .. } => Action::Delete { id: *id },
        Action::Restore { id } => {
            before.get(id).filter(|r| r.meta().is_deleted()).map(|_| Action::Delete { id: *id })?
        }
        Action::Delete { id } => before.get(id).filter(|r| r.meta().is_alive()).map(|_| Action::Restore { id: *id })?,
        Action::Edit { id, set } => {
            let record = before.get(id)?;
            Action::Edit { id: *id, set: set.iter().map(|change| record.present(change)).collect() }
        }
    })
}

fn invert_deal(before: &Workspace, action: &DealAction, stamp: Stamp) -> Option<DealAction> {
    Some(match action {
        DealAction::Create { id, .. } => DealAction::Delete { id: *id },
        DealAction::Restore { id } => {
            before.deals.get(id).filter(|d| d.meta.is_deleted()).map(|_| DealAction::Delete { id: *id })?
        }
        DealAction::Delete { id } => before.deal(*id).map(|_| DealAction::Restore { id: *id })?,
        DealAction::Edit { id, set } => {
            let deal = before.deals.get(id)?;
            DealAction::Edit { id: *id, set: set.iter().map(|change| deal.present(change)).collect() }
        }
        DealAction::Move { id, entered, retract, .. } => {
            let deal = before.deals.get(id)?;
            // Undoing an undo writes the entry again, at its first time.
            let taken_back = retract.and_then(|stamp| deal.history().find(|e| e.stamp == stamp));
            DealAction::Move {
                id: *id,
                to: deal.place.clone(),
                entered: taken_back.and_then(|e| e.at),
                retract: entered.map(|_| stamp),
                remark: taken_back.and_then(|e| e.remark.clone()),
            }
        }
    })
}
