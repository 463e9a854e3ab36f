//! Dots: those a member has left, their own on a note, and everybody's once they are
//! revealed.

use super::table::Table;
use crate::prelude::*;
use leptos::html;
use smarketing_domain::{
    ids::StickerId,
    workshop::{DOTS, canvas::Note},
};

/// More dots than these are only counted.
const DRAWN: usize = 12;

/// The member's three dots: those that are used are empty.
#[component]
pub fn DotsLeft(
    /// Of which table.
    table: Table,
) -> impl IntoView {
    let i18n = use_i18n();
    let left = Memo::new(move |_| table.canvas.with(|canvas| canvas.left));
    let label = move || t_string!(i18n, workshop.dots_left, n = left.get() as u32).to_string();
    let dot =
        move |n: usize| view! { <i class="workshop-dot" data-used=move || (n >= left.get()).then_some("true")></i> };
    view! {
        <p class="workshop-left" data-left=move || left.get().to_string() role="img" aria-label=label>
            {(0..DOTS).map(dot).collect_view()}
        </p>
    }
}

/// The member's own dots on a note, to be put there and taken back.
#[component]
pub fn OwnDots(
    /// At which table.
    table: Table,
    /// On which sticker.
    id: StickerId,
    /// What it says.
    note: Memo<Option<Note>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let put = NodeRef::<html::Button>::new();
    let own = Memo::new(move |_| note.with(|note| note.as_ref().map(|note| note.own.clone()).unwrap_or_default()));
    let text = move || note.with(|note| note.as_ref().map(|note| note.text.clone()).unwrap_or_default());
    let none_left = Memo::new(move |_| table.canvas.with(|canvas| canvas.left == 0));
    let take = move |dot: StickerId| {
        table.take_dot(dot);
        if let Some(put) = put.get_untracked() {
            // The button that was pressed is gone.
            let _ = put.focus();
        }
    };
    view! {
        <span class="workshop-own">
            <For each=move || own.get() key=|dot| *dot let:dot>
                <button
                    type="button" class="workshop-dot-button" data-own-dot
                    aria-label=move || t_string!(i18n, workshop.take_dot, text = text()).to_string()
                    on:click=move |_| take(dot)
                ><i class="workshop-dot"></i></button>
            </For>
            <button
                type="button" class="workshop-dot-button" node_ref=put data-put-dot
                aria-disabled=move || none_left.get().to_string()
                aria-label=move || t_string!(i18n, workshop.put_dot, text = text()).to_string()
                on:click=move |_| table.put_dot(id)
            ><i class="workshop-dot" data-used="true"></i></button>
        </span>
    }
}

/// Everybody's dots on a note, once they are revealed.
#[component]
pub fn AllDots(
    /// What it says.
    note: Memo<Option<Note>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let dots = Memo::new(move |_| note.with(|note| note.as_ref().and_then(|note| note.dots)));
    move || {
        let count = dots.get()?;
        let label = t_string!(i18n, workshop.dots, n = count as u32).to_string();
        let dot = |n: usize| view! { <i class="workshop-dot" style=("--n", n.to_string())></i> };
        Some(view! {
            <span class="workshop-dots" data-dots=count.to_string() role="img" aria-label=label>
                {(0..count.min(DRAWN)).map(dot).collect_view()}
                <b>{count}</b>
            </span>
        })
    }
}
