//! The board as a table: the same deals in the order of a column, and what they
//! come to.
//!
//! - Which deals: those that stand in the stages shown and that the filter lets
//!   through, exactly the cards of the board.
//! - The weighted sum is that of the board's feet: for each stage the sum of its
//!   values times its chance of winning, rounded, and these added up. A stage of
//!   the lost has no chance.
//! - Days in stage count from when the deal came to stand there; where nobody
//!   knows, there are none.
//! - The next step is the open task due first, undated ones last.

mod order;

pub use order::{Column, Order};

use crate::{
    alphabet,
    board::{Total, order as board_order},
    clock::Timestamp,
    deal::Deal,
    filter::Filter,
    ids::{DealId, MemberId, StageId},
    score::Scorer,
    sort,
    task::Task,
    workspace::Workspace,
};
use chrono::{Datelike, NaiveDate};
use std::{
    cmp::Ordering,
    collections::{BTreeMap, HashMap},
};

/// What deals come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// How many, and the sum of their values.
    pub total: Total,
    /// The sum weighted by the chances of their stages, in minor units.
    pub weighted_minor: i64,
}

impl Sums {
    /// The sums of some deals.
    pub fn of<'a>(workspace: &Workspace, deals: impl IntoIterator<Item = &'a Deal>) -> Self {
        let (mut total, mut stages) = (Total::default(), BTreeMap::<StageId, Total>::new());
        for deal in deals {
            total.add(deal);
            stages.entry(deal.place.stage).or_default().add(deal);
        }
        let weighted = stages.iter().filter_map(|(id, total)| Some(total.weighted_minor(workspace.stages.get(id)?)));
        Self { total, weighted_minor: weighted.fold(0, i64::saturating_add) }
    }
}

/// The deals of some stages that a filter lets through, in no particular order.
pub fn shown<'a>(workspace: &'a Workspace, stages: &[StageId], filter: &'a Filter) -> Vec<&'a Deal> {
    let passes = filter.compile(workspace);
    workspace.living_deals().filter(|deal| stages.contains(&deal.place.stage) && passes(deal)).collect()
}

/// Who buys: the company, or the first person where there is none.
pub fn customer<'a>(workspace: &'a Workspace, deal: &Deal) -> Option<&'a str> {
    let company = deal.company.and_then(|id| workspace.companies.get(&id)).map(|c| c.name.as_str());
    let people = || deal.contacts.iter().find_map(|id| workspace.contacts.get(id)).map(|c| c.name.as_str());
    company.filter(|name| !name.is_empty()).or_else(people)
}

/// The deals in order. What is unknown comes last either way; equals stand as
/// on the board.
pub fn arranged(workspace: &Workspace, deals: &[&Deal], order: Order, now: Timestamp) -> Vec<DealId> {
    let stages: HashMap<StageId, i64> = workspace.stages_in_order().iter().map(|stage| stage.id).zip(0..).collect();
    let place = |deal: &Deal| stages.get(&deal.place.stage).copied().unwrap_or(i64::MAX);
    let tie = |a: &Deal, b: &Deal| place(a).cmp(&place(b)).then_with(|| board_order(a, b));
    let name = |id: MemberId| workspace.members.get(&id).map(|member| member.name.as_str());
    let numbers = |number: &dyn Fn(&Deal) -> Option<i64>| by(deals, order, number, tie);
    match order.column {
        Column::Title => by(deals, order, |deal| alphabet::key(&deal.title), tie),
        Column::Customer => by(deals, order, |deal| alphabet::key(customer(workspace, deal)?), tie),
        Column::Owner => by(deals, order, |deal| alphabet::key(name(deal.owner?)?), tie),
        Column::Channel => by(deals, order, |deal| alphabet::key(&deal.channel), tie),
        Column::Stage => numbers(&|deal| Some(place(deal))),
        Column::Value => numbers(&|deal| deal.worth.once.map(|money| money.minor)),
        Column::Close => numbers(&|deal| deal.expected_close.map(number_of)),
        Column::Days => numbers(&|deal| deal.standing_since().map(|since| now.since(since))),
        Column::NextStep => {
            let steps = next_steps(workspace);
            // No particular day is after every day, but before having no step at all.
            numbers(&|deal| steps.get(&deal.id).map(|task| task.due.map_or(i64::MAX, number_of)))
        }
        Column::Score => {
            let scorer = Scorer::new(workspace, now);
            numbers(&|deal| Some(scorer.score(deal).total.into()))
        }
    }
}

/// Each deal's next step.
pub fn next_steps(workspace: &Workspace) -> HashMap<DealId, &Task> {
    let mut steps: HashMap<DealId, &Task> = HashMap::new();
    let urgency = |task: &Task| (task.due.is_none(), task.due, task.id);
    for task in workspace.open_tasks() {
        let Some(deal) = task.deal else { continue };
        let step = steps.entry(deal).or_insert(task);
        if urgency(task) < urgency(step) {
            *step = task;
        }
    }
    steps
}

fn number_of(day: NaiveDate) -> i64 {
    day.num_days_from_ce().into()
}

/// Sorts by keys that are computed once each.
fn by<K: Ord>(
    deals: &[&Deal],
    order: Order,
    key: impl Fn(&Deal) -> Option<K>,
    tie: impl Fn(&Deal, &Deal) -> Ordering,
) -> Vec<DealId> {
    let mut keyed: Vec<(Option<K>, &Deal)> = deals.iter().map(|deal| (key(deal), *deal)).collect();
    sort::sort_by(&mut keyed, |(a, deal_a), (b, deal_b)| {
        let by_key = match (a, b) {
            (Some(a), Some(b)) if order.is_falling => b.cmp(a),
            (Some(a), Some(b)) => a.cmp(b),
            (a, b) => a.is_none().cmp(&b.is_none()),
        };
        by_key.then_with(|| tie(deal_a, deal_b))
    });
    keyed.into_iter().map(|(_, deal)| deal.id).collect()
}

#[cfg(test)]
mod tests;
