//! The bottleneck in a sentence: where closing the gap to before, or to the best
//! channel, would bring the most, and how sure that is.

use crate::{prelude::*, words::Words};
use chrono::NaiveDate;
use smarketing_domain::{
    clock::{DAY, Timestamp},
    cohort::{
        Window,
        bottleneck::{Gap, Reference, gaps},
        conversion::Look,
        group::Dimension,
    },
    hourglass::{Period, WEAK_FROM},
    ids::StageId,
    workspace::Workspace,
};

/// How long a deal is given to take one step, in days.
const WINDOW_DAYS: u16 = 30;

/// The span that is held against the one before it, where no period is chosen.
const USUAL_SPAN: i64 = 90 * DAY;

/// A gap, with the names that its sentence needs.
#[derive(Clone, Debug, PartialEq)]
struct Found {
    gap: Gap,
    from: String,
    to: String,
    /// What it is held against: a channel, or the time before.
    best: Option<String>,
    /// How long that time was, in milliseconds.
    span: i64,
}

/// The sentence; nothing while there are too few deals, or nothing falls behind.
#[component]
pub fn Bottleneck() -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let scope = use_address().scope();
    let ticks = calm_ticks(state);
    let found = Memo::new(move |_| {
        ticks.track();
        let (today, now) = (words.today(), state.now());
        scope.with(|scope| state.read(|w| find(w, words, scope, today, now)))
    });
    move || match found.get() {
        // Its place is kept free on narrow screens, and is not needed any more.
        None => view! { <span class="glass-neck-none" hidden></span> }.into_any(),
        Some(found) => {
            let href = closer(&found, &scope.get());
            let is_sure = found.gap.is_sure();
            view! {
                <h3>{t!(i18n, cohort.neck_title)}</h3>
                <p class="glass-neck-text" data-bottleneck=found.gap.stage.to_string() data-sure=is_sure.to_string()>
                    {loses(words, &found)}" "{brings(words, &found.gap)}" "<a href=href>{t!(i18n, cohort.neck_look)}</a>
                </p>
            }
            .into_any()
        }
    }
}

/// A sure gap to the time before; else a sure one to the best channel; else the
/// largest to the time before, which may be chance.
fn find(workspace: &Workspace, words: Words, scope: &Scope, today: NaiveDate, now: Timestamp) -> Option<Found> {
    let (period, before) = spans(scope.period(today), now)?;
    let look = Look { as_of: now, window: Window::days(WINDOW_DAYS) };
    let all = |reference| {
        let gaps = gaps(workspace, &scope.filter, Some(period), &reference, look);
        gaps.into_iter().filter(|gap| gap.own.known >= WEAK_FROM).collect::<Vec<_>>()
    };
    let to_before = all(Reference::Period(before));
    let sure = |gaps: &[Gap]| gaps.iter().find(|gap| gap.is_sure()).cloned();
    let to_best = || sure(&all(Reference::BestGroup(Dimension::Channel)));
    let gap = sure(&to_before).or_else(to_best).or_else(|| to_before.first().cloned())?;
    let name = |id: StageId| workspace.stages.get(&id).map(|s| s.name.clone());
    Some(Found {
        from: name(gap.stage)?,
        to: name(gap.next)?,
        best: gap.best.as_ref().map(|key| group_name(words, workspace, key)),
        span: before.to.since(before.from),
        gap,
    })
}

/// The time looked at, up to now, and as much time before it. `None` when it has
/// not begun.
fn spans(chosen: Option<Period>, now: Timestamp) -> Option<(Period, Period)> {
    let usual = earlier(now, USUAL_SPAN);
    let chosen = chosen.unwrap_or(Period { from: usual, to: now });
    let to = chosen.to.min(now);
    // A period without a beginning has no time before it.
    let from = if chosen.from == Timestamp(i64::MIN) { earlier(to, USUAL_SPAN) } else { chosen.from };
    let span = to.since(from);
    (span > 0).then(|| (Period { from, to }, Period { from: earlier(from, span), to: from }))
}

