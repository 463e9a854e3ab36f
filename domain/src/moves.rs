//! A drag as data: where a card was dropped becomes one change (and, rarely,
//! new order keys for a crowded column).

use crate::{
    board,
    clock::Timestamp,
    deal::{Loss, Place},
    ids::{DealId, StageId},
    operation::{Body, DealAction, Refusal},
    rank::Rank,
    workspace::Workspace,
};
use std::{cmp::Ordering, ops::Range};

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
    let present = workspace.deal(deal).ok_or(Refusal::UnknownRecord)?;
    let stays = present.place.stage == drop.stage;
    let loss = if stays { drop.loss.or_else(|| present.place.loss.clone()) } else { drop.loss };
    if stays && drop.after == Some(deal) && loss == present.place.loss {
        return Ok(Vec::new()); // after itself
    }
    // The whole column without the card: neighbours may be hidden by a filter.
    let column: Vec<_> = board::column(workspace, drop.stage).into_iter().filter(|d| d.id != deal).collect();
    let at = match drop.after {
        None => 0,
        Some(id) => column.iter().position(|d| d.id == id).map_or(column.len(), |i| i + 1),
    };
    let stood = column.partition_point(|d| board::order(d, present).is_lt());
    if stays && stood == at && loss == present.place.loss {
        return Ok(Vec::new());
    }
    let order = Order { keys: column.iter().map(|d| &d.place.rank).collect(), at };
    let (window, ranks) = order.make_room();
    let entered = (!stays).then_some(now);
    let placed = |(i, rank): (usize, Rank)| match i.cmp(&at) {
        Ordering::Equal => place(deal, drop.stage, rank, loss.clone(), entered),
        side => {
            let other = column[if side.is_lt() { i } else { i - 1 }];
            place(other.id, drop.stage, rank, other.place.loss.clone(), None)
        }
    };
    Ok(window.zip(ranks).map(placed).collect())
}

/// A column into which one more card goes.
struct Order<'a> {
    keys: Vec<&'a Rank>,
    at: usize,
}

impl Order<'_> {
    /// New keys for the card and, where there is no room (the keys have grown
    /// long, or two people offline made the same one), for as few of its
    /// neighbours as possible. The places are counted with the card in.
    fn make_room(&self) -> (Range<usize>, Vec<Rank>) {
        let (mut from, mut to, mut reach) = (self.at, self.at, 1);
        loop {
            let before = from.checked_sub(1).map(|i| self.keys[i]);
            let behind = self.keys.get(to).copied();
            let ordered =
                before.zip(behind).is_none_or(|(b, a)| b < a) && behind.is_none_or(|b| !b.as_str().is_empty());
            let ranks = if ordered { Rank::spread_between(before, behind, to - from + 1) } else { Vec::new() };
            let whole = from == 0 && to == self.keys.len();
            if whole || ordered && !ranks.iter().any(Rank::is_crowded) {
                return (from..to + 1, ranks);
            }
            (from, to) = (from.saturating_sub(reach), (to + reach).min(self.keys.len()));
            reach *= 2;
        }
    }
}

fn place(id: DealId, stage: StageId, rank: Rank, loss: Option<Loss>, entered: Option<Timestamp>) -> Body {
    DealAction::Move { id, to: Place { stage, rank, loss }, entered, retract: None, remark: None }.into()
}
