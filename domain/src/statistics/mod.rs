//! The statistics that the lab and the cohorts stand on: numbers in, numbers
//! out, each with its source. They know nothing of deals or hypotheses.
//!
//! | question | where |
//! | --- | --- |
//! | where does a rate lie? | [`proportion_interval`] |
//! | where does a difference of two rates lie, a relative one? | [`difference_interval`], [`uplift`] |
//! | do two rates differ? | [`two_proportions`], [`fisher`], [`unconditional`] |
//! | do two means differ? | [`welch`] |
//! | what is believed of them? | [`beta_binomial`], [`bayes_effect`] |
//! | effects as large platforms show them | [`effect_model`] |
//! | where does the mean of a count lie? | [`poisson`] |
//! | several at once | [`multiple`], their effects: [`shrinkage`] |
//! | were the arms split as meant? | [`sample_ratio`] |
//! | how many are needed? | [`power`], [`arcsine`] |
//! | how long does it take? | [`kaplan_meier`], [`log_rank`] |
//! | which of these methods, and why? | [`choice`], and [`compare`] does it |
//!
//! The curves behind them are in [`special`]. All are compared with the cases in
//! `domain/tests/fixtures/oracle.json`; `make oracle` prints how many pass.

pub mod arcsine;
pub mod bayes_effect;
pub mod beta_binomial;
pub mod choice;
pub mod compare;
pub mod difference_interval;
pub mod effect_model;
pub mod evalue;
pub mod fisher;
pub mod kaplan_meier;
pub mod log_rank;
pub mod logistic;
pub mod multiple;
pub mod poisson;
pub mod power;
pub mod proportion;
pub mod proportion_interval;
pub mod roc;
pub mod sample_ratio;
mod score;
pub mod sequence;
pub mod shrinkage;
pub mod special;
pub mod two_proportions;
pub mod unconditional;
pub mod uplift;
pub mod welch;
