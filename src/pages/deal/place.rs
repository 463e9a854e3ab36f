//! Where the deal stands: the path as a line of steps, the next one a tap away.

use super::read_deal;
use crate::prelude::*;
use smarketing_domain::{
    deal::Loss,
    ids::{DealId, StageId},
    moves::{Drop, drop_deal},
    operation::Body,
    stage::{Section, Stage, StageRole},
};

/// The path with the deal's place on it, and a way to move it.
#[component]
pub fn PlaceBar(
    /// Which deal.
    id: DealId,
) -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let words = use_words();
    let notices = use_notices();
    let asking = RwSignal::new(false);
    let lost_stage = StoredValue::new(None::<StageId>);
    let reason = RwSignal::new(String::new());

    let stages = move || {
        state.watch(Topic::Kind("stage"), |w| {
            w.stages_in_order().into_iter().filter(|s| s.role.holds_deals()).cloned().collect::<Vec<Stage>>()
        })
    };
    let here = Memo::new(move |_| read_deal(state, id, |d| Some(d.place.stage)));
    let loss = move || read_deal(state, id, |d| d.place.loss.clone());
    let since = move || {
        let at = read_deal(state, id, |d| d.in_stage_since());
        at.map(|at| words.duration(state.now().since(at)))
    };
    let entering = RwSignal::new(None::<Entering>);
    let entered = StoredValue::new(None::<StageId>);
    let go = move |stage: StageId, loss: Option<Loss>, first: Vec<Body>| {
        let drop = Drop { stage, after: None, loss };
        let step = state.read(|w| drop_deal(w, id, drop, state.now()));
        if show_refusal(step.and_then(|bodies| state.perform([first, bodies].concat())), notices, words) {
            let name = state.read(|w| w.stages.get(&stage).map(|s| s.name.clone()).unwrap_or_default());
            notices.done(t_string!(i18n, deal.moved_to, stage = name).to_string());
        }
    };
    let choose = move |stage: StageId, role: StageRole| {
        if Some(stage) == here.get_untracked() {
            return;
        }
        if role == StageRole::Lost {
            reason.set(String::new());
            lost_stage.set_value(Some(stage));
            asking.set(true);
        } else if !(Entering { deal: id, stage }).missing(state).is_empty() {
            entered.set_value(Some(stage));
            entering.set(Some(Entering { deal: id, stage }));
        } else {
            go(stage, None, Vec::new());
        }
    };
    let on_filled = Callback::new(move |filled: Vec<Body>| {
        if let Some(stage) = entered.get_value() {
            go(stage, None, filled);
        }
    });
    let confirm_loss = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let text = reason.get_untracked().trim().to_owned();
        if let Some(stage) = lost_stage.get_value().filter(|_| !text.is_empty()) {
            asking.set(false);
            go(stage, Some(Loss { reason: text, note: String::new() }), Vec::new());
        }
    };
    let step = move |stage: Stage| {
        let (sid, role) = (stage.id, stage.role);
        let section = match stage.section {
            Section::Reach => "reach",
            Section::Marketing => "marketing",
            Section::Sales if role == StageRole::Lost => "reach",
            Section::Sales => "sales",
            Section::Customer => "customer",
        };
        view! {
            <li>
                <button
                    class="place-step" data-section=section
                    aria-current=move || (here.get() == Some(sid)).then_some("step")
                    on:click=move |_| choose(sid, role)
                >
                    <span class="two-lines">{stage.name}</span>
                </button>
            </li>
        }
    };
    view! {
        <section class="panel place" aria-label=move || t_string!(i18n, deal.place)>
            <ol class="place-steps">{move || stages().into_iter().map(step).collect_view()}</ol>
            <p class="place-note">
                {move || since().map(|time| t_string!(i18n, deal.here_for, time = time).to_string())}
                {move || loss().map(|loss| {
                    let story = if loss.note.is_empty() { loss.reason } else { format!("{} — {}", loss.reason, loss.note) };
                    format!(" {}", t_string!(i18n, deal.lost_because, reason = story))
                })}
            </p>
            <Dialog open=asking title=Signal::derive(move || t_string!(i18n, deal.why_lost).to_owned())>
                <form on:submit=confirm_loss>
                    <div class="field">
                        <label for="loss-reason">{t!(i18n, deal.reason)}</label>
                        <input class="input" id="loss-reason" autofocus list="loss-reasons" prop:value=reason on:input:target=move |ev| reason.set(ev.target().value())/>
                        <datalist id="loss-reasons">
                            {move || past_reasons(state).into_iter().map(|text| view! { <option value=text></option> }).collect_view()}
                        </datalist>
                    </div>
                    <div class="dialog-actions">
                        <button type="button" class="button" on:click=move |_| asking.set(false)>{t!(i18n, common.cancel)}</button>
                        <button type="submit" class="button" data-variant="primary">{t!(i18n, deal.mark_lost)}</button>
                    </div>
                </form>
            </Dialog>
            <RequirementQuestion asked=entering on_filled/>
        </section>
    }
}

/// Reasons given before, the commonest first.
fn past_reasons(state: State) -> Vec<String> {
    let mut counts = std::collections::HashMap::<String, usize>::new();
    state.read(|w| {
        for loss in w.living_deals().filter_map(|d| d.place.loss.as_ref()) {
            *counts.entry(loss.reason.clone()).or_default() += 1;
        }
    });
    let mut reasons: Vec<_> = counts.into_iter().collect();
    sort::sort_by(&mut reasons, |a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    reasons.into_iter().take(12).map(|(reason, _)| reason).collect()
}
