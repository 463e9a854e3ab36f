//! Where requests come from, and what reading does.

use super::{READ, changing, snapshot};
use crate::support::{Server, database::postgres, problem};
use reqwest::Method;
use smarketing_domain::member::Role;
use sqlx::{Connection, Row};

#[tokio::test]
async fn every_change_from_elsewhere_is_refused() {
    let server = Server::start().await;
    let ann = server.person("ann@example.org", Role::Admin).await;
    for (method, path, body) in changing() {
        let ask = || ann.http.request(method.clone(), format!("{}{path}", server.url)).header("cookie", &ann.cookie);
        let text = body.to_string();
        let json = "application/json";
        for (name, value) in
            [("origin", "https://elsewhere.example"), ("origin", "null"), ("sec-fetch-site", "cross-site")]
        {
            let sent = ask().header("content-type", json).header(name, value).body(text.clone()).send().await.unwrap();
            assert_eq!(problem(sent).await.1, "foreign_origin", "{method} {path} {name}: {value}");
        }
        for kind in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""] {
            let sent = ask().header("content-type", kind).body(text.clone()).send().await.unwrap();
            let (status, code, _) = problem(sent).await;
            assert_eq!((status, &*code), (403, "not_json"), "{method} {path} {kind}");
        }
        if method != Method::DELETE {
            let sent = ask().body(text).send().await.unwrap();
            assert_eq!(problem(sent).await.1, "not_json", "{method} {path} without a kind");
        }
    }
    assert_eq!(ann.get("/api/session").send().await.unwrap().status(), 200, "still signed in");
}

#[tokio::test]
async fn nobody_elsewhere_may_read_or_ask() {
    let server = Server::start().await;
    let ann = server.person("ann@example.org", Role::Admin).await;
    let elsewhere = "https://elsewhere.example";
    let paths = READ.iter().map(|path| (*path).to_owned()).chain(changing().into_iter().map(|(_, path, _)| path));
    for path in paths {
        let read = ann.get(&path).header("origin", elsewhere).send().await.unwrap();
        let ask = ann.http.request(Method::OPTIONS, format!("{}{path}", server.url)).header("origin", elsewhere);
        let ask = ask.header("access-control-request-method", "POST");
        let asked = ask.header("access-control-request-headers", "authorization,content-type").send().await.unwrap();
        for response in [read, asked] {
            let granted = response.headers().keys().find(|name| name.as_str().starts_with("access-control-"));
            assert_eq!(granted, None, "{path}");
            assert_eq!(response.headers()["cross-origin-resource-policy"], "same-origin", "{path}");
        }
    }
}

/// Every row of every table, but when sessions were last used and who looked.
async fn everything(server: &Server) -> Vec<String> {
    let path = server.database().trim_start_matches("sqlite:").to_owned();
    let mut database = sqlx::SqliteConnection::connect(&format!("sqlite:{path}")).await.unwrap();
    let tables: Vec<String> = sqlx::query_scalar(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN ('session', 'audit') ORDER BY name",
    )
    .fetch_all(&mut database)
    .await
    .unwrap();
    let mut rows = Vec::new();
    for table in tables {
        let statement = format!("SELECT * FROM {table}");
        for row in sqlx::query(sqlx::AssertSqlSafe(statement)).fetch_all(&mut database).await.unwrap() {
            let cells: Vec<String> = (0..row.len())
                .map(|at| match row.try_get_unchecked::<Option<String>, _>(at) {
                    Ok(text) => text.unwrap_or_default(),
                    Err(_) => String::new(),
                })
                .collect();
            rows.push(format!("{table}: {}", cells.join("|")));
        }
    }
    rows
}

#[tokio::test]
async fn reading_changes_nothing() {
    if postgres().is_some() {
        // The file is looked through; requests do not know which database there is.
        return;
    }
    let server = Server::start().await;
    let mut ann = server.person("ann@example.org", Role::Admin).await;
    let deal = ann.new_deal("Chair");
    ann.make(deal).await;
    let (before, seen) = (everything(&server).await, snapshot(&ann).await);
    let mut paths: Vec<String> = READ.iter().map(|path| (*path).to_owned()).collect();
    // What is changed by another method is not changed by reading it.
    paths.extend(changing().into_iter().map(|(_, path, _)| path));
    paths.push("/api/session?_method=DELETE".to_owned());
    for path in paths {
        let read = ann.get(&path).header("x-http-method-override", "DELETE").send().await.unwrap();
        assert!(read.status().as_u16() < 500, "{path}");
        let url = format!("{}{path}", server.url);
        ann.http.head(url).header("cookie", &ann.cookie).send().await.unwrap();
    }
    assert_eq!(everything(&server).await, before);
    assert_eq!(snapshot(&ann).await, seen);
}
