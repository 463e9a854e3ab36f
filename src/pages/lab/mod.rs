//! The lab: hypotheses by status, and one of them with its verdict.

mod arms;
mod board;
mod card;
mod carry;
mod cost;
mod counting;
mod decide;
mod detail;
mod draft;
mod drift_words;
mod evidence;
mod figures;
mod form;
mod geometry;
mod gesture;
mod history;
mod memory;
mod method;
mod moving;
mod order;
mod origin;
mod picture;
mod play;
mod play_form;
mod playbook;
mod portfolio;
mod priority;
mod progress;
mod saying;
mod scale;
mod segment;
mod standing;
mod statement;
mod trial;
mod typed;
mod views;
mod vote;

pub use board::Hypotheses;
pub use detail::Hypothesis;

use crate::{prelude::*, state::new_id, words::Words};
use counting::{Counted, Counting};
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
    /// Its arms have the counts that the verdict goes by, typed or live.
    hypothesis: hypothesis::Hypothesis,
    /// What was taken from the deals' histories, where that is how it is measured.
    counted: Option<Counted>,
    judgement: Judgement,
}

/// The hypothesis with its judgement, kept up to date; a blank one while it is
/// not there.
fn judged(state: State, id: HypothesisId) -> Memo<Judged> {
    let counting = use_context::<Counting>();
    let counted = Memo::new(move |_| counting.and_then(|counting| counting.of(id)));
    Memo::new(move |_| {
        let mut hypothesis =
            state.watch(Topic::Record(id.into()), |w| standing::living(w, id).cloned()).unwrap_or_default();
        let counted = counted.get();
        let live = counted.as_ref().map(|counted| &counted.live);
        let judgement = hypothesis.judge_by(live);
        hypothesis.arms = hypothesis.counted(live);
        Judged { hypothesis, counted, judgement }
    })
}

/// Writes registers of the hypothesis, as one step. What changes after the start is kept
/// as an amendment.
fn change(state: State, id: HypothesisId, mut set: Vec<HypothesisChange>) -> Result<(), Refusal> {
    if set.is_empty() {
        return Ok(());
    }
    let by = state.me_untracked().ok_or(Refusal::NotAMember)?.member;
    set.extend(state.read(|w| standing::living(w, id)?.amendment(new_id(), &set, by, state.now())));
    state.perform(vec![Action::Edit { id, set }.into()])
}
