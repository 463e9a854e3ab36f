//! What a stage is: name, team, chance, days, and what it asks for.

use super::{
    super::invite::TeamField,
    figures::{ChanceField, RotField, TargetField},
    name::{self, NameField},
    opened_by,
    required::Required,
};
use crate::prelude::*;
use leptos::ev::SubmitEvent;
use smarketing_domain::{
    ids::StageId,
    operation::Action,
    stage::{Stage, StageChange, StageRole, observed::observed},
    workspace::Workspace,
};

/// The dialog about whichever stage is chosen.
#[component]
pub fn EditDialog(edited: RwSignal<Option<StageId>>) -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let open = opened_by(edited);
    // As it was when the dialog was opened.
    let stage = Memo::new(move |_| edited.get().and_then(|id| state.read(|w| w.stages.get(&id).cloned())));
    let title = Signal::derive(move || {
        let name = stage.with(|s| s.as_ref().map(|s| s.name.clone())).unwrap_or_default();
        t_string!(i18n, stages.edit, stage = name).to_string()
    });
    view! {
        <Dialog open=open title>
            {move || stage.get().map(|stage| view! { <Form stage open/> })}
        </Dialog>
    }
}

/// What is wrong with what was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wrong {
    Name,
    Chance,
    Rot,
    Target,
}

#[component]
fn Form(stage: Stage, open: RwSignal<bool>) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let notices = use_notices();
    let seen = state.read(|w| observed(w, &stage));
    let (name, team) = (RwSignal::new(stage.name.clone()), RwSignal::new(stage.team));
    let chance = RwSignal::new(stage.probability.to_string());
    let rot = RwSignal::new(stage.rot_days.map(|days| days.to_string()).unwrap_or_default());
    let target = RwSignal::new(stage.target.map(|percent| percent.to_string()).unwrap_or_default());
    let required = RwSignal::new(stage.required.clone());
    // A stage that decides, or only counts, has no chance of its own.
    let is_open = stage.role.is_undecided();
    let holds = stage.role.holds_deals();
    let asks = holds && stage.role != StageRole::Lost;
    let next = state.read(|w| next_name(w, &stage));
    let wrong = RwSignal::new(None::<Wrong>);
    let error = move |at: Wrong| {
        Signal::derive(move || {
            let text = match at {
                Wrong::Name => t_string!(i18n, stages.name_missing),
                Wrong::Chance => t_string!(i18n, stages.chance_wrong),
                Wrong::Rot => t_string!(i18n, stages.rot_wrong),
                Wrong::Target => t_string!(i18n, stages.target_wrong),
            };
            (wrong.get() == Some(at)).then(|| text.to_owned())
        })
    };
    let before = StoredValue::new(stage);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let read = || {
            let name = name::read(name).ok_or(Wrong::Name)?;
            let chance = chance.get_untracked().trim().parse().ok().filter(|c| *c <= 100).ok_or(Wrong::Chance)?;
            let rot_days = match rot.get_untracked().trim() {
                "" => None,
                text => Some(text.parse().ok().filter(|days| *days > 0).ok_or(Wrong::Rot)?),
            };
            let target = match target.get_untracked().trim() {
                "" => None,
                text => Some(text.parse().ok().filter(|p| (1..=100).contains(p)).ok_or(Wrong::Target)?),
            };
            let required = required.get_untracked();
            Ok(Stage {
                name,
                team: team.get_untracked(),
                probability: chance,
                rot_days,
                target,
                required,
                ..before.get_value()
            })
        };
        let after = match read() {
            Ok(after) => after,
            Err(found) => return wrong.set(Some(found)),
        };
        let set = before.with_value(|before| changes(before, &after));
        let is_done = set.is_empty()
            || show_refusal(state.perform(vec![Action::Edit { id: after.id, set }.into()]), notices, words);
        if is_done {
            open.set(false);
            notices.done(t_string!(i18n, stages.saved, stage = after.name).to_string());
        }
    };
    view! {
        <form class="access-form" on:submit=submit novalidate>
            <NameField value=name error=error(Wrong::Name)/>
            <TeamField id="stage-team" team/>
            {is_open.then(|| view! { <ChanceField value=chance error=error(Wrong::Chance) ended=seen.and_then(|s| s.ended)/> })}
            {holds.then(|| view! { <RotField value=rot error=error(Wrong::Rot) seen/> })}
            {next.map(|next| view! { <TargetField value=target error=error(Wrong::Target) next/> })}
            {asks.then(|| view! { <Required required/> })}
            <div class="dialog-actions">
                <button type="button" class="button" on:click=move |_| open.set(false)>{t!(i18n, common.cancel)}</button>
                <button type="submit" class="button" data-variant="primary">{t!(i18n, common.save)}</button>
            </div>
        </form>
    }
}

/// The stage that deals of this one go on to; nothing where they have none to go to,
/// or have bought already.
fn next_name(w: &Workspace, stage: &Stage) -> Option<String> {
    let path: Vec<&Stage> =
        w.stages_in_order().into_iter().filter(|s| s.is_on_path() && s.role.holds_deals()).collect();
    let next = path.iter().skip_while(|s| s.id != stage.id).nth(1)?;
    stage.role.is_undecided().then(|| next.name.clone())
}

/// What was changed here: the rest may be changed by somebody else meanwhile.
fn changes(before: &Stage, after: &Stage) -> Vec<StageChange> {
    let mut set = Vec::new();
    if after.name != before.name {
        set.push(StageChange::Name(after.name.clone()));
    }
    if after.team != before.team {
        set.push(StageChange::Team(after.team));
    }
    if after.probability != before.probability {
        set.push(StageChange::Probability(after.probability));
    }
    if after.rot_days != before.rot_days {
        set.push(StageChange::RotDays(after.rot_days));
    }
    if after.target != before.target {
        set.push(StageChange::Target(after.target));
    }
    if after.required != before.required {
        set.push(StageChange::Required(after.required.clone()));
    }
    set
}
