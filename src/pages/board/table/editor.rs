//! A cell that is edited. Enter saves, Esc takes back, Tab saves and goes on to the
//! next cell that can be edited; leaving the field saves.

use super::{
    cell, saving,
    sheet::{Sheet, Spot, column_name},
};
use crate::prelude::*;
use leptos::html;
use smarketing_domain::{ids::DealId, sheet::Column};
use web_sys::KeyboardEvent;

/// What comes after an edit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Then {
    /// The cell has the focus again.
    Stay,
    /// The next cell is edited.
    Next,
    /// The one before is.
    Previous,
    /// The person has gone elsewhere.
    Leave,
}

/// The field of a cell.
#[component]
pub fn Editor(sheet: Sheet, deal: DealId, column: Column) -> impl IntoView {
    let words = sheet.desk.words;
    let i18n = words.i18n;
    let before = StoredValue::new(saving::raw(sheet, deal, column));
    let draft = RwSignal::new(before.get_value());
    let is_wrong = RwSignal::new(false);
    let is_over = StoredValue::new(false);
    // A closed select changes with each arrow: only what a pointer picks is meant at once.
    let by_keys = StoredValue::new(false);
    let end = move |then: Then| {
        is_over.set_value(true);
        match then {
            // Somebody who pressed another cell edits that one by now.
            Then::Leave if sheet.editing.get_untracked() != Some((deal, column)) => {}
            Then::Leave => sheet.editing.set(None),
            Then::Stay => stay(sheet, deal, column),
            Then::Next => step(sheet, deal, column, true),
            Then::Previous => step(sheet, deal, column, false),
        }
    };
    let finish = move |then: Then| {
        // The field is left once more when it is taken away.
        if is_over.try_get_value().unwrap_or(true) {
            return;
        }
        let text = draft.get_untracked();
        if text == before.get_value() {
            end(then);
        } else if column == Column::Stage {
            // A question that opens now gives the focus back to the cell.
            end(Then::Stay);
            saving::move_to(sheet, deal, &text);
        } else if saving::save(sheet, deal, column, &text) {
            end(then);
        } else {
            is_wrong.set(true);
        }
    };
    let on_keys = move |event: KeyboardEvent| {
        // The grid's arrows are not meant.
        event.stop_propagation();
        let then = match event.key().as_str() {
            "Enter" => Then::Stay,
            "Tab" if event.shift_key() => Then::Previous,
            "Tab" => Then::Next,
            "Escape" => {
                event.prevent_default();
                return end(Then::Stay);
            }
            _ => return by_keys.set_value(true),
        };
        event.prevent_default();
        finish(then);
    };
    let label = move || format!("{}: {}", column_name(words, column), cell::title(sheet, deal));
    let choose = move |value: String| {
        draft.set(value);
        if !by_keys.get_value() {
            finish(Then::Stay);
        }
    };
    match column {
        Column::Stage | Column::Owner => {
            let node = NodeRef::<html::Select>::new();
            Effect::new(move || {
                if let Some(select) = node.get() {
                    // Refused only when it has gone again.
                    let _ = select.focus();
                }
            });
            let chosen = before.get_value();
            let options = untrack(|| options(sheet, column));
            view! {
                <select
                    class="input sheet-field" node_ref=node aria-label=label
                    on:change:target=move |event| choose(event.target().value())
                    on:keydown=on_keys on:pointerdown=move |_| by_keys.set_value(false) on:blur=move |_| finish(Then::Leave)
                >
                    {options.into_iter().map(|(value, name)| {
                        let is_chosen = value == chosen;
                        view! { <option value=value selected=is_chosen>{name}</option> }
                    }).collect_view()}
                </select>
            }
            .into_any()
        }
        _ => {
            let node = NodeRef::<html::Input>::new();
            Effect::new(move || {
                if let Some(input) = node.get() {
                    // Refused only when it has gone again.
                    let _ = input.focus();
                    input.select();
                }
            });
            let mode = if column == Column::Value { "decimal" } else { "text" };
            let hint = move || if column == Column::Close { t_string!(i18n, deal.date_hint) } else { "" };
            view! {
                <input
                    class="input sheet-field" node_ref=node autocomplete="off" inputmode=mode
                    aria-label=label placeholder=hint aria-invalid=move || is_wrong.get().to_string()
                    prop:value=draft
                    on:input:target=move |event| { draft.set(event.target().value()); is_wrong.set(false) }
                    on:keydown=on_keys on:blur=move |_| finish(Then::Leave)
                />
            }
            .into_any()
        }
    }
}

/// The focus is the cell's at once, and again where its row comes to stand.
fn stay(sheet: Sheet, deal: DealId, column: Column) {
    let spot = Spot { deal: Some(deal), column };
    sheet.editing.set(None);
    sheet.active.set(spot);
    sheet.focus(true);
    sheet.go(spot);
}

/// Edits the next cell that can be, or the one before; at the table's ends the
/// focus stays.
fn step(sheet: Sheet, deal: DealId, column: Column, is_next: bool) {
    let editable: Vec<Column> = Column::ALL.into_iter().filter(|column| column.is_editable()).collect();
    let row = sheet.index(deal);
    let Some((at, row)) = editable.iter().position(|other| *other == column).zip(row) else { return };
    let place = row * editable.len() + at;
    let place = if is_next { Some(place + 1) } else { place.checked_sub(1) };
    let next = place.and_then(|place| {
        let deal = sheet.rows.with_untracked(|rows| rows.get(place / editable.len()).copied())?;
        Some((deal, *editable.get(place % editable.len())?))
    });
    match next {
        Some((deal, column)) => sheet.edit(deal, column),
        None => stay(sheet, deal, column),
    }
}

/// What there is to choose from: value and name.
fn options(sheet: Sheet, column: Column) -> Vec<(String, String)> {
    let i18n = sheet.desk.words.i18n;
    let state = sheet.desk.state;
    if column == Column::Stage {
        return state.read(|w| {
            let stages = w.stages_in_order().into_iter().filter(|stage| stage.role.holds_deals());
            stages.map(|stage| (stage.id.to_string(), stage.name.clone())).collect()
        });
    }
    let mut members: Vec<(String, String)> = state.read(|w| {
        let living = w.members.values().filter(|member| member.meta.is_alive());
        living.map(|member| (member.id.to_string(), member.name.clone())).collect()
    });
    sort::sort_by(&mut members, |a, b| a.1.cmp(&b.1));
    members.insert(0, (String::new(), t_string!(i18n, common.nobody).to_owned()));
    members
}
