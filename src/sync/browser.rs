//! What the browser offers to sync.

use super::{
    api, body, farewell,
    indexed::Indexed,
    listen,
    locks::{self, Held},
    stream::Stream,
    tabs::Tabs,
};
use crate::state::State;
use futures::future::select;
use gloo_timers::future::TimeoutFuture;
use js_sys::Promise;
use smarketing_domain::{
    ids::{ClientId, MemberId},
    wire::{Session, SignIn, SyncRequest},
};
use smarketing_sync::{
    answer::{ApiError, Reply},
    cache::{CacheError, Closed},
    message::Message,
    platform::Platform,
    snapshot::Snapshot,
};
use std::{cell::OnceCell, pin::pin, rc::Rc};
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// The longest that a frame is waited for, in milliseconds.
const MOMENT: u32 = 50;
/// The longest that a page is waited for which comes in a chunk of its own.
const ARRIVAL: u32 = 400;

/// Waits until the page that a start leads to can be seen.
pub async fn shown() {
    frames(body::is_ready, ARRIVAL).await;
}

/// Waits until a frame is painted after `enough`, so many milliseconds at most: without
/// frames the moment passes.
async fn frames(enough: impl Fn() -> bool, at_most: u32) {
    let Some(window) = web_sys::window().filter(|w| w.document().is_some_and(|d| !d.hidden())) else { return };
    let painted = async {
        loop {
            let frame = Promise::new(&mut |done, _| {
                // Then the time passes.
                let _ = window.request_animation_frame(&done);
            });
            if JsFuture::from(frame).await.is_err() || enough() {
                break;
            }
        }
        // A frame's last is its painting.
        TimeoutFuture::new(0).await;
    };
    select(pin!(painted), TimeoutFuture::new(at_most)).await;
}

/// The browser, and the database of this name in it.
pub struct Browser {
    database: String,
    tabs: OnceCell<Tabs>,
}

impl Browser {
    /// With the database of this name.
    pub fn new(database: &str) -> Self {
        Self { database: database.to_owned(), tabs: OnceCell::new() }
    }
}

impl Platform for Browser {
    type Screen = State;
    type Database = Indexed;
    type Lock = Held;
    type Stream = Stream;

    fn now(&self) -> u64 {
        listen::now()
    }

    fn chance(&self) -> f64 {
        js_sys::Math::random()
    }

    fn fresh_client(&self) -> ClientId {
        let (high, low) = uuid::Uuid::new_v4().as_u64_pair();
        // A version 4 id has fixed bits in both halves; together they have none.
        ClientId(high ^ low.rotate_left(32))
    }

    async fn sleep(&self, millis: u64) {
        TimeoutFuture::new(u32::try_from(millis).unwrap_or(u32::MAX)).await;
    }

    async fn painted(&self) {
        frames(|| true, MOMENT).await;
    }

    fn spawn(&self, task: impl Future<Output = ()> + 'static) {
        spawn_local(task);
    }

    async fn session(&self) -> Result<Session, ApiError> {
        api::session().await
    }

    async fn sign_in(&self, sign_in: &SignIn) -> Result<Session, ApiError> {
        api::sign_in(sign_in).await
    }

    async fn sign_out(&self) -> Result<(), ApiError> {
        api::sign_out().await
    }

    async fn snapshot(&self) -> Result<Snapshot, ApiError> {
        api::snapshot().await
    }

    async fn sync(&self, request: &SyncRequest) -> Result<Reply, ApiError> {
        api::sync(request).await
    }

    fn stream(&self, nudged: Rc<dyn Fn(u64)>, lost: Rc<dyn Fn()>) -> Option<Stream> {
        Stream::open(nudged, lost)
    }

    async fn open(&self, closed: Rc<dyn Fn(Closed)>) -> Result<Indexed, CacheError> {
        Indexed::open(&self.database, closed).await
    }

    fn note_farewell(&self, member: MemberId) {
        farewell::note(member);
    }

    fn noted_farewell(&self) -> Option<MemberId> {
        farewell::noted()
    }

    fn note_removal(&self, member: MemberId) {
        farewell::note_removal(member);
    }

    fn removed(&self) -> Vec<MemberId> {
        farewell::removed()
    }

    fn forget_removal(&self, member: MemberId) {
        farewell::forget_removal(member);
    }

    fn forget_farewell(&self) {
        farewell::forget();
    }

    fn overhear(&self) {
        self.tabs.get_or_init(Tabs::open);
    }

    fn listen(&self, hears: impl Fn(Message) + 'static) {
        self.tabs.get_or_init(Tabs::open).listen(hears);
    }

    fn say(&self, message: &Message) {
        if let Some(tabs) = self.tabs.get() {
            tabs.say(message);
        }
    }

    async fn lock(&self, client: ClientId) -> Option<Held> {
        locks::take(client).await
    }

    fn begun(&self) {
        listen::to_the_browser();
    }

    fn ask_to_keep_storage(&self) {
        listen::ask_to_keep_storage();
    }

    fn reload(&self) {
        listen::reload();
    }
}
