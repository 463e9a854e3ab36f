//! What the playbook says to do with this deal, where it stands.

use crate::prelude::*;
use smarketing_domain::{hypothesis::play::for_deal, ids::DealId};

/// The plays for the deal; nothing where there are none.
#[component]
pub fn Plays(
    /// Which deal.
    id: DealId,
) -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let plays = Memo::new(move |_| {
        state.watch(Topic::Kind("hypothesis"), |_| ());
        state
            .watch(Topic::Record(id.into()), |w| {
                let plays = for_deal(w, w.deal(id)?).into_iter();
                Some(plays.map(|p| (p.hypothesis.id, p.play.what.clone())).collect::<Vec<_>>())
            })
            .unwrap_or_default()
    });
    let play = |(id, what): (smarketing_domain::ids::HypothesisId, String)| {
        view! { <li data-play=id.to_string()><a href=route::hypothesis(id)>{what}</a></li> }
    };
    view! {
        <Show when=move || plays.with(|plays| !plays.is_empty())>
            <section class="panel deal-plays">
                <h2>{t!(i18n, plays.here)}</h2>
                <ul>{move || plays.get().into_iter().map(play).collect_view()}</ul>
            </section>
        </Show>
    }
}
