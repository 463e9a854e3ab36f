//! The stages: what they are called, in which order, who acts there, and what a
//! deal needs to enter. Managers change them; everybody sees them.
//!
//! - [`line`]: a stage of the list, with its place in the order
//! - [`add`], [`edit`], [`retire`]: the dialogs; [`name`]: the field with the hint;
//!   [`figures`]: chance and days, set or learned; [`required`]: what is asked for
//! - [`retired`]: those that are no longer used, and the way back
//! - [`templates`]: what an empty workspace begins with

mod add;
mod edit;
mod figures;
mod line;
mod name;
mod required;
mod retire;
mod retired;
mod templates;

use super::own_role;
use crate::prelude::*;
use line::Line;
use smarketing_domain::{
    ids::StageId,
    member::Role,
    stage::{Section, Stage},
};

/// What the list and its dialogs share.
#[derive(Clone, Copy)]
struct Arranging {
    /// Whoever looks may change it.
    may: Memo<bool>,
    /// Behind which stage one is being added.
    after: RwSignal<Option<StageId>>,
    /// Which one is being edited.
    edited: RwSignal<Option<StageId>>,
    /// Which one is being retired.
    leaving: RwSignal<Option<StageId>>,
}

/// The stages of the hourglass.
#[component]
pub fn Stages() -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let role = own_role(state);
    let arranging = Arranging {
        may: Memo::new(move |_| role.get() >= Role::Manager),
        after: RwSignal::new(None),
        edited: RwSignal::new(None),
        leaving: RwSignal::new(None),
    };
    let stages = Memo::new(move |_| {
        state.watch(Topic::Kind("stage"), |w| w.stages_in_order().into_iter().map(|s| s.id).collect::<Vec<_>>())
    });
    view! {
        <section class="panel" id="stages">
            <h2>{t!(i18n, settings.stages)}</h2>
            <p class="field-hint">{t!(i18n, stages.hint)}</p>
            <ol class="stage-list" aria-label=move || t_string!(i18n, settings.stages)>
                <For each=move || stages.get() key=|id| *id let:id>
                    <Line id arranging/>
                </For>
            </ol>
            <Show when=move || stages.with(Vec::is_empty) && arranging.may.get()>
                <templates::Templates/>
            </Show>
            <retired::Retired arranging/>
            <add::AddDialog after=arranging.after/>
            <edit::EditDialog edited=arranging.edited/>
            <retire::RetireDialog leaving=arranging.leaving/>
        </section>
    }
}

/// A stage as it is now; listens to it.
fn watch_stage(state: State, id: StageId) -> Stage {
    state.watch(Topic::Record(id.into()), |w| w.stages.get(&id).cloned()).unwrap_or_default()
}

/// What a section is called, and its colour.
fn section_words(words: words::Words, section: Section) -> (&'static str, &'static str) {
    let i18n = words.i18n;
    match section {
        Section::Reach => (t_string!(i18n, common.reach), "reach"),
        Section::Marketing => (t_string!(i18n, common.marketing), "marketing"),
        Section::Sales => (t_string!(i18n, common.sales), "sales"),
        Section::Customer => (t_string!(i18n, common.customers), "customer"),
    }
}

/// A dialog about the stage that `chosen` names; closing it forgets the choice.
fn opened_by(chosen: RwSignal<Option<StageId>>) -> RwSignal<bool> {
    let open = RwSignal::new(false);
    Effect::new(move || open.set(chosen.get().is_some()));
    Effect::new(move || {
        if !open.get() && chosen.get_untracked().is_some() {
            chosen.set(None);
        }
    });
    open
}
