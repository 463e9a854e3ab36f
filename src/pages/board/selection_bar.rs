//! What is chosen: how many, what they are worth, and what can be done with them.

use super::{desk::use_desk, selection};
use crate::prelude::*;
use leptos::ev::MouseEvent;
use smarketing_domain::board::Total;

/// The bar at the board's foot, there while cards are chosen.
#[component]
pub fn SelectionBar() -> impl IntoView {
    let desk = use_desk();
    let words = desk.words;
    let i18n = words.i18n;
    selection::keep_to_what_is_shown(desk);
    let total = Memo::new(move |_| {
        let mut total = Total::default();
        for id in desk.selection.all() {
            desk.state.watch(Topic::Record(id.into()), |w| w.deal(id).into_iter().for_each(|deal| total.add(deal)));
        }
        total
    });
    let is_there = Memo::new(move |_| total.get().count > 0);
    let any = move || {
        let all = desk.selection.all();
        let first = all.iter().next().copied()?;
        desk.selection.carried(desk.state, first).first().copied()
    };
    let move_all = move |_| {
        let first = untrack(any);
        desk.selection.at_bar.set(first.is_some());
        desk.menu.set(first);
    };
    let put_off = move |_| desk.waiting.set(untrack(any));
    let clear = move |event: MouseEvent| {
        let last = desk.selection.clear();
        desk.notices.announce(t_string!(i18n, touch.cleared));
        // By keys: the button that had the focus goes away.
        if let Some(last) = last.filter(|_| event.detail() == 0) {
            desk.focus(last);
        }
    };
    view! {
        <Show when=move || is_there.get()>
            <section class="board-selection" data-selection aria-label=move || t_string!(i18n, touch.selection)>
                <p class="board-selected">
                    <strong class="number" data-selected-count=move || total.get().count>
                        {move || t_string!(i18n, common.deals, count = total.get().count as u32).to_string()}
                    </strong>
                    <span class="number" data-selected-minor=move || total.get().sum_minor>{move || words.money(total.get().sum_minor)}</span>
                </p>
                <button type="button" class="button" data-variant="primary" data-move-all aria-haspopup="menu" on:click=move_all>
                    {t!(i18n, touch.move_all)}
                </button>
                <button type="button" class="button" data-later-all on:click=put_off>{t!(i18n, touch.later)}</button>
                <button type="button" class="button" data-variant="quiet" data-clear aria-keyshortcuts="Escape" on:click=clear>
                    {t!(i18n, touch.clear)}
                </button>
            </section>
        </Show>
    }
}
