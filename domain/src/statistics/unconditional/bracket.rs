//! An interval with a maximum inside, narrowed down by looking at one point after another:
//! Brent's method, parabolas where they lead somewhere and golden sections elsewhere.
//!
//! Source: Brent, "Algorithms for Minimization without Derivatives", 1973, chapter 5.

/// What is left of an interval when it is refined, as a share of it: of the height 10⁻¹⁰.
const LEFT: f64 = 1e-5;
/// Looks at one interval at most; it takes some six.
const LOOKS_MAX: u32 = 60;
/// The smaller part of a golden section.
const GOLDEN: f64 = 0.381_966_011_250_105_2;

/// A place and the height there.
type Point = (f64, f64);

/// An interval with a maximum.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bracket {
    low: f64,
    high: f64,
    /// The highest point, the second highest, and the one that was the second before.
    peaks: [Point; 3],
    /// The last move from the highest point, and what the one before it is held against.
    moves: [f64; 2],
    /// So close to a point nothing new is seen.
    within: f64,
    looks: u32,
}

impl Bracket {
    /// From `low` to `high`, with a point between them that is no lower.
    pub(super) fn new(low: Point, middle: Point, high: Point) -> Self {
        let peaks = if low.1 > high.1 { [middle, low, high] } else { [middle, high, low] };
        let width = high.0 - low.0;
        Self { low: low.0, high: high.0, peaks, moves: [width; 2], within: LEFT * width, looks: LOOKS_MAX }
    }

    /// Where to look next; `None` when it is narrow enough.
    pub(super) fn next(&mut self) -> Option<f64> {
        let Self { low, high, peaks: [first, second, third], moves, within, .. } = *self;
        let middle = low.midpoint(high);
        if (first.0 - middle).abs() <= 2.0 * within - (high - low) / 2.0 {
            return None;
        }
        self.looks = self.looks.checked_sub(1)?;
        // A parabola, if its peak lies inside and the moves become smaller.
        let by = vertex(first, second, third)
            .filter(|by| by.abs() < moves[1].abs() / 2.0 && low < first.0 + by && first.0 + by < high);
        self.moves = match by {
            Some(by) => {
                let near = (first.0 + by - low).min(high - first.0 - by) < 2.0 * within;
                [if near { within.copysign(middle - first.0) } else { by }, moves[0]]
            }
            None => {
                let wider = if first.0 < middle { high - first.0 } else { low - first.0 };
                [GOLDEN * wider, wider]
            }
        };
        let by = self.moves[0];
        self.moves[0] = if by.abs() < within { within.copysign(by) } else { by };
        Some((first.0 + self.moves[0]).clamp(low, high))
    }

    /// Takes in what was seen there.
    pub(super) fn saw(&mut self, next: Point) {
        let [first, second, third] = self.peaks;
        let (higher, left) = (next.1 >= first.1, next.0 < first.0);
        // What lies beyond the lower of the two has no peak.
        match (higher, left) {
            (true, true) => self.high = first.0,
            (true, false) => self.low = first.0,
            (false, true) => self.low = next.0,
            (false, false) => self.high = next.0,
        }
        self.peaks = if higher {
            [next, first, second]
        } else if next.1 >= second.1 {
            [first, next, second]
        } else if next.1 >= third.1 {
            [first, second, next]
        } else {
            [first, second, third]
        };
    }
}

/// How far from the first the peak of the parabola through three points is; `None` where
/// they lie on a line, or it opens upwards.
fn vertex(first: Point, second: Point, third: Point) -> Option<f64> {
    let (a, b) = (second.0 - first.0, third.0 - first.0);
    let (rise_a, rise_b) = ((second.1 - first.1) / a, (third.1 - first.1) / b);
    let bend = (rise_b - rise_a) / (b - a);
    (bend < 0.0 && bend.is_finite()).then(|| (a - rise_a / bend) / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_peak_of_a_parabola_is_where_it_is() {
        let on = |x: f64| (x, 5.0 - 2.0 * (x - 0.3).powi(2));
        assert!((vertex(on(0.0), on(1.0), on(-2.0)).unwrap() - 0.3).abs() < 1e-12);
        assert_eq!(vertex((0.0, 1.0), (1.0, 2.0), (2.0, 3.0)), None);
        assert_eq!(vertex((0.0, 1.0), (1.0, 2.0), (1.0, 2.0)), None);
    }

    #[test]
    fn it_comes_to_the_peak_of_whatever_has_one() {
        type Curve = fn(f64) -> f64;
        let curves: [(Curve, f64); 4] = [
            (|x| libm::sin(x), std::f64::consts::FRAC_PI_2),
            (|x| -(x - 1.1).abs(), 1.1),
            (|x| -libm::exp(3.0 * x) + 20.0 * x, 0.632_373_328_6),
            (|x| if x < 1.4 { x } else { 1.4 - 9.0 * (x - 1.4) }, 1.4),
        ];
        for (curve, peak) in curves {
            let at = |x: f64| (x, curve(x));
            let mut bracket = Bracket::new(at(0.0), at(1.2), at(2.0));
            let mut looks = 0;
            while let Some(x) = bracket.next() {
                looks += 1;
                bracket.saw(at(x));
            }
            assert!((bracket.peaks[0].0 - peak).abs() < 1e-4, "{:?} {peak}", bracket.peaks);
            assert!(looks < 40, "{looks}");
        }
    }
}
