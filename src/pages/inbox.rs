//! (being written)
use crate::prelude::*;
/// .
#[component]
pub fn Inbox() -> impl IntoView { view! { <p>"inbox"</p> } }
