//! What the dates of a row say about the stages its deal has entered.

use super::layout::Layout;
use crate::clock::Timestamp;

/// The dates of a row.
#[derive(Default)]
pub struct Dates {
    pub created: Option<Timestamp>,
    /// When it entered the stage it stands in.
    pub entered: Option<Timestamp>,
    /// When it entered named stages.
    pub stages: Vec<(usize, Timestamp)>,
    pub closed: Option<Timestamp>,
    pub won: Option<Timestamp>,
    pub lost: Option<Timestamp>,
    pub expected: Option<Timestamp>,
}

/// The stages a deal entered: the first one when it was made, those the file
/// dates, the one it stood in, and the one that decided it.
pub fn past(layout: &Layout, dates: &Dates, stage: usize, at: usize) -> Vec<(usize, Option<Timestamp>)> {
    let decided = |stage| stage == layout.won || stage == layout.lost;
    let mut past: Vec<(usize, Option<Timestamp>)> = Vec::new();
    if let (Some(created), Some(first)) = (dates.created, layout.first) {
        past.push((first, Some(created)));
    }
    past.extend(dates.stages.iter().map(|&(stage, at)| (stage, Some(at))));
    let known = past.iter().any(|(s, _)| *s == stage);
    if !decided(stage) && (!known || dates.entered.is_some()) {
        past.push((stage, dates.entered));
    }
    if decided(at) {
        let own = if at == layout.won { dates.won } else { dates.lost };
        // Where the stage itself says won, the date of entering it is that of deciding.
        let entered = dates.entered.filter(|_| decided(stage));
        let when = own.or(dates.closed).or(entered);
        if when.is_some() || !past.iter().any(|(s, _)| *s == at) {
            past.push((at, when));
        }
    }
    past.dedup();
    past
}

/// Whether the deciding entry is dated before another one.
pub fn closed_early(past: &[(usize, Option<Timestamp>)], at: usize) -> bool {
    let closed = past.iter().rev().find(|(stage, _)| *stage == at).and_then(|(_, when)| *when);
    closed.is_some_and(|closed| past.iter().any(|(_, when)| when.is_some_and(|when| when > closed)))
}
