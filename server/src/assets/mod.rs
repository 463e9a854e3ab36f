//! The app's files: from inside the program in a release, from a folder while
//! the app is being worked on.
//!
//! - [`source`]: where files come from; [`policy`]: what the page may do
//! - [`naming`]: what a file's name says about how it is sent

mod naming;
mod policy;
mod source;

use crate::{
    app::App,
    error::{Failure, unchanged},
};
use axum::{
    body::Body,
    extract::Request,
    http::{HeaderMap, HeaderValue, Method, header},
    response::{IntoResponse, Response},
};
pub use naming::encodings;
use source::{File, Source};
use std::{path::PathBuf, sync::RwLock};

/// The page that every address of the app opens.
const INDEX: &str = "index.html";

/// The app's files.
pub struct Assets {
    source: Source,
    /// The index page's digest and what it may do.
    policy: RwLock<(String, HeaderValue)>,
}

impl Assets {
    /// The files of `folder`, or those that the program comes with.
    pub fn open(folder: Option<PathBuf>) -> Self {
        let assets = Self { source: Source::open(folder), policy: RwLock::new((String::new(), policy::of_page(""))) };
        if let Some(index) = assets.source.read(INDEX) {
            assets.note(&index);
        }
        assets
    }

    /// The content security policy of the present index page.
    pub fn policy(&self) -> HeaderValue {
        self.policy.read().unwrap_or_else(std::sync::PoisonError::into_inner).1.clone()
    }

    /// Allows the inline scripts of an index page (while the app is worked on,
    /// each build has another one).
    fn note(&self, index: &File) {
        let is_known = |known: &(String, HeaderValue)| known.0 == index.digest;
        if !is_known(&self.policy.read().unwrap_or_else(std::sync::PoisonError::into_inner)) {
            let policy = policy::of_page(&String::from_utf8_lossy(&index.bytes));
            *self.policy.write().unwrap_or_else(std::sync::PoisonError::into_inner) = (index.digest.clone(), policy);
        }
    }

    /// The answer to a path.
    fn answer(&self, path: &str, headers: &HeaderMap) -> Option<Response> {
        let wanted = path.trim_start_matches('/');
        let (name, file) = match Some(wanted).filter(|name| !name.is_empty()).and_then(|name| self.source.read(name)) {
            Some(file) => (wanted, file),
            None if naming::is_file(wanted) => return None,
            None => (INDEX, self.source.read(INDEX)?),
        };
        if name == INDEX {
            self.note(&file);
        }
        Some(self.send(name, file, headers))
    }

    fn send(&self, name: &str, file: File, headers: &HeaderMap) -> Response {
        let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|v| v.to_str().ok()).unwrap_or_default();
        let smaller = encodings(accepted)
            .find_map(|(coding, extension)| Some((coding, self.source.read(&format!("{name}.{extension}"))?)));
        let etag = match &smaller {
            Some((coding, _)) => format!("\"{}-{coding}\"", file.digest),
            None => format!("\"{}\"", file.digest),
        };
        let is_known = headers
            .get(header::IF_NONE_MATCH)
            .and_then(|v| v.to_str().ok())
            .is_some_and(|tags| tags.split(',').any(|tag| tag.trim().trim_start_matches("W/") == etag));
        let mut response = if is_known {
            unchanged()
        } else {
            let coding = smaller.as_ref().map(|(coding, _)| *coding);
            let bytes = smaller.map_or(file.bytes, |(_, file)| file.bytes);
            let mut response = Response::new(Body::from(bytes));
            response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(naming::media_type(name)));
            if let Some(coding) = coding {
                response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
            }
            response
        };
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(naming::caching(name)));
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        headers.extend(etag.parse().ok().map(|etag| (header::ETAG, etag)));
        response
    }
}

/// Every address that is not the API's.
pub fn serve(app: &App, request: &Request) -> Response {
    let path = request.uri().path();
    if path == "/api" || path.starts_with("/api/") {
        return Failure::NotFound.into_response();
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Failure::MethodNotAllowed.into_response();
    }
    match app.assets.answer(path, request.headers()) {
        Some(response) => response,
        None if app.assets.source.read(INDEX).is_none() && !naming::is_file(path) => not_built(),
        None => Failure::NotFound.into_response(),
    }
}

fn not_built() -> Response {
    let text = "The app has not been built, so there is only the API here.\n\
                Run `make run`, or give the built app's folder with --dist.\n";
    let mut response = Failure::NotFound.into_response();
    *response.body_mut() = Body::from(text);
    response.headers_mut().remove(header::CONTENT_LENGTH);
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
