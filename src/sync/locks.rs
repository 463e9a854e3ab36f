//! Web Locks: a tab holds one with its client's name for as long as it lives,
//! so that others learn that it is gone. Browsers have them on secure pages
//! only (https, localhost); elsewhere nothing is ever held.

use futures::channel::oneshot;
use js_sys::{Function, Promise, Reflect};
use smarketing_domain::ids::ClientId;
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};

/// A held lock; let go when dropped.
#[derive(Debug)]
pub struct Held(Function);

impl Drop for Held {
    fn drop(&mut self) {
        let _ = self.0.call0(&JsValue::UNDEFINED);
    }
}

/// Waits until `client`'s tab is gone (or never was), and takes its place.
/// `None`: this page has no locks.
pub async fn take(client: ClientId) -> Option<Held> {
    let (manager, request) = manager()?;
    let (grant, granted) = oneshot::channel();
    let release = Rc::new(RefCell::new(None));
    let held = Promise::new(&mut |resolve, _| *release.borrow_mut() = Some(resolve));
    let grant = RefCell::new(Some(grant));
    // Called once, when the lock is ours; it is ours until `held` resolves.
    let callback = Closure::once_into_js(move |_lock: JsValue| -> JsValue {
        let heard = grant.take().is_some_and(|grant| grant.send(()).is_ok());
        if heard { held.into() } else { JsValue::UNDEFINED }
    });
    let name = JsValue::from(format!("smarketing-client-{client}"));
    let asked: Promise = request.call2(&manager, &name, &callback).ok()?.dyn_into().ok()?;
    // It rejects when the page goes away; nobody is left to hear of it then.
    let ignore = Closure::once_into_js(|_: JsValue| {});
    let catch: Function = Reflect::get(&asked, &"catch".into()).ok()?.dyn_into().ok()?;
    catch.call1(&asked, &ignore).ok()?;
    granted.await.ok()?;
    release.take().map(Held)
}

fn manager() -> Option<(JsValue, Function)> {
    let navigator = web_sys::window()?.navigator();
    let manager = Reflect::get(&navigator, &"locks".into()).ok().filter(JsValue::is_object)?;
    let request = Reflect::get(&manager, &"request".into()).ok()?.dyn_into().ok()?;
    Some((manager, request))
}
