//! The cards of a column that the filter lets through, in the order that is chosen.

use super::views::look::Look;
use crate::{prelude::*, state::Column};
use smarketing_domain::{
    filter::Filter,
    ids::{DealId, StageId},
};
use std::sync::Arc;

/// A column's cards in order, and their total. Without a filter, as people put them,
/// these are the column's own: nothing is done for each deal.
#[derive(Clone, Copy)]
pub struct Cards {
    state: State,
    stage: StageId,
    narrowed: Memo<Option<Arc<Column>>>,
}

impl Cards {
    /// The cards of `stage` that `filter` lets through.
    pub fn new(state: State, stage: StageId, filter: Memo<Filter>, look: Look) -> Self {
        let narrowed = Memo::new(move |_| {
            let is_usual = filter.with(|filter| filter.is_empty()) && !look.is_urgent();
            (!is_usual).then(|| Arc::new(shown(state, stage, filter, look)))
        });
        Self { state, stage, narrowed }
    }

    /// The cards of `stage` in one lane, or of what a board in lanes shows.
    pub fn of(state: State, stage: StageId, narrowed: Memo<Option<Arc<Column>>>) -> Self {
        Self { state, stage, narrowed }
    }

    /// Looks at them; listens to changes.
    pub fn with<T>(&self, look: impl FnOnce(&Column) -> T) -> T {
        match self.narrowed.get() {
            Some(column) => look(&column),
            None => self.state.column(self.stage, look),
        }
    }

    /// Looks at them as they are now.
    pub fn now<T>(&self, look: impl FnOnce(&Column) -> T) -> T {
        untrack(|| self.with(look))
    }

    /// How many there are now, `deal` not counted.
    pub fn count_without(&self, deal: DealId) -> usize {
        let stands_here = self.state.read(|w| w.deal(deal).is_some_and(|d| d.place.stage == self.stage));
        self.now(|column| column.deals.len() - usize::from(stands_here && column.deals.contains(&deal)))
    }

    /// The card above place `index`, `deal` not counted; `None` at the top.
    pub fn above(&self, index: usize, deal: DealId) -> Option<DealId> {
        let before = index.checked_sub(1)?;
        self.now(|column| column.deals.iter().copied().filter(|id| *id != deal).nth(before))
    }
}

/// The cards that `filter` lets through, in the order that is chosen.
pub fn shown(state: State, stage: StageId, filter: Memo<Filter>, look: Look) -> Column {
    let mut column = filter.with(|filter| narrow(state, stage, filter));
    look.needs.with(|needs| {
        if let Some(needs) = needs {
            // Its own clock decides what rots in a stage.
            state.track(Topic::Record(stage.into()));
            state.read(|w| needs.sort(w, &mut column.deals, state.now()));
        }
    });
    column
}

fn narrow(state: State, stage: StageId, filter: &Filter) -> Column {
    if !filter.text.is_empty() {
        // Words are looked for in the companies' names as well.
        state.track(Topic::Kind("company"));
    }
    state.column(stage, |column| {
        state.read(|w| {
            let passes = filter.compile(w);
            let mut found = Column::default();
            for deal in column.deals.iter().filter_map(|id| w.deal(*id)).filter(|deal| passes(deal)) {
                found.deals.push(deal.id);
                found.total.add(deal);
            }
            found
        })
    })
}
