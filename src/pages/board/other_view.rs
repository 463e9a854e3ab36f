//! The board's deals looked at otherwise: as a table, or by the weeks in which they
//! are expected. They come in another chunk: the board is there without them.

use super::{closings::Closings, table::Table};
use crate::prelude::*;
use leptos_router::{components::Redirect, hooks::use_params_map};

/// The view that the address names; the board where it names none.
#[component]
pub fn OtherView() -> impl IntoView {
    let params = use_params_map();
    let view = Memo::new(move |_| params.with(|params| params.get("view")).unwrap_or_default());
    move || match view.get().as_str() {
        "table" => view! { <Table/> }.into_any(),
        "calendar" => view! { <Closings/> }.into_any(),
        _ => view! { <Redirect path=route::BOARD/> }.into_any(),
    }
}
