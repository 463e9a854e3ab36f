//! What the columns mean: guessed, shown with samples, corrected by hand.

use super::job::{Job, record_words};
use crate::{prelude::*, words::Words};
use smarketing_domain::{
    import::{
        ambiguous_dates,
        date::DateOrder,
        guess_stages,
        mapping::{Field, NewStage, StageTarget},
        table::Table,
    },
    stage::StageRole,
};
use std::rc::Rc;

/// How many cells of a column are shown.
const SAMPLES: usize = 3;

/// Columns, dates and stages of the file.
#[component]
pub fn MappingStep() -> impl IntoView {
    let i18n = use_i18n();
    let words = use_words();
    let job = expect_context::<Job>();
    let Some(table) = job.table() else { return ().into_any() };
    let count = table.len() as u32;
    let columns = (0..table.header.len()).map(|at| view! { <ColumnRow at=at table=Rc::clone(&table)/> }).collect_view();
    view! {
        <section class="panel">
            <h2>{move || format!("{} · {}", job.file.get(), t_string!(i18n, import.rows, count = count))}</h2>
            <p class="import-hint">{t!(i18n, import.mapping_hint)}</p>
            <div class="table-scroll" tabindex="0" role="region" aria-label=move || t_string!(i18n, import.columns)>
                <table class="table import-columns">
                    <thead><tr>
                        <th scope="col">{t!(i18n, import.column)}</th>
                        <th scope="col">{t!(i18n, import.samples)}</th>
                        <th scope="col">{t!(i18n, import.means)}</th>
                    </tr></thead>
                    <tbody>{columns}</tbody>
                </table>
            </div>
            <DateQuestion table=Rc::clone(&table)/>
        </section>
        <Stages words=words/>
    }
    .into_any()
}

#[component]
fn ColumnRow(at: usize, table: Rc<Table>) -> impl IntoView {
    let words = use_words();
    let state = use_state();
    let job = expect_context::<Job>();
    let label = table.label(at);
    let mut seen: Vec<&str> = Vec::new();
    for cell in table.column(at).map(str::trim).filter(|cell| !cell.is_empty()) {
        if !seen.contains(&cell) {
            seen.push(cell);
        }
        if seen.len() == SAMPLES {
            break;
        }
    }
    let samples = seen.iter().map(|cell| cell.chars().take(40).collect::<String>()).collect::<Vec<_>>().join(" · ");
    let chosen = {
        let table = Rc::clone(&table);
        StoredValue::new_local(move || job.mapping.with(|m| m.field(&table, at)))
    };
    let field = move || chosen.with_value(|chosen| chosen());
    let choose = move |text: String| {
        let Some(field) = text.parse::<usize>().ok().and_then(|i| Field::ALL.get(i)).copied() else { return };
        job.mapping.update(|mapping| {
            mapping.set_field(&table, at, field);
            // Another stage column has other stages.
            if field == Field::Stage {
                mapping.stages = state.read(|w| guess_stages(&table, mapping, w));
            }
        });
        job.survey(record_words(words));
    };
    let options = Field::ALL.iter().enumerate().map(move |(i, one)| {
        view! { <option value=i.to_string() selected=move || field() == *one>{move || field_name(words, *one)}</option> }
    });
    view! {
        <tr>
            <th scope="row" class="import-label">{label.clone()}</th>
            <td class="import-samples">{samples}</td>
            <td>
                <select class="input" aria-label=label on:change:target=move |ev| choose(ev.target().value())>
                    {options.collect_view()}
                </select>
            </td>
        </tr>
    }
}

/// Day first or month first, where the file does not tell.
#[component]
fn DateQuestion(table: Rc<Table>) -> impl IntoView {
    let i18n = use_i18n();
    let words = use_words();
    let job = expect_context::<Job>();
    let unclear = Memo::new({
        let table = StoredValue::new_local(table);
        move |_| {
            table.with_value(|table| {
                job.mapping.with(|m| !ambiguous_dates(table, m).is_empty() || m.date_order.is_some())
            })
        }
    });
    let choose = move |order| {
        job.mapping.update(|m| m.date_order = Some(order));
        job.survey(record_words(words));
    };
    view! {
        <Show when=move || unclear.get()>
            <fieldset class="field import-dates">
                <legend class="label">{t!(i18n, import.date_question)}</legend>
                <div class="segments" role="group">
                    {[(DateOrder::Dmy, "31.12.2026"), (DateOrder::Mdy, "12/31/2026"), (DateOrder::Ymd, "2026-12-31")].map(|(order, example)| view! {
                        <button
                            type="button" class="segment"
                            aria-pressed=move || job.mapping.with(|m| m.date_order == Some(order)).to_string()
                            on:click=move |_| choose(order)
                        >{example}</button>
                    })}
                </div>
            </fieldset>
        </Show>
    }
}

