//! Effects of levels as points of rules: whole numbers that people can add up.
//!
//! [`DOUBLE`] points double the odds. Points are counted from the level that no
//! condition asks for, so whoever no rule of a source holds for gets none.
//!
//! Source: Siddiqi, "Credit Risk Scorecards", 2006, chapter 6: points to double
//! the odds.

use super::{
    bands::{Bands, Level},
    source::{Source, Values},
};
use crate::score::rule::Condition;
use std::{collections::BTreeMap, f64::consts::LN_2};

/// So many points double the odds of a good outcome.
pub const DOUBLE: i32 = 5;

/// A rule to be: what has to hold, its points, and for which cases it holds.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Draft {
    pub when: Condition,
    pub points: i32,
    pub holds: Vec<bool>,
}

/// The rules of one source; levels of the same points are one.
pub(super) fn drafts(source: &Source, values: &Values, bands: &Bands, effects: &[f64]) -> Vec<Draft> {
    let points: Vec<i32> =
        effects.iter().map(|effect| libm::round((effect - effects[0]) * f64::from(DOUBLE) / LN_2) as i32).collect();
    match values {
        Values::Words { names, of } => of_words(source, names, of, &bands.levels, &points),
        Values::Numbers(numbers) => of_numbers(source, numbers, &bands.levels, &points),
        Values::Counts(counts) => of_counts(source, counts, &bands.levels, &points),
    }
}

fn of_words(source: &Source, names: &[String], of: &[u32], levels: &[Level], points: &[i32]) -> Vec<Draft> {
    let mut by_points: BTreeMap<i32, Vec<u32>> = BTreeMap::new();
    for (level, points) in levels.iter().zip(points) {
        if let Level::Words(words) = level {
            by_points.entry(*points).or_default().extend(words);
        }
    }
    by_points.remove(&0);
    let groups = by_points.into_iter().flat_map(|(points, words)| {
        let groups = if source.takes_several() { vec![words] } else { words.into_iter().map(|word| vec![word]).collect() };
        groups.into_iter().map(move |words| (points, words))
    });
    let draft = |(points, words): (i32, Vec<u32>)| {
        let answers = words.iter().filter_map(|word| names.get((*word as usize).checked_sub(1)?).cloned());
        Draft {
            when: source.answered(answers.collect()),
            points,
            holds: of.iter().map(|word| words.contains(word)).collect(),
        }
    };
    groups.map(draft).collect()
}

fn of_numbers(source: &Source, numbers: &[f64], levels: &[Level], points: &[i32]) -> Vec<Draft> {
    let Source::Field(field) = source else { return Vec::new() };
    let mut ranges: Vec<(Option<f64>, Option<f64>, i32)> = Vec::new();
    for (level, points) in levels.iter().zip(points) {
        let Level::Range(from, below) = level else { continue };
        match ranges.last_mut() {
            Some((_, end, before)) if *before == *points && end.is_some() && end == from => *end = *below,
            _ => ranges.push((*from, *below, *points)),
        }
    }
    let draft = |(from, below, points): (Option<f64>, Option<f64>, i32)| {
        let when = match (from, below) {
            (None, None) => source.answered(Vec::new()),
            (from, below) => Condition::Number { field: field.clone(), from, below },
        };
        let inside = |n: &f64| from.is_none_or(|from| *n >= from) && below.is_none_or(|below| *n < below);
        Draft { when, points, holds: numbers.iter().map(|n| !n.is_nan() && inside(n)).collect() }
    };
    ranges.into_iter().filter(|(_, _, points)| *points != 0).map(draft).collect()
}

/// Conditions of counts ask for at least so many: each gives what its level has
/// more than the one below. The lowest level has none.
fn of_counts(source: &Source, counts: &[f64], levels: &[Level], points: &[i32]) -> Vec<Draft> {
    // The rest is a level of counts like the others: it fills the gap between them.
    let mut steps: Vec<(f64, i32)> = Vec::new();
    let mut end = Some(f64::NEG_INFINITY);
    for (level, points) in levels.iter().zip(points) {
        let Level::Range(from, below) = level else { continue };
        let from = from.unwrap_or(f64::NEG_INFINITY);
        if let Some(gap) = end.filter(|end| *end < from) {
            steps.push((gap, 0));
        }
        steps.push((from, *points));
        end = *below;
    }
    steps.extend(end.map(|end| (end, 0)));
    let rises = steps.windows(2).map(|pair| (libm::ceil(pair[1].0), pair[1].1 - pair[0].1));
    let draft = |(least, points): (f64, i32)| Draft {
        when: source.at_least(least),
        points,
        holds: counts.iter().map(|n| *n >= least).collect(),
    };
    rises.filter(|(_, points)| *points != 0).map(draft).collect()
}
