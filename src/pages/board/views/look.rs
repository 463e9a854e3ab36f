//! What the address asks for beside the deals: order, density, columns, lanes.

use crate::prelude::*;
use smarketing_domain::{
    ids::{DealId, StageId},
    view::{lanes::Lanes, urgent::Needs},
};
use std::{collections::BTreeSet, sync::Arc};

/// In the address: the order of the cards, and the one that is not usual.
pub const SORT: &str = "sort";
/// See [`SORT`].
pub const URGENCY: &str = "urgency";
/// In the address: how high cards are, and the height that is not usual.
pub const DENSITY: &str = "density";
/// See [`DENSITY`].
pub const COMPACT: &str = "compact";
/// In the address: by what the board is divided.
pub const LANES: &str = "lanes";
/// In the address: the stages that are no columns, with commas between.
pub const HIDE: &str = "hide";

/// How the board is looked at.
#[derive(Clone, Copy)]
pub struct Look {
    /// How urgent deals are, where the order goes by that.
    pub needs: Memo<Option<Arc<Needs>>>,
    /// Whether cards are low.
    pub is_compact: Memo<bool>,
    /// By what the board is divided.
    pub lanes: Memo<Option<Lanes>>,
    /// The stages that are no columns.
    pub hidden: Memo<BTreeSet<StageId>>,
}

impl Look {
    /// What the address asks for.
    pub fn of(state: State, words: words::Words, address: Address) -> Self {
        let is_urgent = Memo::new(move |_| address.get(SORT).as_deref() == Some(URGENCY));
        let needs = move |_: Option<&_>| {
            let needs = || state.watch(Topic::Kind("task"), |w| Needs::of(w, words.today()));
            is_urgent.get().then(|| Arc::new(needs()))
        };
        Self {
            needs: Memo::new(needs),
            is_compact: Memo::new(move |_| address.get(DENSITY).as_deref() == Some(COMPACT)),
            lanes: Memo::new(move |_| address.get(LANES).and_then(|name| Lanes::named(&name))),
            hidden: Memo::new(move |_| {
                let listed = address.get(HIDE).unwrap_or_default();
                listed.split(',').filter_map(|id| id.parse().ok()).collect()
            }),
        }
    }

    /// Whether the order goes by urgency; listens.
    pub fn is_urgent(&self) -> bool {
        self.needs.with(Option::is_some)
    }

    /// The place at which a deal will stand in a column that is in this order;
    /// `None` where people put the cards in order.
    pub fn place(&self, state: State, column: &[DealId], deal: DealId, stage: StageId) -> Option<usize> {
        let place = |needs: &Arc<Needs>| state.read(|w| needs.place(w, column, deal, stage, state.now()));
        self.needs.with_untracked(|needs| needs.as_ref().map(place))
    }
}
