//! What one changed oneself, and the way back.

use crate::prelude::*;
use smarketing_domain::history;

/// The member's own changes of the last days.
#[component]
pub fn MyChanges() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div class="page changes-page">
            <header class="page-head"><h1>{t!(i18n, history.title)}</h1></header>
            <p class="trash-lead">{t!(i18n, history.lead, count = || history::DAYS as u32)}</p>
            <section class="panel"><Changes record=None/></section>
        </div>
    }
}
