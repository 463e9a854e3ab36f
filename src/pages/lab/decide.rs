//! Deciding: adopt or stop, and why.

use super::{
    Judged,
    counting::judgement_now,
    moving::Mover,
    play_form::{PlayDraft, PlayFields},
    standing::{Ruling, Spot, living, moved},
};
use crate::prelude::*;
use smarketing_domain::{
    hypothesis::{Choice, Decision as Decided, HypothesisChange, Status, play::Play, verdict::Verdict},
    ids::HypothesisId,
    operation::{Action, Refusal},
};

/// What was decided, or the form to decide while it runs.
#[component]
pub fn Decision(
    /// About which hypothesis.
    id: HypothesisId,
    /// The hypothesis.
    judged: Memo<Judged>,
    /// To try again.
    mover: Mover,
) -> impl IntoView {
    let i18n = use_i18n();
    let words = use_words();
    let decision = Memo::new(move |_| judged.with(|seen| seen.hypothesis.decision.clone()));
    let running = Memo::new(move |_| judged.with(|seen| seen.hypothesis.standing.status == Status::Running));
    let made = move |decision: Decided| {
        let (word, name) = match decision.choice {
            Choice::Adopt => (t_string!(i18n, lab.adopted), "adopt"),
            Choice::Stop => (t_string!(i18n, lab.stopped), "stop"),
        };
        let day = words.day(decision.at).map(|day| words.date(day));
        view! {
            <p class="lab-choice" data-choice=name>{word}</p>
            <blockquote class="lab-reason">{decision.reason}</blockquote>
            <p class="person"><Avatar member=decision.by/><span>{day}</span></p>
            <button class="button" on:click=move |_| mover.to(id, Spot { status: Status::Running, after: None })>
                {t!(i18n, lab.reopen)}
            </button>
        }
    };
    let ignore = Callback::new(|()| {});
    view! {
        <Show when=move || running.get() || decision.with(Option::is_some)>
            <section
                class="panel lab-decision" aria-labelledby="lab-decision"
                data-made=move || decision.with(Option::is_some).then_some("true")
            >
                <h2 id="lab-decision">{t!(i18n, lab.decision)}</h2>
                {move || match decision.get() {
                    Some(decision) => made(decision).into_any(),
                    None => view! { <DecideForm id after=None done=ignore/> }.into_any(),
                }}
            </section>
        </Show>
    }
}

/// Adopt or stop, and why.
#[component]
pub fn DecideForm(
    /// Which hypothesis.
    id: HypothesisId,
    /// The decided one that it comes after.
    after: Option<HypothesisId>,
    /// It was decided.
    done: Callback<()>,
    /// Leaves it undecided, where that is possible.
    #[prop(optional)]
    leave: Option<Callback<()>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let words = use_words();
    let notices = use_notices();
    let choice = RwSignal::new(None::<Choice>);
    let reason = RwSignal::new(String::new());
    let tried = RwSignal::new(false);
    let draft = PlayDraft::of(state, id);
    let asks_play = move |choice: Option<Choice>| choice == Some(Choice::Adopt) && draft.is_possible();
    let is_early = move || {
        state.watch(Topic::Record(id.into()), |w| {
            let verdict = living(w, id).map(|h| judgement_now(w, h, state.now()).verdict);
            matches!(verdict, Some(Verdict::NotStarted | Verdict::NotEnoughYet { .. } | Verdict::Broken { .. }))
        })
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        let why = reason.get_untracked().trim().to_owned();
        let Some(choice) = choice.get_untracked().filter(|_| !why.is_empty()) else { return };
        let play = if asks_play(Some(choice)) { draft.read(state) } else { None };
        if asks_play(Some(choice)) && play.is_none() {
            return;
        }
        if show_refusal(decide(state, id, after, choice, why, play), notices, words) {
            notices.done(match choice {
                Choice::Adopt => t_string!(i18n, lab.adopted),
                Choice::Stop => t_string!(i18n, lab.stopped),
            });
            done.run(());
        }
    };
    let option = move |this: Choice| {
        let (word, means, name) = match this {
            Choice::Adopt => (t_string!(i18n, lab.adopt), t_string!(i18n, lab.adopt_means), "adopt"),
            Choice::Stop => (t_string!(i18n, lab.stop), t_string!(i18n, lab.stop_means), "stop"),
        };
        view! {
            <button
                type="button" class="lab-option" data-choice=name aria-pressed=move || (choice.get() == Some(this)).to_string()
                on:click=move |_| choice.set(Some(this))
            >
                <b>{word}</b>
                <small>{means}</small>
            </button>
        }
    };
    let no_choice = move || (tried.get() && choice.get().is_none()).then(|| t_string!(i18n, lab.e_choice));
    let no_reason = Memo::new(move |_| tried.get() && reason.with(|r| r.trim().is_empty()));
    // The board's dialog may stand over the page of the same hypothesis.
    let field = if leave.is_some() { "lab-why-asked" } else { "lab-why" };
    view! {
        <form class="lab-decide" novalidate=true on:submit=submit>
            <div class="lab-options" role="group" aria-label=move || t_string!(i18n, lab.what_decided)>
                {move || [option(Choice::Adopt), option(Choice::Stop)]}
            </div>
            <p class="field-error" aria-live="polite">{no_choice}</p>
            {move || asks_play(choice.get()).then(|| view! { <PlayFields draft tried asked=leave.is_some()/> })}
            <div class="field">
                <label for=field>{t!(i18n, lab.why)}</label>
                <textarea
                    class="input" id=field rows="2" maxlength="500" placeholder=move || t_string!(i18n, lab.why_hint)
                    aria-invalid=move || no_reason.get().to_string()
                    prop:value=reason on:input:target=move |ev| reason.set(ev.target().value())
                ></textarea>
                {move || no_reason.get().then(|| view! { <p class="field-error">{t!(i18n, lab.e_why)}</p> })}
                {move || is_early().then(|| view! { <p class="field-hint">{t!(i18n, lab.too_early)}</p> })}
            </div>
            <div class="dialog-actions">
                {leave.map(|leave| view! {
                    <button type="button" class="button" on:click=move |_| leave.run(())>{t!(i18n, common.cancel)}</button>
                })}
                <button type="submit" class="button" data-variant="primary">{t!(i18n, lab.decide)}</button>
            </div>
        </form>
    }
}

fn decide(
    state: State,
    id: HypothesisId,
    after: Option<HypothesisId>,
    choice: Choice,
    reason: String,
    play: Option<Play>,
) -> Result<(), Refusal> {
    let by = state.me_untracked().ok_or(Refusal::NotAMember)?.member;
    let spot = Spot { status: Status::Decided, after };
    let mut step = state.read(|w| moved(w, id, spot, Some(Ruling { choice, reason, by }), state.now()))?;
    if let Some(play) = play {
        step.push(Action::Edit { id, set: vec![HypothesisChange::Play(Some(play))] }.into());
    }
    state.perform(step)
}
