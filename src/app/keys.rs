//! Keys that work on every page.

use crate::prelude::*;
use leptos::ev;
use wasm_bindgen::JsCast;

/// Ctrl/Cmd+Z takes the last step back, with Shift it makes it again.
pub fn use_keys() {
    let state = use_state();
    let notices = use_notices();
    let words = use_words();
    let i18n = words.i18n;
    let handle = window_event_listener(ev::keydown, move |event| {
        if !(event.ctrl_key() || event.meta_key())
            || event.alt_key()
            || !event.key().eq_ignore_ascii_case("z")
            || is_typing(&event)
        {
            return;
        }
        event.prevent_default();
        let again = event.shift_key();
        match if again { state.redo() } else { state.undo() } {
            Ok(true) if again => notices.say(t_string!(i18n, common.redone)),
            Ok(true) => notices.say(t_string!(i18n, common.undone)),
            Ok(false) => notices.say(t_string!(i18n, common.nothing_to_undo)),
            Err(refusal) => notices.error(words.refusal(refusal)),
        }
    });
    on_cleanup(move || handle.remove());
}

/// Whether the key goes into a field, where the browser's own undo is meant.
pub(super) fn is_typing(event: &web_sys::KeyboardEvent) -> bool {
    let element = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlElement>().ok());
    element.is_some_and(|e| matches!(e.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT") || e.is_content_editable())
}
