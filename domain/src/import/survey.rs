//! The first pass over a file: which rows can be imported, why the others
//! cannot, and what the import will make. Changes nothing.

use super::{
    draft::Draft,
    error::{MappingError, RowError, RowFault},
    layout::Layout,
    mapping::{Field, Mapping},
    roster::Rosters,
    row,
    table::Table,
    targets::Target,
    words::Words,
};
use crate::{board::Total, ids::StageId, rank::Rank, sort, stage::StageRole, workspace::Workspace};
use std::collections::{BTreeMap, HashSet};

/// What a stage will hold of this import.
#[derive(Clone, Debug, PartialEq)]
pub struct StageTotal {
    /// The stage.
    pub stage: Target,
    /// Deals of the import that will stand in it, and their sum.
    pub total: Total,
}

/// The first pass over a file: [`Survey::step`] until it answers true. It keeps
/// what it needs to know of the workspace, and nothing of the file.
#[derive(Clone, Debug)]
pub struct Survey {
    pub(super) layout: Layout,
    pub(super) words: Words,
    pub(super) rosters: Rosters,
    /// Stages of the workspace in order, with the last order key in their column.
    pub(super) columns: Vec<StagePlace>,
    pub(super) accepted: Vec<u32>,
    pub(super) refused: Vec<RowError>,
    totals: Vec<Total>,
    ids: HashSet<String>,
    odd: usize,
    at: usize,
    rows: usize,
}

/// A stage of the workspace and where new cards go in it.
#[derive(Clone, Debug)]
pub(super) struct StagePlace {
    pub id: StageId,
    pub role: StageRole,
    pub rank: Rank,
    pub last: Option<Rank>,
}

impl Survey {
    /// Begins the first pass.
    ///
    /// # Errors
    /// When the mapping fits the file or the workspace not at all.
    pub fn new(table: &Table, mapping: &Mapping, workspace: &Workspace, words: Words) -> Result<Self, MappingError> {
        let layout = Layout::new(table, mapping, workspace, &words)?;
        Ok(Self {
            totals: vec![Total::default(); layout.stages.len()],
            ids: imported_ids(&layout, workspace),
            rosters: Rosters::new(workspace),
            columns: stage_places(workspace),
            accepted: Vec::new(),
            refused: Vec::new(),
            odd: 0,
            at: 0,
            rows: table.len(),
            layout,
            words,
        })
    }

    /// Looks at the next `rows` rows; true when all have been looked at.
    pub fn step(&mut self, table: &Table, rows: usize) -> bool {
        let until = self.at.saturating_add(rows.max(1)).min(self.rows);
        while self.at < until {
            let at = self.at;
            self.at += 1;
            let Some(row) = table.row(at) else { continue };
            match row::read(&self.layout, &self.words, row).and_then(|draft| self.only_once(draft)) {
                Ok(draft) => {
                    self.rosters.note(&draft);
                    let total = &mut self.totals[draft.stage];
                    total.count += 1;
                    total.sum_minor = total.sum_minor.saturating_add(draft.worth.once.map_or(0, |m| m.minor));
                    self.odd += usize::from(draft.closed_early);
                    self.accepted.push(at as u32);
                }
                Err(error) => self.refused.push(error),
            }
        }
        self.at >= self.rows
    }

    /// How far it has come, 0 to 1.
    pub fn progress(&self) -> f64 {
        self.at as f64 / self.rows.max(1) as f64
    }

    /// Rows that can be imported.
    pub fn accepted(&self) -> usize {
        self.accepted.len()
    }

    /// Of those that can, how many are dated won or lost before their first date:
    /// they are kept as in the file, and carry a note.
    pub fn odd(&self) -> usize {
        self.odd
    }

    /// Rows that cannot, in the file's order.
    pub fn refused(&self) -> &[RowError] {
        &self.refused
    }

    /// What each stage will hold of this import, in the order of the path,
    /// Lost last; stages that get nothing are left out, unless they will be made.
    pub fn stages(&self) -> Vec<StageTotal> {
        let place = |target: &Target| {
            let known = target.id.and_then(|id| self.columns.iter().position(|c| c.id == id));
            (path_order(target.role), known.unwrap_or(usize::MAX))
        };
        let all = self.layout.stages.iter().zip(&self.totals);
        let mut stages: Vec<StageTotal> = all
            .filter(|(stage, total)| total.count > 0 || stage.id.is_none())
            .map(|(stage, total)| StageTotal { stage: stage.clone(), total: *total })
            .collect();
        sort::sort_by_key(&mut stages, |s| place(&s.stage));
        stages
    }

    /// Names of the members that will be made; none of them can sign in.
    pub fn new_members(&self) -> &[String] {
        &self.rosters.members.made
    }

    /// Names of the companies that will be made.
    pub fn new_companies(&self) -> &[String] {
        &self.rosters.companies.made
    }

    /// How many contacts will be made.
    pub fn new_contacts(&self) -> usize {
        self.rosters.contacts.made.len()
    }

    /// The columns and stages as the mapping settles them.
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// A row as it will be imported, for a preview (duplicates included).
    ///
    /// # Errors
    /// Why it will be refused.
    pub fn preview<'t>(&self, table: &'t Table, at: usize) -> Option<Result<Draft<'t>, RowError>> {
        table.row(at).map(|row| row::read(&self.layout, &self.words, row))
    }

    pub(super) fn totals(&self) -> &[Total] {
        &self.totals
    }

    fn only_once<'t>(&mut self, draft: Draft<'t>) -> Result<Draft<'t>, RowError> {
        if draft.external_id.is_empty() || self.ids.insert(draft.external_id.to_owned()) {
            return Ok(draft);
        }
        let column = self.layout.of(Field::Id).next().map(|c| c.label.clone());
        Err(RowError::new(draft.line, column, RowFault::Duplicate, draft.external_id))
    }
}

/// Where stages of a role stand: on the way to Won, at it, behind it, beside the path.
pub(super) fn path_order(role: StageRole) -> u8 {
    match role {
        StageRole::Won => 1,
        StageRole::Repeat => 2,
        StageRole::Referral => 3,
        StageRole::Lost => 4,
        _ => 0,
    }
}

/// The ids of deals that were imported before and are still there.
fn imported_ids(layout: &Layout, workspace: &Workspace) -> HashSet<String> {
    let names: Vec<_> = layout.of(Field::Id).map(|c| c.label.as_str()).collect();
    let imported = workspace.living_deals().filter(|d| d.import.is_some());
    imported.flat_map(|d| names.iter().filter_map(|name| d.fields.get(*name).cloned())).collect()
}

fn stage_places(workspace: &Workspace) -> Vec<StagePlace> {
    let mut last: BTreeMap<_, &Rank> = BTreeMap::new();
    for deal in workspace.living_deals() {
        let slot = last.entry(deal.place.stage).or_insert(&deal.place.rank);
        *slot = (*slot).max(&deal.place.rank);
    }
    let stages = workspace.stages_in_order().into_iter();
    stages
        .map(|s| StagePlace {
            id: s.id,
            role: s.role,
            rank: s.rank.clone(),
            last: last.get(&s.id).map(|r| (*r).clone()),
        })
        .collect()
}
