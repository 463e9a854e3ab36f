//! Which cohort an address asks for, and which of its deals: the page of
//! conversions and the list of deals speak of the same ones.
//!
//! `start` and `goal` are stages, `window` a length of time, `by` what divides
//! the cohort; `group` and `cohort` name the deals behind a number. Filter and
//! period stand beside them, as on every page.

use super::Scope;
use crate::route;
use chrono::NaiveDate;
use smarketing_domain::{
    clock::Timestamp,
    cohort::{
        Cohort, Journey, NoCohort, Window,
        conversion::{Look, Part, deals},
        group::{Dimension, Key, groups},
        journeys,
    },
    ids::{DealId, StageId},
    workspace::Workspace,
};

/// The window where an address names none, in days: a quarter, for the whole path
/// takes longer than a month.
const USUAL_DAYS: u16 = 90;

/// A cohort, how long its deals are given, and what divides it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CohortChoice {
    /// The stage that was entered; the first one if absent.
    pub start: Option<StageId>,
    /// The stage that counts as passing; the won deal if absent.
    pub goal: Option<StageId>,
    /// How long each deal is given.
    pub window: Window,
    /// What divides it.
    pub by: Option<Dimension>,
}

impl CohortChoice {
    /// What an address asks for; what cannot be read is left out.
    pub fn read(get: impl Fn(&str) -> Option<String>) -> Self {
        let stage = |name| get(name).and_then(|id| id.parse::<StageId>().ok());
        Self {
            start: stage("start"),
            goal: stage("goal"),
            window: get("window").and_then(|text| text.parse().ok()).unwrap_or(Window::days(USUAL_DAYS)),
            by: get("by").and_then(|name| dimension(&name)),
        }
    }

    /// As a query string.
    pub fn query(&self) -> String {
        let stage = |name: &str, id: Option<StageId>| id.map(|id| format!("{name}={id}"));
        let by = self.by.as_ref().map(|by| format!("by={}", route::encode(&dimension_name(by))));
        let parts = [stage("start", self.start), stage("goal", self.goal), Some(format!("window={}", self.window)), by];
        parts.into_iter().flatten().collect::<Vec<_>>().join("&")
    }

    /// The cohort meant. Stages that no deal passes on its way are replaced by
    /// the usual ones: the first, the won one, or the one that comes next.
    ///
    /// # Errors
    /// When the workspace has no stage before the won one.
    pub fn cohort(&self, workspace: &Workspace, scope: &Scope, today: NaiveDate) -> Result<Cohort, NoCohort> {
        let period = scope.period(today, workspace);
        let usual = Cohort::to_won(workspace, period)?;
        let path = stages(workspace);
        let start = self.start.filter(|id| path.split_last().is_some_and(|(_, others)| others.contains(id)));
        let start = start.unwrap_or(usual.from());
        let next = path.iter().copied().skip_while(|id| *id != start).nth(1);
        let goals = [self.goal, Some(usual.to()), next].into_iter().flatten();
        let mut cohorts = goals.map(|goal| Cohort::new(workspace, start, goal, period));
        cohorts.find(Result::is_ok).unwrap_or(Ok(usual))
    }

    /// When and how long it is looked at.
    pub fn look(&self, as_of: Timestamp) -> Look {
        Look { as_of, window: self.window }
    }
}

/// The stages that a cohort can begin or end with, in order.
pub fn stages(workspace: &Workspace) -> Vec<StageId> {
    let stages = workspace.stages_in_order().into_iter();
    stages.filter(|s| s.is_on_path() && s.role.holds_deals()).map(|s| s.id).collect()
}

/// The deals behind a number of a cohort.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CohortPart {
    /// The cohort.
    pub choice: CohortChoice,
    /// The group; all of them if absent.
    pub group: Option<Key>,
    /// Which of its deals.
    pub part: Part,
}

impl CohortPart {
    /// What an address asks for; `None` when it asks for no number of a cohort.
    pub fn read(get: impl Fn(&str) -> Option<String>) -> Option<Self> {
        let name = get("cohort")?;
        let (part, _) = PARTS.into_iter().find(|(_, n)| *n == name)?;
        let group = get("group").and_then(|code| key(&code));
        Some(Self { choice: CohortChoice::read(get), group, part })
    }

    /// The address of the list; `scope` is the filter and period of the page.
    pub fn href(&self, scope: &Scope) -> String {
        let part = PARTS.into_iter().find(|(part, _)| *part == self.part).map_or("", |(_, name)| name);
        let group = self.group.as_ref().map(|key| format!("group={}", route::encode(&key_code(key))));
        let parts = [Some(format!("cohort={part}")), Some(self.choice.query()), group, Some(scope.query())];
        let parts: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
        format!("{}?{}", route::DEALS, parts.join("&"))
    }

