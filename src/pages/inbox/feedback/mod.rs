//! What sales says of the leads it is offered: by channel, campaign and rule;
//! and how its own speed goes together with winning.

use crate::{prelude::*, zone};
use smarketing_domain::handoff::{Feedback, Group, JUDGED_FROM, RuleRecord, Speed, by_speed, feedback, rule_records};

/// So many reasons for losing a deal are shown: those are free words, and many.
const LOSSES: usize = 8;

/// The page.
#[component]
pub fn FeedbackPage() -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let period = RwSignal::new(PeriodChoice::default());
    let ticks = calm_ticks(state);
    let group = move |by: Group| {
        Memo::new(move |_| {
            ticks.track();
            let (period, today) = (period.get(), words.today());
            state.read(|w| feedback(w, &zone::of_clock(w), by, period.period(today, w)))
        })
    };
    let (all, channels, campaigns) = (group(Group::All), group(Group::Channel), group(Group::Campaign));
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
    let choice = move |one: PeriodChoice| {
        view! {
            <button type="button" class="segment" aria-pressed=move || (period.get() == one).to_string() on:click=move |_| period.set(one)>
                {move || period_name(words, one)}
            </button>
        }
    };
    view! {
        <div class="segments" role="group" aria-label=move || t_string!(i18n, hourglass.period)>
            {[PeriodChoice::All, PeriodChoice::Month, PeriodChoice::LastMonth, PeriodChoice::Quarter].map(choice).collect_view()}
        </div>
        <Show
            when=move || !all.with(Vec::is_empty)
            fallback=move || view! {
                <Empty icon=IconName::Inbox text=Signal::derive(move || t_string!(i18n, feedback.empty).to_owned())>
                    <a class="button" href=route::INBOX>{t!(i18n, inbox.offers)}</a>
                </Empty>
            }
        >
            {move || all.get().into_iter().next().map(|whole| view! { <Whole whole/> })}
            <GroupTable title=Signal::derive(move || t_string!(i18n, feedback.by_channel).to_owned()) groups=channels/>
            <Show when=move || campaigns.with(|groups| groups.iter().any(|group| !group.name.is_empty()))>
                <GroupTable title=Signal::derive(move || t_string!(i18n, feedback.by_campaign).to_owned()) groups=campaigns/>
            </Show>
            <RuleTable rules/>
            <SpeedTable speeds/>
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

/// The whole in one sentence, and the reasons, most frequent first.
#[component]
fn Whole(whole: Feedback) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let answered = whole.answered();
    let rejected = whole.reasons.iter().map(|(reason, n)| (reason_name(words, *reason).to_owned(), *n)).collect();
    let lost = whole.losses.iter().map(|(reason, n)| (reason.clone(), *n)).collect();
    view! {
        <section class="panel">
            <p class="feedback-sum">
                {t_string!(i18n, feedback.whole, accepted = words.number(whole.accepted), answered = words.number(answered)).to_string()}
                {(whole.left > 0).then(|| format!(" {}", t_string!(i18n, feedback.left, n = words.number(whole.left))))}
                {whole.median_ms.map(|ms| format!(" {}", t_string!(i18n, feedback.median, time = words.duration(ms))))}
            </p>
            <div class="feedback-reasons">
                <Reasons title=t_string!(i18n, feedback.rejected) reasons=rejected most=usize::MAX/>
                <Reasons title=t_string!(i18n, feedback.lost) reasons=lost most=LOSSES/>
            </div>
        </section>
    }
}

