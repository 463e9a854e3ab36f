//! A first mapping, guessed from the names of the columns and from what is in
//! them. A person corrects it.

mod header;
mod names;
mod stages;

use super::{
    amount,
    date::{self, DateOrder, Evidence},
    layout::{KEPT_MAX, Outcome},
    mapping::{ColumnUse, Field, Mapping, StageUse, column_use},
    table::Table,
    words::Words,
};
use crate::{money::Currency, workspace::Workspace};
use std::borrow::Cow;

/// How many cells of a column are looked at to see what is in it.
const SAMPLE: usize = 500;

impl Mapping {
    /// The mapping that `table` seems to ask for, for an import into `workspace`.
    pub fn guess(table: &Table, workspace: &Workspace, words: &Words) -> Mapping {
        let mut fields = header::fields(&table.header);
        for (at, field) in fields.iter_mut().enumerate() {
            if !holds(table, at, *field) {
                *field = Field::Keep;
            }
            // An empty column says nothing: an empty stage column must not refuse every row.
            let says_nothing = matches!(*field, Field::Keep | Field::Stage | Field::Status);
            if says_nothing && table.column(at).all(str::is_empty) {
                *field = Field::Ignore;
            }
        }
        settle_status(table, &mut fields);
        find_outcome(table, &mut fields);
        leave_out_beyond(&mut fields, KEPT_MAX);
        let columns = (0..fields.len()).map(|at| column_use(table, at, fields[at])).collect();
        let mut mapping = Mapping { columns, ..Mapping::default() };
        mapping.stages = guess_stages(table, &mapping, workspace);
        mark_stage_dates(table, &mut mapping);
        state_date_orders(table, &mut mapping);
        mapping.currency = stated_currency(table, &fields, workspace.currency());
        if !fields.contains(&Field::Stage) {
            mapping.stage_when_empty = Some(stages::first_open(workspace, words));
        }
        mapping
    }
}

/// The stages that the texts of the mapping's stage column seem to mean.
pub fn guess_stages(table: &Table, mapping: &Mapping, workspace: &Workspace) -> Vec<StageUse> {
    let texts = column_of(table, mapping, Field::Stage).map(|at| table.column(at));
    stages::guess(texts.into_iter().flatten(), workspace)
}

/// The columns whose dates can be read day first or month first, where neither
/// the mapping nor the file's other dates tell which: a person has to say.
pub fn ambiguous_dates(table: &Table, mapping: &Mapping) -> Vec<usize> {
    let Ok(uses) = mapping.uses(table) else { return Vec::new() };
    let dates: Vec<_> = (0..uses.len()).filter(|at| uses[*at].field.is_date()).collect();
    let evidence: Vec<_> = dates
        .iter()
        .map(|at| match uses[*at].date_order.or(mapping.date_order) {
            Some(order) => Evidence::Sure(order),
            None => date::evidence(table.column(*at)),
        })
        .collect();
    let told = evidence.iter().filter(|e| matches!(e, Evidence::Sure(DateOrder::Dmy | DateOrder::Mdy)));
    let told: std::collections::HashSet<_> = told.map(|e| matches!(e, Evidence::Sure(DateOrder::Dmy))).collect();
    if told.len() == 1 {
        return Vec::new();
    }
    dates.into_iter().zip(evidence).filter(|(_, e)| *e == Evidence::Ambiguous).map(|(at, _)| at).collect()
}

/// The mapping with stages guessed where it lists none.
pub(super) fn with_stages<'m>(table: &Table, mapping: &'m Mapping, workspace: &Workspace) -> Cow<'m, Mapping> {
    if !mapping.stages.is_empty() {
        return Cow::Borrowed(mapping);
    }
    Cow::Owned(Mapping { stages: guess_stages(table, mapping, workspace), ..mapping.clone() })
}

fn column_of(table: &Table, mapping: &Mapping, field: Field) -> Option<usize> {
    mapping.uses(table).ok()?.iter().position(|u| u.field == field)
}

/// Whether most cells of a column can be what its name says.
fn holds(table: &Table, column: usize, field: Field) -> bool {
    let readable: fn(&str) -> bool = match field {
        _ if field.is_date() => is_date,
        Field::Value | Field::Monthly => |cell| cell.contains(|c: char| c.is_ascii_digit()),
        _ => return true,
    };
    mostly(table, column, readable)
}

