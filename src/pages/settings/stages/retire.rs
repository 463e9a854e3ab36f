//! A stage is retired; where it has deals, they go to another one first.

use super::opened_by;
use crate::prelude::*;
use gloo_timers::future::TimeoutFuture;
use leptos::{ev::SubmitEvent, task::spawn_local};
use smarketing_domain::{
    ids::StageId,
    operation::{Body, Refusal},
    stage::arrange::{merge, retire, targets},
};

/// So many deals move before the screen is drawn again.
const SLICE: usize = 500;

/// The dialog about whichever stage is chosen.
#[component]
pub fn RetireDialog(leaving: RwSignal<Option<StageId>>) -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let open = opened_by(leaving);
    let title = Signal::derive(move || {
        let name = leaving.get().map(|id| name_of(state, id)).unwrap_or_default();
        t_string!(i18n, stages.retire, stage = name).to_string()
    });
    view! {
        <Dialog open=open title>
            {move || leaving.get().map(|id| view! { <Form id open/> })}
        </Dialog>
    }
}

fn name_of(state: State, id: StageId) -> String {
    state.read(|w| w.stages.get(&id).map(|s| s.name.clone())).unwrap_or_default()
}

#[component]
fn Form(id: StageId, open: RwSignal<bool>) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let notices = use_notices();
    let count = move || state.column(id, |column| column.deals.len());
    let deals = move |count: usize| t_string!(i18n, common.deals, count = count as u32).to_string();
    let offered = state.read(|w| targets(w, id).into_iter().map(|s| (s.id, s.name.clone())).collect::<Vec<_>>());
    let is_nowhere = offered.is_empty();
    let into = RwSignal::new(None::<StageId>);
    let error = RwSignal::new(None::<String>);
    let progress = RwSignal::new(None::<(usize, usize)>);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if progress.get_untracked().is_some() {
            return;
        }
        let all = untrack(count);
        let Some(target) = into.get_untracked().filter(|_| all > 0) else {
            if all > 0 {
                return error.set(Some(t_string!(i18n, stages.retire_choose).to_owned()));
            }
            let name = name_of(state, id);
            if show_refusal(state.perform(vec![retire(id)]), notices, words) {
                open.set(false);
                notices.done(t_string!(i18n, stages.retired, stage = name).to_string());
            }
            return;
        };
        progress.set(Some((0, all)));
        spawn_local(async move {
            let moved = Mover { state, from: id, into: target, progress }.run(all).await;
            progress.try_set(None);
            if let Some(moved) = moved.map_err(|refusal| notices.error(words.refusal(refusal))).ok().flatten() {
                let (stage, to) = (name_of(state, id), name_of(state, target));
                notices.done(t_string!(i18n, stages.merged, stage = stage, deals = deals(moved), to = to).to_string());
                open.try_set(false);
            }
        });
    };
    view! {
        <form class="access-form" on:submit=submit novalidate>
            {move || if count() == 0 && progress.get().is_none() {
                view! { <p>{t!(i18n, stages.retire_empty)}</p> }.into_any()
            } else if is_nowhere {
                view! { <p>{t!(i18n, stages.retire_nowhere)}</p> }.into_any()
            } else {
                let offered = offered.clone();
                view! {
                    <div class="field">
                        <label for="stage-into">{move || t_string!(i18n, stages.retire_where, deals = deals(count())).to_string()}</label>
                        <select
                            class="input" id="stage-into" aria-describedby="stage-into-about"
                            on:change:target=move |ev| { into.set(ev.target().value().parse().ok()); error.set(None); }
                        >
                            <option value="">"—"</option>
                            {offered.into_iter().map(|(id, name)| view! {
                                <option value=id.to_string() selected=into.get_untracked() == Some(id)>{name}</option>
                            }).collect_view()}
                        </select>
                        <p class="field-hint" id="stage-into-about">{t!(i18n, stages.retire_note)}</p>
                    </div>
                }.into_any()
            }}
            <p class="field-error" role="alert">{move || error.get()}</p>
            <p role="status">
                {move || progress.get().map(|(done, of)| {
                    let (done, of) = (words.number(done as u64), words.number(of as u64));
                    t_string!(i18n, stages.merging, done = done, of = of).to_string()
                })}
            </p>
            <div class="dialog-actions">
                <button type="button" class="button" on:click=move |_| open.set(false)>{t!(i18n, common.cancel)}</button>
                <button type="submit" class="button" data-variant="primary" disabled=move || progress.get().is_some() || (is_nowhere && count() > 0)>
                    {move || if count() == 0 { t_string!(i18n, stages.retire_action) } else { t_string!(i18n, stages.merge_action) }}
                </button>
            </div>
        </form>
    }
}

/// Moves the deals of one stage into another, and retires the first: one step to
/// take back, however many slices it was made in.
#[derive(Clone, Copy)]
struct Mover {
    state: State,
    from: StageId,
    into: StageId,
    progress: RwSignal<Option<(usize, usize)>>,
}

impl Mover {
    /// How many it moved; `None` when the dialog was closed on the way. Then the
    /// stage stays in use, with the deals that are left.
    async fn run(self, all: usize) -> Result<Option<usize>, Refusal> {
        let mut moved = 0;
        loop {
            let mut step = self.state.read(|w| merge(w, self.from, self.into, SLICE))?;
            let count = step.len();
            let is_last = count < SLICE;
            if is_last {
                step.push(retire(self.from));
            }
            self.make(step, moved == 0)?;
            moved += count;
            if is_last {
                return Ok(Some(moved));
            }
            if self.progress.try_set(Some((moved, all.max(moved)))).is_some() {
                return Ok(None);
            }
            TimeoutFuture::new(0).await;
        }
    }

    fn make(self, step: Vec<Body>, is_first: bool) -> Result<(), Refusal> {
        if is_first { self.state.perform(step) } else { self.state.perform_further(step) }
    }
}
