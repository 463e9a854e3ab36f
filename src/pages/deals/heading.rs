//! Which deals these are, in words; how many, and their sum.

use super::{View, which::Which};
use crate::prelude::*;
use smarketing_domain::{
    cohort::{Cohort, conversion::Part as CohortOf},
    hourglass::Part,
    ids::StageId,
    stage::{Section, StageRole},
};

/// The heading.
#[component]
pub fn Heading(seen: View) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let stage = move |id: StageId| {
        state.watch(Topic::Record(id.into()), |w| w.stages.get(&id).map(|s| (s.name.clone(), s.role)))
    };
    let title = move || {
        let size = seen.rows.with(|rows| rows.len());
        let (count, n) = (size as u32, words.number(size as u64));
        match seen.which.get() {
            Which::All => t_string!(i18n, lists.heading_all, count = count, n = n).to_string(),
            Which::Open => t_string!(i18n, lists.heading_open, count = count, n = n).to_string(),
            Which::Section(Section::Reach | Section::Marketing) => {
                t_string!(i18n, lists.heading_marketing, count = count, n = n).to_string()
            }
            Which::Section(Section::Sales) => t_string!(i18n, lists.heading_sales, count = count, n = n).to_string(),
            Which::Section(Section::Customer) => {
                t_string!(i18n, lists.heading_customers, count = count, n = n).to_string()
            }
            Which::Grown(id) => match stage(id) {
                Some((_, StageRole::Referral)) => {
                    t_string!(i18n, hourglass.grown_referrals, count = count, n = n).to_string()
                }
                _ => t_string!(i18n, hourglass.grown_repeats, count = count, n = n).to_string(),
            },
            Which::Cohort(part) => {
                let named = cohort_words(words, state, &seen, &part);
                named.map_or_else(|| n.clone(), |named| format!("{named}: {n}"))
            }
            Which::Money(part) => {
                let named = state.watch(Topic::Kind("reach"), |w| part.words(words, w));
                format!("{named}: {n}")
            }
            Which::Lens(part) => {
                let named = state.watch(Topic::Kind("stage"), |w| lens_part_words(words, w, &part));
                format!("{named}: {n}")
            }
            Which::Saying(part) => {
                let named = state.watch(Topic::Kind("insight"), |w| part.words(words, w));
                format!("{named}: {n}")
            }
            Which::Handoff(part) => {
                let named = state.watch(Topic::Kind("rule"), |w| part.words(words, w));
                // A lead may have been offered twice: the number counts offers, the list has it once.
                let offers = seen.scope.with(|scope| match scope.filter.is_empty() {
                    true => state.read(|w| part.offers(w, scope, words.today(), state.now()).len()),
                    false => size,
                });
                match offers == size {
                    true => format!("{named}: {n}"),
                    false => {
                        let offers = words.number(offers as u64);
                        t_string!(i18n, feedback.head_offers, named = named, n = n, offers = offers).to_string()
                    }
                }
            }
            Which::Behind(id, part) => match (stage(id), part) {
                (None, _) => t_string!(i18n, lists.heading_all, count = count, n = n).to_string(),
                (Some((_, StageRole::Lost)), _) => {
                    t_string!(i18n, lists.heading_lost, count = count, n = n).to_string()
                }
                (Some((stage, _)), Part::Standing) => {
                    t_string!(i18n, lists.heading_standing, count = count, n = n, stage = stage).to_string()
                }
                (Some((stage, _)), Part::Entered) => {
                    t_string!(i18n, lists.heading_entered, count = count, n = n, stage = stage).to_string()
                }
                (Some((stage, _)), Part::Passed) => {
                    t_string!(i18n, lists.heading_passed, count = count, n = n, stage = stage).to_string()
                }
                (Some((stage, _)), Part::Lost) => {
                    t_string!(i18n, lists.heading_lost_at, count = count, n = n, stage = stage).to_string()
                }
                (Some((stage, _)), Part::Waiting) => {
                    t_string!(i18n, lists.heading_waiting, count = count, n = n, stage = stage).to_string()
                }
            },
        }
    };
    let sum = Memo::new(move |_| {
        seen.rows.with(|rows| rows.iter().fold(0_i64, |sum, row| sum.saturating_add(row.minor.unwrap_or(0))))
    });
    let unknown = Memo::new(move |_| seen.rows.with(|rows| rows.iter().filter(|row| row.minor.is_none()).count()));
    let is_behind = move || matches!(seen.which.get(), Which::Behind(..) | Which::Grown(_) | Which::Open);
    let back = move || {
        let query = seen.scope.with(Scope::query);
        if query.is_empty() { route::HOURGLASS.to_owned() } else { format!("{}?{query}", route::HOURGLASS) }
    };
    let to_figures = move || match seen.which.get() {
        Which::Cohort(part) => {
            let parts = [part.choice.query(), seen.scope.with(Scope::query)];
            let query: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            let address = format!("{}?{}", route::CONVERSION, query.join("&"));
            Some((address, t_string!(i18n, cohort.back)))
        }
        Which::Money(part) => {
            let query = part.choice.query(seen.scope.with(|scope| scope.choice));
            Some((format!("{}?{query}", route::MONEY), t_string!(i18n, money.back)))
        }
        Which::Lens(part) => Some((seen.scope.with(|scope| part.back(scope)), t_string!(i18n, lens.title))),
        Which::Saying(part) => Some((seen.scope.with(|scope| part.back(scope)), t_string!(i18n, exchange.title))),
        Which::Handoff(part) => {
            let back = seen.scope.with(|scope| part.back(scope.choice));
            Some((
                back,
                if part.week.is_some() { t_string!(i18n, inbox.agreement) } else { t_string!(i18n, inbox.feedback) },
            ))
        }
        _ => None,
    };
    view! {
        <header class="deals-head">
            <Show when=is_behind>
                <a class="deals-back" href=back><Icon name=IconName::Left/>{t!(i18n, lists.to_hourglass)}</a>
            </Show>
            {move || to_figures().map(|(href, back)| view! {
                <a class="deals-back" href=href><Icon name=IconName::Left/>{back}</a>
            })}
            <h1 aria-live="polite">{title}</h1>
            <p class="deals-sum">
                <b class="number">{move || words.money(sum.get())}</b>
                " "{t!(i18n, lists.in_all)}
                {move || (unknown.get() > 0).then(|| {
                    let n = words.number(unknown.get() as u64);
                    view! { <span class="deals-unknown">{t_string!(i18n, lists.without_value, count = unknown.get() as u32, n = n).to_string()}</span> }
                })}
            </p>
        </header>
    }
}

