//! Which part of the hourglass the board shows.

use crate::prelude::*;
use smarketing_domain::stage::{Section, Stage, StageRole};

/// A part of the hourglass.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lens {
    /// Every stage in which deals stand.
    #[default]
    All,
    /// Marketing's.
    Marketing,
    /// Sales'.
    Sales,
    /// After the purchase.
    Customers,
}

impl Lens {
    /// All of them, in the order they are offered.
    pub const ALL: [Lens; 4] = [Self::All, Self::Marketing, Self::Sales, Self::Customers];

    /// Its name in an address; all need none.
    pub fn name(self) -> &'static str {
        match self {
            Self::All => "",
            Self::Marketing => "marketing",
            Self::Sales => "sales",
            Self::Customers => "customers",
        }
    }

    /// By its name; what is unknown shows all.
    pub fn named(name: &str) -> Self {
        Self::ALL.into_iter().find(|lens| lens.name() == name).unwrap_or_default()
    }

    /// Whether a stage is a column through this lens. Lost is nobody's step:
    /// it has its column where everything is shown.
    pub fn shows(self, stage: &Stage) -> bool {
        if !stage.role.holds_deals() {
            return false;
        }
        match self {
            Self::All => true,
            _ if stage.role == StageRole::Lost => false,
            Self::Marketing => stage.section == Section::Marketing,
            Self::Sales => stage.section == Section::Sales,
            Self::Customers => stage.section == Section::Customer,
        }
    }
}

/// The lenses to choose from.
#[component]
pub fn LensChoice(lens: Memo<Lens>, on_choose: Callback<Lens>) -> impl IntoView {
    let i18n = use_i18n();
    let name = move |lens| match lens {
        Lens::All => t_string!(i18n, common.all),
        Lens::Marketing => t_string!(i18n, common.marketing),
        Lens::Sales => t_string!(i18n, common.sales),
        Lens::Customers => t_string!(i18n, common.customers),
    };
    view! {
        <div class="segments board-lenses" role="group" aria-label=move || t_string!(i18n, board.lens)>
            {Lens::ALL.map(|each| view! {
                <button
                    type="button"
                    class="segment"
                    data-lens=if each == Lens::All { "all" } else { each.name() }
                    aria-pressed=move || (lens.get() == each).to_string()
                    on:click=move |_| on_choose.run(each)
                >{move || name(each)}</button>
            })}
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use smarketing_domain::{ids::StageId, record::Record};

    fn stage(section: Section, role: StageRole) -> Stage {
        Stage { section, role, ..Stage::blank(StageId::default()) }
    }

    #[test]
    fn reach_is_no_column() {
        assert!(!Lens::All.shows(&stage(Section::Reach, StageRole::Impressions)));
        assert!(!Lens::All.shows(&stage(Section::Reach, StageRole::Visits)));
    }

    #[test]
    fn everything_else_is_a_column_and_each_team_sees_its_own() {
        let (won, lost) = (stage(Section::Customer, StageRole::Won), stage(Section::Sales, StageRole::Lost));
        let open = stage(Section::Sales, StageRole::Open);
        assert!([&won, &lost, &open].into_iter().all(|s| Lens::All.shows(s)));
        assert!(Lens::Sales.shows(&open) && !Lens::Marketing.shows(&open) && !Lens::Sales.shows(&lost));
        assert!(Lens::Customers.shows(&won) && !Lens::Sales.shows(&won));
        assert!(Lens::Marketing.shows(&stage(Section::Marketing, StageRole::Offered)));
    }

    #[test]
    fn a_lens_comes_back_from_its_name() {
        assert!(Lens::ALL.into_iter().all(|lens| Lens::named(lens.name()) == lens));
        assert_eq!(Lens::named("somewhere"), Lens::All);
    }
}
