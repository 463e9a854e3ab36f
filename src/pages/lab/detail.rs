//! One hypothesis: the sentence, the verdict with its picture, the counts, the
//! decision.

use super::{
    Judged,
    arms::Arms,
    change,
    cost::Running,
    counting,
    decide::Decision,
    evidence::EvidencePanel,
    figures::Figures,
    history::History,
    judged,
    moving::{Mover, RulingDialog},
    origin::Origin,
    picture::Picture,
    play::Play,
    priority::PriorityPanel,
    progress::Progress,
    saying::{Tone, saying},
    standing::{Spot, living},
    statement::Statement,
    status_name, status_word,
    trial::{DesignPanel, FromFile, Registered, TypedDays, Watch},
};
use crate::prelude::*;
use leptos_router::hooks::{use_navigate, use_params_map};
use smarketing_domain::{
    hypothesis::{HypothesisChange, Status},
    ids::HypothesisId,
    operation::Action,
};

/// The page of the hypothesis in the address.
#[component]
pub fn Hypothesis() -> impl IntoView {
    let i18n = use_i18n();
    let params = use_params_map();
    let state = use_state();
    let id = Memo::new(move |_| params.with(|p| p.get("id")).and_then(|id| id.parse::<HypothesisId>().ok()));
    let is_there = Memo::new(move |_| {
        id.get().filter(|id| state.watch(Topic::Record((*id).into()), |w| living(w, *id).is_some()))
    });
    move || {
        match is_there.get() {
        Some(id) => view! { <Page id/> }.into_any(),
        None => view! {
            <div class="page">
                <Empty icon=IconName::Lab text=Signal::derive(move || t_string!(i18n, lab.missing).to_owned())>
                    {move || id.get().filter(|id| state.read(|w| w.hypotheses.contains_key(id))).map(|id| view! { <RestoreButton id/> })}
                    <a class="button" href=route::HYPOTHESES>{t!(i18n, lab.to_lab)}</a>
                </Empty>
            </div>
        }
        .into_any(),
    }
    }
}

#[component]
fn Page(id: HypothesisId) -> impl IntoView {
    counting::provide(use_state(), Some(id));
    let mover = Mover::new();
    let judged = judged(use_state(), id);
    // The page before may have been scrolled, in the same box.
    Effect::new(|| {
        if let Ok(Some(main)) = document().query_selector(".main") {
            main.set_scroll_top(0);
        }
    });
    let status = move || judged.with(|seen| status_name(seen.hypothesis.standing.status));
    let verdict = move || judged.with(|seen| seen.judgement.verdict.code());
    // Whether to try it is the question of what does not run yet.
    let is_ahead =
        Memo::new(move |_| judged.with(|seen| matches!(seen.hypothesis.standing.status, Status::Idea | Status::Ready)));
    view! {
        <article class="page lab-page" data-hypothesis=id.to_string() data-status=status data-verdict=verdict>
            <Head id judged/>
            <Statement id judged/>
            <Running judged/>
            <Origin judged/>
            <Steps id judged mover/>
            <div class="lab-columns">
                <div class="lab-side">
                    <Verdict judged/>
                    <Watch judged/>
                    <Arms id judged mover/>
                    <TypedDays id judged/>
                    <FromFile id judged/>
                    <EvidencePanel id judged/>
                </div>
                <div class="lab-side">
                    <Decision id judged mover/>
                    <Play id judged/>
                    <Show when=move || is_ahead.get()><PriorityPanel id judged/></Show>
                    <DesignPanel id judged/>
                    <Registered judged/>
                    <History judged/>
                    <Show when=move || !is_ahead.get()><PriorityPanel id judged/></Show>
                </div>
            </div>
            <RulingDialog mover/>
        </article>
    }
}

#[component]
fn Head(id: HypothesisId, judged: Memo<Judged>) -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let words = use_words();
    let notices = use_notices();
    let navigate = use_navigate();
    let title = Signal::derive(move || judged.with(|seen| seen.hypothesis.title.clone()));
    let rename = Callback::new(move |text: String| change(state, id, vec![HypothesisChange::Title(text)]));
    let delete = move |_| {
        if show_refusal(state.perform(vec![Action::Delete { id }.into()]), notices, words) {
            notices.done(t_string!(i18n, lab.deleted));
            navigate(route::HYPOTHESES, Default::default());
        }
    };
    view! {
        <header class="lab-head">
            <a class="button" data-variant="quiet" data-icon-only href=route::HYPOTHESES aria-label=move || t_string!(i18n, lab.to_lab)>
                <Icon name=IconName::Left/>
            </a>
            <h1 class="lab-title"><EditText value=title label=Signal::derive(move || t_string!(i18n, lab.name).to_owned()) save=rename/></h1>
            <button class="button" data-variant="quiet" data-icon-only aria-label=move || t_string!(i18n, common.delete) on:click=delete>
                <Icon name=IconName::Trash/>
            </button>
        </header>
    }
}

/// Where it stands among the four columns; a tap moves it.
#[component]
fn Steps(id: HypothesisId, judged: Memo<Judged>, mover: Mover) -> impl IntoView {
    let i18n = use_i18n();
    let words = use_words();
    let present = Memo::new(move |_| judged.with(|seen| seen.hypothesis.standing.status));
    let step = move |status: Status| {
        let go = move |_| {
            if present.get_untracked() != status {
                mover.to(id, Spot { status, after: None });
            }
        };
        view! {
            <button class="segment" aria-pressed=move || (present.get() == status).to_string() on:click=go>
                {move || status_word(words, status)}
            </button>
        }
    };
    view! {
        <div class="segments lab-steps" role="group" aria-label=move || t_string!(i18n, lab.status)>
            {Status::ALL.map(step)}
        </div>
    }
}

#[component]
fn Verdict(judged: Memo<Judged>) -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let words = use_words();
    let said = Memo::new(move |_| judged.with(|seen| saying(words, &seen.hypothesis, &seen.judgement, state.now())));
    let tone = move || judged.with(|seen| Tone::of(&seen.judgement.verdict).name());
    view! {
        <section class="panel lab-verdict" data-tone=tone aria-label=move || t_string!(i18n, lab.verdict)>
            <h2 class="lab-line">{move || said.with(|said| said.line.clone())}</h2>
            {move || said.with(|said| said.because.iter().map(|text| view! { <p class="lab-because">{text.clone()}</p> }).collect_view())}
            <Picture judged/>
            <Progress judged/>
            <Show when=move || judged.with(|seen| !seen.hypothesis.arms.is_empty())>
                <Figures judged/>
            </Show>
        </section>
    }
}

#[component]
fn RestoreButton(id: HypothesisId) -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let words = use_words();
    let notices = use_notices();
    let restore = move |_| {
        show_refusal(state.perform(vec![Action::Restore { id }.into()]), notices, words);
    };
    view! { <button class="button" data-variant="primary" on:click=restore>{t!(i18n, common.restore)}</button> }
}
