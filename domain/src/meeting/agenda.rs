//! What is talked about, in order, and what stands behind each item that other parts of
//! the domain do not answer already.

use super::{Happened, past};
use crate::{
    clock::{DAY, Timestamp},
    entity::EntityKey,
    hourglass::Period,
    hypothesis::{
        Hypothesis, Status,
        live::Deals,
        verdict::{Judgement, Verdict},
    },
    ids::{DealId, HypothesisId, StageId, TaskId},
    sort,
    task::Task,
    workspace::Workspace,
};
use std::{cmp::Reverse, collections::BTreeSet};

/// An item of the agenda.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Item {
    /// What has come since last time.
    #[default]
    Numbers,
    /// Where most is lost.
    Bottleneck,
    /// What marketing and sales promised each other.
    Agreement,
    /// Deals that stand for too long.
    Stuck,
    /// What the coming weeks may bring.
    Forecast,
    /// Hypotheses whose tests have an answer.
    Hypotheses,
    /// Who does what by when.
    Actions,
    /// What was changed, and the end.
    End,
}

impl Item {
    /// All, in order.
    pub const ALL: [Item; 8] = [
        Self::Numbers,
        Self::Bottleneck,
        Self::Agreement,
        Self::Stuck,
        Self::Forecast,
        Self::Hypotheses,
        Self::Actions,
        Self::End,
    ];

    /// Its name in addresses.
    pub fn name(self) -> &'static str {
        match self {
            Self::Numbers => "numbers",
            Self::Bottleneck => "bottleneck",
            Self::Agreement => "agreement",
            Self::Stuck => "stuck",
            Self::Forecast => "forecast",
            Self::Hypotheses => "hypotheses",
            Self::Actions => "actions",
            Self::End => "end",
        }
    }

    /// The item of this name; the first for none.
    pub fn named(name: &str) -> Self {
        Self::ALL.into_iter().find(|item| item.name() == name).unwrap_or_default()
    }

    /// The one after it.
    pub fn next(self) -> Option<Self> {
        Self::ALL.into_iter().find(|item| *item > self)
    }

    /// The one before it.
    pub fn previous(self) -> Option<Self> {
        Self::ALL.into_iter().rev().find(|item| *item < self)
    }
}

/// A deal that stands in its stage for longer than the stage allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stuck {
    /// The deal.
    pub deal: DealId,
    /// Where it stands.
    pub stage: StageId,
    /// For how long, in milliseconds.
    pub stood_ms: i64,
    /// How many days the stage allows.
    pub rot_days: u16,
}

/// The deals that rot by the clock of their own stage, those first that are over it the
/// most times: ten days where two are right are worse than thirty where twenty are.
pub fn stuck(workspace: &Workspace, now: Timestamp) -> Vec<Stuck> {
    let stuck = |deal: &crate::deal::Deal| {
        let stage = deal.place.stage;
        let rot_days = workspace.stages.get(&stage).filter(|s| s.role.is_undecided())?.rot_days?;
        let stood_ms = now.since(deal.standing_since()?);
        (stood_ms > i64::from(rot_days) * DAY).then_some(Stuck { deal: deal.id, stage, stood_ms, rot_days })
    };
    let mut all: Vec<Stuck> = workspace.living_deals().filter_map(stuck).collect();
    // Divided by the other's days, so that none is divided by zero.
    let over = |one: &Stuck, other: &Stuck| i128::from(one.stood_ms) * i128::from(other.rot_days);
    sort::sort_by(&mut all, |a, b| over(b, a).cmp(&over(a, b)).then_with(|| a.deal.cmp(&b.deal)));
    all
}

/// A running hypothesis whose test has an answer, or cannot have one any more.
#[derive(Clone, Debug, PartialEq)]
pub struct Due {
    /// Which.
    pub hypothesis: HypothesisId,
    /// What its counts say.
    pub verdict: Verdict,
}

/// The hypotheses to decide, as they stand on their board; and how many run on.
pub fn to_decide(workspace: &Workspace, now: Timestamp) -> (Vec<Due>, usize) {
    let is_running = |h: &&Hypothesis| h.meta.is_alive() && h.standing.status == Status::Running;
    let mut running: Vec<&Hypothesis> = workspace.hypotheses.values().filter(is_running).collect();
    sort::sort_by(&mut running, |a, b| (&a.standing.rank, a.id).cmp(&(&b.standing.rank, b.id)));
    let is_live = |h: &Hypothesis| h.design.measure.is_live() && !h.registered.is_empty();
    // All deals are gone through for them: only where there is one.
    let deals = running.iter().any(|h| is_live(h)).then(|| Deals::new(workspace, now));
    let judge = |h: &Hypothesis| -> Judgement {
        let live = deals.as_ref().filter(|_| is_live(h)).and_then(|deals| deals.count(h, &h.design.measure));
        h.judge_by(live.as_ref())
    };
    let all = running.len();
    let judged = running.into_iter().map(|h| Due { hypothesis: h.id, verdict: judge(h).verdict });
    let due: Vec<Due> =
        judged.filter(|due| !matches!(due.verdict, Verdict::NotStarted | Verdict::NotEnoughYet { .. })).collect();
    let on = all - due.len();
    (due, on)
}

/// The tasks that were made in `time`, in the order in which they were.
pub fn agreed(workspace: &Workspace, time: Period) -> Vec<TaskId> {
    let at = |task: &Task| task.meta.born.map(|born| born.stamp).filter(|stamp| time.contains(stamp.at()));
    let mut agreed: Vec<_> = workspace
        .tasks
        .values()
        .filter(|task| task.meta.is_alive())
        .filter_map(|task| Some((at(task)?, task.id)))
        .collect();
    agreed.sort_unstable();
    agreed.into_iter().map(|(_, id)| id).collect()
}

/// The actions of earlier meetings that are still to do: the earliest due first, undated
/// ones last.
pub fn still_open(workspace: &Workspace) -> Vec<TaskId> {
    let ends = past(workspace).into_iter().filter_map(|meeting| meeting.ended.as_ref());
    let made = ends.flat_map(|end| end.lines.read()).filter(|line| line.what == Happened::Made);
    let tasks = made.filter_map(|line| match line.record {
        EntityKey::Task(id) => Some(id),
        _ => None,
    });
    let open = |id: TaskId| workspace.tasks.get(&id).filter(|task| task.meta.is_alive() && task.done.is_none());
    let mut tasks: Vec<&Task> = tasks.collect::<BTreeSet<_>>().into_iter().filter_map(open).collect();
    sort::sort_by_key(&mut tasks, |task| (Reverse(task.due.is_some()), task.due, task.id));
    tasks.into_iter().map(|task| task.id).collect()
}
