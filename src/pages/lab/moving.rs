//! Moving a hypothesis: one way out for drags, keys, menus and buttons. What
//! goes to Decided is asked about first, and so is what comes back from there.

use super::{
    decide::{AgainForm, DecideForm},
    standing::{Spot, asks_for_reason, asks_for_ruling, living, moved, registered},
    status_word,
};
use crate::{prelude::*, words::Words};
use smarketing_domain::{hypothesis::Status, ids::HypothesisId};
use wasm_bindgen::JsCast;

/// Moves hypotheses; a handle to pass around freely.
#[derive(Clone, Copy)]
pub struct Mover {
    state: State,
    words: Words,
    notices: Notices,
    open: RwSignal<bool>,
    asked: RwSignal<Option<(HypothesisId, Spot)>>,
}

impl Mover {
    /// A mover for this page; its question is [`RulingDialog`].
    pub fn new() -> Self {
        Self {
            state: use_state(),
            words: use_words(),
            notices: use_notices(),
            open: RwSignal::new(false),
            asked: RwSignal::new(None),
        }
    }

    /// Puts a hypothesis there, or asks what was decided.
    pub fn to(&self, id: HypothesisId, spot: Spot) {
        if self.state.read(|w| asks_for_ruling(w, id, spot.status) || asks_for_reason(w, id, spot.status)) {
            self.asked.set(Some((id, spot)));
            self.open.set(true);
            return;
        }
        let from = self.state.read(|w| living(w, id).map(|h| h.standing.status));
        let by = self.state.me_untracked().map(|me| me.member);
        let step = self.state.read(|w| {
            let mut step = moved(w, id, spot, None, self.state.now())?;
            step.extend(by.and_then(|by| registered(w, id, spot, by, self.state.now())));
            Ok(step)
        });
        let Self { state, words, notices, .. } = *self;
        let stayed = step.as_ref().is_ok_and(Vec::is_empty);
        if show_refusal(step.and_then(|bodies| state.perform(bodies)), notices, words) && !stayed {
            let column = status_word(words, spot.status);
            let text = t_string!(words.i18n, lab.moved_to, column = column).to_string();
            // Among its own it has only changed its place.
            if from == Some(spot.status) {
                notices.announce(text)
            } else {
                notices.done(text)
            }
            refocus(id);
        }
    }
}

/// Asks what was decided about a hypothesis that goes to Decided, or why one is tried again.
#[component]
pub fn RulingDialog(
    /// Who asks.
    mover: Mover,
) -> impl IntoView {
    let i18n = use_i18n();
    let is_again = move || mover.asked.with(|asked| asked.is_some_and(|(_, spot)| spot.status == Status::Running));
    let title = Signal::derive(move || {
        if is_again() { t_string!(i18n, lab.why_again) } else { t_string!(i18n, lab.what_decided) }.to_owned()
    });
    let leave = Callback::new(move |()| mover.open.set(false));
    view! {
        <Dialog open=mover.open title>
            {move || mover.asked.get().map(|(id, spot)| {
                let done = Callback::new(move |()| { mover.open.set(false); refocus(id) });
                if is_again() {
                    view! { <AgainForm id spot done leave/> }.into_any()
                } else {
                    view! { <DecideForm id after=spot.after done leave=leave/> }.into_any()
                }
            })}
        </Dialog>
    }
}

/// A card that moved is a new element: focus goes with it.
pub fn refocus(id: HypothesisId) {
    request_animation_frame(move || {
        let card = format!(".lab-card[data-hypothesis=\"{id}\"] a");
        let link = document().query_selector(&card).ok().flatten();
        if let Some(link) = link.and_then(|link| link.dyn_into::<web_sys::HtmlElement>().ok()) {
            // Refused only when the card has gone again.
            let _ = link.focus();
        }
    });
}
