//! What happened on the day, deal by deal.

use super::{
    View,
    shown::{DEEDS, Line},
};
use crate::{prelude::*, words::Words};
use smarketing_domain::ago::What;

/// Counts, and the deeds of the day, the latest first.
#[component]
pub fn Happened(seen: View) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let happened = Memo::new(move |_| seen.shown.with(|shown| shown.happened.clone()));
    let lines = Memo::new(move |_| seen.shown.with(|shown| shown.lines.clone()));
    let more = move || happened.with(|day| day.count).saturating_sub(lines.with(|lines| lines.len() as u64));
    let counts = move || {
        happened.with(|day| {
            let count = |n: u64| words.number(n);
            let (came, moved, won, lost) =
                (count(day.came.count), count(day.moved), count(day.won.count), count(day.lost.count));
            t_string!(i18n, time.counts, came = came, moved = moved, won = won, lost = lost).to_string()
        })
    };
    let undated = move || happened.with(|day| day.undated);
    view! {
        <section class="panel time-happened" data-happened=move || happened.with(|day| day.count)>
            <h2>{t!(i18n, time.happened)}</h2>
            <Show
                when=move || happened.with(|day| day.count > 0)
                fallback=move || view! { <p class="time-none">{t!(i18n, time.nothing)}</p> }
            >
                <p class="time-counts">{counts}</p>
                <Show when=move || { undated() > 0 }>
                    <p class="time-none">{move || t_string!(i18n, time.undated_deeds, n = words.number(undated())).to_string()}</p>
                </Show>
                <ul class="time-deeds">
                    {move || lines.get().into_iter().map(|one| view! { <Deed one/> }).collect_view()}
                </ul>
                <Show when=move || { more() > 0 }>
                    <button type="button" class="button" on:click=move |_| seen.deeds.update(|deeds| *deeds += 5 * DEEDS)>
                        {move || t_string!(i18n, time.more, n = words.number(more())).to_string()}
                    </button>
                </Show>
            </Show>
        </section>
    }
}

#[component]
fn Deed(one: Line) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let Line { deed, title } = one;
    let place = move |place| state.watch(Topic::Kind("stage"), |w| place_name(words, w, place));
    let way = move || match deed.what {
        What::Came => place(deed.to),
        What::Deleted => place(deed.from),
        _ => format!("{} → {}", place(deed.from), place(deed.to)),
    };
    let when = deed.at.is_none().then(|| view! { <span class="time-none">{t!(i18n, time.undated)}</span> });
    view! {
        <li data-deed=code(deed.what) data-of=deed.deal.to_string()>
            <span class="chip" data-tone=tone(deed.what)>{move || what_words(words, deed.what)}</span>
            <a href=route::deal(deed.deal)>{title}</a>
            <span class="time-way">{way}{when}</span>
        </li>
    }
}

fn what_words(words: Words, what: What) -> &'static str {
    let i18n = words.i18n;
    match what {
        What::Came => t_string!(i18n, time.did_come),
        What::Forward => t_string!(i18n, time.did_go_on),
        What::Back => t_string!(i18n, time.did_go_back),
        What::Won => t_string!(i18n, time.did_win),
        What::Lost => t_string!(i18n, time.did_lose),
        What::Revived => t_string!(i18n, time.did_revive),
        What::Deleted => t_string!(i18n, time.did_delete),
    }
}

/// Its name, for tests from outside.
fn code(what: What) -> &'static str {
    match what {
        What::Came => "came",
        What::Forward => "forward",
        What::Back => "back",
        What::Won => "won",
        What::Lost => "lost",
        What::Revived => "revived",
        What::Deleted => "deleted",
    }
}

fn tone(what: What) -> Option<&'static str> {
    match what {
        What::Won => Some("good"),
        What::Back => Some("warning"),
        What::Lost | What::Deleted => Some("danger"),
        What::Came | What::Forward | What::Revived => None,
    }
}
