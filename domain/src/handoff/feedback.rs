//! What sales says of the leads it was offered, for marketing to read; and what
//! its own speed does, for sales to read.

use super::{
    behind::Part,
    case::{Answer, Case, cases},
    clock::{Level, working_ms},
};
use crate::{
    clock::Timestamp,
    deal::Unfit,
    hourglass::Period,
    ids::RuleId,
    statistics::proportion::{Interval, Sample, newcombe, wilson},
    workspace::Workspace,
    zone::Zone,
};
use std::collections::{BTreeMap, BTreeSet};

/// The confidence level of all intervals here.
pub const LEVEL: f64 = 0.95;
/// A rule is not judged before so many of its leads were answered.
pub const JUDGED_FROM: u64 = 20;
/// The field of a deal that holds its campaign, as the intake writes it.
pub const CAMPAIGN: &str = "campaign";

/// By what the offers are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Group {
    /// All together.
    All,
    /// The deal's channel; empty is unknown.
    Channel,
    /// The deal's campaign; empty is none.
    Campaign,
}

/// How a group of offers was answered.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Feedback {
    /// The group's name; empty: unknown, or all.
    pub name: String,
    /// Offers that were not taken back.
    pub offered: u64,
    /// Accepted by sales.
    pub accepted: u64,
    /// Rejected by sales.
    pub rejected: u64,
    /// Lost before sales had accepted them.
    pub left: u64,
    /// Won since.
    pub won: u64,
    /// Why they were rejected, and how often.
    pub reasons: BTreeMap<Unfit, u64>,
    /// Why they were lost, where they still are, and how often.
    pub losses: BTreeMap<String, u64>,
    /// Median of the working time to the first answer, in milliseconds;
    /// `None` when nothing was answered at a known time.
    pub median_ms: Option<i64>,
}

impl Feedback {
    /// Accepted among those that sales answered, with its Wilson interval; `None`
    /// before the first.
    pub fn acceptance(&self) -> Option<(f64, Interval)> {
        rate(self.answered(), self.accepted)
    }

    /// Accepted or rejected. What was lost before is no answer of sales.
    pub fn answered(&self) -> u64 {
        self.accepted + self.rejected
    }

    /// Offers that nobody has answered.
    pub fn waiting(&self) -> u64 {
        self.offered - self.decided()
    }

    /// Accepted, rejected or lost.
    pub fn decided(&self) -> u64 {
        self.accepted + self.rejected + self.left
    }
}

/// How one rule has done.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleRecord {
    /// The rule.
    pub rule: RuleId,
    /// Answered offers to which it gave points above zero.
    pub answered: u64,
    /// Of them accepted.
    pub accepted: u64,
    /// Of them won.
    pub won: u64,
    /// Its share of accepted less the share among the other offers that were
    /// made by score; `None` while one of the two has no answers.
    pub difference: Option<Interval>,
}

impl RuleRecord {
    /// Accepted among the answered.
    pub fn acceptance(&self) -> Option<(f64, Interval)> {
        rate(self.answered, self.accepted)
    }

    /// Won among the answered.
    pub fn winning(&self) -> Option<(f64, Interval)> {
        rate(self.answered, self.won)
    }

    /// Whether leads with it are accepted more seldom than those without it,
    /// by more than chance explains.
    pub fn misleads(&self) -> bool {
        self.answered >= JUDGED_FROM && self.difference.is_some_and(|d| d.high < 0.0)
    }
}

/// How many were won of those that were answered so fast.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Speed {
    /// Accepted leads that were answered in this share of the promised time.
    pub accepted: u64,
    /// Of them won.
    pub won: u64,
}

impl Speed {
    /// Won among the accepted.
    pub fn winning(&self) -> Option<(f64, Interval)> {
        rate(self.accepted, self.won)
    }
}

/// A share with its Wilson interval; `None` of nothing.
fn rate(of: u64, part: u64) -> Option<(f64, Interval)> {
    let sample = Sample::new(of, part).ok().filter(|_| of > 0)?;
    Some((sample.rate(), wilson(sample, LEVEL)))
}

/// The offers of a period: all, where there is none.
pub(super) fn offers(workspace: &Workspace, period: Option<Period>) -> Vec<Case> {
    let in_period = |case: &Case| period.is_none_or(|p| case.offered.is_some_and(|at| p.contains(at)));
    cases(workspace).into_iter().filter(|case| case.answer != Answer::Withdrawn && in_period(case)).collect()
}

/// The group that an offer belongs to.
pub(super) fn group_of(workspace: &Workspace, by: Group, case: &Case) -> String {
    workspace.deal(case.deal).map_or_else(String::new, |deal| match by {
        Group::All => String::new(),
        Group::Channel => deal.channel.trim().to_owned(),
        Group::Campaign => deal.fields.get(CAMPAIGN).map(|c| c.trim().to_owned()).unwrap_or_default(),
    })
}

/// What was answered to the offers of a period, most offers first.
pub fn feedback(workspace: &Workspace, zone: &dyn Zone, by: Group, period: Option<Period>) -> Vec<Feedback> {
    let mut groups: BTreeMap<String, Vec<Case>> = BTreeMap::new();
    for case in offers(workspace, period) {
        groups.entry(group_of(workspace, by, &case)).or_default().push(case);
    }
    let mut groups: Vec<_> = groups.into_iter().map(|(name, cases)| count(workspace, zone, name, &cases)).collect();
    groups.sort_by(|a, b| b.offered.cmp(&a.offered).then_with(|| a.name.cmp(&b.name)));
    groups
}

