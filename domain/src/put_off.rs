//! “Not now”: what comes next for a deal waits until a later day.

use crate::{
    deal::Deal,
    ids::{DealId, MemberId, TaskId},
    operation::{Action, Body},
    sort,
    task::{Task, TaskChange},
    workspace::Workspace,
};
use chrono::{Days, Months, NaiveDate};
use std::collections::BTreeMap;

/// In a week, and in a month.
pub fn soon(today: NaiveDate) -> [NaiveDate; 2] {
    let week = today.checked_add_days(Days::new(7));
    let month = today.checked_add_months(Months::new(1));
    [week.unwrap_or(today), month.unwrap_or(today)]
}

/// The next step that is made for a deal that has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FollowUp<'a> {
    /// What is to be done.
    pub title: &'a str,
    /// Who does it where nobody looks after the deal.
    pub otherwise: Option<MemberId>,
}

/// The changes that let `deals` wait until `day`: the next step of each is due
/// then, and nothing else of it before. A deal without one gets a `follow_up`,
/// with an id from `new_id`. Empty where all of it is so already.
pub fn put_off(
    workspace: &Workspace,
    deals: &[DealId],
    day: NaiveDate,
    follow_up: FollowUp<'_>,
    mut new_id: impl FnMut() -> TaskId,
) -> Vec<Body> {
    // One look at the tasks, however many deals there are.
    let mut steps: BTreeMap<DealId, Vec<&Task>> = deals.iter().map(|deal| (*deal, Vec::new())).collect();
    for task in workspace.open_tasks() {
        if let Some(steps) = task.deal.and_then(|deal| steps.get_mut(&deal)) {
            steps.push(task);
        }
    }
    let mut changes = Vec::new();
    for deal in deals.iter().filter_map(|id| workspace.deal(*id)) {
        // Taken out: a deal that is named twice waits once.
        let Some(mut steps) = steps.remove(&deal.id) else { continue };
        sort::sort_by_key(&mut steps, |t| (t.due.is_none(), t.due, t.id));
        match steps.first() {
            None => changes.push(begin(deal, day, follow_up, new_id())),
            Some(first) => {
                let too_early = |t: &&&Task| t.id == first.id || t.due.is_some_and(|due| due < day);
                let late = steps.iter().filter(too_early).filter(|t| t.due != Some(day));
                changes.extend(late.map(|t| Action::Edit { id: t.id, set: vec![TaskChange::Due(Some(day))] }.into()));
            }
        }
    }
    changes
}

fn begin(deal: &Deal, day: NaiveDate, follow_up: FollowUp<'_>, id: TaskId) -> Body {
    let set = vec![
        TaskChange::Title(follow_up.title.to_owned()),
        TaskChange::Deal(Some(deal.id)),
        TaskChange::Due(Some(day)),
        TaskChange::Assignee(deal.owner.or(follow_up.otherwise)),
    ];
    Action::Create { id, set }.into()
}
