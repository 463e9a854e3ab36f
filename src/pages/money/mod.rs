//! Spend and cost: what each channel cost, what came of its leads, and where the
//! numbers are typed in.
//!
//! The domain computes ([`smarketing_domain::economics`]); here it is drawn:
//! [`choices`] what can be asked, [`totals`] all channels together, [`picture`] and
//! [`table`] each of them, [`meaning`] what each number counts, [`download`] the
//! file. [`enter`] is the table to type into.

mod choices;
mod compare;
mod download;
mod enter;
mod figure;
mod meaning;
mod nothing;
mod picture;
mod table;
mod totals;

use crate::{components::beside, prelude::*};
use smarketing_domain::economics::{Economics, Line, Part, economics};
use std::sync::Arc;

/// What the parts of the page look at.
#[derive(Clone, Copy)]
struct View {
    address: Address,
    scope: Memo<Scope>,
    choice: Memo<MoneyChoice>,
    figures: Memo<Arc<Economics>>,
    /// The period that is held beside the page's own, and its figures.
    beside: Memo<Option<(PeriodChoice, Arc<Economics>)>>,
}

impl View {
    /// The address of the deals behind a number.
    fn deals(&self, line: &Line, part: Part) -> String {
        let asked = MoneyPart { choice: self.choice.get(), source: line.source.clone(), part };
        self.scope.with(|scope| asked.href(scope))
    }

    /// The same in another period.
    fn deals_in(&self, line: &Line, part: Part, choice: PeriodChoice) -> String {
        let asked = MoneyPart { choice: self.choice.get(), source: line.source.clone(), part };
        asked.href(&Scope { choice, ..self.scope.get() })
    }

    fn total(&self) -> Line {
        self.figures.with(|figures| figures.total.clone())
    }
}

/// The value of `view` in the address of the table to type into.
const ENTER: &str = "enter";

/// The address of the table to type into.
fn to_enter() -> String {
    format!("{}?view={ENTER}", route::MONEY)
}

/// The page.
#[component]
pub fn MoneyPage() -> impl IntoView {
    let address = use_address();
    let enters = Memo::new(move |_| address.get("view").as_deref() == Some(ENTER));
    move || {
        if enters.get() { view! { <enter::Enter address/> }.into_any() } else { view! { <Costs address/> }.into_any() }
    }
}

/// The figures.
#[component]
fn Costs(address: Address) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let scope = address.scope();
    let ticks = calm_ticks(state);
    let choice = Memo::new(move |_| MoneyChoice::read(|name| address.get(name)));
    let figures = Memo::new(move |_| {
        ticks.track();
        let (model, today) = (choice.get().model, words.today());
        state.read(|w| scope.with(|scope| Arc::new(economics(w, &scope.filter, scope.period(today, w), model))))
    });
    let other = Memo::new(move |_| beside::read(address.get(beside::NAME)));
    let beside = Memo::new(move |_| {
        ticks.track();
        let (period, model, today) = (other.get()?, choice.get().model, words.today());
        let of = |w: &_| scope.with(|scope| economics(w, &scope.filter, period.period(today, w), model));
        Some((period, Arc::new(state.read(of))))
    });
    let seen = View { address, scope, choice, figures, beside };
    let has_spend = Memo::new(move |_| {
        ticks.track();
        state.read(|w| w.reach.values().any(|row| row.meta.is_alive()))
    });
    let is_empty = Memo::new(move |_| figures.with(|f| f.lines.is_empty()));
    view! {
        <div class="page money">
            <header class="page-head">
                <h1>{t!(i18n, money.title)}</h1>
                <a class="money-aside" href=route::CONVERSION>{t!(i18n, money.to_conversion)}</a>
                <ScopeBar address scope ticks/>
                <button
                    type="button" class="button" disabled=move || is_empty.get()
                    on:click=move |_| download::download(state, words, seen)
                ><Icon name=IconName::Download/>{t!(i18n, money.export)}</button>
                <a class="button" data-variant="primary" href=to_enter()><Icon name=IconName::Edit/>{t!(i18n, money.enter)}</a>
            </header>
            <p class="money-lead">{t!(i18n, money.lead)}</p>
            <Show when=move || !has_spend.get()><nothing::NoSpend/></Show>
            <Show
                when=move || !is_empty.get()
                fallback=move || has_spend.get().then(|| view! {
                    <section class="panel">
                        <Empty icon=IconName::Search text=Signal::derive(move || t_string!(i18n, money.nothing).to_owned())/>
                    </section>
                })
            >
                <choices::Choices seen/>
                <compare::Compared seen other/>
                <totals::Totals seen/>
                <Show when=move || has_spend.get()><picture::Picture seen/></Show>
                <table::Table seen/>
                <meaning::Meaning/>
            </Show>
        </div>
    }
}
