//! How urgent a deal's next step is, as a mark and in words.

use crate::{
    state::{Topic, use_state},
    words::use_words,
};
use leptos::prelude::*;
use smarketing_domain::{
    ids::DealId,
    task::{Urgency, urgency},
};

/// The next step of a deal: a mark whose shape and colour tell the urgency,
/// and the date. With `title`, the step's words as well.
#[component]
pub fn UrgencyMark(
    /// Whose next step.
    deal: DealId,
    /// Also say what the step is.
    #[prop(optional)]
    title: bool,
) -> impl IntoView {
    let state = use_state();
    let words = use_words();
    move || {
        let next = state.next_task(deal);
        let task = next.and_then(|id| state.watch(Topic::Record(id.into()), |w| w.tasks.get(&id).cloned()));
        let level = urgency(task.as_ref(), words.today());
        let when = words.urgency(level, task.as_ref().and_then(|t| t.due));
        let name = match level {
            Urgency::Overdue => "overdue",
            Urgency::Today => "today",
            Urgency::NoNextStep => "no_next_step",
            Urgency::Later => "later",
        };
        let what = task.as_ref().map(|t| t.title.clone()).unwrap_or_default();
        let text = if title && !what.is_empty() { format!("{what} · {when}") } else { when };
        view! { <span class="urgency" data-urgency=name title=what><span class="one-line">{text}</span></span> }
    }
}