/// The figures of one group.
fn count(workspace: &Workspace, zone: &dyn Zone, name: String, cases: &[Case]) -> Feedback {
    let calendar = workspace.own().map(|own| own.calendar).unwrap_or_default();
    let many = |part: Part| cases.iter().filter(|case| part.holds(workspace, case)).count() as u64;
    let mut group = Feedback {
        name,
        offered: many(Part::Offered),
        accepted: many(Part::Accepted),
        rejected: many(Part::Rejected(None)),
        left: many(Part::Left(None)),
        won: many(Part::Won),
        ..Feedback::default()
    };
    for case in cases {
        match case.answer {
            Answer::Rejected(reason) => *group.reasons.entry(reason).or_default() += 1,
            Answer::Left => {
                if let Some(reason) = loss(workspace, case) {
                    *group.losses.entry(reason.to_owned()).or_default() += 1;
                }
            }
            Answer::Accepted | Answer::Waiting | Answer::Withdrawn => {}
        }
    }
    let answered = cases.iter().filter(|case| Part::Answered.holds(workspace, case)).filter_map(took);
    let mut times: Vec<i64> = answered.map(|(from, to)| working_ms(&calendar, zone, from, to)).collect();
    times.sort_unstable();
    group.median_ms = median(&times);
    group
}

/// Why the lead of an offer was lost, where it still is.
pub(super) fn loss<'a>(workspace: &'a Workspace, case: &Case) -> Option<&'a str> {
    workspace.deal(case.deal)?.place.loss.as_ref().map(|loss| loss.reason.as_str())
}

/// The answered offers that were made by score: those that rules are judged by.
pub(super) fn by_score(workspace: &Workspace, period: Option<Period>) -> Vec<Case> {
    let is_meant = |case: &Case| !case.given.is_empty() && Part::Answered.holds(workspace, case);
    offers(workspace, period).into_iter().filter(is_meant).collect()
}

/// Whether a rule helped to make an offer.
pub(super) fn helped(rule: RuleId, case: &Case) -> bool {
    case.given.iter().any(|g| g.rule == rule && g.points > 0)
}

/// How every rule that ever helped to offer a lead has done, in the period.
pub fn rule_records(workspace: &Workspace, period: Option<Period>) -> Vec<RuleRecord> {
    let cases = by_score(workspace, period);
    let rules: BTreeSet<RuleId> = cases.iter().flat_map(|case| case.given.iter().map(|g| g.rule)).collect();
    let record = |rule: RuleId| {
        let (with, without): (Vec<_>, Vec<_>) = cases.iter().partition(|case| helped(rule, case));
        let many = |cases: &[&Case], part: Part| cases.iter().filter(|case| part.holds(workspace, case)).count() as u64;
        let sample = |cases: &[&Case]| Sample::new(cases.len() as u64, many(cases, Part::Accepted)).ok();
        let both = sample(&with).zip(sample(&without)).filter(|_| !with.is_empty() && !without.is_empty());
        RuleRecord {
            rule,
            answered: with.len() as u64,
            accepted: many(&with, Part::Accepted),
            won: many(&with, Part::Won),
            difference: both.map(|(with, without)| newcombe(without, with, LEVEL)),
        }
    };
    rules.into_iter().map(record).collect()
}

/// How answering fast goes together with winning: accepted leads by the time
/// that sales took, up to half of what was promised, up to all of it, up to
/// twice as much, and longer. Together is not because: good leads may be
/// answered sooner.
pub fn by_speed(workspace: &Workspace, zone: &dyn Zone, period: Option<Period>) -> [Speed; 4] {
    let mut speeds = [Speed::default(); 4];
    for case in offers(workspace, period) {
        let Some(level) = speed(workspace, zone, &case) else { continue };
        let speed = &mut speeds[level as usize];
        speed.accepted += 1;
        speed.won += u64::from(case.won);
    }
    speeds
}

/// How fast an accepted offer was answered, by the promised time; `None` for
/// others, and while nothing is promised.
pub(super) fn speed(workspace: &Workspace, zone: &dyn Zone, case: &Case) -> Option<Level> {
    let own = workspace.own().filter(|own| own.response_hours > 0)?;
    let (from, to) = took(case).filter(|_| case.answer == Answer::Accepted)?;
    let promised = i64::from(own.response_hours) * 3_600_000;
    Some(Level::of(working_ms(&own.calendar, zone, from, to), promised))
}

fn took(case: &Case) -> Option<(Timestamp, Timestamp)> {
    case.offered.zip(case.answered)
}

/// The median of sorted values; of an even count the mean of the middle two.
pub(super) fn median(sorted: &[i64]) -> Option<i64> {
    let upper = *sorted.get(sorted.len() / 2)?;
    let lower = if sorted.len().is_multiple_of(2) { sorted[sorted.len() / 2 - 1] } else { upper };
    Some(lower + (upper - lower) / 2)
}
