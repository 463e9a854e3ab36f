//! Conversion over time: of the deals that entered one stage, how many enter
//! another within a window, how soon, and how sure that is.
//!
//! [`figures`] computes what is shown, [`geometry`] the shape of the curve; the
//! rest draws: [`choices`] what can be asked, [`table`] the numbers, [`curve`] the
//! picture, [`compare`] two groups in a sentence, [`meaning`] what each number
//! counts. [`bottleneck`] is the sentence on the first screen.

mod bottleneck;
mod choices;
mod compare;
mod curve;
mod download;
mod figures;
mod geometry;
mod meaning;
mod neck;
mod table;

pub use bottleneck::Bottleneck;

use crate::components::beside;
use crate::prelude::*;
use figures::{Figures, Line};
use smarketing_domain::{cohort::conversion::Part, cohort::group::Key};
use std::sync::Arc;

/// What the parts of the page look at.
#[derive(Clone, Copy)]
struct View {
    address: Address,
    scope: Memo<Scope>,
    choice: Memo<CohortChoice>,
    /// The groups that are compared, at most two.
    compared: Memo<Vec<Key>>,
    /// The period that is held beside the page's own.
    beside: Memo<Option<PeriodChoice>>,
    /// `None` where the workspace has no stage before the won one.
    figures: Memo<Option<Arc<Figures>>>,
}

impl View {
    /// The address of the deals behind a number of a line.
    fn deals_of(&self, line: &Line, part: Part) -> String {
        let asked = CohortPart { choice: self.choice.get(), group: line.key.clone(), part };
        let choice = line.period.unwrap_or_else(|| self.scope.with(|scope| scope.choice));
        asked.href(&Scope { choice, ..self.scope.get() })
    }

    /// A part of the figures; nothing without a path.
    fn with<T>(&self, look: impl FnOnce(&Figures) -> T) -> Option<T> {
        self.figures.with(|figures| figures.as_deref().map(look))
    }
}

/// The page.
#[component]
pub fn ConversionPage() -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let address = use_address();
    let scope = address.scope();
    let ticks = calm_ticks(state);
    let choice = Memo::new(move |_| CohortChoice::read(|name| address.get(name)));
    let compared = Memo::new(move |_| compare::asked(|name| address.get(name)));
    let beside = Memo::new(move |_| beside::read(address.get(beside::NAME)));
    let figures = Memo::new(move |_| {
        ticks.track();
        let (today, now) = (words.today(), state.now());
        let choice = choice.get();
        scope.with(|scope| {
            let (compared, beside) = (compared.get(), beside.get());
            state.read(|w| Figures::of(w, words, &choice, scope, &compared, beside, (today, now)).map(Arc::new))
        })
    });
    let seen = View { address, scope, choice, compared, beside, figures };
    let has_path = Memo::new(move |_| figures.with(Option::is_some));
    let is_empty = Memo::new(move |_| seen.with(|f| f.rows().all(|line| line.figures.entered == 0)).unwrap_or(true));
    let nobody = move || {
        let stage = seen.with(|f| f.start.name.clone()).unwrap_or_default();
        t_string!(i18n, cohort.empty, stage = stage).to_string()
    };
    let to_money = move || money_address(scope.with(|scope| scope.choice));
    let lenses = move || {
        let query = scope.with(Scope::query);
        if query.is_empty() { route::LENSES.to_owned() } else { format!("{}?{query}", route::LENSES) }
    };
    view! {
        <div class="page conversion">
            <header class="page-head">
                <h1>{t!(i18n, cohort.title)}</h1>
                <a class="conversion-aside" href=lenses>{t!(i18n, lens.title)}</a>
                <a class="conversion-aside" href=route::FORECAST>{t!(i18n, forecast.title)}</a>
                <a class="conversion-aside" href=to_money>{t!(i18n, money.to_money)}</a>
                <ScopeBar address scope ticks/>
                <button
                    type="button" class="button conversion-export" disabled=move || is_empty.get()
                    on:click=move |_| download::download(words, seen)
                ><Icon name=IconName::Download/>{t!(i18n, lists.export)}</button>
            </header>
            <p class="conversion-lead">{t!(i18n, cohort.lead)}</p>
            <Show
                when=move || has_path.get()
                fallback=move || view! {
                    <section class="panel">
                        <Empty icon=IconName::Hourglass text=Signal::derive(move || t_string!(i18n, cohort.no_path).to_owned())>
                            <a class="button" href=route::SETTINGS>{t!(i18n, shell.settings)}</a>
                        </Empty>
                    </section>
                }
            >
                <choices::Choices seen ticks/>
                <Show
                    when=move || !is_empty.get()
                    fallback=move || view! {
                        <section class="panel"><Empty icon=IconName::Hourglass text=Signal::derive(nobody)/></section>
                    }
                >
                    <curve::Curves seen/>
                    <table::Table seen/>
                    <meaning::Meaning seen/>
                </Show>
            </Show>
        </div>
    }
}
