//! Bringing deals over: choose a file, see what its columns mean and what will
//! come of it, import, and take it back if need be. All of it in slices, so
//! that no frame waits.

mod choose;
mod done;
mod faults;
mod job;
mod mapping;
mod past;
mod preview;

use crate::prelude::*;
use job::{Job, Phase};

/// The importer.
#[component]
pub fn Import() -> impl IntoView {
    let i18n = use_i18n();
    let job = Job::new(use_state());
    provide_context(job);
    let phase = Memo::new(move |_| job.phase.get());
    view! {
        <div class="page import">
            <header class="page-head">
                <h1>{t!(i18n, import.title)}</h1>
                <a class="button" data-variant="quiet" href=route::SETTINGS><Icon name=IconName::Left/>{t!(i18n, import.to_settings)}</a>
            </header>
            {move || match phase.get() {
                Phase::Choose => view! { <choose::Choose/> <past::PastImports/> }.into_any(),
                Phase::Reading => view! { <Working what=Signal::derive(move || t_string!(i18n, import.reading).to_owned())/> }.into_any(),
                Phase::Mapping => view! { <mapping::MappingStep/> <preview::Preview/> }.into_any(),
                Phase::Writing => view! { <Working what=Signal::derive(move || t_string!(i18n, import.writing).to_owned())/> }.into_any(),
                Phase::Undoing => view! { <Working what=Signal::derive(move || t_string!(i18n, import.undoing).to_owned())/> }.into_any(),
                Phase::Done => view! { <done::Done/> }.into_any(),
            }}
        </div>
    }
}

/// How far long work has come, and a way to stop it.
#[component]
fn Working(what: Signal<String>) -> impl IntoView {
    let i18n = use_i18n();
    let words = use_words();
    let job = expect_context::<Job>();
    let percent = move || (job.progress.get() * 100.0).clamp(0.0, 100.0);
    let can_cancel = move || job.phase.get() != Phase::Undoing && !job.cancelled.get();
    view! {
        <section class="panel import-working" aria-live="polite">
            <p>{move || what.get()}" "<span class="number">{move || words.percent(job.progress.get())}</span></p>
            <div class="progress" role="progressbar" aria-valuemin="0" aria-valuemax="100" aria-label=move || what.get() aria-valuenow=move || format!("{:.0}", percent())>
                <i style:width=move || format!("{}%", percent())></i>
            </div>
            <Show when=can_cancel>
                <button class="button" on:click=move |_| job.cancelled.set(true)>{t!(i18n, common.cancel)}</button>
            </Show>
        </section>
    }
}
