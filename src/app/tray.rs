//! Changes that the server refused: each stays, with its reason, until the
//! person dismisses it or tries again.

use crate::{prelude::*, state::TrayItem, sync};
use leptos::task::spawn_local;
use smarketing_domain::{
    history::{OVERWRITTEN, again, asked, lost_part},
    operation::Body,
    replica::Rejection,
};

/// What the person wanted of a refused change: all of it, or what came too late.
fn wish(item: &TrayItem) -> Body {
    let Rejection { operation, code, message } = &item.rejection;
    match code == OVERWRITTEN {
        true => lost_part(operation.body.clone(), &message.split(' ').map(str::to_owned).collect::<Vec<_>>()),
        false => operation.body.clone(),
    }
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
            let reason = words.refusal_code(&item.rejection.code).unwrap_or_else(|| item.rejection.message.clone());
            let subject = item.subject.clone();
            let body = wish(&item);
            let is_late = item.rejection.code == OVERWRITTEN;
            let yours = if is_late { asked(&body) } else { Vec::new() };
            let yours = yours.iter().map(|deed| deed_words(words, state, body.key(), deed)).collect_view();
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
