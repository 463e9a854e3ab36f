//! A mapping made ready for a file and a workspace: columns by their place,
//! stages resolved, date orders and decimal marks decided.

use super::{
    amount::{self, DecimalMark},
    date::{self, DateOrder, Evidence},
    error::MappingError,
    guess,
    mapping::{Field, Mapping, fold},
    table::Table,
    targets::{Target, Targets},
    words::Words,
};
use crate::{money::Currency, operation::FIELDS_MAX, workspace::Workspace, zone::Named};
use std::collections::HashMap;

/// Most columns that are kept as fields; one is left for a note.
pub const KEPT_MAX: usize = FIELDS_MAX - 1;

/// How a deal stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Still to be decided.
    Open,
    /// Bought.
    Won,
    /// Left.
    Lost,
}

/// A column and what its cells mean.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Its place from 0.
    pub at: usize,
    /// What it is called.
    pub label: String,
    /// What it means.
    pub field: Field,
    /// The stage that was entered at its dates, as a place in [`Layout::stages`].
    pub stage: Option<usize>,
    /// The order of its dates.
    pub date_order: Option<DateOrder>,
    /// The decimal mark of its amounts, where the column shows one.
    pub decimal_mark: Option<DecimalMark>,
}

impl Column {
    /// Whether its text becomes a field of the deal.
    pub fn is_kept(&self) -> bool {
        matches!(self.field, Field::Keep | Field::Id | Field::Product)
    }
}

/// A mapping made ready.
#[derive(Clone, Debug)]
pub struct Layout {
    /// Every column of the file, in its order.
    pub columns: Vec<Column>,
    /// Stages that deals are brought into, Won and Lost included.
    pub stages: Vec<Target>,
    /// The place of Won in `stages`.
    pub won: usize,
    /// The place of Lost in `stages`.
    pub lost: usize,
    /// The stage that a deal is made in: the first open one.
    pub first: Option<usize>,
    /// The stage of rows that name none.
    pub stage_when_empty: Option<usize>,
    /// The currency of all amounts.
    pub currency: Currency,
    /// Whether the workspace takes over that currency.
    pub sets_currency: bool,
    /// The loss reason where the file has none.
    pub loss_reason: Option<String>,
    /// Whose clocks a time without a zone is read by.
    pub zone: Named,
    by_text: HashMap<String, usize>,
}

impl Layout {
    /// Makes a mapping ready.
    ///
    /// # Errors
    /// When it does not fit the file or the workspace.
    pub fn new(table: &Table, mapping: &Mapping, workspace: &Workspace, words: &Words) -> Result<Self, MappingError> {
        let mapping = &guess::with_stages(table, mapping, workspace);
        let uses = mapping.uses(table).map_err(MappingError::UnknownColumn)?;
        let mut stages = Targets::new(workspace, words);
        let mut by_text = HashMap::new();
        for stage in &mapping.stages {
            let at = stages.place(&stage.to, &stage.text)?;
            by_text.entry(fold(&stage.text)).or_insert(at);
        }
        let stage_when_empty = mapping.stage_when_empty.as_ref().map(|to| stages.place(to, "")).transpose()?;
        let mut columns = Vec::with_capacity(uses.len());
        for (at, used) in uses.into_iter().enumerate() {
            let label = table.label(at);
            let stage = match used.stage.filter(|_| used.field == Field::Entered) {
                None => None,
                Some(text) => match by_text.get(&fold(&text)) {
                    Some(stage) => Some(*stage),
                    None => return Err(MappingError::UnknownStage(text)),
                },
            };
            let amounts = matches!(used.field, Field::Value | Field::Monthly);
            let shown = || amount::decimal_mark(table.column(at));
            columns.push(Column {
                at,
                date_order: used.date_order.or(mapping.date_order),
                decimal_mark: mapping.decimal_mark.or_else(|| amounts.then(shown).flatten()),
                field: used.field,
                label,
                stage,
            });
        }
        settle_date_orders(table, &mut columns)?;
        let (currency, sets_currency) = currency(mapping.currency, workspace)?;
        let layout = Self {
            first: stages.first(),
            won: stages.won,
            lost: stages.lost,
            stages: stages.list,
            columns,
            stage_when_empty,
            currency,
            sets_currency,
            loss_reason: mapping.loss_reason.clone().filter(|reason| !reason.trim().is_empty()),
            zone: workspace.zone(),
            by_text,
        };
        layout.require()?;
        Ok(layout)
    }

    /// The columns that mean `field`.
    pub fn of(&self, field: Field) -> impl Iterator<Item = &Column> {
        self.columns.iter().filter(move |c| c.field == field)
    }

    /// The stage that a text means, as a place in `stages`.
    pub fn stage(&self, text: &str) -> Option<usize> {
        self.by_text.get(text).or_else(|| self.by_text.get(&fold(text))).copied()
    }

    fn require(&self) -> Result<(), MappingError> {
        let has = |field| self.of(field).next().is_some();
        if !has(Field::Stage) && !has(Field::Status) && self.stage_when_empty.is_none() {
            return Err(MappingError::NoStage);
        }
        let named = [Field::Title, Field::Id, Field::Company, Field::Product, Field::ContactName, Field::ContactEmail];
        if !named.into_iter().any(has) {
            return Err(MappingError::NoTitle);
        }
        if self.columns.iter().filter(|c| c.is_kept()).count() > KEPT_MAX {
            return Err(MappingError::TooManyFields { max: KEPT_MAX });
        }
        Ok(())
    }
}

/// Decides the order of the dates of every column that does not state it: by
/// its own cells, else by those of the file's other columns.
fn settle_date_orders(table: &Table, columns: &mut [Column]) -> Result<(), MappingError> {
    let evidence: Vec<_> = columns
        .iter()
        .map(|c| match c.date_order {
            Some(order) => Evidence::Sure(order),
            None if c.field.is_date() => date::evidence(table.column(c.at)),
            None => Evidence::Indifferent,
        })
        .collect();
    let mut sure = columns.iter().zip(&evidence).filter(|(c, _)| c.field.is_date()).filter_map(|(_, e)| match e {
        Evidence::Sure(order) if *order != DateOrder::Ymd => Some(*order),
        _ => None,
    });
    let elsewhere = sure.next().filter(|first| sure.all(|other| other == *first));
    for (column, evidence) in columns.iter_mut().zip(evidence).filter(|(c, _)| c.field.is_date()) {
        column.date_order = match (evidence, elsewhere) {
            (Evidence::Sure(order), _) | (Evidence::Ambiguous, Some(order)) => Some(order),
            (Evidence::Indifferent, order) => order.or(Some(DateOrder::Dmy)),
            (Evidence::Ambiguous, None) => return Err(MappingError::DateOrderUnknown(column.label.clone())),
        };
    }
    Ok(())
}

/// The currency of the import, and whether the workspace has yet to take it over.
fn currency(wanted: Option<Currency>, workspace: &Workspace) -> Result<(Currency, bool), MappingError> {
    let ours = workspace.currency();
    match wanted {
        Some(file) if file != ours => {
            let holds_money = workspace.deals.values().any(|d| d.worth.once.is_some() || d.worth.monthly.is_some())
                || workspace.reach.values().any(|r| r.spend_minor != 0);
            if holds_money || workspace.own().is_none() {
                return Err(MappingError::WrongCurrency { file, workspace: ours });
            }
            Ok((file, true))
        }
        _ => Ok((ours, false)),
    }
}
