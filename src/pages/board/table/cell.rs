//! What stands in a cell.

use super::sheet::Sheet;
use crate::prelude::*;
use smarketing_domain::{
    clock::DAY,
    deal::Deal,
    ids::DealId,
    sheet::{Column, customer},
    stage::{Section, Stage, StageRole},
};
use std::collections::HashMap;

/// What a cell shows; it listens to changes.
pub fn shown(sheet: Sheet, id: DealId, column: Column, scores: Memo<HashMap<DealId, i32>>) -> AnyView {
    let words = sheet.desk.words;
    match column {
        Column::Title => view! { <span class="one-line">{move || title(sheet, id)}</span> }.into_any(),
        Column::Customer => line(move || buyer(sheet, id)),
        Column::Stage => (move || stage(sheet, id)).into_any(),
        Column::Value => line(move || {
            let minor = deal(sheet, id, |deal| deal.worth.once.map(|money| money.minor));
            minor.map(|minor| words.money(minor)).unwrap_or_default()
        }),
        Column::Owner => (move || owner(sheet, id)).into_any(),
        Column::Channel => line(move || deal(sheet, id, |deal| deal.channel.clone())),
        Column::Close => (move || close(sheet, id)).into_any(),
        Column::NextStep => view! { <UrgencyMark deal=id title=true/> }.into_any(),
        Column::Days => (move || days(sheet, id)).into_any(),
        Column::Score => line(move || {
            let points = scores.with(|scores| scores.get(&id).copied());
            points.map(|points| words.mark(points.into())).unwrap_or_default()
        }),
    }
}

fn line(text: impl Fn() -> String + Send + 'static) -> AnyView {
    view! { <span class="one-line">{text}</span> }.into_any()
}

/// Reads the deal and listens to it.
pub fn deal<T: Default>(sheet: Sheet, id: DealId, look: impl FnOnce(&Deal) -> T) -> T {
    sheet.desk.state.watch(Topic::Record(id.into()), |w| w.deal(id).map(look)).unwrap_or_default()
}

/// What a deal is called.
pub fn title(sheet: Sheet, id: DealId) -> String {
    let title = deal(sheet, id, |deal| deal.title.clone());
    if title.is_empty() { t_string!(sheet.desk.words.i18n, lists.untitled).to_owned() } else { title }
}

fn buyer(sheet: Sheet, id: DealId) -> String {
    let state = sheet.desk.state;
    let (company, person) = deal(sheet, id, |deal| (deal.company, deal.contacts.first().copied()));
    // They may be renamed.
    if let Some(company) = company {
        state.track(Topic::Record(company.into()));
    }
    if let Some(person) = person {
        state.track(Topic::Record(person.into()));
    }
    state.read(|w| w.deal(id).and_then(|deal| customer(w, deal)).unwrap_or_default().to_owned())
}

/// Reads the deal's stage and listens to it.
fn stage_of<T>(sheet: Sheet, id: DealId, look: impl FnOnce(&Stage) -> T) -> Option<T> {
    let stage = deal(sheet, id, |deal| Some(deal.place.stage))?;
    sheet.desk.state.watch(Topic::Record(stage.into()), |w| w.stages.get(&stage).map(look))
}

fn stage(sheet: Sheet, id: DealId) -> impl IntoView {
    stage_of(sheet, id, |stage| {
        let section = match stage.section {
            _ if stage.role == StageRole::Lost => "lost",
            Section::Reach => "reach",
            Section::Marketing => "marketing",
            Section::Sales => "sales",
            Section::Customer => "customer",
        };
        view! { <span class="chip" data-section=section title=stage.name.clone()><span class="one-line">{stage.name.clone()}</span></span> }
    })
}

fn owner(sheet: Sheet, id: DealId) -> impl IntoView {
    let member = deal(sheet, id, |deal| deal.owner)?;
    let name = sheet.desk.state.watch(Topic::Record(member.into()), |w| w.members.get(&member).map(|m| m.name.clone()));
    Some(view! { <span class="one-line">{name}</span> })
}

/// The day; one that has passed while the deal is still open is marked.
fn close(sheet: Sheet, id: DealId) -> impl IntoView {
    let words = sheet.desk.words;
    let day = deal(sheet, id, |deal| deal.expected_close)?;
    let is_open = stage_of(sheet, id, |stage| stage.role.is_undecided()).unwrap_or_default();
    let late = (is_open && day < words.today()).then(|| t_string!(words.i18n, common.overdue));
    let text = words.date(day);
    Some(match late {
        Some(late) => view! {
            <span class="urgency" data-urgency="overdue" title=late>
                <span class="one-line">{text}</span><span class="visually-hidden">{format!(" ({late})")}</span>
            </span>
        }
        .into_any(),
        None => view! { <span class="one-line">{text}</span> }.into_any(),
    })
}

/// How long it has stood in its stage; longer than it should is marked.
fn days(sheet: Sheet, id: DealId) -> impl IntoView {
    let words = sheet.desk.words;
    let since = deal(sheet, id, |deal| deal.standing_since())?;
    let ms = sheet.desk.state.now().since(since);
    let rot_days = stage_of(sheet, id, |stage| stage.rot_days).flatten();
    let rots = rot_days.is_some_and(|days| ms > i64::from(days) * DAY);
    let age = words.duration(ms);
    let title = rots.then(|| t_string!(words.i18n, board.age_rotting, age = age.clone()).to_string());
    Some(view! { <span class="one-line sheet-days" data-rotting=rots.then_some("") title=title>{age}</span> })
}