fn mostly(table: &Table, column: usize, holds: fn(&str) -> bool) -> bool {
    let cells = table.column(column).filter(|cell| !date::is_blank(cell)).take(SAMPLE);
    let (all, good) = cells.fold((0, 0), |(all, good), cell| (all + 1, good + usize::from(holds(cell))));
    good * 2 >= all
}

fn is_date(cell: &str) -> bool {
    [DateOrder::Dmy, DateOrder::Mdy].into_iter().any(|order| date::parse(cell, order).is_some())
}

/// A column called status is the stage where no other is, unless it only says
/// open, won or lost; beside a stage it must say that, or it is kept.
fn settle_status(table: &Table, fields: &mut [Field]) {
    let Some(at) = fields.iter().position(|f| *f == Field::Status) else { return };
    let says_outcome = mostly(table, at, Outcome::is_named);
    fields[at] = match (fields.contains(&Field::Stage), says_outcome) {
        (true, true) => Field::Status,
        (true, false) => Field::Keep,
        (false, _) => Field::Stage,
    };
}

/// Where neither a stage nor a status says how a deal ended, a column may that
/// answers whether it was won ("Converted": 1 or 0).
fn find_outcome(table: &Table, fields: &mut [Field]) {
    if fields.iter().any(|field| matches!(field, Field::Stage | Field::Status)) {
        return;
    }
    let answers = |at: usize| {
        let mut cells = table.column(at).filter(|cell| !date::is_blank(cell)).take(SAMPLE).peekable();
        cells.peek().is_some() && cells.all(Outcome::is_answer)
    };
    let asks = |at: &usize| fields[*at] == Field::Keep && header::asks_for_outcome(&table.header[*at]) && answers(*at);
    if let Some(at) = (0..fields.len()).find(asks) {
        fields[at] = Field::Status;
    }
}

fn leave_out_beyond(fields: &mut [Field], max: usize) {
    let kept = fields.iter_mut().filter(|f| matches!(**f, Field::Keep | Field::Id | Field::Product));
    kept.skip(max).filter(|f| **f == Field::Keep).for_each(|f| *f = Field::Ignore);
}

/// A column of dates whose name speaks of a stage ("engage_date" of
/// "Engaging", "Date entered Proposal") says when that stage was entered.
fn mark_stage_dates(table: &Table, mapping: &mut Mapping) {
    let texts: Vec<String> = mapping.stages.iter().map(|s| s.text.clone()).collect();
    for (at, used) in mapping.columns.iter_mut().enumerate() {
        if used.field != Field::Keep || !table.column(at).any(|cell| !date::is_blank(cell)) {
            continue;
        }
        let spoken_of = texts.iter().find(|text| speaks_of(&used.column, text));
        if let Some(text) = spoken_of.filter(|_| mostly(table, at, is_date)) {
            *used = ColumnUse { field: Field::Entered, stage: Some(text.clone()), ..used.clone() };
        }
    }
}

fn speaks_of(column: &str, stage: &str) -> bool {
    const DATE_WORDS: [&str; 9] = ["date", "time", "entered", "at", "on", "дата", "время", "час", "перехода"];
    let column = header::normal(column);
    let own: Vec<&str> = column.split(' ').filter(|word| !DATE_WORDS.contains(word)).collect();
    let (own, stage) = (own.join(" "), header::normal(stage));
    let alike = own.chars().zip(stage.chars()).take_while(|(a, b)| a == b).count();
    alike >= 4 && alike + 2 >= own.chars().count()
}

/// Writes down the order of dates that the file shows.
fn state_date_orders(table: &Table, mapping: &mut Mapping) {
    for (at, used) in mapping.columns.iter_mut().enumerate().filter(|(_, u)| u.field.is_date()) {
        if let Evidence::Sure(order) = date::evidence(table.column(at)) {
            used.date_order = Some(order);
        }
    }
}

/// The currency that most rows of the file state; of two equal ones `ours`.
fn stated_currency(table: &Table, fields: &[Field], ours: Currency) -> Option<Currency> {
    let mut counts = std::collections::BTreeMap::new();
    let mut count = |field: Field, read: fn(&str) -> Option<Currency>| {
        if let Some(at) = fields.iter().position(|f| *f == field) {
            table.column(at).take(SAMPLE).filter_map(read).for_each(|c| *counts.entry(c).or_insert(0) += 1);
        }
    };
    count(Field::Currency, amount::currency_named);
    count(Field::Value, amount::currency_beside);
    counts.into_iter().max_by_key(|(currency, count)| (*count, *currency == ours)).map(|(currency, _)| currency)
}
