//! In which order the ideas stand: as somebody put them, or by the votes of both teams. By
//! the votes nothing is written: it is another look at the same board.

use super::standing::column;
use crate::prelude::*;
use smarketing_domain::{
    hypothesis::{Status, priority::by_priority},
    ids::HypothesisId,
    workspace::Workspace,
};

/// The name of the choice in the address, and of the one that is not usual.
const PARAMETER: &str = "order";
const BY_PRIORITY: &str = "priority";

/// The order of the ideas; it stands in the address.
#[derive(Clone, Copy)]
pub struct Order {
    address: Address,
    by_priority: Memo<bool>,
}

impl Order {
    /// The order that the address asks for.
    pub fn of(address: Address) -> Self {
        let by_priority = Memo::new(move |_| address.get(PARAMETER).as_deref() == Some(BY_PRIORITY));
        Self { address, by_priority }
    }

    /// Whether the votes decide where cards of a column stand; listens.
    pub fn decides(&self, status: Status) -> bool {
        status == Status::Idea && self.by_priority.get()
    }

    /// The same, without listening.
    pub fn decides_untracked(&self, status: Status) -> bool {
        status == Status::Idea && self.by_priority.get_untracked()
    }
}

/// A column's hypotheses as they are shown.
pub fn shown(w: &Workspace, status: Status, by_votes: bool) -> Vec<HypothesisId> {
    let own = column(w, status);
    if by_votes { by_priority(w, own) } else { own }
}

/// The two orders to choose from.
#[component]
pub fn OrderSwitch(
    /// Where the choice stands.
    order: Order,
) -> impl IntoView {
    let i18n = use_i18n();
    let option = move |by_votes: bool| {
        let code = if by_votes { BY_PRIORITY } else { "" };
        let word = move || if by_votes { t_string!(i18n, write.by_priority) } else { t_string!(i18n, write.by_hand) };
        view! {
            <button
                type="button" class="segment" data-order=code aria-pressed=move || (order.by_priority.get() == by_votes).to_string()
                on:click=move |_| order.address.set(&[(PARAMETER, code.to_owned())])
            >{word}</button>
        }
    };
    view! {
        <div class="segments lab-order" role="group" aria-label=move || t_string!(i18n, write.order)>
            {[false, true].map(option)}
        </div>
        <Show when=move || order.by_priority.get()>
            <p class="lab-order-note">{t!(i18n, write.sorted_note)}</p>
        </Show>
    }
}
