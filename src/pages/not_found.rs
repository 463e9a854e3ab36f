//! An address that leads nowhere.

use crate::prelude::*;

/// Says so, and shows the way home.
#[component]
pub fn NotFound() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <main class="page">
            <Empty icon=IconName::Search text=Signal::derive(move || t_string!(i18n, shell.not_found).to_owned())>
                <a class="button" data-variant="primary" href=route::HOURGLASS>{t!(i18n, shell.go_home)}</a>
            </Empty>
        </main>
    }
}
