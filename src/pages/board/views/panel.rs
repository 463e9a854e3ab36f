//! A button, and the panel that it opens below itself. Drawn only while it is open.

use crate::prelude::*;
use leptos::html;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, MouseEvent};

/// Between button, panel and the edges of the screen, in pixels.
const MARGIN: f64 = 8.0;

/// A button with a panel.
#[component]
pub fn Panel(
    /// Its name in the page.
    id: &'static str,
    /// What it is for.
    #[prop(into)]
    label: Signal<String>,
    /// What the button says; nothing: only the icon.
    #[prop(optional, into)]
    name: Option<Signal<String>>,
    /// The button's icon.
    icon: IconName,
    /// Whether something of it is chosen.
    #[prop(into)]
    active: Signal<bool>,
    /// What is in it.
    children: ChildrenFn,
) -> impl IntoView {
    let is_open = RwSignal::new(false);
    let (button, panel) = (NodeRef::<html::Button>::new(), NodeRef::<html::Div>::new());
    // The browser opens it after the click.
    let on_press = move |_| {
        if let (Some(button), Some(panel)) = (button.get_untracked(), panel.get_untracked()) {
            is_open.set(true);
            place(&button, &panel);
        }
    };
    let on_toggle = move |_| {
        let panel = panel.get_untracked();
        is_open.set(panel.is_some_and(|panel| panel.matches(":popover-open").unwrap_or(false)));
    };
    // Whoever has gone to another view has no use for it any more.
    let on_click = move |event: MouseEvent| {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let link = target.and_then(|target| target.closest("a[href]").ok().flatten());
        if let Some(panel) = panel.get_untracked().filter(|_| link.is_some()) {
            // Fails when it is closed already.
            let _ = panel.hide_popover();
        }
    };
    view! {
        <button
            type="button" class="button board-panel-button" popovertarget=id node_ref=button
            aria-label=move || label.get() title=move || label.get()
            data-icon-only=name.is_none().then_some("")
            data-active=move || active.get().then_some("")
            on:click=on_press
        >
            <Icon name=icon/>
            {name.map(|name| view! { <span class="one-line">{move || name.get()}</span> })}
        </button>
        <div
            class="menu board-panel" popover="auto" role="dialog" id=id node_ref=panel
            aria-label=move || label.get() on:toggle=on_toggle on:click=on_click
        >
            <Show when=move || is_open.get()>{children()}</Show>
        </div>
    }
}

/// Below the button, within the screen.
fn place(button: &HtmlElement, panel: &HtmlElement) {
    let Some(window) = web_sys::window() else { return };
    let inner = |side: Result<wasm_bindgen::JsValue, _>| side.ok().and_then(|v| v.as_f64()).unwrap_or(0.0);
    let (width, height) = (inner(window.inner_width()), inner(window.inner_height()));
    let at = button.get_bounding_client_rect();
    let wide = (22.0 * super::super::desk::rem()).min(width - 2.0 * MARGIN);
    let left = at.left().min(width - wide - MARGIN).max(MARGIN);
    let top = at.bottom() + MARGIN / 2.0;
    for (name, px) in [("left", left), ("top", top), ("width", wide), ("max-height", height - top - MARGIN)] {
        // Fails only for properties that do not exist.
        let _ = panel.style().set_property(name, &format!("{px}px"));
    }
}
