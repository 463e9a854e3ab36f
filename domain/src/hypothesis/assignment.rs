//! Which arm of a running hypothesis a deal is in.
//!
//! **By hash** it is a pure function of the unit's and the hypothesis' ids: the same on every
//! device, offline, and after years; two hypotheses know nothing of each other. Each of k arms
//! gets 1/k of the units. **By a person** it stands among the deal's further facts, under the
//! hypothesis' id: it is decided deal by deal, so it is written where others seldom write at
//! the same time, and no new kind of record is needed. **Before and after** has no arms to
//! show: whoever comes now is in the variant.
//!
//! In the test are deals that match the segment and entered the first stage of the measure
//! after the start; a moment that nobody noted cannot be after it.

use super::{Hypothesis, Status, Unit, Way};
use crate::{
    clock::Timestamp,
    cohort::{Entry, entry},
    deal::Deal,
    filter::Filter,
    ids::{HypothesisId, StageId},
    path::Path,
    workspace::Workspace,
};
use uuid::Uuid;

/// The arm of `unit` among `arms`, at random and always the same; 0 where there is one arm.
///
/// The ids go through the finalizer of SplitMix64, word by word (Steele, Lea and Flood,
/// "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014).
pub fn arm_by_hash(hypothesis: HypothesisId, unit: Uuid, arms: usize) -> usize {
    let words = [hypothesis.0, unit].map(|id| id.as_u64_pair());
    let all = [words[0].0, words[0].1, words[1].0, words[1].1];
    let hash = all.into_iter().fold(0x9e37_79b9_7f4a_7c15, |hash, word| mix(hash ^ word));
    // The upper half of hash · arms is uniform on 0..arms.
    ((u128::from(hash) * arms as u128) >> 64) as usize
}

fn mix(word: u64) -> u64 {
    let word = word.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    word ^ (word >> 31)
}

/// What comes into an arm together with this deal.
pub fn unit_of(unit: Unit, deal: &Deal) -> Uuid {
    match unit {
        Unit::Company => deal.company.map_or(deal.id.0, |company| company.0),
        Unit::Deal => deal.id.0,
    }
}

/// The name among a deal's further facts under which a person's choice stands.
pub fn by_hand(hypothesis: HypothesisId) -> String {
    format!("arm {hypothesis}")
}

/// Whether a further fact of a deal is such a choice, and nothing to read.
pub fn is_by_hand(name: &str) -> bool {
    name.strip_prefix("arm ").is_some_and(|id| id.parse::<HypothesisId>().is_ok())
}

/// The arm that a person chose for a deal, of so many.
pub fn chosen(hypothesis: HypothesisId, deal: &Deal, arms: usize) -> Option<usize> {
    // Most deals have no further facts: nothing is put together for them.
    let text = if deal.fields.is_empty() { None } else { deal.fields.get(&by_hand(hypothesis)) };
    text?.parse().ok().filter(|arm| *arm < arms)
}

/// A running hypothesis, as far as a card needs it.
#[derive(Clone, Debug, PartialEq)]
pub struct Trial {
    /// Which.
    pub id: HypothesisId,
    /// What it is called.
    pub title: String,
    /// What the arms are called, control first.
    pub arms: Vec<String>,
    /// What is done differently in each.
    pub briefs: Vec<String>,
    /// Who decides which arm.
    pub way: Way,
    unit: Unit,
    segment: Filter,
    from: Option<StageId>,
    since: Timestamp,
}

impl Trial {
    /// What a card needs of a hypothesis; `None` unless it runs, was registered, and its
    /// arms are for deals here.
    pub fn of(hypothesis: &Hypothesis) -> Option<Self> {
        let design = &hypothesis.design;
        let is_here = matches!(design.way, Way::ByHash | Way::ByPerson) && hypothesis.arms.len() > 1;
        let runs = hypothesis.meta.is_alive() && hypothesis.standing.status == Status::Running;
        (runs && is_here).then_some(())?;
        Some(Self {
            id: hypothesis.id,
            title: hypothesis.title.clone(),
            arms: hypothesis.arms.iter().map(|arm| arm.name.clone()).collect(),
            briefs: design.briefs.clone(),
            way: design.way,
            unit: design.unit,
            segment: hypothesis.segment.clone(),
            from: design.measure.from,
            since: hypothesis.registered.first()?.at,
        })
    }

    /// The arm of a deal that is in the test; `None` while a person has to choose.
    fn arm(&self, deal: &Deal) -> Option<usize> {
        match self.way {
            Way::ByPerson => chosen(self.id, deal, self.arms.len()),
            _ => Some(arm_by_hash(self.id, unit_of(self.unit, deal), self.arms.len())),
        }
    }

    fn has(&self, w: &Workspace, path: &Path<'_>, deal: &Deal) -> bool {
        let entered = match self.from.and_then(|stage| path.position(stage)) {
            Some(place) => match entry(path, deal, place, Timestamp(i64::MAX)) {
                Entry::At(at) => Some(at),
                Entry::Never | Entry::Undated => None,
            },
            None => deal.began(),
        };
        entered.is_some_and(|at| at >= self.since) && self.segment.compile(w)(deal)
    }
}

/// All running hypotheses whose arms are for deals here, oldest first.
pub fn running(w: &Workspace) -> Vec<Trial> {
    let mut all: Vec<Trial> = w.hypotheses.values().filter_map(Trial::of).collect();
    crate::sort::sort_by_key(&mut all, |trial| (trial.since, trial.id));
    all
}

/// Those of `trials` that a deal is in, each with its arm; `None` while a person has to choose.
pub fn arms_of<'a>(trials: &'a [Trial], w: &Workspace, deal: &Deal) -> Vec<(&'a Trial, Option<usize>)> {
    if trials.is_empty() {
        return Vec::new();
    }
    let path = Path::of(w);
    trials.iter().filter(|trial| trial.has(w, &path, deal)).map(|trial| (trial, trial.arm(deal))).collect()
}
