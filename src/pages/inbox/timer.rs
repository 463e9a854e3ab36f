//! The response clock of an offer: how much of the promised working time has run.

use crate::{prelude::*, zone};
use smarketing_domain::{
    deal::Deal,
    handoff::{Level, working_ms},
};

/// A bar that fills and turns amber, then red; the words say the same.
#[component]
pub fn Timer(
    /// The lead.
    deal: Memo<Deal>,
    /// Changes now and then: time has passed.
    tick: ReadSignal<u32>,
) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let clock = move || {
        tick.track();
        let since = deal.with(|d| d.in_stage_since())?;
        let now = state.now();
        state.watch(Topic::Kind("settings"), |w| {
            let own = w.own()?;
            let worked = working_ms(&own.calendar, &zone::of_clock(w), since, now);
            Some((worked, i64::from(own.response_hours) * 3_600_000))
        })
    };
    let said = move |worked: i64, promised: i64, level: Level| match level {
        Level::Escalated => t_string!(i18n, inbox.escalated, time = words.duration(worked - promised)).to_string(),
        Level::Late => t_string!(i18n, inbox.late, time = words.duration(worked - promised)).to_string(),
        _ if promised > 0 => t_string!(i18n, inbox.left, time = words.duration(promised - worked)).to_string(),
        _ => t_string!(i18n, inbox.waits, time = words.duration(worked)).to_string(),
    };
    move || {
        clock().map(|(worked, promised)| {
            let level = Level::of(worked, promised);
            let share = if promised > 0 { (worked as f64 / promised as f64).min(1.0) } else { 0.0 };
            view! {
                <div class="offer-clock" data-level=level_name(level)>
                    <span class="offer-clock-bar" aria-hidden="true"><span style:width=format!("{:.0}%", 100.0 * share)></span></span>
                    <span>{said(worked, promised, level)}</span>
                </div>
            }
        })
    }
}

fn level_name(level: Level) -> &'static str {
    match level {
        Level::Fresh => "fresh",
        Level::Due => "due",
        Level::Late => "late",
        Level::Escalated => "escalated",
    }
}

/// How often the clocks on the page are set, in seconds.
const SET_EVERY: u64 = 20;

/// Changes every now and then, while whoever asked is on the page.
pub fn ticks() -> ReadSignal<u32> {
    let (ticks, set) = signal(0_u32);
    let beat = set_interval_with_handle(
        move || {
            set.try_update(|n| *n = n.wrapping_add(1));
        },
        std::time::Duration::from_secs(SET_EVERY),
    );
    on_cleanup(move || {
        if let Ok(beat) = beat {
            beat.clear();
        }
    });
    ticks
}
