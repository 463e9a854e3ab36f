//! The time zone whose clocks count the workspace's days and hours.

use crate::{state::device_now, words::use_words, zone};
use js_sys::{Array, Function, Intl::DateTimeFormat, Object, Reflect};
use leptos::prelude::*;
use smarketing_locales::{t, t_string};
use wasm_bindgen::{JsCast, JsValue};

/// A zone to choose from all that the browser knows, or to type.
#[component]
pub fn ZoneField(
    /// Its IANA name; empty for none.
    value: RwSignal<String>,
    /// There may be none.
    #[prop(optional)]
    may_be_none: bool,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: Option<Signal<Option<String>>>,
) -> impl IntoView {
    let i18n = use_words().i18n;
    let error = move || error.and_then(|error| error.get());
    let hint = move || match value.with(|name| may_be_none && name.trim().is_empty()) {
        true => t_string!(i18n, account.zone_none),
        false => t_string!(i18n, account.zone_hint),
    };
    view! {
        <div class="field">
            <label for="zone">{t!(i18n, account.zone)}</label>
            <input
                class="input" id="zone" name="zone" list="zones" autocomplete="off" maxlength="64" spellcheck="false"
                autocapitalize="none" aria-describedby="zone-about" aria-invalid=move || error().is_some().to_string()
                prop:value=value on:input:target=move |ev| value.set(ev.target().value())
            />
            <datalist id="zones">{all().into_iter().map(|name| view! { <option value=name></option> }).collect_view()}</datalist>
            <p id="zone-about">
                {move || match error() {
                    Some(error) => view! { <span class="field-error">{error}</span> }.into_any(),
                    None => view! { <span class="field-hint">{hint()}</span> }.into_any(),
                }}
            </p>
        </div>
    }
}

/// Whether this browser knows a zone of this name.
pub fn is_zone(name: &str) -> bool {
    zone::minutes_ahead(name, device_now()).is_some()
}

/// The device's own zone; empty where the browser does not tell.
pub fn own_zone() -> String {
    let options = DateTimeFormat::new(&Array::new(), &Object::new()).resolved_options();
    let name = Reflect::get(&options, &"timeZone".into()).ok().and_then(|name| name.as_string());
    name.filter(|name| is_zone(name)).unwrap_or_default()
}

/// All zones that the browser knows; none where it does not tell.
fn all() -> Vec<String> {
    let ask = || {
        let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
        let values: Function = Reflect::get(&intl, &"supportedValuesOf".into()).ok()?.dyn_into().ok()?;
        values.call1(&JsValue::UNDEFINED, &"timeZone".into()).ok()?.dyn_into::<Array>().ok()
    };
    ask().map(|names| names.iter().filter_map(|name| name.as_string()).collect()).unwrap_or_default()
}
