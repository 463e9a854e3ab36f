//! The board's deals as a table: sorted by any column, edited where they stand,
//! with their totals below.
//!
//! - [`sheet`]: what the parts share, and where the focus is
//! - [`grid`]: the box of which only the rows in sight are drawn, and its keys;
//!   [`head`], [`row`] ([`cell`], [`editor`]), [`foot`]
//! - [`saving`]: what was typed becomes an operation; [`download`]: a file of it

mod cell;
mod download;
mod editor;
mod foot;
mod grid;
mod head;
mod row;
mod saving;
mod sheet;

use super::{
    desk::Desk,
    filters::{self, Filters},
    landing,
    lens::{Lens, LensChoice},
    loss::LossQuestion,
    view_switch::{BoardView, ViewSwitch},
};
use crate::prelude::*;
use sheet::Sheet;

/// The table.
#[component]
pub fn Table() -> impl IntoView {
    let desk = Desk::new();
    provide_context(desk);
    let i18n = desk.words.i18n;
    let sheet = Sheet::new(desk);
    let is_empty = Memo::new(move |_| sheet.rows.with(|rows| rows.is_empty()));
    let on_choose = Callback::new(move |lens: Lens| desk.address.set(&[("lens", lens.name().to_owned())]));
    view! {
        <div class="board board-apart" node_ref=desk.root>
            <header class="board-head">
                <h1>{t!(i18n, table.title)}</h1>
                <ViewSwitch here=BoardView::Table/>
                <LensChoice lens=desk.lens on_choose/>
                <Filters/>
                <button
                    type="button" class="button board-export" disabled=move || is_empty.get()
                    aria-label=move || t_string!(i18n, lists.export) title=move || t_string!(i18n, lists.export)
                    on:click=move |_| download::download(sheet)
                ><Icon name=IconName::Download/></button>
            </header>
            <p class="visually-hidden" id="sheet-keys">{t!(i18n, table.keys)}</p>
            <Show when=move || !is_empty.get() fallback=move || view! { <Nothing desk/> }>
                <grid::Grid sheet/>
            </Show>
            <LossQuestion/>
            <RequirementQuestion
                asked=desk.entering
                on_filled=Callback::new(move |filled| landing::put_filled(desk, filled))
            />
        </div>
    }
}

/// No deals: loosen the filter, or add one.
#[component]
fn Nothing(desk: Desk) -> impl IntoView {
    let i18n = desk.words.i18n;
    let is_narrowed = move || desk.filter.with(|filter| !filter.is_empty());
    let text = Signal::derive(move || {
        let text = if is_narrowed() { t_string!(i18n, table.none_match) } else { t_string!(i18n, table.none) };
        text.to_owned()
    });
    view! {
        <div class="board-nothing">
            <Empty icon=IconName::Table text>
                <Show
                    when=is_narrowed
                    fallback=move || view! { <a class="button" href=route::BOARD>{t!(i18n, lists.to_board)}</a> }
                >
                    <button type="button" class="button" on:click=move |_| filters::clear(desk)>{t!(i18n, board.clear)}</button>
                </Show>
            </Empty>
        </div>
    }
}
