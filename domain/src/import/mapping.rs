//! What the columns of a file mean. As JSON it is the file of `--mapping`:
//!
//! ```json
//! {
//!   "columns": [
//!     {"column": "opportunity_id", "as": "id"},
//!     {"column": "engage_date", "as": "entered", "stage": "Engaging", "date_order": "ymd"},
//!     {"column": "deal_stage", "as": "stage"},
//!     {"column": "Source", "nth": 2, "as": "channel"}
//!   ],
//!   "stages": [
//!     {"text": "Engaging", "to": {"new": {"name": "Engaging"}}},
//!     {"text": "Won", "to": {"new": {"name": "Won", "section": "customer", "role": "won"}}}
//!   ],
//!   "currency": "USD"
//! }
//! ```

use super::{amount::DecimalMark, date::DateOrder, table::Table};
use crate::{
    ids::StageId,
    money::Currency,
    stage::{Section, StageRole},
};
use serde::{Deserialize, Serialize};

/// What the columns of a file mean.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// What is done with each column.
    pub columns: Vec<ColumnUse>,
    /// What is done with columns that are not listed.
    #[serde(default)]
    pub unlisted: Unlisted,
    /// Which stage each text of the stage column means, in the order of the
    /// path: new stages are made in this order. Where it is empty, the stages
    /// are guessed from the file.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stages: Vec<StageUse>,
    /// The stage of rows that name none; without it such rows are refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage_when_empty: Option<StageTarget>,
    /// The currency of amounts without one of their own; else the workspace's.
    /// A workspace that holds no money yet takes it over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
    /// The order of dates in columns that neither say it nor show it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_order: Option<DateOrder>,
    /// The decimal mark of amounts; else what the columns show.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decimal_mark: Option<DecimalMark>,
    /// The loss reason where the file has none; else "Not stated" in the
    /// importer's language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub loss_reason: Option<String>,
}

/// What is done with one column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnUse {
    /// The column's name; spaces around it and case do not matter.
    pub column: String,
    /// Which of several columns of that name, from 1.
    #[serde(default = "first", skip_serializing_if = "is_first")]
    pub nth: usize,
    /// What it means.
    #[serde(rename = "as")]
    pub field: Field,
    /// For a date as [`Field::Entered`]: the stage (its text in the file) that
    /// was entered then. Without it: the stage the deal stands in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
    /// The order of its dates; else it is read from the column.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_order: Option<DateOrder>,
}

fn first() -> usize {
    1
}

fn is_first(nth: &usize) -> bool {
    *nth == 1
}

macro_rules! fields {
    ($($(#[$doc:meta])* $name:ident)*) => {
        /// What a column can mean. Several columns may mean the same: the first
        /// one with text in it counts (parts of a contact's name are joined).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Field {
            $($(#[$doc])* $name,)*
        }

        impl Field {
            /// All of them, in the order they are offered.
            pub const ALL: &[Field] = &[$(Self::$name,)*];
        }
    };
}

fields! {
    /// The other system's id: rows with one that was seen before are refused.
    Id
    /// What the deal is about.
    Title
    /// The stage by name.
    Stage
    /// Open, won or lost, apart from the stage.
    Status
    /// Who looks after it, by name.
    Owner
    /// The buying organisation, by name.
    Company
    /// The person there, or a part of their name.
    ContactName
    /// Their e-mail address.
    ContactEmail
    /// Their telephone number.
    ContactPhone
    /// What they do there.
    ContactPosition
    /// What it is worth once.
    Value
    /// The currency of the value.
    Currency
    /// What it is worth every month.
    Monthly
    /// What brought it.
    Channel
    /// What is bought: kept as a field, and part of the title where there is none.
    Product
    /// When it was made: it entered the first stage.
    Created
    /// When it entered a stage.
    Entered
    /// When it was decided; for an open deal when that is expected.
    Closed
    /// When it was won.
    WonAt
    /// When it was lost.
    LostAt
    /// When it is expected to be decided.
    ExpectedClose
    /// Why it was lost.
    LossReason
    /// Kept as a field of the deal under the column's name.
    Keep
    /// Left out.
    Ignore
}

impl Field {
    /// Whether its cells are dates.
    pub fn is_date(self) -> bool {
        matches!(self, Self::Created | Self::Entered | Self::Closed | Self::WonAt | Self::LostAt | Self::ExpectedClose)
    }
}

/// What is done with columns that are not listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unlisted {
    /// Kept as fields of the deal.
    #[default]
    Keep,
    /// Left out.
    Ignore,
}

/// Which stage a text of the file means.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StageUse {
    /// The text; spaces around it and case do not matter.
    pub text: String,
    /// The stage.
    pub to: StageTarget,
}

/// A stage that is there, or one to be made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StageTarget {
    /// One of the workspace.
    Existing(StageId),
    /// A new one; where the workspace has one of that name, or one for won or
    /// lost deals when this is such a one, that one is taken.
    New(NewStage),
}

