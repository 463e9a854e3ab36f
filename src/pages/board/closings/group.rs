//! A place in the calendar: what it is called, what its deals come to, and the
//! deals. Sums and counts are over all of them, drawn or not.

use super::{
    agenda::{Agenda, DRAWN},
    card::Card,
    months,
};
use crate::prelude::*;
use smarketing_domain::{closings::Slot, ids::DealId, sheet::Sums};

/// So many more are drawn when more are asked for.
const MORE: usize = 60;

/// A place with its deals.
#[component]
pub fn GroupOf(agenda: Agenda, place: Slot) -> impl IntoView {
    let slot = place;
    let words = agenda.desk.words;
    let i18n = words.i18n;
    let here = Memo::new(move |_| {
        agenda.groups.with(|groups| {
            let group = groups.iter().find(|group| group.slot == slot);
            group.map_or((Vec::new(), Sums::default()), |group| (group.deals.clone(), group.sums))
        })
    });
    let sums = Memo::new(move |_| here.with(|(_, sums)| *sums));
    let limit = move || agenda.unfolded.with(|unfolded| unfolded.get(&slot).copied().unwrap_or(DRAWN));
    let drawn = Memo::new(move |_| {
        let limit = if slot == Slot::Later { 0 } else { limit() };
        here.with(|(deals, _)| deals.iter().take(limit).copied().collect::<Vec<DealId>>())
    });
    let hidden = Memo::new(move |_| here.with(|(deals, _)| deals.len()).saturating_sub(drawn.with(Vec::len)));
    let has_more = move || slot != Slot::Later && hidden.get() > 0;
    let more = move |_| {
        agenda.unfolded.update(|unfolded| *unfolded.entry(slot).or_insert(DRAWN) += MORE);
    };
    let count = move || sums.get().total.count;
    let count_words =
        move || t_string!(i18n, table.count, count = count() as u32, n = words.number(count())).to_string();
    let weighted =
        move || t_string!(i18n, table.weighted, sum = words.money_short(sums.get().weighted_minor)).to_string();
    let exact = move || words.money(sums.get().total.sum_minor);
    let heading = format!("closing-{slot}");
    let by_heading = heading.clone();
    let is_empty = move || count() == 0;
    view! {
        <section
            class="closing-group" data-slot=slot.to_string() aria-labelledby=by_heading
            data-count=count
            data-minor=move || sums.get().total.sum_minor
            data-weighted-minor=move || sums.get().weighted_minor
            data-over=move || (agenda.over.get() == Some(slot)).then_some("")
            data-tone=move || match slot {
                Slot::Overdue => Some("overdue"),
                _ => agenda.nearness(slot).map(|_| "near"),
            }
        >
            <header class="closing-head">
                <h2 id=heading tabindex="-1">
                    {move || agenda.nearness(slot).map(|near| view! { <span class="closing-near">{near}</span> })}
                    " "
                    {move || agenda.name(slot)}
                </h2>
                <p class="closing-sums">
                    <span>{count_words}</span>
                    <b class="number" title=exact>{move || words.money_short(sums.get().total.sum_minor)}</b>
                    <span class="closing-weighted" title=move || t_string!(i18n, table.weighted_title)>{weighted}</span>
                </p>
            </header>
            <Show when=move || slot == Slot::Later>
                <button type="button" class="button closing-more" data-variant="quiet" on:click=move |_| months::step(agenda, true)>
                    {t!(i18n, closings.month_on)}<Icon name=IconName::Right/>
                </button>
            </Show>
            <Show when=is_empty><p class="closing-none">{t!(i18n, closings.none_here)}</p></Show>
            <ul class="closing-cards">
                <For each=move || drawn.get() key=|deal| *deal let:deal><Card agenda deal/></For>
            </ul>
            <Show when=has_more>
                <button type="button" class="button closing-more" data-variant="quiet" on:click=more>
                    {move || t_string!(i18n, closings.more, count = hidden.get() as u32, n = words.number(hidden.get() as u64)).to_string()}
                </button>
            </Show>
        </section>
    }
}
