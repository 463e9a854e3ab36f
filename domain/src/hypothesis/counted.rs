//! What was counted of a running hypothesis, arm by arm; [`super::live`] says of whom.

use super::{
    Arm, Hypothesis, Kind, Measure,
    verdict::{Judgement, MeanArm, judge_daily_with, judge_means, typed_days},
};
use crate::{
    clock::DAY,
    deal::Deal,
    statistics::{
        evalue::{Counts, Evidence},
        welch::{Mean, WelchTest, welch},
    },
};

/// Never, as a moment.
pub(super) const NEVER: i64 = i64::MAX;

impl Hypothesis {
    /// The counts by day that its verdict goes by: typed, or taken from the histories;
    /// `None` where only totals are known.
    pub fn by_day(&self, live: Option<&Live>) -> Option<Vec<Vec<Counts>>> {
        match self.design.measure.kind {
            Kind::Days => Some(typed_days(&self.days, self.arms.len())),
            _ => live.map(|live| live.days.clone()),
        }
    }

    /// The arms with the counts that its verdict goes by.
    pub fn counted(&self, live: Option<&Live>) -> Vec<Arm> {
        let Some(days) = self.by_day(live) else { return self.arms.clone() };
        let total = |i: usize| {
            let of_arm = days.iter().filter_map(|day| day.get(i));
            of_arm.fold((0, 0), |(exposed, converted), day| (exposed + day.exposed, converted + day.converted))
        };
        let named = self.arms.iter().enumerate();
        named
            .map(|(i, arm)| {
                let (exposed, converted) = total(i);
                Arm { name: arm.name.clone(), exposed, converted }
            })
            .collect()
    }

    /// Its verdict: by the live counts where there are any, else by what was typed.
    pub fn judge_by(&self, live: Option<&Live>) -> Judgement {
        live.map_or_else(|| self.judge(), |live| live.judge(self))
    }
}

/// What was counted.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Live {
    /// The arms in their order, control first.
    pub arms: Vec<LiveArm>,
    /// The known units by calendar day, that of the start first: for each day the arms in
    /// their order. Of before and after, the days before the start count backwards: as far
    /// before as after it stand beside each other, for nothing can be compared within a day
    /// that has one arm only.
    pub days: Vec<Vec<Counts>>,
    /// How many are in the test, but in no arm: a person has not chosen.
    pub unassigned: u64,
    /// How many units of an arm its mean is about: the first ones; `None` for all.
    planned: Option<u64>,
}

/// One arm.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct LiveArm {
    /// How many are in it.
    pub entered: u64,
    /// How many of them had their window.
    pub known: u64,
    /// How many of the known converted.
    pub converted: u64,
    /// How many of the known are in the mean.
    measured: u64,
    sum: f64,
    squares: f64,
}

impl LiveArm {
    /// The mean of what is measured, over the known units (where a number was planned, over
    /// the first ones): minor units of money, or days. `None` below two.
    pub fn mean(&self) -> Option<Mean> {
        let n = self.measured as f64;
        (self.measured > 1).then(|| {
            let mean = self.sum / n;
            let variance = ((self.squares - self.sum * mean) / (n - 1.0)).max(0.0);
            Mean { mean, sd: variance.sqrt(), n: self.measured }
        })
    }
}

impl Live {
    /// Nobody yet, in so many arms.
    pub(super) fn of(arms: usize, planned: Option<u64>) -> Self {
        Self { arms: vec![LiveArm::default(); arms], planned, ..Self::default() }
    }

    /// The verdict.
    pub fn judge(&self, hypothesis: &Hypothesis) -> Judgement {
        if !hypothesis.design.measure.is_rate() {
            let of = |arm: &LiveArm| MeanArm { known: arm.known, converted: arm.converted, mean: arm.mean() };
            return judge_means(&hypothesis.design, &self.arms.iter().map(of).collect::<Vec<_>>());
        }
        let none = [vec![Counts::default(); self.arms.len()]];
        let days = if self.days.is_empty() { &none[..] } else { &self.days };
        judge_daily_with(&hypothesis.plan, &hypothesis.design, days)
    }

