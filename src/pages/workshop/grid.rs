//! The canvas as a table: trends across, barriers down, ideas where they meet. On a
//! phone the style sheet makes it a list of crossings.

use super::{add::Add, note::NoteCard, table::Table};
use crate::prelude::*;
use smarketing_domain::{
    ids::StickerId,
    workshop::{Phase, StickerKind, canvas::Note},
};

fn ids(notes: &[Note]) -> Vec<StickerId> {
    notes.iter().map(|note| note.id).collect()
}

/// Trends, barriers, and what stands where they meet.
#[component]
pub fn Grid(
    /// Of which table.
    table: Table,
) -> impl IntoView {
    let i18n = use_i18n();
    let phase = table.phase();
    let trends = Memo::new(move |_| table.canvas.with(|canvas| ids(&canvas.trends)));
    let barriers = Memo::new(move |_| table.canvas.with(|canvas| ids(&canvas.barriers)));
    let collects = Memo::new(move |_| phase.get() == Phase::Collect);
    let row = move |barrier: StickerId| {
        view! {
            <tr class="workshop-row">
                <th scope="row"><NoteCard table id=barrier/></th>
                <For each=move || trends.get() key=|id| *id let:trend><Cell table trend barrier/></For>
                <Show when=move || collects.get()><td class="workshop-beyond"></td></Show>
            </tr>
        }
    };
    let is_bare = Memo::new(move |_| !collects.get() && trends.with(Vec::is_empty) && barriers.with(Vec::is_empty));
    view! {
        <Show when=move || is_bare.get()><p class="field-hint" data-bare>{t!(i18n, workshop.nothing_collected)}</p></Show>
        <div class="workshop-scroll" tabindex="0" role="region" aria-label=move || t_string!(i18n, workshop.grid)>
            <table class="workshop-grid">
                <thead>
                    <tr>
                        <td class="workshop-corner">
                            <b data-axis="trends">{t!(i18n, workshop.trends)}</b>
                            <b data-axis="barriers">{t!(i18n, workshop.barriers)}</b>
                        </td>
                        <For each=move || trends.get() key=|id| *id let:trend>
                            <th scope="col"><NoteCard table id=trend/></th>
                        </For>
                        <Show when=move || collects.get()>
                            <td class="workshop-more" data-add="trend">
                                <Add table kind=StickerKind::Trend asked=Signal::derive(move || t_string!(i18n, workshop.add_trend).to_owned())/>
                            </td>
                        </Show>
                    </tr>
                </thead>
                <tbody>
                    <For each=move || barriers.get() key=|id| *id let:barrier>{row(barrier)}</For>
                    <Show when=move || collects.get()>
                        <tr class="workshop-row">
                            <td class="workshop-more" data-add="barrier">
                                <Add table kind=StickerKind::Barrier asked=Signal::derive(move || t_string!(i18n, workshop.add_barrier).to_owned())/>
                            </td>
                        </tr>
                    </Show>
                </tbody>
            </table>
        </div>
        <Adrift table/>
    }
}

/// Where a trend meets a barrier.
#[component]
fn Cell(table: Table, trend: StickerId, barrier: StickerId) -> impl IntoView {
    let i18n = use_i18n();
    let phase = table.phase();
    let ideas = Memo::new(move |_| {
        table.canvas.with(|canvas| canvas.at(trend, barrier).map(|note| note.id).collect::<Vec<_>>())
    });
    let names = Memo::new(move |_| {
        let text = |id| table.canvas.with(|canvas| canvas.note(id).map(|note| note.text.clone()).unwrap_or_default());
        (text(trend), text(barrier))
    });
    // How much both are thought of: the strongest crossings stand out.
    let weight = move || {
        table.canvas.with(|canvas| {
            let dots = |id| canvas.note(id).and_then(|note| note.dots).unwrap_or_default();
            if dots(trend) > 0 && dots(barrier) > 0 { (dots(trend) + dots(barrier)).min(9) } else { 0 }
        })
    };
    let writing = RwSignal::new(false);
    let can_write = move || phase.get() == Phase::Cross;
    let leave = Callback::new(move |()| writing.set(false));
    let asked = Signal::derive(move || {
        let (trend, barrier) = names.get();
        t_string!(i18n, workshop.idea_at, trend = trend, barrier = barrier).to_string()
    });
    let is_blank = move || ideas.with(Vec::is_empty) && !can_write();
    view! {
        <td
            class="workshop-cell" data-crossing=format!("{trend} {barrier}") data-weight=move || weight().to_string()
            data-blank=move || is_blank().then_some("true")
        >
            <p class="workshop-of">{move || names.with(|(trend, barrier)| format!("{trend} × {barrier}"))}</p>
            <For each=move || ideas.get() key=|id| *id let:idea><NoteCard table id=idea/></For>
            <Show when=can_write>
                <Show
                    when=move || writing.get()
                    fallback=move || view! {
                        <button
                            type="button" class="workshop-think" aria-label=move || asked.get()
                            on:click=move |_| writing.set(true)
                        ><Icon name=IconName::Plus/></button>
                    }
                >
                    <Add table kind=StickerKind::Idea crossing=(trend, barrier) asked leave/>
                </Show>
            </Show>
        </td>
    }
}

/// Ideas whose trend or barrier has been deleted.
#[component]
fn Adrift(table: Table) -> impl IntoView {
    let i18n = use_i18n();
    let adrift = Memo::new(move |_| table.canvas.with(|canvas| ids(&canvas.adrift)));
    view! {
        <Show when=move || !adrift.with(Vec::is_empty)>
            <section class="workshop-adrift" aria-labelledby="workshop-adrift">
                <h2 id="workshop-adrift">{t!(i18n, workshop.adrift)}</h2>
                <p class="field-hint">{t!(i18n, workshop.adrift_why)}</p>
                <div class="workshop-loose">
                    <For each=move || adrift.get() key=|id| *id let:id><NoteCard table id/></For>
                </div>
            </section>
        </Show>
    }
}
