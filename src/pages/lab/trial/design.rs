//! The design as selects: each choice is kept at once. After the start a choice is an amendment.

use super::{
    super::{Judged, change, standing::living},
    means::{MeanFields, plan_from_past},
    planner::Planner,
    spelled,
};
use crate::prelude::*;
use smarketing_domain::{
    hypothesis::{Design, HypothesisChange, Kind, MeanPlan, Measure, Status, Unit, Way, live::Deals},
    ids::HypothesisId,
    operation::Refusal,
};

/// Kinds in the order they are offered.
const KINDS: [Kind; 5] = [Kind::Conversion, Kind::Value, Kind::Time, Kind::Days, Kind::Totals];
/// Errors and powers that are offered, in hundredths of a percent.
const ERRORS: [u16; 3] = [1_000, 500, 100];
const POWERS: [u16; 3] = [7_000, 8_000, 9_000];
/// Windows that are offered, in days.
const WINDOWS: [u16; 7] = [3, 7, 14, 30, 60, 90, 180];

/// How the hypothesis is tried.
#[component]
pub fn DesignPanel(
    /// Of which hypothesis.
    id: HypothesisId,
    /// The hypothesis.
    judged: Memo<Judged>,
) -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let words = use_words();
    let notices = use_notices();
    let design = Memo::new(move |_| judged.with(|seen| seen.hypothesis.design.clone()));
    let is_decided = Memo::new(move |_| judged.with(|seen| seen.hypothesis.standing.status == Status::Decided));
    let is_registered = move || judged.with(|seen| !seen.hypothesis.registered.is_empty());
    let is_live = move || design.with(|d| d.measure.is_live());
    let is_here = move || design.with(|d| d.way != Way::Elsewhere);
    let keep = move |edit: &dyn Fn(&mut Design)| {
        if show_refusal(edited(state, id, edit), notices, words)
            && judged.with_untracked(|seen| seen.hypothesis.registration().is_some())
        {
            notices.done(t_string!(i18n, trial.amendment_kept));
        }
    };
    let share = move |bp: u16| words.percent_exact(f64::from(bp) / 10_000.0);
    let stages = move |none: &'static str| {
        let named = state.watch(Topic::Kind("stage"), |w| {
            let all = w.stages_in_order().into_iter().filter(|s| s.is_on_path() && s.role.holds_deals());
            all.map(|s| (s.id.to_string(), s.name.clone())).collect::<Vec<_>>()
        });
        [(String::new(), none.to_owned())].into_iter().chain(named).collect::<Vec<_>>()
    };
    let indexed = |texts: Vec<String>| (0..).map(|i: usize| i.to_string()).zip(texts).collect::<Vec<_>>();
    let place = |found: Option<usize>| found.map(|i| i.to_string()).unwrap_or_default();
    let id_text = |id: Option<smarketing_domain::ids::StageId>| id.map(|id| id.to_string()).unwrap_or_default();
    let guardrails = [None, Some(Kind::Value), Some(Kind::Time), Some(Kind::Conversion)];
    let windows = move || design.with(|d| offered(&WINDOWS, d.measure.days));
    let errors = move || design.with(|d| offered(&ERRORS, d.error_bp));
    let powers = move || design.with(|d| offered(&POWERS, d.power_bp));
    view! {
        <section class="panel lab-design" aria-labelledby="lab-design">
            <h2 id="lab-design">{t!(i18n, trial.design)}</h2>
            <Show when=is_registered>
                <p class="lab-note">{t!(i18n, trial.is_frozen)}</p>
            </Show>
            <fieldset class="lab-plan" disabled=move || is_decided.get()>
                <Pick
                    name="lab-kind" label=move || t_string!(i18n, trial.measure).to_owned()
                    options=move || indexed(KINDS.map(|k| spelled::kind(words, k).to_owned()).to_vec())
                    value=move || place(KINDS.iter().position(|k| design.with(|d| d.measure.kind == *k)))
                    choose=move |i: String| keep(&|d| if let Some(kind) = picked(&KINDS, &i) {
                        d.measure.kind = kind;
                        // Live counts need arms here: at random is what proves most.
                        if d.measure.is_live() && d.way == Way::Elsewhere { d.way = Way::ByHash }
                        // A plan in euros is none in days.
                        d.mean = planned_mean(state, id, d);
                    })
                />
                <Pick
                    name="lab-way" label=move || t_string!(i18n, trial.way).to_owned()
                    options=move || indexed(spelled::WAYS.map(|w| spelled::way(words, w).to_owned()).to_vec())
                    value=move || place(spelled::WAYS.iter().position(|w| design.with(|d| d.way == *w)))
                    choose=move |i: String| keep(&|d| if let Some(way) = picked(&spelled::WAYS, &i) { d.way = way })
                />
                <Show when=move || is_live() || is_here()>
                    <Pick
                        name="lab-from" label=move || t_string!(i18n, trial.from).to_owned()
                        options=move || stages(t_string!(i18n, trial.from_beginning))
                        value=move || design.with(|d| id_text(d.measure.from))
                        choose=move |text: String| keep(&|d| d.measure.from = text.parse().ok())
                    />
                    <Pick
                        name="lab-unit" label=move || t_string!(i18n, trial.unit).to_owned()
                        options=move || indexed([Unit::Deal, Unit::Company].map(|u| spelled::unit(words, u).to_owned()).to_vec())
                        value=move || design.with(|d| usize::from(d.unit == Unit::Company).to_string())
                        choose=move |i: String| keep(&|d| d.unit = if i == "1" { Unit::Company } else { Unit::Deal })
                    />
                </Show>
                <Show when=is_live>
                    <Pick
                        name="lab-to" label=move || t_string!(i18n, trial.to).to_owned()
                        options=move || stages(t_string!(i18n, trial.to_won))
                        value=move || design.with(|d| id_text(d.measure.to))
                        choose=move |text: String| keep(&|d| d.measure.to = text.parse().ok())
                    />
                    <Pick
                        name="lab-window" label=move || t_string!(i18n, trial.window).to_owned()
                        options=move || windows().into_iter().map(|n| (n.to_string(), words.duration(i64::from(n) * smarketing_domain::clock::DAY))).collect()
                        value=move || design.with(|d| d.measure.days.to_string())
                        choose=move |text: String| keep(&|d| if let Ok(days) = text.parse() { d.measure.days = days })
                    />
                    <Pick
                        name="lab-guardrail" label=move || t_string!(i18n, trial.guardrail).to_owned()
                        options=move || indexed(guardrails.map(|g| g.map_or(t_string!(i18n, trial.no_guardrail), |k| spelled::kind(words, k)).to_owned()).to_vec())
                        value=move || place(guardrails.iter().position(|g| design.with(|d| d.guardrail.map(|m| m.kind) == *g)))
                        choose=move |i: String| keep(&|d| if let Some(kind) = picked(&guardrails, &i) { d.guardrail = kind.map(|kind| guard(kind, d.measure)) })
                    />
                </Show>
                <Pick
                    name="lab-error" label=move || t_string!(i18n, trial.error).to_owned()
                    options=move || errors().into_iter().map(|bp| (bp.to_string(), share(bp))).collect()
                    value=move || design.with(|d| d.error_bp.to_string())
                    choose=move |text: String| keep(&|d| if let Ok(bp) = text.parse() { d.error_bp = bp })
                />
                <Pick
                    name="lab-power" label=move || t_string!(i18n, trial.power).to_owned()
                    options=move || powers().into_iter().map(|bp| (bp.to_string(), share(bp))).collect()
                    value=move || design.with(|d| d.power_bp.to_string())
                    choose=move |text: String| keep(&|d| if let Ok(bp) = text.parse() { d.power_bp = bp })
                />
            </fieldset>
            <p class="field-hint" data-way-proof>{move || design.with(|d| spelled::cannot_prove(words, d.way))}</p>
            <Show when=move || design.with(|d| !d.measure.is_rate())><MeanFields id judged/></Show>
            <Briefs id judged design/>
            <Planner id judged/>
        </section>
    }
}

