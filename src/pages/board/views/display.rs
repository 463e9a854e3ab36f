//! Order, lanes, density and columns, to choose.

use super::super::desk::use_desk;
use super::{
    look::{COMPACT, DENSITY, HIDE, LANES, SORT, URGENCY},
    panel::Panel,
};
use crate::prelude::*;
use smarketing_domain::{ids::StageId, view::lanes::Lanes};

/// The button, and the choices behind it.
#[component]
pub fn Display() -> impl IntoView {
    let desk = use_desk();
    let i18n = desk.words.i18n;
    let look = desk.look;
    let is_active = move || {
        look.is_urgent() || look.is_compact.get() || look.lanes.get().is_some() || !look.hidden.with(|h| h.is_empty())
    };
    view! {
        <Panel
            id="board-display" icon=IconName::Settings active=Signal::derive(is_active)
            label=Signal::derive(move || t_string!(i18n, views.display).to_owned())
        >
            <div class="board-choices">
                <Sort/>
                <LaneSelect/>
                <Density/>
                <Stages/>
            </div>
        </Panel>
    }
}

/// One of two: `name` in the address is left out or `code`.
#[component]
fn Either(
    name: &'static str,
    code: &'static str,
    #[prop(into)] label: Signal<String>,
    #[prop(into)] chosen: Signal<bool>,
    #[prop(into)] words: Signal<[String; 2]>,
) -> impl IntoView {
    let desk = use_desk();
    let option = move |is_code: bool| {
        let value = if is_code { code } else { "" };
        view! {
            <button
                type="button" class="segment" data-choice=format!("{name}-{value}")
                aria-pressed=move || (chosen.get() == is_code).to_string()
                on:click=move |_| desk.address.set(&[(name, value.to_owned())])
            >{move || words.get()[usize::from(is_code)].clone()}</button>
        }
    };
    view! {
        <div class="field">
            <span class="label">{move || label.get()}</span>
            <div class="segments" role="group" aria-label=move || label.get()>{[false, true].map(option)}</div>
        </div>
    }
}

#[component]
fn Sort() -> impl IntoView {
    let desk = use_desk();
    let i18n = desk.words.i18n;
    let words = move || [t_string!(i18n, views.by_hand).to_owned(), t_string!(i18n, views.by_urgency).to_owned()];
    view! {
        <Either
            name=SORT code=URGENCY chosen=Signal::derive(move || desk.look.is_urgent()) words=Signal::derive(words)
            label=Signal::derive(move || t_string!(i18n, views.sort).to_owned())
        />
        <Show when=move || desk.look.is_urgent()>
            <p class="field-hint">{t!(i18n, views.sort_hint)}</p>
        </Show>
    }
}

#[component]
fn Density() -> impl IntoView {
    let desk = use_desk();
    let i18n = desk.words.i18n;
    let words = move || [t_string!(i18n, views.roomy).to_owned(), t_string!(i18n, views.compact).to_owned()];
    view! {
        <Either
            name=DENSITY code=COMPACT chosen=Signal::derive(move || desk.look.is_compact.get()) words=Signal::derive(words)
            label=Signal::derive(move || t_string!(i18n, views.density).to_owned())
        />
    }
}

#[component]
fn LaneSelect() -> impl IntoView {
    let desk = use_desk();
    let i18n = desk.words.i18n;
    let chosen = desk.look.lanes;
    let name = move |lanes| match lanes {
        Lanes::Owner => t_string!(i18n, views.by_owner),
        Lanes::Channel => t_string!(i18n, views.by_channel),
        Lanes::Segment => t_string!(i18n, views.by_segment),
    };
    let option = move |lanes: Lanes| {
        view! { <option value=lanes.name() selected=move || chosen.get() == Some(lanes)>{move || name(lanes)}</option> }
    };
    let hint = move || match chosen.get()? {
        Lanes::Owner => Some(t_string!(i18n, views.lanes_owner_hint)),
        Lanes::Channel | Lanes::Segment => Some(t_string!(i18n, views.lanes_hint)),
    };
    view! {
        <div class="field">
            <label for="board-lanes">{t!(i18n, views.lanes)}</label>
            <select
                class="input" id="board-lanes" name="lanes"
                on:change=move |event| desk.address.set(&[(LANES, event_target_value(&event))])
            >
                <option value="" selected=move || chosen.get().is_none()>{t!(i18n, views.no_lanes)}</option>
                {Lanes::ALL.map(option)}
            </select>
            {move || hint().map(|hint| view! { <p class="field-hint">{hint}</p> })}
        </div>
    }
}

/// The stages of the lens, each a column or not.
#[component]
fn Stages() -> impl IntoView {
    let desk = use_desk();
    let i18n = desk.words.i18n;
    let stages = Memo::new(move |_| {
        let lens = desk.lens.get();
        desk.state.watch(Topic::Kind("stage"), |w| {
            let stages = w.stages_in_order().into_iter().filter(|s| lens.shows(s));
            stages.map(|s| (s.id, s.name.clone())).collect::<Vec<_>>()
        })
    });
    let hidden = desk.look.hidden;
    let show = move |stage: StageId, is_shown: bool| {
        let mut hidden = hidden.get_untracked();
        if is_shown {
            hidden.remove(&stage)
        } else {
            hidden.insert(stage)
        };
        let list: Vec<String> = hidden.iter().map(StageId::to_string).collect();
        desk.address.set(&[(HIDE, list.join(","))]);
    };
    let check = move |(stage, name): (StageId, String)| {
        view! {
            <label class="board-check">
                <input
                    type="checkbox" name="column" value=stage.to_string()
                    prop:checked=move || hidden.with(|hidden| !hidden.contains(&stage))
                    on:change=move |event| show(stage, event_target_checked(&event))
                />
                <span class="two-lines">{name}</span>
            </label>
        }
    };
    view! {
        <fieldset class="board-columns">
            <legend>{t!(i18n, views.columns)}</legend>
            {move || stages.get().into_iter().map(check).collect_view()}
        </fieldset>
    }
}
