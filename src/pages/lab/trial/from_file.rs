//! Counts from another tool's file: chosen, looked at, taken instead of what was typed.

use super::{
    super::{Judged, change, standing::living},
    design::Pick,
};
use crate::{components::file_error, prelude::*, words::Words};
use leptos::task::spawn_local;
use smarketing_domain::{
    hypothesis::{
        Arm, HypothesisChange, Kind, Status,
        rows::{self, Columns, Reading, Sought},
    },
    ids::HypothesisId,
    import::{csv, table::Table},
    operation::Refusal,
};
use std::rc::Rc;
use wasm_bindgen_futures::JsFuture;

/// The choice that is none of the columns.
const NONE: &str = "";

/// A file that was read.
struct File {
    name: String,
    table: Table,
}

/// Choosing a file, where counts are typed and not decided upon yet.
#[component]
pub fn FromFile(
    /// Of which hypothesis.
    id: HypothesisId,
    /// The hypothesis.
    judged: Memo<Judged>,
) -> impl IntoView {
    let i18n = use_i18n();
    let words = use_words();
    let file = RwSignal::new_local(None::<Rc<File>>);
    let columns = RwSignal::new(None::<Columns>);
    let trouble = RwSignal::new(None::<&'static str>);
    let is_typed = Memo::new(move |_| {
        judged.with(|seen| {
            let hypothesis = &seen.hypothesis;
            let is_typed = matches!(hypothesis.design.measure.kind, Kind::Totals | Kind::Days);
            is_typed && hypothesis.standing.status == Status::Running
        })
    });
    let take = move |chosen: web_sys::File| {
        file.set(None);
        trouble.set(None);
        spawn_local(async move {
            match parse(words, &chosen).await {
                Ok((table, guess)) => {
                    columns.try_set(Some(guess));
                    file.try_set(Some(Rc::new(File { name: chosen.name(), table })));
                }
                Err(text) => drop(trouble.try_set(Some(text))),
            }
        });
    };
    view! {
        <Show when=move || is_typed.get()>
            <section class="panel lab-rows" aria-labelledby="lab-rows">
                <h2 id="lab-rows">{t!(i18n, trial.rows)}</h2>
                <p class="field-hint">{t!(i18n, trial.rows_what)}</p>
                <label class="button import-file">
                    <Icon name=IconName::Upload/>
                    {move || if file.with(Option::is_some) { t_string!(i18n, money.file_other) } else { t_string!(i18n, money.choose_file) }}
                    <input
                        class="visually-hidden" type="file" accept=".csv,.txt,.tsv,text/csv"
                        on:change:target=move |event| {
                            event.target().files().and_then(|files| files.get(0)).into_iter().for_each(take);
                            // The same file can be chosen again.
                            event.target().set_value("");
                        }
                    />
                </label>
                <p class="field-error" role="alert">{move || trouble.get()}</p>
                {move || file.get().map(|read| {
                    let done = Callback::new(move |()| file.set(None));
                    view! { <Look id judged file=read columns done/> }
                })}
            </section>
        </Show>
    }
}

/// What stands where in the file, what comes of it, and taking it.
#[component]
fn Look(
    id: HypothesisId,
    judged: Memo<Judged>,
    file: Rc<File>,
    columns: RwSignal<Option<Columns>>,
    done: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let words = use_words();
    let notices = use_notices();
    let file = StoredValue::new_local(file);
    let is_daily = Memo::new(move |_| judged.with(|seen| seen.hypothesis.design.measure.kind == Kind::Days));
    let reading =
        Memo::new(move |_| columns.with(|columns| file.with_value(|f| rows::read(&f.table, columns.as_ref()?))));
    let labels = file.with_value(|f| {
        let values = |i: usize| rows::values(&f.table, i).is_some();
        (0..f.table.header.len()).map(|i| (i, f.table.label(i), values(i))).collect::<Vec<_>>()
    });
    let labels = StoredValue::new(labels);
    // Columns to choose from: those with few values, or all; and, where that is possible, none.
    let choices = move |few: bool, none: Option<&'static str>| {
        let some = labels.with_value(|all| {
            let some = all.iter().filter(|(_, _, is_few)| *is_few || !few);
            some.map(|(i, label, _)| (i.to_string(), label.clone())).collect::<Vec<_>>()
        });
        none.map(|none| (NONE.to_owned(), none.to_owned())).into_iter().chain(some).collect::<Vec<_>>()
    };
    let present = move |of: fn(&Columns) -> Option<usize>| {
        columns.with(|c| c.as_ref().and_then(of)).map_or_else(String::new, |i| i.to_string())
    };
    let keep = move |edit: &dyn Fn(&mut Columns)| columns.update(|c| c.iter_mut().for_each(edit));
    let values = move |column: Option<usize>| {
        let all = column.and_then(|column| file.with_value(|f| rows::values(&f.table, column)));
        all.unwrap_or_default().into_iter().map(|value| (value.clone(), value)).collect::<Vec<_>>()
    };
    let sought = move |column: &str| {
        let column = column.parse().ok()?;
        let value = values(Some(column)).into_iter().next_back()?.0;
        Some(Sought { column, value })
    };
    let converted = |c: &Columns| Some(c.converted.column);
    let counted = |c: &Columns| c.counted.as_ref().map(|sought| sought.column);
    let take = move |_| {
        let Some(reading) = reading.get_untracked() else { return };
        let name = file.with_value(|f| f.name.clone());
        if show_refusal(taken(state, id, is_daily.get_untracked(), reading), notices, words) {
            notices.done(t_string!(i18n, trial.rows_taken, file = name).to_string());
            done.run(());
        }
    };
    let blocked = move || reading.with(|r| r.as_ref().is_none_or(|r| is_daily.get() && r.days.is_empty()));
    view! {
        <div class="lab-rows-columns">
            <Pick
                name="lab-rows-arm" label=move || t_string!(i18n, trial.rows_arm).to_owned()
                options=move || choices(true, None) value=move || present(|c| Some(c.arm))
                choose=move |i: String| keep(&|c| c.arm = i.parse().unwrap_or(c.arm))
            />
            <Pick
                name="lab-rows-unit" label=move || t_string!(i18n, trial.rows_unit).to_owned()
                options=move || choices(false, Some(t_string!(i18n, trial.rows_each))) value=move || present(|c| c.unit)
                choose=move |i: String| keep(&|c| c.unit = i.parse().ok())
            />
            <Pick
                name="lab-rows-converted" label=move || t_string!(i18n, trial.rows_converted).to_owned()
                options=move || choices(true, None) value=move || present(converted)
                choose=move |i: String| keep(&|c| if let Some(new) = sought(&i) { c.converted = new })
            />
            <Pick
                name="lab-rows-value" label=move || t_string!(i18n, trial.rows_value).to_owned()
                options=move || values(columns.with(|c| c.as_ref().and_then(converted)))
                value=move || columns.with(|c| c.as_ref().map(|c| c.converted.value.clone())).unwrap_or_default()
                choose=move |value: String| keep(&|c| c.converted.value.clone_from(&value))
            />
            <Pick
                name="lab-rows-counted" label=move || t_string!(i18n, trial.rows_counted).to_owned()
                options=move || choices(true, Some(t_string!(i18n, trial.rows_all))) value=move || present(counted)
                choose=move |i: String| keep(&|c| c.counted = sought(&i))
            />
            <Show when=move || columns.with(|c| c.as_ref().is_some_and(|c| c.counted.is_some()))>
                <Pick
                    name="lab-rows-counts" label=move || t_string!(i18n, trial.rows_value).to_owned()
                    options=move || values(columns.with(|c| c.as_ref().and_then(counted)))
                    value=move || columns.with(|c| Some(c.as_ref()?.counted.as_ref()?.value.clone())).unwrap_or_default()
                    choose=move |value: String| keep(&|c| if let Some(sought) = &mut c.counted { sought.value.clone_from(&value) })
                />
            </Show>
            <Show when=move || is_daily.get()>
                <Pick
                    name="lab-rows-date" label=move || t_string!(i18n, trial.rows_date).to_owned()
                    options=move || choices(false, Some(t_string!(i18n, trial.rows_no_date))) value=move || present(|c| c.date)
                    choose=move |i: String| keep(&|c| c.date = i.parse().ok())
                />
            </Show>
        </div>
        <ul class="lab-rows-arms" aria-live="polite">
            {move || told(words, judged, reading.get().as_ref(), is_daily.get())
                .into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}
        </ul>
        <div class="lab-rows-do">
            <button type="button" class="button" data-variant="primary" disabled=blocked on:click=take>{t!(i18n, trial.rows_take)}</button>
            <button type="button" class="button" on:click=move |_| done.run(())>{t!(i18n, common.cancel)}</button>
        </div>
    }
}

