//! Differences and means in the unit of a verdict: points, money or days.

use crate::{prelude::*, words::Words};
use smarketing_domain::{
    clock::DAY,
    hypothesis::{Design, Plan, proportion::Interval, verdict::Scale},
};

/// A size as it was planned: `5 pp`, `€200`, `3 days`.
pub fn size(words: Words, scale: Scale, value: f64) -> String {
    match scale {
        Scale::Share => points(words, value),
        Scale::Money => words.money(value.round() as i64),
        Scale::Days => words.duration((value * DAY as f64).round() as i64),
    }
}

/// The same of what was measured, shares to a tenth of a point.
pub fn measured(words: Words, scale: Scale, value: f64) -> String {
    let shown = if scale == Scale::Share { (value * 1_000.0).round() / 1_000.0 } else { value };
    size(words, scale, shown)
}

/// A difference with its sign: `+4.2 pp`, `−€35`.
pub fn signed(words: Words, scale: Scale, value: f64) -> String {
    if scale == Scale::Share {
        return signed_points(words, value);
    }
    let size = size(words, scale, value.abs());
    if value < 0.0 { format!("−{size}") } else { format!("+{size}") }
}

/// Both ends of an interval of differences; the unit of points stands once, after the upper.
pub fn ends(words: Words, scale: Scale, interval: &Interval) -> (String, String) {
    let low = match scale {
        Scale::Share => words.signed_tenth(interval.low * 100.0),
        _ => signed(words, scale, interval.low),
    };
    (low, signed(words, scale, interval.high))
}

/// A mark under an axis of differences, its unit being said elsewhere where it is points.
pub fn tick(words: Words, scale: Scale, value: f64) -> String {
    match scale {
        Scale::Share => words.mark(value * 100.0),
        Scale::Money => words.money_short(value.round() as i64),
        Scale::Days => words.mark(value),
    }
}

/// The smallest effect that matters and the baseline, as they were planned.
pub fn planned(words: Words, design: &Design, plan: &Plan) -> (String, String) {
    let kind = design.measure.kind;
    let scale = Scale::of(kind);
    if scale == Scale::Share {
        let share = |bp: u32| f64::from(bp) / 10_000.0;
        return (points(words, share(plan.effect_bp)), words.percent_exact(share(plan.baseline_bp)));
    }
    let mean = design.mean.unwrap_or_default();
    let shown = |n: u64| size(words, scale, n as f64 * kind.plan_unit());
    (shown(mean.effect), shown(mean.usual))
}

/// A difference of shares as points with its sign: `+4.2 pp`.
pub fn signed_points(words: Words, share: f64) -> String {
    t_string!(words.i18n, lab.pp, n = words.signed_tenth(share * 100.0)).to_string()
}

/// A size of a difference as points: `5 pp`.
pub fn points(words: Words, share: f64) -> String {
    t_string!(words.i18n, lab.pp, n = words.exact(share * 100.0)).to_string()
}
