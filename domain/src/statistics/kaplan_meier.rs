//! How many have converted by a time, when some could not be watched that long.
//!
//! Whoever has not converted yet is *censored*: watched up to a time and no
//! further. They count as at risk up to and including that time, and say
//! nothing about what comes after it. Leaving them out, or counting them as
//! never converting, would both be wrong.
//!
//! The interval is Wilson's with the *effective* sample size: the number of
//! fully watched units that would have Greenwood's variance (Rothman), and no
//! more than those still at risk stand for (Peto), so that one unit that was
//! watched to the end does not speak for a hundred that were not. Without
//! censoring it is the Wilson interval of the plain ratio. Unlike "plus or minus
//! two standard errors" it stays within 0 and 1, and does not shrink to nothing
//! where nobody or everybody converted.
//!
//! Sources: Kaplan and Meier, JASA 53 (1958), 457-481; Greenwood, Reports on
//! Public Health and Medical Subjects 33 (1926); Klein and Moeschberger,
//! "Survival Analysis", 2003, chapter 4. For the interval: Rothman, Journal of
//! Chronic Diseases 31 (1978), 557-560; Peto et al., British Journal of Cancer
//! 35 (1977), 1-39; Dorey and Korn, Statistics in Medicine 6 (1987), 679-687.

use super::{
    difference_interval::measured_newcombe,
    proportion::{Interval, Measured},
    special::normal::two_sided,
};

/// One unit, watched for some time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Observation {
    /// How long, from the beginning: until it converted, else until now. Never
    /// negative; in any unit, the same for all.
    pub time: f64,
    /// Whether it converted at that time; else it is censored.
    pub converted: bool,
}

/// What happened at one time at which somebody converted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// When, from the beginning.
    pub time: f64,
    /// Watched at least that long, and not converted before.
    pub at_risk: u64,
    /// Converted at that time.
    pub converted: u64,
    /// The share that has not converted by then, this time included.
    pub survival: f64,
    /// Greenwood's standard error of `survival`; `None` once it has reached 0.
    pub greenwood_se: Option<f64>,
    /// The share that has converted by then: 1 − survival, and to the last
    /// digit the plain ratio as long as nobody was censored before.
    pub conversion: f64,
    /// The number of units whose plain ratio would have this variance.
    effective: f64,
    /// Sum of d / (n (n − d)) up to here.
    hazard: f64,
}

/// The share that has converted by a time, with its uncertainty.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The share, 0 to 1.
    pub rate: f64,
    /// Greenwood's standard error; `None` where everybody converted.
    pub greenwood_se: Option<f64>,
    /// Where the share may well lie; see the module's head.
    pub interval: Interval,
    /// So many fully watched units would tell as much.
    pub effective: f64,
    /// Watched at least that long, and not converted before.
    pub at_risk: u64,
}

/// The Kaplan-Meier curve of some units.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Curve {
    steps: Vec<Step>,
    /// How long each unit was watched, in order.
    times: Vec<f64>,
}

impl Curve {
    /// The curve of these units.
    pub fn of(mut units: Vec<Observation>) -> Self {
        // A sort of its own, for code: curves are made by the dozen.
        units.sort_unstable_by(|a, b| a.time.total_cmp(&b.time));
        let all = units.len();
        let mut steps: Vec<Step> = Vec::new();
        let (mut at, mut converted_before) = (0, 0);
        while at < all {
            let time = units[at].time;
            let together = units[at..].iter().take_while(|u| u.time == time);
            let (left, converted) = together.fold((0, 0), |(n, d), u| (n + 1, d + usize::from(u.converted)));
            if converted > 0 {
                steps.push(step(steps.last(), time, all - at, converted, all, at == converted_before));
            }
            converted_before += converted;
            at += left;
        }
        Self { steps, times: units.into_iter().map(|u| u.time).collect() }
    }

    /// The times at which somebody converted, in order.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// How many were watched at least for `time`, and had not converted before.
    pub fn at_risk(&self, time: f64) -> u64 {
        (self.times.len() - self.times.partition_point(|t| *t < time)) as u64
    }

