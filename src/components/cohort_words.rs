//! Cohorts in words: what divides them, and what their groups are called.

use crate::words::Words;
use chrono::NaiveDate;
use smarketing_domain::{
    cohort::group::{Dimension, Key},
    workspace::Workspace,
};
use smarketing_locales::t_string;

/// What divides a cohort.
pub fn dimension_label(words: Words, by: &Dimension) -> String {
    let i18n = words.i18n;
    match by {
        Dimension::Channel => t_string!(i18n, cohort.by_channel).to_owned(),
        Dimension::Owner => t_string!(i18n, cohort.by_owner).to_owned(),
        Dimension::Kind => t_string!(i18n, cohort.by_kind).to_owned(),
        Dimension::Month => t_string!(i18n, cohort.by_month).to_owned(),
        Dimension::Field(name) => name.replace('_', " "),
    }
}

/// What people call a group.
pub fn group_name(words: Words, workspace: &Workspace, key: &Key) -> String {
    let not_set = || t_string!(words.i18n, cohort.not_set).to_owned();
    match key {
        Key::Kind(kind) => words.deal_kind(*kind).to_owned(),
        Key::Month { year, month } => {
            NaiveDate::from_ymd_opt(*year, *month, 1).map_or_else(not_set, |day| words.month(day))
        }
        other => other.name(workspace).unwrap_or_else(not_set),
    }
}
