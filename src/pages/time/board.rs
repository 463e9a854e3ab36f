//! The board of the day: columns with counts, sums and the latest cards.

use super::{
    View,
    shown::{CARDS, Face, Pile},
};
use crate::prelude::*;
use smarketing_domain::ids::StageId;

/// The columns.
#[component]
pub fn Board(seen: View) -> impl IntoView {
    let i18n = use_i18n();
    let stages =
        Memo::new(move |_| seen.shown.with(|shown| shown.piles.iter().map(|pile| pile.stage).collect::<Vec<_>>()));
    // Bars of all columns have one scale.
    let most =
        Memo::new(move |_| seen.shown.with(|shown| shown.piles.iter().map(|pile| pile.total.count).max()).unwrap_or(0));
    view! {
        <p class="time-order">{t!(i18n, time.order)}</p>
        <div class="time-board" tabindex="0" role="region" aria-label=move || t_string!(i18n, shell.board)>
            <For each=move || stages.get() key=|id| *id let:stage><Column seen stage most/></For>
        </div>
    }
}

#[component]
fn Column(seen: View, stage: StageId, most: Memo<u64>) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let pile =
        Memo::new(move |_| seen.shown.with(|shown| shown.piles.iter().find(|pile| pile.stage == stage).cloned()));
    let name = move || pile.with(|pile| pile.as_ref().map(|pile| pile.name.clone()).unwrap_or_default());
    let total = Memo::new(move |_| pile.with(|pile| pile.as_ref().map(|pile| pile.total)).unwrap_or_default());
    let hue = move || pile.with(|pile| pile.as_ref().map(|pile| pile.hue));
    let width = move || format!("{:.1}%", 100.0 * total.get().count as f64 / most.get().max(1) as f64);
    let faces = move || pile.with(|pile| pile.as_ref().map(|pile: &Pile| pile.faces.clone()).unwrap_or_default());
    let more = Memo::new(move |_| {
        let shown = pile.with(|pile| pile.as_ref().map_or(0, |pile| pile.faces.len() as u64));
        total.get().count.saturating_sub(shown)
    });
    view! {
        <section class="time-column" data-stage=stage.to_string() data-section=hue aria-label=name>
            <header>
                <h3 class="two-lines">{name}</h3>
                <p class="time-column-sums" data-stage-total data-count=move || total.get().count data-minor=move || total.get().sum_minor>
                    <b class="number">{move || words.number(total.get().count)}</b>
                    <span class="number" title=move || words.money(total.get().sum_minor)>{move || words.money_short(total.get().sum_minor)}</span>
                </p>
                <div class="time-bar" aria-hidden="true"><i style:width=width></i></div>
            </header>
            <ul class="time-cards">
                <For each=faces key=Face::lasting let:face><Card seen stage face/></For>
            </ul>
            <Show when=move || { more.get() > 0 }>
                <button type="button" class="button" data-more on:click=move |_| seen.cards.update(|cards| *cards += 2 * CARDS)>
                    {move || t_string!(i18n, time.more, n = words.number(more.get())).to_string()}
                </button>
            </Show>
            <Show when=move || total.get().count == 0><p class="time-none">{t!(i18n, time.nobody)}</p></Show>
        </section>
    }
}

#[component]
fn Card(seen: View, stage: StageId, face: Face) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let id = face.deal;
    let stood = Memo::new(move |_| {
        seen.shown.with(|shown| {
            let pile = shown.piles.iter().find(|pile| pile.stage == stage)?;
            pile.faces.iter().find(|face| face.deal == id)?.stood
        })
    });
    let since = move || match stood.get() {
        Some(ms) => words.duration(ms),
        None => t_string!(i18n, time.undated).to_owned(),
    };
    let about = [face.company, if face.minor > 0 { words.money_short(face.minor) } else { String::new() }];
    let about = about.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · ");
    view! {
        <li class="time-card" data-deal=id.to_string()>
            <a class="two-lines" href=route::deal(id)>{face.title}</a>
            <span class="time-about">{about}</span>
            <span class="time-since">
                {since}
                {face.is_deleted.then(|| view! { <span class="chip" data-tone="danger">{t!(i18n, time.deleted)}</span> })}
            </span>
        </li>
    }
}
