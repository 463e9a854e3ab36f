//! What the lenses share: the heads of tables, what to say of nobody, and
//! selects that write the address.

use super::View;
use crate::prelude::*;
use smarketing_domain::{
    ids::StageId,
    lens::walk::Place,
    stage::{Section, Stage},
    workspace::Workspace,
};

/// A stage as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Its id.
    pub id: StageId,
    /// Its name.
    pub name: String,
    /// Its section.
    pub section: Section,
}

/// The stages that hold deals, in order.
pub fn stages(workspace: &Workspace) -> Vec<Named> {
    let stages = workspace.stages_in_order().into_iter();
    let stages = stages.filter(|s| s.is_on_path() && s.role.holds_deals());
    let named = |s: &Stage| Named { id: s.id, name: s.name.clone(), section: s.section };
    stages.map(named).collect()
}

/// How styles call a section.
pub fn section(section: Section) -> &'static str {
    match section {
        Section::Reach => "reach",
        Section::Marketing => "marketing",
        Section::Sales => "sales",
        Section::Customer => "customer",
    }
}

/// A place as its id or its word: for markup and tests.
pub fn place_mark(place: Place) -> String {
    match place {
        Place::Outside => "outside".to_owned(),
        Place::Lost => "lost".to_owned(),
        Place::Stage(id) => id.to_string(),
    }
}

/// The heads of a table's columns; from the place `numbers` on they are of numbers.
pub fn heads(names: impl IntoIterator<Item = &'static str>, numbers: usize) -> impl IntoView {
    let head = |(at, name): (usize, &'static str)| {
        let is_number = at >= numbers;
        view! { <th scope="col" class:number=is_number>{name}</th> }
    };
    names.into_iter().enumerate().map(head).collect_view()
}

/// One select that writes a stage into the address.
#[component]
pub fn StageSelect(
    seen: View,
    /// Its name in the address.
    name: &'static str,
    /// What is chosen.
    label: Signal<String>,
    /// What can be chosen.
    stages: Vec<Named>,
    /// What is chosen.
    chosen: Option<StageId>,
) -> impl IntoView {
    let option = move |stage: Named| {
        let is_chosen = Some(stage.id) == chosen;
        view! { <option value=stage.id.to_string() prop:selected=is_chosen selected=is_chosen>{stage.name}</option> }
    };
    view! {
        <label>
            <span>{move || label.get()}</span>
            <select class="input" name=name on:change=move |event| seen.address.set(&[(name, event_target_value(&event))])>
                {stages.into_iter().map(option).collect_view()}
            </select>
        </label>
    }
}

/// There is no path.
#[component]
pub fn NoPath() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <section class="panel">
            <Empty icon=IconName::Hourglass text=Signal::derive(move || t_string!(i18n, cohort.no_path).to_owned())>
                <a class="button" href=route::SETTINGS>{t!(i18n, shell.settings)}</a>
            </Empty>
        </section>
    }
}

/// Nobody is meant by filter and period.
#[component]
pub fn Nobody(seen: View) -> impl IntoView {
    let i18n = use_i18n();
    let clear = move |_| {
        let names = ["owner", "channel", "kind", "import", "text", "period", "from", "to"];
        seen.address.set(&names.map(|name| (name, String::new())));
    };
    view! {
        <section class="panel">
            <Empty icon=IconName::Hourglass text=Signal::derive(move || t_string!(i18n, lens.nobody).to_owned())>
                <button type="button" class="button" on:click=clear>{t!(i18n, hourglass.clear)}</button>
            </Empty>
        </section>
    }
}
