//! (being written)
use crate::prelude::*;
/// .
#[component]
pub fn Hourglass() -> impl IntoView { view! { <p>"hourglass"</p> } }
