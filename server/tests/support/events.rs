//! Nudges, as a browser hears them.

use super::Person;
use futures_util::{Stream, StreamExt};
use reqwest::Response;
use smarketing_domain::wire::Nudge;
use std::{pin::Pin, time::Duration};
use tokio::time::timeout;

/// An open stream of nudges.
pub struct Events {
    pub parts: Pin<Box<dyn Stream<Item = reqwest::Result<Vec<u8>>> + Send>>,
    text: String,
}

impl Events {
    /// Opens one.
    pub async fn open(person: &Person) -> Self {
        let response = person.get("/api/events").header("accept-encoding", "gzip, br").send().await.unwrap();
        assert_eq!(response.status(), 200);
        assert!(response.headers()["content-type"].to_str().unwrap().starts_with("text/event-stream"));
        assert!(response.headers().get("content-encoding").is_none());
        assert_eq!(response.headers()["cache-control"], "no-store");
        Self::of(response)
    }

    pub fn of(response: Response) -> Self {
        let parts = response.bytes_stream().map(|part| part.map(|bytes| bytes.to_vec()));
        Self { parts: Box::pin(parts), text: String::new() }
    }

    /// The next nudge, within seconds; `None` when the stream has ended.
    pub async fn next(&mut self) -> Option<Nudge> {
        self.next_within(Duration::from_secs(5)).await
    }

    /// The next nudge; `None` when the stream has ended.
    pub async fn next_within(&mut self, patience: Duration) -> Option<Nudge> {
        loop {
            if let Some((event, rest)) = self.text.split_once("\n\n") {
                let (event, rest) = (event.to_owned(), rest.to_owned());
                self.text = rest;
                let Some(data) = event.lines().find_map(|line| line.strip_prefix("data: ")) else { continue };
                assert!(event.contains("event: nudge"));
                return Some(serde_json::from_str(data).unwrap());
            }
            let part = timeout(patience, self.parts.next()).await.expect("something in time");
            self.text.push_str(std::str::from_utf8(&part?.ok()?).unwrap());
        }
    }
}
