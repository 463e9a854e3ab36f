//! What a person chose on this device: language and theme.

use leptos::prelude::*;
use leptos_i18n::Locale as _;
use smarketing_locales::{Locale, use_i18n};

/// Light or dark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// As the device has it.
    Device,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    fn name(self) -> &'static str {
        match self {
            Self::Device => "device",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// The device's choices. Provided as context by the app.
#[derive(Clone, Copy)]
pub struct Prefs {
    /// Light or dark.
    pub theme: RwSignal<Theme>,
}

impl Prefs {
    /// Reads the stored choices and keeps the page, and the store, up to date
    /// with later ones. Call within the words' context.
    pub fn provide() -> Self {
        let i18n = use_i18n();
        let device_dark = media("(prefers-color-scheme: dark)");
        let theme = RwSignal::new(match stored("theme").as_deref() {
            Some("light") => Theme::Light,
            Some("dark") => Theme::Dark,
            _ => Theme::Device,
        });
        let locale = stored("language").and_then(|code| code.parse::<Locale>().ok()).unwrap_or_else(device_locale);
        Effect::new(move || {
            let theme = theme.get();
            store("theme", theme.name());
            let dark = theme == Theme::Dark || theme == Theme::Device && device_dark;
            set_root("data-theme", if dark { "dark" } else { "light" });
            set_bar(if dark { "#14161b" } else { "#f6f5f2" });
        });
        Effect::new(move |before: Option<()>| {
            if before.is_none() {
                // Not earlier: the words' own first effect sets the browser's language.
                i18n.set_locale(locale);
            }
            let code = i18n.get_locale().as_str();
            store("language", code);
            set_root("lang", code);
        });
        let prefs = Self { theme };
        provide_context(prefs);
        prefs
    }
}

/// The device's choices, from context.
pub fn use_prefs() -> Prefs {
    expect_context::<Prefs>()
}

/// Whether single letters are keys on this device: who speaks to the browser switches them off.
pub fn single_keys() -> bool {
    stored("keys").as_deref() != Some("off")
}

/// Keeps the choice.
pub fn set_single_keys(on: bool) {
    store("keys", if on { "on" } else { "off" });
}

fn device_locale() -> Locale {
    let language = web_sys::window().and_then(|w| w.navigator().language()).unwrap_or_default();
    language.get(..2).and_then(|code| code.parse().ok()).unwrap_or(Locale::en)
}

fn media(query: &str) -> bool {
    web_sys::window().and_then(|w| w.match_media(query).ok().flatten()).is_some_and(|m| m.matches())
}

fn set_root(name: &str, value: &str) {
    if let Some(root) = web_sys::window().and_then(|w| w.document()).and_then(|d| d.document_element()) {
        // Fails only for names that are no attribute names.
        let _ = root.set_attribute(name, value);
    }
}

/// The browser's own bar: until here it followed the device, not what was chosen.
fn set_bar(colour: &str) {
    let document = web_sys::window().and_then(|w| w.document());
    for device in ["meta[media*=light]", "meta[media*=dark]"] {
        if let Some(bar) = document.as_ref().and_then(|d| d.query_selector(device).ok().flatten()) {
            // Fails only for names that are no attribute names.
            let _ = bar.set_attribute("content", colour);
        }
    }
}

fn stored(key: &str) -> Option<String> {
    web_sys::window()?.local_storage().ok()??.get_item(&format!("smarketing.{key}")).ok()?
}

fn store(key: &str, value: &str) {
    // A browser without storage forgets the choice at the next visit, no more.
    if let Some(Ok(Some(storage))) = web_sys::window().map(|w| w.local_storage()) {
        let _ = storage.set_item(&format!("smarketing.{key}"), value);
    }
}