fn earlier(at: Timestamp, ms: i64) -> Timestamp {
    Timestamp(at.0.saturating_sub(ms))
}

/// How much less passes than elsewhere.
fn loses(words: Words, found: &Found) -> String {
    let i18n = words.i18n;
    let own = found.gap.own.estimate.map(|e| words.percent(e.rate)).unwrap_or_default();
    let reference = words.percent(found.gap.reference);
    let days = words.duration(Window::days(WINDOW_DAYS).ms());
    let (from, to, span) = (found.from.clone(), found.to.clone(), words.duration(found.span));
    macro_rules! sentence {
        ($key:ident $(, $more:ident)?) => {
            t_string!(
                i18n, cohort.$key, span = span, from = from, to = to, own = own, days = days,
                $($more = $more,)? reference = reference
            )
            .to_string()
        };
    }
    match found.best.clone() {
        Some(best) => sentence!(neck_best, best),
        None => sentence!(neck_text),
    }
}

/// What closing the gap would bring, with its uncertainty.
fn brings(words: Words, gap: &Gap) -> String {
    let i18n = words.i18n;
    let money = |minor: f64| words.money_short(rounded(minor, words.currency().scale()));
    let deals = |n: f64| words.exact((n * 10.0).round() / 10.0);
    let extra = gap.extra_won_interval;
    match (gap.value_minor, gap.is_sure()) {
        (Some((value, ends)), true) => {
            let (value, low, high) = (money(value), money(ends.low), money(ends.high));
            t_string!(i18n, cohort.neck_value, money = value, low = low, high = high).to_string()
        }
        (None, true) => {
            let (n, low, high) = (deals(gap.extra_won), deals(extra.low), deals(extra.high));
            t_string!(i18n, cohort.neck_won, n = n, low = low, high = high).to_string()
        }
        (Some((_, ends)), false) => t_string!(i18n, cohort.neck_unsure, high = money(ends.high)).to_string(),
        (None, false) => t_string!(i18n, cohort.neck_unsure_won, high = deals(extra.high)).to_string(),
    }
}

/// Minor units to two digits that count: an estimate to the cent would promise
/// too much.
fn rounded(minor: f64, scale: i64) -> i64 {
    let whole = (minor / scale as f64).round();
    if whole == 0.0 {
        return 0;
    }
    let step = 10_f64.powf((whole.abs().log10().floor() - 1.0).max(0.0));
    ((whole / step).round() * step) as i64 * scale
}

/// The page of conversions, at this step.
fn closer(found: &Found, scope: &Scope) -> String {
    let choice = CohortChoice {
        start: Some(found.gap.stage),
        goal: Some(found.gap.next),
        window: Window::days(WINDOW_DAYS),
        by: Some(if found.best.is_some() { Dimension::Channel } else { Dimension::Month }),
    };
    let parts = [choice.query(), scope.query()];
    let query: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    format!("{}?{}", route::CONVERSION, query.join("&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_held_against_as_much_time_before_it() {
        let now = Timestamp(1000 * DAY);
        let at = |day: i64| Timestamp(day * DAY);
        let chosen = Period { from: at(960), to: at(1100) };
        let (period, before) = spans(Some(chosen), now).unwrap();
        assert_eq!((period, before), (Period { from: at(960), to: now }, Period { from: at(920), to: at(960) }));
        assert_eq!(spans(None, now).unwrap().1, Period { from: at(820), to: at(910) });
    }

    #[test]
    fn a_time_that_has_not_begun_has_nothing_before_it() {
        let now = Timestamp(DAY);
        assert_eq!(spans(Some(Period { from: Timestamp(2 * DAY), to: Timestamp(3 * DAY) }), now), None);
    }

    #[test]
    fn an_estimate_keeps_two_digits() {
        assert_eq!(rounded(12_345_678.0, 100), 12_000_000);
        assert_eq!(rounded(-980.0, 100), -1000);
        assert_eq!(rounded(12.0, 100), 0);
    }
}
