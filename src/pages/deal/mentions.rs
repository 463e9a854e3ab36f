//! Texts that erasing a person leaves alone, and that may name them: to be looked through by
//! whoever erases, before it and after it.

use crate::{components::kind_name, prelude::*};
use smarketing_domain::{entity::EntityKey, privacy::Mention, workspace::Workspace};

/// So many are shown; the surest come first.
const SHOWN: usize = 20;

/// The texts, each with the way to where it can be changed.
#[component]
pub fn Mentions(
    /// Which ones.
    all: Vec<Mention>,
) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let more = all.len().saturating_sub(SHOWN);
    let line = move |mention: Mention| {
        let kind = kind_name(words, mention.at.kind()).to_owned();
        let kind = match state.read(|w| place(w, mention.at)) {
            Some(href) => view! { <a href=href>{kind}</a> }.into_any(),
            None => view! { <b>{kind}</b> }.into_any(),
        };
        let part = (!mention.is_whole).then(|| view! { <small>{t!(i18n, deal.mention_part)}</small> });
        view! { <li data-mention=mention.at.kind()>{kind}" "{part}<q>{mention.excerpt}</q></li> }
    };
    view! {
        <ul class="deal-mentions">
            {all.into_iter().take(SHOWN).map(line).collect_view()}
            {(more > 0).then(|| view! { <li>{t_string!(i18n, deal.mentions_more, n = words.number(more as u64)).to_string()}</li> })}
        </ul>
    }
}

/// Where a record is seen, and can be changed.
fn place(w: &Workspace, at: EntityKey) -> Option<String> {
    match at {
        // In its shared views.
        EntityKey::Settings(_) => Some(route::BOARD.to_owned()),
        EntityKey::Hypothesis(id) => Some(route::hypothesis(id)),
        EntityKey::Workshop(id) => Some(route::workshop(id)),
        EntityKey::Sticker(id) => Some(route::sticker(w.stickers.get(&id)?.workshop?, id)),
        EntityKey::Deal(id) => Some(route::deal(id)),
        EntityKey::Task(id) => Some(route::deal(w.tasks.get(&id)?.deal?)),
        EntityKey::Insight(id) => {
            let deal = w.insights.get(&id)?.deal.map(route::deal);
            Some(deal.unwrap_or_else(|| format!("{}?tab=exchange", route::INBOX)))
        }
        EntityKey::Company(id) => {
            let deal = w.living_deals().find(|deal| deal.company == Some(id))?;
            Some(route::deal(deal.id))
        }
        _ => None,
    }
}
