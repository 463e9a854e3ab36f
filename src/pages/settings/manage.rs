//! One person of the workspace: team, role, a new password, leaving.

use super::{
    invite::{RoleField, TeamField},
    own_role,
};
use crate::{prelude::*, sync::accounts};
use leptos::task::spawn_local;
use smarketing_domain::{
    account::wire::Link,
    ids::MemberId,
    member::{Member, MemberChange, Role},
    operation::Action,
};

/// The dialog about whoever is chosen.
#[component]
pub fn ManageDialog(
    /// Who is chosen.
    managed: RwSignal<Option<MemberId>>,
) -> impl IntoView {
    let state = use_state();
    let open = RwSignal::new(false);
    Effect::new(move || open.set(managed.get().is_some()));
    Effect::new(move || {
        if !open.get() && managed.get_untracked().is_some() {
            managed.set(None);
        }
    });
    // As it was when the dialog was opened.
    let member = Memo::new(move |_| managed.get().and_then(|id| state.read(|w| w.members.get(&id).cloned())));
    let name = Signal::derive(move || member.with(|m| m.as_ref().map(|m| m.name.clone())).unwrap_or_default());
    view! {
        <Dialog open=open title=name>
            {move || member.get().map(|member| view! { <Person member open/> })}
        </Dialog>
    }
}

#[component]
fn Person(member: Member, open: RwSignal<bool>) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let notices = use_notices();
    let own = own_role(state);
    let (id, signs_in) = (member.id, member.signs_in);
    let (team, role) = (RwSignal::new(member.team), RwSignal::new(member.role));
    let before = (member.team, member.role);
    let is_admin = Memo::new(move |_| own.get() == Role::Admin);
    let is_self = state.me_untracked().is_some_and(|me| me.member == id);
    let busy = RwSignal::new(false);
    let save = move |_| {
        let (team, role) = (team.get_untracked(), role.get_untracked());
        if team != before.0 {
            let edit = Action::Edit { id, set: vec![MemberChange::Team(team)] };
            if !show_refusal(state.perform(vec![edit.into()]), notices, words) {
                return;
            }
        }
        if role == before.1 {
            open.set(false);
            return;
        }
        busy.set(true);
        spawn_local(async move {
            match accounts::change_role(id, role).await {
                Ok(()) => {
                    notices.say(t_string!(i18n, account.role_saved));
                    open.try_set(false);
                }
                Err(error) => notices.error(account_error(words, error)),
            }
            busy.try_set(false);
        });
    };
    view! {
        <TeamField id="member-team" team/>
        <Show when=move || signs_in && is_admin.get()>
            <RoleField id="member-role" role highest=own/>
        </Show>
        <div class="dialog-actions">
            <button type="button" class="button" on:click=move |_| open.set(false)>{t!(i18n, common.cancel)}</button>
            <button type="button" class="button" data-variant="primary" disabled=move || busy.get() on:click=save>{t!(i18n, common.save)}</button>
        </div>
        <Show when=move || is_admin.get() && !is_self>
            {signs_in.then(|| view! { <ResetLink id/> })}
            <Removal id name=member.name.clone() open/>
        </Show>
    }
}

/// A link by which they choose a new password.
#[component]
fn ResetLink(id: MemberId) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let notices = use_notices();
    let made = RwSignal::new(None::<Link>);
    let name = StoredValue::new(super::name_of(state, id));
    let make = move |_| {
        spawn_local(async move {
            match accounts::make_reset_link(id).await {
                Ok(link) => drop(made.try_set(Some(link))),
                Err(error) => notices.error(account_error(words, error)),
            }
        });
    };
    move || match made.get() {
        Some(link) => view! { <LinkBox link email=name.get_value()/> }.into_any(),
        None => view! { <button type="button" class="button" on:click=make>{t!(i18n, account.reset_link)}</button> }
            .into_any(),
    }
}

/// Leaving for good, asked about first.
#[component]
fn Removal(id: MemberId, name: String, open: RwSignal<bool>) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let notices = use_notices();
    let asking = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let name = StoredValue::new(name);
    let remove = move |_| {
        busy.set(true);
        spawn_local(async move {
            match accounts::remove(id).await {
                Ok(()) => {
                    notices.say(t_string!(i18n, account.removed, name = name.get_value()).to_string());
                    open.try_set(false);
                }
                Err(error) => notices.error(account_error(words, error)),
            }
            busy.try_set(false);
        });
    };
    view! {
        <Show
            when=move || asking.get()
            fallback=move || view! {
                <button type="button" class="button" data-variant="danger" on:click=move |_| asking.set(true)>
                    {t!(i18n, account.remove)}
                </button>
            }
        >
            <p role="alert">{move || t_string!(i18n, account.remove_ask, name = name.get_value()).to_string()}</p>
            <div class="dialog-actions">
                <button type="button" class="button" on:click=move |_| asking.set(false)>{t!(i18n, common.cancel)}</button>
                <button type="button" class="button" data-variant="danger" disabled=move || busy.get() on:click=remove>
                    {t!(i18n, account.remove_yes)}
                </button>
            </div>
        </Show>
    }
}
