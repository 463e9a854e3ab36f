//! A column's head: its name, and by a press the order of the rows.

use super::sheet::{Sheet, Spot, column_name};
use crate::prelude::*;
use smarketing_domain::sheet::Column;

/// A column's head.
#[component]
pub fn Head(
    /// Of which table.
    sheet: Sheet,
    /// Of which column.
    column: Column,
    /// Where Tab comes to.
    stop: Memo<Spot>,
) -> impl IntoView {
    let words = sheet.desk.words;
    let sort = move || {
        let order = sheet.order.get();
        (order.column == column).then_some(if order.is_falling { "descending" } else { "ascending" })
    };
    let is_stop = move || stop.get() == Spot { deal: None, column };
    let press = move |_| sheet.desk.address.set(&sheet.order.get_untracked().press(column).query());
    view! {
        <th scope="col" class:number=column.is_number() aria-sort=sort>
            <button
                type="button" class="sheet-sort" data-head=column.name()
                tabindex=move || if is_stop() { "0" } else { "-1" } on:click=press
            >
                <span class="one-line">{move || column_name(words, column)}</span>
                <span class="sheet-arrow" aria-hidden="true"></span>
            </button>
        </th>
    }
}
