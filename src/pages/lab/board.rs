//! Hypotheses by status: idea, ready, running, decided.

use super::{
    card::Card,
    carry::Carry,
    counting,
    draft::Draft,
    form::SentenceForm,
    judged,
    memory::Memory,
    moving::{Mover, RulingDialog, refocus},
    order::{Order, OrderSwitch, shown as shown_in},
    playbook::{Fading, Playbook},
    portfolio::Portfolio,
    standing::{Spot, living, top},
    status_name, status_word,
    views::{LabView, Views},
};
use crate::prelude::*;
use leptos::html;
use smarketing_domain::{
    filter::Filter,
    hypothesis::{
        Arm, Evidence, HypothesisChange, Plan, Standing, Status,
        evidence::{EVIDENCE_MAX, insight},
    },
    ids::{HypothesisId, InsightId},
    operation::{Action, Refusal},
};

/// The board of the lab.
#[component]
pub fn Hypotheses() -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    counting::provide(state, None);
    let mover = Mover::new();
    let node = NodeRef::<html::Div>::new();
    let address = use_address();
    let order = Order::of(address);
    let carry = Carry::new(mover, node, order);
    let creating = RwSignal::new(false);
    let shown = LabView::of(address);
    let because = RwSignal::new(Draft::default());
    // What was heard in the exchange becomes the beginning of a hypothesis.
    Effect::new(move || {
        if let Some(saw) = address.get("because") {
            let segment = Filter { channel: address.get("channel"), ..Filter::default() };
            because.set(Draft {
                saw,
                segment,
                evidence: linked(state, &address.get("insights").unwrap_or_default()),
                ..Draft::default()
            });
            creating.set(true);
            address.set(&["because", "channel", "insights"].map(|name| (name, String::new())));
        }
    });
    let menu_of = RwSignal::new(None::<HypothesisId>);
    let menu_open = RwSignal::new(false);
    let menu = Callback::new(move |id| {
        menu_of.set(Some(id));
        menu_open.set(true);
    });
    let create = Callback::new(move |()| {
        because.set(Draft::default());
        creating.set(true);
    });
    let is_empty = Memo::new(move |_| {
        state.watch(Topic::Kind("hypothesis"), |w| !w.hypotheses.values().any(|h| h.meta.is_alive()))
    });
    let keep_page_still = move |event: leptos::ev::TouchEvent| {
        if carry.owns_touch() && event.cancelable() {
            event.prevent_default();
        }
    };
    view! {
        <div class="page lab">
            <header class="page-head">
                <div class="lab-heading">
                    <h1>{t!(i18n, lab.title)}</h1>
                    <p>{t!(i18n, lab.lead)}</p>
                </div>
                <button class="button" data-variant="primary" on:click=move |_| create.run(())>
                    <Icon name=IconName::Plus/>
                    {t!(i18n, lab.new)}
                </button>
            </header>
            <Views address view=shown/>
            <Fading/>
            {move || match shown.get() {
                LabView::Board => None,
                LabView::Playbook => Some(view! { <Playbook/> }.into_any()),
                LabView::Memory => Some(view! { <Memory/> }.into_any()),
                LabView::Portfolio => Some(view! { <Portfolio/> }.into_any()),
            }}
            <p class="visually-hidden" id="lab-keys">{t!(i18n, lab.keys_hint)}</p>
            <Show when=move || shown.get() == LabView::Board>
                <Show
                    when=move || !is_empty.get()
                    fallback=move || view! {
                        <Empty icon=IconName::Lab text=Signal::derive(move || t_string!(i18n, lab.empty_idea).to_owned())>
                            <button class="button" data-variant="primary" on:click=move |_| create.run(())>{t!(i18n, lab.new)}</button>
                        </Empty>
                    }
                >
                    <div
                        class="lab-board" node_ref=node tabindex="0" role="region" aria-label=move || t_string!(i18n, lab.title)
                        data-carrying=move || carry.held().map(|_| "true") on:touchmove=keep_page_still
                    >
                        {Status::ALL.map(|status| view! { <Column status carry order menu/> })}
                    </div>
                </Show>
            </Show>
            <Ghost carry/>
            <MoveMenu of=menu_of open=menu_open mover/>
            <RulingDialog mover/>
            <Create open=creating because/>
        </div>
    }
}

