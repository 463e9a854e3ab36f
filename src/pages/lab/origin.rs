//! The crossing of a workshop that a hypothesis came from.

use super::Judged;
use crate::prelude::*;
use smarketing_domain::{ids::StickerId, workshop::origin::crossing};

/// The way back to where it came from; nothing for one that was just written down.
#[component]
pub fn Origin(
    /// The hypothesis.
    judged: Memo<Judged>,
) -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let origin = Memo::new(move |_| judged.with(|seen| seen.hypothesis.origin));
    let shown = move |idea: StickerId| {
        state.track(Topic::Kind("sticker"));
        let from = state.watch(Topic::Kind("workshop"), |w| crossing(w, idea))?;
        let title = t_string!(i18n, workshop.origin, title = from.title).to_string();
        Some(view! {
            <p class="lab-origin">
                <a href=route::sticker(from.workshop, idea) data-origin=idea.to_string()>{title}</a>
                <span>{format!("{} × {}", from.trend, from.barrier)}</span>
            </p>
        })
    };
    move || origin.get().and_then(shown)
}
