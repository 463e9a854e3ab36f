//! Nothing here yet, and what to do about it.

use super::{Icon, IconName};
use leptos::prelude::*;

/// An empty state: a sentence, and usually a button.
#[component]
pub fn Empty(
    /// A picture of what would be here.
    icon: IconName,
    /// What is missing and what comes next.
    #[prop(into)]
    text: Signal<String>,
    /// The next step.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <Icon name=icon/>
            <p>{move || text.get()}</p>
            {children.map(|children| children())}
        </div>
    }
}
