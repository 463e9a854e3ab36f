//! The tables: by channel or campaign, by rule, by speed. On a phone each line
//! stands as a card, its cells named.

use super::View;
use crate::prelude::*;
use smarketing_domain::handoff::{Feedback, Group, JUDGED_FROM, Level, Number, Part, RuleRecord, Speed};

/// The speeds in the order of [`smarketing_domain::handoff::by_speed`].
pub(super) const SPEEDS: [Level; 4] = [Level::Fresh, Level::Due, Level::Late, Level::Escalated];

/// One line for each channel or campaign.
#[component]
pub fn GroupTable(
    /// What divides them.
    by: Group,
    /// The heading.
    #[prop(into)]
    title: Signal<String>,
    /// The lines.
    groups: Memo<Vec<Feedback>>,
    /// What the page looks at.
    seen: View,
) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let row = move |group: Feedback| {
        let name =
            if group.name.is_empty() { t_string!(i18n, feedback.unknown).to_owned() } else { group.name.clone() };
        let count = |part: Part, count: u64| seen.of_group(words, by, &group, part, count);
        view! {
            <tr>
                <th scope="row"><span class="two-lines">{name}</span></th>
                <td class="number" data-label=t_string!(i18n, feedback.offered)>{count(Part::Offered, group.offered)}</td>
                <td class="number" data-label=t_string!(i18n, feedback.answered)>{count(Part::Answered, group.answered())}</td>
                <td data-label=t_string!(i18n, feedback.accepted)>{accepted(count(Part::Accepted, group.accepted), group.acceptance())}</td>
                <td class="number" data-label=t_string!(i18n, feedback.waiting)>{count(Part::Waiting, group.waiting())}</td>
                <td class="number" data-label=t_string!(i18n, feedback.won)>{count(Part::Won, group.won)}</td>
                <td class="number" data-label=t_string!(i18n, feedback.took)>{took(words, group.median_ms)}</td>
            </tr>
        }
    };
    view! {
        <section class="panel" data-feedback=if by == Group::Campaign { "campaign" } else { "channel" }>
            <h2>{move || title.get()}</h2>
            <div class="table-scroll" tabindex="0" role="region" aria-label=move || title.get()>
                <table class="table feedback-table">
                    <thead>
                        <tr>
                            <th scope="col">{t!(i18n, feedback.name)}</th>
                            <th scope="col" class="number">{t!(i18n, feedback.offered)}</th>
                            <th scope="col" class="number">{t!(i18n, feedback.answered)}</th>
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

/// How many, and which share that is.
fn accepted(
    count: AnyView,
    share: Option<(f64, smarketing_domain::statistics::proportion::Interval)>,
) -> impl IntoView {
    view! { <span class="feedback-share">{count}<Share share/></span> }
}

/// The median, or that it is not known.
fn took(words: words::Words, median_ms: Option<i64>) -> String {
    median_ms.map_or_else(|| "–".to_owned(), |ms| words.duration(ms))
}

/// How each rule has done; those that mislead are named.
#[component]
pub fn RuleTable(
    /// What the page looks at.
    seen: View,
) -> impl IntoView {
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
        let count = |part: Part, count: u64| seen.count(words, count, Number::Rule { rule: record.rule, part });
        view! {
            <tr>
                <th scope="row" class="feedback-rule"><span>{name}</span>{verdict}</th>
                <td class="number" data-label=t_string!(i18n, feedback.answered)>{count(Part::Answered, record.answered)}</td>
                <td data-label=t_string!(i18n, feedback.accepted)>{accepted(count(Part::Accepted, record.accepted), record.acceptance())}</td>
                <td data-label=t_string!(i18n, feedback.won)>{accepted(count(Part::Won, record.won), record.winning())}</td>
            </tr>
        }
    };
    view! {
        <Show when=move || !seen.rules.with(Vec::is_empty)>
            <section class="panel" data-feedback="rule">
                <h2>{t!(i18n, feedback.by_rule)}</h2>
                <p class="field-hint">{t!(i18n, feedback.rule_hint)}</p>
                <div class="table-scroll" tabindex="0" role="region" aria-label=move || t_string!(i18n, feedback.by_rule)>
                    <table class="table feedback-table">
                        <thead>
                            <tr>
                                <th scope="col">{t!(i18n, feedback.rule)}</th>
                                <th scope="col" class="number">{t!(i18n, feedback.answered)}</th>
                                <th scope="col">{t!(i18n, feedback.accepted)}</th>
                                <th scope="col">{t!(i18n, feedback.won)}</th>
                            </tr>
                        </thead>
                        <tbody>{move || seen.rules.get().into_iter().map(row).collect_view()}</tbody>
                    </table>
                </div>
            </section>
        </Show>
    }
}

/// How fast answers go together with winning.
#[component]
pub fn SpeedTable(
    /// What the page looks at.
    seen: View,
) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let row = move |(level, speed): (Level, Speed)| {
        let count = |part: Part, count: u64| seen.count(words, count, Number::Speed { level, part });
        view! {
            <tr>
                <th scope="row">{speed_name(words, level)}</th>
                <td class="number" data-label=t_string!(i18n, feedback.accepted)>{count(Part::Accepted, speed.accepted)}</td>
                <td data-label=t_string!(i18n, feedback.won)>{accepted(count(Part::Won, speed.won), speed.winning())}</td>
            </tr>
        }
    };
    view! {
        <section class="panel" data-feedback="speed">
            <h2>{t!(i18n, feedback.speed)}</h2>
            <p class="field-hint">{t!(i18n, feedback.speed_hint)}</p>
            <div class="table-scroll" tabindex="0" role="region" aria-label=move || t_string!(i18n, feedback.speed)>
                <table class="table feedback-table">
                    <thead>
                        <tr>
                            <th scope="col">{t!(i18n, feedback.answer_took)}</th>
                            <th scope="col" class="number">{t!(i18n, feedback.accepted)}</th>
                            <th scope="col">{t!(i18n, feedback.won)}</th>
                        </tr>
                    </thead>
                    <tbody>{move || SPEEDS.into_iter().zip(seen.speeds.get()).map(row).collect_view()}</tbody>
                </table>
            </div>
        </section>
    }
}