/// Which stage each text of the stage column means.
#[component]
fn Stages(words: Words) -> impl IntoView {
    let i18n = use_i18n();
    let job = expect_context::<Job>();
    let texts = Memo::new(move |_| job.mapping.with(|m| m.stages.iter().map(|s| s.text.clone()).collect::<Vec<_>>()));
    let _ = words;
    view! {
        <Show when=move || !texts.get().is_empty()>
            <section class="panel">
                <h2>{t!(i18n, import.stages)}</h2>
                <ul class="import-stages">
                    {move || texts.get().into_iter().enumerate().map(|(at, text)| view! { <StageRow at=at text=text/> }).collect_view()}
                </ul>
            </section>
        </Show>
    }
}

#[component]
fn StageRow(at: usize, text: String) -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let words = use_words();
    let job = expect_context::<Job>();
    let stages = state.read(|w| {
        let holding = w.stages_in_order().into_iter().filter(|s| s.role.holds_deals());
        holding.map(|s| (s.id, s.name.clone())).collect::<Vec<_>>()
    });
    let target = move || job.mapping.with(|m| m.stages.get(at).map(|s| s.to.clone()));
    // A new stage keeps the role that was guessed (Won stays Won).
    let role = match job.mapping.with_untracked(|m| m.stages.get(at).map(|s| s.to.clone())) {
        Some(StageTarget::New(new)) => new.role,
        _ => StageRole::Open,
    };
    let is_new = move || matches!(target(), Some(StageTarget::New(_)));
    let new_name = text.clone();
    let choose = move |value: String| {
        let to = match value.parse() {
            Ok(id) => StageTarget::Existing(id),
            Err(_) => StageTarget::New(NewStage::new(new_name.clone(), role)),
        };
        job.mapping.update(|m| {
            if let Some(stage) = m.stages.get_mut(at) {
                stage.to = to;
            }
        });
        job.survey(record_words(words));
    };
    let shown = text.clone();
    view! {
        <li class="import-stage">
            <span class="import-label">{text.clone()}</span>
            <Icon name=IconName::Right/>
            <select class="input" aria-label=text on:change:target=move |ev| choose(ev.target().value())>
                <option value="new" selected=is_new>{move || t_string!(i18n, import.new_stage, name = shown.clone()).to_string()}</option>
                {stages.into_iter().map(|(id, name)| view! {
                    <option value=id.to_string() selected=move || target() == Some(StageTarget::Existing(id))>{name}</option>
                }).collect_view()}
            </select>
        </li>
    }
}

fn field_name(words: Words, field: Field) -> &'static str {
    let i18n = words.i18n;
    match field {
        Field::Id => t_string!(i18n, import.field_id),
        Field::Title => t_string!(i18n, import.field_title),
        Field::Stage => t_string!(i18n, import.field_stage),
        Field::Status => t_string!(i18n, import.field_status),
        Field::Owner => t_string!(i18n, import.field_owner),
        Field::Company => t_string!(i18n, import.field_company),
        Field::ContactName => t_string!(i18n, import.field_contact_name),
        Field::ContactEmail => t_string!(i18n, import.field_contact_email),
        Field::ContactPhone => t_string!(i18n, import.field_contact_phone),
        Field::ContactPosition => t_string!(i18n, import.field_contact_position),
        Field::Value => t_string!(i18n, import.field_value),
        Field::Currency => t_string!(i18n, import.field_currency),
        Field::Monthly => t_string!(i18n, import.field_monthly),
        Field::Channel => t_string!(i18n, import.field_channel),
        Field::Product => t_string!(i18n, import.field_product),
        Field::Created => t_string!(i18n, import.field_created),
        Field::Entered => t_string!(i18n, import.field_entered),
        Field::Closed => t_string!(i18n, import.field_closed),
        Field::WonAt => t_string!(i18n, import.field_won_at),
        Field::LostAt => t_string!(i18n, import.field_lost_at),
        Field::ExpectedClose => t_string!(i18n, import.field_expected_close),
        Field::LossReason => t_string!(i18n, import.field_loss_reason),
        Field::Keep => t_string!(i18n, import.field_keep),
        Field::Ignore => t_string!(i18n, import.field_ignore),
    }
}
