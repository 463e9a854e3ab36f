//! The exchange: why customers buy and why they do not, from both teams' mouths
//! and from the reasons that deals ended with.

mod download;
mod saying;

use crate::prelude::*;
use saying::SayingRow;
use smarketing_domain::{
    cohort::group::dividing_facts,
    exchange::{By, Group, Key, Saying, Topic as About, exchange},
    insight::InsightKind,
};

/// Sayings of a group that are shown before somebody asks for all of them.
const SHOWN: usize = 8;

/// At most so many further facts are offered to group by: those that most deals have.
const FACTS: usize = 6;

/// The groupings that every workspace has.
const GROUPINGS: [By; 5] = [By::Topic, By::Stage, By::Channel, By::Owner, By::Kind];

/// The page.
#[component]
pub fn ExchangePage() -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let address = use_address();
    let scope = address.scope();
    let ticks = calm_ticks(state);
    let by = Memo::new(move |_| said_by(&address.get("by").unwrap_or_default()));
    let facts = Memo::new(move |_| {
        ticks.track();
        state.read(|w| dividing_facts(w, FACTS))
    });
    let groups = Memo::new(move |_| {
        ticks.track();
        let today = words.today();
        scope.with(|s| {
            state.watch(Topic::Kind("insight"), |w| by.with(|by| exchange(w, &s.filter, s.period(today, w), by)))
        })
    });
    let lines = Callback::new(move |()| groups.with_untracked(|groups| download::lines(words, state, groups)));
    let choice = move |one: By| {
        let name = {
            let one = one.clone();
            move || match &one {
                By::Topic => t_string!(i18n, exchange.by_topic).to_owned(),
                By::Stage => t_string!(i18n, exchange.by_stage).to_owned(),
                By::Channel => t_string!(i18n, exchange.by_channel).to_owned(),
                By::Owner => t_string!(i18n, exchange.by_owner).to_owned(),
                By::Kind => t_string!(i18n, exchange.by_kind).to_owned(),
                By::Field(fact) => spoken(fact),
            }
        };
        let code = said_by_name(&one);
        view! {
            <button
                type="button" class="segment" aria-pressed=move || by.with(|by| *by == one).to_string()
                on:click=move |_| address.set(&[("by", code.clone())])
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
            <div class="segments" role="group" aria-label=move || t_string!(i18n, exchange.grouped)>
                {GROUPINGS.map(choice).collect_view()}
            </div>
            <Show when=move || !facts.with(Vec::is_empty)>
                <select
                    class="input" aria-label=move || t_string!(i18n, exchange.by_facts)
                    data-active=move || by.with(|by| matches!(by, By::Field(_))).to_string()
                    on:change:target=move |ev| address.set(&[("by", ev.target().value())])
                >
                    <option value="" selected=move || by.with(|by| !matches!(by, By::Field(_)))>{t!(i18n, exchange.by_facts)}</option>
                    {move || facts.get().into_iter().map(|fact| {
                        let one = By::Field(fact.clone());
                        let code = said_by_name(&one);
                        view! { <option value=code selected=move || by.with(|by| *by == one)>{spoken(&fact)}</option> }
                    }).collect_view()}
                </select>
            </Show>
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
            {move || {
                let (by, scope) = (by.get(), scope.get());
                let by_is_topic = by == By::Topic;
                let place = move |key: Key| Place { by: by.clone(), key, scope: scope.clone() };
                match by_is_topic {
                    true => by_topic(words, groups.get(), place).into_any(),
                    false => {
                        let all = groups.get().into_iter();
                        all.map(|group| whole(words, state, place(group.key), group.sayings)).collect_view().into_any()
                    }
                }
            }}
            <div class="inbox-take"><TakeAlong lines name=t_string!(i18n, exchange.file_name)/></div>
            <Meaning terms=terms(words)/>
        </Show>
    }
}

/// What the numbers count.
fn terms(words: words::Words) -> Vec<(Signal<String>, Signal<String>)> {
    let text = |of: fn(words::Words) -> &'static str| Signal::derive(move || of(words).to_owned());
    vec![
        (text(|w| t_string!(w.i18n, exchange.voices_column)), text(|w| t_string!(w.i18n, exchange.what_voice))),
        (text(|w| t_string!(w.i18n, exchange.deals_column)), text(|w| t_string!(w.i18n, exchange.what_deals))),
        (text(|w| t_string!(w.i18n, exchange.worth)), text(|w| t_string!(w.i18n, exchange.what_worth))),
        (text(|w| t_string!(w.i18n, exchange.votes_column)), text(|w| t_string!(w.i18n, exchange.what_votes))),
        (text(|w| t_string!(w.i18n, exchange.by_stage)), text(|w| t_string!(w.i18n, exchange.what_stage))),
    ]
}

/// The name of a fact as people say it.
fn spoken(fact: &str) -> String {
    fact.replace('_', " ")
}

/// Where sayings stand.
#[derive(Clone)]
struct Place {
    by: By,
    key: Key,
    scope: Scope,
}

impl Place {
    /// The address of a saying's deals.
    fn deals(&self, saying: &Saying) -> String {
        let (by, key) = (self.by.clone(), self.key.clone());
        SayingPart { by, key, topic: saying.topic, said: saying.said.clone() }.href(&self.scope)
    }

    /// The channel of all its deals, where they are grouped by it.
    fn channel(&self) -> Option<&str> {
        match (&self.by, &self.key) {
            (By::Channel, Key::Text(channel)) => Some(channel),
            _ => None,
        }
    }
}

/// Why they buy on one side, why they do not on the other.
fn by_topic(words: words::Words, groups: Vec<Group>, place: impl Fn(Key) -> Place) -> impl IntoView {
    let side = move |buys: bool| {
        let is_meant = |group: &&Group| matches!(group.key, Key::Topic(topic) if topic.speaks_for_buying() == buys);
        let groups: Vec<Group> = groups.iter().filter(is_meant).cloned().collect();
        let panel = |group: Group| {
            let title = match group.key {
                Key::Topic(topic) => topic_name(words, topic),
                _ => "",
            };
            view! {
                <section class="panel" data-topic=title>
                    <h3>{title}</h3>
                    <Sayings sayings=group.sayings named=false place=place(group.key)/>
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

/// What deals of one stage or segment say, both sides.
fn whole(words: words::Words, state: State, place: Place, sayings: Vec<Saying>) -> impl IntoView {
    let title = state.read(|w| said_key_name(words, w, &place.key));
    let (buys, leaves): (Vec<Saying>, Vec<Saying>) =
        sayings.into_iter().partition(|saying| saying.topic.speaks_for_buying());
    let side = move |(is_buying, sayings): (bool, Vec<Saying>)| {
        let place = place.clone();
        (!sayings.is_empty()).then(move || {
            view! {
                <div class="exchange-side" data-buys=is_buying.to_string()>
                    <h3>{side_title(words, is_buying)}</h3>
                    <Sayings sayings named=true place/>
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
fn Sayings(sayings: Vec<Saying>, named: bool, place: Place) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let all = RwSignal::new(false);
    let more = sayings.len().saturating_sub(SHOWN);
    let row = move |saying: Saying| view! { <SayingRow saying named place=place.clone()/> };
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
