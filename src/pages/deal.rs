//! (being written)
use crate::prelude::*;
/// .
#[component]
pub fn DealPage() -> impl IntoView { view! { <p>"deal"</p> } }
