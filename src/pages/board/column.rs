//! A column: its head, the cards in sight, and its sums.

use super::{
    card::card,
    cards::Cards,
    desk::{Desk, use_desk},
    foot::Foot,
    head::Head,
    memory,
    quick_add::QuickAdd,
    window::{self, Room, Sight},
};
use crate::prelude::*;
use leptos::html;
use smarketing_domain::{
    ids::{DealId, StageId},
    stage::{Section, Stage, StageRole},
};
use std::{ops::Range, time::Duration};

/// In the address: a new deal is asked for.
const ADD: &str = "add";

/// The column of a stage.
#[component]
pub fn Column(
    /// Which.
    stage: StageId,
    /// The columns in sight.
    sight: ReadSignal<(usize, usize)>,
) -> impl IntoView {
    let desk = use_desk();
    let cards = desk.lay_out(stage);
    let adding = RwSignal::new(false);
    add_when_asked(desk, stage, adding);
    let record = record(desk, stage);
    let name = move || record.with(|s| s.as_ref().map(|s| s.name.clone()).unwrap_or_default());
    let in_sight = Memo::new(move |_| {
        let at = desk.stages.with(|stages| stages.iter().position(|id| *id == stage));
        sight.with(|(from, to)| at.is_some_and(|at| (*from..=*to).contains(&at)))
    });
    view! {
        <section class="column" data-stage=stage.to_string() data-section=move || hue(record) data-over=move || desk.is_over(stage).then_some("") aria-label=name>
            <Head record cards adding/>
            <div class="column-body">
                <Show when=move || adding.get()>
                    <QuickAdd stage open=adding/>
                </Show>
                <List stage cards in_sight adding lane=None/>
            </div>
            <Foot record cards/>
        </section>
    }
}

/// A stage's record.
pub(super) fn record(desk: Desk, stage: StageId) -> Memo<Option<Stage>> {
    Memo::new(move |_| desk.state.watch(Topic::Record(stage.into()), |w| w.stages.get(&stage).cloned()))
}

/// The hue of a stage's column.
pub(super) fn hue(record: Memo<Option<Stage>>) -> &'static str {
    match record.with(|s| s.as_ref().map(|s| (s.section, s.role))) {
        Some((_, StageRole::Lost)) | None => "reach",
        Some((Section::Marketing, _)) => "marketing",
        Some((Section::Sales, _)) => "sales",
        Some((Section::Customer, _)) => "customer",
        Some((Section::Reach, _)) => "reach",
    }
}

/// Asked for from elsewhere: a new deal begins in the first column.
pub(super) fn add_when_asked(desk: Desk, stage: StageId, adding: RwSignal<bool>) {
    Effect::new(move || {
        let is_first = desk.stages.with(|stages| stages.first() == Some(&stage));
        if is_first && desk.address.get(ADD).is_some() {
            adding.set(true);
            desk.address.set(&[(ADD, String::new())]);
        }
    });
}