    /// The deals meant, as of a moment.
    pub fn ids(&self, workspace: &Workspace, scope: &Scope, today: NaiveDate, now: Timestamp) -> Vec<DealId> {
        let Ok(cohort) = self.choice.cohort(workspace, scope, today) else { return Vec::new() };
        let all = journeys(workspace, &scope.filter, &cohort, now);
        deals(&self.of_group(workspace, all), self.part, self.choice.look(now))
    }

    fn of_group(&self, workspace: &Workspace, all: Vec<Journey>) -> Vec<Journey> {
        let (Some(by), Some(key)) = (&self.choice.by, &self.group) else { return all };
        let mut groups = groups(workspace, &all, by).into_iter();
        groups.find(|(of, _)| of == key).map(|(_, journeys)| journeys).unwrap_or_default()
    }
}

/// The parts of a cohort by their names in an address.
const PARTS: [(Part, &str); 8] = [
    (Part::Entered, "entered"),
    (Part::Passed, "passed"),
    (Part::PassedWithin, "within"),
    (Part::Known, "known"),
    (Part::KnownPassed, "known_passed"),
    (Part::Open, "open"),
    (Part::AtRisk, "at_risk"),
    (Part::Undated, "undated"),
];

/// How a fact of deals begins in an address: its name may be that of anything.
const FACT: &str = "fact:";

/// A dimension's name in an address.
pub fn dimension_name(by: &Dimension) -> String {
    match by {
        Dimension::Channel => "channel".to_owned(),
        Dimension::Owner => "owner".to_owned(),
        Dimension::Kind => "kind".to_owned(),
        Dimension::Month => "month".to_owned(),
        Dimension::Field(name) => format!("{FACT}{name}"),
    }
}

fn dimension(name: &str) -> Option<Dimension> {
    Some(match name {
        "channel" => Dimension::Channel,
        "owner" => Dimension::Owner,
        "kind" => Dimension::Kind,
        "month" => Dimension::Month,
        name => Dimension::Field(name.strip_prefix(FACT)?.to_owned()),
    })
}

/// A group's name in an address.
pub fn key_code(key: &Key) -> String {
    match key {
        Key::Text(text) => format!("text:{text}"),
        Key::Owner(id) => format!("owner:{id}"),
        Key::Kind(kind) => format!("kind:{}", route::kind_name(*kind)),
        Key::Month { year, month } => format!("month:{year:04}-{month:02}"),
        Key::NotSet => "none".to_owned(),
    }
}

/// The group with this name.
pub fn key(code: &str) -> Option<Key> {
    let Some((sort, value)) = code.split_once(':') else { return (code == "none").then_some(Key::NotSet) };
    Some(match sort {
        "text" => Key::Text(value.to_owned()),
        "owner" => Key::Owner(value.parse().ok()?),
        "kind" => Key::Kind(route::kind(value)?),
        "month" => {
            let (year, month) = value.split_once('-')?;
            Key::Month { year: year.parse().ok()?, month: month.parse().ok()? }
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use smarketing_domain::{deal::DealKind, ids::MemberId};

    #[test]
    fn a_group_comes_back_from_its_name() {
        let owner = Key::Owner(MemberId(uuid::Uuid::from_u128(7)));
        let month = Key::Month { year: 2026, month: 9 };
        for group in [Key::Text("a:b, none".into()), owner, Key::Kind(DealKind::WinBack), month, Key::NotSet] {
            assert_eq!(key(&key_code(&group)), Some(group));
        }
        assert_eq!(key("what"), None);
    }

    #[test]
    fn a_number_of_a_cohort_comes_back_from_its_address() {
        let stage = |n| Some(StageId(uuid::Uuid::from_u128(n)));
        let by = Some(Dimension::Field("month".to_owned()));
        let choice = CohortChoice { start: stage(1), goal: stage(2), window: Window::days(14), by };
        for (part, _) in PARTS {
            let asked = CohortPart { choice: choice.clone(), group: Some(Key::NotSet), part };
            let href = asked.href(&Scope::default());
            let query = href.split_once('?').unwrap().1.replace("%3A", ":");
            let get = |name: &str| {
                let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
                pairs.find(|(n, _)| *n == name).map(|(_, value)| value.to_owned())
            };
            assert_eq!(CohortPart::read(get), Some(asked));
        }
    }

    #[test]
    fn an_address_that_names_no_part_asks_for_no_cohort() {
        assert_eq!(CohortPart::read(|name| (name == "start").then(|| "x".to_owned())), None);
    }
}
