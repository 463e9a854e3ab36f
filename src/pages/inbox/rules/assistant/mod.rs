//! Rules that past outcomes speak for: proposed, looked at, changed, and used.

mod left_out;
mod line;
mod proposal;
mod run;

use crate::prelude::*;
use proposal::ProposalView;
use run::{Phase, Run};
use smarketing_domain::score::assistant::{LEAST, TooFew};

/// The panel: from the button to the rules.
#[component]
pub fn FromOutcomes() -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let run = Run::new(use_state());
    let can_begin = move || matches!(run.phase.get(), Phase::Idle | Phase::TooFew(_));
    view! {
        <section class="panel assistant" data-assistant=move || name(&run.phase.get())>
            <header class="panel-head">
                <h2>{t!(i18n, assistant.title)}</h2>
                <Show when=can_begin>
                    <button type="button" class="button" on:click=move |_| run.begin()>{t!(i18n, assistant.run)}</button>
                </Show>
            </header>
            <p class="field-hint">{t!(i18n, assistant.lead)}</p>
            {move || match run.phase.get() {
                Phase::Idle => ().into_any(),
                Phase::Working => view! { <Working run/> }.into_any(),
                Phase::TooFew(counts) => view! { <NotYet counts/> }.into_any(),
                Phase::Ready(proposal) => view! { <ProposalView proposal run/> }.into_any(),
            }}
        </section>
    }
}

/// The phase, for tests from outside.
fn name(phase: &Phase) -> &'static str {
    match phase {
        Phase::Idle => "idle",
        Phase::Working => "working",
        Phase::TooFew(_) => "too-few",
        Phase::Ready(_) => "ready",
    }
}

#[component]
fn Working(run: Run) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let percent = move || format!("{:.0}", run.progress.get() * 100.0);
    view! {
        <div class="assistant-working">
            <p>{t!(i18n, assistant.working)}" "<span class="number">{move || words.percent(run.progress.get())}</span></p>
            <div
                class="progress" role="progressbar" aria-valuemin="0" aria-valuemax="100"
                aria-label=move || t_string!(i18n, assistant.working) aria-valuenow=percent
            >
                <i style:width=move || format!("{}%", percent())></i>
            </div>
            <button type="button" class="button" on:click=move |_| run.reset()>{t!(i18n, common.cancel)}</button>
        </div>
    }
}

/// How much is there, and how much it takes.
#[component]
fn NotYet(counts: TooFew) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let (good, bad, least) = (words.number(counts.good), words.number(counts.bad), words.number(LEAST));
    view! {
        <Empty icon=IconName::Inbox text=Signal::derive(move || t_string!(i18n, assistant.too_few).to_owned())>
            <p class="assistant-needed" role="status">
                <span>{t_string!(i18n, assistant.too_few_good, count = good, least = least.clone()).to_string()}</span>
                <span>{t_string!(i18n, assistant.too_few_bad, count = bad, least = least).to_string()}</span>
            </p>
            <a class="button" href="/settings/import">{t!(i18n, assistant.import)}</a>
        </Empty>
    }
}
