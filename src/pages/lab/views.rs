//! The lab's views: the board, the playbook, what was tested, and all of it together.

use crate::prelude::*;

/// A way to look at the lab. It stands in the address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LabView {
    /// Hypotheses by status.
    Board,
    /// Plays by stage.
    Playbook,
    /// Everything that was tested.
    Memory,
    /// All decided tests together.
    Portfolio,
}

const ALL: [LabView; 4] = [LabView::Board, LabView::Playbook, LabView::Memory, LabView::Portfolio];

impl LabView {
    fn name(self) -> &'static str {
        match self {
            Self::Board => "",
            Self::Playbook => "playbook",
            Self::Memory => "memory",
            Self::Portfolio => "portfolio",
        }
    }

    /// The view that the address asks for.
    pub fn of(address: Address) -> Memo<Self> {
        Memo::new(move |_| {
            let asked = address.get("view").unwrap_or_default();
            ALL.into_iter().find(|view| view.name() == asked).unwrap_or(Self::Board)
        })
    }
}

/// The views to choose from.
#[component]
pub fn Views(
    /// Where the choice stands.
    address: Address,
    /// The present one.
    view: Memo<LabView>,
) -> impl IntoView {
    let i18n = use_i18n();
    let option = move |this: LabView| {
        let word = move || match this {
            LabView::Board => t_string!(i18n, plays.board_view),
            LabView::Playbook => t_string!(i18n, plays.playbook),
            LabView::Memory => t_string!(i18n, plays.memory),
            LabView::Portfolio => t_string!(i18n, plays.portfolio),
        };
        view! {
            <button
                type="button" class="segment" data-view=this.name() aria-pressed=move || (view.get() == this).to_string()
                on:click=move |_| address.set(&[("view", this.name().to_owned())])
            >{word}</button>
        }
    };
    view! {
        <div class="segments lab-views" role="group" aria-label=move || t_string!(i18n, plays.views)>
            {ALL.map(option)}
            <a class="segment" data-view="workshop" href=route::WORKSHOPS>{t!(i18n, workshop.title)}</a>
        </div>
    }
}
