//! The strip of columns.

use super::{column::Column, desk::use_desk, memory};
use crate::prelude::*;
use leptos::ev;
use smarketing_domain::ids::StageId;

/// The strip of columns. Those out of sight draw little.
#[component]
pub fn Columns() -> impl IntoView {
    let desk = use_desk();
    let i18n = desk.words.i18n;
    let (sight, see) = signal((0, 4));
    let look = move || {
        let Some(strip) = desk.strip.try_get_untracked().flatten() else { return };
        let width = strip.first_element_child().map_or(0.0, |c| c.get_bounding_client_rect().width());
        if width > 0.0 {
            let (left, visible) = (f64::from(strip.scroll_left()), f64::from(strip.client_width()));
            desk.note_edge(left, width);
            // One more on either side is ready before it comes.
            let from = (left / width) as usize;
            let to = ((left + visible) / width) as usize + 1;
            let now = (from.saturating_sub(1), to);
            if sight.get_untracked() != now {
                see.set(now);
            }
        }
    };
    let on_scroll = move |_| {
        if let Some(strip) = desk.strip.get_untracked() {
            memory::keep_strip(desk.lens.get_untracked(), strip.scroll_left());
        }
        look();
    };
    Effect::new(move |was_drawn: Option<bool>| {
        desk.stages.track();
        let left = memory::strip(desk.lens.get());
        let strip = desk.strip.get();
        if let Some(strip) = &strip {
            // A new strip is at its beginning.
            if was_drawn == Some(true) || left > 0 {
                strip.set_scroll_left(left);
            }
            // Once the browser has laid the columns out.
            request_animation_frame(look);
        }
        strip.is_some()
    });
    let resized = window_event_listener(ev::resize, move |_| {
        desk.height.set(super::desk::screen_height());
        look();
    });
    on_cleanup(move || resized.remove());
    view! {
        <div class="board-strip" role="group" aria-label=move || t_string!(i18n, board.columns) node_ref=desk.strip on:scroll=on_scroll>
            <For each=move || desk.stages.get() key=|stage: &StageId| *stage let:stage>
                <Column stage sight/>
            </For>
        </div>
    }
}
