//! What a customer said is written down at their card: from its menu, or by I.

use super::desk::use_desk;
use crate::prelude::*;

/// The dialog about the card whose customer was heard.
#[component]
pub fn HearQuestion() -> impl IntoView {
    let desk = use_desk();
    let i18n = desk.words.i18n;
    let open = RwSignal::new(false);
    Effect::new(move || open.set(desk.hearing.get().is_some()));
    Effect::new(move || {
        if !open.get() && desk.hearing.get_untracked().is_some() {
            desk.hearing.set(None);
        }
    });
    let title = Signal::derive(move || {
        let deal = desk.hearing.get().map(|deal| desk.title(deal)).unwrap_or_default();
        t_string!(i18n, board.hear_title, title = deal).to_string()
    });
    let on_kept = Callback::new(move |()| open.set(false));
    view! {
        <Dialog open title>
            {move || desk.hearing.get().map(|deal| view! { <Capture deal on_kept/> })}
        </Dialog>
    }
}
