//! The workspace's choices: stages, people, import; one's own access; and this
//! device's.

mod audit;
mod calls;
mod form;
mod invite;
mod invited;
mod keys;
mod manage;
mod own;
mod password;
mod people;
mod stages;
mod workspace;

use crate::prelude::*;
use smarketing_domain::{ids::MemberId, member::Role};

/// The role of whoever looks, as the workspace knows it now.
fn own_role(state: State) -> Memo<Role> {
    Memo::new(move |_| {
        let me = state.me().map(|me| (me.member, me.role));
        let known =
            me.and_then(|(id, _)| state.watch(Topic::Record(id.into()), |w| w.members.get(&id).map(|m| m.role)));
        known.or(me.map(|(_, role)| role)).unwrap_or_default()
    })
}

/// How a member is called; empty for one who is not known here.
fn name_of(state: State, id: MemberId) -> String {
    state.watch(Topic::Record(id.into()), |w| w.members.get(&id).map(|m| m.name.clone())).unwrap_or_default()
}

/// The settings page.
#[component]
pub fn Settings() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div class="page settings">
            <header class="page-head"><h1>{t!(i18n, settings.title)}</h1></header>
            <div class="settings-columns">
                <workspace::Choices/>
                <section class="panel settings-device">
                    <h2>{t!(i18n, settings.this_device)}</h2>
                    <DeviceChoices/>
                </section>
                <section class="panel">
                    <h2>{t!(i18n, settings.import)}</h2>
                    <p>{t!(i18n, settings.import_text)}</p>
                    <p class="settings-action">
                        <a class="button" href=route::IMPORT><Icon name=IconName::Upload/>{t!(i18n, settings.import_open)}</a>
                    </p>
                </section>
            </div>
            <stages::Stages/>
            <people::People/>
            <own::OwnAccess/>
            <keys::IntakeKeys/>
            <form::SiteForm/>
            <calls::Calls/>
            <audit::AuditLog/>
        </div>
    }
}
