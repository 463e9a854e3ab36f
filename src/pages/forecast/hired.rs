//! A worker of the browser that makes the forecast (`worker/`), so that no frame
//! waits for it. It is hired for one forecast, and let go with this value.

use gloo_timers::future::TimeoutFuture;
use leptos::task::spawn_local;
use smarketing_domain::forecast::{
    Material,
    errand::{Answer, Asked},
};
use std::{cell::Cell, rc::Rc, sync::Arc};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Event, MessageEvent, Worker};

/// Its program, put beside the app's by the build.
const SCRIPT: &str = "/worker.js";
/// Histories that are put into words at once.
const PART: usize = 1_000;
/// Who has not answered by then, in milliseconds, will not.
const PATIENCE_MS: u32 = 4_000;

/// A worker at work.
pub struct Hired {
    worker: Worker,
    // What the worker calls must live as long as it does.
    _heard: Closure<dyn FnMut(MessageEvent)>,
    _failed: Closure<dyn FnMut(Event)>,
}

impl Drop for Hired {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

/// Hires a worker for a forecast: `heard` gets its answers, `failed` is called when
/// none are to be had. `None` when the browser has no workers.
pub fn hire(
    material: Arc<Material>,
    seed: u64,
    heard: impl Fn(Answer) + 'static,
    failed: impl Fn() + Clone + 'static,
) -> Option<Hired> {
    let worker = Worker::new(SCRIPT).ok()?;
    let (begun, over) = (Rc::new(Cell::new(false)), Rc::new(Cell::new(false)));
    // Once: a worker that fails twice is replaced once.
    let fail = {
        let (failed, over) = (failed, Rc::clone(&over));
        move || {
            if !over.replace(true) {
                failed();
            }
        }
    };
    let on_message = {
        let (worker, begun, fail) = (worker.clone(), Rc::clone(&begun), fail.clone());
        Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let answer = event.data().as_string().and_then(|text| serde_json::from_str::<Answer>(&text).ok());
            match answer {
                _ if over.get() => {}
                Some(Answer::Ready) => {
                    begun.set(true);
                    ask(worker.clone(), Arc::clone(&material), seed);
                }
                Some(answer) => heard(answer),
                // Of another build.
                None => fail(),
            }
        })
    };
    let on_error = {
        let fail = fail.clone();
        Closure::<dyn FnMut(Event)>::new(move |event: Event| {
            event.prevent_default();
            fail();
        })
    };
    worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
    spawn_local(async move {
        TimeoutFuture::new(PATIENCE_MS).await;
        if !begun.get() {
            fail();
        }
    });
    Some(Hired { worker, _heard: on_message, _failed: on_error })
}

/// Tells it what to do, part by part: a frame may come between two of them.
fn ask(worker: Worker, material: Arc<Material>, seed: u64) {
    spawn_local(async move {
        let tell = |asked: &Asked| {
            let text = serde_json::to_string(asked).unwrap_or_default();
            // Fails only for what cannot be copied; text can.
            let _ = worker.post_message(&JsValue::from_str(&text));
        };
        let frame = Material {
            now: material.now,
            coming: material.coming.clone(),
            mondays: material.mondays.clone(),
            stages: material.stages,
            owners: material.owners.clone(),
            tracks: Vec::new(),
        };
        tell(&Asked::Material(frame));
        for tracks in material.tracks.chunks(PART) {
            tell(&Asked::Tracks(tracks.to_vec()));
            TimeoutFuture::new(0).await;
        }
        tell(&Asked::Begin(seed));
    });
}
