//! Where a phone's screen is one column wide: all stages by name, the one in sight
//! marked. A tap goes to a stage, so that nobody has to swipe over a column full of
//! cards, whose swipes are theirs.

use super::{column, desk::use_desk};
use crate::prelude::*;
use leptos::ev;
use smarketing_domain::ids::StageId;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// On screens as narrow as this the bar is there; `board-stages.css` says the same.
const NARROW: &str = "(max-width: 640px)";

/// The stages by name.
#[component]
pub fn StageBar() -> impl IntoView {
    let desk = use_desk();
    let narrow = RwSignal::new(is_narrow());
    let resized = window_event_listener(ev::resize, move |_| {
        let now = is_narrow();
        if narrow.get_untracked() != now {
            narrow.set(now);
        }
    });
    on_cleanup(move || resized.remove());
    let is_there = Memo::new(move |_| narrow.get() && desk.stages.with(|stages| stages.len() > 1));
    view! {
        <Show when=move || is_there.get()>
            <Bar/>
        </Show>
    }
}

#[component]
fn Bar() -> impl IntoView {
    let desk = use_desk();
    let i18n = desk.words.i18n;
    let bar = NodeRef::<leptos::html::Nav>::new();
    // The last columns never come to the edge: at the strip's end it is the last that is meant.
    let here = Memo::new(move |_| {
        let at = desk.at_edge.get();
        desk.stages.with(|stages| stages.get(at).or(stages.last()).copied())
    });
    Effect::new(move || {
        here.track();
        let Some(bar) = bar.get() else { return };
        // Once the mark is on its button.
        request_animation_frame(move || show_mark(&bar));
    });
    view! {
        <nav class="stage-bar" node_ref=bar data-stage-bar aria-label=move || t_string!(i18n, board.columns)>
            <For each=move || desk.stages.get() key=|stage: &StageId| *stage let:stage>
                {
                    let record = column::record(desk, stage);
                    let name = move || record.with(|s| s.as_ref().map(|s| s.name.clone()).unwrap_or_default());
                    view! {
                        <button
                            type="button" class="stage-tab" data-stage-tab=stage.to_string()
                            data-section=move || column::hue(record)
                            aria-current=move || (here.get() == Some(stage)).then_some("true")
                            on:click=move |_| go(desk, stage)
                        >
                            <span class="two-lines">{name}</span>
                        </button>
                    }
                }
            </For>
        </nav>
    }
}

/// Moves the strip so that a stage's column is at its edge.
fn go(desk: super::desk::Desk, stage: StageId) {
    let at = desk.stages.with_untracked(|stages| stages.iter().position(|id| *id == stage));
    let Some((strip, at)) = desk.strip.get_untracked().zip(at) else { return };
    let left = |at: usize| {
        let names = format!(".board-strip:not([data-lanes]) > :nth-child({at}), .lanes-heads > :nth-child({at})");
        strip.query_selector(&names).ok().flatten().map(|column| column.get_bounding_client_rect().left())
    };
    if let Some((first, column)) = left(1).zip(left(at + 1)) {
        strip.set_scroll_left((column - first).round() as i32);
    }
}

/// The marked stage is in sight, in the middle where it can be.
fn show_mark(bar: &HtmlElement) {
    let mark = bar.query_selector("[aria-current]").ok().flatten();
    if let Some(mark) = mark.and_then(|mark| mark.dyn_into::<HtmlElement>().ok()) {
        bar.set_scroll_left(mark.offset_left() - (bar.client_width() - mark.offset_width()) / 2);
    }
}

fn is_narrow() -> bool {
    web_sys::window().and_then(|w| w.match_media(NARROW).ok().flatten()).is_some_and(|media| media.matches())
}
