//! What a file's name says about how it is sent. Pure.

/// Whether a path asks for a file rather than for a page of the app. A file
/// that is not there must not be answered with the page: an old page that asks
/// for last week's program would run it as a script.
pub fn is_file(path: &str) -> bool {
    let last = path.rsplit('/').next().unwrap_or_default();
    last.contains('.') || path.trim_start_matches('/').starts_with("assets/")
}

/// How long a browser may keep a file.
pub fn caching(name: &str) -> &'static str {
    match name {
        "sw.js" => "no-store",
        _ if is_hashed(name) => "public, max-age=31536000, immutable",
        _ => "no-cache",
    }
}

/// Whether the name holds a digest of the content: `app-0123abcd….js`.
fn is_hashed(name: &str) -> bool {
    let last = name.rsplit('/').next().unwrap_or_default();
    last.split('-').skip(1).any(|part| {
        let digits = part.bytes().take_while(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(b)).count();
        digits >= 8 && part.as_bytes().get(digits).is_none_or(|next| !next.is_ascii_alphanumeric())
    })
}

/// The media type.
pub fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// Codings that the browser accepts and we may have, best first, each with the
/// extension of its files.
pub fn encodings(accepted: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let accepts = |coding: &str| {
        accepted.split(',').any(|part| {
            let mut words = part.split(';').map(str::trim);
            let refused =
                |weight: &str| weight.strip_prefix("q=").is_some_and(|q| q.trim_matches(['0', '.']).is_empty());
            words.next().is_some_and(|name| name.eq_ignore_ascii_case(coding)) && !words.any(refused)
        })
    };
    let offers = [("br", "br"), ("gzip", "gz")].map(|(coding, extension)| (accepts(coding), coding, extension));
    offers.into_iter().filter(|offer| offer.0).map(|(_, coding, extension)| (coding, extension))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_and_pages_are_told_apart() {
        assert!(is_file("app-0123abcd.js") && is_file("assets/logo") && is_file("/favicon.ico"));
        assert!(!is_file("") && !is_file("board") && !is_file("deals/018f3c9e-0000-7000-8000-000000000000"));
    }

    #[test]
    fn only_names_with_a_digest_are_kept_for_ever() {
        let kept = "public, max-age=31536000, immutable";
        assert_eq!(caching("smarketing-0123456789abcdef_bg.wasm"), kept);
        assert_eq!(caching("snippets/x/inline-01234567.js"), kept);
        assert_eq!(caching("sw.js"), "no-store");
        for name in ["index.html", "manifest.webmanifest", "app-abc.js", "apple-touch-icon.png", "icon-01234567x.png"] {
            assert_eq!(caching(name), "no-cache", "{name}");
        }
    }

    #[test]
    fn the_smallest_accepted_coding_comes_first() {
        let of = |accepted: &str| encodings(accepted).map(|(coding, _)| coding).collect::<Vec<_>>();
        assert_eq!(of("gzip, deflate, br"), ["br", "gzip"]);
        assert_eq!(of("gzip;q=0.5"), ["gzip"]);
        assert_eq!(of("br;q=0, gzip;q=0.0"), [""; 0]);
        assert_eq!(of(""), [""; 0]);
    }
}
