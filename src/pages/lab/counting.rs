//! Live counts of the hypotheses that a page shows, made in one go for all of them.

use super::standing::living;
use crate::prelude::*;
use smarketing_domain::{
    clock::Timestamp,
    hypothesis::{
        Hypothesis,
        live::{Deals, Live},
        verdict::Judgement,
    },
    ids::HypothesisId,
    workspace::Workspace,
};
use std::{collections::HashMap, sync::Arc};

/// What was taken from the deals' histories for one hypothesis.
#[derive(Clone, PartialEq)]
pub struct Counted {
    /// By its measure.
    pub live: Live,
    /// By its guardrail.
    pub guardrail: Option<Live>,
}

/// The live counts, from context.
#[derive(Clone, Copy)]
pub struct Counting(Memo<Arc<HashMap<HypothesisId, Counted>>>);

impl Counting {
    /// Those of a hypothesis that is measured live and was started.
    pub fn of(self, id: HypothesisId) -> Option<Counted> {
        self.0.with(|all| all.get(&id).cloned())
    }
}

/// What a hypothesis' counts say, typed or live.
pub fn judgement(counting: Option<Counting>, hypothesis: &Hypothesis) -> Judgement {
    let live = |all: &Arc<HashMap<HypothesisId, Counted>>| {
        hypothesis.judge_by(all.get(&hypothesis.id).map(|counted| &counted.live))
    };
    counting.map_or_else(|| hypothesis.judge(), |Counting(all)| all.with(live))
}

/// Counts for this page: `only` one hypothesis, or all.
pub fn provide(state: State, only: Option<HypothesisId>) {
    let all = Memo::new(move |_| {
        let is_meant = move |h: &&Hypothesis| {
            only.is_none_or(|id| id == h.id)
                && h.meta.is_alive()
                && h.design.measure.is_live()
                && !h.registered.is_empty()
        };
        let some = state.watch(Topic::Kind("hypothesis"), |w| w.hypotheses.values().any(|h| is_meant(&h)));
        if !some {
            return Arc::default();
        }
        ["stage", "deal", "company"].into_iter().for_each(|kind| state.track(Topic::Kind(kind)));
        Arc::new(state.read(|w| {
            let deals = Deals::new(w, state.now());
            let meant = w.hypotheses.values().filter(is_meant);
            meant.filter_map(|h| Some((h.id, counted(&deals, h)?))).collect::<HashMap<_, _>>()
        }))
    });
    provide_context(Counting(all));
}

fn counted(deals: &Deals<'_>, hypothesis: &Hypothesis) -> Option<Counted> {
    let live = deals.count(hypothesis, &hypothesis.design.measure)?;
    let guardrail = hypothesis.design.guardrail.and_then(|measure| deals.count(hypothesis, &measure));
    Some(Counted { live, guardrail })
}

/// The same as it is now, for where no counts are at hand.
pub fn judgement_now(w: &Workspace, hypothesis: &Hypothesis, now: Timestamp) -> Judgement {
    let is_there = living(w, hypothesis.id).is_some() && hypothesis.design.measure.is_live();
    let live = is_there.then(|| Deals::new(w, now).count(hypothesis, &hypothesis.design.measure)).flatten();
    hypothesis.judge_by(live.as_ref())
}
