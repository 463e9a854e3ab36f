//! Counts typed by day: a table, and a line of fields for one more day.

use super::super::{Judged, change, standing::living, typed};
use crate::prelude::*;
use chrono::NaiveDate;
use smarketing_domain::{
    hypothesis::{Day, HypothesisChange, Kind},
    ids::HypothesisId,
    operation::Refusal,
};

/// The days that were typed, where that is how it is measured.
#[component]
pub fn TypedDays(
    /// Of which hypothesis.
    id: HypothesisId,
    /// The hypothesis.
    judged: Memo<Judged>,
) -> impl IntoView {
    let i18n = use_i18n();
    let is_typed = Memo::new(move |_| judged.with(|seen| seen.hypothesis.design.measure.kind == Kind::Days));
    let arms =
        Memo::new(move |_| judged.with(|seen| seen.hypothesis.arms.iter().map(|a| a.name.clone()).collect::<Vec<_>>()));
    let days = Memo::new(move |_| judged.with(|seen| seen.hypothesis.days.clone()));
    view! {
        <Show when=move || is_typed.get() && arms.with(|arms| arms.len() > 1)>
            <section class="panel lab-days" aria-labelledby="lab-days" data-typed-days>
                <h2 id="lab-days">{t!(i18n, trial.days)}</h2>
                <Show when=move || days.with(Vec::is_empty)>
                    <p class="lab-note">{t!(i18n, trial.no_days)}</p>
                </Show>
                <Table id arms days/>
                <OneMore id arms days/>
            </section>
        </Show>
    }
}

#[component]
fn Table(id: HypothesisId, arms: Memo<Vec<String>>, days: Memo<Vec<Day>>) -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let words = use_words();
    let notices = use_notices();
    let row = move |day: Day| {
        let (on, date) = (day.on, words.date(day.on));
        let count = arms.with(Vec::len);
        let cells = (0..count).map(|i| day.arms.get(i).copied().unwrap_or_default());
        let cells = cells
            .map(|[n, x]| view! { <td class="number">{format!("{} / {}", words.number(x), words.number(n))}</td> });
        let remove = move |_| {
            if show_refusal(edited(state, id, |days| days.retain(|day| day.on != on)), notices, words) {
                notices.done(t_string!(i18n, trial.day_removed));
            }
        };
        let label = t_string!(i18n, trial.remove_day, day = date.clone()).to_string();
        view! {
            <tr data-day=on.to_string()>
                <th scope="row">{date}</th>
                {cells.collect_view()}
                <td>
                    <button class="button" data-variant="quiet" data-icon-only aria-label=label on:click=remove><Icon name=IconName::Close/></button>
                </td>
            </tr>
        }
    };
    view! {
        <Show when=move || days.with(|days| !days.is_empty())>
            <div class="table-scroll" tabindex="0" role="region" aria-label=move || t_string!(i18n, trial.days)>
                <table class="table">
                    <thead><tr>
                        <th scope="col">{t!(i18n, trial.day)}</th>
                        {move || arms.get().into_iter().map(|name| view! { <th scope="col" class="number">{name}</th> }).collect_view()}
                        <th></th>
                    </tr></thead>
                    <tbody>{move || days.get().into_iter().rev().map(row).collect_view()}</tbody>
                </table>
            </div>
        </Show>
    }
}

/// Fields for a day: kept it replaces what was typed for that day before.
#[component]
fn OneMore(id: HypothesisId, arms: Memo<Vec<String>>, days: Memo<Vec<Day>>) -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let words = use_words();
    let notices = use_notices();
    let on = RwSignal::new(words.today().to_string());
    let cells = RwSignal::new(vec![[String::new(), String::new()]; arms.get_untracked().len()]);
    let wrong = RwSignal::new(false);
    let keep = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let counts: Option<Vec<[u64; 2]>> = cells.with_untracked(|cells| {
            let pair = |[n, x]: &[String; 2]| Some([typed::count(n)?, typed::count(x)?]);
            cells.iter().map(pair).collect()
        });
        let counts = counts.filter(|all| all.iter().all(|[n, x]| x <= n));
        let day = on.get_untracked().parse::<NaiveDate>().ok();
        wrong.set(counts.is_none() || day.is_none());
        let (Some(arms), Some(on)) = (counts, day) else { return };
        let write = edited(state, id, |days| {
            days.retain(|day| day.on != on);
            let at = days.partition_point(|day| day.on < on);
            days.insert(at, Day { on, arms });
        });
        if show_refusal(write, notices, words) {
            cells.update(|cells| cells.iter_mut().flatten().for_each(String::clear));
        }
    };
    let known = move || days.with(|days| days.iter().any(|day| day.on.to_string() == on.get()));
    let field = move |i: usize, part: usize| {
        let name = move || arms.with(|arms| arms.get(i).cloned()).unwrap_or_default();
        let what = move || if part == 0 { t_string!(i18n, lab.exposed) } else { t_string!(i18n, lab.converted) };
        let value = move || cells.with(|cells| cells.get(i).map(|cell| cell[part].clone())).unwrap_or_default();
        view! {
            <input
                class="input number" inputmode="numeric" autocomplete="off" data-count=format!("{i}-{part}")
                aria-label=move || format!("{}: {}", name(), what()) placeholder=what prop:value=value
                on:input:target=move |ev| cells.update(|cells| if let Some(cell) = cells.get_mut(i) { cell[part] = ev.target().value() })
            />
        }
    };
    view! {
        <form class="lab-one-more" novalidate=true on:submit=keep>
            <input
                type="date" class="input" aria-label=move || t_string!(i18n, trial.day) prop:value=on
                on:input:target=move |ev| on.set(ev.target().value())
            />
            <For each=move || 0..arms.with(Vec::len) key=|i| *i let:i>
                <fieldset><legend>{move || arms.with(|arms| arms.get(i).cloned())}</legend>{field(i, 0)}{field(i, 1)}</fieldset>
            </For>
            <button type="submit" class="button" data-variant="primary">
                {move || if known() { t_string!(i18n, trial.replace_day) } else { t_string!(i18n, trial.keep_day) }}
            </button>
            <p class="field-error" aria-live="polite">{move || wrong.get().then(|| t_string!(i18n, trial.e_day))}</p>
        </form>
    }
}

fn edited(state: State, id: HypothesisId, edit: impl FnOnce(&mut Vec<Day>)) -> Result<(), Refusal> {
    let mut days = state.read(|w| living(w, id).map(|h| h.days.clone())).ok_or(Refusal::UnknownRecord)?;
    edit(&mut days);
    change(state, id, vec![HypothesisChange::Days(days)])
}
