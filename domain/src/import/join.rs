//! Two files as one: leads, and the deals that some of them became, joined by a
//! key that both have.
//!
//! Every row of both files is in the joined table, so that nothing is lost
//! silently: a lead with its deal beside it, a lead without one, and a deal whose
//! lead is not there (with the lead's cells empty). A key that comes twice gives
//! its row once; what comes after is refused as a duplicate, like any row.
//!
//! The file of deals says by its rows who has bought; a column of the joined
//! table, [`OUTCOME`], says it to the mapping.

use super::{
    date::{self, DateOrder, Evidence},
    error::{MappingError, RowError},
    mapping::{Field, Mapping, NewStage, StageTarget, column_use, fold},
    table::{Fault, Record, Row, Table},
    words::Words,
};
use crate::{
    stage::{Section, StageRole},
    workspace::Workspace,
};
use std::collections::HashMap;

/// The name of the column that says who has bought.
pub const OUTCOME: &str = "outcome";

/// Which of the two files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The leads.
    Leads,
    /// The deals.
    Deals,
}

/// The files cannot be joined.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JoinError {
    /// A file has no column of the key's name.
    #[error("There is no column “{key}” in the file of {file}; it has: {has}. Name a column that both files have.")]
    NoKey {
        /// The key that was asked for.
        key: String,
        /// Which file.
        file: &'static str,
        /// The columns it has.
        has: String,
    },
}

/// Where a row of the joined table comes from: lines of the two files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lines {
    /// Of the file of leads.
    pub lead: Option<u32>,
    /// Of the file of deals.
    pub deal: Option<u32>,
}

/// The joined table. The lines of its rows are their places in it, from 1.
#[derive(Clone, Debug)]
pub struct Joined {
    /// The columns of the leads, those of the deals but the key, and [`OUTCOME`].
    pub table: Table,
    lines: Vec<Lines>,
    key: usize,
    /// The first column of the deals; the last of all is [`OUTCOME`].
    deals_from: usize,
    /// Leads with a deal.
    pub matched: usize,
    /// Deals without a lead, those of a key that came before included.
    pub unmatched: usize,
}

/// Joins `deals` to `leads` by the column `key`, whatever its case.
///
/// # Errors
/// When one of the files does not have it.
pub fn join(leads: &Table, deals: &Table, key: &str) -> Result<Joined, JoinError> {
    let (lead_key, deal_key) = (key_column(leads, key, "leads")?, key_column(deals, key, "deals")?);
    let mut waiting: HashMap<&str, Vec<usize>> = HashMap::new();
    let whole = |row: &Row<'_>| row.fault().is_none();
    for (at, row) in deals.rows().enumerate().filter(|(_, row)| whole(row)) {
        waiting.entry(row.cell(deal_key)).or_default().push(at);
    }
    let mut builder = Builder::new(leads, deals, lead_key, deal_key);
    let mut taken = vec![false; deals.len()];
    for row in leads.rows() {
        let mine = waiting.get(row.cell(lead_key)).filter(|_| whole(&row) && !row.cell(lead_key).is_empty());
        let at = mine.and_then(|deals| deals.first()).copied().filter(|at| !taken[*at]);
        if let Some(at) = at {
            taken[at] = true;
        }
        builder.push(Some(row), at.and_then(|at| deals.row(at)));
    }
    let matched = taken.iter().filter(|t| **t).count();
    for (row, _) in deals.rows().zip(&taken).filter(|(_, taken)| !**taken) {
        builder.push(None, Some(row));
    }
    Ok(builder.finish(matched))
}

fn key_column(table: &Table, key: &str, file: &'static str) -> Result<usize, JoinError> {
    let wanted = fold(key);
    table.header.iter().position(|name| fold(name) == wanted).ok_or_else(|| JoinError::NoKey {
        key: key.trim().to_owned(),
        file,
        has: (0..table.header.len()).map(|at| table.label(at)).collect::<Vec<_>>().join(", "),
    })
}

impl Joined {
    /// The mapping that the files seem to ask for.
    ///
    /// # Errors
    /// When the order of a column's dates is open.
    pub fn guess(&self, w: &Workspace, words: &Words, order: Option<DateOrder>) -> Result<Mapping, MappingError> {
        let mut mapping = Mapping { date_order: order, ..Mapping::guess(&self.table, w, words) };
        for at in 0..self.table.header.len() {
            if matches!(mapping.field(&self.table, at), Field::Id | Field::Status) {
                mapping.set_field(&self.table, at, Field::Keep);
            }
        }
        if self.stage_column(&mapping).is_none() {
            mapping.stage_when_empty = Some(first_stage(w, words));
        }
        self.settle(&mut mapping)?;
        Ok(mapping)
    }

    /// Says in a mapping what the join itself knows: the key is the id, and who has
    /// a deal has bought. Each file has one way of writing dates: a column that
    /// does not show the order of its dates takes it from its own file only.
    ///
    /// # Errors
    /// When the order of a column's dates is open.
    pub fn settle(&self, mapping: &mut Mapping) -> Result<(), MappingError> {
        mapping.set_field(&self.table, self.key, Field::Id);
        mapping.set_field(&self.table, self.table.header.len() - 1, Field::Status);
        self.settle_dates(mapping, 0..self.deals_from)?;
        self.settle_dates(mapping, self.deals_from..self.table.header.len())
    }

