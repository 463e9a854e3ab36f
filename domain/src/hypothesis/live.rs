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
//! - A **day** is a calendar day of the workspace's zone, the first that of the start. Its
//!   conversions are those of the units that came on it.
//!
//! Before and after: the control is who came in as long a time before the start.

pub use super::counted::{Live, LiveArm};

use super::{
    Hypothesis, Kind, Measure, Unit, Way,
    assignment::{arm_by_hash, chosen, unit_of},
    counted::{Case, NEVER, in_window, window, worth},
    days::Calendar,
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
use std::{
    cell::{OnceCell, RefCell},
    collections::HashMap,
    rc::Rc,
};
use uuid::Uuid;

/// At a moment that nobody noted.
const UNDATED: i64 = i64::MIN;

/// All deals with the moments at which they entered each stage, made once for any number of
/// hypotheses.
pub struct Deals<'a> {
    workspace: &'a Workspace,
    path: Path<'a>,
    deals: Vec<&'a Deal>,
    /// Their ids, close together: a deal itself is far away in memory.
    ids: Vec<Uuid>,
    /// For each deal: when it began, then its entry of each stage of the path.
    moments: Vec<i64>,
    /// For each of these columns: the deals by moment, dated ones only.
    by_moment: Vec<OnceCell<Vec<(i64, u32)>>>,
    hays: OnceCell<Vec<String>>,
    /// For each segment that was asked for: which of the deals are in it.
    segments: RefCell<Vec<(Filter, Rc<[bool]>)>>,
    /// The days since the earliest start that was asked for.
    calendar: RefCell<(i64, Rc<Calendar>)>,
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
        let ids = deals.iter().map(|deal| deal.id.0).collect();
        Self {
            workspace,
            path,
            deals,
            ids,
            moments,
            by_moment,
            hays: OnceCell::new(),
            segments: RefCell::default(),
            calendar: RefCell::new((NEVER, Rc::default())),
            as_of,
        }
    }

    /// The counts of a hypothesis that was registered; `None` while it was
    /// not, and where figures are typed or arms are elsewhere.
    pub fn count(&self, hypothesis: &Hypothesis, measure: &Measure) -> Option<Live> {
        (measure.is_live() && hypothesis.design.way != Way::Elsewhere).then_some(())?;
        let since = hypothesis.registered.first()?.at.0;
        let end = hypothesis.decision.as_ref().map_or(self.as_of.0, |decision| decision.at.0.min(self.as_of.0));
        let begin = if hypothesis.design.way == Way::BeforeAfter {
            since.saturating_sub(end.saturating_sub(since).max(0))
        } else {
            since
        };
        let arms = hypothesis.arms.len();
        // The verdict on means is about the planned number: the guardrail's are about all.
        let planned = (*measure == hypothesis.design.measure).then(|| hypothesis.design.planned_mean(arms)).flatten();
        let mut live = Live::of(arms, planned);
        let arm = |i: usize, entered: i64| self.arm(hypothesis, since, i, entered);
        let calendar = self.calendar_from(begin);
        // Those before the start, of before and after, count backwards from it.
        let day = |at: i64| calendar.days_from(at.min(since), at.max(since));
        let mut add = |case: Case| live.add(case, measure, day(case.entered), self.as_of.0);
        let (window, is_value) = (window(measure), measure.kind == Kind::Value);
        // Looking into a deal takes longer than all the rest.
        let value =
            |i: usize, entered, passed| if is_value { worth(self.deals[i], entered, passed, window) } else { 0.0 };
        let cases = self.cases(&hypothesis.segment, measure, begin, end);
        match hypothesis.design.unit {
            Unit::Deal => cases.for_each(|(i, entered, passed)| {
                add(Case { arm: arm(i, entered), entered, passed, value: value(i, entered, passed) });
            }),
            Unit::Company => {
                let mut units: HashMap<Uuid, Case> = HashMap::new();
                // By moment: the first deal says when the company entered.
                for (i, entered, passed) in cases {
                    let new = || Case { arm: arm(i, entered), entered, passed: NEVER, value: 0.0 };
                    let unit = units.entry(unit_of(Unit::Company, self.deals[i])).or_insert_with(new);
                    unit.value += value(i, unit.entered, passed);
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
            cases.map(|(i, ..)| unit_of(hypothesis.design.unit, self.deals[i])).collect();
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
        for (i, entered, passed) in self.cases(segment, measure, now - 365 * DAY, now - window) {
            let value = worth(self.deals[i], entered, passed, window);
            // By day nothing is asked.
            past.add(Case { arm: Some(0), entered, passed, value }, measure, 0, now);
        }
        past.arms.first()?.mean()
    }

    /// The places of the deals of a segment that entered in a time, with both moments, by
    /// the first.
    fn cases<'s>(
        &'s self,
        segment: &Filter,
        measure: &Measure,
        begin: i64,
        end: i64,
    ) -> impl Iterator<Item = (usize, i64, i64)> + use<'s, 'a> {
        let columns = self.by_moment.len();
        let from = measure.from.and_then(|stage| self.path.position(stage)).map_or(0, |place| place + 1);
        let won = || self.path.stages.iter().position(|stage| stage.role == StageRole::Won);
        let to = measure.to.and_then(|stage| self.path.position(stage)).or_else(won).map(|place| place + 1);
        let all = self.by_moment[from].get_or_init(|| self.sorted(from));
        let first = all.partition_point(|(at, _)| *at < begin);
        let is_meant = self.in_segment(segment);
        all[first..].iter().take_while(move |(at, _)| *at < end).filter_map(move |&(entered, i)| {
            let i = i as usize;
            is_meant[i].then(|| (i, entered, to.map_or(NEVER, |to| self.moments[i * columns + to])))
        })
    }

    /// Which deals are in a segment, found once: tests often share one.
    fn in_segment(&self, segment: &Filter) -> Rc<[bool]> {
        let known = self.segments.borrow().iter().find(|(other, _)| other == segment).map(|(_, all)| Rc::clone(all));
        known.unwrap_or_else(|| {
            let words = segment.words();
            let has = |i: usize| words.is_empty() || hay_has(&self.hays()[i], &words);
            let all: Rc<[bool]> = (0..).zip(&self.deals).map(|(i, deal)| segment.matches(deal) && has(i)).collect();
            self.segments.borrow_mut().push((segment.clone(), Rc::clone(&all)));
            all
        })
    }

    /// The calendar from a moment on, made once for the earliest.
    fn calendar_from(&self, begin: i64) -> Rc<Calendar> {
        let (since, calendar) = &mut *self.calendar.borrow_mut();
        if begin < *since {
            // With room before it, so that many starts do not make it many times.
            *since = begin.saturating_sub(self.as_of.0.saturating_sub(begin).max(0) / 2);
            *calendar = Rc::new(Calendar::between(self.workspace, *since, self.as_of.0));
        }
        Rc::clone(calendar)
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

    fn arm(&self, hypothesis: &Hypothesis, since: i64, i: usize, entered: i64) -> Option<usize> {
        let (id, arms, design) = (hypothesis.id, hypothesis.arms.len(), &hypothesis.design);
        match design.way {
            Way::Elsewhere => None,
            Way::ByHash if design.unit == Unit::Deal => Some(arm_by_hash(id, self.ids[i], arms)),
            Way::ByHash => Some(arm_by_hash(id, unit_of(design.unit, self.deals[i]), arms)),
            Way::ByPerson => chosen(id, self.deals[i], arms),
            Way::BeforeAfter => Some(usize::from(entered >= since)),
        }
    }
}
