//! The interval of the difference over time: a band that narrows, and the line of no difference.

use smarketing_domain::hypothesis::watch::Moment;

/// The size of the picture's own units.
pub const WIDTH: f64 = 320.0;
/// Its height.
pub const HEIGHT: f64 = 120.0;
/// No axis is cut closer to zero than this difference.
const RANGE_MIN: f64 = 0.05;

/// The band, the estimate and the height of zero, in the picture's units.
#[derive(Clone, Debug, PartialEq)]
pub struct Band {
    /// The points of the band's edge, for a polygon.
    pub band: String,
    /// The points of the estimate, for a line.
    pub line: String,
    /// How far down zero is.
    pub zero: f64,
}

/// `None` with fewer than two moments: there is no time to show.
pub fn band(moments: &[Moment]) -> Option<Band> {
    let (first, last) = (moments.first()?, moments.last()?);
    (last.day > first.day).then_some(())?;
    // The first intervals hold anything; the axis is for the later ones.
    let later = &moments[moments.len() / 2..];
    let reach = later.iter().flat_map(|m| [m.interval.low.abs(), m.interval.high.abs()]).fold(RANGE_MIN, f64::max);
    let x = |day: usize| (day - first.day) as f64 / (last.day - first.day) as f64 * WIDTH;
    let y = |value: f64| (1.0 - (value / reach).clamp(-1.0, 1.0)) / 2.0 * HEIGHT;
    let point = |day: usize, value: f64| format!("{:.1},{:.1}", x(day), y(value));
    let upper = moments.iter().map(|m| point(m.day, m.interval.high));
    let lower = moments.iter().rev().map(|m| point(m.day, m.interval.low));
    Some(Band {
        band: upper.chain(lower).collect::<Vec<_>>().join(" "),
        line: moments.iter().map(|m| point(m.day, m.value)).collect::<Vec<_>>().join(" "),
        zero: y(0.0),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use smarketing_domain::hypothesis::proportion::Interval;

    fn moment(day: usize, half: f64) -> Moment {
        Moment { day, value: 0.02, interval: Interval { low: 0.02 - half, high: 0.02 + half } }
    }

    #[test]
    fn one_day_is_no_time() {
        assert_eq!(band(&[moment(1, 0.1)]), None);
    }

    #[test]
    fn the_band_stays_in_the_picture_and_zero_is_its_middle() {
        let drawn = band(&[moment(1, 1.0), moment(2, 0.1), moment(3, 0.05)]).unwrap();
        assert!((drawn.zero - HEIGHT / 2.0).abs() < 1e-9);
        let ends = drawn.band.split([' ', ',']).map(|n| n.parse::<f64>().unwrap());
        assert!(ends.into_iter().all(|n| (0.0..=WIDTH).contains(&n)));
        assert!(drawn.line.ends_with("320.0,50.0"), "{}", drawn.line);
    }
}
