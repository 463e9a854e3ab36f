//! What the managers of sales see first: offers that have waited for twice the
//! promised time, who has them, and the ways to take care of them.

use super::timer::ticks;
use crate::{prelude::*, zone};
use smarketing_domain::{
    deal::DealChange,
    handoff::{self, Escalated, escalated, is_told},
    ids::{DealId, MemberId},
    member::{Role, Team},
    operation::{DealAction, Refusal},
};

/// The escalated offers that are the matter of whoever sits before the screen.
fn mine(state: State) -> Memo<Vec<Escalated>> {
    let (changes, time) = (calm_ticks(state), ticks());
    Memo::new(move |_| {
        changes.track();
        time.track();
        let (me, now) = (state.me().map(|me| me.member), state.now());
        state.read(|w| match me.and_then(|me| w.members.get(&me)).is_some_and(is_told) {
            true => escalated(w, &zone::of_clock(w), now),
            false => Vec::new(),
        })
    })
}

/// How many there are, at the inbox's place in the rail.
#[component]
pub fn EscalatedCount() -> impl IntoView {
    let i18n = use_i18n();
    let found = mine(use_state());
    let count = Memo::new(move |_| found.with(Vec::len));
    let said = move || t_string!(i18n, escalation.count, count = count.get() as u32).to_string();
    view! {
        <Show when=move || { count.get() > 0 }>
            <span class="rail-escalated" data-escalated=move || count.get().to_string() title=said>
                <span aria-hidden="true">{move || count.get()}</span>
                <span class="visually-hidden">{said}</span>
            </span>
        </Show>
    }
}

/// So many stand before all other offers; the rest when somebody asks for them.
const SHOWN: usize = 3;

/// The section at the top of a manager's inbox.
#[component]
pub fn EscalatedOffers() -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let found = mine(state);
    let count = Memo::new(move |_| found.with(Vec::len));
    let all = RwSignal::new(false);
    let shown = move || {
        let most = if all.get() { usize::MAX } else { SHOWN };
        found.with(|found| found.iter().take(most).cloned().collect::<Vec<_>>())
    };
    view! {
        <Show when=move || { count.get() > 0 }>
            <section class="panel escalations" aria-labelledby="escalations">
                <h2 id="escalations"><Icon name=IconName::Warning/>{t!(i18n, escalation.title)}</h2>
                <p class="field-hint">{t!(i18n, escalation.rule)}</p>
                <ul>
                    <For each=shown key=|one| one.deal let:one><Line one/></For>
                </ul>
                <Show when=move || { count.get() > SHOWN }>
                    <button type="button" class="button" aria-expanded=move || all.get().to_string() on:click=move |_| all.update(|all| *all = !*all)>
                        {move || match all.get() {
                            true => t_string!(i18n, escalation.fewer, count = SHOWN as u32).to_string(),
                            false => t_string!(i18n, escalation.all, count = count.get() as u32).to_string(),
                        }}
                    </button>
                </Show>
            </section>
        </Show>
    }
}

#[component]
fn Line(one: Escalated) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let notices = use_notices();
    let id = one.deal;
    let deal = Memo::new(move |_| state.watch(Topic::Record(id.into()), |w| w.deal(id).cloned()).unwrap_or_default());
    let name = move |member: MemberId| {
        state.watch(Topic::Record(member.into()), |w| w.members.get(&member).map(|m| m.name.clone()))
    };
    let who = move || match deal.with(|d| d.owner).and_then(name) {
        Some(name) => t_string!(i18n, escalation.has, name = name).to_string(),
        None => t_string!(i18n, escalation.nobody).to_owned(),
    };
    let since = move || {
        let (offered, since) = (words.date_time(one.offered), words.date_time(one.since));
        t_string!(i18n, escalation.since, offered = offered, since = since).to_string()
    };
    let take = move |_| {
        let me = state.me_untracked().map(|me| me.member).ok_or(Refusal::NotAMember);
        let step = me.and_then(|me| state.read(|w| handoff::accept(w, id, me, state.now())));
        if show_refusal(step.and_then(|bodies| state.perform(bodies)), notices, words) {
            notices.done(t_string!(i18n, inbox.accepted));
        }
    };
    let hand = move |member: MemberId| {
        if show_refusal(state.perform(vec![hand_to(id, member)]), notices, words) {
            let name = untrack(|| name(member)).unwrap_or_default();
            notices.done(t_string!(i18n, escalation.handed, name = name).to_string());
        }
    };
    let sellers = Memo::new(move |_| state.watch(Topic::Kind("member"), sellers));
    let label = move || {
        let title = deal.with(|d| d.title.clone());
        t_string!(i18n, escalation.hand, title = title).to_string()
    };
    view! {
        <li class="escalation" data-escalation=id.to_string()>
            <div>
                <a class="two-lines" href=route::deal(id)>{move || deal.with(|d| d.title.clone())}</a>
                <span>{who}" · "{since}</span>
            </div>
            <div class="escalation-do">
                <select
                    class="input" aria-label=label
                    on:change:target=move |ev| {
                        if let Ok(member) = ev.target().value().parse() {
                            hand(member);
                        }
                        // It asks again; who has it stands beside it.
                        ev.target().set_value("");
                    }
                >
                    <option value="">{t!(i18n, escalation.hand_to)}</option>
                    {move || sellers.get().into_iter().map(|(id, name)| view! { <option value=id.to_string()>{name}</option> }).collect_view()}
                </select>
                <button type="button" class="button" data-variant="primary" on:click=take>
                    <Icon name=IconName::Check/>{t!(i18n, escalation.take)}
                </button>
            </div>
        </li>
    }
}

/// The offer is theirs to answer, at once.
fn hand_to(id: DealId, member: MemberId) -> smarketing_domain::operation::Body {
    DealAction::Edit { id, set: vec![DealChange::Owner(Some(member)), DealChange::Snoozed(None)] }.into()
}

/// Who answers offers: everybody of sales who works here, by name.
fn sellers(w: &smarketing_domain::workspace::Workspace) -> Vec<(MemberId, String)> {
    let may = w.members.values().filter(|m| m.meta.is_alive() && m.role >= Role::Member && m.team != Team::Marketing);
    let mut sellers: Vec<(MemberId, String)> = may.map(|m| (m.id, m.name.clone())).collect();
    sort::sort_by_key(&mut sellers, |(_, name)| name.to_lowercase());
    sellers
}
