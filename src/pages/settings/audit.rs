//! Who did what about access, for admins.

use super::{name_of, own_role};
use crate::{prelude::*, sync::accounts};
use smarketing_domain::{account::wire::AuditLine, member::Role};

/// The log; only admins see it, and it is asked for when they want it.
#[component]
pub fn AuditLog() -> impl IntoView {
    let i18n = use_i18n();
    let role = own_role(use_state());
    let is_shown = RwSignal::new(false);
    view! {
        <Show when=move || role.get() == Role::Admin>
            <section class="panel" aria-labelledby="audit">
                <h2 id="audit">{t!(i18n, account.audit)}</h2>
                <p>{t!(i18n, account.audit_text)}</p>
                <Show
                    when=move || is_shown.get()
                    fallback=move || view! {
                        <p class="settings-action">
                            <button type="button" class="button" on:click=move |_| is_shown.set(true)>{t!(i18n, account.audit_show)}</button>
                        </p>
                    }
                >
                    <Lines/>
                </Show>
            </section>
        </Show>
    }
}

#[component]
fn Lines() -> impl IntoView {
    let i18n = use_i18n();
    let log = Remote::new(accounts::audit);
    log.view(move |lines| match lines.is_empty() {
        true => view! { <p>{t!(i18n, account.audit_empty)}</p> }.into_any(),
        false => view! { <Table lines/> }.into_any(),
    })
}

#[component]
fn Table(lines: Vec<AuditLine>) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let row = move |line: AuditLine| {
        let who = line.actor.map_or_else(|| t_string!(i18n, account.server).to_owned(), |id| name_of(state, id));
        let whom = line.about.map(|id| name_of(state, id)).filter(|name| !name.is_empty());
        let about = [whom, line.email, line.detail.map(|detail| detail_words(words, &detail))];
        let about: Vec<String> = about.into_iter().flatten().collect();
        view! {
            <tr data-audit=line.what.clone()>
                <td class="audit-at">{words.date_time(line.at)}</td>
                <td>{what_words(words, &line.what)}</td>
                <td>{who}</td>
                <td>{about.join(" · ")}</td>
            </tr>
        }
    };
    view! {
        <div class="table-scroll audit" tabindex="0" role="region" aria-label=move || t_string!(i18n, account.audit)>
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">{t!(i18n, account.at)}</th>
                        <th scope="col">{t!(i18n, account.what)}</th>
                        <th scope="col">{t!(i18n, account.who)}</th>
                        <th scope="col">{t!(i18n, account.whom)}</th>
                    </tr>
                </thead>
                <tbody>{move || lines.clone().into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
}

/// What was done; the code itself for one that this version does not know.
fn what_words(words: words::Words, what: &str) -> String {
    let i18n = words.i18n;
    let known = match what {
        "signed_in" => t_string!(i18n, account.a_signed_in),
        "sign_in_failed" => t_string!(i18n, account.a_sign_in_failed),
        "set_up" => t_string!(i18n, account.a_set_up),
        "invited" => t_string!(i18n, account.a_invited),
        "invite_revoked" => t_string!(i18n, account.a_invite_revoked),
        "joined" => t_string!(i18n, account.a_joined),
        "role_changed" => t_string!(i18n, account.a_role_changed),
        "removed" => t_string!(i18n, account.a_removed),
        "reset_link_made" => t_string!(i18n, account.a_reset_link_made),
        "password_reset" => t_string!(i18n, account.a_password_reset),
        "password_changed" => t_string!(i18n, account.a_password_changed),
        "sessions_ended" => t_string!(i18n, account.a_sessions_ended),
        "backed_up" => t_string!(i18n, account.a_backed_up),
        "backup_failed" => t_string!(i18n, account.a_backup_failed),
        "key_made" => t_string!(i18n, account.a_key_made),
        "key_revoked" => t_string!(i18n, account.a_key_revoked),
        "person_exported" => t_string!(i18n, account.a_person_exported),
        "person_erased" => t_string!(i18n, account.a_person_erased),
        other => other,
    };
    known.to_owned()
}

/// A role by its name, anything else as it is.
fn detail_words(words: words::Words, detail: &str) -> String {
    let role = ROLES.into_iter().find(|role| format!("{role:?}").eq_ignore_ascii_case(detail));
    role.map_or_else(|| detail.to_owned(), |role| role_name(words, role).to_owned())
}
