//! Which deals these are, in words; how many, and their sum.

use super::{View, which::Which};
use crate::prelude::*;
use smarketing_domain::{
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
    view! {
        <header class="deals-head">
            <Show when=is_behind>
                <a class="deals-back" href=back><Icon name=IconName::Left/>{t!(i18n, lists.to_hourglass)}</a>
            </Show>
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
