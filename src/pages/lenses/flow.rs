//! The flow between stages: a picture, and its table. Every number opens its deals.

use super::{
    View,
    parts::{Named, Nobody, heads, place_mark, section, stages},
    sankey::{self, Picture, Stream},
};
use crate::{prelude::*, words::Words};
use leptos_router::hooks::use_navigate;
use smarketing_domain::{
    lens::{
        flow::{Flow, Flows, Kind, Part, flows},
        walk::Place,
    },
    workspace::Workspace,
};
use std::sync::Arc;

/// What is drawn.
#[derive(Clone, Debug, PartialEq)]
struct Drawn {
    flows: Flows,
    /// The stages of the picture, in order.
    stages: Vec<Named>,
    picture: Picture,
    /// The names of the places of each flow.
    names: Vec<[String; 2]>,
}

impl Drawn {
    fn of(workspace: &Workspace, words: Words, scope: &Scope) -> Self {
        let flows = flows(workspace, &scope.filter, scope.period(words.today(), workspace));
        let stages = stages(workspace);
        let place = |place: Place| stages.iter().position(|s| Place::Stage(s.id) == place);
        let standing = |stage: &Named| {
            let station = flows.stations.iter().find(|s| s.place == Place::Stage(stage.id));
            station.map_or(0, |s| s.standing.count)
        };
        let stream =
            |flow: &Flow| Stream { from: place(flow.from), to: place(flow.to), kind: flow.kind, moves: flow.moves };
        let standing: Vec<u64> = stages.iter().map(standing).collect();
        let streams: Vec<Stream> = flows.flows.iter().map(stream).collect();
        let name = |place| place_name(words, workspace, place);
        Self {
            picture: sankey::picture(&standing, &streams),
            names: flows.flows.iter().map(|flow| [name(flow.from), name(flow.to)]).collect(),
            stages,
            flows,
        }
    }
}

/// The lens.
#[component]
pub fn FlowLens(seen: View) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let drawn = Memo::new(move |_| {
        seen.ticks.track();
        seen.scope.with(|scope| state.read(|w| Arc::new(Drawn::of(w, words, scope))))
    });
    let is_empty = Memo::new(move |_| {
        drawn.with(|d| d.flows.flows.is_empty() && d.flows.stations.iter().all(|s| s.standing.count == 0))
    });
    let undated = move || drawn.with(|d| d.flows.undated).count;
    let term = |text: fn(Words) -> String| Signal::derive(move || text(words));
    let terms = vec![
        (
            term(|w| t_string!(w.i18n, lens.flow_moves).to_owned()),
            term(|w| t_string!(w.i18n, lens.what_moves).to_owned()),
        ),
        (
            term(|w| t_string!(w.i18n, lens.flow_deals).to_owned()),
            term(|w| t_string!(w.i18n, lens.what_flow_deals).to_owned()),
        ),
        (
            term(|w| t_string!(w.i18n, lens.flow_kind).to_owned()),
            term(|w| t_string!(w.i18n, lens.what_kinds).to_owned()),
        ),
        (
            term(|w| t_string!(w.i18n, lens.lost).to_owned()),
            term(|w| t_string!(w.i18n, lens.what_flow_lost).to_owned()),
        ),
        (
            term(|w| t_string!(w.i18n, lens.flow_period).to_owned()),
            term(|w| t_string!(w.i18n, lens.what_flow_period).to_owned()),
        ),
    ];
    view! {
        <p class="conversion-lead">{t!(i18n, lens.flow_lead)}</p>
        <Show when=move || !is_empty.get() fallback=move || view! { <Nobody seen/> }>
            <section class="panel">
                <Key/>
                <div class="table-scroll" tabindex="0" role="region" aria-label=move || t_string!(i18n, lens.tab_flow)>
                    {move || view! { <Sankey seen drawn=drawn.get()/> }}
                </div>
                {move || (undated() > 0).then(|| {
                    let text = t_string!(i18n, lens.undated, n = words.number(undated())).to_string();
                    view! { <p class="field-hint"><a href=seen.deals(&LensPart::Flow(Part::Undated))>{text}</a></p> }
                })}
            </section>
            <FlowTable seen drawn/>
        </Show>
        <Meaning terms/>
    }
}

/// What the colours mean.
#[component]
fn Key() -> impl IntoView {
    let words = use_words();
    let kinds = [Kind::Entry, Kind::Forward, Kind::Skipping, Kind::Loss, Kind::Return, Kind::Revival];
    view! {
        <p class="lens-key">{kinds.map(|kind| view! { <span data-kind=mark(kind)>{move || kind_name(words, kind)}</span> })}</p>
    }
}

