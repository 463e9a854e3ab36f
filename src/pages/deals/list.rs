//! The list itself: a table of which only the rows on screen are drawn; cards
//! on phones, from the same rows.

use super::{
    View,
    rows::{Column, Row},
};
use crate::{prelude::*, words::Words};
use leptos::html;
use smarketing_domain::stage::Section;
use std::sync::Arc;

/// Height of a row, and of a card on a phone. The styles have the same.
const ROW: f64 = 52.0;
const CARD: f64 = 92.0;
/// Where the list is cards. The styles have the same.
const PHONE: &str = "(max-width: 640px)";

/// The column's name in words.
pub fn column_name(words: Words, column: Column) -> &'static str {
    let i18n = words.i18n;
    match column {
        Column::Title => t_string!(i18n, lists.title),
        Column::Customer => t_string!(i18n, lists.customer),
        Column::Value => t_string!(i18n, lists.value),
        Column::Stage => t_string!(i18n, lists.stage),
        Column::Owner => t_string!(i18n, lists.owner),
        Column::Since => t_string!(i18n, lists.since),
        Column::Close => t_string!(i18n, lists.close),
    }
}

/// The box's size and how far it is scrolled.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Sight {
    top: f64,
    height: f64,
    is_phone: bool,
}

/// The list.
#[component]
pub fn List(seen: View) -> impl IntoView {
    let i18n = use_i18n();
    let node = NodeRef::<html::Div>::new();
    let sight = RwSignal::new(Sight { top: 0.0, height: 900.0, is_phone: false });
    let look = move || {
        if let Some(Some(node)) = node.try_get_untracked() {
            let (top, height) = (f64::from(node.scroll_top()), f64::from(node.client_height()));
            let is_phone = window().match_media(PHONE).ok().flatten().is_some_and(|m| m.matches());
            sight.set(Sight { top, height, is_phone });
        }
    };
    watch_size(node, look);
    // Other deals, or another order: from the top.
    Effect::new(move |before: Option<()>| {
        seen.order.track();
        seen.which.track();
        if before.is_some()
            && let Some(node) = node.get_untracked()
        {
            node.set_scroll_top(0);
        }
    });
    let row_height = Memo::new(move |_| if sight.get().is_phone { CARD } else { ROW });
    let count = Memo::new(move |_| seen.rows.with(|rows| rows.len()));
    let drawn = Memo::new(move |_| {
        let sight = sight.get();
        rows_in_sight(count.get(), row_height.get(), sight.top, sight.height)
    });
    let above = move || format!("{}px", drawn.with(|d| d.start) as f64 * row_height.get());
    let below = move || format!("{}px", count.get().saturating_sub(drawn.with(|d| d.end)) as f64 * row_height.get());
    let shown = move || {
        let drawn = drawn.get();
        seen.rows.with(|rows| {
            let rows = rows.get(drawn.clone()).unwrap_or_default();
            drawn.zip(rows.iter().cloned()).collect::<Vec<(usize, Arc<Row>)>>()
        })
    };
    view! {
        <div class="panel deals-scroll" node_ref=node tabindex="0" role="region" aria-label=move || t_string!(i18n, lists.deals) on:scroll=move |_| look()>
            <table class="table deals-table" aria-rowcount=move || count.get() + 1>
                <thead>
                    <tr aria-rowindex="1">{Column::ALL.map(|column| view! { <Head column seen/> }).collect_view()}</tr>
                </thead>
                <tbody>
                    <tr class="deals-spacer" aria-hidden="true"><td colspan="7" style:height=above></td></tr>
                    // A row is drawn anew when anything in it, or its place, changes.
                    <For each=shown key=|(at, row)| (*at, Arc::clone(row)) let:row><Line at=row.0 row=row.1/></For>
                    <tr class="deals-spacer" aria-hidden="true"><td colspan="7" style:height=below></td></tr>
                </tbody>
            </table>
        </div>
    }
}

#[component]
fn Head(column: Column, seen: View) -> impl IntoView {
    let words = use_words();
    let sort = move || {
        let order = seen.order.get();
        (order.column == column).then_some(if order.is_falling { "descending" } else { "ascending" })
    };
    view! {
        <th scope="col" class:number=column == Column::Value aria-sort=sort>
            <button type="button" class="deals-sort-button" on:click=move |_| seen.address.set(&seen.order.get_untracked().press(column).query())>
                {move || column_name(words, column)}
                <span class="deals-arrow" aria-hidden="true"></span>
            </button>
        </th>
    }
}

#[component]
fn Line(at: usize, row: Arc<Row>) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let section = match row.section {
        Some(Section::Reach) => "reach",
        Some(Section::Marketing) => "marketing",
        Some(Section::Sales) => "sales",
        Some(Section::Customer) => "customer",
        None => "lost",
    };
    let title = if row.title.is_empty() { t_string!(i18n, lists.untitled).to_owned() } else { row.title.clone() };
    let (minor, since, close) = (row.minor, row.since.and_then(|at| words.day(at)), row.close);
    view! {
        <tr class="deals-row" aria-rowindex=at + 2>
            <td class="deals-title"><a class="one-line" href=route::deal(row.id)>{title}</a></td>
            <td class="deals-customer"><span class="one-line">{row.customer.clone()}</span></td>
            <td class="deals-value number">{move || minor.map(|minor| words.money(minor))}</td>
            <td class="deals-stage"><span class="chip" data-section=section><span class="one-line">{row.stage.clone()}</span></span></td>
            <td class="deals-owner">
                <span class="deals-person">{row.owner.map(|member| view! { <Avatar member/> })}<span class="one-line">{row.owner_name.clone()}</span></span>
            </td>
            <td class="deals-since number">{move || since.map(|day| words.date(day))}</td>
            <td class="deals-close number">{move || close.map(|day| words.date(day))}</td>
        </tr>
    }
}
