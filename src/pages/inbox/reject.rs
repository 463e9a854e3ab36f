//! Sales says no: a reason that can be counted, and words that marketing reads.

use crate::prelude::*;
use leptos::ev::SubmitEvent;
use smarketing_domain::{deal::Unfit, handoff, ids::DealId};

/// Asks why.
#[component]
pub fn Reject(
    /// Which lead.
    id: DealId,
    /// Whether it is asked.
    open: RwSignal<bool>,
) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let notices = use_notices();
    let reason = RwSignal::new(None::<Unfit>);
    let said = RwSignal::new(String::new());
    // Other says nothing by itself.
    let is_told = move || match reason.get() {
        None => false,
        Some(Unfit::Other) => !said.with(|text| text.trim().is_empty()),
        Some(_) => true,
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(why) = reason.get_untracked().filter(|_| is_told()) else { return };
        let text = said.get_untracked();
        let step = state.read(|w| handoff::reject(w, id, why, &text, new_id(), state.now()));
        if show_refusal(step.and_then(|bodies| state.perform(bodies)), notices, words) {
            open.set(false);
            notices.done(t_string!(i18n, inbox.rejected));
        }
    };
    let choice = move |one: Unfit| {
        view! {
            <button
                type="button" class="segment" aria-pressed=move || (reason.get() == Some(one)).to_string()
                on:click=move |_| reason.set(Some(one))
            >{move || reason_name(words, one)}</button>
        }
    };
    view! {
        <Dialog open title=Signal::derive(move || t_string!(i18n, inbox.why).to_owned())>
            <form class="access-form" on:submit=submit>
                <div class="segments" data-many="true" role="group" aria-label=move || t_string!(i18n, inbox.why)>
                    {Unfit::ALL.map(choice).collect_view()}
                </div>
                <div class="field">
                    <label for="reject-words">{t!(i18n, inbox.own_words)}</label>
                    <textarea class="input" id="reject-words" prop:value=said on:input:target=move |ev| said.set(ev.target().value())></textarea>
                </div>
                <div class="dialog-actions">
                    <button type="button" class="button" on:click=move |_| open.set(false)>{t!(i18n, common.cancel)}</button>
                    <button type="submit" class="button" data-variant="primary" disabled=move || !is_told()>{t!(i18n, inbox.reject)}</button>
                </div>
            </form>
        </Dialog>
    }
}
