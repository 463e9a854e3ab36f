//! What a touch screen has besides points: a short buzz, and a page that two
//! fingers have drawn larger.

use js_sys::Reflect;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::EventTarget;

/// How long a buzz lasts, in milliseconds.
const BUZZ_MS: u32 = 12;

/// A short buzz, where the device has one.
pub fn buzz() {
    let Some(navigator) = web_sys::window().map(|w| w.navigator()) else { return };
    let navigator: JsValue = navigator.into();
    let get = |of: &JsValue, name: &str| Reflect::get(of, &name.into()).ok();
    // Before the first tap on a page browsers refuse, and complain.
    let was_tapped = get(&navigator, "userActivation").and_then(|a| get(&a, "hasBeenActive"));
    let vibrate = get(&navigator, "vibrate").and_then(|v| v.dyn_into::<js_sys::Function>().ok());
    if let Some(vibrate) = vibrate.filter(|_| was_tapped.is_some_and(|was| was.is_truthy())) {
        // Refused where the person wants none.
        let _ = vibrate.call1(&navigator, &BUZZ_MS.into());
    }
}

/// Whether the page is drawn larger by two fingers.
pub fn is_zoomed() -> bool {
    let scale = viewport().and_then(|viewport| Reflect::get(&viewport, &"scale".into()).ok()?.as_f64());
    scale.is_some_and(|scale| scale > 1.01)
}

/// The same to listen to: then a finger on a card moves the page.
pub fn use_zoom() -> ReadSignal<bool> {
    let (zoomed, set) = signal(is_zoomed());
    let look = Closure::<dyn Fn()>::new(move || {
        let now = is_zoomed();
        if zoomed.try_get_untracked().is_some_and(|was| was != now) {
            set.set(now);
        }
    });
    if let Some(viewport) = viewport() {
        // Fails for no name of an event.
        let _ = viewport.add_event_listener_with_callback("resize", look.as_ref().unchecked_ref());
        let look = StoredValue::new_local(look);
        let viewport = StoredValue::new_local(viewport);
        on_cleanup(move || {
            let _ = viewport.try_with_value(|viewport| {
                look.try_with_value(|look| {
                    viewport.remove_event_listener_with_callback("resize", look.as_ref().unchecked_ref())
                })
            });
        });
    }
    zoomed
}

fn viewport() -> Option<EventTarget> {
    let window: JsValue = web_sys::window()?.into();
    Reflect::get(&window, &"visualViewport".into()).ok()?.dyn_into().ok()
}
