//! The shape of the fan: places in percent of the picture's width and height, so that
//! drawing it needs no measuring.

use smarketing_domain::forecast::Band;
use std::fmt::Write;

/// Lines of the scale, the lowest at 0.
pub const LEVELS: usize = 4;

/// The picture of some weeks.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Picture {
    /// The value at the upper edge.
    pub top: f64,
    /// The band as a closed path; of single weeks a box for each.
    pub band: String,
    /// Its middle.
    pub middle: String,
    /// The plan; empty without one.
    pub plan: String,
}

/// The scale's end: the least round number above all of these.
pub fn top_of(values: impl Iterator<Item = i64>) -> f64 {
    let most = values.fold(0, i64::max) as f64;
    if most <= 0.0 {
        return 1.0;
    }
    let unit = 10_f64.powf(most.log10().floor());
    let steps = [1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0];
    steps.into_iter().map(|step| step * unit).find(|top| *top >= most).unwrap_or(10.0 * unit)
}

/// A fan that opens from nothing at the left: what is won from now until each end.
pub fn fan(bands: &[Band], plan: &[Option<i64>]) -> Picture {
    let top = top_of(bands.iter().map(|band| band.high).chain(plan.iter().copied().flatten()));
    let place = |week: usize, value: i64| format!("{:.2} {:.2}", x(week + 1, bands.len()), y(value, top));
    let line = |end: fn(&Band) -> i64| -> Vec<String> {
        bands.iter().enumerate().map(|(week, band)| place(week, end(band))).collect()
    };
    let (up, mut back) = (line(|band| band.high), line(|band| band.low));
    back.reverse();
    let planned: Vec<String> = plan.iter().enumerate().filter_map(|(week, p)| Some(place(week, (*p)?))).collect();
    Picture {
        top,
        band: format!("M0 100L{}L{}Z", up.join("L"), back.join("L")),
        middle: format!("M0 100L{}", line(|band| band.middle).join("L")),
        plan: if planned.is_empty() { String::new() } else { format!("M0 100L{}", planned.join("L")) },
    }
}

/// A box for each week, with a line at its middle and one at its plan.
pub fn boxes(bands: &[Band], plan: &[Option<i64>]) -> Picture {
    let top = top_of(bands.iter().map(|band| band.high).chain(plan.iter().copied().flatten()));
    let mut picture = Picture { top, ..Picture::default() };
    for (week, band) in bands.iter().enumerate() {
        let (left, right) = (x(week, bands.len()), x(week + 1, bands.len()));
        let gap = (right - left) * 0.18;
        let (from, to) = (left + gap, right - gap);
        // Writing to a string cannot fail.
        let _ = write!(picture.band, "M{from:.2} {:.2}H{to:.2}V{:.2}H{from:.2}Z", y(band.high, top), y(band.low, top));
        let _ = write!(picture.middle, "M{from:.2} {:.2}H{to:.2}", y(band.middle, top));
        if let Some(Some(planned)) = plan.get(week) {
            let _ = write!(picture.plan, "M{left:.2} {:.2}H{right:.2}", y(*planned, top));
        }
    }
    picture
}

/// Where the end of the n-th of some weeks is.
pub fn x(n: usize, weeks: usize) -> f64 {
    100.0 * n as f64 / weeks.max(1) as f64
}

/// How far down a value is.
pub fn y(value: i64, top: f64) -> f64 {
    (100.0 - 100.0 * value as f64 / top).clamp(0.0, 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scale_ends_at_a_round_number_above_everything() {
        for (most, top) in [(0, 1.0), (7, 8.0), (100, 100.0), (101, 150.0), (420_000, 500_000.0), (999, 1_000.0)] {
            assert_eq!(top_of([3.min(most), most].into_iter()), top, "{most}");
        }
    }

    #[test]
    fn a_fan_opens_from_nothing_and_goes_back_along_its_lower_edge() {
        let bands = [Band { low: 0, middle: 50, high: 100 }, Band { low: 50, middle: 75, high: 100 }];
        let picture = fan(&bands, &[None, Some(100)]);
        assert_eq!(picture.band, "M0 100L50.00 0.00L100.00 0.00L100.00 50.00L50.00 100.00Z");
        assert_eq!(picture.middle, "M0 100L50.00 50.00L100.00 25.00");
        assert_eq!(picture.plan, "M0 100L100.00 0.00");
        assert_eq!(fan(&bands, &[]).plan, "");
    }
}
