//! One stage: its name and team, its numbers, and what leads on from it. Each
//! number opens its deals.

use super::{View, facts, picture};
use crate::prelude::*;
use smarketing_domain::{
    hourglass::{Band, Part},
    hypothesis::proportion::Interval,
    ids::StageId,
    member::Team,
    stage::StageRole,
};

/// A stage as a row beside the picture; on phones a bar with the same numbers.
#[component]
pub fn Step(stage: StageId, seen: View) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let row = Memo::new(move |_| seen.glass.with(|g| g.row(stage).cloned()));
    let is_weakest = Memo::new(move |_| seen.glass.with(|g| g.weakest.as_ref().is_some_and(|w| w.from == stage)));
    let bar = Memo::new(move |_| {
        let at = seen.glass.with(|g| g.rows.iter().position(|r| r.band.stage == stage));
        let width = at.and_then(|at| seen.shapes.with(|shapes| shapes.get(at).map(|s| s.span.width)));
        format!("{:.2}%", width.unwrap_or_default() / super::geometry::WIDTH * 100.0)
    });
    // Words of the row; empty for the moment in which its stage is being taken out.
    let say = move |look: fn(&facts::Row) -> String| row.with(|r| r.as_ref().map(look).unwrap_or_default());
    let section = move || row.with(|r| r.as_ref().map(|r| picture::attribute(r.section)));
    let team = move || row.with(|r| r.as_ref().map_or(Team::default(), |r| r.team));
    let team_attribute = move || match team() {
        Team::Marketing => "marketing",
        Team::Sales => "sales",
        Team::Management => "management",
    };
    let team_name = move || match team() {
        Team::Marketing => t_string!(i18n, common.marketing),
        Team::Sales => t_string!(i18n, common.sales),
        Team::Management => t_string!(i18n, common.management),
    };
    view! {
        <li
            class="glass-row"
            data-hourglass-stage=stage.to_string()
            data-entered=move || say(|r| r.band.entered.to_string())
            data-passed=move || say(|r| r.band.passed.to_string())
            data-conversion=move || say(|r| facts::six_decimals(r.band.conversion()))
            data-section=section
            data-opens=move || row.with(|r| r.as_ref().is_some_and(|r| r.opens_section))
            data-weakest=move || is_weakest.get()
        >
            <span class="glass-row-section">
                {move || row.with(|r| r.as_ref().map(|r| picture::section_name(words, r.section)))}
            </span>
            <div class="glass-name">
                <h2 class="two-lines">{move || say(|r| r.name.clone())}</h2>
                <span class="glass-team one-line" data-team=team_attribute title=move || t_string!(i18n, hourglass.owner_team)>{team_name}</span>
            </div>
            <div class="glass-bar" aria-hidden="true"><i style:width=move || bar.get()></i></div>
            {move || row.with(|r| r.as_ref().map(|r| numbers(words, seen, r)))}
        </li>
    }
}

/// The numbers of a stage.
fn numbers(words: words::Words, seen: View, row: &facts::Row) -> impl IntoView + use<> {
    let i18n = words.i18n;
    let band = row.band.clone();
    let link = move |part| seen.link(|query| route::deals_behind(band.stage, part, query));
    let listed = band.role.holds_deals();
    let name = row.name.clone();
    let entered_label = t_string!(
        i18n,
        hourglass.entered_label,
        count = band.entered as u32,
        n = words.number(band.entered),
        stage = name
    )
    .to_string();
    let count = if listed {
        view! {
            <a class="glass-count number" href=link(Part::Entered) aria-label=entered_label.clone() title=entered_label>
                {words.number(band.entered)}
            </a>
        }
        .into_any()
    } else {
        let exact = words.number(band.entered);
        view! { <span class="glass-count number" title=t_string!(i18n, hourglass.reach_label, n = exact).to_string()>{words.compact(band.entered)}</span> }
            .into_any()
    };
    let median = band.median_ms.map(|ms| {
        let time = words.duration(ms);
        let whole = t_string!(i18n, hourglass.median_label, time = time.clone()).to_string();
        view! { <span class="glass-median" title=whole>{t_string!(i18n, hourglass.median, time = time).to_string()}</span> }
    });
    let standing = listed.then(|| {
        let sum = band.standing.sum_minor;
        let exact = words.money(sum);
        let whole = t_string!(i18n, hourglass.now_label, count = band.standing.count as u32, n = words.number(band.standing.count), money = exact).to_string();
        view! {
            <a class="glass-now" href=link(Part::Standing) title=whole.clone() aria-label=whole>
                <b class="number">{words.money_short(sum)}</b>
                <span class="number">{t_string!(i18n, hourglass.now, n = words.number(band.standing.count)).to_string()}</span>
            </a>
        }
    });
    view! {
        {count}
        {aside(words, seen, &band)}
        {row.leads_on.then(|| passed(words, listed.then(|| link(Part::Passed)), &band, row.interval))}
        <div class="glass-facts">
            {standing}
            {median}
        </div>
    }
}

