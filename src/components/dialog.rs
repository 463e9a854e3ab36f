//! A modal question, on the browser's own `<dialog>`: focus is kept inside,
//! Esc closes, focus returns to where it was.

use leptos::{html, prelude::*};

/// A dialog that is open while `open` is true.
#[component]
pub fn Dialog(
    /// Whether it is open. Closing by Esc or outside sets it to false.
    open: RwSignal<bool>,
    /// Its heading.
    #[prop(into)]
    title: Signal<String>,
    /// What it asks.
    children: ChildrenFn,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    Effect::new(move || {
        let Some(dialog) = node.get() else { return };
        if open.get() {
            if !dialog.open() {
                // Fails only on a dialog that is already open.
                let _ = dialog.show_modal();
            }
        } else if dialog.open() {
            dialog.close();
        }
    });
    let close_outside = move |event: leptos::ev::MouseEvent| {
        let outside = event.target().zip(node.get_untracked()).is_some_and(|(target, dialog)| {
            let dialog: &web_sys::EventTarget = dialog.as_ref();
            &target == dialog
        });
        if outside {
            open.set(false);
        }
    };
    view! {
        <dialog node_ref=node class="dialog" on:close=move |_| open.set(false) on:mousedown=close_outside aria-label=move || title.get()>
            <Show when=move || open.get()>
                <div class="dialog-body">
                    <h2>{move || title.get()}</h2>
                    {children()}
                </div>
            </Show>
        </dialog>
    }
}
