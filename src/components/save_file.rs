//! A text as a file that the person saves.

use wasm_bindgen::{JsCast, JsValue};

/// Offers a text as a CSV file of this name.
///
/// # Errors
/// Where the browser does not let it.
pub fn save_csv(text: &str, name: &str) -> Result<(), JsValue> {
    let document = web_sys::window().and_then(|w| w.document()).ok_or(JsValue::NULL)?;
    let options = web_sys::BlobPropertyBag::new();
    options.set_type("text/csv;charset=utf-8");
    let parts = js_sys::Array::of1(&text.into());
    let blob = web_sys::Blob::new_with_str_sequence_and_options(&parts, &options)?;
    let url = web_sys::Url::create_object_url_with_blob(&blob)?;
    let link: web_sys::HtmlAnchorElement = document.create_element("a")?.dyn_into().map_err(JsValue::from)?;
    link.set_href(&url);
    link.set_download(name);
    link.click();
    web_sys::Url::revoke_object_url(&url)
}

/// Minor units as programs read them: `1234.50`.
pub fn plain_amount(minor: i64, decimals: u32) -> String {
    let scale = 10_u64.pow(decimals);
    let (sign, size) = (if minor < 0 { "-" } else { "" }, minor.unsigned_abs());
    match decimals {
        0 => format!("{sign}{size}"),
        _ => format!("{sign}{}.{:0width$}", size / scale, size % scale, width = decimals as usize),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_written_for_programs() {
        assert_eq!(plain_amount(123_450, 2), "1234.50");
        assert_eq!(plain_amount(5, 2), "0.05");
        assert_eq!(plain_amount(-5, 3), "-0.005");
        assert_eq!(plain_amount(1_054, 0), "1054");
    }
}
