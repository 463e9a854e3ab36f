//! The counts of running hypotheses, taken from the deals' histories.
//!
//! - A unit **is in** the test when it matches the segment and entered the measure's first
//!   stage (as [`crate::cohort`] defines it; without one, its path began) after the start,
//!   and before the decision. A company is in it from the first of its deals that is.
//! - It is **known** when its window is over. Only then it counts, whatever it did so far:
//!   those who convert soon would else be counted before those who take their time.
//! - It **converted** when it entered the measure's last stage within the window.
//! - **Value** is what its deals that converted are worth once, 0 without any; **time** is
//!   the days it took, the whole window where it did not convert (the restricted mean, and
//!   all of it is known, so nobody is censored).
//! - A **day** is a day since the start. Its conversions are those of the units that came on it.
//!
//! Before and after: the control is who came in as long a time before the start.

pub use super::counted::{Live, LiveArm};

use super::{
    Hypothesis, Measure, Unit, Way,
    assignment::{arm_by_hash, chosen, unit_of},
    counted::{Case, NEVER, in_window, window, worth},
};
use crate::{
    clock::{DAY, Timestamp},
    cohort::{Entry, fill_entries},
    deal::Deal,
    filter::{Filter, hay, hay_has},
    path::Path,
    sort,
    stage::StageRole,
    statistics::welch::Mean,
    workspace::Workspace,
};
use std::{cell::OnceCell, collections::HashMap};
use uuid::Uuid;

/// At a moment that nobody noted.
const UNDATED: i64 = i64::MIN;

/// All deals with the moments at which they entered each stage, made once for any number of
/// hypotheses.
pub struct Deals<'a> {
    workspace: &'a Workspace,
    path: Path<'a>,
    deals: Vec<&'a Deal>,
    /// For each deal: when it began, then its entry of each stage of the path.
    moments: Vec<i64>,
    /// For each of these columns: the deals by moment, dated ones only.
    by_moment: Vec<OnceCell<Vec<(i64, u32)>>>,
    hays: OnceCell<Vec<String>>,
    as_of: Timestamp,
}

impl<'a> Deals<'a> {
    /// All living deals, as of a moment.
    pub fn new(workspace: &'a Workspace, as_of: Timestamp) -> Self {
        let path = Path::of(workspace);
        let deals: Vec<&Deal> = workspace.living_deals().collect();
        let mut moments = Vec::with_capacity(deals.len() * (path.stages.len() + 1));
        let mut entries = Vec::new();
        for deal in &deals {
            moments.push(deal.began().filter(|at| *at <= as_of).map_or(NEVER, |at| at.0));
            fill_entries(&mut entries, &path, deal, as_of);
            moments.extend(entries.iter().map(|entry| match entry {
                Entry::Never => NEVER,
                Entry::Undated => UNDATED,
                Entry::At(at) => at.0,
            }));
        }
        let by_moment = vec![OnceCell::new(); path.stages.len() + 1];
        Self { workspace, path, deals, moments, by_moment, hays: OnceCell::new(), as_of }
    }

    /// The counts of a hypothesis that was registered; `None` while it was
    /// not, and where figures are typed or arms are elsewhere.
    pub fn count(&self, hypothesis: &Hypothesis, measure: &Measure) -> Option<Live> {
        (measure.is_live() && hypothesis.design.way != Way::Elsewhere).then_some(())?;
        let since = hypothesis.registered.first()?.at.0;
        let end = hypothesis.decision.as_ref().map_or(self.as_of.0, |decision| decision.at.0.min(self.as_of.0));
        let begin = if hypothesis.design.way == Way::BeforeAfter { since - (end - since).max(0) } else { since };
        let arms = hypothesis.arms.len();
        // The verdict on means is about the planned number: the guardrail's are about all.
        let planned = (*measure == hypothesis.design.measure).then(|| hypothesis.design.planned_mean(arms)).flatten();
        let mut live = Live::of(arms, planned);
        let arm = |deal: &Deal, entered: i64| self.arm(hypothesis, since, deal, entered);
        let mut add = |case: Case| live.add(case, measure, begin, self.as_of.0);
        let window = window(measure);
        let cases = self.cases(&hypothesis.segment, measure, begin, end);
        match hypothesis.design.unit {
            Unit::Deal => cases.for_each(|(deal, entered, passed)| {
                add(Case { arm: arm(deal, entered), entered, passed, value: worth(deal, entered, passed, window) });
            }),
            Unit::Company => {
                let mut units: HashMap<Uuid, Case> = HashMap::new();
                // By moment: the first deal says when the company entered.
                for (deal, entered, passed) in cases {
                    let new = || Case { arm: arm(deal, entered), entered, passed: NEVER, value: 0.0 };
                    let unit = units.entry(unit_of(Unit::Company, deal)).or_insert_with(new);
                    unit.value += worth(deal, unit.entered, passed, window);
                    unit.passed = unit.passed.min(passed);
                }
                // Who came first is counted first: a planned number is that of the first.
                let mut units: Vec<_> = units.into_iter().collect();
                sort::sort_by_key(&mut units, |(id, case)| (case.entered, *id));
                units.into_iter().for_each(|(_, case)| add(case));
            }
        }
        Some(live)
    }

