//! There is too little to forecast from: why, and what to do.

use super::too_little;
use crate::prelude::*;
use smarketing_domain::forecast::TooLittle;

/// The reason with the next step.
#[component]
pub fn Refused(why: TooLittle) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let next = match why {
        TooLittle::NoPath => view! { <a class="button" href=route::SETTINGS>{t!(i18n, shell.settings)}</a> }.into_any(),
        _ => view! {
            <a class="button" data-variant="primary" href=route::IMPORT><Icon name=IconName::Upload/>{t!(i18n, hourglass.empty_import)}</a>
            <a class="button" href=route::BOARD><Icon name=IconName::Board/>{t!(i18n, shell.board)}</a>
        }
        .into_any(),
    };
    view! {
        <section class="panel" data-refused role="status">
            <Empty icon=IconName::Clock text=Signal::derive(move || too_little(words, why))>
                <p class="field-hint">{t!(i18n, forecast.refused_hint)}</p>
                <div class="glass-next">{next}</div>
            </Empty>
        </section>
    }
}
