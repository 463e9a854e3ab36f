//! The open deals that matter most for the outcome.

use super::View;
use crate::prelude::*;
use smarketing_domain::{
    deal::Deal,
    forecast::{Group, chance::Chance},
    workspace::Workspace,
};

/// So many are listed.
const LISTED: usize = 10;

/// Whether a deal is of a group.
fn is_of(w: &Workspace, deal: &Deal, group: Group) -> bool {
    match group {
        Group::All | Group::Open => true,
        Group::New => false,
        Group::Owner(owner) => deal.owner == owner,
        Group::Team(team) => deal.owner.and_then(|id| w.members.get(&id)).is_some_and(|m| m.team == team),
    }
}

/// Those of the chosen deals that matter most in the chosen time, each with its title.
pub fn listed(state: State, seen: View) -> Vec<(String, Chance)> {
    let (last, group) = (seen.last(), seen.group.get());
    let chances = seen.forecast.with(|f| f.as_ref().map(|f| f.chances.clone())).unwrap_or_default();
    let mut deals: Vec<(String, Chance)> = state.read(|w| {
        let named = |chance: Chance| {
            let deal = w.deal(chance.deal).filter(|deal| is_of(w, deal, group))?;
            Some((deal.title.clone(), chance))
        };
        chances.into_iter().filter_map(named).collect()
    });
    let at = |values: &[f64]| values.get(last).copied().unwrap_or(0.0);
    deals.retain(|(_, chance)| at(&chance.won) > 0.0);
    sort::sort_by(&mut deals, |(_, a), (_, b)| {
        let expected = |c: &Chance| c.minor as f64 * at(&c.won);
        at(&b.share).total_cmp(&at(&a.share)).then(expected(b).total_cmp(&expected(a)))
    });
    deals.truncate(LISTED);
    deals
}

/// The list.
#[component]
pub fn Deals(seen: View) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let deals = Memo::new(move |_| listed(state, seen));
    let is_empty = Memo::new(move |_| deals.with(Vec::is_empty));
    let rows = move || {
        let last = seen.last();
        let row = |(title, chance): (String, Chance)| {
            let at = |values: &[f64]| values.get(last).copied().unwrap_or(0.0);
            let (won, share) = (at(&chance.won), at(&chance.share));
            let value = words.money(chance.minor);
            let value = if chance.is_known { value } else { format!("≈ {value}") };
            view! {
                <tr data-matters=chance.deal.to_string()>
                    <th scope="row"><a class="two-lines" href=route::deal(chance.deal)>{title}</a></th>
                    <td class="number">{value}</td>
                    <td class="number">{words.percent(won)}</td>
                    <td class="number">{words.money_short((won * chance.minor as f64).round() as i64)}</td>
                    <td>
                        <span class="forecast-share">
                            <span class="share-track" aria-hidden="true">
                                <span class="share-range" style:left="0" style:width=format!("{:.1}%", 100.0 * share)></span>
                            </span>
                            <b class="number">{words.percent(share)}</b>
                        </span>
                    </td>
                </tr>
            }
        };
        deals.get().into_iter().map(row).collect_view()
    };
    view! {
        <section class="panel">
            <h2>{t!(i18n, forecast.deals)}</h2>
            <Show
                when=move || !is_empty.get()
                fallback=move || view! { <p class="field-hint">{t!(i18n, forecast.no_deals)}</p> }
            >
                <p class="field-hint">{t!(i18n, forecast.deals_hint)}</p>
                <div class="table-scroll" tabindex="0" role="region" aria-label=move || t_string!(i18n, forecast.deals)>
                    <table class="table forecast-deals">
                        <thead>
                            <tr>
                                <th scope="col">{t!(i18n, forecast.deal)}</th>
                                <th scope="col" class="number">{t!(i18n, forecast.value)}</th>
                                <th scope="col" class="number">{t!(i18n, forecast.chance)}</th>
                                <th scope="col" class="number">{t!(i18n, forecast.expected)}</th>
                                <th scope="col">{t!(i18n, forecast.part)}</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            </Show>
        </section>
    }
}
