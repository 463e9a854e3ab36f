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
use crate::{score::rule::Condition, sort};
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

/// Levels whose points differ by no more than this give the same.
const ALIKE: i32 = 2;

/// The rules of one source; levels of the same points are one.
pub(super) fn drafts(source: &Source, values: &Values, bands: &Bands, effects: &[f64]) -> Vec<Draft> {
    let points = points(&bands.levels, &bands.of, effects);
    match values {
        Values::Words { of, .. } if source.takes_several() && says_only_whether(bands, of, &points) => {
            let holds = of.iter().map(|word| *word != 0).collect();
            let when = source.answered(Vec::new());
            points
                .iter()
                .find(|points| **points != 0)
                .map(|points| Draft { when, points: *points, holds })
                .into_iter()
                .collect()
        }
        Values::Words { names, of } => of_words(source, names, of, &bands.levels, &points),
        Values::Numbers(numbers) => of_numbers(source, numbers, &bands.levels, &points),
        Values::Counts(counts) => of_counts(source, counts, &bands.levels, &points),
    }
}

/// The points of each level, counted from the rest. Neighbours that are nearly
/// alike get what they have in the mean: numbers next to each other, words with
/// the next points.
fn points(levels: &[Level], of: &[u8], effects: &[f64]) -> Vec<i32> {
    let points = |effect: f64| libm::round((effect - effects[0]) * f64::from(DOUBLE) / LN_2) as i32;
    let mut cases = vec![0.0; levels.len()];
    of.iter().for_each(|level| cases[usize::from(*level)] += 1.0);
    let mut order: Vec<usize> = (0..levels.len()).collect();
    if !levels.iter().any(|level| matches!(level, Level::Range(..))) {
        sort::sort_by(&mut order, |a, b| effects[*a].total_cmp(&effects[*b]));
    }
    let mut groups: Vec<(Vec<usize>, f64, f64)> =
        order.into_iter().map(|level| (vec![level], effects[level] * cases[level], cases[level])).collect();
    let mean = |group: &(Vec<usize>, f64, f64)| group.1 / group.2.max(1.0);
    loop {
        let apart = |at: usize| (points(mean(&groups[at])) - points(mean(&groups[at + 1]))).abs();
        let nearest = (1..groups.len()).map(|at| (apart(at - 1), at - 1)).min();
        let Some((_, at)) = nearest.filter(|(apart, _)| *apart <= ALIKE) else { break };
        let (levels, effect, cases) = groups.remove(at + 1);
        groups[at].0.extend(levels);
        groups[at].1 += effect;
        groups[at].2 += cases;
    }
    let rest = groups.iter().find(|group| group.0.contains(&0)).map_or(effects[0], mean);
    let mut given = vec![0; levels.len()];
    for group in &groups {
        let double = f64::from(DOUBLE) / LN_2;
        group.0.iter().for_each(|level| given[*level] = libm::round((mean(group) - rest) * double) as i32);
    }
    given
}

/// Whether all answers give the same, and the rest are those without one: then
/// one rule asks for any answer.
fn says_only_whether(bands: &Bands, of: &[u32], points: &[i32]) -> bool {
    let several = points.len() > 2 && points[1..].iter().all(|own| *own == points[1] && *own != 0);
    let rest = bands.of.iter().zip(of).filter(|(level, _)| **level == 0);
    let (all, silent) = rest.fold((0, 0), |(all, silent), (_, word)| (all + 1, silent + usize::from(*word == 0)));
    several && silent * 10 >= all * 9
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
        let groups =
            if source.takes_several() { vec![words] } else { words.into_iter().map(|word| vec![word]).collect() };
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
