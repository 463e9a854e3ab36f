//! The hourglass: one picture from reach to recommendation.
//!
//! [`facts`] computes what is shown, `components::glass` its shape; the rest draws:
//! [`picture`] the shape behind, [`step`] the row of each stage with its
//! numbers, [`weakest`] the step to work on, [`table`] the same as a table.

pub mod choose;
mod facts;
mod picture;
mod step;
mod summary;
pub mod table;
pub mod weakest;

use crate::{components::glass as geometry, prelude::*};
use facts::Glass;
use geometry::{Measure, Shape};
use smarketing_domain::stage::StageRole;

/// What the parts of the page look at.
#[derive(Clone, Copy)]
struct View {
    glass: Memo<Glass>,
    shapes: Memo<Vec<Shape>>,
    scope: Memo<Scope>,
    /// What comes later.
    parts: Parts,
}

/// What the page does without at first; each draws nothing until it has come.
#[derive(Clone, Copy)]
pub struct Parts {
    /// The selects of the page's head.
    pub choose: fn() -> AnyView,
    /// The card of the weakest step.
    pub weakest: fn() -> AnyView,
    /// The sentence about the bottleneck.
    pub bottleneck: fn() -> AnyView,
    /// The numbers as a table.
    pub as_table: fn() -> AnyView,
}

impl View {
    /// The address of a list of deals, within what the page is about.
    fn link(&self, address: impl Fn(&str) -> String) -> String {
        self.scope.with(|scope| address(&scope.query()))
    }
}

/// The hourglass page.
#[component]
pub fn Hourglass(
    /// What comes later.
    parts: Parts,
) -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let words = use_words();
    let address = use_address();
    let scope = address.scope();
    let ticks = calm_ticks(state);
    let glass = Memo::new(move |_| {
        ticks.track();
        let today = words.today();
        scope.with(|scope| state.read(|w| Glass::of(w, scope, today)))
    });
    let shapes = Memo::new(move |_| glass.with(|glass| geometry::shapes(&measures(glass))));
    let seen = View { glass, shapes, scope, parts };
    provide_context(seen);
    let is_empty = Memo::new(move |_| glass.with(|g| !g.has_deals));
    view! {
        <div class="page hourglass">
            <header class="page-head">
                <h1>{t!(i18n, hourglass.title)}</h1>
                <a class="glass-over-time" href=move || seen.link(over_time)>{t!(i18n, cohort.link)}</a>
                <a class="glass-over-time" href=route::MEETING>{t!(i18n, meeting.title)}</a>
                <Show when=move || !is_empty.get()><div class="scope-place">{(parts.choose)()}</div></Show>
            </header>
            <Show
                when=move || !is_empty.get()
                fallback=move || view! {
                    <section class="panel">
                        <Empty icon=IconName::Hourglass text=Signal::derive(move || t_string!(i18n, hourglass.empty).to_owned())>
                            <div class="glass-next">
                                <a class="button" data-variant="primary" href=route::IMPORT><Icon name=IconName::Upload/>{t!(i18n, hourglass.empty_import)}</a>
                                <a class="button" href=route::BOARD><Icon name=IconName::Plus/>{t!(i18n, hourglass.empty_add)}</a>
                            </div>
                        </Empty>
                    </section>
                }
            >
                <summary::Summary seen/>
            </Show>
            <picture::Picture seen/>
            {(parts.as_table)()}
        </div>
    }
}

/// Conversion by month, within what the page is about.
fn over_time(query: &str) -> String {
    let rest = if query.is_empty() { String::new() } else { format!("&{query}") };
    format!("{}?by=month{rest}", route::CONVERSION)
}

fn measures(glass: &Glass) -> Vec<Measure> {
    let measure = |row: &facts::Row| Measure {
        entered: row.band.entered,
        lost: row.band.lost,
        grown: row.band.grown,
        is_reach: !row.band.role.holds_deals(),
        is_neck: row.band.role == StageRole::Won,
    };
    glass.rows.iter().map(measure).collect()
}