#[component]
fn Sankey(seen: View, drawn: Arc<Drawn>) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let navigate = StoredValue::new_local(use_navigate());
    let count = drawn.stages.len();
    let link = move |part: Part, n: u64, name: &'static str| {
        view! { <a class="number" data-figure=name href=seen.deals(&LensPart::Flow(part))>{words.number(n)}</a> }
    };
    let heads = drawn.stages.iter().map(|stage| {
        let place = Place::Stage(stage.id);
        let station = drawn.flows.stations.iter().find(|s| s.place == place).copied();
        let standing = station.map_or(0, |s| s.standing.count);
        view! {
            <li data-place=place_mark(place)>
                <b class="flow-name" lang=move || words.locale().to_string()>{stage.name.clone()}</b>
                <span>{t!(i18n, lens.flow_here)}" "{link(Part::Standing(place), standing, "standing")}</span>
            </li>
        }
    });
    let feet = drawn.stages.iter().map(|stage| {
        let from = Place::Stage(stage.id);
        let lost = drawn.flows.flows.iter().find(|f| f.from == from && f.to == Place::Lost);
        let lost = lost.map(|f| {
            view! { {t!(i18n, lens.flow_lost)}" "{link(Part::Between(from, Place::Lost), f.deals.count, "lost")} }
        });
        view! { <li>{lost}</li> }
    });
    let nodes = drawn.picture.nodes.iter().zip(&drawn.stages).map(|(node, stage)| {
        let (x, width) = (format!("{:.1}", node.x), format!("{:.1}", node.width));
        let standing_y = format!("{:.1}", node.y + node.height - node.standing);
        view! {
            <g data-section=section(stage.section)>
                <rect class="flow-node" x=x.clone() y=format!("{:.1}", node.y) width=width.clone() height=format!("{:.1}", node.height)></rect>
                <rect class="flow-standing" x=x y=standing_y width=width height=format!("{:.1}", node.standing)></rect>
            </g>
        }
    });
    let streams = drawn.picture.streams.iter().map(|stream| {
        let flow = drawn.flows.flows[stream.of];
        let [from, to] = drawn.names[stream.of].clone();
        let n = words.number(flow.deals.count);
        let title = t_string!(
            i18n,
            lens.flow_title,
            from = from,
            to = to,
            n = n,
            money = words.money_short(flow.deals.sum_minor)
        )
        .to_string();
        // The table has the same as a link, for whoever cannot point.
        let open = move |_| {
            let href = seen.deals(&LensPart::Flow(Part::Between(flow.from, flow.to)));
            navigate.with_value(|go| go(&href, Default::default()));
        };
        let line = stream.line.map(|wide| format!("{wide:.1}"));
        view! {
            <g class="flow-stream" data-kind=mark(stream.kind) on:click=open>
                <title>{title}</title>
                <path d=stream.path.clone() data-line=stream.line.is_some() style=("--wide", line)></path>
                {stream.head.clone().map(|head| view! { <path class="flow-head" d=head></path> })}
            </g>
        }
    });
    let size = format!("0 0 {:.0} {:.0}", sankey::width(count), sankey::HEIGHT);
    view! {
        <div class="flow" style=("--stages", count.to_string())>
            <ol class="flow-heads">{heads.collect_view()}</ol>
            <svg viewBox=size preserveAspectRatio="none" aria-hidden="true">{streams.collect_view()}{nodes.collect_view()}</svg>
            <ol class="flow-feet">{feet.collect_view()}</ol>
        </div>
    }
}

#[component]
fn FlowTable(seen: View, drawn: Memo<Arc<Drawn>>) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let head = move || {
        [
            t_string!(i18n, lens.flow_from),
            t_string!(i18n, lens.flow_to),
            t_string!(i18n, lens.flow_kind),
            t_string!(i18n, lens.flow_moves),
            t_string!(i18n, lens.flow_deals),
            t_string!(i18n, lens.flow_value),
        ]
    };
    let lines = Callback::new(move |()| -> Lines {
        let decimals = words.currency().decimals();
        let line = |(flow, [from, to]): (&Flow, &[String; 2])| {
            let (kind, value) = (kind_name(words, flow.kind).to_owned(), plain_amount(flow.deals.sum_minor, decimals));
            vec![from.clone(), to.clone(), kind, flow.moves.to_string(), flow.deals.count.to_string(), value]
        };
        let lines = drawn.with_untracked(|d| d.flows.flows.iter().zip(&d.names).map(line).collect::<Lines>());
        [vec![head().map(str::to_owned).to_vec()], lines].concat()
    });
    let rows = move || {
        drawn.with(|d| {
            let row = |(flow, [from, to]): (&Flow, &[String; 2])| {
                let href = seen.deals(&LensPart::Flow(Part::Between(flow.from, flow.to)));
                view! {
                    <tr data-from=place_mark(flow.from) data-to=place_mark(flow.to) data-kind=mark(flow.kind)>
                        <th scope="row">{from.clone()}</th>
                        <td>{to.clone()}</td>
                        <td>{kind_name(words, flow.kind)}</td>
                        <td class="number" data-figure="moves">{words.number(flow.moves)}</td>
                        <td class="number"><a class="number" data-figure="deals" href=href>{words.number(flow.deals.count)}</a></td>
                        <td class="number">{words.money(flow.deals.sum_minor)}</td>
                    </tr>
                }
            };
            d.flows.flows.iter().zip(&d.names).map(row).collect_view()
        })
    };
    view! {
        <section class="panel">
            <div class="lens-table-head"><h2>{t!(i18n, lens.flow_table)}</h2><TakeAlong lines name="flow"/></div>
            <div class="table-scroll" tabindex="0" role="region" aria-label=move || t_string!(i18n, lens.flow_table)>
                <table class="table lens-table flow-table">
                    <thead><tr>{move || heads(head(), 3)}</tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
}

fn mark(kind: Kind) -> &'static str {
    match kind {
        Kind::Entry => "entry",
        Kind::Forward => "forward",
        Kind::Skipping => "skipping",
        Kind::Return => "return",
        Kind::Loss => "loss",
        Kind::Revival => "revival",
    }
}

fn kind_name(words: Words, kind: Kind) -> &'static str {
    let i18n = words.i18n;
    match kind {
        Kind::Entry => t_string!(i18n, lens.kind_entry),
        Kind::Forward => t_string!(i18n, lens.kind_forward),
        Kind::Skipping => t_string!(i18n, lens.kind_skipping),
        Kind::Return => t_string!(i18n, lens.kind_return),
        Kind::Loss => t_string!(i18n, lens.kind_loss),
        Kind::Revival => t_string!(i18n, lens.kind_revival),
    }
}
