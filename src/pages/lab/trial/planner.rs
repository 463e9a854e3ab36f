//! How many are needed, how long that takes, and what can be seen with what there is.

use super::super::{
    Judged,
    scale::{points, size},
};
use crate::prelude::*;
use smarketing_domain::{
    clock::DAY,
    hypothesis::{Way, live::Deals, overlap::overlapping, verdict::Scale},
    ids::HypothesisId,
    statistics::power::{Errors, MEANS_MIN, Sizes, smallest_detectable_mean, smallest_detectable_rise},
};

/// For so many weeks it is said what could be seen.
const WEEKS: f64 = 8.0;
/// Longer outlooks are not given in weeks, but called too long.
const WEEKS_MAX: f64 = 104.0;

/// The planner's lines.
#[component]
pub fn Planner(
    /// Of which hypothesis.
    id: HypothesisId,
    /// The hypothesis.
    judged: Memo<Judged>,
) -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let words = use_words();
    let lines = move || {
        judged.with(|seen| {
            let hypothesis = &seen.hypothesis;
            let (design, arms) = (&hypothesis.design, hypothesis.arms.len().max(2));
            let planned = seen.judgement.planned_per_arm;
            let baseline = f64::from(hypothesis.plan.baseline_bp) / 10_000.0;
            let scale = seen.judgement.scale;
            let is_rate = scale == Scale::Share;
            let (inflow, past, past_mean) = state.read(|w| {
                let deals = Deals::new(w, state.now());
                let mean = (!is_rate).then(|| deals.past_mean(&hypothesis.segment, &design.measure)).flatten();
                (deals.inflow(hypothesis), deals.past(&hypothesis.segment, &design.measure), mean)
            });
            let is_here = design.way != Way::Elsewhere;
            let mut lines = Vec::new();
            if let Some(n) = planned {
                let (each, all) = (words.number(n), words.number(n * arms as u64));
                lines.push(t_string!(i18n, trial.p_needed, n = each, all = all).to_string());
            }
            if let Some((share, n)) = past.filter(|_| design.measure.is_live() && is_rate) {
                let (share, n) = (words.percent_tenth(share), words.number(n));
                lines.push(t_string!(i18n, trial.p_past, share = share, n = n).to_string());
            }
            if let Some(past) = past_mean {
                let (mean, spread) = (size(words, scale, past.mean), size(words, scale, past.sd));
                let n = words.number(past.n);
                lines.push(t_string!(i18n, trial.p_past_mean, mean = mean, spread = spread, n = n).to_string());
            }
            if is_here && inflow > 0.0 {
                let a_week = words.exact((inflow * 10.0).round() / 10.0);
                let weeks = planned.map(|n| (n * arms as u64) as f64 / inflow);
                lines.push(match weeks {
                    Some(weeks) if weeks <= WEEKS_MAX => {
                        let time =
                            words.duration((weeks * 7.0).ceil() as i64 * DAY + i64::from(design.measure.days) * DAY);
                        t_string!(i18n, trial.p_weeks, n = a_week, time = time).to_string()
                    }
                    _ => t_string!(i18n, trial.p_too_long, n = a_week).to_string(),
                });
                let each = (inflow * WEEKS / arms as f64) as u64;
                let sizes = Sizes { control: each, variant: each };
                let errors = Errors { alpha: 1.0 - seen.judgement.difference_confidence, ..design.errors() };
                let rise = match design.mean.filter(|plan| !is_rate && plan.spread > 0 && each >= MEANS_MIN) {
                    Some(plan) => {
                        let sd = plan.spread as f64 * design.measure.kind.plan_unit();
                        Some(size(words, scale, smallest_detectable_mean(sd, each, errors)))
                    }
                    None => (each > 0 && is_rate)
                        .then(|| smallest_detectable_rise(baseline, sizes, errors))
                        .flatten()
                        .map(|rise| points(words, (rise * 1_000.0).ceil() / 1_000.0)),
                };
                if let Some(rise) = rise {
                    lines.push(t_string!(i18n, trial.p_seen, rise = rise).to_string());
                }
            } else if is_here {
                lines.push(t_string!(i18n, trial.p_nobody).to_owned());
            } else if let Some(n) = hypothesis.arms.iter().map(|arm| arm.exposed).min().filter(|n| *n > 0 && is_rate) {
                // Nobody comes here, but whoever was counted can already show this much.
                let errors = Errors { alpha: 1.0 - seen.judgement.difference_confidence, ..design.errors() };
                let rise = smallest_detectable_rise(baseline, Sizes { control: n, variant: n }, errors);
                lines.extend(rise.map(|rise| {
                    let rise = points(words, (rise * 1_000.0).ceil() / 1_000.0);
                    t_string!(i18n, trial.p_seen_now, n = words.number(n), rise = rise).to_string()
                }));
            }
            lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()
        })
    };
    let overlaps = move || {
        let others = state.watch(Topic::Kind("hypothesis"), |w| {
            let this = w.hypotheses.get(&id)?;
            let name = |other| w.hypotheses.get(&other).map(|h| h.title.clone());
            this.decision.is_none().then(|| overlapping(w, this).into_iter().filter_map(name).collect::<Vec<_>>())
        })?;
        let text = move |title: String| t_string!(i18n, trial.overlaps, title = title).to_string();
        let line =
            move |title| view! { <p class="lab-warning" data-overlap><Icon name=IconName::Warning/>{text(title)}</p> };
        Some(others.into_iter().map(line).collect_view())
    };
    view! {
        <ul class="lab-planner" data-planner>{lines}</ul>
        {overlaps}
    }
}
