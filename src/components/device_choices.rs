//! Language and theme, to choose on this device.

use super::{Theme, use_prefs};
use leptos::prelude::*;
use leptos_i18n::Locale as _;
use smarketing_locales::{Locale, t, t_string, use_i18n};

/// Language and theme of this device.
#[component]
pub fn DeviceChoices() -> impl IntoView {
    let i18n = use_i18n();
    let prefs = use_prefs();
    let languages = [(Locale::en, "English"), (Locale::uk, "Українська"), (Locale::ru, "Русский")];
    let theme_name = move |theme| match theme {
        Theme::Device => t_string!(i18n, shell.theme_device),
        Theme::Light => t_string!(i18n, shell.theme_light),
        Theme::Dark => t_string!(i18n, shell.theme_dark),
    };
    view! {
        <fieldset class="field">
            <legend class="label">{t!(i18n, shell.language)}</legend>
            <div class="segments" role="group">
                {languages.map(|(locale, name)| view! {
                    <button
                        type="button"
                        class="segment"
                        data-language=locale.as_str()
                        aria-pressed=move || (i18n.get_locale() == locale).to_string()
                        on:click=move |_| i18n.set_locale(locale)
                    >{name}</button>
                })}
            </div>
        </fieldset>
        <fieldset class="field">
            <legend class="label">{t!(i18n, shell.theme)}</legend>
            <div class="segments" role="group">
                {[Theme::Device, Theme::Light, Theme::Dark].map(|theme| view! {
                    <button
                        type="button"
                        class="segment"
                        aria-pressed=move || (prefs.theme.get() == theme).to_string()
                        on:click=move |_| prefs.theme.set(theme)
                    >{move || theme_name(theme)}</button>
                })}
            </div>
        </fieldset>
    }
}
