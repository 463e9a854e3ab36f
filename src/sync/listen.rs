//! What the browser tells, and what is asked of it.

use super::tell;
use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::EventTarget;

/// Milliseconds on a clock that is never set back.
pub fn now() -> u64 {
    web_sys::window().and_then(|window| window.performance()).map_or(0, |clock| clock.now() as u64)
}

/// Loads the page again.
pub fn reload() {
    if let Some(window) = web_sys::window() {
        let _ = window.location().reload();
    }
}

/// Listens for as long as the page lives.
pub fn to_the_browser() {
    let Some(window) = web_sys::window() else { return };
    let Some(document) = window.document() else { return };
    for event in ["online", "offline", "focus", "pageshow"] {
        // "Offline" is only a guess of the browser's: the answer to a request tells.
        on(&window, event, || tell(|engine, now| engine.retry(now)));
    }
    let look = || {
        let visible = is_visible();
        tell(|engine, now| engine.set_visible(visible, now));
    };
    on(&document, "visibilitychange", look);
    look();
}

fn is_visible() -> bool {
    let document = web_sys::window().and_then(|window| window.document());
    document.is_none_or(|document| document.visibility_state() != web_sys::VisibilityState::Hidden)
}

fn on(target: &EventTarget, event: &str, act: impl Fn() + 'static) {
    let heard = Closure::<dyn Fn()>::new(act).into_js_value();
    let _ = target.add_event_listener_with_callback(event, heard.unchecked_ref());
}

/// Asks the browser not to throw our data away when it needs room.
pub fn ask_to_keep_storage() {
    let asked = || -> Result<JsValue, JsValue> {
        let navigator = web_sys::window().ok_or(JsValue::NULL)?.navigator();
        let storage = Reflect::get(&navigator, &"storage".into())?;
        let persist: Function = Reflect::get(&storage, &"persist".into())?.dyn_into()?;
        let promise: Promise = persist.call0(&storage)?.dyn_into()?;
        let ignore = Closure::once_into_js(|_: JsValue| {});
        let catch: Function = Reflect::get(&promise, &"catch".into())?.dyn_into()?;
        catch.call1(&promise, &ignore)
    };
    // Old browsers and pages without https do not know it.
    let _ = asked();
}
