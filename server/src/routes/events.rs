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

/// One stream of nudges.
struct Nudges {
    counter: watch::Receiver<u64>,
    listener: Listener,
    stop: CancellationToken,
    until: Instant,
    first: bool,
}

/// A nudge now and after each commit, until the session or the server ends.
///
/// # Errors
/// When nobody is signed in.
pub async fn events(State(app): State<Shared>, headers: HeaderMap) -> Result<Response, Failure> {
    let identity = Identity::of(&app, &headers).await?;
    let member = identity.member()?.id;
    let session = &identity.session;
    let left = session.expires.since(app.now()).max(0) as u64;
    let nudges = Nudges {
        counter: app.hub.listen(session.workspace).await?,
        listener: app.hub.streams().open(member, &session.token_hash),
        stop: app.stop.clone(),
        until: Instant::now() + Duration::from_millis(left),
        first: true,
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
        if !std::mem::take(&mut self.first) {
            tokio::select! {
                biased;
                () = self.stop.cancelled() => return None,
                () = self.listener.end.cancelled() => return None,
                () = sleep_until(self.until) => return None,
                changed = self.counter.changed() => changed.ok()?,
            }
        }
        Some(*self.counter.borrow_and_update())
    }
}
