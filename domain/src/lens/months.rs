//! The months of entry as rows, the time since as columns.
//!
//! Definitions (a cohort, its months and its windows are those of
//! [`crate::cohort`]): each cell is the share of the month's deals that has passed
//! by then, estimated from all of them, each for as long as it was watched
//! (Kaplan-Meier), with its interval. It is **not yet known** while nobody of
//! the month was watched that long. So a young month has fewer cells, and not
//! worse ones. Along a row the share never falls.

use crate::{
    clock::Timestamp,
    cohort::{
        Journey, Window,
        conversion::{CONFIDENCE, Look, Part, curve},
        group::{Dimension, Key, groups},
    },
    statistics::kaplan_meier::Estimate,
    workspace::Workspace,
};

/// How far a column is from the next one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Step {
    /// Seven days.
    Week,
    /// Thirty days.
    #[default]
    Month,
    /// Ninety days.
    Quarter,
}

impl Step {
    /// All of them, the shortest first.
    pub const ALL: [Step; 3] = [Self::Week, Self::Month, Self::Quarter];

    /// In days.
    pub fn days(self) -> u16 {
        match self {
            Self::Week => 7,
            Self::Month => 30,
            Self::Quarter => 90,
        }
    }
}

/// At most so many columns: a year in months, two in quarters.
const COLUMNS: [u16; 3] = [12, 12, 8];

/// A month.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Which one; not set where nobody noted when the deals entered.
    pub month: Key,
    /// Deals that entered in it.
    pub entered: u64,
    /// By the end of each column; `None` is not yet known.
    pub cells: Vec<Option<Estimate>>,
}

/// The whole table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Months {
    /// The time that each column ends with.
    pub columns: Vec<Window>,
    /// The months, the oldest first.
    pub rows: Vec<Row>,
}

/// The table of a cohort's deals, as of a moment. It has the columns of which
/// anything is known.
pub fn months(workspace: &Workspace, journeys: &[Journey], step: Step, as_of: Timestamp) -> Months {
    let most = Step::ALL.iter().zip(COLUMNS).find(|(of, _)| **of == step).map_or(0, |(_, most)| most);
    let mut columns: Vec<Window> = (1..=most).map(|n| Window::days(n * step.days())).collect();
    let groups = groups(workspace, journeys, &Dimension::Month);
    let mut rows: Vec<Row> = groups.into_iter().map(|(month, all)| row(month, &all, &columns, as_of)).collect();
    let known = rows.iter().filter_map(|row| row.cells.iter().rposition(Option::is_some)).max().map_or(1, |at| at + 1);
    columns.truncate(known);
    rows.iter_mut().for_each(|row| row.cells.truncate(known));
    Months { columns, rows }
}

/// One curve for all columns; each cell is that of [`crate::cohort::conversion::conversion`].
fn row(month: Key, journeys: &[Journey], columns: &[Window], as_of: Timestamp) -> Row {
    let curve = curve(journeys, as_of);
    let cell = |window: &Window| {
        let look = Look { as_of, window: *window };
        let any = |part| journeys.iter().any(|j| j.is(part, look));
        let is_known = any(Part::Known) || !any(Part::Open);
        curve.at(window.ms() as f64, CONFIDENCE).filter(|_| is_known)
    };
    Row { month, entered: journeys.len() as u64, cells: columns.iter().map(cell).collect() }
}
