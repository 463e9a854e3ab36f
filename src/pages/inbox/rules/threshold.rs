//! From how many points a lead is offered.

use super::effect::{EffectView, effect};
use crate::prelude::*;
use leptos::ev::SubmitEvent;
use smarketing_domain::{
    member::Role,
    operation::{Action, Refusal},
    settings::SettingsChange,
};

/// The threshold; admins change it.
#[component]
pub fn Threshold() -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let is_admin = Memo::new(move |_| state.me().is_some_and(|me| me.role == Role::Admin));
    let open = RwSignal::new(false);
    let threshold = move || state.watch(Topic::Kind("settings"), |w| w.own().and_then(|s| s.offer_from));
    view! {
        <section class="panel threshold">
            <p>
                {move || match threshold() {
                    Some(points) => t_string!(i18n, rules.offered_from, points = points).to_string(),
                    None => t_string!(i18n, rules.by_hand).to_owned(),
                }}
            </p>
            <Show when=move || is_admin.get()>
                <button type="button" class="button" on:click=move |_| open.set(true)>{t!(i18n, rules.change)}</button>
                <Dialog open title=Signal::derive(move || t_string!(i18n, rules.threshold).to_owned())><Form open/></Dialog>
            </Show>
        </section>
    }
}

#[component]
fn Form(open: RwSignal<bool>) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let notices = use_notices();
    let own = state.read(|w| w.own().cloned()).unwrap_or_default();
    let typed = RwSignal::new(own.offer_from.map(|n| n.to_string()).unwrap_or_default());
    let threshold = move || match typed.get().trim() {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|_| Refusal::OutOfRange),
    };
    let would = Memo::new(move |_| threshold().ok().flatten().and_then(|points| effect(state, Some(points), |_| {})));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let body = threshold().map(|points| Action::Edit { id: own.id, set: vec![SettingsChange::OfferFrom(points)] });
        if show_refusal(body.and_then(|body| state.perform(vec![body.into()])), notices, words) {
            open.set(false);
        }
    };
    view! {
        <form class="access-form" on:submit=submit novalidate>
            <TextField
                id="threshold" label=Signal::derive(move || t_string!(i18n, rules.points).to_owned()) value=typed kind=FieldKind::Number
                hint=Signal::derive(move || t_string!(i18n, rules.threshold_hint).to_owned())
            />
            <EffectView effect=would/>
            <div class="dialog-actions">
                <button type="button" class="button" on:click=move |_| open.set(false)>{t!(i18n, common.cancel)}</button>
                <button type="submit" class="button" data-variant="primary">{t!(i18n, common.save)}</button>
            </div>
        </form>
    }
}