    /// The share that has converted by `time`, that time included. `None` where
    /// it is not known: nobody was watched that long, and some who were not
    /// may still convert.
    pub fn at(&self, time: f64, conf_level: f64) -> Option<Estimate> {
        let step = self.steps[..self.steps.partition_point(|s| s.time <= time)].last();
        let at_risk = self.at_risk(time);
        let survival = step.map_or(1.0, |s| s.survival);
        if at_risk == 0 && survival > 0.0 {
            return None;
        }
        // Those who convert at this very time are at risk, and do not go on.
        let going_on = at_risk - step.filter(|s| s.time == time).map_or(0, |s| s.converted);
        let stand_for = if survival > 0.0 { going_on as f64 / survival } else { f64::INFINITY };
        let effective = step.map_or(stand_for, |s| s.effective.min(stand_for));
        let rate = step.map_or(0.0, |s| s.conversion);
        Some(Estimate {
            rate,
            greenwood_se: step.map_or(Some(0.0), |s| s.greenwood_se),
            interval: Measured { rate, n: effective }.wilson_of_all(two_sided(conf_level)),
            effective,
            at_risk,
        })
    }

    /// The first time by which at least this share has converted; `None` when
    /// it has not come to that.
    pub fn quantile(&self, share: f64) -> Option<f64> {
        // Products of fractions miss a half by a hair.
        self.steps.iter().find(|step| step.survival <= 1.0 - share + 1e-12).map(|step| step.time)
    }

    /// The median time of those that have converted, of an even count the mean
    /// of the middle two; `None` while nobody has. It leaves out those who are still
    /// to come.
    pub fn median_of_converted(&self) -> Option<f64> {
        let all: u64 = self.steps.iter().map(|step| step.converted).sum();
        let time_of = |place: u64| {
            let mut before = 0;
            let reaches = |step: &&Step| {
                before += step.converted;
                before > place
            };
            self.steps.iter().find(reaches).map(|step| step.time)
        };
        Some((time_of(all.checked_sub(1)? / 2)? + time_of(all / 2)?) / 2.0)
    }

    /// The first time by which half have converted.
    pub fn median(&self) -> Option<f64> {
        self.quantile(0.5)
    }
}

/// The next step; `whole` when nobody was censored before it.
fn step(before: Option<&Step>, time: f64, at_risk: usize, converted: usize, all: usize, whole: bool) -> Step {
    let (before, hazard) = before.map_or((1.0, 0.0), |s| (s.survival, s.hazard));
    let (n, d) = (at_risk as f64, converted as f64);
    let term = |d: f64| d / (n * (n - d));
    let survival = if whole { (n - d) / all as f64 } else { before * ((n - d) / n) };
    // S (1 − S) / (S² · hazard). Where S is 0 that is no number; with half a unit
    // kept back it is one, and without censoring it is the number of units.
    let of_all = |survival: f64, hazard: f64| (1.0 - survival) / (survival * hazard);
    let effective = match (whole, at_risk == converted) {
        (true, _) => all as f64,
        (false, false) => of_all(survival, hazard + term(d)),
        (false, true) => of_all(before * (0.5 / n), hazard + term(d - 0.5)),
    };
    let hazard = hazard + term(d);
    Step {
        time,
        at_risk: at_risk as u64,
        converted: converted as u64,
        survival,
        greenwood_se: (at_risk > converted).then(|| survival * hazard.sqrt()),
        conversion: if whole { (all as f64 - (n - d)) / all as f64 } else { 1.0 - survival },
        effective,
        hazard,
    }
}

/// The difference `b` − `a` of two shares, with its interval: Newcombe's
/// method on the intervals of both. Without censoring it is
/// [`super::proportion::newcombe`].
pub fn difference(a: &Estimate, b: &Estimate, conf_level: f64) -> (f64, Interval) {
    let measured = |e: &Estimate| Measured { rate: e.rate, n: e.effective };
    (b.rate - a.rate, measured_newcombe(measured(a), measured(b), two_sided(conf_level)))
}
