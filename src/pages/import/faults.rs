//! What is wrong with a file, a mapping or a row, in words.

use super::job::Trouble;
use crate::{components::file_error, prelude::*, words::Words};
use smarketing_domain::import::error::{MappingError, RowFault};

/// Why the run cannot go on, and what to do.
pub fn trouble(words: Words, trouble: &Trouble) -> String {
    let i18n = words.i18n;
    match trouble {
        Trouble::Unreadable => t_string!(i18n, import.file_unreadable).to_owned(),
        Trouble::Refused(refusal) => words.refusal(*refusal),
        Trouble::File(error) => file_error(words, *error).to_owned(),
    }
}

/// Why nothing can be imported by the mapping.
pub fn mapping(words: Words, error: &MappingError) -> String {
    let i18n = words.i18n;
    let subject = error.subject().unwrap_or_default().to_owned();
    match error {
        MappingError::UnknownColumn(_) => t_string!(i18n, import.unknown_column, subject = subject).to_string(),
        MappingError::NoStage => t_string!(i18n, import.no_stage_column).to_string(),
        MappingError::NoTitle => t_string!(i18n, import.no_title_column).to_string(),
        MappingError::UnknownStage(_) => t_string!(i18n, import.unknown_stage_target, subject = subject).to_string(),
        MappingError::StageName(_) => t_string!(i18n, import.stage_name, subject = subject).to_string(),
        MappingError::DateOrderUnknown(_) => t_string!(i18n, import.date_order_unknown, subject = subject).to_string(),
        MappingError::WrongCurrency { file, workspace } => {
            t_string!(i18n, import.wrong_currency, file = file.to_string(), workspace = workspace.to_string())
                .to_string()
        }
        MappingError::TooManyFields { max } => {
            t_string!(i18n, import.too_many_fields, max = max.to_string()).to_string()
        }
    }
}

/// Why a row is refused.
pub fn row(words: Words, fault: RowFault) -> &'static str {
    let i18n = words.i18n;
    match fault {
        RowFault::Ragged => t_string!(i18n, import.row_ragged),
        RowFault::CellTooLarge => t_string!(i18n, import.row_cell_too_large),
        RowFault::UnclosedQuote => t_string!(i18n, import.row_unclosed_quote),
        RowFault::Damaged => t_string!(i18n, import.row_damaged),
        RowFault::TitleMissing => t_string!(i18n, import.row_title_missing),
        RowFault::TextTooLong => t_string!(i18n, import.row_text_too_long),
        RowFault::StageMissing => t_string!(i18n, import.row_stage_missing),
        RowFault::UnknownStage => t_string!(i18n, import.row_unknown_stage),
        RowFault::UnknownStatus => t_string!(i18n, import.row_unknown_status),
        RowFault::BadDate => t_string!(i18n, import.row_bad_date),
        RowFault::BadAmount => t_string!(i18n, import.row_bad_amount),
        RowFault::TooPrecise => t_string!(i18n, import.row_too_precise),
        RowFault::NegativeAmount => t_string!(i18n, import.row_negative_amount),
        RowFault::AmountTooLarge => t_string!(i18n, import.row_amount_too_large),
        RowFault::OtherCurrency => t_string!(i18n, import.row_other_currency),
        RowFault::Duplicate => t_string!(i18n, import.row_duplicate),
    }
}
