//! A client that was away for long: the client that ships, and real sockets.

use crate::support::browser::{Browser, Tab, perform, rest};
use crate::support::{PASSWORD, Server};
use smarketing_domain::{
    ids::InsightId,
    insight::InsightChange,
    member::Role,
    operation::{Action, Body},
};
use smarketing_sync::{engine::Engine, platform::Screen};
use std::{cell::RefCell, rc::Rc};
use uuid::Uuid;

/// An answer with more than this brings records.
const SMALL: usize = 20_000;

fn insight(text: &str) -> (InsightId, Body) {
    let id = InsightId(Uuid::now_v7());
    (id, Action::Create { id, set: vec![InsightChange::Text(text.to_owned())] }.into())
}

/// No server is to be reached any more; answers where it was.
fn leave(url: &Rc<RefCell<String>>) -> String {
    url.replace("http://127.0.0.1:9".to_owned())
}

fn come_back(url: &Rc<RefCell<String>>, to: String, tab: &Tab) {
    *url.borrow_mut() = to;
    tab.platform.heard.borrow_mut().clear();
    tab.tell(Engine::retry);
}

#[tokio::test]
async fn who_was_away_for_long_reads_all_of_it_in_one_request_and_loses_nothing() {
    tokio::task::LocalSet::new().run_until(away()).await;
}

async fn away() {
    let server = Server::start().await;
    let mut ann = server.person("ann@example.org", Role::Member).await;
    server.member("bob@example.org", Role::Member).await;
    let url = Rc::new(RefCell::new(server.url.clone()));
    let tab = [Browser::open(&url, "bob@example.org", PASSWORD).await];
    rest(&tab).await;
    let here = leave(&url);
    let (mine, body) = insight("Made on the way");
    perform(&tab[0], vec![body]);
    // Five megabytes: more than comes in one answer.
    for _ in 0..3 {
        let made: Vec<_> = (0..100).map(|_| insight(&"x".repeat(18_000)).1).collect();
        let operations: Vec<_> = made.into_iter().map(|body| ann.operation(body)).collect();
        ann.sync(&operations).await;
    }

    come_back(&url, here, &tab[0]);
    rest(&tab).await;
    let heard = tab[0].platform.heard.borrow().clone();
    let with_records: Vec<_> = heard.iter().filter(|bytes| **bytes > SMALL).collect();
    assert_eq!(with_records.len(), 1, "{heard:?}");
    assert!(heard.len() <= 5, "{heard:?}");
    ann.bootstrap().await;
    assert_eq!(ann.workspace.insights[&mine].text, "Made on the way");
    assert_eq!((tab[0].screen.desk.borrow().view(), tab[0].screen.pending()), (&ann.workspace, 0));
}
