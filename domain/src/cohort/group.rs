//! A cohort in parts: by channel, segment, owner, product, month and so on.

use super::Journey;
use crate::{
    deal::{Deal, DealKind},
    ids::MemberId,
    sort,
    workspace::Workspace,
    zone::{self, Zone},
};
use chrono::Datelike;
use std::collections::{BTreeMap, BTreeSet};

/// By what a cohort is divided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Dimension {
    /// What brought the deal.
    Channel,
    /// Who looks after it.
    Owner,
    /// How it came about.
    Kind,
    /// The month of the workspace's calendar in which it entered the cohort's first stage.
    Month,
    /// A further fact of the deal, by its whole name: segment, product, template.
    Field(String),
}

/// What the deals of a group have in common.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    /// A channel, or the text of a field. The word "unknown" is such a text.
    Text(String),
    /// An owner.
    Owner(MemberId),
    /// A kind.
    Kind(DealKind),
    /// A month.
    Month {
        /// Of the calendar.
        year: i32,
        /// 1 to 12.
        month: u32,
    },
    /// Nothing is noted.
    NotSet,
}

impl Dimension {
    /// What puts a deal into its group.
    fn mark<'d>(&self, zone: &dyn Zone, deal: &'d Deal, journey: &Journey) -> Mark<'d> {
        let text = |text: &'d str| if text.trim().is_empty() { Mark::NotSet } else { Mark::Text(text) };
        match self {
            Self::Channel => text(&deal.channel),
            Self::Owner => deal.owner.map_or(Mark::NotSet, Mark::Owner),
            Self::Kind => Mark::Kind(deal.kind),
            Self::Month => match journey.entered.and_then(|at| zone::day(zone, at)) {
                Some(day) => Mark::Month { year: day.year(), month: day.month() },
                None => Mark::NotSet,
            },
            Self::Field(name) => text(deal.fields.get(name).map_or("", String::as_str)),
        }
    }
}

/// A [`Key`] that borrows its text: one is made for each deal.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Mark<'d> {
    Text(&'d str),
    Owner(MemberId),
    Kind(DealKind),
    Month { year: i32, month: u32 },
    NotSet,
}

impl From<Mark<'_>> for Key {
    fn from(mark: Mark<'_>) -> Self {
        match mark {
            Mark::Text(text) => Self::Text(text.to_owned()),
            Mark::Owner(id) => Self::Owner(id),
            Mark::Kind(kind) => Self::Kind(kind),
            Mark::Month { year, month } => Self::Month { year, month },
            Mark::NotSet => Self::NotSet,
        }
    }
}

/// The groups of a cohort: every journey is in exactly one. Months in their
/// order; else the largest first; what is not set last.
pub fn groups(workspace: &Workspace, journeys: &[Journey], by: &Dimension) -> Vec<(Key, Vec<Journey>)> {
    let mut groups: BTreeMap<Mark<'_>, Vec<Journey>> = BTreeMap::new();
    for journey in journeys {
        let deal = workspace.deals.get(&journey.deal);
        groups.entry(deal.map_or(Mark::NotSet, |d| by.mark(workspace, d, journey))).or_default().push(*journey);
    }
    let mut groups: Vec<(Key, _)> = groups.into_iter().map(|(mark, all)| (mark.into(), all)).collect();
    if *by != Dimension::Month {
        sort::sort_by_key(&mut groups, |(key, all)| (*key == Key::NotSet, usize::MAX - all.len()));
    }
    groups
}

/// The names of further facts by which deals can be divided, those that most deals
/// have first, at most `most`: facts that differ between deals, and repeat.
pub fn dividing_facts(workspace: &Workspace, most: usize) -> Vec<String> {
    let mut found: BTreeMap<&str, (usize, BTreeSet<&str>)> = BTreeMap::new();
    for (name, value) in workspace.living_deals().flat_map(|deal| &deal.fields) {
        let (count, values) = found.entry(name).or_default();
        *count += 1;
        values.insert(value);
    }
    let divides = |count: usize, values: usize| values > 1 && values * 2 <= count;
    let mut facts: Vec<(usize, &str)> = Vec::new();
    facts.extend(found.iter().filter(|(_, (n, v))| divides(*n, v.len())).map(|(name, (n, _))| (*n, *name)));
    sort::sort_by(&mut facts, |a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    facts.into_iter().take(most).map(|(_, name)| name.to_owned()).collect()
}
