//! Changes come from our own pages, as JSON: another site can make a browser
//! send a form with our cookie, but not this.

use crate::error::Failure;
use axum::{
    extract::Request,
    http::{HeaderMap, Method, header},
    middleware::Next,
    response::Response,
};

/// Refuses changes from elsewhere.
///
/// # Errors
/// When the request changes something and is not from our own pages.
pub async fn guard(request: Request, next: Next) -> Result<Response, Failure> {
    if !matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) {
        check(request.method(), request.headers())?;
    }
    Ok(next.run(request).await)
}

fn check(method: &Method, headers: &HeaderMap) -> Result<(), Failure> {
    let text = |name: header::HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    if let Some(origin) = text(header::ORIGIN) {
        // Without the scheme: a proxy may have taken TLS away in front of us.
        let authority = origin.split_once("://").map(|(_, authority)| authority);
        if authority.is_none() || authority != text(header::HOST) {
            return Err(Failure::ForeignOrigin);
        }
    }
    if let Some(site) = headers.get("sec-fetch-site")
        && !matches!(site.as_bytes(), b"same-origin" | b"none")
    {
        return Err(Failure::ForeignOrigin);
    }
    // Nothing is unpacked here: a few bytes could become gigabytes.
    if text(header::CONTENT_ENCODING).is_some_and(|coding| !coding.eq_ignore_ascii_case("identity")) {
        return Err(Failure::Compressed);
    }
    let kind = text(header::CONTENT_TYPE).map(|kind| kind.split(';').next().unwrap_or_default().trim());
    match kind {
        Some(kind) if kind.eq_ignore_ascii_case("application/json") => Ok(()),
        // A deletion has no body, and no form can send one.
        None if method == Method::DELETE => Ok(()),
        _ => Err(Failure::NotJson),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allows(method: &Method, pairs: &[(&'static str, &'static str)]) -> bool {
        let headers = pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect();
        check(method, &headers).is_ok()
    }

    const JSON: (&str, &str) = ("content-type", "application/json; charset=utf-8");

    #[test]
    fn our_own_pages_and_programs_without_an_origin_pass() {
        assert!(allows(&Method::POST, &[JSON]));
        assert!(allows(&Method::POST, &[JSON, ("host", "a.org:8080"), ("origin", "https://a.org:8080")]));
        assert!(allows(&Method::POST, &[JSON, ("sec-fetch-site", "same-origin")]));
        assert!(allows(&Method::DELETE, &[]));
    }

    #[test]
    fn other_sites_do_not_pass() {
        assert!(!allows(&Method::POST, &[JSON, ("host", "a.org"), ("origin", "https://b.org")]));
        assert!(!allows(&Method::POST, &[JSON, ("host", "a.org"), ("origin", "https://a.org.b.org")]));
        assert!(!allows(&Method::POST, &[JSON, ("host", "a.org"), ("origin", "null")]));
        assert!(!allows(&Method::POST, &[JSON, ("sec-fetch-site", "cross-site")]));
        assert!(!allows(&Method::DELETE, &[("sec-fetch-site", "same-site")]));
    }

    #[test]
    fn a_form_does_not_pass() {
        assert!(!allows(&Method::POST, &[("content-type", "text/plain")]));
        assert!(!allows(&Method::POST, &[]));
    }
}
