//! Reach and spend from a file: chosen, looked at, written.

use super::sheet::{Sheet, measure_name, shown};
use crate::{components::file_error, prelude::*, words::Words};
use gloo_timers::future::TimeoutFuture;
use leptos::{ev::DragEvent, task::spawn_local};
use smarketing_domain::{
    economics::{
        Ledger, ledger,
        upload::{Columns, LineFault, NoColumns, Outlook, Reading, read},
    },
    import::{csv, date::DateOrder, table::Table},
};
use std::rc::Rc;
use wasm_bindgen_futures::JsFuture;

/// So many changes and faults are listed.
const LISTED: usize = 50;
/// Changes made in one slice: it takes a few milliseconds.
const SLICE: usize = 250;

/// A file that was read.
struct File {
    name: String,
    table: Table,
    columns: Columns,
}

/// What will come of it.
#[derive(Clone, Debug, PartialEq)]
struct Coming {
    reading: Reading,
    outlook: Outlook,
}

/// Choosing a file, and what it would change.
#[component]
pub fn FromFile(sheet: Sheet) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = sheet.state;
    let notices = use_notices();
    let file = StoredValue::new_local(None::<Rc<File>>);
    // Counts files, so that what looks at one looks again.
    let turn = RwSignal::new(0_u32);
    let (channel, order, trouble) = (RwSignal::new(String::new()), RwSignal::new(None), RwSignal::new(None::<String>));
    let is_over = RwSignal::new(false);
    let is_writing = RwSignal::new(false);
    let forget = move || {
        file.set_value(None);
        channel.set(String::new());
        order.set(None);
        turn.update(|n| *n += 1);
    };
    let take = move |chosen: Option<web_sys::File>| {
        let Some(chosen) = chosen else { return };
        forget();
        trouble.set(None);
        spawn_local(async move {
            let name = chosen.name();
            match parse(words, &chosen).await {
                Ok((table, columns)) => {
                    file.try_set_value(Some(Rc::new(File { name, table, columns })));
                    turn.try_update(|n| *n += 1);
                }
                Err(text) => drop(trouble.try_set(Some(text))),
            }
        });
    };
    let dropped = move |event: DragEvent| {
        event.prevent_default();
        is_over.set(false);
        take(event.data_transfer().and_then(|data| data.files()).and_then(|files| files.get(0)));
    };
    let asks = move || {
        turn.track();
        let file = file.get_value()?;
        Some((file.columns.channel.is_none(), file.columns.is_ambiguous(&file.table)))
    };
    let ticks = calm_ticks(state);
    let coming = Memo::new(move |_| {
        turn.track();
        ticks.track();
        let file = file.get_value()?;
        let channel = channel.get();
        let is_answered = (file.columns.channel.is_some() || !channel.trim().is_empty())
            && (order.get().is_some() || !file.columns.is_ambiguous(&file.table));
        is_answered.then(|| {
            let reading = read(&file.table, file.columns, &channel, order.get(), words.currency());
            let outlook = state.read(|w| Outlook::of(&Ledger::of(w), &reading.rows));
            Coming { reading, outlook }
        })
    });
    let write = move |_| {
        let Some((coming, file)) = coming.get_untracked().zip(file.get_value()) else { return };
        let rows = coming.outlook.rows;
        let days = rows.len();
        let bodies = match state.read(|w| ledger::bodies(w, rows)) {
            Ok(bodies) => bodies,
            Err(fault) => return trouble.set(Some(fault.to_string())),
        };
        is_writing.set(true);
        spawn_local(async move {
            for (at, part) in bodies.chunks(SLICE).enumerate() {
                let part = part.to_vec();
                let done = if at == 0 { state.perform(part) } else { state.perform_further(part) };
                if let Err(refusal) = done {
                    is_writing.try_set(false);
                    trouble.try_set(Some(words.refusal(refusal)));
                    return;
                }
                TimeoutFuture::new(0).await;
            }
            let n = words.number(days as u64);
            notices.done(t_string!(i18n, money.file_done, file = file.name.clone(), n = n).to_string());
            // The page may have been left meanwhile.
            if is_writing.try_set(false).is_none() {
                forget();
            }
        });
    };
    let radio = move |of: DateOrder, name: &'static str| {
        view! {
            <label class="field-check">
                <input type="radio" name="order" prop:checked=move || order.get() == Some(of) on:change=move |_| order.set(Some(of))/>
                <span>{name}</span>
            </label>
        }
    };
    view! {
        <section
            class="panel money-file" id="file" data-over=move || is_over.get().to_string()
            on:dragover=move |event| { event.prevent_default(); is_over.set(true) }
            on:dragleave=move |_| is_over.set(false) on:drop=dropped
        >
            <h2>{t!(i18n, money.file)}</h2>
            <p class="field-hint">{t!(i18n, money.file_what)}</p>
            <label class="button import-file">
                <Icon name=IconName::Upload/>
                {move || if asks().is_some() { t_string!(i18n, money.file_other) } else { t_string!(i18n, money.choose_file) }}
                <input
                    class="visually-hidden" type="file" accept=".csv,.txt,.tsv,text/csv"
                    on:change:target=move |event| {
                        take(event.target().files().and_then(|files| files.get(0)));
                        // The same file can be chosen again.
                        event.target().set_value("");
                    }
                />
            </label>
            <p class="field-error" role="alert">{move || trouble.get()}</p>
            {move || asks().map(|(channel_asked, order_asked)| view! {
                {channel_asked.then(|| view! {
                    <div class="field">
                        <label for="file-channel">{t!(i18n, money.file_channel)}</label>
                        <input class="input" id="file-channel" list="file-channels" autocomplete="off" prop:value=channel on:change:target=move |event| channel.set(event.target().value())/>
                        <datalist id="file-channels">{sheet.channels.get_untracked().into_iter().map(|name| view! { <option value=name></option> }).collect_view()}</datalist>
                        <p class="field-hint">{t!(i18n, money.file_channel_hint)}</p>
                    </div>
                })}
                {order_asked.then(|| view! {
                    <fieldset class="money-order">
                        <legend>{t!(i18n, money.file_order)}</legend>
                        {radio(DateOrder::Dmy, t_string!(i18n, money.order_dmy))}
                        {radio(DateOrder::Mdy, t_string!(i18n, money.order_mdy))}
                    </fieldset>
                })}
            })}
            {move || coming.get().map(|coming| {
                let n = coming.outlook.rows.len();
                view! {
                    {told(words, &coming)}
                    {if n == 0 {
                        view! { <p><b>{t!(i18n, money.file_nothing)}</b></p> }.into_any()
                    } else {
                        view! {
                            <button type="button" class="button" data-variant="primary" disabled=move || is_writing.get() on:click=write>
                                {t_string!(i18n, money.file_write, n = words.number(n as u64)).to_string()}
                            </button>
                        }
                        .into_any()
                    }}
                }
            })}
        </section>
    }
}

