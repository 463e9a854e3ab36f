//! What of the look would surprise somebody who has not chosen it: told in the
//! head, to be taken away with one tap.

use super::super::desk::use_desk;
use super::look::{HIDE, SORT};
use crate::prelude::*;

/// The order by urgency, and columns that are not there.
#[component]
pub fn Shown() -> impl IntoView {
    let desk = use_desk();
    let i18n = desk.words.i18n;
    let hidden = Memo::new(move |_| {
        desk.look.hidden.with(|hidden| {
            let is_column = |w: &smarketing_domain::workspace::Workspace| {
                let stages = w.stages_in_order().into_iter().filter(|s| desk.lens.get().shows(s));
                stages.filter(|s| hidden.contains(&s.id)).count()
            };
            desk.state.watch(Topic::Kind("stage"), is_column)
        })
    });
    let given = move |name: &'static str, text: String, label: &str| {
        let in_full = format!("{text}. {label}");
        let title = label.to_owned();
        view! {
            <button
                type="button" class="button board-given" data-shown=name aria-label=in_full title=title
                on:click=move |_| desk.address.set(&[(name, String::new())])
            >
                <span class="one-line">{text}</span>
                <Icon name=IconName::Close/>
            </button>
        }
    };
    view! {
        {move || desk.look.is_urgent().then(|| {
            given(SORT, t_string!(i18n, views.sorted).to_owned(), t_string!(i18n, views.unsort))
        })}
        {move || (hidden.get() > 0).then(|| {
            let count = u32::try_from(hidden.get()).unwrap_or(u32::MAX);
            let text = t_string!(i18n, views.hidden, count = count).to_string();
            given(HIDE, text, t_string!(i18n, views.show_all))
        })}
    }
}
