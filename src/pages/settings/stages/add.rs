//! A new stage between two.

use super::{
    name::{self, NameField},
    opened_by,
};
use crate::prelude::*;
use leptos::ev::SubmitEvent;
use smarketing_domain::{ids::StageId, stage::arrange::add};

/// The dialog: a name. The rest comes from the stage that it follows, and can be
/// edited.
#[component]
pub fn AddDialog(after: RwSignal<Option<StageId>>) -> impl IntoView {
    let i18n = use_i18n();
    let open = opened_by(after);
    view! {
        <Dialog open=open title=Signal::derive(move || t_string!(i18n, stages.add).to_owned())>
            {move || after.get().map(|after| view! { <Form after open/> })}
        </Dialog>
    }
}

#[component]
fn Form(after: StageId, open: RwSignal<bool>) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let notices = use_notices();
    let value = RwSignal::new(String::new());
    let is_missing = RwSignal::new(false);
    let error = Signal::derive(move || {
        let is_shown = is_missing.get() && value.with(|v| v.trim().is_empty());
        is_shown.then(|| t_string!(i18n, stages.name_missing).to_owned())
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(name) = name::read(value) else { return is_missing.set(true) };
        let step = state.read(|w| add(w, new_id(), &name, after));
        if show_refusal(step.and_then(|step| state.perform(step)), notices, words) {
            open.set(false);
            notices.done(t_string!(i18n, stages.added, stage = name).to_string());
        }
    };
    view! {
        <form on:submit=submit novalidate>
            <NameField value error/>
            <div class="dialog-actions">
                <button type="button" class="button" on:click=move |_| open.set(false)>{t!(i18n, common.cancel)}</button>
                <button type="submit" class="button" data-variant="primary">{t!(i18n, common.add)}</button>
            </div>
        </form>
    }
}
