//! The ways that are compared, and how many were in each.

use super::{
    Judged, change,
    moving::Mover,
    standing::{Spot, living},
    trial::LiveArm,
    typed,
};
use crate::prelude::*;
use smarketing_domain::{
    hypothesis::{Arm, HypothesisChange, Kind, Status},
    ids::HypothesisId,
    operation::Refusal,
};

/// Most arms of one hypothesis; the domain refuses more.
const ARMS_MAX: usize = 4;

/// The arms with their counts.
#[component]
pub fn Arms(
    /// Of which hypothesis.
    id: HypothesisId,
    /// The hypothesis.
    judged: Memo<Judged>,
    /// To start it.
    mover: Mover,
) -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let words = use_words();
    let notices = use_notices();
    let arms = Memo::new(move |_| judged.with(|seen| seen.hypothesis.arms.len()));
    let status = Memo::new(move |_| judged.with(|seen| seen.hypothesis.standing.status));
    let counting = Memo::new(move |_| {
        let counted = judged.with(|seen| seen.hypothesis.arms.iter().any(|arm| arm.exposed > 0));
        counted || matches!(status.get(), Status::Running | Status::Decided)
    });
    let add = move |names: Vec<String>| {
        let write = edit_arms(state, id, move |arms| {
            arms.extend(names.into_iter().map(|name| Arm { name, ..Arm::default() }));
        });
        show_refusal(write, notices, words);
    };
    let name_both =
        move |_| add(vec![t_string!(i18n, lab.control_name).to_owned(), t_string!(i18n, lab.variant_name).to_owned()]);
    let add_one = move |_| {
        let n = arms.get_untracked() as u64;
        add(vec![t_string!(i18n, lab.variant_n, n = words.number(n)).to_string()]);
    };
    let go = move |status| mover.to(id, Spot { status, after: None });
    view! {
        <section class="panel lab-arms" aria-labelledby="lab-arms">
            <h2 id="lab-arms">{t!(i18n, lab.arms)}</h2>
            <Show when=move || arms.get() == 0>
                <p class="lab-note">{t!(i18n, lab.v_no_arms_why)}</p>
                <button class="button" on:click=name_both>{t!(i18n, lab.name_arms)}</button>
            </Show>
            <ul class="lab-arm-list">
                <For each=move || 0..arms.get() key=|i| *i let:index>
                    <ArmRow id judged index counting/>
                </For>
            </ul>
            <Show when=move || (1..ARMS_MAX).contains(&arms.get()) && status.get() != Status::Decided>
                <button class="button" data-variant="quiet" on:click=add_one><Icon name=IconName::Plus/>{t!(i18n, lab.add_arm)}</button>
            </Show>
            <Show when=move || arms.get() != 0 && !counting.get()>
                <p class="lab-note">{t!(i18n, lab.start_first)}</p>
            </Show>
            <Show when=move || status.get() == Status::Idea && arms.get() != 0>
                <button class="button" data-variant="primary" on:click=move |_| go(Status::Ready)>{t!(i18n, lab.make_ready)}</button>
            </Show>
            <Show when=move || status.get() == Status::Ready>
                <button class="button" data-variant="primary" on:click=move |_| go(Status::Running)>{t!(i18n, lab.start)}</button>
            </Show>
        </section>
    }
}

#[component]
fn ArmRow(id: HypothesisId, judged: Memo<Judged>, index: usize, counting: Memo<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let words = use_words();
    let notices = use_notices();
    let arm = Memo::new(move |_| judged.with(|seen| seen.hypothesis.arms.get(index).cloned()).unwrap_or_default());
    let name = Signal::derive(move || arm.with(|arm| arm.name.clone()));
    let rename = Callback::new(move |name: String| edit_arm(state, id, index, move |arm| arm.name = name));
    let of_needed = move || {
        let planned = judged.with(|seen| seen.judgement.planned_per_arm)?;
        let exposed = arm.with(|arm| arm.exposed);
        if exposed >= planned {
            return Some(t_string!(i18n, lab.arm_enough).to_owned());
        }
        let (n, of) = (words.number(exposed), words.number(planned));
        Some(t_string!(i18n, lab.of_needed, n = n, of = of).to_string())
    };
    // What was decided upon is not typed over; trying again opens the counts.
    let is_typed = move || {
        judged.with(|seen| {
            let hypothesis = &seen.hypothesis;
            hypothesis.design.measure.kind == Kind::Totals && hypothesis.standing.status != Status::Decided
        })
    };
    let can_go = move || index > 1 && judged.with(|seen| seen.hypothesis.standing.status != Status::Decided);
    let remove = move |_| {
        let write = edit_arms(state, id, move |arms| {
            if index < arms.len() {
                arms.remove(index);
            }
        });
        if show_refusal(write, notices, words) {
            notices.done(t_string!(i18n, lab.arm_removed));
        }
    };
    view! {
        <li class="lab-arm" data-arm=if index == 0 { "control" } else { "variant" }>
            <div class="lab-arm-head">
                <span class="lab-arm-mark" aria-hidden="true"></span>
                <EditText value=name label=Signal::derive(move || t_string!(i18n, lab.arm_name).to_owned()) save=rename/>
                <Show when=move || index == 0>
                    <span class="chip">{t!(i18n, lab.control)}</span>
                </Show>
                <Show when=can_go>
                    <button
                        class="button" data-variant="quiet" data-icon-only on:click=remove
                        aria-label=move || t_string!(i18n, lab.remove_arm, arm = name.get()).to_string()
                    >
                        <Icon name=IconName::Close/>
                    </button>
                </Show>
            </div>
            <Show when=move || counting.get()>
                <Show when=is_typed fallback=move || view! { <LiveArm judged index/> }>
                    <Counts id index arm/>
                </Show>
                <p class="field-hint">{of_needed}</p>
            </Show>
        </li>
    }
}

