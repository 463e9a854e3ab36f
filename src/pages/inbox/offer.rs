//! One offered lead, with what is needed to judge it.

use super::{reject::Reject, snooze::Snooze, timer::Timer};
use crate::prelude::*;
use smarketing_domain::{deal::Deal, handoff, ids::DealId, operation::Refusal, touchpoint::Touchpoint};
use wasm_bindgen::JsCast;

/// How many of the last encounters are shown.
const ENCOUNTERS: usize = 3;

/// An offered lead: accept in one tap, reject with a reason, or put off.
#[component]
pub fn Offer(
    /// Which lead.
    id: DealId,
    /// Changes as time passes.
    tick: ReadSignal<u32>,
) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let notices = use_notices();
    let deal = Memo::new(move |_| state.watch(Topic::Record(id.into()), |w| w.deal(id).cloned()).unwrap_or_default());
    let facts = move || {
        let deal = deal.get();
        let worth = deal.worth.once.map(|m| words.money(m.minor));
        let campaign = deal.fields.get(handoff::CAMPAIGN).cloned();
        let parts = [company(state, &deal), worth, Some(deal.channel.clone()), campaign];
        parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    };
    let heard = Memo::new(move |_| {
        state.watch(Topic::Kind("insight"), |w| {
            let own = w.insights.values().filter(|i| i.meta.is_alive() && i.deal == Some(id));
            own.map(|i| i.text.clone()).collect::<Vec<_>>()
        })
    });
    let accept = move |event: leptos::ev::MouseEvent| {
        let next = beside(&event);
        let me = state.me_untracked().map(|me| me.member).ok_or(Refusal::NotAMember);
        let step = me.and_then(|me| state.read(|w| handoff::accept(w, id, me, state.now())));
        if show_refusal(step.and_then(|bodies| state.perform(bodies)), notices, words) {
            notices.done(t_string!(i18n, inbox.accepted));
            // The card goes: the keyboard goes on at the next one.
            if let Some(next) = next {
                let _ = next.focus();
            }
        }
    };
    let rejecting = RwSignal::new(false);
    view! {
        <li class="panel offer">
            <header class="offer-head">
                <h2><a href=route::deal(id)>{move || deal.with(|d| d.title.clone())}</a></h2>
                <ScoreMark id/>
            </header>
            <p class="offer-facts">{facts}</p>
            <Known id deal/>
            {move || heard.get().into_iter().map(|text| view! { <blockquote class="offer-heard">{text}</blockquote> }).collect_view()}
            <footer class="offer-foot">
                <Timer deal tick/>
                <div class="offer-actions">
                    <Snooze id snoozed=Signal::derive(move || deal.with(|d| d.snoozed))/>
                    <button class="button" on:click=move |_| rejecting.set(true)>{t!(i18n, inbox.reject)}</button>
                    <button class="button" data-variant="primary" data-accept on:click=accept><Icon name=IconName::Check/>{t!(i18n, inbox.accept)}</button>
                </div>
            </footer>
            <Reject id open=rejecting/>
        </li>
    }
}

/// The way to accept the offer that follows, or the one before.
fn beside(event: &leptos::ev::MouseEvent) -> Option<web_sys::HtmlElement> {
    let button: web_sys::Element = event.current_target()?.dyn_into().ok()?;
    let card = button.closest(".offer").ok()??;
    let button_of = |card: Option<web_sys::Element>| card?.query_selector("[data-accept]").ok()?;
    let next = button_of(card.next_element_sibling()).or_else(|| button_of(card.previous_element_sibling()))?;
    next.dyn_into().ok()
}

/// People, answers and encounters, where there are any.
#[component]
fn Known(id: DealId, deal: Memo<Deal>) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let people = Memo::new(move |_| {
        let ids = deal.with(|d| d.contacts.clone());
        state.watch(Topic::Kind("contact"), |w| {
            let known = ids.iter().filter_map(|id| w.contacts.get(id)).filter(|c| c.meta.is_alive());
            let name = |c: &smarketing_domain::company::Contact| match c.position.as_str() {
                "" => c.name.clone(),
                position => format!("{} ({position})", c.name),
            };
            known.map(name).collect::<Vec<_>>()
        })
    });
    let answers = Memo::new(move |_| {
        let fields = deal.with(|d| d.fields.clone());
        let asked = state.watch(Topic::Kind("question"), |w| {
            let live = w.questions.values().filter(|q| q.meta.is_alive());
            live.map(|q| (q.field.clone(), q.text.clone())).collect::<std::collections::BTreeMap<_, _>>()
        });
        let shown = fields.into_iter().filter(|(name, value)| name != handoff::CAMPAIGN && !value.trim().is_empty());
        shown.map(|(name, value)| (asked.get(&name).cloned().unwrap_or(name), value)).collect::<Vec<_>>()
    });
    let met = Memo::new(move |_| {
        let contacts = deal.with(|d| d.contacts.clone());
        state.watch(Topic::Kind("touchpoint"), |w| {
            let theirs = |t: &&Touchpoint| {
                t.meta.is_alive() && (t.deal == Some(id) || t.contact.is_some_and(|c| contacts.contains(&c)))
            };
            let mut met: Vec<Touchpoint> = w.touchpoints.values().filter(theirs).cloned().collect();
            sort::sort_by_key(&mut met, |t| std::cmp::Reverse(t.at));
            met
        })
    });
    let encounter = move |t: Touchpoint| {
        let day = t.at.and_then(|at| words.day(at)).map(|day| words.day_month(day));
        let parts = [day, Some(moment_name(words, t.moment).to_owned()), Some(t.channel), Some(t.campaign)];
        parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    };
    view! {
        <dl class="offer-known">
            <Show when=move || !people.with(Vec::is_empty)>
                <dt>{t!(i18n, inbox.people)}</dt>
                <dd>{move || people.get().join(", ")}</dd>
            </Show>
            {move || answers.get().into_iter().map(|(name, value)| view! { <dt class="two-lines">{name}</dt><dd>{value}</dd> }).collect_view()}
            <Show when=move || !met.with(Vec::is_empty)>
                <dt>{t!(i18n, inbox.met)}</dt>
                <dd>
                    <ul>{move || met.get().into_iter().take(ENCOUNTERS).map(|t| view! { <li>{encounter(t)}</li> }).collect_view()}</ul>
                </dd>
            </Show>
        </dl>
    }
}

fn company(state: State, deal: &Deal) -> Option<String> {
    let company = deal.company?;
    state.watch(Topic::Record(company.into()), |w| w.companies.get(&company).map(|c| c.name.clone()))
}
