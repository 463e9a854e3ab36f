//! Two periods side by side: the page's own, and another one that stands in the
//! address as `beside=2026-01-01~2026-01-31`, both days included.

use super::View;
use crate::{prelude::*, words::Words};
use chrono::{Days, NaiveDate};

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

/// What the comparison begins with: the page's period and as many days before it;
/// this month so far and as much of the last one, where the page has none.
fn begin(choice: PeriodChoice, today: NaiveDate) -> [DaySpan; 2] {
    let span = choice.days(today).or_else(|| PeriodChoice::Month.days(today)).unwrap_or_default();
    let to = span.to.unwrap_or(today).min(today);
    let from = span.from.unwrap_or(to).min(to);
    let before = |day: NaiveDate, days: u64| day.checked_sub_days(Days::new(days)).unwrap_or(day);
    let long = u64::try_from((to - from).num_days()).unwrap_or_default();
    let of = |from, to| DaySpan { from: Some(from), to: Some(to) };
    let last = before(from, 1);
    [of(from, to), of(before(last, long), last)]
}

/// Shows two periods.
pub fn open(seen: View, words: Words) {
    let [first, second] = begin(seen.scope.with_untracked(|s| s.choice), words.today());
    let text = |day: Option<NaiveDate>| day.map(|d| d.to_string()).unwrap_or_default();
    seen.address.set(&[
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
pub fn Periods(seen: View) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let first = Memo::new(move |_| seen.scope.with(|s| s.choice).days(words.today()).unwrap_or_default());
    let second = Memo::new(move |_| seen.beside.get().and_then(|b| b.days(words.today())).unwrap_or_default());
    let text = |day: Option<NaiveDate>| day.map(|d| d.to_string()).unwrap_or_default();
    let set_first = move |from, to| {
        seen.address.set(&[("period", "custom".to_owned()), ("from", text(from)), ("to", text(to))]);
    };
    let set_second = move |from, to| seen.address.set(&[(NAME, write(from, to))]);
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
        let spans = |choice| begin(choice, today).map(|s| (s.from, s.to));
        let march = [(day("2026-03-01"), day("2026-03-10")), (day("2026-02-19"), day("2026-02-28"))];
        assert_eq!(spans(PeriodChoice::Month), march, "what is to come is left out");
        assert_eq!(spans(PeriodChoice::All), march);
        let own = PeriodChoice::Custom { from: day("2026-02-01"), to: day("2026-02-07") };
        assert_eq!(spans(own), [(day("2026-02-01"), day("2026-02-07")), (day("2026-01-25"), day("2026-01-31"))]);
    }
}