/// Which deals of a cohort these are; `None` when there is no such cohort.
fn cohort_words(words: words::Words, state: State, seen: &View, part: &CohortPart) -> Option<String> {
    let i18n = words.i18n;
    let scope = seen.scope.get();
    let named = state.watch(Topic::Kind("stage"), |w| {
        let cohort: Cohort = part.choice.cohort(w, &scope, words.today()).ok()?;
        let name = |id: StageId| w.stages.get(&id).map(|s| s.name.clone());
        let group = part.group.as_ref().map(|key| group_name(words, w, key));
        Some((name(cohort.from())?, name(cohort.to())?, group))
    });
    let (start, goal, group) = named?;
    let days = words.duration(part.choice.window.ms());
    let of = match part.part {
        CohortOf::Entered => t_string!(i18n, cohort.head_entered, start = start).to_string(),
        CohortOf::Passed => t_string!(i18n, cohort.head_passed, start = start, goal = goal).to_string(),
        CohortOf::PassedWithin => {
            t_string!(i18n, cohort.head_within, start = start, goal = goal, days = days).to_string()
        }
        CohortOf::Known => t_string!(i18n, cohort.head_known, start = start, days = days).to_string(),
        CohortOf::KnownPassed => {
            t_string!(i18n, cohort.head_known_passed, start = start, goal = goal, days = days).to_string()
        }
        CohortOf::Open => t_string!(i18n, cohort.head_open, start = start, goal = goal, days = days).to_string(),
        CohortOf::AtRisk => t_string!(i18n, cohort.head_at_risk, start = start, goal = goal, days = days).to_string(),
        CohortOf::Undated => t_string!(i18n, cohort.head_undated, start = start, goal = goal).to_string(),
    };
    Some(group.into_iter().fold(of, |of, group| format!("{of}, {group}")))
}
