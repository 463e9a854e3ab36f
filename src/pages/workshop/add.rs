//! A line to type into: Enter puts it on the canvas, and the next one can be typed.

use super::table::Table;
use crate::prelude::*;
use leptos::html;
use smarketing_domain::{ids::StickerId, operation::LINE_MAX, workshop::StickerKind};

/// A field for new stickers of a kind.
#[component]
pub fn Add(
    /// Where.
    table: Table,
    /// Of which kind.
    kind: StickerKind,
    /// The trend and the barrier of an idea.
    #[prop(optional)]
    crossing: Option<(StickerId, StickerId)>,
    /// What is asked for.
    #[prop(into)]
    asked: Signal<String>,
    /// Leaves the field, where it was opened for the moment: it is in focus then.
    #[prop(optional)]
    leave: Option<Callback<()>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let text = RwSignal::new(String::new());
    let field = NodeRef::<html::Input>::new();
    Effect::new(move || {
        if let Some(field) = field.get().filter(|_| leave.is_some()) {
            // Refused only when the field has gone again.
            let _ = field.focus();
        }
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let said = text.get_untracked().trim().to_owned();
        if !said.is_empty() && table.write(kind, said, crossing) {
            text.set(String::new());
        }
    };
    let on_key = move |event: leptos::ev::KeyboardEvent| {
        if let Some(leave) = leave.filter(|_| event.key() == "Escape") {
            event.stop_propagation();
            leave.run(());
        }
    };
    let on_blur = move |_| {
        if let Some(leave) = leave.filter(|_| text.with_untracked(|text| text.trim().is_empty())) {
            leave.run(());
        }
    };
    view! {
        <form class="workshop-add" on:submit=submit>
            <input
                class="input" node_ref=field maxlength=LINE_MAX.to_string() autocomplete="off" enterkeyhint="enter"
                aria-label=move || asked.get() placeholder=move || asked.get()
                prop:value=text on:input:target=move |ev| text.set(ev.target().value()) on:keydown=on_key on:blur=on_blur
            />
            <button
                type="submit" class="button" data-icon-only aria-label=move || t_string!(i18n, common.add)
                // The field keeps the focus, and with it stays open.
                on:mousedown=|event| event.prevent_default()
            >
                <Icon name=IconName::Plus/>
            </button>
        </form>
    }
}