    fn settle_dates(&self, mapping: &mut Mapping, columns: std::ops::Range<usize>) -> Result<(), MappingError> {
        let uses = mapping.uses(&self.table).map_err(MappingError::UnknownColumn)?;
        let dates: Vec<_> = columns
            .filter(|at| uses[*at].field.is_date())
            .map(|at| match uses[at].date_order {
                Some(order) => (at, Evidence::Sure(order)),
                None => (at, date::evidence(self.table.column(at))),
            })
            .collect();
        let mut sure = dates.iter().filter_map(|(_, evidence)| match evidence {
            Evidence::Sure(order @ (DateOrder::Dmy | DateOrder::Mdy)) => Some(*order),
            _ => None,
        });
        let shown = sure.next().filter(|first| sure.all(|other| other == *first));
        for (at, evidence) in dates {
            let order = match evidence {
                Evidence::Sure(order) => order,
                Evidence::Indifferent => continue,
                Evidence::Ambiguous => match mapping.date_order.or(shown) {
                    Some(order) => order,
                    None => return Err(MappingError::DateOrderUnknown(self.table.label(at))),
                },
            };
            let stage = uses[at].stage.clone();
            mapping.set_field(&self.table, at, uses[at].field);
            let name = column_use(&self.table, at, uses[at].field);
            let used = mapping.columns.iter_mut().find(|u| fold(&u.column) == fold(&name.column) && u.nth == name.nth);
            if let Some(used) = used {
                (used.date_order, used.stage) = (Some(order), stage);
            }
        }
        Ok(())
    }

    fn stage_column(&self, mapping: &Mapping) -> Option<usize> {
        (0..self.table.header.len()).find(|at| mapping.field(&self.table, *at) == Field::Stage)
    }

    /// The file and line that an error of the joined table is about.
    pub fn place(&self, error: &RowError) -> (Side, u32) {
        let lines = self.lines.get((error.row as usize).wrapping_sub(1)).copied().unwrap_or_default();
        let label = error.column.as_deref();
        let column = label.and_then(|label| (0..self.table.header.len()).find(|at| self.table.label(*at) == label));
        let of_deals = column.is_some_and(|at| at >= self.deals_from);
        match lines {
            Lines { lead: None, deal: Some(line) } => (Side::Deals, line),
            Lines { deal: Some(line), .. } if of_deals => (Side::Deals, line),
            Lines { lead, .. } => (Side::Leads, lead.unwrap_or_default()),
        }
    }
}

/// The first stage in use in which a deal is still to be decided, or one to be made.
fn first_stage(workspace: &Workspace, words: &Words) -> StageTarget {
    match workspace.stages_in_order().into_iter().find(|s| s.role.is_undecided()) {
        Some(stage) => StageTarget::Existing(stage.id),
        None => StageTarget::New(NewStage {
            name: words.open.to_owned(),
            section: Section::Marketing,
            role: StageRole::Open,
        }),
    }
}

/// The joined table while it is made.
struct Builder {
    table: Table,
    lines: Vec<Lines>,
    lead_columns: usize,
    lead_key: usize,
    deal_columns: usize,
    deal_key: usize,
}

impl Builder {
    fn new(leads: &Table, deals: &Table, lead_key: usize, deal_key: usize) -> Self {
        let others = deals.header.iter().enumerate().filter(|(at, _)| *at != deal_key).map(|(_, name)| name);
        let header = leads.header.iter().chain(others).cloned().chain([OUTCOME.to_owned()]).collect();
        let table = Table {
            encoding: leads.encoding,
            delimiter: leads.delimiter,
            header,
            text: String::new(),
            ends: Vec::new(),
            rows: Vec::new(),
        };
        let (lead_columns, deal_columns) = (leads.header.len(), deals.header.len());
        Self { table, lines: Vec::new(), lead_columns, lead_key, deal_columns, deal_key }
    }

    fn push(&mut self, lead: Option<Row<'_>>, deal: Option<Row<'_>>) {
        let of_deal = |fault| match fault {
            Fault::CellTooLarge(at) if at == self.deal_key => Fault::CellTooLarge(self.lead_key),
            Fault::CellTooLarge(at) => Fault::CellTooLarge(self.lead_columns + at - usize::from(at > self.deal_key)),
            other => other,
        };
        let fault = lead.and_then(|row| row.fault()).or_else(|| deal.and_then(|row| row.fault()).map(of_deal));
        if fault.is_none() {
            for at in 0..self.lead_columns {
                self.cell(match (lead, deal) {
                    (Some(lead), _) => lead.cell(at),
                    (None, Some(deal)) if at == self.lead_key => deal.cell(self.deal_key),
                    _ => "",
                });
            }
            let key = self.deal_key;
            for at in (0..self.deal_columns).filter(|at| *at != key) {
                self.cell(deal.map_or("", |deal| deal.cell(at)));
            }
            self.cell(if deal.is_some() { "won" } else { "" });
        }
        self.lines.push(Lines { lead: lead.map(|row| row.line()), deal: deal.map(|row| row.line()) });
        let (line, end) = (self.lines.len() as u32, self.table.ends.len() as u32);
        self.table.rows.push(Record { line, end, fault });
    }

    fn cell(&mut self, text: &str) {
        self.table.text.push_str(text);
        self.table.ends.push(self.table.text.len() as u32);
    }

    fn finish(self, matched: usize) -> Joined {
        let deals = self.lines.iter().filter(|lines| lines.deal.is_some()).count();
        Joined {
            table: self.table,
            lines: self.lines,
            key: self.lead_key,
            deals_from: self.lead_columns,
            matched,
            unmatched: deals - matched,
        }
    }
}
