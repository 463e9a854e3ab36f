//! Taking an import back.

use super::ImportChange;
use crate::{
    clock::Stamp,
    deal::Deal,
    ids::{CompanyId, ContactId, ImportId, MemberId, StageId},
    operation::{Action, Body, DealAction},
    record::Meta,
    sort,
    stage::{StageChange, StageRole},
    workspace::Workspace,
};
use std::collections::{BTreeSet, HashSet};

/// How long after the import's own record its stages and members are made at
/// most, in milliseconds, when not one of its deals tells: one minute.
const OPENING_MS: u64 = 60_000;

/// The changes that take an import back: its deals go; contacts, companies and
/// members that it made go when nothing else uses them; stages that it made
/// are retired when nothing is left in them (Won and Lost stay: the hourglass
/// needs them). Empty when there is no such import or it was taken back before.
pub fn undo(workspace: &Workspace, import: ImportId) -> Vec<Body> {
    let Some(made) = Made::of(workspace, import) else { return Vec::new() };
    let w = workspace;
    let mut bodies: Vec<Body> = Vec::new();
    bodies.extend(made.deals.iter().filter(|d| d.meta.is_alive()).map(|d| DealAction::Delete { id: d.id }.into()));
    let used = Used::beside(w, import);
    let contacts: BTreeSet<ContactId> = sort::gather(made.deals.iter().flat_map(|d| d.contacts.iter().copied()));
    let contacts: BTreeSet<ContactId> = contacts
        .into_iter()
        .filter(|id| w.contacts.get(id).is_some_and(|c| made.here(&c.meta)) && !used.contacts.contains(id))
        .collect();
    let mut employers: HashSet<CompanyId> = used.companies.clone();
    employers.extend(
        w.contacts.values().filter(|c| c.meta.is_alive() && !contacts.contains(&c.id)).filter_map(|c| c.company),
    );
    let companies: BTreeSet<CompanyId> = sort::gather(made.deals.iter().filter_map(|d| d.company));
    let companies = companies
        .into_iter()
        .filter(|id| w.companies.get(id).is_some_and(|c| made.here(&c.meta)) && !employers.contains(id));
    let members = w.members.values().filter(|m| made.here(&m.meta) && !m.signs_in && !used.members.contains(&m.id));
    bodies.extend(contacts.iter().map(|&id| Action::Delete { id }.into()));
    bodies.extend(companies.map(|id| Action::Delete { id }.into()));
    bodies.extend(members.map(|m| Action::Delete { id: m.id }.into()));
    bodies.extend(
        w.stages
            .values()
            .filter(|s| made.here(&s.meta) && !s.retired && !used.stages.contains(&s.id))
            .filter(|s| !matches!(s.role, StageRole::Won | StageRole::Lost))
            .map(|s| Action::Edit { id: s.id, set: vec![StageChange::Retired(true)] }.into()),
    );
    bodies.push(Action::Edit { id: import, set: vec![ImportChange::Undone(true)] }.into());
    bodies
}

/// What an import made.
struct Made<'w> {
    deals: Vec<&'w Deal>,
    from: Stamp,
    to: Stamp,
}

impl<'w> Made<'w> {
    fn of(w: &'w Workspace, id: ImportId) -> Option<Self> {
        let import = w.imports.get(&id).filter(|i| i.meta.is_alive() && !i.undone)?;
        let from = import.meta.born?.stamp;
        let deals: Vec<_> = w.deals.values().filter(|d| d.import == Some(id)).collect();
        // Everything else was made between the import's record and its first deal.
        let first = deals.iter().filter_map(|d| d.meta.born.map(|b| b.stamp)).filter(|s| s.client == from.client).min();
        let to = first.unwrap_or(Stamp { millis: from.millis.saturating_add(OPENING_MS), ..from });
        Some(Self { deals, from, to })
    }

    /// Whether the living record of `meta` was made by the import's opening.
    fn here(&self, meta: &Meta) -> bool {
        let born = meta.born.filter(|_| meta.is_alive());
        born.is_some_and(|b| b.stamp.client == self.from.client && self.from < b.stamp && b.stamp < self.to)
    }
}

/// What is used by something that stays.
struct Used {
    members: HashSet<MemberId>,
    companies: HashSet<CompanyId>,
    contacts: HashSet<ContactId>,
    stages: HashSet<StageId>,
}

impl Used {
    fn beside(w: &Workspace, import: ImportId) -> Self {
        let staying = || w.living_deals().filter(|d| d.import != Some(import));
        let insights = || w.insights.values().filter(|i| i.meta.is_alive());
        let tasks = w.tasks.values().filter(|t| t.meta.is_alive() && t.done.is_none());
        Self {
            members: staying()
                .filter_map(|d| d.owner)
                .chain(tasks.filter_map(|t| t.assignee))
                .chain(insights().flat_map(|i| i.votes.iter().copied()))
                .collect(),
            companies: staying().filter_map(|d| d.company).chain(insights().filter_map(|i| i.company)).collect(),
            contacts: staying().flat_map(|d| d.contacts.iter().copied()).collect(),
            stages: staying()
                .flat_map(|d| std::iter::once(d.place.stage).chain(d.history().map(|e| e.stage)))
                .collect(),
        }
    }
}
