//! Pages that the first screen does not need. In a release they are chunks of
//! the program, fetched when somebody goes there or when the app has nothing
//! else to do; in other builds they are there at once.
//!
//! Only what nothing else reaches goes into a chunk: a page must be named here
//! and nowhere else.

use super::styles;
use crate::{prelude::*, sync};
use futures::FutureExt;
use gloo_timers::future::TimeoutFuture;
use leptos::{task::spawn_local, wasm_split::SplitLoaderError};
use leptos_router::ChooseView;
use std::{cell::Cell, future::Future, pin::Pin};

/// What is there later.
type Coming<T> = Pin<Box<dyn Future<Output = Result<T, SplitLoaderError>>>>;

/// A page in a chunk.
#[derive(Clone, Copy)]
pub struct Later {
    chunk: fn() -> Coming<()>,
    /// Ready at once when the chunk is there.
    draw: fn() -> Coming<AnyView>,
    /// With it the app can be used: not so the page to sign in on.
    is_screen: bool,
}

// later!(NAME, function, chunk, component): a page and the chunk it comes in.
macro_rules! later {
    ($name:ident, $page:ident, $chunk:ident, $component:path) => {
        mod $page {
            use super::{AnyView, IntoAny, SplitLoaderError};

            #[cfg(feature = "split")]
            #[leptos::wasm_split::wasm_split($chunk, wasm_split_path = ::leptos::wasm_split, preload(fetch), fallible)]
            pub fn $page() -> Result<AnyView, SplitLoaderError> {
                Ok($component().into_any())
            }

            #[cfg(not(feature = "split"))]
            pub async fn $page() -> Result<AnyView, SplitLoaderError> {
                Ok($component().into_any())
            }

            #[cfg(not(feature = "split"))]
            pub async fn fetch() -> Result<(), SplitLoaderError> {
                Ok(())
            }
        }

        #[doc = concat!("The page `", stringify!($page), "`.")]
        pub const $name: Later =
            Later { chunk: || Box::pin($page::fetch()), draw: || Box::pin($page::$page()), is_screen: true };
    };
}

// What two chunks need is a further file for each set of chunks that need it, and
// every file costs a start a millisecond and more: there are few chunks. `first` is what
// the first screen can do without for a moment, and who has to sign in needs first;
// `board` is what people begin their day with; `pages` is everything else.
later!(BOARD, board, board, crate::pages::board::Board);
later!(OTHER_VIEW, other_view, pages, crate::pages::board::OtherView);
later!(INBOX, inbox, pages, crate::pages::inbox::Inbox);
later!(ESCALATED, escalated, pages, crate::pages::inbox::EscalatedCount);
later!(HYPOTHESES, hypotheses, pages, crate::pages::lab::Hypotheses);
later!(HYPOTHESIS, hypothesis, pages, crate::pages::lab::Hypothesis);
later!(WORKSHOPS, workshops, pages, crate::pages::workshop::Workshops);
later!(WORKSHOP, workshop, pages, crate::pages::workshop::Workshop);
later!(MEETING, meeting, pages, crate::app::meeting);
later!(AGREEMENT, agreement, pages, crate::pages::inbox::AgreementPage);
later!(DEALS, deals, pages, crate::pages::deals::Deals);
later!(DEAL, deal, pages, crate::pages::deal::DealPage);
later!(CHANGES, changes, pages, crate::pages::changes::MyChanges);
later!(TRAY, tray, pages, crate::app::tray::Tray);
later!(TRASH, trash, pages, crate::pages::trash::Trash);
later!(SETTINGS, settings, pages, crate::pages::settings::Settings);
later!(CONVERSION, conversion, pages, crate::pages::conversion::ConversionPage);
later!(LENSES, lenses, pages, crate::pages::lenses::Lenses);
later!(BOTTLENECK, bottleneck, pages, crate::pages::conversion::Bottleneck);
later!(FORECAST, forecast, pages, crate::pages::forecast::ForecastPage);
later!(FORECAST_IN_SHORT, forecast_in_short, pages, crate::pages::forecast::ForecastInShort);
later!(TIME, time, pages, crate::pages::time::TimePage);
later!(MONEY, money, pages, crate::pages::money::MoneyPage);
later!(IMPORT, import, pages, crate::pages::import::Import);
later!(PERSON, person, pages, crate::app::person::Person);
later!(PALETTE, palette, pages, crate::app::palette::Palette);
later!(CHOOSE, choose, first, crate::pages::hourglass::choose::Choose);
later!(AS_TABLE, as_table, first, crate::pages::hourglass::table::AsTable);
later!(WEAKEST, weakest, first, crate::pages::hourglass::weakest::WeakestStep);
later!(BANNER, banner, first, crate::app::banner::Banner);
later!(PERSON_MENU, person_menu, first, crate::app::person::PersonMenu);
later!(LOGIN, login, first, crate::pages::login::Login);
later!(SETUP, set_up, pages, crate::pages::setup::SetUpPage);
later!(JOIN, join, pages, crate::pages::join::JoinPage);
later!(RESET, reset, pages, crate::pages::reset::ResetPage);

