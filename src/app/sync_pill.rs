//! How we stand with the server, in a word; a tap opens the tray.

use super::later;
use crate::{prelude::*, state::SyncWord, sync};

/// The pill in the top bar.
#[component]
pub fn SyncPill() -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let open = RwSignal::new(false);
    let text = move || {
        let status = state.status.get();
        let count = status.outbox as u32;
        match status.word {
            _ if status.unsaved > 0 => t_string!(i18n, shell.saving).to_string(),
            SyncWord::Synced => t_string!(i18n, shell.synced).to_string(),
            SyncWord::Pending if count == 0 => t_string!(i18n, shell.syncing).to_string(),
            SyncWord::Pending => t_string!(i18n, shell.pending, count = count).to_string(),
            SyncWord::Offline if count == 0 => t_string!(i18n, shell.offline).to_string(),
            SyncWord::Offline => t_string!(i18n, shell.offline_waiting, count = count).to_string(),
            SyncWord::Rejected | SyncWord::Error => t_string!(i18n, shell.rejected).to_string(),
        }
    };
    view! {
        <button
            class="sync-pill"
            data-word=move || state.status.get().word.attribute()
            aria-haspopup="dialog"
            title=text
            on:click=move |_| open.set(true)
        >
            <span>{text}</span>
        </button>
        <Dialog open=open title=Signal::derive(move || t_string!(i18n, shell.tray_title).to_owned())>
            // It says what a change was in words, which the first screen does not need.
            {move || open.get().then(|| later::TRAY.view())}
            <div class="dialog-actions">
                <button class="button" on:click=move |_| sync::retry_now(state)>{t!(i18n, shell.sync_now)}</button>
                <button class="button" data-variant="primary" on:click=move |_| open.set(false)>{t!(i18n, common.close)}</button>
            </div>
        </Dialog>
    }
}
