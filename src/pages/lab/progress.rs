//! How far the counting has come, and when it may end: time from left to right.

use super::{Judged, saying::days_left};
use crate::prelude::*;
use smarketing_domain::clock::{DAY, Timestamp};

/// A bar of the smallest arm against the planned size, with its days under it.
#[component]
pub fn Progress(
    /// Of what.
    judged: Memo<Judged>,
) -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let words = use_words();
    let day = move |at: Timestamp| words.day(at).map(|day| words.date(day)).unwrap_or_default();
    move || {
        judged.with(|seen| {
            let planned = seen.judgement.planned_per_arm?;
            let smallest = seen.judgement.arms.iter().map(|arm| arm.exposed).min()?;
            let (n, of) = (words.number(smallest), words.number(planned));
            let begins = match seen.hypothesis.started {
                Some(at) => t_string!(i18n, lab.started_on, day = day(at)).to_string(),
                None => t_string!(i18n, lab.not_started_on).to_owned(),
            };
            let outlook = || days_left(&seen.hypothesis, planned, state.now());
            let ends = match &seen.hypothesis.decision {
                Some(decision) => t_string!(i18n, lab.decided_on, day = day(decision.at)).to_string(),
                None if smallest >= planned => t_string!(i18n, lab.enough).to_owned(),
                None => outlook().map_or_else(String::new, |days| {
                    let at = Timestamp(state.now().0 + days * DAY);
                    t_string!(i18n, lab.ends_about, day = day(at)).to_string()
                }),
            };
            let share = smallest.min(planned) as f64 / planned as f64 * 100.0;
            Some(view! {
                <div class="lab-progress">
                    <p class="lab-progress-count">{t_string!(i18n, lab.progress, n = n, of = of).to_string()}</p>
                    <div class="progress" aria-hidden="true"><i style:width=format!("{share:.2}%")></i></div>
                    <p class="lab-progress-days"><span>{begins}</span><span>{ends}</span></p>
                </div>
            })
        })
    }
}
