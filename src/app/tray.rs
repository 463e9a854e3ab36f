//! Changes that the server refused, and those that others have written over without
//! having seen them: each stays, with its reason, until the person dismisses it or
//! tries again.

use crate::{
    prelude::*,
    state::{State, TrayItem},
    sync,
    words::Words,
};
use leptos::task::spawn_local;
use smarketing_domain::{
    history::{Logged, OVERWRITTEN, Replaced, again, asked, lost_part},
    ids::MemberId,
    operation::Body,
    overwrite::WRITTEN_OVER,
    replica::Rejection,
};

/// What the person wanted of a refused change: all of it, or what came too late. Of
/// one that was written over it is what makes it hold again.
fn wish(item: &TrayItem) -> Body {
    let Rejection { operation, code, message } = &item.rejection;
    match code == OVERWRITTEN {
        true => lost_part(operation.body.clone(), &message.split(' ').map(str::to_owned).collect::<Vec<_>>()),
        false => operation.body.clone(),
    }
}

/// The operation that wrote over a change, with what it was written over.
fn written_over(item: &TrayItem) -> Option<Logged> {
    let Rejection { operation, code, message } = &item.rejection;
    let theirs = if code == WRITTEN_OVER { serde_json::from_str(message).ok()? } else { return None };
    let replaced = Replaced { undo: Some(operation.body.clone()), lost: Vec::new() };
    Some(Logged { seq: 0, operation: theirs, replaced })
}

/// Who wrote over it, and why that is told.
fn who_wrote(words: Words, state: State, author: MemberId) -> String {
    let name = state.read(|w| w.members.get(&author).map(|member| member.name.clone()));
    let name = name.unwrap_or_else(|| t_string!(words.i18n, history.somebody).to_owned());
    t_string!(words.i18n, history.written_over, name = name).to_string()
}

/// The refused changes.
#[component]
pub fn Tray() -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let words = use_words();
    let notices = use_notices();
    let retry = move |index: usize, item: TrayItem| {
        let body = again(wish(&item), state.now());
        if show_refusal(state.perform(vec![body]), notices, words) {
            spawn_local(sync::dismiss(state, index));
        }
    };
    move || {
        let items = state.tray.get();
        if items.is_empty() {
            return view! { <p>{t!(i18n, shell.tray_empty)}</p> }.into_any();
        }
        let rows = items.into_iter().enumerate().map(|(index, item)| {
            let subject = item.subject.clone();
            let body = wish(&item);
            let over = written_over(&item);
            let reason = match &over {
                Some(line) => who_wrote(words, state, line.operation.author),
                None => words.refusal_code(&item.rejection.code).unwrap_or_else(|| item.rejection.message.clone()),
            };
            let is_late = item.rejection.code == OVERWRITTEN;
            let deeds = match &over {
                Some(line) => line.deeds(),
                None if is_late => asked(&body),
                None => Vec::new(),
            };
            let is_late = is_late || over.is_some();
            let yours = deeds.iter().map(|deed| deed_words(words, state, body.key(), deed)).collect_view();
            view! {
                <li class="tray-item">
                    <strong class="two-lines">{subject}</strong>
                    <p>{reason}</p>
                    {yours}
                    <div class="dialog-actions">
                        <button class="button" on:click=move |_| retry(index, item.clone())>
                            {move || if is_late { t_string!(i18n, history.restore_mine) } else { t_string!(i18n, shell.tray_retry) }}
                        </button>
                        <button class="button" on:click=move |_| spawn_local(sync::dismiss(state, index))>{t!(i18n, shell.tray_dismiss)}</button>
                    </div>
                </li>
            }
        });
        view! { <ul class="tray">{rows.collect_view()}</ul> }.into_any()
    }
}
