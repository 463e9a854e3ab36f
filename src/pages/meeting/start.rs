//! Before a meeting: the way to begin it, what was agreed last time, and all minutes.

use super::{
    LEFT_AT,
    actions::ActionLine,
    words::{clock, day},
};
use crate::prelude::*;
use smarketing_domain::{
    clock::Timestamp,
    entity::EntityKey,
    ids::{MeetingId, MemberId},
    meeting::{
        Happened, Meeting, MeetingChange,
        agenda::{Item, still_open},
        past,
    },
    operation::Action,
};

/// Minutes in the list.
#[derive(Clone, PartialEq)]
struct Row {
    id: MeetingId,
    began: Timestamp,
    ended: Timestamp,
    by: MemberId,
    changes: u64,
    actions: u64,
}

fn row(meeting: &Meeting) -> Option<Row> {
    let end = meeting.ended.as_ref()?;
    let is_action = |record: EntityKey| matches!(record, EntityKey::Task(_));
    let lines = end.lines.read();
    let actions = lines.iter().filter(|line| line.what == Happened::Made && is_action(line.record)).count() as u64;
    let changes = lines.len() as u64 + end.more;
    Some(Row { id: meeting.id, began: meeting.began()?, ended: end.at, by: meeting.by()?, changes, actions })
}

/// The page without a meeting.
#[component]
pub fn Start() -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let notices = use_notices();
    let open = Memo::new(move |_| {
        state.track(Topic::Kind("task"));
        state.watch(Topic::Kind("meeting"), still_open)
    });
    let kept = Memo::new(move |_| {
        state.watch(Topic::Kind("meeting"), |w| past(w).into_iter().filter_map(row).collect::<Vec<_>>())
    });
    let begin = move |_| {
        LEFT_AT.set(Item::Numbers);
        let begun = Action::Create { id: new_id::<MeetingId>(), set: Vec::<MeetingChange>::new() };
        show_refusal(state.perform(vec![begun.into()]), notices, words);
    };
    view! {
        <div class="page meeting-start">
            <header class="page-head"><h1>{t!(i18n, meeting.title)}</h1></header>
            <section class="panel meeting-begin">
                <p>{t!(i18n, meeting.lead)}</p>
                <button type="button" class="button" data-variant="primary" data-begin on:click=begin>
                    <Icon name=IconName::Customers/>{t!(i18n, meeting.begin)}
                </button>
            </section>
            <Show when=move || !open.with(Vec::is_empty)>
                <section class="panel" aria-labelledby="meeting-open">
                    <h2 id="meeting-open">{t!(i18n, meeting.still_open)}</h2>
                    <ul class="meeting-actions"><For each=move || open.get() key=|id| *id let:id><ActionLine id=id/></For></ul>
                </section>
            </Show>
            <section class="panel" aria-labelledby="meeting-past">
                <h2 id="meeting-past">{t!(i18n, meeting.past)}</h2>
                <Show
                    when=move || !kept.with(Vec::is_empty)
                    fallback=move || view! { <p class="field-hint">{t!(i18n, meeting.none_yet)}</p> }
                >
                    <ul class="meeting-past">{move || kept.get().into_iter().map(|row| view! { <PastLine row/> }).collect_view()}</ul>
                </Show>
            </section>
        </div>
    }
}

#[component]
fn PastLine(row: Row) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let (began, ended) = (row.began, row.ended);
    let counts = move || {
        let changes = t_string!(i18n, meeting.changes_of, n = words.number(row.changes)).to_string();
        let actions = t_string!(i18n, meeting.actions_of, n = words.number(row.actions)).to_string();
        format!("{}–{} · {actions} · {changes}", clock(state, began), clock(state, ended))
    };
    view! {
        <li data-meeting=row.id.to_string()>
            <a href=route::meeting(row.id)>{move || day(words, began)}</a>
            <span>{counts}</span>
            <Avatar member=row.by/>
        </li>
    }
}
