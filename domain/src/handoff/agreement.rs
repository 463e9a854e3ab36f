//! What both teams promised each other, and how this week stands.

use super::{
    case::{Answer, Case, cases},
    clock::working_ms,
    feedback::median,
};
use crate::{
    clock::Timestamp,
    hourglass::Period,
    score::sum,
    settings::{Promise, Settings},
    workspace::Workspace,
    zone::Zone,
};

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

/// A number of the agreement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kept {
    /// Accepted, of the promised quality.
    Accepted,
    /// Accepted, below it.
    Below,
    /// Answered within the promised time.
    InTime,
    /// Answered later.
    Late,
    /// Without an answer for longer than promised.
    Overdue,
    /// Without an answer, and in time.
    Waiting,
}

/// What an offer is in a week: for marketing's promise, and for that of sales.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct CountsAs {
    quality: Option<Kept>,
    speed: Option<Kept>,
    /// Working time until the answer.
    took: Option<i64>,
}

impl CountsAs {
    pub(super) fn is(self, kept: Kept) -> bool {
        self.quality == Some(kept) || self.speed == Some(kept)
    }
}

/// What an offer counts as in `week`, at `now`.
pub(super) fn counts_as(own: &Settings, zone: &dyn Zone, case: &Case, week: Period, now: Timestamp) -> CountsAs {
    let promised = i64::from(own.response_hours) * 3_600_000;
    let in_time = |worked: i64| promised == 0 || worked <= promised;
    match case.answer {
        Answer::Withdrawn | Answer::Left => CountsAs::default(),
        Answer::Waiting => {
            let worked = case.offered.map_or(0, |from| working_ms(&own.calendar, zone, from, now));
            let speed = if in_time(worked) { Kept::Waiting } else { Kept::Overdue };
            CountsAs { speed: Some(speed), ..CountsAs::default() }
        }
        Answer::Accepted | Answer::Rejected(_) => {
            let Some(answered) = case.answered.filter(|at| week.contains(*at)) else { return CountsAs::default() };
            let quality = || if is_good(case, own.promise) { Kept::Accepted } else { Kept::Below };
            let took = case.offered.map(|offered| working_ms(&own.calendar, zone, offered, answered));
            CountsAs {
                quality: (case.answer == Answer::Accepted).then(quality),
                speed: took.map(|worked| if in_time(worked) { Kept::InTime } else { Kept::Late }),
                took,
            }
        }
    }
}

/// How the agreement stands in `week`, at `now`.
pub fn agreement(workspace: &Workspace, zone: &dyn Zone, week: Period, now: Timestamp) -> Agreement {
    let Some(own) = workspace.own() else { return Agreement::default() };
    let mut agreement = Agreement { promise: own.promise, promised_hours: own.response_hours, ..Agreement::default() };
    let mut times = Vec::new();
    for case in cases(workspace) {
        let counted = counts_as(own, zone, &case, week, now);
        for kept in [counted.quality, counted.speed].into_iter().flatten() {
            *agreement.count(kept) += 1;
        }
        times.extend(counted.took);
    }
    times.sort_unstable();
    agreement.median_ms = median(&times);
    agreement
}

impl Agreement {
    fn count(&mut self, kept: Kept) -> &mut u64 {
        match kept {
            Kept::Accepted => &mut self.accepted,
            Kept::Below => &mut self.accepted_below,
            Kept::InTime => &mut self.in_time,
            Kept::Late => &mut self.late,
            Kept::Overdue => &mut self.overdue,
            Kept::Waiting => &mut self.waiting,
        }
    }
}

/// Whether a lead was offered with the promised quality. Without a least score
/// every accepted lead is one.
fn is_good(case: &Case, promise: Promise) -> bool {
    promise.least_score.is_none_or(|least| !case.given.is_empty() && sum(&case.given) >= least)
}
