//! `/api/openapi.json`: the API described for programs (OpenAPI 3.1).
//!
//! - [`paths`]: every address; [`schemas`]: what is sent and answered
//!
//! A test holds it against the router's own list: what is served is described,
//! and nothing else.

mod paths;
mod schemas;

use axum::{Json, response::IntoResponse};
use serde_json::{Map, Value, json};
use std::sync::LazyLock;

static DESCRIPTION: LazyLock<Value> = LazyLock::new(describe);

/// The description.
pub async fn serve() -> impl IntoResponse {
    Json(&*DESCRIPTION)
}

fn describe() -> Value {
    let mut paths = Map::new();
    for line in paths::LINES {
        let path = paths.entry(line.path).or_insert_with(|| json!({}));
        path[line.method] = line.operation();
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Smarketing",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "One hourglass for marketing and sales. What the app does is an operation through /api/sync; \
                forms and platforms write through /api/intake with a key. Errors are RFC 9457 problems with a stable \
                code. Changes need this server's own origin (or none) and Content-Type: application/json; no other \
                origin is granted anything but to post a form to /api/intake/form.",
        },
        "components": {
            "schemas": schemas::all(),
            "securitySchemes": {
                "session": {
                    "type": "apiKey", "in": "cookie", "name": crate::auth::token::COOKIE,
                    "description": "Set by signing in. Behind TLS its name begins with __Host-.",
                },
                "key": { "type": "http", "scheme": "bearer", "description": "An intake key: it can write, and nothing else." },
            },
        },
        "paths": paths,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::router;
    use std::collections::BTreeSet;

    #[test]
    fn every_address_is_described_and_nothing_else() {
        let served: BTreeSet<_> = router::served()
            .into_iter()
            .flat_map(|(path, methods)| methods.iter().map(move |method| format!("{method} {path}")))
            .collect();
        let described: BTreeSet<_> = paths::LINES.iter().map(|line| format!("{} {}", line.method, line.path)).collect();
        assert_eq!(served, described);
        assert_eq!(described.len(), paths::LINES.len(), "none is described twice");
    }

    #[test]
    fn every_schema_that_is_named_is_there_and_every_one_that_is_there_is_named() {
        let text = DESCRIPTION.to_string();
        let known: BTreeSet<_> = DESCRIPTION["components"]["schemas"].as_object().unwrap().keys().cloned().collect();
        let named: BTreeSet<_> = text
            .split("#/components/schemas/")
            .skip(1)
            .map(|rest| rest.split('"').next().unwrap().to_owned())
            .collect();
        assert_eq!(named, known);
    }

    #[test]
    fn every_address_says_who_may_ask_and_what_comes_back() {
        for line in paths::LINES {
            let operation = line.operation();
            assert!(!operation["summary"].as_str().unwrap().is_empty());
            let answers = operation["responses"].as_object().unwrap();
            assert!(answers.keys().any(|status| status.starts_with('2')), "{}", line.path);
            let signs_in = (line.method, line.path) == ("post", "/api/session");
            let asks = operation["security"] != json!([]) || signs_in;
            assert_eq!(answers.contains_key("401"), asks, "{} {}", line.method, line.path);
        }
    }
}
