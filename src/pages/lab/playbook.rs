//! The playbook: plays in use, stage by stage, and what of them fades.

use super::{
    drift_words::{code, line},
    play::stage_name,
    segment::in_words,
};
use crate::prelude::*;
use smarketing_domain::{
    filter::Filter,
    hypothesis::{
        drift::{Drift, State as Drifted, drift},
        play::{Play, of_stage, playbook},
    },
    ids::{HypothesisId, StageId},
};

/// A play in a list.
#[derive(Clone, PartialEq)]
struct Line {
    id: HypothesisId,
    title: String,
    segment: Filter,
    play: Play,
    drift: Drift,
}

/// The plays of all stages.
#[component]
pub fn Playbook() -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let words = use_words();
    let ticks = calm_ticks(state);
    let stages = Memo::new(move |_| {
        ticks.track();
        let now = state.now();
        state.read(|w| {
            let lines = |id: StageId| {
                let line = |p: &smarketing_domain::hypothesis::play::InUse<'_>| Line {
                    id: p.hypothesis.id,
                    title: p.hypothesis.title.clone(),
                    segment: p.hypothesis.segment.clone(),
                    play: p.play.clone(),
                    drift: drift(w, *p, now),
                };
                of_stage(w, id).iter().map(line).collect::<Vec<_>>()
            };
            let path = w.stages_in_order().into_iter().filter(|s| s.is_on_path());
            path.map(|s| (s.id, lines(s.id))).filter(|(_, lines)| !lines.is_empty()).collect::<Vec<_>>()
        })
    });
    let play = move |seen: Line| {
        let goal = move || stage_name(state, seen.play.goal);
        let segment = seen.segment.clone();
        view! {
            <li class="lab-book-play" data-play=seen.id.to_string() data-drift=code(&seen.drift)>
                <a href=route::hypothesis(seen.id)><b>{seen.play.what.clone()}</b></a>
                <span>{seen.title.clone()}</span>
                <small>{move || t_string!(i18n, plays.for_and_to, segment = in_words(words, state, &segment), goal = goal()).to_string()}</small>
                <span class="lab-drift" data-drift=code(&seen.drift)>{line(words, &seen.drift)}</span>
            </li>
        }
    };
    let stage = move |(id, lines): (StageId, Vec<Line>)| {
        view! {
            <section class="panel" data-stage=id.to_string()>
                <h2>{move || stage_name(state, id)}</h2>
                <ul class="lab-book">{lines.into_iter().map(play).collect_view()}</ul>
            </section>
        }
    };
    view! {
        <Show
            when=move || stages.with(|stages| !stages.is_empty())
            fallback=move || view! {
                <Empty icon=IconName::Lab text=Signal::derive(move || t_string!(i18n, plays.empty_playbook).to_owned())>
                    <a class="button" href=route::HYPOTHESES>{t!(i18n, plays.to_board)}</a>
                </Empty>
            }
        >
            <div class="lab-playbook">{move || stages.get().into_iter().map(stage).collect_view()}</div>
        </Show>
    }
}

/// Says which plays fade; nothing while none does.
#[component]
pub fn Fading() -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let ticks = calm_ticks(state);
    let fading = Memo::new(move |_| {
        ticks.track();
        let now = state.now();
        state.read(|w| {
            let fading = playbook(w).into_iter().filter(|p| drift(w, *p, now).state == Drifted::Fading);
            fading.map(|p| (p.hypothesis.id, p.hypothesis.title.clone())).collect::<Vec<_>>()
        })
    });
    let links = move || {
        let link = |(id, title)| view! { <li><a href=route::hypothesis(id)>{title}</a></li> };
        fading.get().into_iter().map(link).collect_view()
    };
    view! {
        <Show when=move || fading.with(|fading| !fading.is_empty())>
            <div class="lab-fading" role="status">
                <Icon name=IconName::Warning/>
                <p>{t!(i18n, plays.fading_banner)}</p>
                <ul>{links}</ul>
            </div>
        </Show>
    }
}
