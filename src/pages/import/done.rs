//! The import is done: where its deals are, and how to take it back.

use super::job::Job;
use crate::prelude::*;

/// What was imported, and what next.
#[component]
pub fn Done() -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let job = expect_context::<Job>();
    let import = job.finished.get_untracked();
    let (deals, refused) = import
        .and_then(|id| state.read(|w| w.imports.get(&id).map(|i| (i.deals as u32, i.refused as u32))))
        .unwrap_or_default();
    let query = import.map(|id| format!("?import={id}")).unwrap_or_default();
    view! {
        <section class="panel import-done" data-import-done=import.map(|id| id.to_string())>
            <Icon name=IconName::Check/>
            <h2>{t!(i18n, import.done, count = move || deals)}</h2>
            {(refused > 0).then(|| view! { <p>{t!(i18n, import.done_refused, count = move || refused)}</p> })}
            <p class="import-hint">{t!(i18n, import.done_sync)}</p>
            <div class="import-actions">
                <a class="button" data-variant="primary" href=format!("{}{query}", route::BOARD)>{t!(i18n, import.see_board)}</a>
                <a class="button" href=format!("{}{query}", route::HOURGLASS)>{t!(i18n, import.see_hourglass)}</a>
                {import.map(|id| view! {
                    <button class="button" data-variant="danger" on:click=move |_| job.undo(id)>{t!(i18n, import.undo)}</button>
                })}
                <button class="button" data-variant="quiet" on:click=move |_| job.reset()>{t!(i18n, import.other_file)}</button>
            </div>
        </section>
    }
}
