//! What both teams promised each other, and how this week stands.

use super::{
    case::{Answer, Case, cases},
    clock::working_ms,
    feedback::median,
};
use crate::{clock::Timestamp, hourglass::Period, score::sum, settings::Promise, workspace::Workspace, zone::Zone};

/// A week of both sides.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Agreement {
    /// What marketing promised.
    pub promise: Promise,
    /// Leads of the promised quality that sales accepted in the week.
    pub accepted: u64,
    /// Accepted leads below that quality, or offered by hand without a score.
    pub accepted_below: u64,
    /// Hours of work within which sales promised to answer; 0: nothing promised.
    pub promised_hours: u16,
    /// Answers of the week that came within the promised time.
    pub in_time: u64,
    /// Answers of the week that came later.
    pub late: u64,
    /// Offers that wait longer than promised, whenever they were made.
    pub overdue: u64,
    /// Offers that wait, and still have time.
    pub waiting: u64,
    /// Median working time to an answer in the week, in milliseconds.
    pub median_ms: Option<i64>,
}

/// How the agreement stands in `week`, at `now`.
pub fn agreement(workspace: &Workspace, zone: &dyn Zone, week: Period, now: Timestamp) -> Agreement {
    let Some(own) = workspace.own() else { return Agreement::default() };
    let mut agreement = Agreement { promise: own.promise, promised_hours: own.response_hours, ..Agreement::default() };
    let promised = i64::from(own.response_hours) * 3_600_000;
    let is_late = |worked: i64| promised > 0 && worked > promised;
    let mut times = Vec::new();
    for case in cases(workspace) {
        match case.answer {
            Answer::Withdrawn | Answer::Left => {}
            Answer::Waiting => {
                let worked = case.offered.map_or(0, |from| working_ms(&own.calendar, zone, from, now));
                *(if is_late(worked) { &mut agreement.overdue } else { &mut agreement.waiting }) += 1;
            }
            Answer::Accepted | Answer::Rejected(_) => {
                let Some(answered) = case.answered.filter(|at| week.contains(*at)) else { continue };
                if case.answer == Answer::Accepted {
                    let good = is_good(&case, own.promise);
                    *(if good { &mut agreement.accepted } else { &mut agreement.accepted_below }) += 1;
                }
                let Some(offered) = case.offered else { continue };
                let worked = working_ms(&own.calendar, zone, offered, answered);
                *(if is_late(worked) { &mut agreement.late } else { &mut agreement.in_time }) += 1;
                times.push(worked);
            }
        }
    }
    times.sort_unstable();
    agreement.median_ms = median(&times);
    agreement
}

/// Whether a lead was offered with the promised quality. Without a least score
/// every accepted lead is one.
fn is_good(case: &Case, promise: Promise) -> bool {
    promise.least_score.is_none_or(|least| !case.given.is_empty() && sum(&case.given) >= least)
}
