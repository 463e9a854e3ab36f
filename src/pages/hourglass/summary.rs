//! What the picture shows, in a sentence, and four sums.

use super::View;
use crate::prelude::*;
use smarketing_domain::{board::Total, clock::DAY, hourglass::Part};

/// A cohort that ends later than so many days ago has not had its time yet.
const YOUNG_DAYS: i64 = 60;

/// The sentence above the picture, and open, weighted, won and lost.
#[component]
pub fn Summary(seen: View) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let cohort = move || {
        let count = seen.glass.with(|g| g.cohort);
        let n = words.number(count);
        let days = seen.scope.with(|s| s.choice.days(words.today()));
        match days.map(|days| (days.from, days.to)) {
            Some((Some(from), Some(to))) => {
                let (from, to) = (words.date(from), words.date(to));
                t_string!(i18n, hourglass.cohort_between, count = count as u32, n = n, from = from, to = to).to_string()
            }
            Some((Some(from), None)) => {
                t_string!(i18n, hourglass.cohort_since, count = count as u32, n = n, from = words.date(from))
                    .to_string()
            }
            Some((None, Some(to))) => {
                t_string!(i18n, hourglass.cohort_until, count = count as u32, n = n, to = words.date(to)).to_string()
            }
            _ => t_string!(i18n, hourglass.cohort_all, count = count as u32, n = n).to_string(),
        }
    };
    let is_young = move || {
        let to = seen.scope.with(|s| s.choice.days(words.today())).and_then(|days| days.to);
        to.is_none_or(|to| (words.today() - to).num_milliseconds() < YOUNG_DAYS * DAY)
    };
    let undated = move || {
        let count = seen.glass.with(|g| g.undated);
        (count > 0)
            .then(|| t_string!(i18n, hourglass.undated, count = count as u32, n = words.number(count)).to_string())
    };
    view! {
        <div class="glass-head">
            <p class="glass-sentence">
                {cohort}
                <Show when=is_young>" "{t!(i18n, hourglass.young)}</Show>
                {move || undated().map(|text| format!(" {text}"))}
            </p>
            <Sums seen/>
        </div>
    }
}

#[component]
fn Sums(seen: View) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let total = move |total: Total| {
        t_string!(i18n, hourglass.deals, count = total.count as u32, n = words.number(total.count)).to_string()
    };
    let open = move || seen.glass.with(|g| g.open);
    let won = move || seen.glass.with(|g| g.won);
    let lost = move || seen.glass.with(|g| g.lost);
    // An estimate to the cent would promise too much.
    let weighted = move || {
        let scale = words.currency().scale();
        words.money(seen.glass.with(|g| g.weighted_minor) / scale * scale)
    };
    let open_link = move || {
        seen.link(|query| {
            let rest = if query.is_empty() { String::new() } else { format!("&{query}") };
            format!("{}?section=open{rest}", route::DEALS)
        })
    };
    let stage_link =
        move |stage: Option<_>, part| stage.map(|stage| seen.link(|query| route::deals_behind(stage, part, query)));
    let won_link = move || stage_link(seen.glass.with(|g| g.won_stage), Part::Entered);
    let lost_link = move || stage_link(seen.glass.with(|g| g.lost_stage), Part::Standing);
    view! {
        <ul class="glass-sums">
            <li><a href=open_link>
                <span class="glass-sum-name">{t!(i18n, hourglass.sum_open)}</span>
                <b class="number">{move || words.money(open().sum_minor)}</b>
                <span>{move || total(open())}</span>
            </a></li>
            <li><a href=open_link title=move || t_string!(i18n, hourglass.sum_weighted_label)>
                <span class="glass-sum-name">{t!(i18n, hourglass.sum_weighted)}</span>
                <b class="number">{weighted}</b>
                <span>{t!(i18n, hourglass.sum_weighted_note)}</span>
            </a></li>
            <li data-tone="won"><a href=won_link>
                <span class="glass-sum-name">{t!(i18n, hourglass.sum_won)}</span>
                <b class="number">{move || words.money(won().sum_minor)}</b>
                <span>{move || total(won())}</span>
            </a></li>
            <li><a href=lost_link>
                <span class="glass-sum-name">{t!(i18n, hourglass.sum_lost)}</span>
                <b class="number">{move || words.money(lost().sum_minor)}</b>
                <span>{move || total(lost())}</span>
            </a></li>
        </ul>
    }
}
