//! AARRR: five cards, each with its number, its share and what counts for it, and
//! the same as a table. Every number opens its deals.

use super::{
    View,
    parts::{Named, NoPath, Nobody, StageSelect, heads, stages},
};
use crate::{prelude::*, words::Words};
use smarketing_domain::{
    clock::Timestamp,
    cohort::conversion::Part,
    lens::aarrr::{Asked, Figures, Metric, Stages, figures},
    workspace::Workspace,
};
use std::sync::Arc;

/// What is shown.
#[derive(Clone, Debug, PartialEq)]
struct Shown {
    choice: MetricChoice,
    all: Vec<Named>,
    stages: Stages,
    figures: Vec<Figures>,
}

impl Shown {
    fn of(w: &Workspace, words: Words, choice: MetricChoice, scope: &Scope, now: Timestamp) -> Option<Self> {
        let stages_of = choice.of(w)?;
        let period = scope.period(words.today(), w);
        let asked = Asked { filter: &scope.filter, period, stages: stages_of, look: choice.look(now) };
        Some(Self { choice, all: stages(w), stages: stages_of, figures: figures(w, &asked) })
    }

    /// The stages that a metric can be read from: they lie where the definition asks.
    fn offered(&self, metric: Metric) -> Vec<Named> {
        let place = |id| self.all.iter().position(|s| s.id == id).unwrap_or_default();
        let (first, bought) = (place(self.stages.acquisition), place(self.stages.revenue));
        let is_offered = |at: usize| match metric {
            Metric::Acquisition => at < bought,
            Metric::Activation => first < at && at <= bought,
            Metric::Retention | Metric::Referral => at > bought,
            Metric::Revenue => at > first,
        };
        self.all.iter().enumerate().filter(|(at, _)| is_offered(*at)).map(|(_, stage)| stage.clone()).collect()
    }

    fn stage_name(&self, metric: Metric) -> String {
        let id = self.stages.of(metric);
        self.all.iter().find(|s| Some(s.id) == id).map(|s| s.name.clone()).unwrap_or_default()
    }
}

/// The lens.
#[component]
pub fn Aarrr(seen: View) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let shown = Memo::new(move |_| {
        seen.ticks.track();
        let now = state.now();
        let choice = MetricChoice::read(|name| seen.address.get(name));
        seen.scope.with(|scope| state.read(|w| Shown::of(w, words, choice, scope, now).map(Arc::new)))
    });
    let terms = Metric::ALL.map(|metric| {
        let text = move || {
            let stage = shown.with(|s| s.as_ref().map(|s| s.stage_name(metric))).unwrap_or_default();
            meaning(words, metric, stage)
        };
        (Signal::derive(move || metric_name(words, metric).to_owned()), Signal::derive(text))
    });
    let share = Signal::derive(move || t_string!(i18n, cohort.col_share).to_owned());
    let what_share = Signal::derive(move || t_string!(i18n, cohort.what_share).to_owned());
    let terms = terms.into_iter().chain([(share, what_share)]).collect::<Vec<_>>();
    view! {
        <p class="conversion-lead">{t!(i18n, lens.aarrr_lead)}</p>
        {move || match shown.get() {
            None => view! { <NoPath/> }.into_any(),
            Some(shown) if shown.figures.iter().all(|f| f.count == 0) => view! { <Nobody seen/> }.into_any(),
            Some(shown) => {
                let most = shown.figures.iter().map(|f| f.count).max().unwrap_or(1).max(1);
                let cards = shown.figures.iter().map(|figures| view! { <Card seen shown=shown.clone() figures=*figures most/> });
                view! {
                    <div class="aarrr">{cards.collect_view()}</div>
                    <AarrrTable seen shown=shown.clone()/>
                }
                .into_any()
            }
        }}
        <Meaning terms/>
    }
}

/// How a metric is defined.
fn meaning(words: Words, metric: Metric, stage: String) -> String {
    let i18n = words.i18n;
    match metric {
        Metric::Acquisition => t_string!(i18n, lens.what_acquisition, stage = stage).to_string(),
        Metric::Activation => t_string!(i18n, lens.what_activation, stage = stage).to_string(),
        Metric::Retention => t_string!(i18n, lens.what_retention, stage = stage).to_string(),
        Metric::Referral => t_string!(i18n, lens.what_referral, stage = stage).to_string(),
        Metric::Revenue => t_string!(i18n, lens.what_revenue, stage = stage).to_string(),
    }
}

/// Whom a metric is a share of.
fn base_name(words: Words, figures: &Figures) -> String {
    let (i18n, n) = (words.i18n, words.number(figures.base));
    match figures.metric {
        Metric::Acquisition => t_string!(i18n, lens.of_visits, n = n).to_string(),
        Metric::Activation | Metric::Revenue => t_string!(i18n, lens.of_acquired, n = n).to_string(),
        Metric::Retention | Metric::Referral => t_string!(i18n, lens.of_bought, n = n).to_string(),
    }
}

/// Which of the deals make the number: those acquired have all come.
fn counted(metric: Metric) -> Part {
    if metric == Metric::Acquisition { Part::Entered } else { Part::Passed }
}

