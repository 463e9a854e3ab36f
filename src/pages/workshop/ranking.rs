//! The ideas by their dots, once all of them are revealed: one of them is chosen.

use super::table::Table;
use crate::prelude::*;
use smarketing_domain::{
    ids::StickerId,
    workshop::{Round, canvas::Note},
};

/// An idea in the list.
#[derive(Clone, PartialEq)]
struct Ranked {
    note: Note,
    crossing: String,
    is_first: bool,
}

/// Ideas, the one with most dots first.
#[component]
pub fn Ranking(
    /// Of which table.
    table: Table,
) -> impl IntoView {
    let i18n = use_i18n();
    let phase = table.phase();
    let ranked = Memo::new(move |_| {
        table.canvas.with(|canvas| {
            let text = |id: StickerId| canvas.note(id).map(|note| note.text.clone());
            let most = canvas.ideas.first().and_then(|note| note.dots).filter(|dots| *dots > 0);
            let all = canvas.ideas.iter().map(|note| Ranked {
                crossing: note
                    .crossing
                    .and_then(|(t, b)| Some(format!("{} × {}", text(t)?, text(b)?)))
                    .unwrap_or_default(),
                is_first: most.is_some() && note.dots == most,
                note: note.clone(),
            });
            all.collect::<Vec<_>>()
        })
    });
    let line = move |one: Ranked| {
        let id = one.note.id;
        let action = match one.note.hypothesis {
            Some(hypothesis) => view! {
                <a class="button" data-became=hypothesis.to_string() href=route::hypothesis(hypothesis)>
                    <Icon name=IconName::Lab/>{t!(i18n, workshop.see)}
                </a>
            }
            .into_any(),
            None => view! {
                <button
                    type="button" class="button" data-variant=if one.is_first { "primary" } else { "" } data-choose
                    on:click=move |_| table.choose(id)
                >{t!(i18n, workshop.make)}</button>
            }
            .into_any(),
        };
        let dots = one.note.dots.unwrap_or_default();
        let label = t_string!(i18n, workshop.dots, n = dots as u32).to_string();
        view! {
            <li class="workshop-ranked" data-ranked=id.to_string() data-first=one.is_first.then_some("true")>
                <span class="workshop-count" role="img" aria-label=label>{dots}</span>
                <div class="workshop-ranked-text">
                    <strong>{one.note.text}</strong>
                    <small>{one.crossing}</small>
                </div>
                <Avatar member=one.note.author/>
                {action}
            </li>
        }
    };
    view! {
        <Show when=move || phase.get().reveals(Round::Ideas)>
            <section class="workshop-ranking" aria-labelledby="workshop-ranking">
                <h2 id="workshop-ranking">{t!(i18n, workshop.ranking)}</h2>
                <Show
                    when=move || !ranked.with(Vec::is_empty)
                    fallback=move || view! { <p>{t!(i18n, workshop.no_ideas)}</p> }
                >
                    <ol>{move || ranked.get().into_iter().map(line).collect_view()}</ol>
                </Show>
            </section>
        </Show>
    }
}
