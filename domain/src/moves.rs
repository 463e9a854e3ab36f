//! A drag as data: where cards were dropped becomes one change each (and, rarely,
//! new order keys for a crowded column).

use crate::{
    board,
    clock::Timestamp,
    deal::{Deal, Loss, Place},
    ids::{DealId, StageId},
    operation::{Body, DealAction, Refusal},
    rank::Rank,
    sort,
    workspace::Workspace,
};
use std::{collections::BTreeSet, ops::Range};

/// Where a card was dropped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drop {
    /// The column.
    pub stage: StageId,
    /// The card it was dropped after; `None` for the column's top.
    pub after: Option<DealId>,
    /// Why it was lost, when the column is Lost.
    pub loss: Option<Loss>,
}

/// The changes that put `deal` where it was dropped at `now`; empty when it
/// was dropped where it stood. A lost deal keeps its reason while it is only
/// ordered among the lost.
///
/// # Errors
/// When the deal does not exist. Whether it may stand there is asked of the
/// changes by [`crate::operation::check`].
pub fn drop_deal(workspace: &Workspace, deal: DealId, drop: Drop, now: Timestamp) -> Result<Vec<Body>, Refusal> {
    drop_deals(workspace, &[deal], drop, now)
}

/// The same for several cards that are dropped together: they land one behind
/// the other, in the order given, each of them once.
///
/// # Errors
/// When one of the deals does not exist.
pub fn drop_deals(workspace: &Workspace, deals: &[DealId], drop: Drop, now: Timestamp) -> Result<Vec<Body>, Refusal> {
    drop_among(workspace, &board::column(workspace, drop.stage), deals, drop, now)
}

/// The same among the deals of the stage as [`board::column`] would find them: a board
/// has them in order already, and need not look for them among all others.
///
/// # Errors
/// When one of the deals does not exist.
pub fn drop_among(
    workspace: &Workspace,
    column: &[&Deal],
    deals: &[DealId],
    drop: Drop,
    now: Timestamp,
) -> Result<Vec<Body>, Refusal> {
    let mut carried = BTreeSet::new();
    let once = deals.iter().filter(|id| carried.insert(**id));
    let present: Vec<_> = once.map(|id| workspace.deal(*id).ok_or(Refusal::UnknownRecord)).collect::<Result<_, _>>()?;
    let stays = |deal: &Deal| deal.place.stage == drop.stage;
    let loss = |deal: &Deal| {
        if stays(deal) { drop.loss.clone().or_else(|| deal.place.loss.clone()) } else { drop.loss.clone() }
    };
    // The whole column without the cards: neighbours may be hidden by a filter.
    let column: Vec<_> = column.iter().copied().filter(|d| !carried.contains(&d.id)).collect();
    let stood = |deal: &Deal| column.partition_point(|d| board::order(d, deal).is_lt());
    let at = match drop.after {
        None => 0,
        // After one of themselves: where that one stands.
        Some(id) => match present.iter().find(|d| d.id == id && stays(d)) {
            Some(itself) => stood(itself),
            None => column.iter().position(|d| d.id == id).map_or(column.len(), |i| i + 1),
        },
    };
    let unmoved = |deal: &&Deal| stays(deal) && stood(deal) == at && loss(deal) == deal.place.loss;
    if present.iter().all(unmoved) && present.is_sorted_by(|a, b| board::order(a, b).is_lt()) {
        return Ok(Vec::new());
    }
    let count = present.len();
    let order = Order { keys: column.iter().map(|d| &d.place.rank).collect(), at, count };
    let (window, ranks) = order.make_room();
    let placed = |(i, rank): (usize, Rank)| {
        if let Some(deal) = i.checked_sub(at).and_then(|i| present.get(i)) {
            return place(deal.id, drop.stage, rank, loss(deal), (!stays(deal)).then_some(now));
        }
        let other = column[if i < at { i } else { i - count }];
        place(other.id, drop.stage, rank, other.place.loss.clone(), None)
    };
    Ok(window.zip(ranks).map(placed).collect())
}

/// These deals as they stand on the board: from the first stage to the last,
/// in each from its top. Each once; those that are gone are left out.
pub fn as_they_stand(workspace: &Workspace, deals: impl IntoIterator<Item = DealId>) -> Vec<DealId> {
    let path = workspace.stages_in_order();
    let column = |deal: &Deal| path.iter().position(|s| s.id == deal.place.stage);
    let mut deals: Vec<_> = deals.into_iter().filter_map(|id| workspace.deal(id)).collect();
    sort::sort_by(&mut deals, |a, b| column(a).cmp(&column(b)).then_with(|| board::order(a, b)));
    let mut deals: Vec<_> = deals.into_iter().map(|deal| deal.id).collect();
    deals.dedup();
    deals
}

/// The stage that comes after this one on the path; none after the last one
/// and for those that are lost.
pub fn next_stage(workspace: &Workspace, stage: StageId) -> Option<StageId> {
    let mut path = workspace.stages_in_order().into_iter().filter(|s| s.role.holds_deals() && s.is_on_path());
    path.find(|s| s.id == stage)?;
    path.next().map(|s| s.id)
}

/// A column into which so many more cards go.
struct Order<'a> {
    keys: Vec<&'a Rank>,
    at: usize,
    count: usize,
}

impl Order<'_> {
    /// New keys for the cards and, where there is no room (the keys have grown
    /// long, or two people offline made the same one), for as few of its
    /// neighbours as possible. The places are counted with the cards in.
    fn make_room(&self) -> (Range<usize>, Vec<Rank>) {
        let (mut from, mut to, mut reach) = (self.at, self.at, 1);
        loop {
            let before = from.checked_sub(1).map(|i| self.keys[i]);
            let behind = self.keys.get(to).copied();
            let ordered =
                before.zip(behind).is_none_or(|(b, a)| b < a) && behind.is_none_or(|b| !b.as_str().is_empty());
            let ranks = if ordered { Rank::spread_between(before, behind, to - from + self.count) } else { Vec::new() };
            let whole = from == 0 && to == self.keys.len();
            if whole || ordered && !ranks.iter().any(Rank::is_crowded) {
                return (from..to + self.count, ranks);
            }
            (from, to) = (from.saturating_sub(reach), (to + reach).min(self.keys.len()));
            reach *= 2;
        }
    }
}

fn place(id: DealId, stage: StageId, rank: Rank, loss: Option<Loss>, entered: Option<Timestamp>) -> Body {
    DealAction::Move { id, to: Place { stage, rank, loss }, entered, retract: None, remark: None }.into()
}
