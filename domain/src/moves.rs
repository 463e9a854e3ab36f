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
/// was dropped where it stood.
///
/// # Errors
/// When the deal does not exist. Whether it may stand there is asked of the
/// changes by [`crate::operation::check`].
pub fn drop_deal(workspace: &Workspace, deal: DealId, drop: Drop, now: Timestamp) -> Result<Vec<Body>, Refusal> {
    let present = workspace.deal(deal).ok_or(Refusal::UnknownRecord)?;
    // The whole column without the card: neighbours may be hidden by a filter.
    let column: Vec<_> = board::column(workspace, drop.stage).into_iter().filter(|d| d.id != deal).collect();
    let at = match drop.after {
        None => 0,
        Some(id) => column.iter().position(|d| d.id == id).map_or(column.len(), |i| i + 1),
    };
    let before = at.checked_sub(1).map(|i| &column[i].place.rank);
    let behind = column.get(at).map(|d| &d.place.rank);

    let stays = present.place.stage == drop.stage;
    let same_order = before.is_none_or(|b| *b < present.place.rank) && behind.is_none_or(|b| present.place.rank < *b);
    if stays && same_order && present.place.loss == drop.loss {
        return Ok(Vec::new());
    }
    let entered = (!stays).then_some(now);
    let rank = Rank::between(before, behind);
    let collides = before.is_some_and(|b| *b >= rank) || behind.is_some_and(|b| *b <= rank);
    if !rank.is_crowded() && !collides {
        return Ok(vec![place(deal, drop.stage, rank, drop.loss, entered)]);
    }
    // Give the whole column new, short keys.
    let mut order: Vec<(DealId, Option<Loss>, Option<Timestamp>)> =
        column.iter().map(|d| (d.id, d.place.loss.clone(), None)).collect();
    order.insert(at, (deal, drop.loss, entered));
    let ranks = Rank::spread_after(None, order.len());
    Ok(order.into_iter().zip(ranks).map(|((id, loss, entered), rank)| place(id, drop.stage, rank, loss, entered)).collect())
}

fn place(id: DealId, stage: StageId, rank: Rank, loss: Option<Loss>, entered: Option<Timestamp>) -> Body {
    DealAction::Move { id, to: Place { stage, rank, loss }, entered, retract: None }.into()
}
