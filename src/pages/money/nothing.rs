//! No spend yet, and the three ways of getting it in.

use super::to_enter;
use crate::prelude::*;

/// The empty state.
#[component]
pub fn NoSpend() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <section class="panel money-none">
            <h2>{t!(i18n, money.empty)}</h2>
            <ul>
                <li>
                    <a class="button" data-variant="primary" href=to_enter()><Icon name=IconName::Edit/>{t!(i18n, money.empty_type)}</a>
                    <span>{t!(i18n, money.empty_type_what)}</span>
                </li>
                <li>
                    <a class="button" href=format!("{}#file", to_enter())><Icon name=IconName::Upload/>{t!(i18n, money.empty_file)}</a>
                    <span>{t!(i18n, money.empty_file_what)}</span>
                </li>
                <li>
                    <a class="button" href=format!("{}#keys", route::SETTINGS)><Icon name=IconName::Download/>{t!(i18n, money.empty_send)}</a>
                    <span>{t!(i18n, money.empty_send_what)}</span>
                </li>
            </ul>
        </section>
    }
}
