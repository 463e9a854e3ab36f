//! A test's counts from a file that another tool wrote: a row for each unit, or for each
//! thing that a unit did.
//!
//! **Counted** is a unit with a row that says so (all units, where nothing is asked for), and
//! whoever converted; **converted** one with a row that says that. A unit is counted once,
//! however many rows it has, on the first day on which it was. Who stands in two arms tells
//! of neither and is left out, as are rows that name no arm, no unit or (by day) no date.

use super::{Arm, Day};
use crate::import::{
    date::{self, DateOrder, Evidence},
    table::Table,
};
use chrono::NaiveDate;
use std::collections::{BTreeMap, HashMap};

/// Most arms that a column may tell apart.
pub const ARMS_MAX: usize = 4;
/// Most different cells of a column that may be looked for.
const VALUES_MAX: usize = 24;

/// A cell that is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sought {
    /// In which column.
    pub column: usize,
    /// What it says.
    pub value: String,
}

/// What stands where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Columns {
    /// The arm.
    pub arm: usize,
    /// Who it is; without it each row is somebody else.
    pub unit: Option<usize>,
    /// What says that it converted.
    pub converted: Sought,
    /// What says that it counts; without it all do.
    pub counted: Option<Sought>,
    /// The day, where days are told apart.
    pub date: Option<usize>,
}

/// What a file says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// The arms, control first.
    pub arms: Vec<Arm>,
    /// The same by day, where there is a date.
    pub days: Vec<Day>,
    /// Units that stand in more than one arm.
    pub in_both: u64,
    /// Rows that could not be read.
    pub unread: u64,
}

/// What a unit's rows say together.
struct Seen {
    arm: usize,
    in_both: bool,
    counted: bool,
    converted: bool,
    on: Option<NaiveDate>,
}

/// The different cells of a column in their order, blank ones left out; `None` where there
/// are none, or too many to choose from.
pub fn values(table: &Table, column: usize) -> Option<Vec<String>> {
    let mut all: Vec<&str> = Vec::new();
    for cell in table.column(column).filter(|cell| !cell.is_empty()) {
        if !all.contains(&cell) {
            all.push(cell);
        }
        if all.len() > VALUES_MAX {
            return None;
        }
    }
    all.sort_unstable();
    (!all.is_empty()).then(|| all.into_iter().map(str::to_owned).collect())
}

/// The arms that a column tells apart, control first; `None` where it cannot be one of arms.
pub fn arms(table: &Table, column: usize) -> Option<Vec<String>> {
    let mut all = values(table, column).filter(|all| (2..=ARMS_MAX).contains(&all.len()))?;
    all.sort_by_key(|name| !is_one_of(name, CONTROLS));
    Some(all)
}

/// What the columns may be; `None` where none tells arms apart, or nothing who converted.
pub fn guess(table: &Table) -> Option<Columns> {
    let named = |column: &usize, names: &[&str]| table.header.get(*column).is_some_and(|name| has_one_of(name, names));
    let called =
        |column: &usize, names: &[&str]| table.header.get(*column).is_some_and(|name| is_one_of(name.trim(), names));
    let columns = || 0..table.header.len();
    let may_be: Vec<usize> = columns().filter(|column| arms(table, *column).is_some()).collect();
    let has_control =
        |column: &&usize| arms(table, **column).is_some_and(|all| all.first().is_some_and(|a| is_one_of(a, CONTROLS)));
    let by_name = may_be.iter().find(|column| named(column, ARM_NAMES));
    let arm = *may_be.iter().find(has_control).or(by_name).or(may_be.first())?;
    let order = |column: &usize| date_order(table, *column);
    let is_date = |column: &usize| {
        let cell = table.column(*column).find(|cell| !cell.is_empty());
        cell.is_some_and(|cell| date::parse(cell, order(column)).is_some())
    };
    let date = columns().find(|column| named(column, DATE_NAMES) && is_date(column));
    let is_unit = |column: &usize| called(column, &["id"]) || named(column, UNIT_NAMES);
    let unit =
        columns().filter(|column| *column != arm).find(|column| is_unit(column) && values(table, *column).is_none());
    let others: Vec<usize> =
        columns().filter(|column| *column != arm && Some(*column) != unit && Some(*column) != date).collect();
    let yes = |column: &usize| values(table, *column)?.into_iter().find(|value| is_one_of(value, YES));
    let sought = |column: &usize| Some(Sought { column: *column, value: yes(column)? });
    let is_no = |column: &usize| called(column, NO_NAMES);
    let likely = others.iter().filter(|column| !is_no(column));
    let converted = likely.clone().filter(|column| named(column, OUTCOME_NAMES)).find_map(sought);
    let converted = converted.or_else(|| likely.clone().find_map(sought)).or_else(|| {
        let both = |column: &usize| values(table, *column).filter(|all| all.len() == 2);
        likely.clone().find_map(|column| Some(Sought { column: *column, value: rarer(table, *column, both(column)?)? }))
    })?;
    // "yes" and "no" are two columns where somebody may have answered neither.
    let counted = others.iter().find(|column| is_no(column)).and_then(sought);
    Some(Columns { arm, unit, converted, counted, date })
}

