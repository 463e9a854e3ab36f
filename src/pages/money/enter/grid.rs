//! The table to type into.

use super::{
    block,
    keys::{Caret, Cell, next},
    sheet::{Fault, Sheet, measure_name},
};
use crate::prelude::*;
use leptos::ev::KeyboardEvent;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

/// The table, what was done last, and a row for a new channel.
#[component]
pub fn Grid(sheet: Sheet) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let columns = move || 0..sheet.columns.with(Vec::len);
    let sum = move |row, column| move || sheet.sum(row, column).map_or_else(|| "–".to_owned(), |n| sheet.shown(n));
    let row = move |at: usize| {
        let name = move || sheet.channels.with(|all| all.get(at).cloned()).unwrap_or_default();
        view! {
            <tr data-channel=name>
                <th scope="row"><span class="two-lines">{name}</span></th>
                <For each=columns key=|column| *column let:column><td><CellField sheet cell=(at, column)/></td></For>
                <td class="number ledger-sum">{sum(Some(at), None)}</td>
            </tr>
        }
    };
    view! {
        <div class="table-scroll">
            <table class="table ledger" aria-label=move || t_string!(i18n, money.enter)>
                <thead>
                    <tr>
                        <th scope="col">{t!(i18n, money.channel)}</th>
                        <For each=columns key=|column| *column let:column><th scope="col" class="number">{move || sheet.when(column)}</th></For>
                        <th scope="col" class="number">{t!(i18n, money.sum)}</th>
                    </tr>
                </thead>
                <tbody><For each=move || 0..sheet.channels.with(Vec::len) key=|row| *row let:at>{row(at)}</For></tbody>
                <tfoot>
                    <tr>
                        <th scope="row">{t!(i18n, money.sum)}</th>
                        <For each=columns key=|column| *column let:column><td class="number ledger-sum">{sum(None, Some(column))}</td></For>
                        <td class="number ledger-sum">{sum(None, None)}</td>
                    </tr>
                </tfoot>
            </table>
        </div>
        <p class="ledger-said" role="status">{move || sheet.said.get()}</p>
        <p class="field-error" role="alert" id="ledger-fault">{move || sheet.fault.get().map(|fault| fault.text)}</p>
        <NewChannel sheet/>
    }
}

fn cell_id((row, column): Cell) -> String {
    format!("cell-{row}-{column}")
}

fn focus(cell: Cell) {
    let found = document().get_element_by_id(&cell_id(cell));
    if let Some(input) = found.and_then(|found| found.dyn_into::<HtmlInputElement>().ok()) {
        // A field of the page can take the focus.
        let _ = input.focus();
        input.select();
    }
}