#[component]
fn Column(status: Status, carry: Carry, order: Order, menu: Callback<HypothesisId>) -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let words = use_words();
    let ids = Memo::new(move |_| {
        let by_votes = order.decides(status);
        // Who is in which team decides how votes count.
        if by_votes {
            state.track(Topic::Kind("member"));
        }
        state.watch(Topic::Kind("hypothesis"), |w| shown_in(w, status, by_votes))
    });
    let over = Memo::new(move |_| carry.held().filter(|held| held.status == status));
    // The card before which the carried one would land; `None` is the end.
    let before = Memo::new(move |_| {
        // Where the votes decide there is no place to choose.
        let held = over.get().filter(|_| !order.decides(status))?;
        Some(ids.with(|ids| ids.iter().filter(|id| **id != held.id).nth(held.index).copied()))
    });
    let empty = move || match status {
        Status::Idea => t_string!(i18n, lab.empty_idea),
        Status::Ready => t_string!(i18n, lab.empty_ready),
        Status::Running => t_string!(i18n, lab.empty_running),
        Status::Decided => t_string!(i18n, lab.empty_decided),
    };
    let heading = format!("lab-column-{}", status_name(status));
    view! {
        <section
            class="lab-column" data-lab-column=status_name(status) aria-labelledby=heading.clone()
            data-over=move || over.get().map(|_| "true")
        >
            <h2 class="lab-column-head" id=heading.clone()>
                <span>{move || status_word(words, status)}</span>
                <span class="lab-count">{move || words.number(ids.with(Vec::len) as u64)}</span>
            </h2>
            {(status == Status::Idea).then(|| view! { <OrderSwitch order/> })}
            <ul class="lab-cards">
                <For each=move || ids.get() key=|id| *id let:id>
                    <Card id carry menu gap=Signal::derive(move || before.get() == Some(Some(id)))/>
                </For>
                <li class="lab-gap" aria-hidden="true" data-gap=move || (before.get() == Some(None)).then_some("true")></li>
            </ul>
            <Show when=move || ids.with(Vec::is_empty)>
                <p class="lab-empty">{empty}</p>
            </Show>
        </section>
    }
}

/// What hangs on the pointer while a card is carried.
#[component]
fn Ghost(carry: Carry) -> impl IntoView {
    let state = use_state();
    let carried = Memo::new(move |_| carry.held().filter(|held| !held.by_keys).map(|held| held.id));
    let place = move |part: fn((f64, f64)) -> f64| move || format!("{}px", part(carry.point()));
    move || {
        let id = carried.get()?;
        let title = state.read(|w| living(w, id).map(|h| h.title.clone()))?;
        Some(view! {
            <div class="lab-ghost" aria-hidden="true" style:left=place(|p| p.0) style:top=place(|p| p.1)>
                <span class="two-lines">{title}</span>
            </div>
        })
    }
}

/// The columns, to move a card there without dragging.
#[component]
fn MoveMenu(of: RwSignal<Option<HypothesisId>>, open: RwSignal<bool>, mover: Mover) -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let words = use_words();
    let item = move |id: HypothesisId, status: Status| {
        let seen = judged(state, id);
        let is_here = Memo::new(move |_| seen.with(|seen| seen.hypothesis.standing.status == status));
        let go = move |_| {
            open.set(false);
            mover.to(id, Spot { status, after: None });
        };
        view! {
            <button class="menu-item" disabled=move || is_here.get() on:click=go>
                {move || status_word(words, status)}
                {move || is_here.get().then(|| view! { <small>{t!(i18n, lab.stands_here)}</small> })}
            </button>
        }
    };
    view! {
        <Dialog open=open title=Signal::derive(move || t_string!(i18n, lab.move_to).to_owned())>
            <div class="lab-move">
                {move || of.get().map(|id| Status::ALL.map(|status| item(id, status)))}
            </div>
            <div class="dialog-actions">
                <button class="button" on:click=move |_| open.set(false)>{t!(i18n, common.cancel)}</button>
            </div>
        </Dialog>
    }
}

/// Writing a new one down, which may begin with what was seen, and where.
#[component]
fn Create(open: RwSignal<bool>, because: RwSignal<Draft>) -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let words = use_words();
    let notices = use_notices();
    let leave = Callback::new(move |()| open.set(false));
    let keep = Callback::new(move |draft: Draft| {
        let id = new_id::<HypothesisId>();
        let arms = [t_string!(i18n, lab.control_name), t_string!(i18n, lab.variant_name)];
        let arms = arms.map(|name| Arm { name: name.to_owned(), ..Arm::default() }).to_vec();
        if show_refusal(write_down(state, id, &draft, arms), notices, words) {
            open.set(false);
            notices.done(t_string!(i18n, lab.created));
            refocus(id);
        }
    });
    let begin = move || {
        let team = state.me_untracked().map(|me| me.team.into()).unwrap_or_default();
        let plan = Plan::default();
        let typed = super::typed::as_typed;
        let currency = words.currency();
        Draft {
            team,
            currency,
            effect: typed(plan.effect_bp),
            baseline: typed(plan.baseline_bp),
            ..because.get_untracked()
        }
    };
    view! {
        <Dialog open=open title=Signal::derive(move || t_string!(i18n, lab.new).to_owned())>
            <SentenceForm begin=begin() arms=2 verb=Signal::derive(move || t_string!(i18n, lab.f_create).to_owned()) keep leave/>
        </Dialog>
    }
}

/// Links to the insights that an address names, as far as they are there.
fn linked(state: State, ids: &str) -> Vec<Evidence> {
    let ids = ids.split(',').filter_map(|id| id.parse::<InsightId>().ok());
    let there = state.read(|w| ids.filter(|id| insight(w, *id).is_some()).take(EVIDENCE_MAX).collect::<Vec<_>>());
    there.into_iter().map(Evidence::Insight).collect()
}

/// A new idea, at the top of its column.
fn write_down(state: State, id: HypothesisId, draft: &Draft, arms: Vec<Arm>) -> Result<(), Refusal> {
    let Ok(mut set) = draft.changes() else { return Err(Refusal::TextMissing) };
    let rank = state.read(|w| top(w, Status::Idea));
    set.push(HypothesisChange::Standing(Standing { status: Status::Idea, rank }));
    set.push(HypothesisChange::Arms(arms));
    state.perform(vec![Action::Create { id, set }.into()])
}
