//! The play of an adopted hypothesis: what to do, and whether it still works.

use super::{
    Judged, change,
    drift_words::{code, figures, line},
};
use crate::prelude::*;
use smarketing_domain::{
    clock::DAY,
    hypothesis::{
        HypothesisChange,
        drift::{Drift, drift},
        play::{Play as Domain, Retired},
    },
    ids::{HypothesisId, StageId},
};

/// The name of a stage, kept up to date.
pub fn stage_name(state: State, id: StageId) -> String {
    state.watch(Topic::Record(id.into()), |w| w.stages.get(&id).map(|s| s.name.clone())).unwrap_or_default()
}

/// The play with its drift; nothing where there is no play.
#[component]
pub fn Play(
    /// Of which hypothesis.
    id: HypothesisId,
    /// The hypothesis.
    judged: Memo<Judged>,
) -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let words = use_words();
    let ticks = calm_ticks(state);
    let adopted = move |seen: &Judged| {
        seen.hypothesis.decision.as_ref().is_some_and(|d| d.choice == smarketing_domain::hypothesis::Choice::Adopt)
    };
    let play = Memo::new(move |_| judged.with(|seen| seen.hypothesis.play.clone().filter(|_| adopted(seen))));
    let drifted = Memo::new(move |_| {
        ticks.track();
        play.track();
        state.read(|w| Some(drift(w, w.hypotheses.get(&id)?.play_in_use()?, state.now())))
    });
    let body = move |play: Domain| {
        let way = move || {
            let (stage, goal) = (stage_name(state, play.stage), stage_name(state, play.goal));
            let time = words.duration(i64::from(play.days) * DAY);
            t_string!(i18n, plays.way, stage = stage, goal = goal, time = time).to_string()
        };
        let since = words.day(play.since).map(|day| words.date(day)).unwrap_or_default();
        let retired = play.retired.as_ref().map(|retired| {
            let day = words.day(retired.at).map(|day| words.date(day)).unwrap_or_default();
            let reason = retired.reason.clone();
            view! { <p class="lab-play-retired">{t_string!(i18n, plays.retired_on, day = day, reason = reason).to_string()}</p> }
        });
        let is_retired = retired.is_some();
        let promised = play.promised;
        view! {
            <blockquote class="lab-reason">{play.what.clone()}</blockquote>
            <p>{way}</p>
            <p class="field-hint">{t_string!(i18n, plays.since, day = since).to_string()}</p>
            {retired}
            {move || drifted.get().map(|drift: Drift| view! {
                <p class="lab-drift" data-drift=code(&drift)>{line(words, &drift)}</p>
                <p class="field-hint">{figures(words, &drift, promised)}</p>
            })}
            {(!is_retired).then(|| view! { <Retire id play=play.clone()/> })}
        }
    };
    view! {
        <Show when=move || play.with(Option::is_some)>
            <section class="panel lab-play" aria-labelledby="lab-play" data-play=id.to_string()>
                <h2 id="lab-play">{t!(i18n, plays.play)}</h2>
                {move || play.get().map(body)}
            </section>
        </Show>
    }
}

/// Taking a play out of the playbook, with a reason.
#[component]
fn Retire(id: HypothesisId, play: Domain) -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let words = use_words();
    let notices = use_notices();
    let open = RwSignal::new(false);
    let reason = RwSignal::new(String::new());
    let tried = RwSignal::new(false);
    let play = StoredValue::new(play);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        let why = reason.get_untracked().trim().to_owned();
        if why.is_empty() {
            return;
        }
        let retired = Some(Retired { reason: why, at: state.now() });
        let set = vec![HypothesisChange::Play(Some(Domain { retired, ..play.get_value() }))];
        if show_refusal(change(state, id, set), notices, words) {
            notices.done(t_string!(i18n, plays.retired));
        }
    };
    let no_reason = Memo::new(move |_| tried.get() && reason.with(|r| r.trim().is_empty()));
    view! {
        <Show
            when=move || open.get()
            fallback=move || view! { <button class="button" on:click=move |_| open.set(true)>{t!(i18n, plays.retire)}</button> }
        >
            <form class="lab-decide" novalidate=true on:submit=submit>
                <div class="field">
                    <label for="play-why">{t!(i18n, plays.retire_why)}</label>
                    <textarea
                        class="input" id="play-why" rows="2" maxlength="500" aria-invalid=move || no_reason.get().to_string()
                        prop:value=reason on:input:target=move |ev| reason.set(ev.target().value())
                    ></textarea>
                    {move || no_reason.get().then(|| view! { <p class="field-error">{t!(i18n, lab.e_why)}</p> })}
                </div>
                <div class="dialog-actions">
                    <button type="button" class="button" on:click=move |_| open.set(false)>{t!(i18n, common.cancel)}</button>
                    <button type="submit" class="button" data-variant="primary">{t!(i18n, plays.retire)}</button>
                </div>
            </form>
        </Show>
    }
}