#[component]
fn CellField(sheet: Sheet, cell: Cell) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let notices = use_notices();
    let shown = Memo::new(move |_| sheet.typed(sheet.number(cell)));
    let is_wrong = Memo::new(move |_| sheet.fault.with(|fault| fault.as_ref().is_some_and(|fault| fault.cell == cell)));
    let label = move || {
        let channel = sheet.channels.with(|all| all.get(cell.0).cloned()).unwrap_or_default();
        let (what, when) = (measure_name(words, sheet.measure.get()), sheet.when(cell.1));
        t_string!(i18n, money.cell, what = what, channel = channel, when = when).to_string()
    };
    let commit = move |input: &HtmlInputElement| match sheet.commit(cell, &input.value()) {
        Ok(()) => {
            if is_wrong.get_untracked() {
                sheet.fault.set(None);
            }
            input.set_value(&shown.get_untracked());
        }
        Err(text) => {
            sheet.said.set(String::new());
            sheet.fault.set(Some(Fault { cell, text }));
        }
    };
    let take_back = move |input: &HtmlInputElement| {
        input.set_value(&shown.get_untracked());
        if is_wrong.get_untracked() {
            sheet.fault.set(None);
        }
    };
    let press = move |event: KeyboardEvent| {
        let Some(input) = input_of(&event) else { return };
        let key = event.key();
        let is_undo = (event.ctrl_key() || event.meta_key()) && !event.alt_key() && key.eq_ignore_ascii_case("z");
        // What is typed and not noted yet the browser takes back itself.
        if is_undo && input.value() == shown.get_untracked() {
            event.prevent_default();
            match if event.shift_key() { sheet.state.redo() } else { sheet.state.undo() } {
                Ok(true) => sheet.said.set(t_string!(i18n, common.undone).to_owned()),
                Ok(false) => sheet.said.set(t_string!(i18n, common.nothing_to_undo).to_owned()),
                Err(refusal) => notices.error(words.refusal(refusal)),
            }
            return;
        }
        if key == "Escape" {
            take_back(&input);
            input.select();
            return;
        }
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let goes = next(&key, event.shift_key(), caret(&input), cell, sheet.size());
        if key == "Enter" || goes.is_some() {
            event.prevent_default();
            commit(&input);
        }
        if let Some(goes) = goes.filter(|_| !is_wrong.get_untracked()) {
            focus(goes);
        }
    };
    let paste = move |event: web_sys::ClipboardEvent| {
        let text = event.clipboard_data().and_then(|data| data.get_data("text/plain").ok()).unwrap_or_default();
        if !block::is_block(&text) {
            return;
        }
        event.prevent_default();
        let block = block::read(&text, cell, sheet.size(), sheet.measure.get_untracked(), words.currency());
        if block.numbers.is_empty() {
            sheet.said.set(t_string!(i18n, money.pasted_nothing).to_owned());
            return;
        }
        let over = |(at, number): &&(Cell, i64)| sheet.number(*at).is_some_and(|before| before != *number);
        let changed = words.number(block.numbers.iter().filter(over).count() as u64);
        match sheet.write(&block.numbers) {
            Ok(()) => {
                let n = words.number(block.numbers.len() as u64);
                let mut said = t_string!(i18n, money.pasted, n = n, changed = changed).to_string();
                if block.left_out > 0 {
                    let n = words.number(block.left_out as u64);
                    said = format!("{said} {}", t_string!(i18n, money.pasted_beyond, n = n));
                }
                sheet.said.set(said);
            }
            Err(text) => sheet.fault.set(Some(Fault { cell, text })),
        }
    };
    view! {
        <input
            class="input ledger-cell number" id=cell_id(cell) inputmode="decimal" autocomplete="off" aria-label=label
            aria-invalid=move || is_wrong.get().to_string() aria-describedby=move || is_wrong.get().then_some("ledger-fault")
            prop:value=shown on:focus:target=|event| event.target().select()
            on:change:target=move |event| commit(&event.target()) on:keydown=press on:paste=paste
        />
    }
}

fn input_of(event: &KeyboardEvent) -> Option<HtmlInputElement> {
    event.target()?.dyn_into().ok()
}

fn caret(input: &HtmlInputElement) -> Caret {
    let place = |at: Result<Option<u32>, _>| at.ok().flatten();
    let (from, to) = (place(input.selection_start()), place(input.selection_end()));
    let length = input.value().encode_utf16().count() as u32;
    let is_all = from == Some(0) && to == Some(length);
    Caret { at_start: is_all || from == Some(0) && to == Some(0), at_end: is_all || from == Some(length) }
}

#[component]
fn NewChannel(sheet: Sheet) -> impl IntoView {
    let i18n = use_i18n();
    let name = RwSignal::new(String::new());
    let is_known = RwSignal::new(false);
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let typed = name.get_untracked();
        if typed.trim().is_empty() {
            return;
        }
        let added = sheet.add(&typed);
        is_known.set(!added);
        if added {
            name.set(String::new());
            let row = sheet.channels.with_untracked(Vec::len).saturating_sub(1);
            request_animation_frame(move || focus((row, 0)));
        }
    };
    view! {
        <form class="ledger-new" on:submit=add>
            <div class="field">
                <label for="new-channel">{t!(i18n, money.new_channel)}</label>
                <input
                    class="input" id="new-channel" autocomplete="off" maxlength="500" prop:value=name
                    aria-invalid=move || is_known.get().to_string() aria-describedby="new-channel-about"
                    on:input:target=move |event| { name.set(event.target().value()); is_known.set(false) }
                />
                <p class="field-error" id="new-channel-about">{move || is_known.get().then(|| t_string!(i18n, money.channel_known))}</p>
            </div>
            <button type="submit" class="button"><Icon name=IconName::Plus/>{t!(i18n, money.add_channel)}</button>
        </form>
    }
}
