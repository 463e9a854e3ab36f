//! All keys, and the switch for those that are a single letter.

use crate::{prelude::*, words::Words};

/// The keys, page by page.
#[component]
pub fn Help(
    /// Whether single letters do something: who speaks to the browser switches it off.
    single: RwSignal<bool>,
) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let part = move |(title, keys): (&'static str, Vec<(&'static str, &'static str)>)| {
        let line = |(key, does): (&'static str, &'static str)| {
            view! { <tr><th scope="row"><kbd>{key}</kbd></th><td>{does}</td></tr> }
        };
        view! { <table class="palette-keys"><caption>{title}</caption><tbody>{keys.into_iter().map(line).collect_view()}</tbody></table> }
    };
    view! {
        <div class="palette-help">
            {move || parts(words).into_iter().map(part).collect_view()}
            <label class="field-check">
                <input type="checkbox" prop:checked=single on:change:target=move |event| single.set(event.target().checked())/>
                <span>{t!(i18n, palette.single)}</span>
            </label>
        </div>
    }
}

type Part = (&'static str, Vec<(&'static str, &'static str)>);

fn parts(words: Words) -> Vec<Part> {
    let i18n = words.i18n;
    vec![
        (
            t_string!(i18n, palette.everywhere),
            vec![
                ("Ctrl K", t_string!(i18n, palette.title)),
                ("/", t_string!(i18n, palette.k_search)),
                ("C", t_string!(i18n, palette.new_deal)),
                ("?", t_string!(i18n, palette.help)),
                ("Ctrl Z", t_string!(i18n, palette.undo)),
                ("Ctrl Shift Z", t_string!(i18n, palette.redo)),
                ("Esc", t_string!(i18n, palette.k_close)),
            ],
        ),
        (
            t_string!(i18n, palette.on_board),
            vec![
                ("← ↑ ↓ →", t_string!(i18n, palette.k_walk)),
                ("Enter", t_string!(i18n, palette.k_open)),
                ("Space", t_string!(i18n, palette.k_lift)),
                ("I", t_string!(i18n, palette.k_heard)),
                ("X", t_string!(i18n, palette.k_select)),
                ("N", t_string!(i18n, palette.k_next)),
                ("L", t_string!(i18n, palette.k_later)),
            ],
        ),
        (t_string!(i18n, meeting.title), vec![("← →", t_string!(i18n, palette.k_agenda))]),
    ]
}