/// Each arm with its counts, and what was left out.
fn told(words: Words, judged: Memo<Judged>, reading: Option<&Reading>, is_daily: bool) -> Vec<String> {
    let i18n = words.i18n;
    let Some(reading) = reading else { return vec![t_string!(i18n, trial.rows_no_arms).to_owned()] };
    let names = judged.with(|seen| placed(&seen.hypothesis.arms, &reading.arms));
    let arm = |(name, arm): (&String, &Arm)| {
        let (x, n) = (words.number(arm.converted), words.number(arm.exposed));
        let counts = t_string!(i18n, lab.rate_of, converted = x, exposed = n).to_string();
        if *name == arm.name { format!("{name}: {counts}") } else { format!("{} → {name}: {counts}", arm.name) }
    };
    let mut lines: Vec<String> = names.iter().zip(&reading.arms).map(arm).collect();
    match (reading.days.first(), reading.days.last()) {
        (Some(first), Some(last)) if is_daily => {
            let (from, to) = (words.date(first.on), words.date(last.on));
            let n = words.number(reading.days.len() as u64);
            lines.push(t_string!(i18n, trial.rows_days, n = n, from = from, to = to).to_string());
        }
        _ if is_daily => lines.push(t_string!(i18n, trial.rows_need_day).to_owned()),
        _ => {}
    }
    if reading.in_both > 0 {
        lines.push(t_string!(i18n, trial.rows_in_both, n = words.number(reading.in_both)).to_string());
    }
    if reading.unread > 0 {
        lines.push(t_string!(i18n, trial.rows_unread, n = words.number(reading.unread)).to_string());
    }
    lines
}

