//! Choosing a file, by button or by dropping it.

use super::job::{Job, record_words};
use crate::prelude::*;
use leptos::ev::DragEvent;

/// Where a file is chosen, and what was wrong with the last one.
#[component]
pub fn Choose() -> impl IntoView {
    let i18n = use_i18n();
    let words = use_words();
    let job = expect_context::<Job>();
    let over = RwSignal::new(false);
    let take = move |file: Option<web_sys::File>| {
        if let Some(file) = file {
            job.read(file, record_words(words));
        }
    };
    let dropped = move |event: DragEvent| {
        event.prevent_default();
        over.set(false);
        take(event.data_transfer().and_then(|data| data.files()).and_then(|files| files.get(0)));
    };
    let trouble = move || job.trouble.get().map(|trouble| super::faults::trouble(words, &trouble));
    view! {
        <section
            class="panel import-drop" data-over=move || over.get().to_string()
            on:dragover=move |event| { event.prevent_default(); over.set(true) }
            on:dragleave=move |_| over.set(false) on:drop=dropped
        >
            <Icon name=IconName::Upload/>
            <p>{t!(i18n, import.drop_here)}</p>
            <label class="button import-file" data-variant="primary">
                {t!(i18n, import.choose)}
                <input
                    class="visually-hidden" type="file" accept=".csv,.txt,text/csv"
                    on:change:target=move |event| take(event.target().files().and_then(|files| files.get(0)))
                />
            </label>
            <p class="field-hint">{t!(i18n, import.systems)}</p>
            <p class="field-error" role="alert">{trouble}</p>
        </section>
    }
}
