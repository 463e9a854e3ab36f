//! What was changed in a time, told from the records alone: they are on the device, so
//! this needs no network.
//!
//! - A record that was **made** is one line; what was written to it afterwards belongs to
//!   that. One that was made and deleted again is none.
//! - Each **move** of a deal is a line, moves that were taken back are none.
//! - Other writes are one line for each record and author, with the names of what was
//!   written. The records do not keep who wrote a register, but which browser tab did,
//!   and a tab is one member's: who is told by what else that tab has done.
//! - Not told: what nobody did (forms, offers that rules make), deals that an import
//!   brought (the import is one line), what people put on a workshop's canvas (it is told
//!   there), counts of reach, encounters, and meetings themselves.

use super::{Ending, Happened, LINES_MAX, Line, Lines};
use crate::{
    clock::Timestamp,
    deal::{Deal, PLACE},
    entity::EntityKey,
    hourglass::Period,
    ids::{ClientId, MemberId},
    record::Meta,
    sort,
    workspace::Workspace,
};
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};

/// The end of a meeting that began at `began`, at `now`.
pub fn ending(workspace: &Workspace, began: Timestamp, now: Timestamp) -> Ending {
    let mut lines = changes(workspace, Period { from: began, to: Timestamp(now.0.saturating_add(1)) });
    let more = lines.len().saturating_sub(LINES_MAX) as u64;
    lines.truncate(LINES_MAX);
    Ending { at: now, lines: Lines::new(&lines), more }
}

/// What was changed in `time`, in order.
pub fn changes(workspace: &Workspace, time: Period) -> Vec<Line> {
    let who = people(workspace, time);
    let mut lines = Vec::new();
    for (record, meta) in workspace.keyed_metas().filter(|(key, _)| is_told(*key)) {
        let Some(born) = meta.born else { continue };
        let is_new = time.contains(born.stamp.at());
        let deal = match record {
            EntityKey::Deal(id) => workspace.deals.get(&id),
            _ => None,
        };
        let line = |at: Timestamp, by: Option<MemberId>, what| Line { at, by, record, what };
        let presence = meta.presence.filter(|presence| time.contains(presence.stamp.at()));
        if meta.is_deleted() {
            let gone = presence.filter(|presence| !is_new && is_somebody(presence.by));
            lines.extend(gone.map(|gone| line(gone.stamp.at(), Some(gone.by), Happened::Deleted)));
            continue;
        }
        if is_new && is_somebody(born.by) && deal.is_none_or(|deal| deal.import.is_none()) {
            lines.push(line(born.stamp.at(), Some(born.by), Happened::Made));
        }
        if let Some(back) = presence.filter(|presence| !is_new && is_somebody(presence.by)) {
            lines.push(line(back.stamp.at(), Some(back.by), Happened::Restored));
        }
        if let Some(deal) = deal {
            lines.extend(moves(deal, time));
        }
        if !is_new {
            let wrote = written(meta, time, &who).into_iter();
            lines.extend(wrote.map(|(by, (at, registers))| line(at, by, Happened::Wrote(registers))));
        }
    }
    sort::sort_by_key(&mut lines, |line| (line.at, line.record));
    lines
}

/// The present value of a register, as on the wire; `None` when it was written again
/// after `until`, or the record is not there (or not seen).
pub fn value(workspace: &Workspace, record: EntityKey, register: &str, until: Timestamp) -> Option<Value> {
    let entity = workspace.entity(record).filter(|entity| entity.meta().is_alive())?;
    entity.meta().written(register).filter(|stamp| stamp.at() <= until)?;
    let whole: Value = serde_json::from_str(&workspace.json(record)?.ok()?).ok()?;
    Some(whole.get(register).cloned().unwrap_or_default())
}

fn is_told(record: EntityKey) -> bool {
    use EntityKey as K;
    !matches!(record, K::Sticker(_) | K::Reach(_) | K::Touchpoint(_) | K::Meeting(_))
}

/// The server writes in nobody's name.
fn is_somebody(by: MemberId) -> bool {
    by != MemberId::default()
}

/// The stages that a deal entered, but the first ones that it was made with.
fn moves(deal: &Deal, time: Period) -> Vec<Line> {
    let birth = deal.meta.born.map(|born| born.stamp);
    let mut before = None;
    let mut lines = Vec::new();
    for entry in deal.history() {
        let (from, to) = (before.replace(entry.stage), entry.stage);
        let at = entry.stamp.at();
        if Some(entry.stamp) != birth && time.contains(at) && is_somebody(entry.by) {
            let what = Happened::Moved { from, to };
            lines.push(Line { at, by: Some(entry.by), record: deal.id.into(), what });
        }
    }
    lines
}

/// The registers that were written in `time`, by author, with the moment of the last.
fn written(
    meta: &Meta,
    time: Period,
    who: &HashMap<ClientId, MemberId>,
) -> BTreeMap<Option<MemberId>, (Timestamp, Vec<String>)> {
    let mut written = BTreeMap::<_, (Timestamp, Vec<String>)>::new();
    // Where a deal stands is told by its moves.
    for (register, stamp) in meta.edits().filter(|(register, _)| *register != PLACE) {
        if !time.contains(stamp.at()) {
            continue;
        }
        let (at, registers) = written.entry(who.get(&stamp.client).copied()).or_insert((stamp.at(), Vec::new()));
        *at = stamp.at().max(*at);
        // Of what each member has one of, the name is enough.
        let name = register.split('/').next().unwrap_or(register);
        if registers.last().is_none_or(|last| last != name) {
            registers.push(name.to_owned());
        }
    }
    written
}

/// Whose tab has done something in `time`.
fn people(workspace: &Workspace, time: Period) -> HashMap<ClientId, MemberId> {
    let births = workspace.metas().filter_map(|meta| meta.born.map(|born| (born.stamp, born.by)));
    let presences = workspace.metas().filter_map(|meta| meta.presence.map(|p| (p.stamp, p.by)));
    let entries = workspace.deals.values().flat_map(|deal| deal.entries.iter().map(|entry| (entry.stamp, entry.by)));
    let all = births.chain(presences).chain(entries);
    all.filter(|(stamp, by)| time.contains(stamp.at()) && is_somebody(*by)).map(|(s, by)| (s.client, by)).collect()
}
