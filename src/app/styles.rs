//! Style sheets of the pages that come later (`later.rs`). In a release they are
//! links that the browser passes over, until they are made style sheets.

use futures::{
    FutureExt,
    future::{Shared, join_all},
};
use js_sys::Promise;
use leptos::prelude::document;
use std::{cell::OnceCell, future::Future, pin::Pin};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, NodeList};

type Coming = Shared<Pin<Box<dyn Future<Output = ()>>>>;

/// Asks for the style sheets, once; ready when they are there. A failure is not
/// told: a page without its looks is better than none.
pub fn come() -> Coming {
    thread_local! { static COMING: OnceCell<Coming> = const { OnceCell::new() } }
    COMING.with(|coming| coming.get_or_init(ask).clone())
}

fn ask() -> Coming {
    let links = document().query_selector_all("link[rel=later]").ok();
    let link = |links: &NodeList, at| links.item(at)?.dyn_into::<Element>().ok();
    let links: Vec<_> = links.iter().flat_map(|links| (0..links.length()).filter_map(|at| link(links, at))).collect();
    let all = join_all(links.into_iter().map(|link| JsFuture::from(arrival(&link))));
    let all: Pin<Box<dyn Future<Output = ()>>> = Box::pin(all.map(|_| ()));
    all.shared()
}

fn arrival(link: &Element) -> Promise {
    Promise::new(&mut |done, _| {
        // Neither fails on an element of the page with names like these.
        for event in ["load", "error"] {
            let _ = link.add_event_listener_with_callback(event, &done);
        }
        let _ = link.set_attribute("rel", "stylesheet");
    })
}
