//! Board · Table · Calendar: the same deals, lens and filters looked at otherwise.

use crate::prelude::*;
use leptos_router::hooks::use_location;

/// A way to look at the board's deals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BoardView {
    /// Columns of cards.
    Board,
    /// Rows.
    Table,
    /// Weeks in which they are expected.
    Calendar,
}

/// The switch; lens and filters are kept.
#[component]
pub fn ViewSwitch(
    /// Where the person is.
    here: BoardView,
) -> impl IntoView {
    let i18n = use_i18n();
    let search = use_location().search;
    let link = move |view: BoardView, path: &'static str, icon: IconName| {
        let href = move || {
            // The router gives the search part with or without its mark.
            let query = search.get();
            let query = query.trim_start_matches('?');
            if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
        };
        let name = move || match view {
            BoardView::Board => t_string!(i18n, table.view_board),
            BoardView::Table => t_string!(i18n, table.view_table),
            BoardView::Calendar => t_string!(i18n, table.view_calendar),
        };
        view! {
            <a class="segment" href=href title=name aria-current=(view == here).then_some("page")>
                <Icon name=icon/>
                <span>{name}</span>
            </a>
        }
    };
    view! {
        <div class="segments board-switch" role="group" aria-label=move || t_string!(i18n, table.view)>
            {link(BoardView::Board, route::BOARD, IconName::Board)}
            {link(BoardView::Table, route::BOARD_TABLE, IconName::Table)}
            {link(BoardView::Calendar, route::BOARD_CALENDAR, IconName::Calendar)}
        </div>
    }
}
