//! Two periods side by side: the page's own, and another one that stands in the
//! address as `beside=2026-01-01~2026-01-31`, both days included.

use super::{Address, DaySpan, PeriodChoice, Scope};
use crate::words::{Words, use_words};
use chrono::{Days, NaiveDate};
use leptos::prelude::*;
use smarketing_locales::{t_string, use_i18n};

/// Where an address names the second period.
pub const NAME: &str = "beside";
/// Between its days.
const DASH: char = '~';

/// The second period that an address asks for.
pub fn read(text: Option<String>) -> Option<PeriodChoice> {
    let text = text?;
    let (from, to) = text.split_once(DASH)?;
    Some(PeriodChoice::Custom { from: from.parse().ok(), to: to.parse().ok() })
}

fn write(from: Option<NaiveDate>, to: Option<NaiveDate>) -> String {
    let day = |day: Option<NaiveDate>| day.map(|d| d.to_string()).unwrap_or_default();
    format!("{}{DASH}{}", day(from), day(to))
}

/// So many days has each of two periods where the page has none.
const USUAL_DAYS: u64 = 90;

/// What the comparison begins with: the page's period and as many days before it. Where
/// the page has none, two of [`USUAL_DAYS`], the later one so long ago that its deals
/// have had the `window` of so many days: then both can be compared.
fn begin(choice: PeriodChoice, window: u64, today: NaiveDate) -> [DaySpan; 2] {
    let before = |day: NaiveDate, days: u64| day.checked_sub_days(Days::new(days)).unwrap_or(day);
    let of = |from, to| DaySpan { from: Some(from), to: Some(to) };
    let Some(span) = choice.days(today) else {
        let to = before(today, window + u64::from(window > 0));
        let from = before(to, USUAL_DAYS - 1);
        let last = before(from, 1);
        return [of(from, to), of(before(last, USUAL_DAYS - 1), last)];
    };
    let to = span.to.unwrap_or(today).min(today);
    let from = span.from.unwrap_or(to).min(to);
    let long = u64::try_from((to - from).num_days()).unwrap_or_default();
    let last = before(from, 1);
    [of(from, to), of(before(last, long), last)]
}

/// Shows two periods; `window` is how many days a deal is given.
pub fn open(address: Address, choice: PeriodChoice, window: u64, words: Words) {
    let [first, second] = begin(choice, window, words.today());
    let text = |day: Option<NaiveDate>| day.map(|d| d.to_string()).unwrap_or_default();
    address.set(&[
        ("by", String::new()),
        ("a", String::new()),
        ("b", String::new()),
        ("period", "custom".to_owned()),
        ("from", text(first.from)),
        ("to", text(first.to)),
        (NAME, write(second.from, second.to)),
    ]);
}

/// The days of both periods, to choose.
#[component]
pub fn Periods(
    /// The page's address.
    address: Address,
    /// What it asks for.
    scope: Memo<Scope>,
    /// The second period.
    beside: Memo<Option<PeriodChoice>>,
) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let first = Memo::new(move |_| scope.with(|s| s.choice).days(words.today()).unwrap_or_default());
    let second = Memo::new(move |_| beside.get().and_then(|b| b.days(words.today())).unwrap_or_default());
    let text = |day: Option<NaiveDate>| day.map(|d| d.to_string()).unwrap_or_default();
    let set_first = move |from, to| {
        address.set(&[("period", "custom".to_owned()), ("from", text(from)), ("to", text(to))]);
    };
    let set_second = move |from, to| address.set(&[(NAME, write(from, to))]);
    view! {
        <Pair label=Signal::derive(move || t_string!(i18n, cohort.first_period)) days=first set=set_first/>
        <Pair label=Signal::derive(move || t_string!(i18n, cohort.second_period)) days=second set=set_second/>
    }
}

/// First and last day of a period.
#[component]
fn Pair(
    label: Signal<&'static str>,
    days: Memo<DaySpan>,
    set: impl Fn(Option<NaiveDate>, Option<NaiveDate>) + Copy + 'static,
) -> impl IntoView {
    let i18n = use_i18n();
    let text = |day: Option<NaiveDate>| day.map(|d| d.to_string()).unwrap_or_default();
    let day = |value: String| value.parse::<NaiveDate>().ok();
    view! {
        <fieldset class="conversion-period">
            <legend>{label}</legend>
            <input
                type="date" class="input" aria-label=move || format!("{}: {}", label.get(), t_string!(i18n, hourglass.from_day))
                prop:value=move || text(days.get().from) on:change:target=move |ev| set(day(ev.target().value()), days.get_untracked().to)
            />
            <span aria-hidden="true">"–"</span>
            <input
                type="date" class="input" aria-label=move || format!("{}: {}", label.get(), t_string!(i18n, hourglass.to_day))
                prop:value=move || text(days.get().to) on:change:target=move |ev| set(days.get_untracked().from, day(ev.target().value()))
            />
        </fieldset>
    }
}

/// A period's days in words.
pub fn period_words(words: Words, choice: PeriodChoice) -> String {
    let i18n = words.i18n;
    let Some(days) = choice.days(words.today()) else { return t_string!(i18n, hourglass.period_all).to_owned() };
    let day = |day: Option<NaiveDate>| day.map(|d| words.date(d)).unwrap_or_default();
    format!("{} – {}", day(days.from), day(days.to))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Option<NaiveDate> {
        text.parse().ok()
    }

    #[test]
    fn the_second_period_comes_back_from_its_address() {
        for (from, to) in [("2026-01-01", "2026-01-31"), ("2026-01-01", ""), ("", "2026-01-31")] {
            let choice = PeriodChoice::Custom { from: day(from), to: day(to) };
            assert_eq!(read(Some(write(day(from), day(to)))), Some(choice));
        }
        assert_eq!(read(None), None);
        assert_eq!(read(Some("soon".to_owned())), None);
    }

    #[test]
    fn a_period_is_held_beside_as_many_days_before_it() {
        let today = day("2026-03-10").unwrap();
        let spans = |choice| begin(choice, 30, today).map(|s| (s.from, s.to));
        let march = [(day("2026-03-01"), day("2026-03-10")), (day("2026-02-19"), day("2026-02-28"))];
        assert_eq!(spans(PeriodChoice::Month), march, "what is to come is left out");
        // Without a period: the later one ended so long ago that all have had their time.
        let winter = [(day("2025-11-10"), day("2026-02-07")), (day("2025-08-12"), day("2025-11-09"))];
        assert_eq!(spans(PeriodChoice::All), winter);
        let own = PeriodChoice::Custom { from: day("2026-02-01"), to: day("2026-02-07") };
        assert_eq!(spans(own), [(day("2026-02-01"), day("2026-02-07")), (day("2026-01-25"), day("2026-01-31"))]);
    }
}
