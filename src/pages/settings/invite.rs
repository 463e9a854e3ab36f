//! Inviting somebody by a link.

use super::own_role;
use crate::{
    prelude::*,
    sync::accounts::{self, AccountError},
};
use leptos::{ev::SubmitEvent, task::spawn_local};
use smarketing_domain::{
    account::wire::{Link, NewInvite},
    member::{Role, Team},
};

/// The dialog: who, as what; then the link.
#[component]
pub fn InviteDialog(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// A link was made.
    invited: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let made = RwSignal::new(None::<(Link, String)>);
    Effect::new(move || {
        if open.get() {
            made.set(None);
        }
    });
    view! {
        <Dialog open=open title=Signal::derive(move || t_string!(i18n, account.invite_title).to_owned())>
            {move || match made.get() {
                None => view! { <InviteForm made invited/> }.into_any(),
                Some((link, email)) => view! { <LinkBox link email/> }.into_any(),
            }}
        </Dialog>
    }
}

#[component]
fn InviteForm(made: RwSignal<Option<(Link, String)>>, invited: Callback<()>) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let own = own_role(use_state());
    let email = RwSignal::new(String::new());
    let team = RwSignal::new(Team::Sales);
    let role = RwSignal::new(Role::Member);
    let busy = RwSignal::new(false);
    let failed = RwSignal::new(None::<AccountError>);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let asked = NewInvite { email: email.get_untracked(), team: team.get_untracked(), role: role.get_untracked() };
        spawn_local(async move {
            match accounts::invite(&asked).await {
                Ok(link) => {
                    made.try_set(Some((link, asked.email.trim().to_owned())));
                    invited.run(());
                }
                Err(error) => {
                    failed.try_set(Some(error));
                }
            }
            busy.try_set(false);
        });
    };
    let error = Signal::derive(move || failed.get().map(|error| account_error(words, error).to_owned()));
    view! {
        <form on:submit=submit novalidate>
            <TextField id="invite-email" label=Signal::derive(move || t_string!(i18n, account.email).to_owned()) value=email kind=FieldKind::Email error/>
            <div class="visually-hidden" role="alert">{move || error.get()}</div>
            <TeamField id="invite-team" team/>
            <RoleField id="invite-role" role highest=own/>
            <div class="dialog-actions">
                <button class="button" data-variant="primary" type="submit" disabled=move || busy.get()>
                    {move || if busy.get() { t_string!(i18n, account.working) } else { t_string!(i18n, account.make_link) }}
                </button>
            </div>
        </form>
    }
}

/// A choice of team.
#[component]
pub fn TeamField(id: &'static str, team: RwSignal<Team>) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    view! {
        <div class="field">
            <label for=id>{t!(i18n, settings.team)}</label>
            <select
                class="input" id=id
                on:change=move |event| {
                    let chosen = event_target_value(&event);
                    if let Some((_, found)) = (0..).zip(TEAMS).find(|(at, _): &(usize, _)| at.to_string() == chosen) {
                        team.set(found);
                    }
                }
            >
                {(0..).zip(TEAMS).map(|(at, this): (usize, _)| view! {
                    <option value=at.to_string() prop:selected=move || team.get() == this>{move || team_name(words, this)}</option>
                }).collect_view()}
            </select>
        </div>
    }
}

/// A choice of role, up to one's own.
#[component]
pub fn RoleField(id: &'static str, role: RwSignal<Role>, highest: Memo<Role>) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let about = format!("{id}-about");
    view! {
        <div class="field">
            <label for=id>{t!(i18n, settings.role)}</label>
            <select
                class="input" id=id aria-describedby=about.clone()
                on:change=move |event| {
                    let chosen = event_target_value(&event);
                    if let Some((_, found)) = (0..).zip(ROLES).find(|(at, _): &(usize, _)| at.to_string() == chosen) {
                        role.set(found);
                    }
                }
            >
                {move || (0..).zip(ROLES).filter(|(_, this): &(usize, _)| *this <= highest.get()).map(|(at, this)| view! {
                    <option value=at.to_string() prop:selected=move || role.get() == this>{role_name(words, this)}</option>
                }).collect_view()}
            </select>
            <p class="field-hint" id=about>{move || role_hint(words, role.get())}</p>
        </div>
    }
}
