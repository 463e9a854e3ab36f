//! (being written)
use crate::prelude::*;
/// .
#[component]
pub fn Hypotheses() -> impl IntoView { view! { <p>"lab"</p> } }
/// .
#[component]
pub fn Hypothesis() -> impl IntoView { view! { <p>"lab"</p> } }