/// The names that the file's arms get: those that people gave, where there are as many.
fn placed(present: &[Arm], read: &[Arm]) -> Vec<String> {
    let named = if present.len() == read.len() { present } else { read };
    named.iter().map(|arm| arm.name.clone()).collect()
}

/// Writes the counts as one step.
fn taken(state: State, id: HypothesisId, is_daily: bool, reading: Reading) -> Result<(), Refusal> {
    let present = state.read(|w| living(w, id).map(|h| h.arms.clone())).ok_or(Refusal::UnknownRecord)?;
    let names = placed(&present, &reading.arms);
    let mut set = Vec::new();
    if is_daily {
        set.push(HypothesisChange::Days(reading.days));
    }
    if !is_daily || present.len() != reading.arms.len() {
        let arm =
            |(name, arm): (String, Arm)| if is_daily { Arm { name, ..Arm::default() } } else { Arm { name, ..arm } };
        set.push(HypothesisChange::Arms(names.into_iter().zip(reading.arms).map(arm).collect()));
    }
    change(state, id, set)
}

async fn parse(words: Words, file: &web_sys::File) -> Result<(Table, Columns), &'static str> {
    let i18n = words.i18n;
    if file.size() > csv::FILE_MAX as f64 {
        return Err(file_error(words, csv::FileError::TooLarge));
    }
    let unreadable = |_| t_string!(i18n, money.file_unreadable);
    let buffer = JsFuture::from(file.array_buffer()).await.map_err(unreadable)?;
    let bytes = js_sys::Uint8Array::new(&buffer).to_vec();
    let table = csv::parse(&bytes).map_err(|error| file_error(words, error))?;
    let columns = rows::guess(&table).ok_or(t_string!(i18n, trial.rows_none))?;
    Ok((table, columns))
}
