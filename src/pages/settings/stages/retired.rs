//! Stages that are no longer used, and the way back.

use super::{Arranging, section_words};
use crate::prelude::*;
use smarketing_domain::{
    ids::StageId,
    stage::{
        Section,
        arrange::{bring_back, retired},
    },
};

/// The list; nothing while there are none.
#[component]
pub fn Retired(arranging: Arranging) -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let stages = Memo::new(move |_| {
        let line = |s: &smarketing_domain::stage::Stage| (s.id, s.name.clone(), s.section);
        state.watch(Topic::Kind("stage"), |w| retired(w).into_iter().map(line).collect::<Vec<_>>())
    });
    view! {
        <Show when=move || arranging.may.get() && !stages.with(Vec::is_empty)>
            <h3>{t!(i18n, stages.retired_title)}</h3>
            <p class="field-hint">{t!(i18n, stages.retired_hint)}</p>
            <ul class="stage-list" aria-label=move || t_string!(i18n, stages.retired_title)>
                <For each=move || stages.get() key=|(id, ..)| *id let((id, name, section))>
                    <Line id name section/>
                </For>
            </ul>
        </Show>
    }
}

#[component]
fn Line(id: StageId, name: String, section: Section) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let notices = use_notices();
    let stage = name.clone();
    let back = move |_| {
        if show_refusal(state.read(|w| bring_back(w, id)).and_then(|step| state.perform(step)), notices, words) {
            notices.done(t_string!(i18n, stages.brought_back, stage = stage.clone()).to_string());
        }
    };
    let label = {
        let name = name.clone();
        move || t_string!(i18n, stages.bring_back, stage = name.clone()).to_string()
    };
    view! {
        <li class="stage-line" data-retired-stage=id.to_string()>
            <div class="stage-about">
                <b class="two-lines">{name}</b>
                <span class="chip" data-section=section_words(words, section).1>{move || section_words(words, section).0}</span>
            </div>
            <div class="stage-ways">
                <button type="button" class="button" aria-label=label on:click=back>
                    <Icon name=IconName::Undo/>{t!(i18n, stages.bring_back_action)}
                </button>
            </div>
        </li>
    }
}