    /// How many units a week came of late: over the twelve weeks before now.
    pub fn inflow(&self, hypothesis: &Hypothesis) -> f64 {
        const WEEKS: i64 = 12;
        let (now, measure) = (self.as_of.0, &hypothesis.design.measure);
        let cases = self.cases(&hypothesis.segment, measure, now - WEEKS * 7 * DAY, now);
        let units: std::collections::HashSet<Uuid> =
            cases.map(|(deal, ..)| unit_of(hypothesis.design.unit, deal)).collect();
        units.len() as f64 / WEEKS as f64
    }

    /// Of the deals whose window is over, which share converted, and of how many: over the
    /// year before now.
    pub fn past(&self, segment: &Filter, measure: &Measure) -> Option<(f64, u64)> {
        let (now, window) = (self.as_of.0, window(measure));
        let cases = self.cases(segment, measure, now - 365 * DAY, now - window);
        let (n, converted) = cases.fold((0_u64, 0_u64), |(n, converted), (_, entered, passed)| {
            (n + 1, converted + u64::from(in_window(entered, passed, window)))
        });
        (n > 0).then(|| (converted as f64 / n as f64, n))
    }

    /// The same for a measure of means: the mean and how single units spread; `None` below
    /// two units.
    pub fn past_mean(&self, segment: &Filter, measure: &Measure) -> Option<Mean> {
        let (now, window) = (self.as_of.0, window(measure));
        let mut past = Live::of(1, None);
        for (deal, entered, passed) in self.cases(segment, measure, now - 365 * DAY, now - window) {
            let value = worth(deal, entered, passed, window);
            past.add(Case { arm: Some(0), entered, passed, value }, measure, now - 365 * DAY, now);
        }
        past.arms.first()?.mean()
    }

    /// The deals of a segment that entered in a time, with both moments, by the first.
    fn cases<'s>(
        &'s self,
        segment: &'s Filter,
        measure: &Measure,
        begin: i64,
        end: i64,
    ) -> impl Iterator<Item = (&'s Deal, i64, i64)> + 's {
        let columns = self.by_moment.len();
        let from = measure.from.and_then(|stage| self.path.position(stage)).map_or(0, |place| place + 1);
        let won = || self.path.stages.iter().position(|stage| stage.role == StageRole::Won);
        let to = measure.to.and_then(|stage| self.path.position(stage)).or_else(won).map(|place| place + 1);
        let all = self.by_moment[from].get_or_init(|| self.sorted(from));
        let first = all.partition_point(|(at, _)| *at < begin);
        let words = segment.words();
        all[first..].iter().take_while(move |(at, _)| *at < end).filter_map(move |&(entered, i)| {
            let deal = self.deals[i as usize];
            let is_meant = segment.matches(deal) && (words.is_empty() || hay_has(&self.hays()[i as usize], &words));
            is_meant.then(|| (deal, entered, to.map_or(NEVER, |to| self.moments[i as usize * columns + to])))
        })
    }

    fn sorted(&self, column: usize) -> Vec<(i64, u32)> {
        let rows = self.moments.chunks_exact(self.by_moment.len()).zip(0_u32..);
        let dated = rows.map(|(row, i)| (row[column], i)).filter(|(at, _)| !matches!(*at, NEVER | UNDATED));
        let mut all: Vec<_> = dated.collect();
        all.sort_unstable();
        all
    }

    fn hays(&self) -> &[String] {
        self.hays.get_or_init(|| self.deals.iter().map(|deal| hay(self.workspace, deal)).collect())
    }

    fn arm(&self, hypothesis: &Hypothesis, since: i64, deal: &Deal, entered: i64) -> Option<usize> {
        let (id, arms, design) = (hypothesis.id, hypothesis.arms.len(), &hypothesis.design);
        match design.way {
            Way::Elsewhere => None,
            Way::ByHash => Some(arm_by_hash(id, unit_of(design.unit, deal), arms)),
            Way::ByPerson => chosen(id, deal, arms),
            Way::BeforeAfter => Some(usize::from(entered >= since)),
        }
    }
}
