//! The pictures of a judgement as plain values: places on an axis in percent
//! of its width, so that a drawing needs no measuring.

use smarketing_domain::hypothesis::verdict::{Estimate, Judgement, Scale};

/// About how many steps an axis has.
const STEPS: f64 = 5.0;

/// A scale from its first tick to its last.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// The values that are written under it, ascending.
    pub ticks: Vec<f64>,
}

impl Axis {
    /// An axis of round values around all of `values`, within `limits`.
    pub fn around(values: impl IntoIterator<Item = f64>, limits: (f64, f64)) -> Self {
        let ends =
            values.into_iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(v), high.max(v)));
        let (low, high) = (ends.0.max(limits.0), ends.1.min(limits.1));
        // Everything in one place still gets an axis to stand on.
        let width = (high - low).max(0.01);
        let step = round_step(width / STEPS);
        let first = (low / step + 1e-9).floor().max((limits.0 / step).round());
        let last = (high / step - 1e-9).ceil().max(first + 1.0);
        let last = if last * step > limits.1 + 1e-9 { (limits.1 / step).round() } else { last };
        let first = first.min(last - 1.0);
        Self { ticks: (0..=(last - first) as u32).map(|i| (first + f64::from(i)) * step).collect() }
    }

    /// Where a value stands, in percent of the width; values beyond stand at the end.
    pub fn at(&self, value: f64) -> f64 {
        let (Some(first), Some(last)) = (self.ticks.first(), self.ticks.last()) else { return 0.0 };
        ((value - first) / (last - first) * 100.0).clamp(0.0, 100.0)
    }

    /// A value with its interval, where they stand.
    pub fn bar(&self, estimate: Estimate) -> Bar {
        Bar { dot: self.at(estimate.value), low: self.at(estimate.interval.low), high: self.at(estimate.interval.high) }
    }
}

/// 1, 2 or 5 times a power of ten, at least `width`.
fn round_step(width: f64) -> f64 {
    let power = 10_f64.powf(width.log10().floor());
    let factor = [1.0, 2.0, 5.0].into_iter().find(|f| f * power >= width * (1.0 - 1e-9)).unwrap_or(10.0);
    factor * power
}

/// A value with its interval, in percent of the width.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bar {
    /// The value as it was seen.
    pub dot: f64,
    /// The interval's lower end.
    pub low: f64,
    /// The interval's upper end.
    pub high: f64,
}

/// The arms' rates on one axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Rates {
    /// Shares, 0 to 1.
    pub axis: Axis,
    /// One for each arm; `None` while its rate cannot be known.
    pub rows: Vec<Option<Bar>>,
}

/// The picture of the arms' rates; `None` while there is none to draw.
pub fn rates(judgement: &Judgement) -> Option<Rates> {
    let scale = judgement.scale;
    let known: Vec<Estimate> = judgement.arms.iter().filter_map(|arm| arm.compared(scale)).collect();
    if known.is_empty() {
        return None;
    }
    let axis = Axis::around(known.iter().flat_map(|e| [e.interval.low, e.interval.high]), limits(scale, 0.0));
    let rows = judgement.arms.iter().map(|arm| arm.compared(scale).map(|estimate| axis.bar(estimate))).collect();
    Some(Rates { axis, rows })
}

/// Shares end at 1, money and days nowhere.
fn limits(scale: Scale, low: f64) -> (f64, f64) {
    if scale == Scale::Share { (low, 1.0) } else { (f64::NEG_INFINITY, f64::INFINITY) }
}

/// The variants' differences from the control on one axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Differences {
    /// Differences of shares, -1 to 1.
    pub axis: Axis,
    /// Where there is no difference.
    pub zero: f64,
    /// From the smallest loss that matters to the smallest gain that matters:
    /// inside it a difference is too small to matter.
    pub small: (f64, f64),
    /// One for each variant (the control has none).
    pub rows: Vec<Option<Bar>>,
}

/// The picture of the differences; `None` while there is none to draw.
pub fn differences(judgement: &Judgement) -> Option<Differences> {
    let variants = judgement.arms.get(1..)?;
    let known: Vec<Estimate> = variants.iter().filter_map(|arm| arm.difference).collect();
    if known.is_empty() {
        return None;
    }
    let effect = judgement.effect;
    let ends = known.iter().flat_map(|e| [e.interval.low, e.interval.high]);
    let axis = Axis::around(ends.chain([-effect, 0.0, effect]), limits(judgement.scale, -1.0));
    Some(Differences {
        zero: axis.at(0.0),
        small: (axis.at(-effect), axis.at(effect)),
        rows: variants.iter().map(|arm| arm.difference.map(|d| axis.bar(d))).collect(),
        axis,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use smarketing_domain::hypothesis::{Arm, Plan, verdict::judge};

    fn judgement(counts: &[(u64, u64)]) -> Judgement {
        let arms: Vec<Arm> =
            counts.iter().map(|&(exposed, converted)| Arm { name: "arm".into(), exposed, converted }).collect();
        judge(&Plan { baseline_bp: 2_000, effect_bp: 500 }, &arms)
    }

    fn rounded(ticks: &[f64]) -> Vec<i64> {
        ticks.iter().map(|t| (t * 1_000.0).round() as i64).collect()
    }

    #[test]
    fn ticks_are_round_and_enclose_everything() {
        let axis = Axis::around([0.173, 0.341], (0.0, 1.0));
        assert_eq!(rounded(&axis.ticks), [150, 200, 250, 300, 350]);
        let axis = Axis::around([-0.05, 0.13], (-1.0, 1.0));
        assert_eq!(rounded(&axis.ticks), [-50, 0, 50, 100, 150]);
    }

    #[test]
    fn an_axis_of_shares_stays_between_none_and_all() {
        assert_eq!(rounded(&Axis::around([0.0, 1.0], (0.0, 1.0)).ticks), [0, 200, 400, 600, 800, 1_000]);
        let ticks = Axis::around([0.97, 1.0], (0.0, 1.0)).ticks;
        assert!(ticks.last().is_some_and(|last| (last - 1.0).abs() < 1e-9), "{ticks:?}");
    }

    #[test]
    fn one_single_value_has_an_axis_too() {
        for value in [0.0, 0.5, 1.0] {
            let axis = Axis::around([value], (0.0, 1.0));
            assert!(axis.ticks.len() >= 2, "{value}: {axis:?}");
            assert!(axis.ticks[0] <= value + 1e-9 && value <= axis.ticks[axis.ticks.len() - 1] + 1e-9);
        }
    }

    #[test]
    fn a_dot_lies_within_its_interval() {
        let rates = rates(&judgement(&[(171, 57), (168, 86)])).unwrap();
        for bar in rates.rows.into_iter().flatten() {
            assert!(0.0 <= bar.low && bar.low < bar.dot && bar.dot < bar.high && bar.high <= 100.0, "{bar:?}");
        }
    }

    #[test]
    fn the_zone_of_small_differences_lies_around_zero() {
        let picture = differences(&judgement(&[(171, 57), (168, 86)])).unwrap();
        assert_eq!(picture.rows.len(), 1);
        let (left, right) = picture.small;
        assert!(left < picture.zero && picture.zero < right);
        assert!((picture.zero - left - (right - picture.zero)).abs() < 1e-9);
    }

    #[test]
    fn an_arm_without_anybody_has_no_dot() {
        let judgement = judgement(&[(0, 0), (9, 3)]);
        assert_eq!(rates(&judgement).unwrap().rows[0], None);
        assert_eq!(differences(&judgement), None);
        assert_eq!(super::rates(&self::judgement(&[(0, 0), (0, 0)])), None);
    }
}
