//! Nudges: at once, in time, and ended when they should be.

use crate::support::{self, Server, events::Events};
use futures_util::StreamExt;
use smarketing_domain::{member::Role, wire::Nudge};
use std::time::{Duration, Instant};
use tokio::time::timeout;

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
