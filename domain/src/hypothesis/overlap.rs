//! Running tests that disturb each other: on the same measure, with segments that share deals.
//!
//! By hash two tests know nothing of each other, so each stays fair; but a deal that is in
//! both shows the effect of both together, and what is adopted may work only with the other.

use super::{Hypothesis, Status, design::Measure};
use crate::{ids::HypothesisId, workspace::Workspace};

/// The running hypotheses that overlap with `hypothesis`, in the order of their ids.
pub fn overlapping(w: &Workspace, hypothesis: &Hypothesis) -> Vec<HypothesisId> {
    let is_other = |h: &&Hypothesis| {
        h.id != hypothesis.id && h.meta.is_alive() && h.standing.status == Status::Running && same(h, hypothesis)
    };
    let mine = hypothesis.segment.compile(w);
    let shares = |other: &&Hypothesis| {
        let theirs = other.segment.compile(w);
        w.living_deals().any(|deal| mine(deal) && theirs(deal))
    };
    w.hypotheses.values().filter(is_other).filter(shares).map(|h| h.id).collect()
}

/// Whether both measure the same: the same way through the stages, or the same words.
fn same(a: &Hypothesis, b: &Hypothesis) -> bool {
    let way = |m: &Measure| (m.from, m.to, m.is_rate());
    match (a.design.measure.is_live(), b.design.measure.is_live()) {
        (true, true) => way(&a.design.measure) == way(&b.design.measure),
        (false, false) => {
            !a.metric.trim().is_empty() && a.metric.trim().to_lowercase() == b.metric.trim().to_lowercase()
        }
        _ => false,
    }
}
