//! (being written)
use crate::prelude::*;
/// .
#[component]
pub fn Board() -> impl IntoView { view! { <p>"board"</p> } }
