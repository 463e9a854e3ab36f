//! The best groups of all attributes, as references of every step.
//!
//! For each step and each attribute ([`dimensions`]) the group that passes best is held
//! against the others together. It is picked by the lower end of its interval, of those
//! in which at least [`WEAK_FROM`] deals are known.
//!
//! - What is **not noted** is neither the best group nor one of the others. Whether a
//!   fact is noted often tells how far a deal came (an owner, or what the customer said
//!   in a meeting), and not what it is like.
//! - Of **many** groups one is the best by luck. Each group that could have been picked, of
//!   each attribute and step, counts as a comparison, and a gap is told with the
//!   interval of the level 1 − 0.05 / comparisons (Bonferroni): that any of
//!   these intervals misses its gap happens at most once in twenty times. So what is sure
//!   here is sure although so many were looked at.
//!
//! Ten thousand deals in fifteen attributes are too much for a frame: it is done in
//! steps ([`Search::advance`]).

use super::{Beside, Gap, Held, Steps, in_order};
use crate::{
    cohort::{
        Journey,
        conversion::{CONFIDENCE, Conversion, conversion},
        group::{Dimension, Key, dividing_facts, groups},
    },
    hourglass::WEAK_FROM,
    workspace::Workspace,
};

/// At most so many facts are attributes: those that most deals have.
const FACTS: usize = 12;

/// The attributes in which a group can be better: channel, owner, and the further facts
/// that divide deals (segment, product, template). The month is a time, not a group that
/// can be sought out; and that who has bought before buys more easily is no gap that
/// could be closed, so the kind is none either.
pub fn dimensions(workspace: &Workspace) -> Vec<Dimension> {
    let facts = dividing_facts(workspace, FACTS).into_iter().map(Dimension::Field);
    [Dimension::Channel, Dimension::Owner].into_iter().chain(facts).collect()
}

/// A best group and the others.
#[derive(Clone, Debug)]
struct Best {
    /// The place of the step.
    at: usize,
    by: Dimension,
    key: Key,
    figures: Conversion,
    others: Conversion,
}

/// All of them, one after another.
#[derive(Clone, Debug)]
pub struct Search {
    steps: Steps,
    dimensions: Vec<Dimension>,
    /// The next one: steps within attributes.
    next: usize,
    comparisons: u64,
    found: Vec<Best>,
}

impl Search {
    /// Nothing looked at yet.
    pub fn new(steps: Steps, dimensions: Vec<Dimension>) -> Self {
        Self { steps, dimensions, next: 0, comparisons: 0, found: Vec::new() }
    }

    /// All at once.
    pub fn whole(workspace: &Workspace, steps: Steps, dimensions: Vec<Dimension>) -> Self {
        let mut search = Self::new(steps, dimensions);
        while search.advance(workspace) {}
        search
    }

    /// Looks at one attribute of one step; false when there is none left.
    pub fn advance(&mut self, workspace: &Workspace) -> bool {
        let count = self.steps.own.len();
        let Some(by) = self.next.checked_div(count).and_then(|of| self.dimensions.get(of)).cloned() else {
            return false;
        };
        self.look(workspace, self.next % count, by);
        self.next += 1;
        true
    }

    /// The steps.
    pub fn steps(&self) -> &Steps {
        &self.steps
    }

    /// How many groups could have been picked so far.
    pub fn comparisons(&self) -> u64 {
        self.comparisons
    }

    /// The steps that fall short of a best group, the one that costs most first; each
    /// with the interval that allows for all comparisons.
    pub fn gaps(&self) -> Vec<Gap> {
        let conf_level = 1.0 - (1.0 - CONFIDENCE) / self.comparisons.max(1) as f64;
        let gap = |best: &Best| {
            let held = Held::Best(best.by.clone(), best.key.clone());
            self.steps.gap(best.at, Beside::of(best.others, &best.figures, held, conf_level)?)
        };
        in_order(self.found.iter().filter_map(gap).collect())
    }

    fn look(&mut self, workspace: &Workspace, at: usize, by: Dimension) {
        let look = self.steps.look;
        let mut groups = groups(workspace, &self.steps.own[at].journeys, &by);
        groups.retain(|(key, _)| *key != Key::NotSet);
        if groups.len() < 2 {
            return;
        }
        let figures: Vec<Conversion> = groups.iter().map(|(_, journeys)| conversion(journeys, look)).collect();
        let known = figures.iter().enumerate().filter(|(_, figures)| figures.known >= WEAK_FROM);
        let ends = known.filter_map(|(at, figures)| Some((at, figures.estimate?.interval.low)));
        let ends: Vec<(usize, f64)> = ends.collect();
        self.comparisons += ends.len() as u64;
        let Some((best, _)) = ends.into_iter().max_by(|a, b| a.1.total_cmp(&b.1)) else { return };
        let apart = groups.iter().enumerate().filter(|(of, _)| *of != best);
        let others: Vec<Journey> = apart.flat_map(|(_, (_, journeys))| journeys).copied().collect();
        let key = groups[best].0.clone();
        self.found.push(Best { at, by, key, figures: figures[best], others: conversion(&others, look) });
    }
}
