//! The board: a column's cards in order, and the sums in its footer.

use crate::{deal::Deal, ids::StageId, money::weighted, sort, stage::Stage, workspace::Workspace};

/// The deals of a stage in their order: by key, then id (keys can collide when
/// two people were offline).
pub fn column(workspace: &Workspace, stage: StageId) -> Vec<&Deal> {
    let mut deals: Vec<_> = workspace.living_deals().filter(|d| d.place.stage == stage).collect();
    arrange(&mut deals);
    deals
}

/// Puts the deals of a column in the order of its cards.
pub fn arrange(deals: &mut [&Deal]) {
    sort::sort_by(deals, |a, b| order(a, b));
}

/// The order of cards within a column.
pub fn order(a: &Deal, b: &Deal) -> std::cmp::Ordering {
    (&a.place.rank, a.id).cmp(&(&b.place.rank, b.id))
}

/// What stands at a column's foot.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Total {
    /// Deals.
    pub count: u64,
    /// Sum of their values in minor units; unknown values count as nothing.
    pub sum_minor: i64,
}

impl Total {
    /// The total of some deals.
    pub fn of<'a>(deals: impl IntoIterator<Item = &'a Deal>) -> Self {
        deals.into_iter().fold(Self::default(), |mut total, deal| {
            total.add(deal);
            total
        })
    }

    /// Counts one more deal.
    pub fn add(&mut self, deal: &Deal) {
        self.count += 1;
        self.sum_minor = self.sum_minor.saturating_add(deal.value_minor());
    }

    /// The sum weighted by the stage's chance of winning, in minor units,
    /// rounded half away from zero.
    pub fn weighted_minor(&self, stage: &Stage) -> i64 {
        weighted(self.sum_minor, stage.probability)
    }
}