async fn parse(words: Words, file: &web_sys::File) -> Result<(Table, Columns), String> {
    let i18n = words.i18n;
    if file.size() > csv::FILE_MAX as f64 {
        return Err(file_error(words, csv::FileError::TooLarge).to_owned());
    }
    let unreadable = |_| t_string!(i18n, money.file_unreadable).to_owned();
    let buffer = JsFuture::from(file.array_buffer()).await.map_err(unreadable)?;
    let bytes = js_sys::Uint8Array::new(&buffer).to_vec();
    let table = csv::parse(&bytes).map_err(|error| file_error(words, error).to_owned())?;
    let columns = Columns::guess(&table.header).map_err(|error| match error {
        NoColumns::Day => t_string!(i18n, money.no_day).to_owned(),
        NoColumns::Numbers => t_string!(i18n, money.no_numbers).to_owned(),
    })?;
    Ok((table, columns))
}

/// What would be new, the same, written over, and left out.
fn told(words: Words, coming: &Coming) -> impl IntoView + use<> {
    let i18n = words.i18n;
    let Coming { reading, outlook } = coming;
    let number = |n: usize| words.number(n as u64);
    let more = |n: usize| {
        (n > LISTED).then(|| view! { <li>{t_string!(i18n, money.file_more, n = number(n - LISTED)).to_string()}</li> })
    };
    let changes = outlook.changed.iter().take(LISTED).map(|changed| {
        let (before, after) =
            (shown(words, changed.measure, changed.before), shown(words, changed.measure, changed.after));
        let (channel, when, what) =
            (changed.channel.clone(), words.date(changed.day), measure_name(words, changed.measure));
        let text = t_string!(
            i18n,
            money.file_change,
            channel = channel,
            when = when,
            what = what,
            before = before,
            after = after
        );
        view! { <li>{text.to_string()}</li> }
    });
    let faults = reading.faults.iter().take(LISTED).map(|(line, why, cell)| {
        let cell = cell.clone();
        let why = match why {
            LineFault::Damaged => t_string!(i18n, money.fault_damaged).to_owned(),
            LineFault::Channel => t_string!(i18n, money.fault_channel).to_owned(),
            LineFault::Day => t_string!(i18n, money.fault_day, cell = cell).to_string(),
            LineFault::Number => t_string!(i18n, money.fault_number, cell = cell).to_string(),
        };
        view! { <li>{t_string!(i18n, money.file_fault, line = line.to_string(), why = why).to_string()}</li> }
    });
    let list = |head: String, lines: Vec<AnyView>| view! { <p>{head}</p><ul>{lines}</ul> };
    let changed = (!outlook.changed.is_empty()).then(|| {
        let mut lines: Vec<AnyView> = changes.map(IntoAny::into_any).collect();
        lines.extend(more(outlook.changed.len()).map(IntoAny::into_any));
        list(t_string!(i18n, money.file_changed, n = number(outlook.changed.len())).to_string(), lines)
    });
    let left_out = (!reading.faults.is_empty()).then(|| {
        let mut lines: Vec<AnyView> = faults.map(IntoAny::into_any).collect();
        lines.extend(more(reading.faults.len()).map(IntoAny::into_any));
        list(t_string!(i18n, money.file_faults, n = number(reading.faults.len())).to_string(), lines)
    });
    let added = (reading.added_up > 0)
        .then(|| view! { <p>{t_string!(i18n, money.file_added, n = number(reading.added_up)).to_string()}</p> });
    view! {
        <div class="money-outlook" role="status">
            <p>
                {t_string!(i18n, money.file_new, n = number(outlook.new)).to_string()}" "
                {t_string!(i18n, money.file_same, n = number(outlook.same)).to_string()}
            </p>
            {added}
            {changed}
            {left_out}
        </div>
    }
}
