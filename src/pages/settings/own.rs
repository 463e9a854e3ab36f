//! One's own access: password, sessions, workspaces.

use super::password::PasswordDialog;
use crate::{prelude::*, sync::accounts};
use leptos::task::spawn_local;
use smarketing_domain::{
    account::wire::{SessionLine, WorkspaceLine},
    ids::WorkspaceId,
};

/// The panel.
#[component]
pub fn OwnAccess() -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let notices = use_notices();
    let changing = RwSignal::new(false);
    let sessions = Remote::new(accounts::sessions);
    let workspaces = Remote::new(accounts::workspaces);
    let others = move || sessions.get().is_some_and(|lines| lines.len() > 1);
    let end_others = move |_| {
        spawn_local(async move {
            match accounts::end_other_sessions().await {
                Ok(()) => notices.say(t_string!(i18n, account.ended_others)),
                Err(error) => notices.error(account_error(words, error)),
            }
            sessions.ask_again();
        });
    };
    let changed = Callback::new(move |()| sessions.ask_again());
    view! {
        <section class="panel" aria-labelledby="own-access">
            <h2 id="own-access">{t!(i18n, account.own_access)}</h2>
            <div class="panel-action">
                <button type="button" class="button" on:click=move |_| changing.set(true)>{t!(i18n, account.change_password)}</button>
            </div>
            {move || workspaces.get().filter(|lines| lines.len() > 1).map(|lines| view! { <Workspaces lines/> })}
            <h3 class="panel-part">{t!(i18n, account.sessions)}</h3>
            {sessions.view(|lines| view! { <Sessions lines/> }.into_any())}
            <Show when=others>
                <p class="settings-action">
                    <button type="button" class="button" on:click=end_others>{t!(i18n, account.end_others)}</button>
                </p>
            </Show>
            <PasswordDialog open=changing changed/>
        </section>
    }
}

#[component]
fn Sessions(lines: Vec<SessionLine>) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let row = move |line: SessionLine| {
        let browser = move |name: String| {
            if name.is_empty() { t_string!(i18n, account.unknown_browser).to_owned() } else { name }
        };
        view! {
            <li class="invited" data-session=if line.current { "this" } else { "other" }>
                <span class="invited-who">
                    <b>{browser(line.browser)}</b>
                    <small>
                        {t_string!(i18n, account.since, at = words.date_time(line.created)).to_string()}" · "
                        {t_string!(i18n, account.last_used, at = words.date_time(line.seen)).to_string()}
                    </small>
                </span>
                {line.current.then(|| view! { <span class="chip">{t!(i18n, account.this_browser)}</span> })}
            </li>
        }
    };
    view! { <ul>{move || lines.clone().into_iter().map(row).collect_view()}</ul> }
}

#[component]
fn Workspaces(lines: Vec<WorkspaceLine>) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let notices = use_notices();
    let open = move |id: WorkspaceId| {
        spawn_local(async move {
            match accounts::open_workspace(id).await {
                Ok(_) => accounts::start_at(route::HOURGLASS),
                Err(error) => notices.error(account_error(words, error)),
            }
        });
    };
    let row = move |line: WorkspaceLine| {
        let WorkspaceLine { id, name, current } = line;
        view! {
            <li class="invited" data-workspace=name.clone()>
                <span class="invited-who"><b>{name.clone()}</b></span>
                {match current {
                    true => view! { <span class="chip">{t!(i18n, account.here)}</span> }.into_any(),
                    false => view! {
                        <button
                            type="button" class="button" aria-label=format!("{}: {name}", t_string!(i18n, account.open))
                            on:click=move |_| open(id)
                        >{t!(i18n, account.open)}</button>
                    }.into_any(),
                }}
            </li>
        }
    };
    view! {
        <h3 class="panel-part">{t!(i18n, account.workspaces)}</h3>
        <ul>{lines.into_iter().map(row).collect_view()}</ul>
    }
}