/// The scrolling box with the cards in sight: of a column, or of its part in a `lane`.
#[component]
pub(super) fn List(
    stage: StageId,
    cards: Cards,
    in_sight: Memo<bool>,
    adding: RwSignal<bool>,
    lane: Option<String>,
) -> impl IntoView {
    let desk = use_desk();
    let i18n = desk.words.i18n;
    let pitch = Memo::new(move |_| {
        desk.look.is_compact.track();
        desk.pitch()
    });
    let is_cell = lane.is_some();
    let is_hand = Memo::new(move |_| desk.hand.lane.with(|hand| *hand == lane));
    let node = NodeRef::<html::Div>::new();
    let left_at = move || if is_cell { 0 } else { memory::list(stage) };
    let first = RwSignal::new(window::first_row(f64::from(left_at()), pitch.get_untracked()));
    let moving = RwSignal::new(false);
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let look = move || {
        // The column may be gone when a frame comes later.
        let Some(list) = node.try_get_untracked().flatten() else { return };
        if !is_cell {
            memory::keep_list(stage, list.scroll_top());
        }
        let row = window::first_row(f64::from(list.scroll_top()), pitch.get_untracked());
        if first.get_untracked() != row {
            first.set(row);
        }
    };
    let on_scroll = move |_| {
        if !moving.get_untracked() {
            moving.set(true);
        }
        timer.update_value(|timer| {
            if let Some(handle) = timer.take() {
                handle.clear();
            }
            // The column may have gone by then.
            let rest = move || {
                moving.try_set(false);
            };
            *timer = set_timeout_with_handle(rest, window::REST).ok();
        });
        look();
    };
    // Back from a deal, the column is where it was left. At the top it is anyway: to say
    // so has the browser lay out the whole board once more for each column.
    Effect::new(move || {
        let top = left_at();
        if let Some(list) = node.get().filter(|_| top > 0) {
            list.set_scroll_top(top);
        }
    });
    // Cards have become lower, or higher.
    Effect::new(move |was: Option<f64>| {
        let now = pitch.get();
        if was.is_some_and(|was| was != now) {
            request_animation_frame(look);
        }
        now
    });
    let drawn = Memo::new(move |_| {
        let in_view = window::rows_in(desk.list_height(), pitch.get());
        let pinned = [desk.focused.get(), desk.lifted.get().map(|l| l.deal)];
        cards.with(|column| {
            let sight = match (in_sight.get(), moving.get()) {
                (false, _) => Sight::Out,
                (true, false) => Sight::In,
                (true, true) => Sight::Moving,
            };
            let range = match is_cell {
                true => window::cell_range(column.deals.len(), first.get(), in_sight.get()),
                false => window::range(column.deals.len(), first.get(), in_view, sight),
            };
            draw(&column.deals, range, pinned)
        })
    });
    let count = Memo::new(move |_| cards.with(|column| column.deals.len()));
    let room = Memo::new(move |_| {
        let target = desk.target.get().filter(|_| is_hand.get()).and_then(|target| target.index_in(stage));
        let lifted = desk.lifted.get().filter(|l| l.from == stage);
        let origin = lifted.and_then(|l| cards.with(|column| column.deals.iter().position(|id| *id == l.deal)));
        Room { origin, gap: target }
    });
    // Cards of other columns have nothing to do with what is lifted, unless they go along.
    let hand = Memo::new(move |_| desk.lifted.get().filter(|l| l.from == stage || !desk.selection.is_empty()));
    // Once it made room, its cards glide until the hand is empty: out of the way, and back.
    let glides = Memo::new(move |was: Option<&bool>| {
        desk.lifted.get().is_some() && (was == Some(&true) || room.get() != Room::default())
    });
    let index_of = move |deal: DealId| drawn.with(|drawn| drawn.iter().find(|(_, id)| *id == deal).map(|(i, _)| *i));
    let row_of = move |deal| index_of(deal).map(|index| room.get().row(index));
    let stop = Memo::new(move |_| {
        let focused = desk.focused.get();
        drawn.with(|drawn| {
            let is_drawn = |deal: &DealId| drawn.iter().any(|(_, id)| id == deal);
            let in_view = drawn.iter().find(|(index, _)| *index >= first.get()).map(|(_, id)| *id);
            focused.filter(is_drawn).or(in_view)
        })
    });
    keep_focus(desk, drawn);
    let opened = move || {
        room.get().opened().map(|row| {
            let title = desk.lifted.get().map(|l| desk.title(l.deal));
            view! {
                <div class="card-gap-mark" aria-hidden="true" style:transform=format!("translateY(calc(var(--card-pitch) * {row}))")>
                    <span class="one-line">{title}</span>
                </div>
            }
        })
    };
    let is_empty = move || !is_cell && count.get() == 0 && room.get().gap.is_none() && !adding.get();
    view! {
        <div class="column-list" data-stage-scroll node_ref=node on:scroll=on_scroll>
            {opened}
            <ul
                class="cards"
                data-glides=move || glides.get().then_some("")
                aria-label=move || t_string!(i18n, board.cards)
                style:height=move || format!("calc(var(--card-pitch) * {})", room.get().rows(count.get()))
            >
                <For each=move || drawn.get() key=|(_, deal)| *deal let((_, deal))>
                    {card(desk, deal, hand, move || row_of(deal), move || stop.get() == Some(deal))}
                </For>
            </ul>
            <Show when=is_empty>
                <Nothing stage adding/>
            </Show>
        </div>
    }
}

