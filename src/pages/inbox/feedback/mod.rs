//! What sales says of the leads it is offered: by channel, campaign and rule;
//! and how its own speed goes together with winning.

mod download;
mod reasons;
mod tables;

use crate::{prelude::*, zone};
use reasons::Whole;
use smarketing_domain::handoff::{
    Feedback, Group, JUDGED_FROM, Number, Part, RuleRecord, Speed, by_speed, feedback, rule_records,
};
use tables::{GroupTable, RuleTable, SpeedTable};

/// The periods that are offered.
const PERIODS: [PeriodChoice; 4] =
    [PeriodChoice::All, PeriodChoice::Month, PeriodChoice::LastMonth, PeriodChoice::Quarter];

/// What the parts of the page look at.
#[derive(Clone, Copy)]
struct View {
    period: Memo<PeriodChoice>,
    all: Memo<Vec<Feedback>>,
    channels: Memo<Vec<Feedback>>,
    campaigns: Memo<Vec<Feedback>>,
    rules: Memo<Vec<RuleRecord>>,
    speeds: Memo<[Speed; 4]>,
}

impl View {
    /// How many, leading to the deals.
    fn count(self, words: words::Words, count: u64, number: Number) -> AnyView {
        counted(words, count, HandoffPart::from(number).href(self.period.get()))
    }

    /// How many of a group, leading to the deals.
    fn of_group(self, words: words::Words, by: Group, group: &Feedback, part: Part, count: u64) -> AnyView {
        self.count(words, count, Number::Group { by, name: group.name.clone(), part })
    }
}

/// A number that leads to what it counts; of nothing there is no list.
pub(super) fn counted(words: words::Words, count: u64, href: String) -> AnyView {
    match count {
        0 => view! { <span class="number">{words.number(0)}</span> }.into_any(),
        count => view! { <a class="number counted" href=href>{words.number(count)}</a> }.into_any(),
    }
}

/// The page.
#[component]
pub fn FeedbackPage() -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let address = use_address();
    let period = Memo::new(move |_| PeriodChoice::read(|name| address.get(name)));
    let ticks = calm_ticks(state);
    let group = move |by: Group| {
        Memo::new(move |_| {
            ticks.track();
            let (period, today) = (period.get(), words.today());
            state.read(|w| feedback(w, &zone::of_clock(w), by, period.period(today, w)))
        })
    };
    let rules = Memo::new(move |_| {
        ticks.track();
        let (period, today) = (period.get(), words.today());
        state.read(|w| rule_records(w, period.period(today, w)))
    });
    let speeds = Memo::new(move |_| {
        ticks.track();
        let (period, today) = (period.get(), words.today());
        state.read(|w| by_speed(w, &zone::of_clock(w), period.period(today, w)))
    });
    let (all, channels, campaigns) = (group(Group::All), group(Group::Channel), group(Group::Campaign));
    let seen = View { period, all, channels, campaigns, rules, speeds };
    let choice = move |one: PeriodChoice| {
        let choose =
            move |_| address.set(&[("period", if one == PeriodChoice::All { "" } else { one.name() }.to_owned())]);
        view! {
            <button type="button" class="segment" aria-pressed=move || (period.get() == one).to_string() on:click=choose>
                {move || period_name(words, one)}
            </button>
        }
    };
    let lines = Callback::new(move |()| download::lines(words, state, seen));
    view! {
        <div class="segments" data-many="true" role="group" aria-label=move || t_string!(i18n, hourglass.period)>
            {PERIODS.map(choice).collect_view()}
        </div>
        <Show
            when=move || !all.with(Vec::is_empty)
            fallback=move || view! {
                <Empty icon=IconName::Inbox text=Signal::derive(move || t_string!(i18n, feedback.empty).to_owned())>
                    <a class="button" href=route::INBOX>{t!(i18n, inbox.offers)}</a>
                </Empty>
            }
        >
            {move || all.get().into_iter().next().map(|whole| view! { <Whole whole seen/> })}
            <GroupTable by=Group::Channel title=Signal::derive(move || t_string!(i18n, feedback.by_channel).to_owned()) groups=channels seen/>
            <Show when=move || campaigns.with(|groups| groups.iter().any(|group| !group.name.is_empty()))>
                <GroupTable by=Group::Campaign title=Signal::derive(move || t_string!(i18n, feedback.by_campaign).to_owned()) groups=campaigns seen/>
            </Show>
            <RuleTable seen/>
            <SpeedTable seen/>
            <div class="inbox-take"><TakeAlong lines name=t_string!(i18n, feedback.file_name)/></div>
            <Meaning terms=terms(words)/>
        </Show>
    }
}

fn period_name(words: words::Words, choice: PeriodChoice) -> &'static str {
    let i18n = words.i18n;
    match choice {
        PeriodChoice::Month => t_string!(i18n, hourglass.period_month),
        PeriodChoice::LastMonth => t_string!(i18n, hourglass.period_last_month),
        PeriodChoice::Quarter => t_string!(i18n, hourglass.period_quarter),
        _ => t_string!(i18n, hourglass.period_all),
    }
}

/// What the numbers count.
fn terms(words: words::Words) -> Vec<(Signal<String>, Signal<String>)> {
    let i18n = words.i18n;
    let text = |of: fn(words::Words) -> &'static str| Signal::derive(move || of(words).to_owned());
    let rule = move || {
        let n = words.number(JUDGED_FROM);
        t_string!(i18n, feedback.what_rule, n = n).to_string()
    };
    vec![
        (text(|w| t_string!(w.i18n, feedback.offered)), text(|w| t_string!(w.i18n, feedback.what_offered))),
        (text(|w| t_string!(w.i18n, feedback.answered)), text(|w| t_string!(w.i18n, feedback.what_answered))),
        (text(|w| t_string!(w.i18n, feedback.accepted)), text(|w| t_string!(w.i18n, feedback.what_accepted))),
        (text(|w| t_string!(w.i18n, feedback.waiting)), text(|w| t_string!(w.i18n, feedback.what_waiting))),
        (text(|w| t_string!(w.i18n, feedback.won)), text(|w| t_string!(w.i18n, feedback.what_won))),
        (text(|w| t_string!(w.i18n, feedback.took)), text(|w| t_string!(w.i18n, feedback.what_took))),
        (text(|w| t_string!(w.i18n, feedback.rejected)), text(|w| t_string!(w.i18n, feedback.what_reasons))),
        (text(|w| t_string!(w.i18n, feedback.by_rule)), Signal::derive(rule)),
        (text(|w| t_string!(w.i18n, feedback.speed)), text(|w| t_string!(w.i18n, feedback.what_speed))),
    ]
}