/// A stage to be made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewStage {
    /// Its name.
    pub name: String,
    /// Its section.
    #[serde(default)]
    pub section: Section,
    /// What it means.
    #[serde(default)]
    pub role: StageRole,
}

impl NewStage {
    /// A stage by name and role, in the section where such a role belongs.
    pub fn new(name: impl Into<String>, role: StageRole) -> Self {
        let section = match role {
            StageRole::Won | StageRole::Repeat | StageRole::Referral => Section::Customer,
            StageRole::Impressions | StageRole::Visits => Section::Reach,
            StageRole::Offered => Section::Marketing,
            StageRole::Open | StageRole::Lost => Section::Sales,
        };
        Self { name: name.into(), section, role }
    }
}

impl Mapping {
    /// What is done with each column of `table`, in the table's order.
    ///
    /// # Errors
    /// The first listed column that the table does not have.
    pub fn uses(&self, table: &Table) -> Result<Vec<ColumnUse>, String> {
        let unlisted = match self.unlisted {
            Unlisted::Keep => Field::Keep,
            Unlisted::Ignore => Field::Ignore,
        };
        let mut uses: Vec<ColumnUse> = (0..table.header.len()).map(|at| column_use(table, at, unlisted)).collect();
        for wanted in &self.columns {
            let name = fold(&wanted.column);
            let mut named =
                (0..uses.len()).filter(|at| fold(&table.header[*at]) == name || fold(&table.label(*at)) == name);
            let at = named.nth(wanted.nth.saturating_sub(1)).ok_or_else(|| wanted.column.clone())?;
            uses[at] = ColumnUse { column: uses[at].column.clone(), nth: uses[at].nth, ..wanted.clone() };
        }
        Ok(uses)
    }

    /// What a column is used as.
    pub fn field(&self, table: &Table, column: usize) -> Field {
        self.uses(table).ok().and_then(|uses| uses.get(column).map(|u| u.field)).unwrap_or(Field::Ignore)
    }

    /// Uses a column as something else. Its date order and stage are forgotten.
    pub fn set_field(&mut self, table: &Table, column: usize, field: Field) {
        let made = column_use(table, column, field);
        let same = |u: &ColumnUse| fold(&u.column) == fold(&made.column) && u.nth == made.nth;
        match self.columns.iter().position(same) {
            Some(at) => self.columns[at] = made,
            None => self.columns.push(made),
        }
    }
}

/// A column of `table` used as `field`.
pub(crate) fn column_use(table: &Table, column: usize, field: Field) -> ColumnUse {
    let name = table.header.get(column).map_or("", |n| n.trim());
    let column = match name {
        "" => return ColumnUse { column: table.label(column), nth: 1, field, stage: None, date_order: None },
        _ => column,
    };
    let nth = 1 + table.header[..column].iter().filter(|other| fold(other) == fold(name)).count();
    ColumnUse { column: name.to_owned(), nth, field, stage: None, date_order: None }
}

/// A text for comparing: lower case, single spaces, no spaces around it.
pub(crate) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in text.trim_matches('\u{feff}').split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.extend(word.chars().flat_map(char::to_lowercase));
    }
    folded
}
