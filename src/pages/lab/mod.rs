//! The lab: hypotheses by status, and one of them with its verdict.

mod arms;
mod board;
mod card;
mod carry;
mod decide;
mod detail;
mod draft;
mod figures;
mod form;
mod geometry;
mod gesture;
mod history;
mod moving;
mod picture;
mod progress;
mod saying;
mod segment;
mod standing;
mod statement;
mod typed;

pub use board::Hypotheses;
pub use detail::Hypothesis;

use crate::{prelude::*, words::Words};
use smarketing_domain::{
    hypothesis::{self, HypothesisChange, Status, verdict::Judgement},
    ids::HypothesisId,
    operation::{Action, Refusal},
};

/// A status in addresses and attributes.
fn status_name(status: Status) -> &'static str {
    match status {
        Status::Idea => "idea",
        Status::Ready => "ready",
        Status::Running => "running",
        Status::Decided => "decided",
    }
}

/// A status as the name of its column.
fn status_word(words: Words, status: Status) -> &'static str {
    let i18n = words.i18n;
    match status {
        Status::Idea => t_string!(i18n, lab.idea),
        Status::Ready => t_string!(i18n, lab.ready),
        Status::Running => t_string!(i18n, lab.running),
        Status::Decided => t_string!(i18n, lab.decided),
    }
}

/// A hypothesis, and what its counts say.
#[derive(Clone, PartialEq)]
struct Judged {
    hypothesis: hypothesis::Hypothesis,
    judgement: Judgement,
}

/// The hypothesis with its judgement, kept up to date; a blank one while it is
/// not there.
fn judged(state: State, id: HypothesisId) -> Memo<Judged> {
    Memo::new(move |_| {
        let hypothesis =
            state.watch(Topic::Record(id.into()), |w| standing::living(w, id).cloned()).unwrap_or_default();
        let judgement = hypothesis.judge();
        Judged { hypothesis, judgement }
    })
}

/// Writes registers of the hypothesis, as one step.
fn change(state: State, id: HypothesisId, set: Vec<HypothesisChange>) -> Result<(), Refusal> {
    if set.is_empty() {
        return Ok(());
    }
    state.perform(vec![Action::Edit { id, set }.into()])
}
