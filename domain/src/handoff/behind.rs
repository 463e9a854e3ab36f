//! The offers behind a number of the hand-off: the very ones that it counts, for
//! the same functions that count choose them.
//!
//! An **offer** is counted, not a deal: a lead that was rejected and offered again
//! is two offers of one deal. The list of deals has it once.

use super::{
    agreement::{Kept, counts_as},
    case::{Answer, Case, cases},
    clock::Level,
    feedback::{Group, by_score, group_of, helped, loss, offers, speed},
};
use crate::{
    clock::Timestamp,
    deal::Unfit,
    hourglass::Period,
    ids::{DealId, RuleId},
    workspace::Workspace,
    zone::Zone,
};
use std::collections::BTreeSet;

/// Which of some offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// All that were not taken back.
    Offered,
    /// Accepted or rejected.
    Answered,
    /// Accepted by sales.
    Accepted,
    /// Rejected by sales: for this reason, or for any.
    Rejected(Option<Unfit>),
    /// Lost before an answer: for this reason, or for any or none.
    Left(Option<String>),
    /// Without an answer.
    Waiting,
    /// Won since.
    Won,
}

impl Part {
    /// Whether an offer that was not taken back belongs to it.
    pub fn holds(&self, workspace: &Workspace, case: &Case) -> bool {
        match self {
            Self::Offered => true,
            Self::Answered => matches!(case.answer, Answer::Accepted | Answer::Rejected(_)),
            Self::Accepted => case.answer == Answer::Accepted,
            Self::Rejected(None) => matches!(case.answer, Answer::Rejected(_)),
            Self::Rejected(Some(reason)) => case.answer == Answer::Rejected(*reason),
            Self::Left(None) => case.answer == Answer::Left,
            Self::Left(Some(reason)) => case.answer == Answer::Left && loss(workspace, case) == Some(reason.as_str()),
            Self::Waiting => case.answer == Answer::Waiting,
            Self::Won => case.won,
        }
    }
}

/// A number of the hand-off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Number {
    /// Of a channel, a campaign, or all.
    Group {
        /// What divides the offers.
        by: Group,
        /// The group's name, as in [`super::Feedback::name`].
        name: String,
        /// Which of its offers.
        part: Part,
    },
    /// Of the answered offers that a rule helped to make.
    Rule {
        /// The rule.
        rule: RuleId,
        /// Which of them.
        part: Part,
    },
    /// Of the accepted offers that were answered so fast.
    Speed {
        /// How fast.
        level: Level,
        /// Which of them.
        part: Part,
    },
    /// Of the agreement in a week: the period that is asked for.
    Week(Kept),
}

/// The offers that a number of a period counts, at `now`. Without a period a
/// week has none.
pub fn offers_behind(
    workspace: &Workspace,
    zone: &dyn Zone,
    number: &Number,
    period: Option<Period>,
    now: Timestamp,
) -> Vec<Case> {
    let keep = |cases: Vec<Case>, is_meant: &dyn Fn(&Case) -> bool| -> Vec<Case> {
        cases.into_iter().filter(|case| is_meant(case)).collect()
    };
    match number {
        Number::Group { by, name, part } => keep(offers(workspace, period), &|case| {
            part.holds(workspace, case) && group_of(workspace, *by, case) == *name
        }),
        Number::Rule { rule, part } => {
            keep(by_score(workspace, period), &|case| helped(*rule, case) && part.holds(workspace, case))
        }
        Number::Speed { level, part } => keep(offers(workspace, period), &|case| {
            speed(workspace, zone, case) == Some(*level) && part.holds(workspace, case)
        }),
        Number::Week(kept) => {
            let Some((own, week)) = workspace.own().zip(period) else { return Vec::new() };
            keep(cases(workspace), &|case| counts_as(own, zone, case, week, now).is(*kept))
        }
    }
}

/// The deals of these offers, each once.
pub fn deals_of(offers: &[Case]) -> Vec<DealId> {
    offers.iter().map(|case| case.deal).collect::<BTreeSet<_>>().into_iter().collect()
}