/// What the file says, read like that; `None` where the column tells no arms apart.
pub fn read(table: &Table, columns: &Columns) -> Option<Reading> {
    let names = arms(table, columns.arm)?;
    let order = columns.date.map(|column| (column, date_order(table, column)));
    let mut units: HashMap<(Option<&str>, usize), Seen> = HashMap::new();
    let mut unread = 0;
    for (at, row) in table.rows().enumerate() {
        let says = |sought: &Sought| row.cell(sought.column) == sought.value;
        let arm = names.iter().position(|name| name == row.cell(columns.arm));
        let unit = columns.unit.map(|column| row.cell(column));
        let on = order.map(|(column, order)| date::parse(row.cell(column), order).and_then(|at| at.day()));
        let is_whole = row.fault().is_none() && unit != Some("") && on != Some(None);
        let Some(arm) = arm.filter(|_| is_whole) else {
            unread += 1;
            continue;
        };
        let on = on.flatten();
        let key = (unit, if unit.is_some() { 0 } else { at });
        let seen = units.entry(key).or_insert(Seen { arm, in_both: false, counted: false, converted: false, on: None });
        let converted = says(&columns.converted);
        let counted = converted || columns.counted.as_ref().is_none_or(says);
        seen.in_both |= seen.arm != arm;
        seen.converted |= converted;
        seen.counted |= counted;
        if counted {
            seen.on = [seen.on, on].into_iter().flatten().min();
        }
    }
    let named = names.into_iter().map(|name| Arm { name, ..Arm::default() });
    let mut reading = Reading { arms: named.collect(), unread, ..Reading::default() };
    let mut days: BTreeMap<NaiveDate, Vec<[u64; 2]>> = BTreeMap::new();
    for seen in units.into_values() {
        if seen.in_both {
            reading.in_both += 1;
        } else if seen.counted {
            let converted = u64::from(seen.converted);
            let arms = reading.arms.len();
            let arm = &mut reading.arms[seen.arm];
            (arm.exposed, arm.converted) = (arm.exposed + 1, arm.converted + converted);
            if let Some(on) = seen.on {
                let [exposed, came] = &mut days.entry(on).or_insert_with(|| vec![[0; 2]; arms])[seen.arm];
                (*exposed, *came) = (*exposed + 1, *came + converted);
            }
        }
    }
    reading.days = days.into_iter().map(|(on, arms)| Day { on, arms }).collect();
    Some(reading)
}

/// Day or month first: what fits the column.
fn date_order(table: &Table, column: usize) -> DateOrder {
    match date::evidence(table.column(column)) {
        Evidence::Sure(order) => order,
        _ => DateOrder::Dmy,
    }
}

/// The one of two values that fewer rows have.
fn rarer(table: &Table, column: usize, values: Vec<String>) -> Option<String> {
    values.into_iter().min_by_key(|value| table.column(column).filter(|cell| cell == value).count())
}

const CONTROLS: &[&str] = &["control", "контроль", "контрольна", "контрольная", "a", "а", "baseline"];
const ARM_NAMES: &[&str] = &["group", "arm", "variant", "experiment", "групп", "груп", "вариант", "варіант"];
const DATE_NAMES: &[&str] = &["date", "day", "time", "дата", "день", "час", "время"];
const UNIT_NAMES: &[&str] = &["_id", "user", "unit", "visitor", "клиент", "клієнт", "email"];
const OUTCOME_NAMES: &[&str] =
    &["convert", "yes", "click", "success", "bought", "action", "result", "outcome", "конверс", "результат"];
const NO_NAMES: &[&str] = &["no", "not", "нет", "ні"];
const YES: &[&str] = &["1", "yes", "true", "click", "clicked", "converted", "bought", "да", "так"];

fn is_one_of(text: &str, names: &[&str]) -> bool {
    names.contains(&text.to_lowercase().as_str())
}

fn has_one_of(text: &str, names: &[&str]) -> bool {
    let text = text.to_lowercase();
    names.iter().any(|name| text.contains(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::csv;

    fn of(reading: &Reading) -> Vec<(&str, u64, u64)> {
        reading.arms.iter().map(|arm| (arm.name.as_str(), arm.exposed, arm.converted)).collect()
    }

    #[test]
    fn a_unit_is_counted_once_on_its_first_day_whatever_it_did() {
        let rows: String = (10..40).map(|n| format!("9/25/2016,{n},control,view\n")).collect();
        let text = format!(
            "date,id,group,action\n9/25/2016,1,experiment,click\n9/24/2016,1,experiment,view\n\
             9/24/2016,2,control,view\n9/24/2016,2,experiment,view\n9/24/2016,,control,view\n\
             9/24/2016,3,experiment,view\n{rows}"
        );
        let table = csv::parse(text.as_bytes()).unwrap();
        let columns = guess(&table).unwrap();
        assert_eq!((columns.arm, columns.unit, columns.date), (2, Some(1), Some(0)));
        let reading = read(&table, &columns).unwrap();
        assert_eq!(of(&reading), [("control", 30, 0), ("experiment", 2, 1)]);
        assert_eq!((reading.in_both, reading.unread), (1, 1));
        let days: Vec<_> = reading.days.iter().map(|day| (day.on.to_string(), day.arms.clone())).collect();
        assert_eq!(days, [("2016-09-24".into(), vec![[0, 0], [2, 1]]), ("2016-09-25".into(), vec![[30, 0], [0, 0]])]);
    }

    #[test]
    fn who_answered_neither_yes_nor_no_is_not_counted() {
        let table = csv::parse("варіант;yes;no\nb;1;0\na;0;1\na;0;0\nb;0;1\nb;0;0\n".as_bytes()).unwrap();
        let columns = guess(&table).unwrap();
        assert_eq!(of(&read(&table, &columns).unwrap()), [("a", 1, 0), ("b", 2, 1)]);
        let all = Columns { counted: None, ..columns };
        assert_eq!(of(&read(&table, &all).unwrap()), [("a", 2, 0), ("b", 3, 1)]);
    }

    #[test]
    fn a_file_without_arms_is_none() {
        let table = csv::parse(b"name,value\nOne,1\nTwo,2\nThree,3\nFour,4\nFive,5\n").unwrap();
        assert_eq!(guess(&table), None);
    }
}
