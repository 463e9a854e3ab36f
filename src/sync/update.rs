//! The service worker: the app starts without a network, and a new version
//! waits until the person agrees.

use js_sys::{Function, Object, Promise, Reflect};
use leptos::prelude::*;
use std::cell::RefCell;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::{JsFuture, spawn_local};

thread_local! {
    static WAITING: ArcRwSignal<bool> = ArcRwSignal::new(false);
    static REGISTRATION: RefCell<Option<JsValue>> = const { RefCell::new(None) };
}

/// How often a page that stays open asks for a new version, in milliseconds.
const LOOK: u32 = 30 * 60 * 1000;

/// Whether a new version of the app is there and waits.
pub fn waiting() -> ReadSignal<bool> {
    WAITING.with(|signal| signal.read_only().into())
}

/// Starts the service worker, unless there is none or the page asks for none.
pub fn register() {
    let Some(window) = web_sys::window() else { return };
    let unwanted = window.location().search().unwrap_or_default().split(['?', '&']).any(|word| word == "nosw");
    let navigator = window.navigator();
    let present = Reflect::get(&navigator, &"serviceWorker".into()).is_ok_and(|it| it.is_object());
    if present && !unwanted {
        spawn_local(async {
            // Without a worker the app works as well, only not from a cold start offline.
            let _ = watch().await;
        });
    }
}

async fn watch() -> Result<(), JsValue> {
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    let container = window.navigator().service_worker();
    let registration = JsFuture::from(container.register("/sw.js")).await?;
    REGISTRATION.with(|kept| *kept.borrow_mut() = Some(registration.clone()));
    note_waiting();
    let found = Closure::<dyn Fn()>::new({
        let registration = registration.clone();
        move || {
            let Ok(worker) = Reflect::get(&registration, &"installing".into()) else { return };
            let changed = Closure::<dyn Fn()>::new(note_waiting).into_js_value();
            let _ = Reflect::set(&worker, &"onstatechange".into(), &changed);
        }
    });
    Reflect::set(&registration, &"onupdatefound".into(), &found.into_js_value())?;
    loop {
        gloo_timers::future::TimeoutFuture::new(LOOK).await;
        if let Ok(asked) = call(&registration, "update", None) {
            // Offline: asked again later.
            let _ = JsFuture::from(asked.unchecked_into::<Promise>()).await;
        }
    }
}

/// A worker that waits is news only where an older one is at work: the first
/// one ever just takes its place.
fn note_waiting() {
    let at_work = web_sys::window().is_some_and(|w| w.navigator().service_worker().controller().is_some());
    let is_waiting = worker_in_wait().is_some();
    WAITING.with(|signal| {
        if signal.get_untracked() != (at_work && is_waiting) {
            signal.set(at_work && is_waiting);
        }
    });
}

fn worker_in_wait() -> Option<JsValue> {
    let registration = REGISTRATION.with(|kept| kept.borrow().clone())?;
    Reflect::get(&registration, &"waiting".into()).ok().filter(JsValue::is_object)
}

/// Puts the waiting version to work and loads the page again.
pub fn apply() {
    let Some(window) = web_sys::window() else { return };
    let Some(worker) = worker_in_wait() else {
        // Another tab has applied it meanwhile.
        let _ = window.location().reload();
        return;
    };
    let reload = Closure::once_into_js(move |_: JsValue| {
        if let Some(window) = web_sys::window() {
            let _ = window.location().reload();
        }
    });
    window.navigator().service_worker().set_oncontrollerchange(Some(reload.unchecked_ref()));
    let message = Object::new();
    let _ = Reflect::set(&message, &"do".into(), &"skip-waiting".into());
    let _ = call(&worker, "postMessage", Some(&message));
}

fn call(object: &JsValue, method: &str, argument: Option<&JsValue>) -> Result<JsValue, JsValue> {
    let function: Function = Reflect::get(object, &method.into())?.dyn_into()?;
    match argument {
        Some(argument) => function.call1(object, argument),
        None => function.call0(object),
    }
}
