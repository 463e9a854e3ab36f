//! What was written down at the start, and each change since, with who and when.

use super::{
    super::{Judged, scale::planned, segment},
    spelled,
};
use crate::{prelude::*, words::Words};
use smarketing_domain::{
    hypothesis::{Amendment, Frozen},
    ids::MemberId,
};

/// The registration and its amendments; nothing before the start.
#[component]
pub fn Registered(
    /// Of what.
    judged: Memo<Judged>,
) -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let words = use_words();
    let name = move |id: MemberId| {
        state.watch(Topic::Record(id.into()), |w| w.members.get(&id).map(|m| m.name.clone())).unwrap_or_default()
    };
    let signed = move |frozen: &Frozen| (words.date_time(frozen.at), name(frozen.by));
    let amendment = move |amendment: Amendment| {
        let (day, by) = signed(&amendment.to);
        let parts: Vec<_> = amendment.parts.into_iter().map(|part| spelled::part(words, part)).collect();
        let what = parts.join(", ");
        let line = t_string!(i18n, trial.amended, day = day, by = by, what = what).to_string();
        view! { <li data-amendment>{line}</li> }
    };
    move || {
        judged.with(|seen| {
            let first = seen.hypothesis.registration()?;
            let since = seen.hypothesis.amendments();
            let (day, by) = signed(first);
            let is_amended = !since.is_empty();
            let amendments = since.into_iter().map(amendment).collect_view();
            Some(view! {
                <section class="panel lab-registered" aria-labelledby="lab-registered" data-registered>
                    <h2 id="lab-registered">{t!(i18n, trial.registered)}</h2>
                    <p>{t_string!(i18n, trial.written_down, day = day, by = by).to_string()}</p>
                    <details>
                        <summary>{t!(i18n, trial.what_frozen)}</summary>
                        <ul>{frozen(words, state, first).into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul>
                    </details>
                    {is_amended.then(|| view! {
                        <h3>{t!(i18n, trial.amendments)}</h3>
                        <p class="lab-note">{t!(i18n, trial.amendments_why)}</p>
                        <ol>{amendments}</ol>
                    })}
                </section>
            })
        })
    }
}

/// The frozen copy, a line for each part.
fn frozen(words: Words, state: State, first: &Frozen) -> Vec<String> {
    let i18n = words.i18n;
    let design = &first.design;
    let share = |bp: u32| f64::from(bp) / 10_000.0;
    let (effect, baseline) = planned(words, design, &first.plan);
    let (error, power) = (share(design.error_bp.into()), share(design.power_bp.into()));
    let (error, power) = (words.percent_exact(error), words.percent_exact(power));
    let mut lines = vec![
        segment::in_words(words, state, &first.segment),
        spelled::measure(words, state, &design.measure),
        first.arms.join(" / "),
        format!("{} · {}", spelled::way(words, design.way), spelled::unit(words, design.unit)),
        t_string!(i18n, trial.frozen_plan, effect = effect, baseline = baseline, error = error, power = power)
            .to_string(),
        if design.measure.is_rate() { t_string!(i18n, trial.frozen_rule) } else { t_string!(i18n, trial.frozen_mean) }
            .to_owned(),
    ];
    lines.extend(design.guardrail.map(|measure| {
        let what = spelled::measure(words, state, &measure);
        t_string!(i18n, trial.guardrail_is, what = what).to_string()
    }));
    lines
}
