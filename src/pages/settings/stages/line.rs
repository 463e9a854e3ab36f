//! A stage of the list: what it is, and the ways to change it.

use super::{Arranging, section_words, watch_stage};
use crate::prelude::*;
use smarketing_domain::{
    ids::StageId,
    stage::{
        StageRole,
        arrange::{Towards, shift, targets},
        requirement::Requirement,
    },
};

/// One stage.
#[component]
pub fn Line(id: StageId, arranging: Arranging) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let notices = use_notices();
    let stage = Memo::new(move |_| watch_stage(state, id));
    let name = move || stage.with(|s| s.name.clone());
    let can = move |towards| state.watch(Topic::Kind("stage"), |w| shift(w, id, towards).is_some());
    let may_leave = move || {
        let is_needed = stage.with(|s| matches!(s.role, StageRole::Won | StageRole::Lost));
        !is_needed
            && state.watch(Topic::Kind("stage"), |w| !targets(w, id).is_empty() || !stage.get().role.holds_deals())
    };
    let go = move |towards| {
        let step = state.read(|w| shift(w, id, towards)).unwrap_or_default();
        if show_refusal(state.perform(step), notices, words) {
            let (place, of) = state.read(|w| {
                let order = w.stages_in_order();
                (order.iter().position(|s| s.id == id).map_or(0, |at| at + 1), order.len())
            });
            let now = stage.get_untracked();
            let section = section_words(words, now.section).0;
            let told = t_string!(
                i18n,
                stages.shifted,
                stage = now.name,
                place = place.to_string(),
                of = of.to_string(),
                section = section
            );
            notices.announce(told.to_string());
            keep_focus(id, towards);
        }
    };
    let arrow = move |towards: Towards| {
        let label = move || match towards {
            Towards::Begin => t_string!(i18n, stages.up, stage = name()).to_string(),
            Towards::End => t_string!(i18n, stages.down, stage = name()).to_string(),
        };
        let icon = if towards == Towards::Begin { IconName::Up } else { IconName::Down };
        view! {
            <button
                type="button" class="button" data-variant="quiet" data-icon-only id=arrow_id(id, towards)
                title=label aria-label=label disabled=move || !can(towards) on:click=move |_| go(towards)
            ><Icon name=icon/></button>
        }
    };
    let facts = move || {
        let stage = stage.get();
        let chance = words.percent(f64::from(stage.probability) / 100.0);
        let rots = match stage.rot_days {
            Some(days) => t_string!(i18n, common.days, count = u32::from(days)).to_string(),
            None => t_string!(i18n, settings.never).to_string(),
        };
        let figures = [
            team_name(words, stage.team).to_owned(),
            format!("{}: {chance}", t_string!(i18n, settings.probability)),
            format!("{}: {rots}", t_string!(i18n, settings.rots_after)),
        ];
        let asked = stage.required.iter().map(|name| requirement_name(words, state, &Requirement::named(name)));
        let asked = asked.collect::<Vec<_>>().join(", ");
        let asked = (!asked.is_empty()).then(|| t_string!(i18n, stages.asks, what = asked).to_string());
        let target = stage.target.map(|percent| {
            let share = words.percent(f64::from(percent) / 100.0);
            t_string!(i18n, stages.target_is, share = share).to_string()
        });
        figures.into_iter().chain(target).chain(asked).collect::<Vec<_>>().join(" · ")
    };
    let labelled = move |text: fn(words::Words, String) -> String| move || text(words, name());
    let edit_label = labelled(|w, stage| t_string!(w.i18n, stages.edit, stage = stage).to_string());
    let add_label = labelled(|w, stage| t_string!(w.i18n, stages.add_below, stage = stage).to_string());
    let retire_label = labelled(|w, stage| t_string!(w.i18n, stages.retire, stage = stage).to_string());
    let is_on_path = move || stage.with(|s| s.is_on_path());
    view! {
        <li class="stage-line" data-stage-line=id.to_string()>
            <div class="stage-about">
                <b class="two-lines">{name}</b>
                <span class="chip" data-section=move || section_words(words, stage.with(|s| s.section)).1>
                    {move || section_words(words, stage.with(|s| s.section)).0}
                </span>
                <small class="stage-facts">{facts}</small>
            </div>
            <Show when=move || arranging.may.get()>
                <div class="stage-ways">
                    {move || is_on_path().then(|| [arrow(Towards::Begin), arrow(Towards::End)])}
                    <button
                        type="button" class="button" data-variant="quiet" data-icon-only data-edit-stage
                        title=edit_label aria-label=edit_label on:click=move |_| arranging.edited.set(Some(id))
                    ><Icon name=IconName::Edit/></button>
                    <Show when=is_on_path>
                        <button
                            type="button" class="button" data-variant="quiet" data-icon-only
                            title=add_label aria-label=add_label on:click=move |_| arranging.after.set(Some(id))
                        ><Icon name=IconName::Plus/></button>
                    </Show>
                    <button
                        type="button" class="button" data-variant="quiet" data-icon-only disabled=move || !may_leave()
                        title=retire_label aria-label=retire_label on:click=move |_| arranging.leaving.set(Some(id))
                    ><Icon name=IconName::Trash/></button>
                </div>
            </Show>
        </li>
    }
}

fn arrow_id(id: StageId, towards: Towards) -> String {
    format!("stage-{}-{id}", if towards == Towards::Begin { "up" } else { "down" })
}

/// A line that is put elsewhere in the page loses the focus; at an end of the list
/// the other arrow gets it.
fn keep_focus(id: StageId, towards: Towards) {
    request_animation_frame(move || {
        let other = if towards == Towards::Begin { Towards::End } else { Towards::Begin };
        let button = |towards| document().get_element_by_id(&arrow_id(id, towards));
        let is_open = |button: &web_sys::Element| !button.has_attribute("disabled");
        let found = button(towards).filter(is_open).or_else(|| button(other));
        if let Some(found) = found.and_then(|b| wasm_bindgen::JsCast::dyn_into::<web_sys::HtmlElement>(b).ok()) {
            // Refused only when the line has gone again.
            let _ = found.focus();
        }
    });
}
