//! Something a member must do by a date.

use crate::{
    clock::Timestamp,
    ids::{DealId, MemberId, TaskId},
    record::record,
};
use chrono::NaiveDate;

record! {
    /// A next step.
    pub struct Task(TaskId), changed by TaskChange {
        /// What is to be done.
        title / Title: String,
        /// The deal it belongs to.
        deal / Deal: Option<DealId>,
        /// Who does it.
        assignee / Assignee: Option<MemberId>,
        /// By which calendar day.
        due / Due: Option<NaiveDate>,
        /// When it was done; `None` while it is to do.
        done / Done: Option<Timestamp>,
    }
}

/// How urgent a deal's next step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Urgency {
    /// Should have been done before today.
    Overdue,
    /// To be done today.
    Today,
    /// Nothing is planned.
    NoNextStep,
    /// Planned for later, or for no particular day.
    Later,
}

/// The urgency of the open task `due`, or of having none.
pub fn urgency(next: Option<&Task>, today: NaiveDate) -> Urgency {
    match next {
        None => Urgency::NoNextStep,
        Some(Task { due: Some(due), .. }) if *due < today => Urgency::Overdue,
        Some(Task { due: Some(due), .. }) if *due == today => Urgency::Today,
        Some(_) => Urgency::Later,
    }
}