/// For each arm what is done differently in it: what a deal's card says.
#[component]
fn Briefs(id: HypothesisId, judged: Memo<Judged>, design: Memo<Design>) -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let arms = Memo::new(move |_| judged.with(|seen| seen.hypothesis.arms.len()));
    let row = move |i: usize| {
        let name = move || judged.with(|seen| seen.hypothesis.arms.get(i).map(|a| a.name.clone())).unwrap_or_default();
        let value = Signal::derive(move || design.with(|d| d.briefs.get(i).cloned()).unwrap_or_default());
        let label = Signal::derive(move || t_string!(i18n, trial.brief_of, arm = name()).to_string());
        let hint = Signal::derive(move || t_string!(i18n, trial.brief_hint).to_owned());
        let save = Callback::new(move |text: String| {
            edited(state, id, &|d: &mut Design| {
                if d.briefs.len() <= i {
                    d.briefs.resize(i + 1, String::new());
                }
                text.trim().clone_into(&mut d.briefs[i]);
            })
        });
        view! {
            <dt>{name}</dt>
            <dd data-brief=i.to_string()><EditText value label hint save/></dd>
        }
    };
    view! {
        <Show when=move || design.with(|d| d.way != Way::Elsewhere) && arms.get() != 0>
            <dl class="lab-briefs"><For each=move || 0..arms.get() key=|i| *i let:i>{row(i)}</For></dl>
        </Show>
    }
}

