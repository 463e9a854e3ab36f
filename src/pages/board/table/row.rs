//! A row: one deal, cell by cell. Each cell listens to what it shows, so that a
//! field in it outlives what others change.

use super::{
    cell,
    editor::Editor,
    sheet::{Sheet, Spot},
};
use crate::prelude::*;
use smarketing_domain::{ids::DealId, sheet::Column};
use std::collections::HashMap;

/// A row.
#[component]
pub fn Line(
    /// Of which table.
    sheet: Sheet,
    /// Which deal.
    deal: DealId,
    /// Its place among all rows.
    at: Signal<usize>,
    /// Where Tab comes to.
    stop: Memo<Spot>,
    /// The points of the deals in sight.
    scores: Memo<HashMap<DealId, i32>>,
) -> impl IntoView {
    let i18n = sheet.desk.words.i18n;
    let tabindex = move |column: Column| {
        let is_stop = move || stop.get() == Spot { deal: Some(deal), column };
        move || if is_stop() { "0" } else { "-1" }
    };
    // The link is a stop only where the row has the focus.
    let link_stop = move || if stop.get().deal == Some(deal) { "0" } else { "-1" };
    let open = move || t_string!(i18n, table.open, title = cell::title(sheet, deal)).to_string();
    let content = move |column: Column| {
        let is_editing = Memo::new(move |_| column.is_editable() && sheet.editing.get() == Some((deal, column)));
        move || match is_editing.get() {
            true => view! { <Editor sheet deal column/> }.into_any(),
            false => cell::shown(sheet, deal, column, scores).into_any(),
        }
    };
    let cells = Column::ALL.into_iter().skip(1).map(|column| {
        view! {
            <td
                class:number=column.is_number() data-column=column.name() data-editable=column.is_editable().then_some("")
                tabindex=tabindex(column)
            >{content(column)}</td>
        }
    });
    view! {
        <tr class="sheet-row" data-deal=deal.to_string() aria-rowindex=move || at.get() + 2>
            <th scope="row" data-column=Column::Title.name() data-editable tabindex=tabindex(Column::Title)>
                {content(Column::Title)}
                <a class="sheet-open" href=route::deal(deal) tabindex=link_stop aria-label=open><Icon name=IconName::Right/></a>
            </th>
            {cells.collect_view()}
        </tr>
    }
}
