//! Which address leads where, and what holds for all of them.

use crate::{
    app::{App, Shared},
    assets,
    error::{Failure, panicked},
    openapi,
    routes::{
        audit, contacts, events, form, guard, health, history, intake, invites, join, keys, members, password, session,
        sessions, setup, snapshot, sync,
    },
};
use axum::{
    Router,
    extract::{MatchedPath, Request, State},
    http::{Extensions, HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Version, header},
    middleware::{Next, from_fn, from_fn_with_state},
    response::Response,
    routing::MethodRouter,
};
use std::time::Instant;
use tower_http::{
    CompressionLevel,
    catch_panic::CatchPanicLayer,
    compression::{CompressionLayer, Predicate, predicate::SizeAbove},
};

/// Answers below this many bytes are not worth compressing.
const COMPRESS_FROM: u64 = 1024;

/// What can be asked of an address.
macro_rules! addresses {
    ($($path:literal $($method:ident $handler:path),+;)*) => {
        vec![$((
            $path,
            &[$(stringify!($method)),+][..],
            addresses!(@ MethodRouter::new(), $($method $handler),+),
        )),*]
    };
    (@ $router:expr, ) => { $router };
    (@ $router:expr, $method:ident $handler:path $(, $($rest:tt)*)?) => {
        addresses!(@ $router.$method($handler), $($($rest)*)?)
    };
}

type Address = (&'static str, &'static [&'static str], MethodRouter<Shared>);

/// All addresses of the API, each with its methods: what is served and what
/// [`crate::openapi`] describes come from this one list.
fn addresses() -> Vec<Address> {
    addresses! {
        "/api/session" get session::current, post session::sign_in, delete session::sign_out;
        "/api/sync" post sync::sync;
        "/api/snapshot" get snapshot::snapshot;
        "/api/events" get events::events;
        "/api/history" get history::list;
        "/api/setup" get setup::state, post setup::set_up;
        "/api/invites" get invites::list, post invites::invite;
        "/api/invites/{id}" delete invites::revoke;
        "/api/join" post join::join;
        "/api/join/look" post join::look;
        "/api/members" get members::list;
        "/api/members/{id}" delete members::remove;
        "/api/members/{id}/role" put members::change_role;
        "/api/members/{id}/reset" post members::reset;
        "/api/password" post password::change;
        "/api/reset" post password::reset;
        "/api/reset/look" post password::look;
        "/api/sessions" get sessions::list, delete sessions::end_others;
        "/api/workspaces" get sessions::workspaces, post sessions::open;
        "/api/audit" get audit::list;
        "/api/keys" get keys::list, post keys::make;
        "/api/keys/{id}" delete keys::revoke;
        "/api/intake/leads" post intake::leads;
        "/api/intake/reach" post intake::reach;
        "/api/intake/form" post form::form;
        "/api/intake/calls" get intake::calls;
        "/api/contacts/{id}/export" get contacts::export;
        "/api/contacts/{id}/erase" post contacts::erase;
        "/api/openapi.json" get openapi::serve;
        "/healthz" get health::alive;
        "/readyz" get health::ready;
    }
}

/// Path and methods (in lower case) of every address of the API.
pub fn served() -> Vec<(&'static str, &'static [&'static str])> {
    addresses().into_iter().map(|(path, methods, _)| (path, methods)).collect()
}

/// All addresses.
pub fn router(app: Shared) -> Router {
    let (api, health): (Vec<_>, Vec<_>) = addresses().into_iter().partition(|(path, ..)| path.starts_with("/api/"));
    let routes = |addresses: Vec<Address>| {
        addresses.into_iter().fold(Router::new(), |router, (path, _, methods)| {
            router.route(path.strip_prefix("/api").unwrap_or(path), methods)
        })
    };
    // Forms of other sites come here, and nowhere else: it asks for no session.
    let (open, own): (Vec<_>, Vec<_>) = api.into_iter().partition(|(path, ..)| *path == form::PATH);
    let api = routes(own)
        .fallback(nothing_here)
        .method_not_allowed_fallback(wrong_method)
        .layer(from_fn(guard::guard))
        .merge(routes(open).method_not_allowed_fallback(wrong_method))
        .layer(compression());
    // Each layer takes some microseconds of every request: what all answers need is one.
    routes(health)
        .nest("/api", api)
        .fallback(page)
        .method_not_allowed_fallback(wrong_method)
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn_with_state(app.clone(), framed))
        .with_state(app)
}

/// What is none of the addresses: a page of the app, or a file that one needs.
async fn page(State(app): State<Shared>, request: Request) -> Result<Response, Failure> {
    if setup::is_led(&request) && setup::is_needed(&app).await? {
        return Ok(setup::led());
    }
    Ok(assets::serve(&app, &request))
}

/// The fastest level: of a snapshot of 25 MB it leaves 3.9 MB in a sixth of the
/// time in which the default one leaves 3.1.
fn compression() -> CompressionLayer<impl Predicate> {
    CompressionLayer::new().quality(CompressionLevel::Fastest).compress_when(SizeAbove::new(COMPRESS_FROM).and(is_json))
}

async fn nothing_here() -> Failure {
    Failure::NotFound
}

async fn wrong_method() -> Failure {
    Failure::MethodNotAllowed
}

/// Streams of events are never compressed: they would wait for more to come.
fn is_json(_: StatusCode, _: Version, headers: &HeaderMap, _: &Extensions) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.starts_with("application/json") || kind.starts_with("application/problem+json")
}

/// What a browser may do with an answer of the API: nothing. It is data, and never a
/// page; so what only pages need is left out: it would be half of what a change weighs.
const DATA: HeaderValue = HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'");

/// What holds for every answer, whatever becomes of the request.
async fn framed(State(app): State<Shared>, request: Request, next: Next) -> Response {
    let began = Instant::now();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let is_data = request.uri().path().starts_with("/api/");
    let mut response = next.run(request).await;
    secure(&app, is_data, response.headers_mut());
    note(&method, route.as_ref().map(MatchedPath::as_str), response.status(), began);
    response
}

/// What a browser must not do with an answer.
fn secure(app: &App, is_data: bool, headers: &mut HeaderMap) {
    headers.insert(header::CONTENT_SECURITY_POLICY, if is_data { DATA } else { app.assets.policy() });
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin"));
    if is_data {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        return;
    }
    for (name, value) in [
        ("referrer-policy", "same-origin"),
        ("x-frame-options", "DENY"),
        ("cross-origin-opener-policy", "same-origin"),
        ("permissions-policy", "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ] {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
}

/// Logs a request by its route, never by its content or ids.
fn note(method: &Method, route: Option<&str>, status: StatusCode, began: Instant) {
    let (status, ms) = (status.as_u16(), began.elapsed().as_millis() as u64);
    match route {
        Some(route) if status >= 500 => tracing::error!(%method, route, status, ms, "request"),
        Some(route) if method != Method::GET => tracing::info!(%method, route, status, ms, "request"),
        route => tracing::debug!(%method, route, status, ms, "request"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::routing::get;
    use tower::ServiceExt;

    #[tokio::test]
    async fn a_panic_is_a_problem_and_no_lost_connection() {
        async fn broken() {
            panic!("a bug");
        }
        let router: Router = Router::new().route("/", get(broken)).layer(CatchPanicLayer::custom(panicked));
        let response = ServiceExt::<Request>::oneshot(router, Request::default()).await.unwrap();
        assert_eq!(response.status(), 500);
        assert_eq!(response.headers()["content-type"], "application/problem+json");
    }
}
