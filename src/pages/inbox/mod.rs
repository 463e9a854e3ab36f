//! The hand-off: leads that are offered to sales, what sales says of them, what
//! both teams promised, what both heard from customers, and the rules by which
//! leads are offered.

mod agreement;
mod escalated;
mod exchange;
mod feedback;
mod minutes;
mod offer;
mod offers;
mod reject;
mod rules;
mod snooze;
mod timer;

pub use agreement::AgreementPage;
pub use escalated::EscalatedCount;

use crate::prelude::*;

/// What the page shows, by its name in the address.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Tab {
    #[default]
    Offers,
    Feedback,
    Agreement,
    Exchange,
    Rules,
}

impl Tab {
    const ALL: [Tab; 5] = [Self::Offers, Self::Feedback, Self::Agreement, Self::Exchange, Self::Rules];

    fn name(self) -> &'static str {
        match self {
            Self::Offers => "",
            Self::Feedback => "feedback",
            Self::Agreement => "agreement",
            Self::Exchange => "exchange",
            Self::Rules => "rules",
        }
    }

    fn words(self, words: words::Words) -> &'static str {
        let i18n = words.i18n;
        match self {
            Self::Offers => t_string!(i18n, inbox.offers),
            Self::Feedback => t_string!(i18n, inbox.feedback),
            Self::Agreement => t_string!(i18n, inbox.agreement),
            Self::Exchange => t_string!(i18n, exchange.title),
            Self::Rules => t_string!(i18n, inbox.rules),
        }
    }
}

/// The hand-off's page.
#[component]
pub fn Inbox() -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let query = leptos_router::hooks::use_query_map();
    let tab = Memo::new(move |_| {
        let name = query.with(|q| q.get("tab")).unwrap_or_default();
        Tab::ALL.into_iter().find(|tab| tab.name() == name).unwrap_or_default()
    });
    let link = move |one: Tab| {
        let href = match one {
            Tab::Offers => route::INBOX.to_owned(),
            other => format!("{}?tab={}", route::INBOX, other.name()),
        };
        view! {
            <a class="segment" href=href aria-current=move || (tab.get() == one).then_some("page")>
                {move || one.words(words)}
            </a>
        }
    };
    view! {
        <div class="page inbox">
            <header class="page-head">
                <h1>{t!(i18n, inbox.title)}</h1>
                <nav class="segments" aria-label=move || t_string!(i18n, inbox.parts)>{Tab::ALL.map(link).collect_view()}</nav>
            </header>
            {move || match tab.get() {
                Tab::Offers => view! { <minutes::NewMinutes/><offers::Offers/> }.into_any(),
                Tab::Feedback => view! { <feedback::FeedbackPage/> }.into_any(),
                Tab::Agreement => view! { <agreement::AgreementPage/> }.into_any(),
                Tab::Exchange => view! { <exchange::ExchangePage/> }.into_any(),
                Tab::Rules => view! { <rules::RulesPage/> }.into_any(),
            }}
        </div>
    }
}
