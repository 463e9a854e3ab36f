//! The trash: deleted deals, for a while.

use crate::{
    board,
    clock::Timestamp,
    deal::{Deal, Place},
    ids::{DealId, StageId},
    operation::{Body, DealAction, Refusal},
    rank::Rank,
    sort,
    stage::arrange::home,
    workspace::Workspace,
};

/// How long a deleted deal can be brought back.
pub const DAYS: i64 = 30;

/// The deals deleted in the last [`DAYS`] days, the latest first. What an undone
/// import brought is left out: the file can be imported again, as a whole.
pub fn trash(workspace: &Workspace, now: Timestamp) -> Vec<&Deal> {
    let oldest = now.0 - DAYS * 86_400_000;
    let deleted_at = |deal: &Deal| deal.meta.presence.filter(|_| deal.meta.is_deleted()).map(|p| p.stamp);
    let undone = |deal: &Deal| {
        let import = deal.import.and_then(|id| workspace.imports.get(&id));
        import.is_some_and(|import| import.undone)
    };
    let recent = |deal: &&Deal| deleted_at(deal).is_some_and(|stamp| stamp.at().0 >= oldest) && !undone(deal);
    let mut deals: Vec<_> = workspace.deals.values().filter(recent).collect();
    sort::sort_by_key(&mut deals, |deal| std::cmp::Reverse(deleted_at(deal)));
    deals
}

/// Brings a deleted deal back to where it stood. Where that stage is no longer used,
/// it goes to where the others of it went ([`home`]), as old as it is, behind those
/// that stand there.
///
/// # Errors
/// When it is not there, or there is no stage for it.
pub fn restore(w: &Workspace, id: DealId) -> Result<Vec<Body>, Refusal> {
    let deal = w.deals.get(&id).ok_or(Refusal::UnknownRecord)?;
    let mut step = Vec::new();
    if let Some(stage) = moved_to(w, deal)? {
        let column = board::column(w, stage);
        let rank = Rank::between(column.last().map(|last| &last.place.rank), None);
        let to = Place { stage, rank, loss: None };
        let entered = deal.standing_since();
        step.push(DealAction::Move { id, to, entered, retract: None, remark: None }.into());
    }
    step.push(DealAction::Restore { id }.into());
    Ok(step)
}

/// The stage that a deleted deal is restored to when its own is no longer used;
/// `None` where it is.
///
/// # Errors
/// When there is no stage for it.
pub fn moved_to(w: &Workspace, deal: &Deal) -> Result<Option<StageId>, Refusal> {
    let own = w.stages.get(&deal.place.stage);
    match own.is_some_and(|stage| stage.meta.is_alive() && !stage.retired) {
        true => Ok(None),
        false => home(w, deal.place.stage).map(Some).ok_or(Refusal::StageRetired),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        clock::Stamp,
        ids::{ClientId, DealId, ImportId, MemberId},
        import::Import,
        record::{Birth, Presence, Record},
    };
    use uuid::Uuid;

    const NOW: i64 = 100 * 86_400_000;

    fn deal(id: u128, days_ago: i64, gone: bool) -> Deal {
        let stamp = |at: i64| Stamp { millis: at as u64, counter: 0, client: ClientId(1) };
        let mut deal = Deal::blank(DealId(Uuid::from_u128(id)));
        deal.meta.bear(Birth { stamp: stamp(1), by: MemberId::default() });
        deal.meta.set_presence(Presence { gone, stamp: stamp(NOW - days_ago * 86_400_000), by: MemberId::default() });
        deal
    }

    fn ids(workspace: &Workspace) -> Vec<u128> {
        trash(workspace, Timestamp(NOW)).iter().map(|d| d.id.0.as_u128()).collect()
    }

    #[test]
    fn deleted_deals_stay_thirty_days_the_latest_first() {
        let mut workspace = Workspace::default();
        for deal in [deal(1, 29, true), deal(2, 31, true), deal(3, 1, true), deal(4, 1, false)] {
            workspace.deals.insert(deal.id, deal);
        }
        assert_eq!(ids(&workspace), [3, 1]);
    }

    #[test]
    fn what_an_undone_import_brought_is_not_in_the_trash() {
        let mut workspace = Workspace::default();
        let import = Import { undone: true, ..Import::blank(ImportId(Uuid::from_u128(9))) };
        let imported = Deal { import: Some(import.id), ..deal(1, 1, true) };
        workspace.imports.insert(import.id, import);
        workspace.deals.insert(imported.id, imported);
        assert_eq!(ids(&workspace), [0; 0]);
    }
}