/// The page to sign in on.
pub const SIGN_IN: Later = Later { is_screen: false, ..LOGIN };

/// One of each chunk, the likeliest next one first.
const ONE_OF_EACH: [Later; 3] = [BOARD, CHOOSE, DEALS];

/// How long the first screen is left alone before chunks are fetched, and the
/// pause between two of them, in milliseconds.
const CALM_MS: u32 = 600;
const PAUSE_MS: u32 = 50;

/// Fetches all chunks, one after another, once: going to them is instant then,
/// and needs no network.
fn fetch_all() {
    thread_local! { static BEGUN: Cell<bool> = const { Cell::new(false) } }
    if BEGUN.replace(true) {
        return;
    }
    spawn_local(async {
        TimeoutFuture::new(CALM_MS).await;
        for page in ONE_OF_EACH {
            // One that fails is fetched again by whoever goes there.
            let _ = page.fetch().await;
            TimeoutFuture::new(PAUSE_MS).await;
        }
    });
}

/// A page that can be used is on screen.
pub fn set_shown() {
    sync::set_ready();
    fetch_all();
}

impl Later {
    /// The page where it is needed: a part of one, as well.
    pub fn view(self) -> impl IntoView {
        view! { <Arriving page=self/> }
    }

    /// A part of the first screen that it can do without at first: nothing stands
    /// in its place until it is there.
    pub fn part(self) -> impl IntoView {
        self.after(0)
    }

    /// A part that the first screen does without: nothing until that has been left
    /// alone for a while, and nothing while the chunk cannot be had.
    pub fn in_calm(self) -> impl IntoView {
        self.after(CALM_MS)
    }

    fn after(self, pause_ms: u32) -> impl IntoView {
        let is_there = RwSignal::new(false);
        spawn_local(async move {
            TimeoutFuture::new(pause_ms).await;
            let fetched = self.fetch().await.is_ok();
            // Nobody waits any more when the person has gone elsewhere.
            is_there.try_set(fetched);
        });
        move || is_there.get().then(|| (self.draw)().now_or_never().and_then(Result::ok))
    }

    /// Its chunk and the style sheets of such pages.
    fn fetch(self) -> Coming<()> {
        let (chunk, styles) = ((self.chunk)(), styles::come());
        Box::pin(async move {
            chunk.await?;
            styles.await;
            Ok(())
        })
    }
}

impl ChooseView for Later {
    async fn choose(self) -> AnyView {
        view! { <Arriving page=self/> }.into_any()
    }

    // The chunk comes while the workspace does.
    async fn preload(&self) {
        let coming = self.fetch();
        spawn_local(async {
            // Whoever draws the page hears of a failure.
            let _ = coming.await;
        });
    }
}

#[component]
fn Arriving(page: Later) -> impl IntoView {
    let is_there = RwSignal::new(None::<bool>);
    let fetch = move |is_again: bool| {
        let mut coming = page.fetch();
        if let Some(result) = coming.as_mut().now_or_never() {
            is_there.set(Some(result.is_ok()));
            return;
        }
        is_there.set(None);
        spawn_local(async move {
            let result = coming.await;
            if is_again && result.is_err() {
                start_anew();
            }
            // Nobody waits any more when the person has gone elsewhere.
            is_there.try_set(Some(result.is_ok()));
        });
    };
    fetch(false);
    Effect::new(move || {
        if is_there.get().is_some() && page.is_screen {
            set_shown();
        }
    });
    let again = Callback::new(move |()| fetch(true));
    move || match is_there.get() {
        None => {
            view! { <div class="page" aria-busy="true"><div class="skeleton" data-size="page"></div></div> }.into_any()
        }
        // Drawn here and not where it arrives: this is the owner that has the contexts.
        Some(true) => (page.draw)().now_or_never().and_then(Result::ok).into_any(),
        Some(false) => view! { <Missing again/> }.into_any(),
    }
}

/// The chunk could not be fetched.
#[component]
fn Missing(again: Callback<()>) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div class="page" role="alert">
            <Empty icon=IconName::Warning text=Signal::derive(move || t_string!(i18n, shell.page_missing).to_owned())>
                <button type="button" class="button" data-variant="primary" on:click=move |_| again.run(())>
                    {t!(i18n, common.try_again)}
                </button>
            </Empty>
        </div>
    }
}

/// A server with a newer build has this one's chunks no more: when trying again
/// was of no use, the whole page may be.
fn start_anew() {
    if window().navigator().on_line() {
        sync::reload();
    }
}