/// Two numbers that are kept together: while they cannot both be true they
/// stay in the fields, and the fields say what to do.
#[component]
fn Counts(id: HypothesisId, index: usize, arm: Memo<Arm>) -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let words = use_words();
    let notices = use_notices();
    // What was typed and is not kept yet.
    let exposed = RwSignal::new(None::<String>);
    let converted = RwSignal::new(None::<String>);
    let tried = RwSignal::new(false);
    let exposed_text = move || exposed.get().unwrap_or_else(|| arm.with(|arm| arm.exposed.to_string()));
    let converted_text = move || converted.get().unwrap_or_else(|| arm.with(|arm| arm.converted.to_string()));
    let read = move || (typed::count(&exposed_text()), typed::count(&converted_text()));
    let forget = move || {
        exposed.set(None);
        converted.set(None);
        tried.set(false);
    };
    let keep = move || {
        tried.set(true);
        let (Some(exposed), Some(converted)) = untrack(read) else { return };
        if converted > exposed {
            return;
        }
        let write = edit_arm(state, id, index, move |arm| {
            arm.exposed = exposed;
            arm.converted = converted;
        });
        if show_refusal(write, notices, words) {
            forget();
        }
    };
    let on_key = move |event: leptos::ev::KeyboardEvent| match event.key().as_str() {
        "Enter" => keep(),
        "Escape" => forget(),
        _ => {}
    };
    let error = move || {
        let (exposed, converted) = read();
        let text = match (exposed, converted) {
            _ if !tried.get() => return None,
            (Some(exposed), Some(converted)) if converted > exposed => t_string!(i18n, lab.e_converted),
            (Some(_), Some(_)) => return None,
            _ => t_string!(i18n, lab.e_count),
        };
        Some(text)
    };
    let wrong = Memo::new(move |_| error().is_some());
    let field_id = |name: &str| format!("lab-{name}-{index}");
    view! {
        <div class="lab-counts" on:keydown=on_key>
            <div class="field">
                <label for=field_id("exposed")>{t!(i18n, lab.exposed)}</label>
                <input
                    class="input number" id=field_id("exposed") inputmode="numeric" autocomplete="off"
                    aria-invalid=move || wrong.get().to_string() aria-describedby=field_id("counts-error")
                    prop:value=exposed_text
                    on:input:target=move |ev| exposed.set(Some(ev.target().value())) on:change=move |_| keep()
                />
            </div>
            <div class="field">
                <label for=field_id("converted")>{t!(i18n, lab.converted)}</label>
                <input
                    class="input number" id=field_id("converted") inputmode="numeric" autocomplete="off"
                    aria-invalid=move || wrong.get().to_string() aria-describedby=field_id("counts-error")
                    prop:value=converted_text
                    on:input:target=move |ev| converted.set(Some(ev.target().value())) on:change=move |_| keep()
                />
            </div>
            <p class="field-error" id=field_id("counts-error") aria-live="polite">{error}</p>
        </div>
    }
}

/// Writes the list of arms after a change of it.
fn edit_arms(state: State, id: HypothesisId, edit: impl FnOnce(&mut Vec<Arm>)) -> Result<(), Refusal> {
    let present = state.read(|w| living(w, id).map(|h| h.arms.clone())).ok_or(Refusal::UnknownRecord)?;
    let mut arms = present.clone();
    edit(&mut arms);
    if arms == present {
        return Ok(());
    }
    change(state, id, vec![HypothesisChange::Arms(arms)])
}

fn edit_arm(state: State, id: HypothesisId, index: usize, edit: impl FnOnce(&mut Arm)) -> Result<(), Refusal> {
    edit_arms(state, id, |arms| {
        if let Some(arm) = arms.get_mut(index) {
            edit(arm);
        }
    })
}
