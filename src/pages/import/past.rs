//! Imports that were run before, each with its way back.

use super::job::Job;
use crate::prelude::*;
use smarketing_domain::{ids::ImportId, import};

/// Earlier imports; nothing while there are none.
#[component]
pub fn PastImports() -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let words = use_words();
    let job = expect_context::<Job>();
    let sure = RwSignal::new(None::<ImportId>);
    let asking = RwSignal::new(false);
    let imports = Memo::new(move |_| {
        let mut imports = state.watch(Topic::Kind("import"), |w| {
            w.imports.values().filter(|i| i.meta.is_alive()).cloned().collect::<Vec<import::Import>>()
        });
        sort::sort_by_key(&mut imports, |i| std::cmp::Reverse(i.at));
        imports
    });
    let row = move |one: import::Import| {
        let id = one.id;
        let when = one.at.map(|at| words.date_time(at)).unwrap_or_default();
        let count = one.deals as u32;
        view! {
            <li class="import-past">
                <span class="import-past-file">{one.file}</span>
                <span class="import-hint">{when}" · "{t!(i18n, common.deals, count = move || count)}</span>
                {if one.undone {
                    view! { <span class="chip">{t!(i18n, import.was_undone)}</span> }.into_any()
                } else {
                    view! {
                        <button class="button" on:click=move |_| { sure.set(Some(id)); asking.set(true) }>{t!(i18n, import.undo)}</button>
                    }.into_any()
                }}
            </li>
        }
    };
    let confirm = move |_| {
        asking.set(false);
        if let Some(id) = sure.get_untracked() {
            job.undo(id);
        }
    };
    view! {
        <Show when=move || !imports.get().is_empty()>
            <section class="panel">
                <h2>{t!(i18n, import.earlier)}</h2>
                <ul>{move || imports.get().into_iter().map(row).collect_view()}</ul>
            </section>
        </Show>
        <Dialog open=asking title=Signal::derive(move || t_string!(i18n, import.undo_title).to_owned())>
            <p>{t!(i18n, import.undo_text)}</p>
            <div class="dialog-actions">
                <button class="button" on:click=move |_| asking.set(false)>{t!(i18n, common.cancel)}</button>
                <button class="button" data-variant="danger" on:click=confirm>{t!(i18n, import.undo)}</button>
            </div>
        </Dialog>
    }
}
