//! Changes with what stood there before, and the way back: of one record, or a
//! member's own.

mod value;

pub use value::{deed_words, kind_name, register_name, value_words};

use super::{Empty, IconName, Remote, show_refusal, use_notices};
use crate::{
    state::{State, Topic, use_state},
    sync::history::{self, Known},
    words::{Words, use_words},
};
use leptos::prelude::*;
use smarketing_domain::{entity::EntityKey, history::Logged};
use smarketing_locales::{t, t_string};
use smarketing_sync::status::SyncWord;

/// How long a change is left to arrive before the log is asked again, in
/// milliseconds.
const CALM_MS: u32 = 400;

/// The changes of `record`; without it, the member's own of the last days, each
/// with the name of its record.
#[component]
pub fn Changes(
    /// Whose changes.
    #[prop(optional_no_strip)]
    record: Option<EntityKey>,
) -> impl IntoView {
    let (state, i18n) = (use_state(), use_words().i18n);
    let before = RwSignal::new(None::<u64>);
    let shown = RwSignal::new(Vec::<Logged>::new());
    let page = Remote::new(move || history::changes(state, record, before.get_untracked()));
    // What was asked for last comes after what is there.
    Effect::new(move || {
        let Some(Known { log, is_kept }) = page.get() else { return };
        shown.update(|shown| {
            let last = before.get_untracked().filter(|_| !is_kept).unwrap_or(u64::MAX);
            shown.retain(|line| line.seq >= last);
            shown.extend(log.lines);
        });
    });
    // The log knows a change only when the server does; without a connection the device
    // does at once.
    let confirmed = Memo::new(move |_| {
        let status = state.status.get();
        let is_away = status.word == SyncWord::Offline;
        (status.cursor, is_away, is_away.then_some(status.outbox))
    });
    Effect::new(move |former: Option<(u64, bool, Option<usize>)>| {
        let now = confirmed.get();
        if former.is_some_and(|former| former != now) {
            let timer = gloo_timers::future::TimeoutFuture::new(CALM_MS);
            leptos::task::spawn_local(async move {
                timer.await;
                if confirmed.try_get_untracked() == Some(now) && before.try_set(None).is_none() {
                    page.ask_again();
                }
            });
        }
        now
    });
    let older = move |_| {
        before.set(shown.with_untracked(|shown| shown.last().map(|line| line.seq)));
        page.ask_again();
    };
    page.view(move |Known { log, is_kept }| {
        view! {
            {is_kept.then(|| view! { <p class="changes-kept" role="status">{t!(i18n, history.kept)}</p> })}
            <Lines shown more=log.more names=record.is_none() older=Callback::new(older)/>
        }
        .into_any()
    })
}

#[component]
fn Lines(
    shown: RwSignal<Vec<Logged>>,
    more: bool,
    names: bool,
    older: Callback<leptos::ev::MouseEvent>,
) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let rows = move || {
        let now = state.now();
        let told = |line: &Logged| !line.deeds().is_empty() && (!names || line.is_recent(now));
        shown.with(|shown| shown.iter().filter(|line| told(line)).cloned().collect::<Vec<_>>())
    };
    let empty = Signal::derive(move || {
        if names { t_string!(i18n, history.empty) } else { t_string!(i18n, history.none) }.to_owned()
    });
    // Members' own older changes are not shown, so there is nothing more to ask for.
    let is_more = move || more && (!names || shown.with(|s| s.last().is_some_and(|line| line.is_recent(state.now()))));
    view! {
        {move || match rows() {
            rows if rows.is_empty() => view! { <Empty icon=IconName::Undo text=empty/> }.into_any(),
            rows => view! {
                <ol class="changes">{rows.into_iter().map(|line| view! { <Line line names/> }).collect_view()}</ol>
            }.into_any(),
        }}
        <Show when=is_more>
            <button type="button" class="button" on:click=move |event| older.run(event)>{t!(i18n, history.older)}</button>
        </Show>
    }
}

#[component]
fn Line(line: Logged, names: bool) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let notices = use_notices();
    let author = line.operation.author;
    let key = line.operation.body.key();
    let who = move || state.watch(Topic::Record(author.into()), |w| w.members.get(&author).map(|m| m.name.clone()));
    let at = line.operation.stamp.at();
    let meta = move || {
        [(!names).then(who).flatten(), Some(words.date_time(at))].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    };
    let heading = names.then(|| heading(state, words, key)).flatten();
    let label = heading.clone().map(|(text, _)| text).unwrap_or_default();
    let deeds: Vec<String> = line.deeds().iter().map(|deed| deed_words(words, state, key, deed)).collect();
    let late = !line.replaced.lost.is_empty();
    let undo = StoredValue::new(line.clone());
    let can = line.replaced.undo.is_some();
    let put_back = move |_| {
        let Some(body) = undo.with_value(|line| state.read(|w| line.undo(w))) else { return };
        if show_refusal(state.perform(vec![body]), notices, words) {
            notices.done(t_string!(i18n, history.put_back_done));
        }
    };
    view! {
        <li class="change" data-change=line.seq.to_string()>
            <div class="change-text">
                {heading.map(|(text, href)| match href {
                    Some(href) => view! { <a class="two-lines" href=href>{text}</a> }.into_any(),
                    None => view! { <strong class="two-lines">{text}</strong> }.into_any(),
                })}
                {deeds.into_iter().map(|text| view! { <span class="change-deed">{text}</span> }).collect_view()}
                {late.then(|| view! { <span class="change-late">{t!(i18n, history.overwritten)}</span> })}
                <span class="change-meta">{meta}</span>
            </div>
            {can.then(|| view! {
                <button
                    type="button" class="button" data-variant="quiet"
                    aria-label=move || format!("{}: {label}", t_string!(i18n, history.put_back))
                    on:click=put_back
                >
                    {t!(i18n, history.put_back)}
                </button>
            })}
        </li>
    }
}

/// The record's kind and name, and its page if it has one.
fn heading(state: State, words: Words, key: Option<EntityKey>) -> Option<(String, Option<String>)> {
    let key = key?;
    let name = state.read(|w| smarketing_sync::subject::subject(w, Some(key)));
    let kind = kind_name(words, key.kind());
    let href = match key {
        EntityKey::Deal(id) => Some(crate::route::deal(id)),
        EntityKey::Hypothesis(id) => Some(crate::route::hypothesis(id)),
        EntityKey::Workshop(id) => Some(crate::route::workshop(id)),
        EntityKey::Sticker(id) => state.read(|w| w.stickers.get(&id)?.workshop).map(crate::route::workshop),
        EntityKey::Meeting(id) => Some(crate::route::meeting(id)),
        _ => None,
    };
    Some((if name.is_empty() { kind.to_owned() } else { format!("{kind} · {name}") }, href))
}