/// What leaves sideways: losses; or, below the neck, what grew.
fn aside(words: words::Words, seen: View, band: &Band) -> Option<AnyView> {
    let i18n = words.i18n;
    let n = words.number(if band.grown > 0 { band.grown } else { band.lost });
    if band.grown > 0 {
        let text = if band.role == StageRole::Referral {
            t_string!(i18n, hourglass.grown_referrals, count = band.grown as u32, n = n.clone()).to_string()
        } else {
            t_string!(i18n, hourglass.grown_repeats, count = band.grown as u32, n = n.clone()).to_string()
        };
        let stage = band.stage;
        let href = seen
            .link(|query| route::deals_behind(stage, Part::Entered, query).replacen("part=entered", "part=grown", 1));
        return Some(
            view! { <a class="glass-grown number" href=href title=text.clone() aria-label=text>"+"{n}</a> }.into_any(),
        );
    }
    (band.lost > 0).then(|| {
        let label = t_string!(i18n, hourglass.lost_label, count = band.lost as u32, n = n.clone()).to_string();
        let href = seen.link(|query| route::deals_behind(band.stage, Part::Lost, query));
        view! { <a class="glass-lost number" href=href title=label.clone() aria-label=label>
            <span class="glass-word">{t_string!(i18n, hourglass.column_lost)}</span>
            "−"{n}
        </a> }
        .into_any()
    })
}

/// The conversion to the next stage, and where it may really lie, over a fine bracket.
fn passed(words: words::Words, href: Option<String>, band: &Band, interval: Option<Interval>) -> AnyView {
    let i18n = words.i18n;
    let Some(share) = band.passed_of_known() else {
        return view! { <span class="glass-passed" data-unknown="true" title=t_string!(i18n, hourglass.passed_unknown)>"–"</span> }.into_any();
    };
    let mut label = t_string!(
        i18n,
        hourglass.passed_label,
        passed = words.number(band.passed),
        known = words.number(band.known()),
        waiting = words.number(band.entered.saturating_sub(band.known()))
    )
    .to_string();
    if let Some(interval) = interval {
        let (low, high) = (words.percent(interval.low), words.percent(interval.high));
        label = format!("{label} {}", t_string!(i18n, hourglass.interval_label, low = low, high = high));
    }
    let whole = format!("{}. {label}", words.percent(share));
    let bracket = interval.map(|interval| {
        // One sign at the end says it for both, in each of our languages.
        let low = words.percent(interval.low);
        let low = low.trim_end_matches(|c: char| c == '%' || c.is_whitespace());
        view! { <span class="interval number">{format!("{low}–{}", words.percent(interval.high))}</span> }
    });
    // Where there are no column heads, on phones, the number says itself what it is.
    let inside = view! {
        <span class="glass-word">{t_string!(i18n, hourglass.column_passed)}</span>
        <span class="number">{words.percent(share)}</span>
        {bracket}
    };
    match href {
        Some(href) => view! { <a class="glass-passed" href=href title=label aria-label=whole>{inside}</a> }.into_any(),
        None => view! { <span class="glass-passed" title=label>{inside}</span> }.into_any(),
    }
}
