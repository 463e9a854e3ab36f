//! `/api/intake/form`: leads from HTML forms of any site, posted by a browser with or
//! without a script.
//!
//! The key stands in a public page. That is why
//!
//! - it must be one that may bring leads only: it can read nothing, and spoil no
//!   other numbers; what may come by it on one day is capped as for any key;
//! - what is taken in are the form's own fields and answers to the workspace's
//!   questions, nothing else that somebody may send;
//! - the same form sent twice on one day is one lead: people press twice;
//! - any origin may post and read the answer, but no cookie has a meaning here;
//! - whoever fills in a field that people do not see is thanked, and that was it;
//! - where to go then must be of the site that the form is on: this address must not
//!   lead people to wherever a stranger says.

mod page;

use super::{
    body,
    intake::{Answers, Outcome, allowed, known, note, take_lead},
};
use crate::{
    app::{App, Shared},
    auth::token,
    error::{Failure, go_on, page as answer_with},
    store::KeyRow,
};
use axum::{
    Json,
    extract::{FromRequest, Request, State},
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};
use smarketing_domain::{
    clock::DAY,
    intake::{Taken, form::Form},
};

/// Its address.
pub const PATH: &str = "/api/intake/form";

/// The names and values of a form.
pub struct Fields(Vec<(String, String)>);

impl<S: Send + Sync> FromRequest<S> for Fields {
    type Rejection = Failure;

    async fn from_request(request: Request, _: &S) -> Result<Self, Failure> {
        is_form(request.headers())?;
        let bytes = body::bytes(request).await?;
        // Some databases refuse texts with a NUL.
        let clean = |text: std::borrow::Cow<'_, str>| text.replace('\0', "\u{fffd}");
        Ok(Self(form_urlencoded::parse(&bytes).map(|(name, value)| (clean(name), clean(value))).collect()))
    }
}

/// Whether a body is a form, and not packed: a few bytes could become gigabytes.
fn is_form(headers: &HeaderMap) -> Result<(), Failure> {
    let text = |name: header::HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    if text(header::CONTENT_ENCODING).is_some_and(|coding| !coding.eq_ignore_ascii_case("identity")) {
        return Err(Failure::Compressed);
    }
    let kind = text(header::CONTENT_TYPE).unwrap_or_default().split(';').next().unwrap_or_default().trim();
    if kind.eq_ignore_ascii_case("application/x-www-form-urlencoded") { Ok(()) } else { Err(Failure::NotForm) }
}

/// A form becomes a deal in the first stage of marketing.
pub async fn form(State(app): State<Shared>, headers: HeaderMap, fields: Result<Fields, Failure>) -> Response {
    let form = fields.map(|fields| Form::read(fields.0));
    let thanks = form.as_ref().map(|form| form.thanks.clone()).unwrap_or_default();
    let taken = match form {
        Ok(form) => take(&app, form).await,
        Err(failure) => Err(failure),
    };
    let own_page = own_address(&headers, &thanks).filter(|_| taken.is_ok());
    let mut response = match own_page {
        _ if wants_json(&headers) => taken.map(Json).into_response(),
        Some(address) => go_on(address),
        None => {
            let outcome = taken.map(|_| ());
            let html = page::page(page::Language::of(&headers), &outcome, origin(&headers));
            answer_with(&outcome, html)
        }
    };
    response.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    response
}

async fn take(app: &App, form: Form) -> Result<Taken, Failure> {
    let key = known(app, &form.key).await?;
    let is_trapped = form.is_trapped;
    let taken = take_by(app, &key, form).await;
    let mut how = Outcome::of(taken.as_ref().err());
    if is_trapped && taken.is_ok() {
        how.code = Some("trapped");
    }
    note(app, &key, ("form", 1), how).await;
    taken
}

async fn take_by(app: &App, key: &KeyRow, form: Form) -> Result<Taken, Failure> {
    allowed(key.leads)?;
    if key.reach {
        return Err(Failure::KeyTooWide);
    }
    let lead = form.lead.check()?;
    let sent = serde_json::to_string(&lead).map_err(|_| Failure::Internal)?;
    let request = format!("form:{}:{}", app.now().0.div_euclid(DAY), token::digest(&sent));
    if form.is_trapped {
        return Ok(Taken { id: request });
    }
    take_lead(app, key, "leads", &request, lead, Answers::Only).await
}

fn wants_json(headers: &HeaderMap) -> bool {
    headers
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|kinds| kinds.contains("application/json"))
}

/// The site that the form is on.
fn origin(headers: &HeaderMap) -> Option<&str> {
    let origin = headers.get(header::ORIGIN)?.to_str().ok()?;
    origin.split_once("://").is_some_and(|(scheme, _)| matches!(scheme, "http" | "https")).then_some(origin)
}

/// An address of the form's own site.
fn own_address(headers: &HeaderMap, address: &str) -> Option<HeaderValue> {
    let rest = address.strip_prefix(origin(headers)?)?;
    let is_own = rest.is_empty() || rest.starts_with(['/', '?', '#']);
    if is_own { HeaderValue::from_str(address).ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leads_to(origin: &'static str, address: &str) -> bool {
        let headers = HeaderMap::from_iter([(header::ORIGIN, HeaderValue::from_static(origin))]);
        own_address(&headers, address).is_some()
    }

    #[test]
    fn a_form_leads_on_to_its_own_site_only() {
        assert!(leads_to("https://shop.example", "https://shop.example/thanks?x=1"));
        assert!(leads_to("https://shop.example", "https://shop.example"));
        for elsewhere in [
            "https://evil.example/",
            "https://shop.example.evil.example/",
            "https://shop.example@evil.example",
            "/thanks",
            "",
        ] {
            assert!(!leads_to("https://shop.example", elsewhere), "{elsewhere}");
        }
        assert!(!leads_to("null", "null/thanks") && !leads_to("https://shop.example", "https://shop.example/\r\nx: y"));
    }
}
