//! A worker of the browser: long computations, beside the page and not in it.
//!
//! It hears and answers in JSON (`smarketing_domain::forecast::errand`). Who has asked
//! and does not want the answer any more ends the worker.

use smarketing_domain::forecast::errand::{Answer, Errand};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

/// Deals of a run between two words about the progress: some ten milliseconds.
const SLICE: usize = 200_000;

fn main() {
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else { return };
    let mut errand = Errand::default();
    let own = scope.clone();
    let hear = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        // What cannot be read comes from another version: whoever waits takes another way.
        let asked = event.data().as_string().and_then(|text| serde_json::from_str(&text).ok());
        match asked {
            Some(asked) => errand.hear(asked, SLICE, |answer| say(&own, &answer)),
            None => own.close(),
        }
    });
    scope.set_onmessage(Some(hear.as_ref().unchecked_ref()));
    hear.forget();
    say(&scope, &Answer::Ready);
}

fn say(scope: &DedicatedWorkerGlobalScope, answer: &Answer) {
    if let Ok(text) = serde_json::to_string(answer) {
        // Fails only for what cannot be copied; text can.
        let _ = scope.post_message(&JsValue::from_str(&text));
    }
}
