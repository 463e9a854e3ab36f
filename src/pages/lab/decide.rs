//! Deciding: adopt, stop or go on, and why.

use super::{
    Judged, change,
    counting::judgement_now,
    moving::Mover,
    play_form::{PlayDraft, PlayFields},
    standing::{Ruling, Spot, living, moved, registered},
    status_word,
};
use crate::prelude::*;
use smarketing_domain::{
    hypothesis::{Choice, Continued, Decision as Decided, HypothesisChange, Status, play::Play, verdict::Verdict},
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
    let continued = Memo::new(move |_| judged.with(|seen| seen.hypothesis.continued.clone()));
    let going_on = move || {
        continued.get().filter(|_| running.get()).map(|continued| {
            let day = words.day(continued.at).map(|day| words.date(day));
            view! {
                <div data-continued>
                    <p class="lab-choice" data-choice="continue">{t!(i18n, lab.goes_on)}</p>
                    <blockquote class="lab-reason">{continued.reason}</blockquote>
                    <p class="person"><Avatar member=continued.by/><span>{day}</span></p>
                </div>
            }
        })
    };
    view! {
        <Show when=move || running.get() || decision.with(Option::is_some)>
            <section
                class="panel lab-decision" aria-labelledby="lab-decision"
                data-made=move || decision.with(Option::is_some).then_some("true")
            >
                <h2 id="lab-decision">{t!(i18n, lab.decision)}</h2>
                {going_on}
                {move || match decision.get() {
                    Some(decision) => made(decision).into_any(),
                    None => view! { <DecideForm id after=None done=ignore/> }.into_any(),
                }}
            </section>
        </Show>
    }
}

/// What may be decided.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asked {
    Ruled(Choice),
    /// It runs on.
    Continue,
}

/// Adopt or stop, or where it runs go on; and why.
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
    let choice = RwSignal::new(None::<Asked>);
    let reason = RwSignal::new(String::new());
    let tried = RwSignal::new(false);
    let draft = PlayDraft::of(state, id);
    let asks_play = move |choice: Option<Asked>| choice == Some(Asked::Ruled(Choice::Adopt)) && draft.is_possible();
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
        let Some(asked) = choice.get_untracked().filter(|_| !why.is_empty()) else { return };
        let play = if asks_play(Some(asked)) { draft.read(state) } else { None };
        if asks_play(Some(asked)) && play.is_none() {
            return;
        }
        let Asked::Ruled(ruled) = asked else {
            if show_refusal(go_on(state, id, why), notices, words) {
                choice.set(None);
                reason.set(String::new());
                tried.set(false);
                notices.done(t_string!(i18n, lab.goes_on));
                done.run(());
            }
            return;
        };
        if show_refusal(decide(state, id, after, ruled, why, play), notices, words) {
            notices.done(match ruled {
                Choice::Adopt => t_string!(i18n, lab.adopted),
                Choice::Stop => t_string!(i18n, lab.stopped),
            });
            done.run(());
        }
    };
    let option = move |this: Asked| {
        let (word, means, name) = match this {
            Asked::Ruled(Choice::Adopt) => (t_string!(i18n, lab.adopt), t_string!(i18n, lab.adopt_means), "adopt"),
            Asked::Ruled(Choice::Stop) => (t_string!(i18n, lab.stop), t_string!(i18n, lab.stop_means), "stop"),
            Asked::Continue => (t_string!(i18n, lab.go_on), t_string!(i18n, lab.go_on_means), "continue"),
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
                {move || [option(Asked::Ruled(Choice::Adopt)), option(Asked::Ruled(Choice::Stop))]}
                // Who moves it to Decided has decided that it does not go on.
                {move || leave.is_none().then(|| option(Asked::Continue))}
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

/// Why what was decided is tried again.
#[component]
pub fn AgainForm(
    /// Which hypothesis.
    id: HypothesisId,
    /// Where it goes.
    spot: Spot,
    /// It went there.
    done: Callback<()>,
    /// Leaves it decided.
    leave: Callback<()>,
) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let notices = use_notices();
    let reason = RwSignal::new(String::new());
    let tried = RwSignal::new(false);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        let why = reason.get_untracked().trim().to_owned();
        if !why.is_empty() && show_refusal(try_again(state, id, spot, why), notices, words) {
            let column = status_word(words, spot.status);
            notices.done(t_string!(i18n, lab.moved_to, column = column).to_string());
            done.run(());
        }
    };
    let no_reason = Memo::new(move |_| tried.get() && reason.with(|r| r.trim().is_empty()));
    view! {
        <form class="lab-decide" novalidate=true on:submit=submit>
            <div class="field">
                <label for="lab-why-again">{t!(i18n, lab.why)}</label>
                <textarea
                    class="input" id="lab-why-again" rows="2" maxlength="500" aria-invalid=move || no_reason.get().to_string()
                    prop:value=reason on:input:target=move |ev| reason.set(ev.target().value())
                ></textarea>
                {move || no_reason.get().then(|| view! { <p class="field-error">{t!(i18n, lab.e_why)}</p> })}
            </div>
            <div class="dialog-actions">
                <button type="button" class="button" on:click=move |_| leave.run(())>{t!(i18n, common.cancel)}</button>
                <button type="submit" class="button" data-variant="primary">{t!(i18n, lab.reopen)}</button>
            </div>
        </form>
    }
}

fn continued(state: State, reason: String) -> Result<HypothesisChange, Refusal> {
    let by = state.me_untracked().ok_or(Refusal::NotAMember)?.member;
    Ok(HypothesisChange::Continued(Some(Continued { reason, by, at: state.now() })))
}

fn go_on(state: State, id: HypothesisId, reason: String) -> Result<(), Refusal> {
    change(state, id, vec![continued(state, reason)?])
}

fn try_again(state: State, id: HypothesisId, spot: Spot, reason: String) -> Result<(), Refusal> {
    let set = vec![continued(state, reason)?];
    let by = state.me_untracked().ok_or(Refusal::NotAMember)?.member;
    let mut step = state.read(|w| {
        let mut step = moved(w, id, spot, None, state.now())?;
        step.extend(registered(w, id, spot, by, state.now()));
        Ok(step)
    })?;
    step.push(Action::Edit { id, set }.into());
    state.perform(step)
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
