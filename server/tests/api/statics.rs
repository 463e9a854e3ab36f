//! The app's files and what a browser is told about every answer.

use crate::support::{Server, problem};
use std::{fs, path::Path};

const PAGE: &str =
    "<!doctype html><script type=\"module\">alert('Hello, world.');</script><link rel=stylesheet href=/a.css>";
const DIGEST: &str = "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='";

fn app(folder: &Path) {
    fs::write(folder.join("index.html"), PAGE).unwrap();
    fs::write(folder.join("sw.js"), "self").unwrap();
    fs::write(folder.join("manifest.webmanifest"), "{}").unwrap();
    fs::write(folder.join("app-0123456789abcdef.js"), "plain").unwrap();
    fs::write(folder.join("app-0123456789abcdef.js.br"), "brotli").unwrap();
    fs::write(folder.join("app-0123456789abcdef.js.gz"), "gzip").unwrap();
    fs::write(folder.join("app-0123456789abcdef_bg.wasm"), "\0asm").unwrap();
}

async fn server() -> (Server, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    app(folder.path());
    (Server::start_with(Some(folder.path().to_owned())).await, folder)
}

#[tokio::test]
async fn every_page_of_the_app_is_the_index_and_is_never_kept() {
    let (server, _folder) = server().await;
    for path in ["/", "/board", "/deals/0199f000-0000-7000-8000-000000000000", "/settings/import", "/index.html"] {
        let response = server.get(path).send().await.unwrap();
        assert_eq!(response.status(), 200, "{path}");
        assert_eq!(response.headers()["content-type"], "text/html; charset=utf-8");
        assert_eq!(response.headers()["cache-control"], "no-cache");
        assert_eq!(response.text().await.unwrap(), PAGE);
    }
}

#[tokio::test]
async fn a_file_that_is_not_there_is_not_the_page() {
    let (server, _folder) = server().await;
    for path in ["/app-ffffffffffffffff.js", "/assets/logo", "/favicon.ico", "/..%2fsecret.txt", "/.hidden"] {
        let (status, code, _) = {
            let response = server.get(path).send().await.unwrap();
            assert_eq!(response.status(), 404, "{path}");
            let body: serde_json::Value = response.json().await.unwrap();
            (404, body["code"].as_str().unwrap().to_owned(), body)
        };
        assert_eq!((status, code.as_str()), (404, "not_found"), "{path}");
    }
    let (status, code, _) = problem(server.get("/api/board").send().await.unwrap()).await;
    assert_eq!((status, code.as_str()), (404, "not_found"));
    assert_eq!(server.post("/board").body("x").send().await.unwrap().status(), 405);
}

#[tokio::test]
async fn hashed_files_are_kept_for_ever_and_the_worker_never() {
    let (server, _folder) = server().await;
    for (path, caching, kind) in [
        ("/app-0123456789abcdef.js", "public, max-age=31536000, immutable", "text/javascript; charset=utf-8"),
        ("/app-0123456789abcdef_bg.wasm", "public, max-age=31536000, immutable", "application/wasm"),
        ("/sw.js", "no-store", "text/javascript; charset=utf-8"),
        ("/manifest.webmanifest", "no-cache", "application/manifest+json"),
    ] {
        let response = server.get(path).send().await.unwrap();
        assert_eq!(response.headers()["cache-control"], caching, "{path}");
        assert_eq!(response.headers()["content-type"], kind, "{path}");
    }
}

#[tokio::test]
async fn the_smallest_form_that_the_browser_understands_is_sent() {
    let (server, _folder) = server().await;
    for (accepts, coding, body) in
        [("gzip, deflate, br, zstd", "br", "brotli"), ("gzip", "gzip", "gzip"), ("", "", "plain")]
    {
        let response = server.get("/app-0123456789abcdef.js").header("accept-encoding", accepts).send().await.unwrap();
        assert_eq!(response.headers().get("content-encoding").map_or("", |v| v.to_str().unwrap()), coding);
        assert_eq!(response.headers()["vary"], "accept-encoding");
        assert_eq!(response.text().await.unwrap(), body);
    }
}

#[tokio::test]
async fn an_unchanged_file_is_not_sent_again() {
    let (server, folder) = server().await;
    let first = server.get("/board").send().await.unwrap();
    let etag = first.headers()["etag"].clone();
    let again = server.get("/board").header("if-none-match", &etag).send().await.unwrap();
    assert_eq!(again.status(), 304);
    fs::write(folder.path().join("index.html"), format!("{PAGE} ")).unwrap();
    let changed = server.get("/board").header("if-none-match", &etag).send().await.unwrap();
    assert_eq!(changed.status(), 200);
}

#[tokio::test]
async fn every_answer_forbids_what_the_app_does_not_need() {
    let (server, folder) = server().await;
    for path in ["/api/session", "/api/nothing", "/api/openapi.json"] {
        let headers = server.get(path).send().await.unwrap().headers().clone();
        let policy = "default-src 'none'; frame-ancestors 'none'";
        assert_eq!(headers["content-security-policy"], policy, "{path}");
        assert_eq!(headers["x-content-type-options"], "nosniff");
    }
    for path in ["/", "/sw.js", "/missing.js", "/healthz", "/readyz"] {
        let headers = server.get(path).send().await.unwrap().headers().clone();
        let policy = headers["content-security-policy"].to_str().unwrap().to_owned();
        let scripts = format!("script-src 'self' 'wasm-unsafe-eval' {DIGEST};");
        for rule in [
            scripts.as_str(),
            "default-src 'none';",
            "style-src 'self';",
            "img-src 'self' data:;",
            "connect-src 'self';",
            "worker-src 'self';",
            "manifest-src 'self';",
            "form-action 'self';",
            "base-uri 'none';",
            "object-src 'none';",
            "frame-ancestors 'none'",
        ] {
            assert!(policy.contains(rule), "{path}: {policy}");
        }
        assert!(!policy.contains("unsafe-inline"));
        assert_eq!(headers["x-content-type-options"], "nosniff");
        assert_eq!(headers["referrer-policy"], "same-origin");
        assert!(headers.contains_key("permissions-policy"));
    }
    // A new build of the app has another loader.
    fs::write(folder.path().join("index.html"), PAGE.replace("Hello", "Bye")).unwrap();
    let headers = server.get("/").send().await.unwrap().headers().clone();
    assert!(!headers["content-security-policy"].to_str().unwrap().contains(DIGEST));
}

#[tokio::test]
async fn without_the_app_the_api_works_and_the_page_says_what_to_do() {
    let server = Server::start().await;
    let response = server.get("/").send().await.unwrap();
    assert_eq!(response.status(), 404);
    assert!(response.text().await.unwrap().contains("make run"));
    assert_eq!(server.get("/readyz").send().await.unwrap().status(), 200);
}