/// A labelled select.
#[component]
pub fn Pick(
    /// Its id.
    name: &'static str,
    /// What is chosen.
    #[prop(into)]
    label: Signal<String>,
    /// Values and their words.
    #[prop(into)]
    options: Signal<Vec<(String, String)>>,
    /// The value that was chosen.
    #[prop(into)]
    value: Signal<String>,
    /// Keeps another.
    #[prop(into)]
    choose: Callback<String>,
) -> impl IntoView {
    let option = move |(this, text): (String, String)| {
        let own = this.clone();
        view! { <option value=this selected=move || value.with(|value| *value == own)>{text}</option> }
    };
    view! {
        <div class="field">
            <label for=name>{label}</label>
            <select class="input" id=name on:change:target=move |ev| choose.run(ev.target().value())>
                {move || options.get().into_iter().map(option).collect_view()}
            </select>
        </div>
    }
}

/// What was picked from a list by its place.
fn picked<T: Copy>(all: &[T], place: &str) -> Option<T> {
    all.get(place.parse::<usize>().ok()?).copied()
}

/// A guardrail on the same way. A conversion is guarded up to the won deal.
fn guard(kind: Kind, main: Measure) -> Measure {
    let to = if kind == Kind::Conversion { None } else { main.to };
    Measure { kind, to, ..main }
}

/// The usual choices, and the one that was made where it is none of them.
fn offered(usual: &[u16], chosen: u16) -> Vec<u16> {
    let other = (!usual.contains(&chosen)).then_some(chosen);
    usual.iter().copied().chain(other).collect()
}

/// The first plan of a test of means: what the last year suggests.
fn planned_mean(state: State, id: HypothesisId, design: &Design) -> Option<MeanPlan> {
    let fresh = Design { mean: None, ..design.clone() };
    let from_past = || state.read(|w| plan_from_past(&Deals::new(w, state.now()), &living(w, id)?.segment, &fresh));
    (!design.measure.is_rate()).then(|| from_past().unwrap_or_default())
}

/// Keeps an edit of the design.
pub(super) fn edited(state: State, id: HypothesisId, edit: &dyn Fn(&mut Design)) -> Result<(), Refusal> {
    let present = state.read(|w| living(w, id).map(|h| h.design.clone())).ok_or(Refusal::UnknownRecord)?;
    let mut design = present.clone();
    edit(&mut design);
    if design == present {
        return Ok(());
    }
    change(state, id, vec![HypothesisChange::Design(design)])
}
