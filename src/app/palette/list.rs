//! The field and the list below it: arrows choose, Enter does it, as in every combobox
//! (ARIA Authoring Practices, combobox with a list).

use super::entries::{Act, Entry, entries};
use crate::prelude::*;
use leptos::{ev, html};
use wasm_bindgen::JsCast;

/// The list's id, for the field.
const LIST: &str = "palette-list";

/// What can be found and done.
#[component]
pub fn List(
    /// Does what was chosen.
    act: Callback<Act>,
) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let text = RwSignal::new(String::new());
    let at = RwSignal::new(0_usize);
    let found = Memo::new(move |_| text.with(|text| entries(state, words, text)));
    let field = NodeRef::<html::Input>::new();
    Effect::new(move || {
        if let Some(field) = field.get() {
            // Fails for no element.
            let _ = field.focus();
        }
    });
    let choose = move |place: usize| {
        if let Some(entry) = found.with_untracked(|found| found.get(place).cloned()) {
            act.run(entry.act);
        }
    };
    let step = move |to: usize| {
        at.set(to);
        bring_into_sight(to);
    };
    let on_key = move |event: ev::KeyboardEvent| {
        let count = found.with_untracked(Vec::len);
        if count == 0 || event.is_composing() {
            return;
        }
        let here = at.get_untracked().min(count - 1);
        match event.key().as_str() {
            "ArrowDown" => step((here + 1) % count),
            "ArrowUp" => step((here + count - 1) % count),
            "Enter" => choose(here),
            _ => return,
        }
        event.prevent_default();
    };
    let type_in = move |event: ev::Event| {
        text.set(event_target_value(&event));
        at.set(0);
    };
    let line = move |(place, entry): (usize, Entry)| {
        view! {
            <li
                id=line_id(place) class="palette-line" role="option" aria-selected=move || (at.get() == place).to_string()
                on:click=move |_| choose(place) on:pointermove=move |_| at.set(place)
            >
                <Icon name=entry.icon/>
                <span class="palette-name"><b class="one-line">{entry.name}</b><small class="one-line">{entry.about}</small></span>
                <small class="palette-kind">{entry.kind}</small>
            </li>
        }
    };
    view! {
        <div class="palette">
            <input
                class="input" type="text" role="combobox" autocomplete="off" spellcheck="false" aria-expanded="true"
                aria-controls=LIST aria-autocomplete="list" aria-activedescendant=move || line_id(at.get()) node_ref=field
                aria-label=move || t_string!(i18n, palette.title) placeholder=move || t_string!(i18n, palette.hint)
                prop:value=text on:input=type_in on:keydown=on_key
            />
            <ul id=LIST class="palette-list" role="listbox" aria-label=move || t_string!(i18n, palette.title)>
                {move || found.get().into_iter().enumerate().map(line).collect_view()}
            </ul>
            <p class="palette-none" role="status">
                {move || found.with(Vec::is_empty).then(|| t_string!(i18n, palette.none))}
            </p>
        </div>
    }
}

fn line_id(place: usize) -> String {
    format!("palette-{place}")
}

/// Scrolls the list to one of its lines, no further than needed.
fn bring_into_sight(place: usize) {
    let element = |id: &str| document().get_element_by_id(id)?.dyn_into::<web_sys::HtmlElement>().ok();
    let Some((list, line)) = element(LIST).zip(element(&line_id(place))) else { return };
    let (top, bottom) = (line.offset_top(), line.offset_top() + line.offset_height());
    if top < list.scroll_top() {
        list.set_scroll_top(top);
    } else if bottom > list.scroll_top() + list.client_height() {
        list.set_scroll_top(bottom - list.client_height());
    }
}
