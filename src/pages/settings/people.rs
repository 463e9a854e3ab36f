//! The people of the workspace: their team, their role, and how they sign in.

use super::{invite::InviteDialog, invited::Invited, manage::ManageDialog, own_role};
use crate::{prelude::*, sync::accounts};
use smarketing_domain::{
    account::wire::SignInLine,
    ids::MemberId,
    member::{Member, Role},
};

/// The list of people, with what managers and admins may do about it.
#[component]
pub fn People() -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let role = own_role(state);
    let sees = Memo::new(move |_| role.get() >= Role::Manager);
    view! {
        <section class="panel" aria-labelledby="people">
            <h2 id="people">{t!(i18n, settings.members)}</h2>
            {move || match sees.get() {
                true => view! { <Managed/> }.into_any(),
                false => view! { <Table addresses=Signal::stored(None) manage=None/> }.into_any(),
            }}
        </section>
    }
}

#[component]
fn Managed() -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let inviting = RwSignal::new(false);
    let managed = RwSignal::new(None::<MemberId>);
    let sign_ins = Remote::new(accounts::sign_ins);
    let invites = Remote::new(accounts::invites);
    // Somebody has come or gone.
    Effect::new(move |before: Option<()>| {
        state.track(Topic::Kind("member"));
        if before.is_some() {
            sign_ins.ask_again();
            invites.ask_again();
        }
    });
    let addresses = Signal::derive(move || sign_ins.get());
    let invited = Callback::new(move |()| invites.ask_again());
    view! {
        <div class="panel-action">
            <button type="button" class="button" data-variant="primary" on:click=move |_| inviting.set(true)>
                <Icon name=IconName::Plus/>{t!(i18n, account.invite)}
            </button>
        </div>
        <Table addresses manage=Some(managed)/>
        <Invited invites/>
        <InviteDialog open=inviting invited/>
        <ManageDialog managed/>
    }
}

/// The table. Addresses are shown where they are known, and a button to change
/// somebody where that is possible.
#[component]
fn Table(addresses: Signal<Option<Vec<SignInLine>>>, manage: Option<RwSignal<Option<MemberId>>>) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let members = move || {
        let mut members = state.watch(Topic::Kind("member"), |w| {
            w.members.values().filter(|m| m.meta.is_alive()).cloned().collect::<Vec<Member>>()
        });
        sort::sort_by(&mut members, |a, b| (!a.signs_in, &a.name).cmp(&(!b.signs_in, &b.name)));
        members
    };
    let row = move |member: Member| {
        let id = member.id;
        let role = if member.signs_in { role_name(words, member.role) } else { t_string!(i18n, settings.no_sign_in) };
        let email = addresses
            .with(|lines| lines.iter().flatten().find(|line| line.member == id).map(|line| line.email.clone()));
        let label = t_string!(i18n, account.manage, name = member.name.clone()).to_string();
        view! {
            <tr data-member=id.to_string() data-role=format!("{:?}", member.role).to_lowercase()>
                <td><span class="person"><Avatar member=id/>{member.name}</span></td>
                {manage.map(|_| view! { <td>{email}</td> })}
                <td>{team_name(words, member.team)}</td>
                <td>{role}</td>
                {manage.map(|manage| view! {
                    <td class="table-button">
                        <button
                            type="button" class="button" data-variant="quiet" data-icon-only aria-haspopup="dialog"
                            aria-label=label on:click=move |_| manage.set(Some(id))
                        ><Icon name=IconName::More/></button>
                    </td>
                })}
            </tr>
        }
    };
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-label=move || t_string!(i18n, settings.members)>
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">{t!(i18n, settings.member_name)}</th>
                        {manage.map(|_| view! { <th scope="col">{t!(i18n, account.email)}</th> })}
                        <th scope="col">{t!(i18n, settings.team)}</th>
                        <th scope="col">{t!(i18n, settings.role)}</th>
                        {manage.map(|_| view! { <th scope="col"><span class="visually-hidden">{t!(i18n, common.edit)}</span></th> })}
                    </tr>
                </thead>
                <tbody>{move || members().into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
}
