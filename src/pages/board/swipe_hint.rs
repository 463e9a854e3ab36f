//! What lies under a card that a finger slides to the side: an icon and a word
//! for what letting go would do. Moved by `drag::slide`, not by views.

use super::{card_actions::next_of, desk::use_desk};
use crate::prelude::*;

/// The hint; drawn once for the whole board.
#[component]
pub fn SwipeHint() -> impl IntoView {
    let desk = use_desk();
    let i18n = desk.words.i18n;
    let next = Memo::new(move |_| desk.sliding.get().and_then(|deal| next_of(desk, deal)));
    let name = move || match next.get() {
        Some(stage) => desk.stage_name(stage),
        None => t_string!(i18n, touch.no_next_short).to_owned(),
    };
    view! {
        <div class="board-swipe" data-swipe-hint aria-hidden="true">
            <div class="swipe-hint" data-hint="next" data-nowhere=move || next.get().is_none().then_some("")>
                <Icon name=IconName::Right/>
                <span class="two-lines">{name}</span>
            </div>
            <div class="swipe-hint" data-hint="later">
                <span class="two-lines">{t!(i18n, touch.later)}</span>
                <Icon name=IconName::Clock/>
            </div>
        </div>
    }
}
