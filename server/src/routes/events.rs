//! `/api/events`: hints to pull, as server-sent events.

use crate::{app::Shared, auth::Identity, error::Failure, hub::Listener};
use axum::{
    extract::State,
    http::HeaderMap,
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use futures_util::stream::{self, Stream};
use smarketing_domain::wire::Nudge;
use std::{convert::Infallible, time::Duration};
use tokio::{
    sync::watch,
    time::{Instant, sleep_until},
};
use tokio_util::sync::CancellationToken;

/// Silence after which proxies would give up a stream.
const KEEP_ALIVE: Duration = Duration::from_secs(15);
/// How often it is looked whether the session still stands: another instance,
/// or a command in a shell, may have ended it or removed the member.
const LOOK: Duration = Duration::from_secs(4);

/// The least time from one nudge to the next: where many work at once, everybody
/// reads many changes in one go, and not each of them by itself.
const APART: Duration = Duration::from_millis(100);

/// One stream of nudges.
struct Nudges {
    app: Shared,
    counter: watch::Receiver<u64>,
    listener: Listener,
    stop: CancellationToken,
    until: Instant,
    token_hash: String,
    look: Instant,
    /// When the last nudge was given; before the first one nobody waits.
    last: Option<Instant>,
}

/// A nudge now and after each commit, until the session or the server ends.
///
/// # Errors
/// When nobody is signed in, or too many listen already.
pub async fn events(State(app): State<Shared>, headers: HeaderMap) -> Result<Response, Failure> {
    let identity = Identity::of(&app, &headers).await?;
    let member = identity.member()?.id;
    let session = &identity.session;
    let left = session.expires.since(app.now()).max(0) as u64;
    let nudges = Nudges {
        counter: app.hub.listen(session.workspace).await?,
        listener: app.hub.streams().open(session.workspace, member, &session.token_hash).ok_or(Failure::Busy)?,
        stop: app.stop.clone(),
        until: Instant::now() + Duration::from_millis(left),
        token_hash: session.token_hash.clone(),
        look: Instant::now() + LOOK,
        last: None,
        app,
    };
    let events = Sse::new(stream_of(nudges)).keep_alive(KeepAlive::new().interval(KEEP_ALIVE));
    // Asks nginx not to hold events back.
    Ok(([("x-accel-buffering", "no")], events).into_response())
}

fn stream_of(nudges: Nudges) -> impl Stream<Item = Result<Event, Infallible>> {
    stream::unfold(nudges, |mut nudges| async move {
        let cursor = nudges.next().await?;
        let event = Event::default().event("nudge").json_data(Nudge { cursor }).ok()?;
        Some((Ok(event), nudges))
    })
}

impl Nudges {
    async fn next(&mut self) -> Option<u64> {
        if let Some(last) = self.last {
            while !self.counter.has_changed().ok()? || last.elapsed() < APART {
                tokio::select! {
                    biased;
                    () = self.stop.cancelled() => return None,
                    () = self.listener.end.cancelled() => return None,
                    () = sleep_until(self.until) => return None,
                    () = sleep_until(self.look) => self.still_stands().await?,
                    changed = news(self.counter.clone(), last + APART) => changed?,
                }
            }
        }
        self.last = Some(Instant::now());
        Some(*self.counter.borrow_and_update())
    }

    /// `None` when the session has ended or its member was removed. A database
    /// that does not answer ends nothing.
    async fn still_stands(&mut self) -> Option<()> {
        self.look = Instant::now() + LOOK;
        match Identity::with_token(&self.app, &self.token_hash).await {
            Ok(identity) => identity.member().ok().map(drop),
            Err(Failure::SignedOut) => None,
            Err(_) => Some(()),
        }
    }
}

/// Waits until there is something new, and for `from` at least; `None` when nothing
/// will ever be.
async fn news(mut counter: watch::Receiver<u64>, from: Instant) -> Option<()> {
    sleep_until(from).await;
    counter.changed().await.ok()
}
