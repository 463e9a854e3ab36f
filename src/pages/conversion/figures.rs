//! What the page shows, as plain values.

use super::geometry::{Picture, picture, top_of};
use crate::{
    components::{CohortChoice, PeriodChoice, Scope, beside::period_words, cohort_stages, group_name},
    words::Words,
};
use chrono::NaiveDate;
use smarketing_domain::{
    clock::Timestamp,
    cohort::{
        Journey, Window,
        compare::{overlap, periods},
        conversion::{Conversion, conversion, curve},
        group::{Key, groups},
        journeys,
    },
    ids::StageId,
    workspace::Workspace,
};

/// A stage by id and name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Its id.
    pub id: StageId,
    /// Its name.
    pub name: String,
}

/// A group, or all of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// What its deals have in common; `None` of all of them.
    pub key: Option<Key>,
    /// What people call it; empty of all of them.
    pub name: String,
    /// Its numbers.
    pub figures: Conversion,
    /// The period in which its deals entered, where it has one of its own.
    pub period: Option<PeriodChoice>,
}

/// How two periods lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beside {
    /// No day is in both.
    Apart,
    /// What both have in common cannot be compared.
    Overlapping,
}

/// Everything on the page.
#[derive(Clone, Debug, PartialEq)]
pub struct Figures {
    /// The stages that a cohort can begin with: all but the last of the path.
    pub starts: Vec<Named>,
    /// The stages behind the one it begins with.
    pub goals: Vec<Named>,
    /// The stage that was entered.
    pub start: Named,
    /// The stage that counts as passing.
    pub goal: Named,
    /// How long each deal is given.
    pub window: Window,
    /// The groups, or the two periods; none where nothing divides them.
    pub lines: Vec<Line>,
    /// All of them.
    pub total: Line,
    /// Where the scale of the lines' shares ends.
    pub top: f64,
    /// Two periods are held side by side.
    pub beside: Option<Beside>,
    /// The curve of the groups that are compared, else of all.
    pub picture: Picture,
}

impl Figures {
    /// The figures that an address asks for; `None` where there is no path.
    pub fn of(
        workspace: &Workspace,
        words: Words,
        choice: &CohortChoice,
        scope: &Scope,
        compared: &[Key],
        beside: Option<PeriodChoice>,
        (today, now): (NaiveDate, Timestamp),
    ) -> Option<Self> {
        let cohort = choice.cohort(workspace, scope, today).ok()?;
        let look = choice.look(now);
        let other = beside.map(|beside| beside.period(today, workspace));
        let (all, other) = match other {
            None => (journeys(workspace, &scope.filter, &cohort, now), Vec::new()),
            Some(other) => periods(workspace, &scope.filter, cohort, [cohort.period(), other], now).into(),
        };
        let by = choice.by.as_ref().filter(|_| beside.is_none());
        let parts = by.map_or_else(Vec::new, |by| groups(workspace, &all, by));
        let drawn: Vec<(String, &[Journey])> = {
            let pair = parts.iter().filter(|(key, _)| compared.contains(key));
            let pair: Vec<_> =
                pair.map(|(key, journeys)| (group_name(words, workspace, key), journeys.as_slice())).collect();
            match beside {
                Some(beside) => [(scope.choice, &all), (beside, &other)]
                    .map(|(choice, journeys)| (period_words(words, choice), journeys.as_slice()))
                    .into(),
                None if pair.len() == 2 => pair,
                None => vec![(String::new(), all.as_slice())],
            }
        };
        let curves = drawn.into_iter().map(|(name, journeys)| (name, curve(journeys, now)));
        let named =
            |id: StageId| Named { id, name: workspace.stages.get(&id).map(|s| s.name.clone()).unwrap_or_default() };
        let stages: Vec<Named> = cohort_stages(workspace).into_iter().map(named).collect();
        let at = stages.iter().position(|stage| stage.id == cohort.from())?;
        let line = |key: &Key, journeys: &[Journey]| Line {
            name: group_name(words, workspace, key),
            figures: conversion(journeys, look),
            key: Some(key.clone()),
            period: None,
        };
        let of_period = |choice: PeriodChoice, journeys: &[Journey]| Line {
            key: None,
            name: period_words(words, choice),
            figures: conversion(journeys, look),
            period: Some(choice),
        };
        let lines: Vec<Line> = match beside {
            Some(beside) => vec![of_period(scope.choice, &all), of_period(beside, &other)],
            None => parts.iter().map(|(key, journeys)| line(key, journeys)).collect(),
        };
        let total = Line { key: None, name: String::new(), figures: conversion(&all, look), period: None };
        let ends = lines.iter().chain([&total]).filter_map(|line| line.figures.estimate);
        Some(Self {
            top: top_of(ends.map(|estimate| estimate.interval.high)),
            goals: stages[at + 1..].to_vec(),
            starts: stages[..stages.len() - 1].to_vec(),
            start: named(cohort.from()),
            goal: named(cohort.to()),
            window: choice.window,
            lines,
            total,
            beside: beside.map(|beside| match overlap(cohort.period(), beside.period(today, workspace)) {
                true => Beside::Overlapping,
                false => Beside::Apart,
            }),
            picture: picture(curves.collect(), choice.window),
        })
    }

    /// What the table shows: two periods have no whole.
    pub fn rows(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter().chain(self.beside.is_none().then_some(&self.total))
    }

    /// The line of a group.
    pub fn line(&self, key: &Key) -> Option<&Line> {
        self.lines.iter().find(|line| line.key.as_ref() == Some(key))
    }
}
