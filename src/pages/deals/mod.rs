//! Deals as a list: the ones behind a number, a section's, or all.
//!
//! [`which`] reads the address, [`rows`] computes and sorts what is shown,
//! [`list`] draws those on screen, [`download`] writes them as a file.

mod download;
mod heading;
mod list;
mod rows;
mod which;

use crate::prelude::*;
use rows::{Column, Order, Row};
use std::sync::Arc;
use which::Which;

/// What the parts of the page look at.
#[derive(Clone, Copy)]
struct View {
    address: Address,
    which: Memo<Which>,
    scope: Memo<Scope>,
    order: Memo<Order>,
    rows: Memo<Arc<Vec<Arc<Row>>>>,
}

/// The list of deals.
#[component]
pub fn Deals() -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let words = use_words();
    let address = use_address();
    let scope = address.scope();
    let which = Memo::new(move |_| Which::read(|name| address.get(name)));
    let order = Memo::new(move |_| Order::read(|name| address.get(name)));
    let ticks = calm_ticks(state);
    let unsorted = Memo::new(move |_| {
        ticks.track();
        let (today, now) = (words.today(), state.now());
        scope.with(|scope| state.read(|w| which.with(|which| Arc::new(rows::rows(w, which, scope, today, now)))))
    });
    let sorted = Memo::new(move |_| Arc::new(unsorted.with(|rows| rows::sorted(rows, order.get()))));
    let seen = View { address, which, scope, order, rows: sorted };
    let is_empty = Memo::new(move |_| sorted.with(|rows| rows.is_empty()));
    view! {
        <div class="page deals">
            <heading::Heading seen/>
            <div class="deals-tools">
                <SearchField seen/>
                <ScopeBar address scope ticks/>
                <SortSelect seen/>
                <button
                    type="button" class="button deals-export" disabled=move || is_empty.get()
                    on:click=move |_| download::download(state, words, &sorted.get_untracked())
                ><Icon name=IconName::Download/>{t!(i18n, lists.export)}</button>
                <a
                    class="button deals-trash" data-variant="quiet" data-icon-only href=route::TRASH
                    aria-label=move || t_string!(i18n, lists.trash) title=move || t_string!(i18n, lists.trash)
                ><Icon name=IconName::Trash/></a>
            </div>
            <Show when=move || !is_empty.get() fallback=move || view! { <Nothing seen/> }>
                <list::List seen/>
            </Show>
        </div>
    }
}

/// How long one may pause in typing before the list is searched.
const PAUSE: std::time::Duration = std::time::Duration::from_millis(150);

#[component]
fn SearchField(seen: View) -> impl IntoView {
    let i18n = use_i18n();
    let pending = StoredValue::new(None::<TimeoutHandle>);
    let search = move |event| {
        let text = event_target_value(&event);
        if let Some(earlier) = pending.get_value() {
            earlier.clear();
        }
        let go = move || seen.address.set(&[("text", text)]);
        pending.set_value(set_timeout_with_handle(go, PAUSE).ok());
    };
    on_cleanup(move || {
        if let Some(Some(earlier)) = pending.try_get_value() {
            earlier.clear();
        }
    });
    view! {
        <label class="deals-search">
            <Icon name=IconName::Search/>
            <span class="visually-hidden">{t!(i18n, lists.search)}</span>
            <input
                type="search" class="input" autocomplete="off" placeholder=move || t_string!(i18n, lists.search)
                prop:value=move || seen.scope.with(|s| s.filter.text.clone()) on:input=search
            />
        </label>
    }
}

/// Sorting where there are no column heads to press: on phones.
#[component]
fn SortSelect(seen: View) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let choose = move |event| {
        if let Some(column) = Column::named(&event_target_value(&event)) {
            seen.address.set(&Order::by(column).query());
        }
    };
    view! {
        <select class="input deals-sort" aria-label=move || t_string!(i18n, lists.sort_by) on:change=choose>
            {Column::ALL.map(|column| view! {
                <option value=column.name() prop:selected=move || seen.order.get().column == column>{move || list::column_name(words, column)}</option>
            }).collect_view()}
        </select>
    }
}

#[component]
fn Nothing(seen: View) -> impl IntoView {
    let i18n = use_i18n();
    let is_narrowed = move || seen.scope.with(|s| *s != Scope::default());
    let text = Signal::derive(move || {
        let text = if is_narrowed() {
            t_string!(i18n, lists.empty_narrowed)
        } else if seen.which.get() == Which::Section(smarketing_domain::stage::Section::Customer) {
            t_string!(i18n, lists.empty_customers)
        } else {
            t_string!(i18n, lists.empty)
        };
        text.to_owned()
    });
    let clear = move |_| {
        let names = ["owner", "channel", "kind", "import", "text", "period", "from", "to"];
        seen.address.set(&names.map(|name| (name, String::new())));
    };
    view! {
        <section class="panel">
            <Empty icon=IconName::Customers text>
                <Show
                    when=is_narrowed
                    fallback=move || view! { <a class="button" href=route::BOARD>{t!(i18n, lists.to_board)}</a> }
                >
                    <button type="button" class="button" on:click=clear>{t!(i18n, hourglass.clear)}</button>
                </Show>
            </Empty>
        </section>
    }
}
