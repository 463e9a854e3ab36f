//! Nudges: at once, in time, and ended when they should be.

mod support;

use futures_util::{Stream, StreamExt};
use reqwest::Response;
use smarketing_domain::{member::Role, wire::Nudge};
use std::{
    pin::Pin,
    time::{Duration, Instant},
};
use support::{Person, Server};
use tokio::time::timeout;

/// An open stream of nudges.
struct Events {
    parts: Pin<Box<dyn Stream<Item = reqwest::Result<Vec<u8>>> + Send>>,
    text: String,
}

impl Events {
    async fn open(person: &Person) -> Self {
        let response = person.get("/api/events").header("accept-encoding", "gzip, br").send().await.unwrap();
        assert_eq!(response.status(), 200);
        assert!(response.headers()["content-type"].to_str().unwrap().starts_with("text/event-stream"));
        assert!(response.headers().get("content-encoding").is_none());
        assert_eq!(response.headers()["cache-control"], "no-store");
        Self::of(response)
    }

    fn of(response: Response) -> Self {
        let parts = response.bytes_stream().map(|part| part.map(|bytes| bytes.to_vec()));
        Self { parts: Box::pin(parts), text: String::new() }
    }

    /// The next nudge; `None` when the stream has ended.
    async fn next(&mut self) -> Option<Nudge> {
        loop {
            if let Some((event, rest)) = self.text.split_once("\n\n") {
                let (event, rest) = (event.to_owned(), rest.to_owned());
                self.text = rest;
                let Some(data) = event.lines().find_map(|line| line.strip_prefix("data: ")) else { continue };
                assert!(event.contains("event: nudge"));
                return Some(serde_json::from_str(data).unwrap());
            }
            let part = timeout(Duration::from_secs(5), self.parts.next()).await.expect("something in time");
            self.text.push_str(std::str::from_utf8(&part?.ok()?).unwrap());
        }
    }
}

#[tokio::test]
async fn a_colleague_is_nudged_at_once_and_after_each_change_within_a_second() {
    let server = Server::start().await;
    let mut ann = server.person("ann@example.org", Role::Member).await;
    let bob = server.person("bob@example.org", Role::Member).await;
    let mut events = Events::open(&bob).await;
    assert_eq!(events.next().await, Some(Nudge { cursor: bob.cursor }));
    for _ in 0..3 {
        let body = ann.new_deal("Seen at once");
        let began = Instant::now();
        ann.make(body).await;
        assert_eq!(events.next().await, Some(Nudge { cursor: ann.cursor }));
        assert!(began.elapsed() < Duration::from_secs(1), "{:?}", began.elapsed());
    }
}

#[tokio::test]
async fn what_another_process_writes_is_nudged_too() {
    let server = Server::start().await;
    let ann = server.person("ann@example.org", Role::Member).await;
    let mut events = Events::open(&ann).await;
    let first = events.next().await.unwrap();
    server.workspace(support::WORKSPACE).await.commit(vec![ann.new_deal("Imported")]).await.unwrap();
    assert_eq!(events.next().await, Some(Nudge { cursor: first.cursor + 1 }));
}

#[tokio::test]
async fn a_sixth_stream_ends_the_first() {
    let server = Server::start().await;
    let ann = server.person("ann@example.org", Role::Member).await;
    let mut streams = Vec::new();
    for _ in 0..6 {
        let mut events = Events::open(&ann).await;
        events.next().await.unwrap();
        streams.push(events);
    }
    assert_eq!(streams[0].next().await, None);
    let mut ann = ann;
    let body = ann.new_deal("For the others");
    ann.make(body).await;
    for events in &mut streams[1..] {
        assert_eq!(events.next().await, Some(Nudge { cursor: ann.cursor }));
    }
}

#[tokio::test]
async fn signing_out_ends_the_sessions_streams() {
    let server = Server::start().await;
    let ann = server.person("ann@example.org", Role::Member).await;
    let other = server.sign_in("ann@example.org").await;
    let (mut mine, mut others) = (Events::open(&ann).await, Events::open(&other).await);
    mine.next().await.unwrap();
    others.next().await.unwrap();
    let url = format!("{}/api/session", server.url);
    ann.http.delete(url).header("cookie", &ann.cookie).send().await.unwrap();
    assert_eq!(mine.next().await, None);
    assert!(timeout(Duration::from_millis(300), others.parts.next()).await.is_err(), "the other session goes on");
}

#[tokio::test]
async fn a_stopping_server_ends_streams_within_two_seconds() {
    let server = Server::start().await;
    let ann = server.person("ann@example.org", Role::Member).await;
    let mut events = Events::open(&ann).await;
    events.next().await.unwrap();
    let began = Instant::now();
    let folder = server.stop().await;
    assert_eq!(events.next().await, None);
    assert!(began.elapsed() < Duration::from_secs(2), "{:?}", began.elapsed());
    drop(folder);
}
