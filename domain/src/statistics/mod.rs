//! The statistics that the lab and the cohorts stand on: numbers in, numbers
//! out, each with its source. They know nothing of deals or hypotheses.

pub mod kaplan_meier;
pub mod log_rank;
pub mod logistic;
pub mod normal;
pub mod power;
pub mod proportion;
pub mod roc;
