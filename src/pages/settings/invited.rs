//! Invitations that wait.

use super::name_of;
use crate::{prelude::*, sync::accounts};
use leptos::task::spawn_local;
use smarketing_domain::account::wire::InviteLine;
use uuid::Uuid;

/// Who is invited and has not come yet; nothing when that is nobody.
#[component]
pub fn Invited(invites: Remote<Vec<InviteLine>>) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let notices = use_notices();
    let take_back = move |id: Uuid| {
        spawn_local(async move {
            match accounts::revoke(id).await {
                Ok(()) => notices.say(t_string!(i18n, account.taken_back)),
                Err(error) => notices.error(account_error(words, error)),
            }
            invites.ask_again();
        });
    };
    let row = move |line: InviteLine| {
        let until = words.date_time(line.expires);
        let by = name_of(state, line.by);
        view! {
            <li class="invited" data-invite=line.email.clone()>
                <span class="invited-who">
                    <b>{line.email.clone()}</b>
                    <small>
                        {team_name(words, line.team)}" · "{role_name(words, line.role)}" · "
                        {t_string!(i18n, account.until, day = until).to_string()}" · "{by}
                    </small>
                </span>
                <button
                    type="button" class="button"
                    aria-label=format!("{}: {}", t_string!(i18n, account.take_back), line.email)
                    on:click=move |_| take_back(line.id)
                >{t!(i18n, account.take_back)}</button>
            </li>
        }
    };
    let draw = move |lines: Vec<InviteLine>| match lines.is_empty() {
        true => ().into_any(),
        false => view! {
            <h3 class="panel-part">{t!(i18n, account.invited)}</h3>
            <ul>{lines.into_iter().map(row).collect_view()}</ul>
        }
        .into_any(),
    };
    invites.view(draw)
}
