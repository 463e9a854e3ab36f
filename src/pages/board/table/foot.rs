//! The totals of the table, over all of its rows.

use super::sheet::Sheet;
use crate::prelude::*;

/// The row of totals.
#[component]
pub fn Foot(sheet: Sheet) -> impl IntoView {
    let words = sheet.desk.words;
    let i18n = words.i18n;
    let sums = sheet.sums;
    let count = move || sums.get().total.count;
    view! {
        <tfoot>
            <tr
                aria-rowindex=move || sheet.rows.with(|rows| rows.len()) + 2
                data-sheet-total
                data-count=count
                data-minor=move || sums.get().total.sum_minor
                data-weighted-minor=move || sums.get().weighted_minor
            >
                <th scope="row">{move || t_string!(i18n, table.count, count = count() as u32, n = words.number(count())).to_string()}</th>
                <td></td>
                <td class="sheet-sum-label">{t!(i18n, table.sum)}</td>
                <td class="number sheet-sum">{move || words.money(sums.get().total.sum_minor)}</td>
                <td colspan="6" title=move || t_string!(i18n, table.weighted_title)>
                    {move || t_string!(i18n, table.weighted, sum = words.money(sums.get().weighted_minor)).to_string()}
                </td>
            </tr>
        </tfoot>
    }
}