/// Reasons and how often each was given, the most frequent `most` of them.
#[component]
fn Reasons(title: &'static str, reasons: Vec<(String, u64)>, most: usize) -> impl IntoView {
    let words = use_words();
    let mut reasons = reasons;
    sort::sort_by(&mut reasons, |a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    reasons.truncate(most);
    let longest = reasons.first().map_or(1, |(_, n)| *n).max(1);
    (!reasons.is_empty()).then(|| {
        view! {
            <div>
                <h2>{title}</h2>
                <ul class="bars">
                    {reasons.into_iter().map(|(reason, n)| view! {
                        <li>
                            <span class="bars-name">{reason}</span>
                            <span class="bars-track" aria-hidden="true"><span style:width=format!("{}%", 100 * n / longest)></span></span>
                            <span class="number">{words.number(n)}</span>
                        </li>
                    }).collect_view()}
                </ul>
            </div>
        }
    })
}

/// One line for each channel or campaign.
#[component]
fn GroupTable(#[prop(into)] title: Signal<String>, groups: Memo<Vec<Feedback>>) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let row = move |group: Feedback| {
        let name =
            if group.name.is_empty() { t_string!(i18n, feedback.unknown).to_owned() } else { group.name.clone() };
        view! {
            <tr>
                <th scope="row"><span class="two-lines">{name}</span></th>
                <td class="number">{words.number(group.offered)}</td>
                <td><Share share=group.acceptance()/></td>
                <td class="number">{words.number(group.waiting())}</td>
                <td class="number">{words.number(group.won)}</td>
                <td class="number">{group.median_ms.map(|ms| words.duration(ms))}</td>
            </tr>
        }
    };
    view! {
        <section class="panel">
            <h2>{move || title.get()}</h2>
            <div class="table-scroll" tabindex="0" role="region" aria-label=move || title.get()>
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col">{t!(i18n, feedback.name)}</th>
                            <th scope="col" class="number">{t!(i18n, feedback.offered)}</th>
                            <th scope="col">{t!(i18n, feedback.accepted)}</th>
                            <th scope="col" class="number">{t!(i18n, feedback.waiting)}</th>
                            <th scope="col" class="number">{t!(i18n, feedback.won)}</th>
                            <th scope="col" class="number">{t!(i18n, feedback.took)}</th>
                        </tr>
                    </thead>
                    <tbody>{move || groups.get().into_iter().map(row).collect_view()}</tbody>
                </table>
            </div>
        </section>
    }
}

/// How each rule has done; those that mislead are named.
#[component]
fn RuleTable(rules: Memo<Vec<RuleRecord>>) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let row = move |record: RuleRecord| {
        let name = state.read(|w| w.rules.get(&record.rule).map(|r| r.name.clone())).unwrap_or_default();
        let verdict = if record.misleads() {
            view! { <span class="chip" data-tone="warning">{t!(i18n, feedback.misleads)}</span> }.into_any()
        } else if record.answered < JUDGED_FROM {
            view! { <span class="field-hint">{t!(i18n, feedback.too_few)}</span> }.into_any()
        } else {
            ().into_any()
        };
        view! {
            <tr>
                <th scope="row" class="feedback-rule"><span>{name}</span>{verdict}</th>
                <td class="number">{words.number(record.answered)}</td>
                <td><Share share=record.acceptance()/></td>
                <td><Share share=record.winning()/></td>
            </tr>
        }
    };
    view! {
        <Show when=move || !rules.with(Vec::is_empty)>
            <section class="panel">
                <h2>{t!(i18n, feedback.by_rule)}</h2>
                <p class="field-hint">{t!(i18n, feedback.rule_hint)}</p>
                <div class="table-scroll" tabindex="0" role="region" aria-label=move || t_string!(i18n, feedback.by_rule)>
                    <table class="table">
                        <thead>
                            <tr>
                                <th scope="col">{t!(i18n, feedback.rule)}</th>
                                <th scope="col" class="number">{t!(i18n, feedback.answered)}</th>
                                <th scope="col">{t!(i18n, feedback.accepted)}</th>
                                <th scope="col">{t!(i18n, feedback.won)}</th>
                            </tr>
                        </thead>
                        <tbody>{move || rules.get().into_iter().map(row).collect_view()}</tbody>
                    </table>
                </div>
            </section>
        </Show>
    }
}

/// How fast answers go together with winning.
#[component]
fn SpeedTable(speeds: Memo<[Speed; 4]>) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let name = move |at: usize| match at {
        0 => t_string!(i18n, feedback.within_half),
        1 => t_string!(i18n, feedback.within),
        2 => t_string!(i18n, feedback.within_twice),
        _ => t_string!(i18n, feedback.longer),
    };
    let row = move |(at, speed): (usize, Speed)| {
        view! {
            <tr>
                <th scope="row">{name(at)}</th>
                <td class="number">{words.number(speed.accepted)}</td>
                <td><Share share=speed.winning()/></td>
            </tr>
        }
    };
    view! {
        <section class="panel">
            <h2>{t!(i18n, feedback.speed)}</h2>
            <p class="field-hint">{t!(i18n, feedback.speed_hint)}</p>
            <div class="table-scroll" tabindex="0" role="region" aria-label=move || t_string!(i18n, feedback.speed)>
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col">{t!(i18n, feedback.answer_took)}</th>
                            <th scope="col" class="number">{t!(i18n, feedback.accepted)}</th>
                            <th scope="col">{t!(i18n, feedback.won)}</th>
                        </tr>
                    </thead>
                    <tbody>{move || speeds.get().into_iter().enumerate().map(row).collect_view()}</tbody>
                </table>
            </div>
        </section>
    }
}
