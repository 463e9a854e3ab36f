//! Deals that stand for too long, each with what comes next, who looks after it, and a
//! way to move it. A tap opens the deal, where everything else can be done.

use super::{
    room::Hearing,
    words::{hue, person},
};
use crate::prelude::*;
use smarketing_domain::{
    clock::DAY,
    deal::Deal,
    ids::{DealId, StageId},
    meeting::agenda::{Stuck, stuck},
    moves::{Drop, drop_deal},
    operation::Body,
    stage::StageRole,
};

/// So many are shown at first: what a team can talk about.
const SHOWN: usize = 8;

/// The list.
#[component]
pub fn StuckDeals() -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let notices = use_notices();
    let ticks = calm_ticks(state);
    let all = Memo::new(move |_| {
        ticks.track();
        let now = state.now();
        state.read(|w| stuck(w, now))
    });
    let most = RwSignal::new(SHOWN);
    let shown = move || all.with(|all| all.iter().take(most.get()).copied().collect::<Vec<_>>());
    let more = move || all.with(Vec::len).saturating_sub(most.get());
    let entering = RwSignal::new(None::<Entering>);
    let asked = StoredValue::new(None::<Entering>);
    let go = move |Entering { deal, stage }: Entering, first: Vec<Body>| {
        let step = state.read(|w| drop_deal(w, deal, Drop { stage, after: None, loss: None }, state.now()));
        if show_refusal(step.and_then(|bodies| state.perform([first, bodies].concat())), notices, words) {
            let name = state.read(|w| w.stages.get(&stage).map(|s| s.name.clone()).unwrap_or_default());
            notices.done(t_string!(i18n, deal.moved_to, stage = name).to_string());
        }
    };
    let move_to = Callback::new(move |to: Entering| {
        if to.missing(state).is_empty() {
            go(to, Vec::new());
        } else {
            asked.set_value(Some(to));
            entering.set(Some(to));
        }
    });
    let on_filled = Callback::new(move |filled: Vec<Body>| {
        if let Some(to) = asked.get_value() {
            go(to, filled);
        }
    });
    view! {
        <Show
            when=move || !all.with(Vec::is_empty)
            fallback=move || view! { <Empty icon=IconName::Check text=Signal::derive(move || t_string!(i18n, meeting.none_stuck).to_owned())/> }
        >
            <p class="meeting-lead">{move || t_string!(i18n, meeting.stuck_lead, n = words.number(all.with(Vec::len) as u64)).to_string()}</p>
            <ul class="meeting-deals">
                <For each=shown key=|one| (one.deal, one.stage) let:one><Row one move_to/></For>
            </ul>
            <Show when=move || { more() > 0 }>
                <button type="button" class="button" on:click=move |_| most.update(|most| *most += SHOWN)>
                    {move || t_string!(i18n, meeting.show_more, n = words.number(more() as u64)).to_string()}
                </button>
            </Show>
            <p><a class="button" data-to-board href=route::BOARD>{t!(words.i18n, deal.to_board)}</a></p>
        </Show>
        <RequirementQuestion asked=entering on_filled/>
    }
}

#[component]
fn Row(one: Stuck, move_to: Callback<Entering>) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let hearing = use_context::<RwSignal<Option<Hearing>>>();
    let id = one.deal;
    let deal = Memo::new(move |_| state.watch(Topic::Record(id.into()), |w| w.deal(id).cloned()).unwrap_or_default());
    let title = move || deal.with(|deal| deal.title.clone());
    let stage = move || {
        state.watch(Topic::Kind("stage"), |w| w.stages.get(&one.stage).map(|s| (s.name.clone(), hue(s.section))))
    };
    let stood = move || {
        let (time, allowed) = (words.duration(one.stood_ms), words.duration(i64::from(one.rot_days) * DAY));
        t_string!(i18n, meeting.stood, time = time, allowed = allowed).to_string()
    };
    let owner = move || match deal.with(|deal: &Deal| deal.owner) {
        Some(member) => {
            view! { <span class="meeting-who"><Avatar member/>{move || person(state, member)}</span> }.into_any()
        }
        None => view! { <span class="meeting-who">{t!(i18n, board.no_owner)}</span> }.into_any(),
    };
    let money = move || deal.with(Deal::value_minor);
    view! {
        <li class="meeting-deal" data-stuck=id.to_string()>
            <a class="meeting-deal-title two-lines" href=route::deal(id)>{title}</a>
            <span class="meeting-deal-facts">
                {move || stage().map(|(name, hue)| view! { <span class="chip" data-section=hue>{name}</span> })}
                <span>{stood}</span>
                {move || (money() > 0).then(|| view! { <b>{words.money_short(money())}</b> })}
                {owner}
                <UrgencyMark deal=id title=true/>
            </span>
            <span class="meeting-deal-ways">
                <MoveTo id title=Signal::derive(title) here=one.stage move_to/>
                {hearing.map(|hearing| view! {
                    <button
                        type="button" class="button" data-icon-only
                        aria-label=move || t_string!(i18n, board.hear_title, title = title()).to_string()
                        on:click=move |_| hearing.set(Some(Hearing(Some(id))))
                    ><Icon name=IconName::Insight/></button>
                })}
            </span>
        </li>
    }
}

/// The stages it can go to; what it was lost for is asked on its own page.
#[component]
fn MoveTo(id: DealId, title: Signal<String>, here: StageId, move_to: Callback<Entering>) -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let stages = Memo::new(move |_| {
        state.watch(Topic::Kind("stage"), |w| {
            let all = w.stages_in_order().into_iter();
            let open = all.filter(|s| s.role.holds_deals() && s.role != StageRole::Lost && s.id != here);
            open.map(|s| (s.id, s.name.clone())).collect::<Vec<_>>()
        })
    });
    view! {
        <select
            class="input" data-move-to aria-label=move || t_string!(i18n, board.move_title, title = title.get()).to_string()
            on:change:target=move |ev| {
                let to = ev.target().value().parse::<StageId>().ok();
                // A move that was not made leaves the choice as it was.
                ev.target().set_value("");
                if let Some(stage) = to {
                    move_to.run(Entering { deal: id, stage });
                }
            }
        >
            <option value="">{t!(i18n, meeting.move_to)}</option>
            {move || stages.get().into_iter().map(|(id, name)| view! { <option value=id.to_string()>{name}</option> }).collect_view()}
        </select>
    }
}
