//! (being written)
use crate::prelude::*;
/// .
#[component]
pub fn Deals() -> impl IntoView { view! { <p>"deals"</p> } }
