//! (being written)
use crate::prelude::*;
/// .
#[component]
pub fn Import() -> impl IntoView { view! { <p>"import"</p> } }
