//! A deal in the calendar: what it is, what it is worth, on which day.

use super::agenda::Agenda;
use crate::prelude::*;
use smarketing_domain::{ids::DealId, sheet::customer, stage::Section};

/// The card of a deal.
#[component]
pub fn Card(agenda: Agenda, deal: DealId) -> impl IntoView {
    let (state, words) = (agenda.desk.state, agenda.desk.words);
    let i18n = words.i18n;
    let id = deal;
    let record = Memo::new(move |_| state.watch(Topic::Record(id.into()), |w| w.deal(id).cloned()));
    let title = Memo::new(move |_| {
        let title = record.with(|deal| deal.as_ref().map(|deal| deal.title.clone()).unwrap_or_default());
        if title.is_empty() { t_string!(i18n, lists.untitled).to_owned() } else { title }
    });
    let buyer = move || {
        let company = record.with(|deal| deal.as_ref().and_then(|deal| deal.company));
        if let Some(company) = company {
            state.track(Topic::Record(company.into()));
        }
        state.read(|w| w.deal(id).and_then(|deal| customer(w, deal)).unwrap_or_default().to_owned())
    };
    let value = move || {
        let minor = record.with(|deal| deal.as_ref()?.worth.once.map(|money| money.minor));
        minor.map(|minor| words.money(minor))
    };
    let day = move || {
        let day = record.with(|deal| deal.as_ref()?.expected_close)?;
        let text = format!("{}, {}", words.weekday(day), words.day_month(day));
        let is_late = day < agenda.today.get();
        Some(match is_late {
            true => view! { <span class="urgency" data-urgency="overdue"><span class="one-line">{text}</span></span> }
                .into_any(),
            false => view! { <span class="closing-day">{text}</span> }.into_any(),
        })
    };
    let stage = move || {
        let stage = record.with(|deal| deal.as_ref().map(|deal| deal.place.stage))?;
        let (name, section) = state.watch(Topic::Record(stage.into()), |w| {
            w.stages.get(&stage).map(|stage| (stage.name.clone(), stage.section))
        })?;
        let section = match section {
            Section::Reach => "reach",
            Section::Marketing => "marketing",
            Section::Sales => "sales",
            Section::Customer => "customer",
        };
        Some(
            view! { <span class="chip" data-section=section title=name.clone()><span class="one-line">{name.clone()}</span></span> },
        )
    };
    let owner = move || record.with(|deal| deal.as_ref()?.owner).map(|member| view! { <Avatar member/> });
    let label = move || t_string!(i18n, closings.move_title, title = title.get()).to_string();
    view! {
        <li
            class="closing-card" data-deal=id.to_string()
            data-dragging=move || (agenda.lifted.get() == Some(id)).then_some("")
        >
            <a class="closing-title one-line" href=route::deal(id) draggable="false" title=move || title.get()>{move || title.get()}</a>
            <p class="closing-line">
                <span class="one-line">{buyer}</span>
                <span class="closing-value number">{value}</span>
            </p>
            <p class="closing-line">{owner}{day}{stage}</p>
            <button
                type="button" class="card-menu" data-move aria-haspopup="dialog" aria-label=label
                on:click=move |_| agenda.menu.set(Some(id))
            ></button>
        </li>
    }
}
