//! Lenses: the same deals looked at in four ways, one at a time.
//!
//! [`aarrr`]: five metrics; [`months`]: months of entry against the time since;
//! [`stay`]: time in stage; [`flow`]: moves between stages, with [`sankey`] as the
//! shape of its picture. [`parts`] is what they share: the table that can be taken
//! along, the definitions, the selects.

mod aarrr;
mod flow;
mod months;
mod parts;
mod sankey;
mod stay;

use crate::prelude::*;

/// A way to look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Lens {
    #[default]
    Aarrr,
    Months,
    Stay,
    Flow,
}

impl Lens {
    const ALL: [Lens; 4] = [Self::Aarrr, Self::Months, Self::Stay, Self::Flow];

    /// Its name in an address.
    fn name(self) -> &'static str {
        match self {
            Self::Aarrr => "aarrr",
            Self::Months => "months",
            Self::Stay => "stay",
            Self::Flow => "flow",
        }
    }

    fn read(name: Option<String>) -> Self {
        let named = |lens: &Self| name.as_deref() == Some(lens.name());
        Self::ALL.into_iter().find(named).unwrap_or_default()
    }
}

/// What the parts of the page look at.
#[derive(Clone, Copy)]
struct View {
    address: Address,
    scope: Memo<Scope>,
    /// Ticks when deals have changed.
    ticks: ReadSignal<u32>,
}

impl View {
    /// The address of the deals behind a number.
    fn deals(&self, part: &LensPart) -> String {
        self.scope.with(|scope| part.href(scope))
    }
}

/// The page.
#[component]
pub fn Lenses() -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let address = use_address();
    let scope = address.scope();
    let ticks = calm_ticks(state);
    let seen = View { address, scope, ticks };
    let lens = Memo::new(move |_| Lens::read(address.get("lens")));
    let has_deals = Memo::new(move |_| {
        ticks.track();
        state.read(|w| w.living_deals().next().is_some())
    });
    let conversion = move || {
        let query = scope.with(Scope::query);
        if query.is_empty() { route::CONVERSION.to_owned() } else { format!("{}?{query}", route::CONVERSION) }
    };
    view! {
        <div class="page lenses">
            <header class="page-head">
                <h1>{t!(i18n, lens.title)}</h1>
                <a href=conversion>{t!(i18n, cohort.title)}</a>
                <ScopeBar address scope ticks/>
            </header>
            <Tabs seen lens/>
            <Show when=move || has_deals.get() fallback=Nothing>
                {move || match lens.get() {
                    Lens::Aarrr => view! { <aarrr::Aarrr seen/> }.into_any(),
                    Lens::Months => view! { <months::MonthsLens seen/> }.into_any(),
                    Lens::Stay => view! { <stay::StayLens seen/> }.into_any(),
                    Lens::Flow => view! { <flow::FlowLens seen/> }.into_any(),
                }}
            </Show>
        </div>
    }
}

/// The ways to look: links, for each is an address of its own.
#[component]
fn Tabs(seen: View, lens: Memo<Lens>) -> impl IntoView {
    let i18n = use_i18n();
    let label = move |lens| match lens {
        Lens::Aarrr => t_string!(i18n, lens.tab_aarrr),
        Lens::Months => t_string!(i18n, lens.tab_months),
        Lens::Stay => t_string!(i18n, lens.tab_stay),
        Lens::Flow => t_string!(i18n, lens.tab_flow),
    };
    let href = move |lens: Lens| {
        let query = seen.scope.with(Scope::query);
        let rest = if query.is_empty() { String::new() } else { format!("&{query}") };
        format!("{}?lens={}{rest}", route::LENSES, lens.name())
    };
    let tab = move |of: Lens| {
        let current = move || (lens.get() == of).then_some("page");
        view! { <a href=move || href(of) aria-current=current>{move || label(of)}</a> }
    };
    view! {
        <nav class="lens-tabs" aria-label=move || t_string!(i18n, lens.title)>{Lens::ALL.map(tab)}</nav>
    }
}

/// No deals at all yet.
#[component]
fn Nothing() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <section class="panel">
            <Empty icon=IconName::Hourglass text=Signal::derive(move || t_string!(i18n, lens.empty).to_owned())>
                <a class="button" data-variant="primary" href=route::IMPORT><Icon name=IconName::Upload/>{t!(i18n, hourglass.empty_import)}</a>
                <a class="button" href=route::BOARD><Icon name=IconName::Plus/>{t!(i18n, hourglass.empty_add)}</a>
            </Empty>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lens_comes_back_from_its_name_and_an_unknown_one_is_the_first() {
        for lens in Lens::ALL {
            assert_eq!(Lens::read(Some(lens.name().to_owned())), lens);
        }
        assert_eq!(Lens::read(Some("glass".to_owned())), Lens::Aarrr);
        assert_eq!(Lens::read(None), Lens::Aarrr);
    }
}
