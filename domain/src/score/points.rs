//! How many points a lead has, and which rule gave them.

use super::rule::{Condition, Rule};
use crate::{
    clock::{DAY, Timestamp},
    deal::Deal,
    ids::{ContactId, DealId, RuleId},
    touchpoint::Touchpoint,
    workspace::Workspace,
};
use std::collections::BTreeMap;

/// What one rule gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    /// The rule.
    pub rule: RuleId,
    /// What it gives when it is fresh.
    pub full: i32,
    /// What is left of it now, rounded; never of the other sign.
    pub now: i32,
    /// Since when it fades; `None` when it does not, or nobody knows.
    pub since: Option<Timestamp>,
}

/// A lead's score.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Score {
    /// The sum of what is left of the points.
    pub total: i32,
    /// The rules that hold, in the order of their ids.
    pub points: Vec<Point>,
}

/// Scores the deals of one workspace: it goes over rules and encounters once.
pub struct Scorer<'a> {
    rules: Vec<&'a Rule>,
    of_deal: BTreeMap<DealId, Vec<&'a Touchpoint>>,
    of_contact: BTreeMap<ContactId, Vec<&'a Touchpoint>>,
    now: Timestamp,
}

impl<'a> Scorer<'a> {
    /// By the workspace's own rules.
    pub fn new(workspace: &'a Workspace, now: Timestamp) -> Self {
        Self::by(workspace, workspace.rules.values().filter(|rule| rule.is_active()).collect(), now)
    }

    /// By other rules, to see what they would do.
    pub fn by(workspace: &'a Workspace, rules: Vec<&'a Rule>, now: Timestamp) -> Self {
        let mut scorer = Self { rules, of_deal: BTreeMap::new(), of_contact: BTreeMap::new(), now };
        // Where no rule asks for encounters, nobody has to go over them.
        if scorer.rules.iter().any(|rule| matches!(rule.when, Condition::Touched { .. })) {
            for touch in workspace.touchpoints.values().filter(|t| t.meta.is_alive()) {
                match (touch.deal, touch.contact) {
                    (Some(deal), _) => scorer.of_deal.entry(deal).or_default().push(touch),
                    (None, Some(contact)) => scorer.of_contact.entry(contact).or_default().push(touch),
                    (None, None) => {}
                }
            }
        }
        scorer
    }

    /// A deal's score.
    pub fn score(&self, deal: &Deal) -> Score {
        let points: Vec<Point> = self.rules.iter().filter_map(|rule| self.point(rule, deal)).collect();
        let total = points.iter().fold(0_i32, |sum, point| sum.saturating_add(point.now));
        Score { total, points }
    }

    fn point(&self, rule: &Rule, deal: &Deal) -> Option<Point> {
        let last_touch = match &rule.when {
            Condition::Touched { .. } => Some(self.touched(&rule.when, deal)?),
            condition => holds(condition, deal).then_some(None)?,
        };
        let since = rule.half_life_days.and_then(|_| last_touch.or_else(|| deal.began()));
        Some(Point { rule: rule.id, full: rule.points, now: self.left(rule, since), since })
    }

    /// What is left of a rule's points: `full × 2^(-days / half-life)`.
    fn left(&self, rule: &Rule, since: Option<Timestamp>) -> i32 {
        let (Some(half_life), Some(since)) = (rule.half_life_days.filter(|d| *d > 0), since) else {
            return rule.points;
        };
        let days = self.now.since(since).max(0) as f64 / DAY as f64;
        libm::round(f64::from(rule.points) * libm::exp2(-days / f64::from(half_life))) as i32
    }

    /// The last of the encounters asked for, when there were enough of them.
    fn touched(&self, condition: &Condition, deal: &Deal) -> Option<Timestamp> {
        let Condition::Touched { moment, channel, campaign, times, within_days } = condition else { return None };
        let own = self.of_deal.get(&deal.id).into_iter();
        let theirs = deal.contacts.iter().filter_map(|id| self.of_contact.get(id));
        let matching = own.chain(theirs).flatten().filter_map(|touch| {
            let fits = moment.is_none_or(|moment| touch.moment == moment)
                && (channel.is_empty() || same(&touch.channel, channel))
                && (campaign.is_empty() || same(&touch.campaign, campaign));
            let at = touch.at.filter(|at| *at <= self.now)?;
            let recent = within_days.is_none_or(|days| self.now.since(at) <= i64::from(days) * DAY);
            (fits && recent).then_some(at)
        });
        let (count, last) = matching.fold((0_usize, None), |(n, last), at| (n + 1, last.max(Some(at))));
        last.filter(|_| count >= usize::from((*times).max(1)))
    }
}

/// Whether a condition holds that needs no more than the deal.
fn holds(condition: &Condition, deal: &Deal) -> bool {
    match condition {
        Condition::Channel(channel) => !channel.trim().is_empty() && same(&deal.channel, channel),
        Condition::Answer { field, any_of } => deal.fields.get(field).is_some_and(|answer| {
            !answer.trim().is_empty() && (any_of.is_empty() || any_of.iter().any(|wanted| same(answer, wanted)))
        }),
        Condition::Number { field, from, below } => {
            let number = deal.fields.get(field).and_then(|text| number(text));
            number.is_some_and(|n| from.is_none_or(|from| n >= from) && below.is_none_or(|below| n < below))
        }
        Condition::People(least) => deal.contacts.len() >= usize::from(*least),
        Condition::Rating(least) => deal.rating.is_some_and(|stars| stars >= *least),
        Condition::Touched { .. } => false,
    }
}

/// A number as people write it, with a point or a comma.
pub(super) fn number(text: &str) -> Option<f64> {
    text.trim().replace(',', ".").parse().ok()
}

/// The same words, whatever the capitals and the blanks around.
fn same(one: &str, other: &str) -> bool {
    let (one, other) = (one.trim(), other.trim());
    one == other || one.to_lowercase() == other.to_lowercase()
}
