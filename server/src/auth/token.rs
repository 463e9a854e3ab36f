//! What a browser shows to be recognised: 32 random bytes in a cookie. Only
//! their digest is stored, so that reading the database signs nobody in.

use axum::http::{HeaderMap, HeaderValue, header};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

/// The cookie's name over plain HTTP.
pub const COOKIE: &str = "smarketing_session";
/// Its name behind TLS. Browsers take this prefix only with `Secure`, for the
/// whole site and for this host alone: no neighbouring subdomain, and nobody on
/// a plain connection, can put a cookie of theirs in its place.
pub const SECURE_COOKIE: &str = "__Host-smarketing_session";
/// How long a session lasts after it was last used, in seconds.
pub const LASTS: i64 = 30 * 24 * 60 * 60;

/// A new token; `None` when the machine has no randomness to give.
pub fn new() -> Option<String> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes).ok()?;
    Some(URL_SAFE_NO_PAD.encode(bytes))
}

/// SHA-256 in hexadecimal.
pub fn digest(text: &str) -> String {
    use std::fmt::Write;
    Sha256::digest(text.as_bytes()).iter().fold(String::with_capacity(64), |mut hex, byte| {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// Whether the browser speaks TLS. We speak plain HTTP; a proxy in front says.
fn is_secure(headers: &HeaderMap) -> bool {
    headers.get("x-forwarded-proto").is_some_and(|proto| proto.as_bytes().eq_ignore_ascii_case(b"https"))
}

fn name(headers: &HeaderMap) -> &'static str {
    if is_secure(headers) { SECURE_COOKIE } else { COOKIE }
}

/// The token that a request shows.
pub fn shown(headers: &HeaderMap) -> Option<&str> {
    let wanted = name(headers);
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == wanted)
        .map(|(_, token)| token)
}

/// Tells the browser to keep `token`.
pub fn keep(token: &str, headers: &HeaderMap) -> Option<HeaderValue> {
    cookie(token, LASTS, headers)
}

/// Tells the browser to forget its token.
pub fn forget(headers: &HeaderMap) -> Option<HeaderValue> {
    cookie("", 0, headers)
}

fn cookie(token: &str, seconds: i64, headers: &HeaderMap) -> Option<HeaderValue> {
    let (name, secure) = (name(headers), if is_secure(headers) { "; Secure" } else { "" });
    format!("{name}={token}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_long_and_never_the_same() {
        let (one, two) = (new().unwrap(), new().unwrap());
        assert_eq!(one.len(), 43);
        assert_ne!(one, two);
    }

    #[test]
    fn the_digest_is_sha_256() {
        assert_eq!(digest("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    #[test]
    fn the_token_is_found_among_other_cookies() {
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, HeaderValue::from_static("a=1; smarketing_session=xyz; b=2"));
        assert_eq!(shown(&headers), Some("xyz"));
        assert_eq!(shown(&HeaderMap::new()), None);
    }

    #[test]
    fn the_cookie_is_secure_behind_tls_only() {
        let mut headers = HeaderMap::new();
        assert!(!keep("t", &headers).unwrap().to_str().unwrap().contains("Secure"));
        headers.insert("x-forwarded-proto", HeaderValue::from_static("https"));
        let cookie = keep("t", &headers).unwrap();
        let cookie = cookie.to_str().unwrap();
        assert!(cookie.starts_with("__Host-smarketing_session=t; Path=/;"), "{cookie}");
        assert!(cookie.ends_with("; HttpOnly; SameSite=Lax; Secure"), "{cookie}");
    }

    #[test]
    fn behind_tls_the_plain_cookie_is_nobodys() {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-proto", HeaderValue::from_static("https"));
        headers.append(header::COOKIE, HeaderValue::from_static("smarketing_session=tossed"));
        assert_eq!(shown(&headers), None);
        headers.append(header::COOKIE, HeaderValue::from_static("__Host-smarketing_session=ours"));
        assert_eq!(shown(&headers), Some("ours"));
    }
}
