//! What the page may do: nothing but run our own program. Its loader stands in
//! the page itself and is allowed by its digest.

use axum::http::HeaderValue;
use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};

/// The content security policy of a page.
pub fn of_page(html: &str) -> HeaderValue {
    let mut scripts = String::from("script-src 'self' 'wasm-unsafe-eval'");
    for script in inline_scripts(html) {
        scripts.push_str(&format!(" 'sha256-{}'", STANDARD.encode(Sha256::digest(script.as_bytes()))));
    }
    let policy = format!(
        "default-src 'none'; {scripts}; style-src 'self'; img-src 'self' data:; font-src 'self'; \
         connect-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'self'; \
         base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
    );
    // Only ASCII goes in; without a policy nothing would be forbidden.
    HeaderValue::from_str(&policy).unwrap_or(HeaderValue::from_static("default-src 'none'"))
}

/// The text of each script that stands in the page, exactly as it is there.
fn inline_scripts(html: &str) -> Vec<&str> {
    let lower = html.to_ascii_lowercase();
    let mut scripts = Vec::new();
    let mut at = 0;
    while let Some(found) = lower[at..].find("<script") {
        let opening = at + found + "<script".len();
        let Some(tag_end) = lower[opening..].find('>').map(|i| opening + i) else { break };
        let Some(close) = lower[tag_end..].find("</script").map(|i| tag_end + i) else { break };
        let attributes = &lower[opening..tag_end];
        let is_loaded = attributes.split_ascii_whitespace().any(|a| a.starts_with("src=") || a == "src");
        if !is_loaded {
            scripts.push(&html[tag_end + 1..close]);
        }
        at = close;
    }
    scripts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_inline_script_is_allowed_by_its_digest() {
        // The digest of "alert('Hello, world.');" as in the CSP standard's own example.
        let html = "<head><SCRIPT type=module>alert('Hello, world.');</SCRIPT><script src=\"a.js\"></script></head>";
        let policy = of_page(html);
        let policy = policy.to_str().unwrap();
        assert!(policy.contains("'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='"), "{policy}");
        assert_eq!(policy.matches("sha256-").count(), 1);
    }

    #[test]
    fn a_page_cut_off_in_the_middle_allows_nothing_more() {
        for html in ["", "<script", "<script>", "<script>alert(1)", "ж<script>"] {
            assert!(!of_page(html).to_str().unwrap().contains("sha256"), "{html}");
        }
    }
}
