//! What an adopted hypothesis tells the team to do: asked when it is adopted.

use super::{counting::judgement_now, judged};
use crate::prelude::*;
use smarketing_domain::{
    hypothesis::{
        Measure,
        play::{DAYS_MAX, Play, Promised},
    },
    ids::{HypothesisId, StageId},
};

/// The days that a play is given at first.
const DAYS: &str = "30";

/// A play as it is being written.
#[derive(Clone, Copy)]
pub struct PlayDraft {
    id: HypothesisId,
    what: RwSignal<String>,
    stage: RwSignal<Option<StageId>>,
    goal: RwSignal<Option<StageId>>,
    days: RwSignal<String>,
    /// Stages in order, with their names, as they were when the form opened.
    stages: StoredValue<Vec<(StageId, String)>>,
}

impl PlayDraft {
    /// A play of a hypothesis: what it believes in, on the way that it was measured on, else
    /// from the first stage to the next.
    pub fn of(state: State, id: HypothesisId) -> Self {
        let (what, measure, stages) = state.read(|w| {
            let hypothesis = w.hypotheses.get(&id);
            let what = hypothesis.map(|h| h.believe.clone()).unwrap_or_default();
            let measure = hypothesis.map(|h| h.design.measure).filter(Measure::is_live);
            let path = w.stages_in_order().into_iter().filter(|s| s.is_on_path() && s.role.holds_deals());
            (what, measure, path.map(|s| (s.id, s.name.clone())).collect::<Vec<_>>())
        });
        let place = |n: usize| stages.get(n).map(|(id, _)| *id);
        let offered = |id: Option<StageId>| id.filter(|id| stages.iter().any(|(stage, _)| stage == id));
        // Without a stage, a live measure begins with the path and ends with the won deal.
        let stage = offered(measure.and_then(|measure| measure.from)).or(place(0));
        let last = || measure.filter(|measure| measure.to.is_none()).and(place(stages.len().saturating_sub(1)));
        let goal = offered(measure.and_then(|measure| measure.to)).or_else(last).or(place(1));
        Self {
            id,
            what: RwSignal::new(what),
            stage: RwSignal::new(stage),
            goal: RwSignal::new(goal),
            days: RwSignal::new(measure.map_or_else(|| DAYS.to_owned(), |measure| measure.days.to_string())),
            stages: StoredValue::new(stages),
        }
    }

    /// Without two stages there is no playbook to write in.
    pub fn is_possible(self) -> bool {
        self.stages.with_value(|stages| stages.len() > 1)
    }

    /// The play, to be done from now on; `None` while something is missing.
    pub fn read(self, state: State) -> Option<Play> {
        let what = self.what.get_untracked().trim().to_owned();
        let promised = state.read(|w| Promised::of(&judgement_now(w, w.hypotheses.get(&self.id)?, state.now())));
        Some(Play {
            what: Some(what).filter(|what| !what.is_empty())?,
            stage: self.stage.get_untracked()?,
            goal: self.goal.get_untracked().filter(|_| self.is_in_order())?,
            days: self.days()?,
            since: state.now(),
            promised,
            retired: None,
        })
    }

    fn days(self) -> Option<u16> {
        self.days.get().trim().parse().ok().filter(|days| (1..=DAYS_MAX).contains(days))
    }

    fn is_in_order(self) -> bool {
        let (stage, goal) = (self.stage.get(), self.goal.get());
        self.stages.with_value(|stages| {
            let place = |id: Option<StageId>| stages.iter().position(|(stage, _)| Some(*stage) == id);
            place(stage).is_some() && place(stage) < place(goal)
        })
    }
}

/// The fields of a play.
#[component]
pub fn PlayFields(
    /// The play.
    draft: PlayDraft,
    /// Somebody tried to decide: say what is missing.
    tried: RwSignal<bool>,
    /// In a dialog, which may stand over the page of the same hypothesis.
    asked: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let words = use_words();
    let judged = judged(use_state(), draft.id);
    let name = move |field: &str| if asked { format!("play-{field}-asked") } else { format!("play-{field}") };
    let promised = move || {
        let promised = judged.with(|seen| Promised::of(&seen.judgement));
        promised.map_or_else(
            || t_string!(i18n, plays.no_promise).to_owned(),
            |p| {
                let percent = |share: f64| words.percent_tenth(share);
                let (rate, low, high) = (percent(p.rate()), percent(p.low()), percent(p.high()));
                t_string!(i18n, plays.will_promise, rate = rate, low = low, high = high).to_string()
            },
        )
    };
    let no_what = Memo::new(move |_| tried.get() && draft.what.with(|what| what.trim().is_empty()));
    let no_order = Memo::new(move |_| tried.get() && !draft.is_in_order());
    let no_days = Memo::new(move |_| tried.get() && draft.days().is_none());
    view! {
        <fieldset class="lab-play-fields">
            <legend>{t!(i18n, plays.ask)}</legend>
            <div class="field">
                <label for=name("what")>{t!(i18n, plays.what)}</label>
                <textarea
                    class="input" id=name("what") rows="2" maxlength="500" aria-invalid=move || no_what.get().to_string()
                    prop:value=draft.what on:input:target=move |ev| draft.what.set(ev.target().value())
                ></textarea>
                {move || no_what.get().then(|| view! { <p class="field-error">{t!(i18n, plays.e_what)}</p> })}
            </div>
            <div class="field">
                <label for=name("stage")>{t!(i18n, plays.stage)}</label>
                <StageSelect id=name("stage") chosen=draft.stage draft/>
            </div>
            <div class="field">
                <label for=name("goal")>{t!(i18n, plays.goal)}</label>
                <StageSelect id=name("goal") chosen=draft.goal draft/>
                {move || no_order.get().then(|| view! { <p class="field-error">{t!(i18n, plays.e_goal)}</p> })}
            </div>
            <div class="field">
                <label for=name("days")>{t!(i18n, plays.days)}</label>
                <input
                    class="input" id=name("days") inputmode="numeric" autocomplete="off" aria-invalid=move || no_days.get().to_string()
                    prop:value=draft.days on:input:target=move |ev| draft.days.set(ev.target().value())
                />
                {move || no_days.get().then(|| view! { <p class="field-error">{t!(i18n, plays.e_days)}</p> })}
            </div>
            <p class="field-hint">{promised}</p>
        </fieldset>
    }
}

#[component]
fn StageSelect(id: String, chosen: RwSignal<Option<StageId>>, draft: PlayDraft) -> impl IntoView {
    let option = move |(stage, name): (StageId, String)| {
        view! { <option value=stage.to_string() selected=move || chosen.get() == Some(stage)>{name}</option> }
    };
    view! {
        <select class="input" id=id on:change:target=move |ev| chosen.set(ev.target().value().parse().ok())>
            {draft.stages.get_value().into_iter().map(option).collect_view()}
        </select>
    }
}