/// The cards to draw with their places: those in `range`, and the `pinned`
/// ones, which must not vanish from under a hand or the keyboard's focus.
fn draw(deals: &[DealId], range: Range<usize>, pinned: [Option<DealId>; 2]) -> Vec<(usize, DealId)> {
    let mut drawn: Vec<_> = range.clone().map(|index| (index, deals[index])).collect();
    for deal in pinned.into_iter().flatten() {
        let at = deals.iter().position(|id| *id == deal).filter(|at| !range.contains(at));
        if let Some(at) = at.filter(|at| !drawn.iter().any(|(index, _)| index == at)) {
            let place = drawn.partition_point(|(index, _)| *index < at);
            drawn.insert(place, (at, deal));
        }
    }
    drawn
}

/// A card that is drawn anew (moved, undone, changed by somebody else) keeps
/// the focus it had.
fn keep_focus(desk: Desk, drawn: Memo<Vec<(usize, DealId)>>) {
    Effect::new(move |_| {
        let focused = desk.focused.get_untracked();
        let is_here = focused.filter(|deal| drawn.with(|drawn| drawn.iter().any(|(_, id)| id == deal)));
        let Some(deal) = is_here else { return drawn.track() };
        let give_back = move || {
            let document = web_sys::window().and_then(|w| w.document());
            let active = document.and_then(|d| d.active_element());
            let is_lost = active.is_none_or(|element| element.tag_name() == "BODY");
            if is_lost && desk.focused.try_get_untracked().flatten() == Some(deal) {
                desk.focus_drawn(deal);
            }
        };
        // The card in its new place is seen first: the focus comes right after that frame.
        request_animation_frame(move || set_timeout(give_back, Duration::ZERO));
    });
}

/// An empty column: one sentence and one button.
#[component]
fn Nothing(stage: StageId, adding: RwSignal<bool>) -> impl IntoView {
    let desk = use_desk();
    let i18n = desk.words.i18n;
    let is_lost = move || {
        desk.state
            .watch(Topic::Record(stage.into()), |w| w.stages.get(&stage).is_some_and(|s| s.role == StageRole::Lost))
    };
    move || {
        if !desk.filter.with(|filter| filter.is_empty()) {
            return view! {
                <div class="column-empty">
                    <p>{t!(i18n, board.none_match)}</p>
                    <button type="button" class="button" on:click=move |_| super::filters::clear(desk)>{t!(i18n, board.clear)}</button>
                </div>
            }
            .into_any();
        }
        if is_lost() {
            return view! { <div class="column-empty"><p>{t!(i18n, board.none_lost)}</p></div> }.into_any();
        }
        view! {
            <div class="column-empty">
                <p>{t!(i18n, board.none_here)}</p>
                <button type="button" class="button" on:click=move |_| adding.set(true)>
                    <Icon name=IconName::Plus/>{t!(i18n, board.add_first)}
                </button>
            </div>
        }
        .into_any()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn deals(n: u128) -> Vec<DealId> {
        (0..n).map(|i| DealId(uuid::Uuid::from_u128(i))).collect()
    }

    #[test]
    fn a_pinned_card_is_drawn_in_its_place_even_out_of_sight() {
        let deals = deals(100);
        let drawn = draw(&deals, 10..13, [Some(deals[80]), Some(deals[2])]);
        assert_eq!(drawn.iter().map(|(index, _)| *index).collect::<Vec<_>>(), [2, 10, 11, 12, 80]);
    }

    #[test]
    fn no_card_is_drawn_twice() {
        let deals = deals(20);
        let drawn = draw(&deals, 0..3, [Some(deals[9]), Some(deals[9])]);
        assert_eq!(drawn.len(), 4);
        assert_eq!(draw(&deals, 0..3, [Some(deals[1]), None]).len(), 3);
    }

    #[test]
    fn a_pinned_card_of_another_column_is_not_drawn() {
        let stranger = DealId(uuid::Uuid::from_u128(999));
        assert_eq!(draw(&deals(20), 0..3, [Some(stranger), None]).len(), 3);
    }
}
