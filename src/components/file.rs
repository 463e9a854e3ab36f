//! Files: handing one to the person, and what can be wrong with one of theirs.

use crate::words::Words;
use smarketing_domain::import::csv::FileError;
use smarketing_locales::t_string;
use wasm_bindgen::{JsCast, JsValue};

/// Offers a table, written by [`super::csv::write`], as a file to save.
///
/// # Errors
/// When the browser does not allow it.
pub fn offer_csv(text: &str, name: &str) -> Result<(), JsValue> {
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

/// Why a file is no table, and what to do.
pub fn file_error(words: Words, error: FileError) -> &'static str {
    let i18n = words.i18n;
    match error {
        FileError::Empty => t_string!(i18n, import.file_empty),
        FileError::NoRows => t_string!(i18n, import.file_no_rows),
        FileError::NoHeader => t_string!(i18n, import.file_no_header),
        FileError::NotText => t_string!(i18n, import.file_not_text),
        FileError::TooLarge => t_string!(i18n, import.file_too_large),
        FileError::TooManyColumns => t_string!(i18n, import.file_too_many_columns),
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
