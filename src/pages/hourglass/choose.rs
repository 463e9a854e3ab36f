//! Which deals the hourglass is about: comes right after the first screen.

use crate::prelude::*;

/// The selects of the page's head.
#[component]
pub fn Choose() -> impl IntoView {
    let address = use_address();
    let ticks = calm_ticks(use_state());
    view! { <ScopeBar address scope=address.scope() ticks/> }
}