#[component]
fn Card(seen: View, shown: Arc<Shown>, figures: Figures, most: u64) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let metric = figures.metric;
    let name = METRICS.iter().find(|(of, _)| *of == metric).map_or("", |(_, name)| name);
    let deals = |part| seen.deals(&LensPart::Metric(shown.choice, metric, part));
    let base = base_name(words, &figures);
    let base = match metric {
        Metric::Acquisition => (figures.base > 0).then(|| base.into_any()),
        _ => Some(view! { <a data-figure="base" href=deals(Part::Entered)>{base}</a> }.into_any()),
    };
    let window = (metric != Metric::Acquisition)
        .then(|| t_string!(i18n, lens.within, days = words.duration(shown.choice.window.ms())).to_string());
    let open = (figures.open > 0).then(|| {
        let text = t_string!(i18n, lens.metric_open, n = words.number(figures.open)).to_string();
        view! { <a data-figure="open" href=deals(Part::Open)>{text}</a> }
    });
    let value = match metric {
        Metric::Retention | Metric::Referral => {
            t_string!(i18n, lens.value_grown, money = words.money_short(figures.minor)).to_string()
        }
        _ => t_string!(i18n, lens.value_of, money = words.money_short(figures.minor)).to_string(),
    };
    let label = Signal::derive(move || t_string!(i18n, lens.counts_from).to_owned());
    let wide = format!("{:.2}%", 100.0 * figures.count as f64 / most as f64);
    let offered = shown.offered(metric);
    view! {
        <section class="panel aarrr-card" data-metric=name>
            <h2>{metric_name(words, metric)}</h2>
            <p class="aarrr-number">
                <a class="number" data-figure="count" href=deals(counted(metric))>{words.number(figures.count)}</a>
                " "<span>{base}</span>
            </p>
            <span class="aarrr-bar" aria-hidden="true"><i style:width=wide></i></span>
            <p class="aarrr-share">{window}<Share share=figures.share/></p>
            <p class="aarrr-more">{value}{open}</p>
            {(!offered.is_empty()).then(|| view! {
                <StageSelect seen name label stages=offered.clone() chosen=shown.stages.of(metric)/>
            })}
        </section>
    }
}

#[component]
fn AarrrTable(seen: View, shown: Arc<Shown>) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let head = move || {
        [
            t_string!(i18n, lens.aarrr_metric),
            t_string!(i18n, lens.stay_stage),
            t_string!(i18n, lens.aarrr_count),
            t_string!(i18n, lens.aarrr_base),
            t_string!(i18n, lens.aarrr_share),
            t_string!(i18n, lens.low),
            t_string!(i18n, lens.high),
            t_string!(i18n, cohort.col_open),
            t_string!(i18n, lens.flow_value),
        ]
    };
    let lines = {
        let shown = shown.clone();
        Callback::new(move |()| -> Lines {
            let decimals = words.currency().decimals();
            let share = |share: Option<f64>| share.map(|share| format!("{share:.6}")).unwrap_or_default();
            let line = |f: &Figures| {
                vec![
                    metric_name(words, f.metric).to_owned(),
                    shown.stage_name(f.metric),
                    f.count.to_string(),
                    f.base.to_string(),
                    share(f.share.map(|(rate, _)| rate)),
                    share(f.share.map(|(_, interval)| interval.low)),
                    share(f.share.map(|(_, interval)| interval.high)),
                    f.open.to_string(),
                    plain_amount(f.minor, decimals),
                ]
            };
            [vec![head().map(str::to_owned).to_vec()], shown.figures.iter().map(line).collect()].concat()
        })
    };
    let rows = shown.figures.iter().map(|f| {
        let metric = f.metric;
        let link = |n: u64, part| {
            let href = seen.deals(&LensPart::Metric(shown.choice, metric, part));
            view! { <a class="number" href=href>{words.number(n)}</a> }
        };
        let base = match metric {
            Metric::Acquisition => words.number(f.base).into_any(),
            _ => link(f.base, Part::Entered).into_any(),
        };
        let percent = |share: Option<f64>| share.map_or_else(|| "–".to_owned(), |share| words.percent(share));
        view! {
            <tr>
                <th scope="row">{metric_name(words, metric)}</th>
                <td>{shown.stage_name(metric)}</td>
                <td class="number">{link(f.count, counted(metric))}</td>
                <td class="number">{base}</td>
                <td class="number">{percent(f.share.map(|(rate, _)| rate))}</td>
                <td class="number">{percent(f.share.map(|(_, interval)| interval.low))}</td>
                <td class="number">{percent(f.share.map(|(_, interval)| interval.high))}</td>
                <td class="number">{link(f.open, Part::Open)}</td>
                <td class="number">{words.money(f.minor)}</td>
            </tr>
        }
    });
    view! {
        <section class="panel">
            <div class="lens-table-head"><h2>{t!(i18n, lens.aarrr_table)}</h2><TakeAlong lines name="aarrr"/></div>
            <div class="table-scroll" tabindex="0" role="region" aria-label=move || t_string!(i18n, lens.aarrr_table)>
                <table class="table lens-table">
                    <thead><tr>{move || heads(head(), 2)}</tr></thead>
                    <tbody>{rows.collect_view()}</tbody>
                </table>
            </div>
        </section>
    }
}