    /// The difference of the means of variant `i` and the control, by Welch's test. It holds
    /// for one look.
    pub fn means(&self, i: usize, confidence: f64) -> Option<WelchTest> {
        welch(self.arms.first()?.mean()?, self.arms.get(i)?.mean()?, confidence)
    }

    /// Whether variant `i` does worse in what is watched beside the test. Fewer get through:
    /// by e-values, at all looks together. They are worth less, or need longer: by Welch's
    /// test, which holds for one look; of means a guardrail would rather warn once too often.
    pub fn is_worse(&self, i: usize, kind: Kind, confidence: f64) -> bool {
        match kind {
            Kind::Value => self.means(i, confidence).is_some_and(|test| test.interval.high < 0.0),
            Kind::Time => self.means(i, confidence).is_some_and(|test| test.interval.low > 0.0),
            _ => self.evidence(i).odds_ratio(confidence).high < 1.0,
        }
    }

    fn evidence(&self, i: usize) -> Evidence {
        let mut evidence = Evidence::new(None);
        for day in &self.days {
            if let (Some(control), Some(variant)) = (day.first(), day.get(i)) {
                evidence.add(*control, *variant);
            }
        }
        evidence
    }
}

/// A unit on its way: a deal, or the deals of a company.
#[derive(Clone, Copy)]
pub(super) struct Case {
    pub(super) arm: Option<usize>,
    pub(super) entered: i64,
    pub(super) passed: i64,
    pub(super) value: f64,
}

impl Live {
    /// Counts a unit in, on the day that it entered.
    pub(super) fn add(&mut self, case: Case, measure: &Measure, day: usize, as_of: i64) {
        let window = window(measure);
        let Some(i) = case.arm.filter(|arm| *arm < self.arms.len()) else {
            self.unassigned += 1;
            return;
        };
        let arms = self.arms.len();
        let arm = &mut self.arms[i];
        arm.entered += 1;
        if case.entered + window > as_of {
            return;
        }
        let converted = in_window(case.entered, case.passed, window);
        arm.known += 1;
        arm.converted += u64::from(converted);
        let measured = match measure.kind {
            Kind::Time if converted => (case.passed - case.entered) as f64 / DAY as f64,
            Kind::Time => f64::from(measure.days),
            _ => case.value,
        };
        if self.planned.is_none_or(|planned| arm.measured < planned) {
            arm.measured += 1;
            arm.sum += measured;
            arm.squares += measured * measured;
        }
        if day >= self.days.len() {
            self.days.resize(day + 1, vec![Counts::default(); arms]);
        }
        let today = &mut self.days[day][i];
        today.exposed += 1;
        today.converted += u64::from(converted);
    }
}

pub(super) fn window(measure: &Measure) -> i64 {
    i64::from(measure.days) * DAY
}

/// Whether it passed within the window; at a moment that nobody noted it did not.
pub(super) fn in_window(entered: i64, passed: i64, window: i64) -> bool {
    passed != NEVER && passed >= entered && passed - entered <= window
}

/// What a deal paid within the window, in minor units.
pub(super) fn worth(deal: &Deal, entered: i64, passed: i64, window: i64) -> f64 {
    if in_window(entered, passed, window) { deal.value_minor() as f64 } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guardrail_of_any_kind_tells_what_is_worse() {
        let arm = |known: u64, converted: u64, mean: f64| LiveArm {
            entered: known,
            known,
            converted,
            measured: known,
            sum: mean * known as f64,
            squares: (mean * mean + 1.0) * known as f64,
        };
        let day = |arm: &LiveArm| Counts { exposed: arm.known, converted: arm.converted };
        let of = |variant: LiveArm| {
            let control = arm(200, 80, 10.0);
            Live { days: vec![vec![day(&control), day(&variant)]], arms: vec![control, variant], ..Live::default() }
        };
        let says =
            |variant| [Kind::Conversion, Kind::Value, Kind::Time].map(|kind| of(variant).is_worse(1, kind, 0.95));
        assert_eq!(says(arm(200, 80, 10.0)), [false, false, false]);
        assert_eq!(says(arm(200, 40, 8.0)), [true, true, false]);
        assert_eq!(says(arm(200, 120, 12.0)), [false, false, true]);
        assert_eq!(says(LiveArm::default()), [false, false, false], "nobody yet");
    }
}
