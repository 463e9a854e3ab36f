//! The workspace's choices: stages, people, import; and this device's.

use crate::prelude::*;
use smarketing_domain::{
    member::{Member, Role, Team},
    stage::{Section, Stage},
};

/// The settings page.
#[component]
pub fn Settings() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div class="page settings">
            <header class="page-head"><h1>{t!(i18n, settings.title)}</h1></header>
            <div class="settings-columns">
                <Workspace/>
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
            <Stages/>
            <People/>
        </div>
    }
}

#[component]
fn Workspace() -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let own = move || state.watch(Topic::Kind("settings"), |w| w.own().cloned()).unwrap_or_default();
    view! {
        <section class="panel">
            <h2>{t!(i18n, settings.workspace)}</h2>
            <dl class="facts">
                <dt>{t!(i18n, settings.name)}</dt>
                <dd>{move || own().name}</dd>
                <dt>{t!(i18n, settings.currency)}</dt>
                <dd>{move || own().currency.to_string()}</dd>
            </dl>
        </section>
    }
}

#[component]
fn Stages() -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let words = use_words();
    let stages =
        move || state.watch(Topic::Kind("stage"), |w| w.stages_in_order().into_iter().cloned().collect::<Vec<Stage>>());
    let section = move |section| match section {
        Section::Reach => (t_string!(i18n, common.reach), "reach"),
        Section::Marketing => (t_string!(i18n, common.marketing), "marketing"),
        Section::Sales => (t_string!(i18n, common.sales), "sales"),
        Section::Customer => (t_string!(i18n, common.customers), "customer"),
    };
    let row = move |stage: Stage| {
        let (name, hue) = section(stage.section);
        let rots = match stage.rot_days {
            Some(days) => t_string!(i18n, common.days, count = u32::from(days)).to_string(),
            None => t_string!(i18n, settings.never).to_string(),
        };
        view! {
            <tr>
                <td>{stage.name}</td>
                <td><span class="chip" data-section=hue>{name}</span></td>
                <td class="number">{words.percent(f64::from(stage.probability) / 100.0)}</td>
                <td class="number">{rots}</td>
            </tr>
        }
    };
    view! {
        <section class="panel">
            <h2>{t!(i18n, settings.stages)}</h2>
            <div class="table-scroll" tabindex="0" role="region" aria-label=move || t_string!(i18n, settings.stages)>
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col">{t!(i18n, settings.stage)}</th>
                            <th scope="col">{t!(i18n, settings.team)}</th>
                            <th scope="col" class="number">{t!(i18n, settings.probability)}</th>
                            <th scope="col" class="number">{t!(i18n, settings.rots_after)}</th>
                        </tr>
                    </thead>
                    <tbody>{move || stages().into_iter().map(row).collect_view()}</tbody>
                </table>
            </div>
        </section>
    }
}

#[component]
fn People() -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let members = move || {
        let mut members = state.watch(Topic::Kind("member"), |w| {
            w.members.values().filter(|m| m.meta.is_alive()).cloned().collect::<Vec<Member>>()
        });
        sort::sort_by(&mut members, |a, b| (!a.signs_in, &a.name).cmp(&(!b.signs_in, &b.name)));
        members
    };
    let row = move |member: Member| {
        let team = match member.team {
            Team::Marketing => t_string!(i18n, common.marketing),
            Team::Sales => t_string!(i18n, common.sales),
            Team::Management => t_string!(i18n, common.management),
        };
        let role = match (member.signs_in, member.role) {
            (false, _) => t_string!(i18n, settings.no_sign_in),
            (_, Role::Viewer) => t_string!(i18n, common.viewer),
            (_, Role::Member) => t_string!(i18n, common.member),
            (_, Role::Manager) => t_string!(i18n, common.manager),
            (_, Role::Admin) => t_string!(i18n, common.admin),
        };
        view! {
            <tr>
                <td><span class="person"><Avatar member=member.id/>{member.name}</span></td>
                <td>{team}</td>
                <td>{role}</td>
            </tr>
        }
    };
    view! {
        <section class="panel">
            <h2>{t!(i18n, settings.members)}</h2>
            <div class="table-scroll" tabindex="0" role="region" aria-label=move || t_string!(i18n, settings.members)>
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col">{t!(i18n, settings.member_name)}</th>
                            <th scope="col">{t!(i18n, settings.team)}</th>
                            <th scope="col">{t!(i18n, settings.role)}</th>
                        </tr>
                    </thead>
                    <tbody>{move || members().into_iter().map(row).collect_view()}</tbody>
                </table>
            </div>
        </section>
    }
}
