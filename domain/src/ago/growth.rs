//! What grew out of won deals, at any moment.

use crate::{
    clock::Timestamp,
    deal::{Deal, DealKind},
    ids::DealId,
};
use std::collections::HashMap;

/// From a moment on, until another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) from: Timestamp,
    pub(super) until: Option<Timestamp>,
}

/// How many spans hold a moment.
#[derive(Clone, Debug, Default)]
pub(super) struct Spans {
    from: Vec<Timestamp>,
    until: Vec<Timestamp>,
}

impl Spans {
    fn add(&mut self, one: Span, other: Span) {
        let from = one.from.max(other.from);
        let until = one.until.into_iter().chain(other.until).min();
        if until.is_none_or(|until| from < until) {
            self.from.push(from);
            self.until.extend(until);
        }
    }

    fn order(&mut self) {
        self.from.sort_unstable();
        self.until.sort_unstable();
    }

    /// How many had begun before `until` and not ended.
    pub(super) fn count(&self, until: Option<Timestamp>) -> u64 {
        let before = |moments: &[Timestamp]| match until {
            Some(until) => moments.partition_point(|at| *at < until),
            None => moments.len(),
        };
        (before(&self.from) - before(&self.until)) as u64
    }
}

/// Deals and those that they grew from, while the history is read.
#[derive(Clone, Debug, Default)]
pub(super) struct Families {
    /// When deals were there that grew from others.
    grown: Vec<(DealId, DealKind, Span)>,
    /// From when on deals were won, while they were there.
    won: HashMap<DealId, Span>,
}

impl Families {
    /// A deal that was there.
    pub(super) fn note_grown(&mut self, deal: &Deal, span: Span) {
        self.grown.extend(deal.grew_from.map(|from| (from, deal.kind, span)));
    }

    /// A deal that was won.
    pub(super) fn note_won(&mut self, deal: DealId, span: Span) {
        self.won.insert(deal, span);
    }

    /// Further purchases, and recommended deals.
    pub(super) fn growth(&self) -> (Spans, Spans) {
        let (mut further, mut referred) = (Spans::default(), Spans::default());
        for (from, kind, span) in &self.grown {
            let Some(won) = self.won.get(from) else { continue };
            if kind.is_further_purchase() {
                further.add(*span, *won);
            } else if *kind == DealKind::Referral {
                referred.add(*span, *won);
            }
        }
        further.order();
        referred.order();
        (further, referred)
    }
}
