//! Why a mapping does not fit a file, and why a row is refused.

use crate::money::Currency;
use serde::Serialize;

/// Why nothing can be imported by this mapping. Says what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MappingError {
    /// A listed column is not in the file.
    #[error("The file has no column “{0}”. Correct the name in the mapping.")]
    UnknownColumn(String),
    /// No column tells the stage, and no stage is given for rows without one.
    #[error("No column says which stage a deal is in. Choose that column, or one stage for all deals.")]
    NoStage,
    /// No column could make a title.
    #[error("No column says what a deal is about. Choose one for the title, the id, the company or the product.")]
    NoTitle,
    /// The mapping names a stage that the workspace does not have or that holds no deals.
    #[error("The mapping leads to a stage that this workspace does not have. Choose another stage for “{0}”.")]
    UnknownStage(String),
    /// A stage to be made has no name, or one that is too long.
    #[error("A new stage needs a name of at most 500 characters. Correct the stage for “{0}”.")]
    StageName(String),
    /// Day first or month first: a person has to say.
    #[error("The dates in column “{0}” can be read day first or month first. Say which it is.")]
    DateOrderUnknown(String),
    /// The workspace holds money in another currency.
    #[error(
        "The amounts are in {file}, and this workspace counts in {workspace}. Convert them, or import into a workspace in {file}."
    )]
    WrongCurrency {
        /// The mapping's.
        file: Currency,
        /// The workspace's.
        workspace: Currency,
    },
    /// A record can keep only so many fields.
    #[error("More than {max} columns are kept as fields. Leave some out.")]
    TooManyFields {
        /// How many can be kept.
        max: usize,
    },
}

impl MappingError {
    /// The stable code, for programs and translations.
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnknownColumn(_) => "unknown_column",
            Self::NoStage => "no_stage_column",
            Self::NoTitle => "no_title_column",
            Self::UnknownStage(_) => "unknown_stage_target",
            Self::StageName(_) => "stage_name",
            Self::DateOrderUnknown(_) => "date_order_unknown",
            Self::WrongCurrency { .. } => "wrong_currency",
            Self::TooManyFields { .. } => "too_many_fields",
        }
    }

    /// The column or text it is about.
    pub fn subject(&self) -> Option<&str> {
        match self {
            Self::UnknownColumn(s) | Self::UnknownStage(s) | Self::StageName(s) | Self::DateOrderUnknown(s) => Some(s),
            _ => None,
        }
    }
}

macro_rules! row_faults {
    ($($name:ident $code:literal $sentence:literal)*) => {
        /// Why a row is refused.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, thiserror::Error)]
        pub enum RowFault {
            $(#[doc = $sentence] #[error($sentence)] #[serde(rename = $code)] $name,)*
        }

        impl RowFault {
            /// All of them.
            pub const ALL: &[RowFault] = &[$(Self::$name,)*];

            /// The stable code, for programs and translations.
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }
        }
    };
}

row_faults! {
    Ragged "ragged" "The row has more or fewer cells than the header. Check its quotation marks and delimiters."
    CellTooLarge "cell_too_large" "A cell is larger than 1 MB. Shorten it, or leave its column out of the file."
    UnclosedQuote "unclosed_quote" "A quotation mark is opened and never closed. Correct the line."
    Damaged "damaged" "There are zero bytes in the row: the file is damaged here. Export it again."
    TitleMissing "title_missing" "Nothing says what this deal is about: title, id, company and product are empty."
    TextTooLong "text_too_long" "The text is too long. Shorten it."
    StageMissing "stage_missing" "The stage is empty. Fill it in, or choose a stage for rows without one."
    UnknownStage "unknown_stage" "This stage is not in the mapping. Say which stage it means."
    UnknownStatus "unknown_status" "The status must be open, won or lost."
    BadDate "bad_date" "This is not a date. Write it like 2017-03-01."
    BadAmount "bad_amount" "This is not an amount. Write it like 1234.50."
    TooPrecise "amount_too_precise" "The amount has more decimals than its currency."
    NegativeAmount "negative_amount" "The amount is below zero. A deal is worth zero or more."
    AmountTooLarge "amount_too_large" "The amount is too large for one deal."
    OtherCurrency "other_currency" "The amount is in another currency than the workspace's. Convert it."
    Duplicate "duplicate" "A deal with this id is in an earlier row or was imported before."
}

/// A row that is not imported, and why. The rows around it are not affected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RowError {
    /// The line of the file the row begins in, from 1.
    pub row: u32,
    /// The column's name, when one cell is to blame.
    pub column: Option<String>,
    /// Why.
    pub code: RowFault,
    /// Why, and what to do, in English.
    pub message: String,
    /// The beginning of the cell.
    pub value: String,
}

impl RowError {
    /// An error about the cell `value`.
    pub(crate) fn new(row: u32, column: Option<String>, code: RowFault, value: &str) -> Self {
        let mut shown: String = value.chars().take(60).collect();
        if shown.len() < value.len() {
            shown.push('…');
        }
        Self { row, column, code, message: code.to_string(), value: shown }
    }
}
