//! The curve of conversion as plain values: places in percent of the picture's
//! width and height, so that drawing it needs no measuring.

use smarketing_domain::{
    cohort::{Window, conversion::CONFIDENCE},
    statistics::kaplan_meier::Curve,
};
use std::fmt::Write;

/// The picture shows this many windows: what comes after its end belongs to the story.
const WINDOWS: f64 = 2.0;

/// Ticks of the time axis; the window's end is one of them.
const TICKS: u8 = 4;

/// So many places at which a curve is drawn. More than the pixels of a step would
/// only be bytes.
const PLACES: u32 = 240;

/// Where the scale may end.
const TOPS: [f64; 8] = [0.05, 0.1, 0.2, 0.3, 0.4, 0.6, 0.8, 1.0];

/// All curves on one scale.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Picture {
    /// The share at the upper edge.
    pub top: f64,
    /// Times of the ticks, in milliseconds.
    pub ticks: Vec<f64>,
    /// Where the window ends, in percent of the width.
    pub window: f64,
    /// The curves.
    pub series: Vec<Series>,
}

/// One curve.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// Whose; empty of all deals.
    pub name: String,
    /// The estimate as an SVG path of steps in a square of 100.
    pub line: String,
    /// The interval around it as a closed path.
    pub band: String,
    /// At each tick: watched at least that long, and not passed before.
    pub at_risk: Vec<u64>,
}

/// What is known at one time.
#[derive(Clone, Copy)]
struct Place {
    time: f64,
    rate: f64,
    low: f64,
    high: f64,
}

/// The end of a scale that shows all of these shares.
pub fn top_of(shares: impl Iterator<Item = f64>) -> f64 {
    let highest = shares.fold(0.0, f64::max);
    TOPS.into_iter().find(|top| *top >= highest).unwrap_or(1.0)
}

/// The picture of some curves.
pub fn picture(curves: Vec<(String, Curve)>, window: Window) -> Picture {
    let window_ms = window.ms() as f64;
    let end = window_ms * WINDOWS;
    let places: Vec<Vec<Place>> = curves.iter().map(|(_, curve)| places(curve, end)).collect();
    // Far out, where few are left, the interval says nothing: it may leave the picture.
    let heights = places.iter().flatten().map(|p| if p.time <= window_ms { p.high } else { p.rate });
    let top = top_of(heights);
    let ticks: Vec<f64> = (0..=TICKS).map(|i| end * f64::from(i) / f64::from(TICKS)).collect();
    let series = curves.into_iter().zip(places).map(|((name, curve), places)| Series {
        name,
        line: steps(&places, end, top, |p| p.rate),
        band: band(&places, end, top),
        at_risk: ticks.iter().map(|time| curve.at_risk(*time)).collect(),
    });
    Picture { top, series: series.collect(), window: 100.0 / WINDOWS, ticks }
}

/// The curve from the beginning to where it is known no more.
fn places(curve: &Curve, end: f64) -> Vec<Place> {
    let grid = (0..=PLACES).map(|i| end * f64::from(i) / f64::from(PLACES));
    let own = curve.steps().iter().map(|step| step.time).filter(|time| *time <= end);
    let mut times: Vec<f64> = grid.chain(own.take(PLACES as usize)).collect();
    times.sort_unstable_by(f64::total_cmp);
    let known = times.into_iter().map_while(|time| {
        let estimate = curve.at(time, CONFIDENCE)?;
        Some(Place { time, rate: estimate.rate, low: estimate.interval.low, high: estimate.interval.high })
    });
    known.collect()
}

fn x(time: f64, end: f64) -> f64 {
    100.0 * time / end
}

fn y(share: f64, top: f64) -> f64 {
    100.0 - 100.0 * share / top
}

/// A value holds until the next time: to the right, then up.
fn steps(places: &[Place], end: f64, top: f64, value: impl Fn(&Place) -> f64) -> String {
    let mut path = String::new();
    let mut before = None;
    for (i, place) in places.iter().enumerate() {
        let height = y(value(place), top);
        // Writing to a string cannot fail. What stays level needs no point of its own.
        if before.is_none() {
            let _ = write!(path, "M{:.2} {height:.2}", x(place.time, end));
        } else if before != Some(height) || i + 1 == places.len() {
            let _ = write!(path, "H{:.2}V{height:.2}", x(place.time, end));
        }
        before = Some(height);
    }
    path
}

/// Along the upper ends, and back along the lower ones.
fn band(places: &[Place], end: f64, top: f64) -> String {
    let mut path = steps(places, end, top, |p| p.high);
    let mut before: Option<f64> = None;
    for place in places.iter().rev() {
        let height = y(place.low, top);
        // The lower end holds from this time to the later one: up or down first,
        // then to the left.
        let _ = if before == Some(height) {
            write!(path, "H{:.2}", x(place.time, end))
        } else {
            write!(path, "V{height:.2}H{:.2}", x(place.time, end))
        };
        before = Some(height);
    }
    if !path.is_empty() {
        path.push('Z');
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;
    use smarketing_domain::{clock::DAY, statistics::kaplan_meier::Observation};

    fn drawn(days: &[(f64, bool)]) -> Picture {
        let units = days.iter().map(|(days, converted)| Observation { time: days * DAY as f64, converted: *converted });
        picture(vec![(String::new(), Curve::of(units.collect()))], Window::days(30))
    }

    #[test]
    fn the_window_ends_in_the_middle_and_is_a_tick() {
        let picture = drawn(&[(10.0, true), (90.0, false)]);
        assert_eq!(picture.window, 50.0);
        assert_eq!(picture.ticks[2], 30.0 * DAY as f64);
    }

    #[test]
    fn a_curve_holds_until_the_next_one_passes() {
        let picture = drawn(&[(30.0, true), (90.0, false)]);
        assert_eq!(picture.top, 1.0);
        assert_eq!(picture.series[0].line, "M0.00 100.00H50.00V50.00H100.00V50.00");
        assert_eq!(picture.series[0].at_risk, [2, 2, 2, 1, 1]);
    }

    #[test]
    fn a_curve_ends_where_nobody_was_watched_longer() {
        let picture = drawn(&[(10.0, true), (15.0, false)]);
        assert!(picture.series[0].line.ends_with("H25.00V50.00"), "{}", picture.series[0].line);
        assert_eq!(picture.series[0].at_risk, [2, 1, 0, 0, 0]);
    }

    #[test]
    fn of_nobody_there_is_no_line() {
        assert_eq!(drawn(&[]).series[0].line, "");
        assert_eq!(drawn(&[]).series[0].band, "");
    }
}
