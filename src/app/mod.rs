//! The app: contexts, addresses, and the frame around every page.

pub mod banner;
mod frame;
mod keys;
mod later;
pub mod palette;
pub mod person;
mod styles;
mod sync_pill;
pub mod tray;

use crate::{
    pages,
    prelude::*,
    state::{Session, SyncWord},
    sync,
};
use frame::Frame;
use leptos_router::{
    components::{Outlet, ParentRoute, Redirect, Route, Router, Routes},
    hooks::use_location,
    path,
};
use smarketing_locales::I18nContextProvider;

/// The whole app.
#[component]
pub fn App() -> impl IntoView {
    view! {
        // The page's own attributes (`lang`, `data-theme`) are written by the preferences.
        <I18nContextProvider set_lang_attr_on_html=false>
            <Contexts/>
        </I18nContextProvider>
    }
}

#[component]
fn Contexts() -> impl IntoView {
    let state = State::new();
    provide_context(state);
    provide_context(Notices::new());
    Prefs::provide();
    sync::start(state);
    view! {
        <Router>
            <Routes fallback=Nowhere>
                <Route path=path!("/login") view=later::SIGN_IN/>
                <Route path=path!("/setup") view=later::SETUP/>
                <Route path=path!("/join/:token") view=later::JOIN/>
                <Route path=path!("/reset/:token") view=later::RESET/>
                <ParentRoute path=path!("") view=SignedIn>
                    <Route path=path!("/") view=First/>
                    <Route path=path!("/board") view=later::BOARD/>
                    <Route path=path!("/board/:view") view=later::OTHER_VIEW/>
                    <Route path=path!("/inbox") view=later::INBOX/>
                    <Route path=path!("/hypotheses") view=later::HYPOTHESES/>
                    <Route path=path!("/hypotheses/:id") view=later::HYPOTHESIS/>
                    <Route path=path!("/workshop") view=later::WORKSHOPS/>
                    <Route path=path!("/workshop/:id") view=later::WORKSHOP/>
                    <Route path=path!("/meeting") view=later::MEETING/>
                    <Route path=path!("/deals") view=later::DEALS/>
                    <Route path=path!("/deals/:id") view=later::DEAL/>
                    <Route path=path!("/conversion") view=later::CONVERSION/>
                    <Route path=path!("/forecast") view=later::FORECAST/>
                    <Route path=path!("/time") view=later::TIME/>
                    <Route path=path!("/money") view=later::MONEY/>
                    <Route path=path!("/lenses") view=later::LENSES/>
                    <Route path=path!("/changes") view=later::CHANGES/>
                    <Route path=path!("/trash") view=later::TRASH/>
                    <Route path=path!("/settings") view=later::SETTINGS/>
                    <Route path=path!("/settings/import") view=later::IMPORT/>
                </ParentRoute>
            </Routes>
        </Router>
        <NoticesView/>
    }
}

/// Pages for members: the sign-in page first where nobody is signed in, the
/// frame with the page otherwise.
#[component]
fn SignedIn() -> impl IntoView {
    let state = use_state();
    let location = use_location();
    let wanted = move || {
        let (path, search) = (location.pathname.get_untracked(), location.search.get_untracked());
        // The router gives the search part with or without its mark.
        let search = search.trim_start_matches('?');
        let mark = if search.is_empty() { "" } else { "?" };
        format!("{}?next={}", route::LOGIN, route::encode(&format!("{path}{mark}{search}")))
    };
    let phase = Memo::new(move |_| {
        state.session.with(|session| match session {
            Session::Unknown => 0,
            Session::SignedOut => 1,
            Session::SignedIn(_) | Session::Expired(_) => 2,
        })
    });
    move || match phase.get() {
        0 => view! { <div class="skeleton" aria-busy="true"></div> }.into_any(),
        1 => view! { <Redirect path=wanted()/> }.into_any(),
        _ => view! { <Frame><Page/></Frame> }.into_any(),
    }
}

/// The page, once there is something to show.
#[component]
fn Page() -> impl IntoView {
    let state = use_state();
    let i18n = use_i18n();
    let is_away = Memo::new(move |_| state.status.with(|status| status.word == SyncWord::Offline));
    view! {
        <Show
            when=move || state.loaded.get()
            fallback=move || {
                view! {
                    <div class="page" aria-busy="true">
                        <p>{move || if is_away.get() {
                            t_string!(i18n, shell.loading_offline)
                        } else {
                            t_string!(i18n, shell.loading_workspace)
                        }}</p>
                        <div class="skeleton" data-size="page"></div>
                    </div>
                }
            }
        >
            <Outlet/>
        </Show>
    }
}

/// An address that leads nowhere can be used, too: it leads home.
#[component]
fn Nowhere() -> impl IntoView {
    Effect::new(later::set_shown);
    view! { <pages::not_found::NotFound/> }
}

/// The meeting, with what other pages have to say on its agenda.
pub fn meeting() -> impl IntoView {
    let parts = pages::meeting::Parts {
        bottleneck: || later::BOTTLENECK.view().into_any(),
        agreement: || later::AGREEMENT.view().into_any(),
        forecast: || later::FORECAST_IN_SHORT.view().into_any(),
    };
    view! { <pages::meeting::Meeting parts/> }
}

/// The first screen: the only page of members that does not come later.
#[component]
fn First() -> impl IntoView {
    Effect::new(later::set_shown);
    let parts = pages::hourglass::Parts {
        choose: || later::CHOOSE.part().into_any(),
        weakest: || later::WEAKEST.part().into_any(),
        bottleneck: || later::BOTTLENECK.in_calm().into_any(),
        as_table: || later::AS_TABLE.part().into_any(),
    };
    view! { <pages::hourglass::Hourglass parts/> }
}
