//! Chance, days and target of a stage: set by hand, and beside it what its own deals tell.

use crate::prelude::*;
use smarketing_domain::stage::observed::{Ended, Observed};

/// The chance of winning in percent.
#[component]
pub fn ChanceField(
    value: RwSignal<String>,
    #[prop(into)] error: Signal<Option<String>>,
    ended: Option<Ended>,
) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let label = Signal::derive(move || t_string!(i18n, stages.chance).to_owned());
    let told = move || match ended.and_then(|e| Some((e, e.chance()?, e.interval()?))) {
        None => t_string!(i18n, stages.nothing_observed).to_owned(),
        Some((ended, chance, interval)) => t_string!(
            i18n,
            stages.observed,
            chance = words.percent(chance),
            low = words.percent(interval.low),
            high = words.percent(interval.high),
            decided = words.number(ended.won + ended.lost),
            waiting = words.number(ended.waiting)
        )
        .to_string(),
    };
    let found = ended.and_then(|e| e.percent()).map(|percent| percent.to_string());
    view! {
        <TextField id="stage-chance" label value kind=FieldKind::Number error/>
        <Learned told found value/>
    }
}

/// After how many days a deal is stale.
#[component]
pub fn RotField(
    value: RwSignal<String>,
    #[prop(into)] error: Signal<Option<String>>,
    seen: Option<Observed>,
) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let label = Signal::derive(move || t_string!(i18n, stages.rot).to_owned());
    let stays = seen.map_or(0, |seen| seen.stays as u64);
    let days = seen.and_then(|seen| seen.rot_days);
    let told = move || {
        let stays = words.number(stays);
        match days {
            None => t_string!(i18n, stages.too_few_stays, stays = stays).to_string(),
            Some(days) => {
                let days = t_string!(i18n, common.days, count = u32::from(days)).to_string();
                t_string!(i18n, stages.learned, days = days, stays = stays).to_string()
            }
        }
    };
    view! {
        <TextField id="stage-rot" label value kind=FieldKind::Number error/>
        <Learned told found=days.map(|days| days.to_string()) value/>
    }
}

/// How many of a hundred deals are to go on.
#[component]
pub fn TargetField(
    value: RwSignal<String>,
    #[prop(into)] error: Signal<Option<String>>,
    /// The next stage.
    next: String,
) -> impl IntoView {
    let i18n = use_i18n();
    let label = Signal::derive(move || t_string!(i18n, stages.target, stage = next.clone()).to_string());
    let hint = Signal::derive(move || t_string!(i18n, stages.target_hint).to_owned());
    view! { <TextField id="stage-target" label value kind=FieldKind::Number error hint/> }
}

/// What was found, and a button that writes it into the field.
#[component]
fn Learned(
    told: impl Fn() -> String + Send + Sync + 'static,
    found: Option<String>,
    value: RwSignal<String>,
) -> impl IntoView {
    let i18n = use_i18n();
    let found = StoredValue::new(found);
    let use_it = move |_| {
        if let Some(found) = found.get_value() {
            value.set(found);
        }
    };
    view! {
        <div class="stage-learned">
            <p class="field-hint">{told}</p>
            <Show when=move || found.with_value(Option::is_some)>
                <button type="button" class="button" on:click=use_it>{t!(i18n, stages.use_this)}</button>
            </Show>
        </div>
    }
}
