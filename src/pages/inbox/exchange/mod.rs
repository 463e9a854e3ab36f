//! The exchange: why customers buy and why they do not, from both teams' mouths
//! and from the reasons that deals ended with.

mod saying;

use crate::prelude::*;
use saying::SayingRow;
use smarketing_domain::{
    exchange::{By, Group, Key, Saying, Topic as About, exchange},
    insight::InsightKind,
};

/// Sayings of a group that are shown before somebody asks for all of them.
const SHOWN: usize = 8;

const GROUPINGS: [By; 3] = [By::Topic, By::Stage, By::Channel];

/// The name of a grouping in an address.
fn by_name(by: By) -> &'static str {
    match by {
        By::Topic => "",
        By::Stage => "stage",
        By::Channel => "channel",
    }
}

/// What a saying is about, in words.
fn about(words: words::Words, topic: About) -> &'static str {
    let i18n = words.i18n;
    match topic {
        About::Heard(kind) => insight_kind_name(words, kind),
        About::Lost => t_string!(i18n, exchange.lost),
        About::Rejected => t_string!(i18n, exchange.rejected),
    }
}

/// The page.
#[component]
pub fn ExchangePage() -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let address = use_address();
    let scope = address.scope();
    let ticks = calm_ticks(state);
    let by = Memo::new(move |_| {
        let name = address.get("by").unwrap_or_default();
        GROUPINGS.into_iter().find(|by| by_name(*by) == name).unwrap_or_default()
    });
    let groups = Memo::new(move |_| {
        ticks.track();
        let (today, by) = (words.today(), by.get());
        scope.with(|s| state.watch(Topic::Kind("insight"), |w| exchange(w, &s.filter, s.period(today), by)))
    });
    let choice = move |one: By| {
        let name = move || match one {
            By::Topic => t_string!(i18n, exchange.by_topic),
            By::Stage => t_string!(i18n, exchange.by_stage),
            By::Channel => t_string!(i18n, exchange.by_channel),
        };
        view! {
            <button
                type="button" class="segment" aria-pressed=move || (by.get() == one).to_string()
                on:click=move |_| address.set(&[("by", by_name(one).to_owned())])
            >{name}</button>
        }
    };
    view! {
        <p class="exchange-lead">{t!(i18n, exchange.lead)}</p>
        <section class="panel exchange-heard">
            <h2>{t!(i18n, exchange.heard)}</h2>
            <Capture/>
        </section>
        <div class="exchange-choices">
            <div class="segments" role="group" aria-label=move || t_string!(i18n, exchange.grouped)>{GROUPINGS.map(choice).collect_view()}</div>
            <ScopeBar address scope ticks/>
        </div>
        <Show
            when=move || !groups.with(Vec::is_empty)
            fallback=move || view! {
                <section class="panel">
                    <Empty icon=IconName::Inbox text=Signal::derive(move || t_string!(i18n, exchange.empty).to_owned())>
                        <a class="button" href=route::DEALS>{t!(i18n, lists.deals)}</a>
                    </Empty>
                </section>
            }
        >
            {move || match by.get() {
                By::Topic => by_topic(words, groups.get()).into_any(),
                By::Stage | By::Channel => groups.get().into_iter().map(|group| whole(words, state, group)).collect_view().into_any(),
            }}
        </Show>
    }
}

/// Why they buy on one side, why they do not on the other.
fn by_topic(words: words::Words, groups: Vec<Group>) -> impl IntoView {
    let side = move |buys: bool| {
        let is_meant = |group: &&Group| matches!(group.key, Key::Topic(topic) if topic.speaks_for_buying() == buys);
        let groups: Vec<Group> = groups.iter().filter(is_meant).cloned().collect();
        let panel = move |group: Group| {
            let title = match group.key {
                Key::Topic(topic) => about(words, topic),
                _ => "",
            };
            view! {
                <section class="panel" data-topic=title>
                    <h3>{title}</h3>
                    <Sayings sayings=group.sayings named=false channel=None/>
                </section>
            }
        };
        view! {
            <div class="exchange-side" data-buys=buys.to_string()>
                <h2>{side_title(words, buys)}</h2>
                {groups.into_iter().map(panel).collect_view()}
            </div>
        }
    };
    view! { <div class="exchange-sides">{[true, false].map(side).collect_view()}</div> }
}

/// What deals of one stage or channel say, both sides.
fn whole(words: words::Words, state: State, group: Group) -> impl IntoView {
    let i18n = words.i18n;
    let (title, channel) = match &group.key {
        Key::Stage(_, stage) => {
            let name = state.read(|w| w.stages.get(stage).map(|stage| stage.name.clone()));
            (name.unwrap_or_default(), None)
        }
        Key::Channel(channel) => (channel.clone(), Some(channel.clone())),
        Key::Topic(_) | Key::NotSet => (t_string!(i18n, exchange.no_deal).to_owned(), None),
    };
    let (buys, leaves): (Vec<Saying>, Vec<Saying>) =
        group.sayings.into_iter().partition(|saying| saying.topic.speaks_for_buying());
    let side = move |(is_buying, sayings): (bool, Vec<Saying>)| {
        let channel = channel.clone();
        (!sayings.is_empty()).then(move || {
            view! {
                <div class="exchange-side" data-buys=is_buying.to_string()>
                    <h3>{side_title(words, is_buying)}</h3>
                    <Sayings sayings named=true channel/>
                </div>
            }
        })
    };
    view! {
        <section class="panel">
            <h2>{title}</h2>
            <div class="exchange-sides">{[(true, buys), (false, leaves)].map(side).collect_view()}</div>
        </section>
    }
}

fn side_title(words: words::Words, buys: bool) -> &'static str {
    let i18n = words.i18n;
    if buys { t_string!(i18n, exchange.why_buy) } else { t_string!(i18n, exchange.why_not) }
}

/// Sayings, the most important ones first; all of them when asked.
#[component]
fn Sayings(sayings: Vec<Saying>, named: bool, channel: Option<String>) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let all = RwSignal::new(false);
    let more = sayings.len().saturating_sub(SHOWN);
    let row = move |saying: Saying| view! { <SayingRow saying named channel=channel.clone()/> };
    view! {
        <ul class="sayings">
            {move || {
                let shown = if all.get() { sayings.len() } else { SHOWN };
                sayings.iter().take(shown).cloned().map(&row).collect_view()
            }}
        </ul>
        <Show when=move || { more > 0 && !all.get() }>
            <button type="button" class="button" data-variant="quiet" on:click=move |_| all.set(true)>
                {move || t_string!(i18n, exchange.more, count = more as u32).to_string()}
            </button>
        </Show>
    }
}

/// The kinds that say why somebody buys are drawn in another colour than the rest.
pub(super) fn tone(topic: About) -> &'static str {
    match topic {
        About::Heard(InsightKind::Objection | InsightKind::Doubt) => "warning",
        About::Lost | About::Rejected => "danger",
        About::Heard(_) => "good",
    }
}
