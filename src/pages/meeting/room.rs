//! The screen of a meeting that goes on: the agenda, the present item, the way on.

use super::{
    Held, ITEM, LEFT_AT, Parts,
    actions::Actions,
    end::End,
    follow::{Following, Lead},
    hypotheses::Hypotheses,
    numbers::Numbers,
    stuck::StuckDeals,
    words::{clock, item_name, person},
};
use crate::prelude::*;
use leptos::ev;
use smarketing_domain::{ids::DealId, meeting::agenda::Item};
use std::time::Duration;
use wasm_bindgen::JsCast;
use web_sys::Element;

/// How often the time since the beginning is looked at.
const LOOK: Duration = Duration::from_secs(5);

/// Whose customer was heard: of a deal, or of none.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Hearing(pub Option<DealId>);

/// The meeting's screen.
#[component]
pub fn Room(
    /// The meeting.
    held: Held,
    /// What other pages have to say.
    parts: Parts,
) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let address = use_address();
    let lead = Lead::new(held);
    let item = Memo::new(move |_| match lead.follows.get() {
        true => lead.at.get(),
        false => address.get(ITEM).map_or_else(|| lead.own().unwrap_or(LEFT_AT.get()), |name| Item::named(&name)),
    });
    let go = move |to: Option<Item>| {
        let Some(to) = to else { return };
        LEFT_AT.set(to);
        lead.go(to);
        address.set(&[(ITEM, to.name().to_owned())]);
        // Each item begins at its top.
        if let Some(main) = document().get_element_by_id("main") {
            main.set_scroll_top(0);
        }
    };
    let keys = window_event_listener(ev::keydown, move |event| {
        if event.ctrl_key() || event.meta_key() || event.alt_key() || is_taken(&event) {
            return;
        }
        match event.key().as_str() {
            "ArrowRight" => go(item.get_untracked().next()),
            "ArrowLeft" => go(item.get_untracked().previous()),
            _ => return,
        }
        event.prevent_default();
    });
    on_cleanup(move || keys.remove());
    let hearing = RwSignal::new(None::<Hearing>);
    provide_context(hearing);
    let line = move |this: Item| {
        view! {
            <button
                type="button" class="meeting-item" data-item=this.name()
                aria-current=move || (item.get() == this).then_some("step") on:click=move |_| go(Some(this))
            >{move || item_name(words, this)}</button>
        }
    };
    let body = move || match item.get() {
        Item::Numbers => view! { <Numbers held/> }.into_any(),
        Item::Bottleneck => view! {
            <div class="meeting-neck">
                <div>{(parts.bottleneck)()}</div>
                <p class="meeting-neck-none">{t!(i18n, meeting.no_bottleneck)}</p>
            </div>
        }
        .into_any(),
        Item::Agreement => (parts.agreement)(),
        Item::Stuck => view! { <StuckDeals/> }.into_any(),
        Item::Forecast => (parts.forecast)(),
        Item::Hypotheses => view! { <Hypotheses/> }.into_any(),
        Item::Actions => view! { <Actions held/> }.into_any(),
        Item::End => view! { <End held/> }.into_any(),
    };
    let way_on = move || item.get().next().map(|next| item_name(words, next));
    view! {
        <article class="meeting-room" data-meeting=held.id.to_string()>
            <header class="meeting-head">
                <a class="button" data-variant="quiet" data-icon-only href=route::HOURGLASS aria-label=move || t_string!(i18n, meeting.leave)>
                    <Icon name=IconName::Left/>
                </a>
                <Since held/>
                <Following lead stay=Callback::new(move |()| go(Some(item.get_untracked())))/>
                <button type="button" class="button" data-hear on:click=move |_| hearing.set(Some(Hearing(None)))>
                    <Icon name=IconName::Insight/>{t!(i18n, exchange.heard)}
                </button>
            </header>
            <nav class="meeting-agenda" aria-label=move || t_string!(i18n, meeting.agenda)>{Item::ALL.map(line)}</nav>
            <section class="meeting-body" aria-labelledby="meeting-now" data-at=move || item.get().name()>
                <h1 id="meeting-now" aria-live="polite">{move || item_name(words, item.get())}</h1>
                {body}
            </section>
            <footer class="meeting-way">
                <button type="button" class="button" data-previous disabled=move || item.get().previous().is_none() on:click=move |_| go(item.get_untracked().previous())>
                    <Icon name=IconName::Left/>{t!(i18n, meeting.previous)}
                </button>
                <button type="button" class="button" data-variant="primary" data-next disabled=move || way_on().is_none() on:click=move |_| go(item.get_untracked().next())>
                    <span class="two-lines">{move || way_on().unwrap_or(t_string!(i18n, meeting.last_item))}</span><Icon name=IconName::Right/>
                </button>
            </footer>
            <Hear hearing/>
        </article>
    }
}

/// Who began it, and how long it has gone on.
#[component]
fn Since(held: Held) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let now = RwSignal::new(state.now());
    let handle = set_interval_with_handle(
        move || {
            now.try_set(state.now());
        },
        LOOK,
    );
    on_cleanup(move || {
        if let Ok(handle) = handle {
            handle.clear();
        }
    });
    let gone = move || {
        let minutes = now.get().since(held.began).max(0) / 60_000;
        format!("{}:{:02}", minutes / 60, minutes % 60)
    };
    let about = move || {
        let name = person(state, held.by).unwrap_or_else(|| t_string!(i18n, history.somebody).to_owned());
        t_string!(i18n, meeting.since, name = name, time = clock(state, held.began)).to_string()
    };
    view! {
        <p class="meeting-since">
            <span role="timer" aria-label=move || t_string!(i18n, meeting.elapsed)><Icon name=IconName::Clock/><b data-elapsed>{gone}</b></span>
            <span class="one-line">{about}</span>
        </p>
    }
}

/// Writing down what a customer said, wherever the agenda is: the second tap says again
/// what others have said.
#[component]
fn Hear(hearing: RwSignal<Option<Hearing>>) -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let open = RwSignal::new(false);
    Effect::new(move || open.set(hearing.get().is_some()));
    Effect::new(move || {
        if !open.get() && hearing.get_untracked().is_some() {
            hearing.set(None);
        }
    });
    let title = Signal::derive(move || match hearing.get() {
        Some(Hearing(Some(deal))) => {
            let title = state.read(|w| w.deal(deal).map(|d| d.title.clone()).unwrap_or_default());
            t_string!(i18n, board.hear_title, title = title).to_string()
        }
        _ => t_string!(i18n, exchange.heard).to_owned(),
    });
    let on_kept = Callback::new(move |()| open.set(false));
    view! {
        <Dialog open title>
            {move || hearing.get().map(|Hearing(deal)| match deal {
                Some(deal) => view! { <Capture deal on_kept/> }.into_any(),
                None => view! { <Capture again=true on_kept/> }.into_any(),
            })}
        </Dialog>
    }
}

/// Whether the key belongs to a field, or a dialog is open.
fn is_taken(event: &web_sys::KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let within =
        |target: Element| target.closest("input, select, textarea, dialog, [popover]").ok().flatten().is_some();
    target.is_some_and(within) || document().query_selector("dialog[open]").ok().flatten().is_some()
}
