//! The hourglass as a shape: widths from counts, a smooth outline through the
//! widths, and the outline cut into bands. Plain values, no drawing.
//!
//! The picture is [`WIDTH`] units wide; each stage is a row of [`ROW`] units, of
//! which the upper [`BAND`] are its band and the rest leads to the next one.
//! Rows of the page have the same height each, so the picture is stretched
//! over them and always fits.

use std::fmt::Write;

/// The picture from left to right.
pub const WIDTH: f64 = 1000.0;
/// From one stage to the next.
pub const ROW: f64 = 100.0;
/// Of these, the band itself.
pub const BAND: f64 = 60.0;
/// How wide the widest band of deals is. The rest is for reach, which is wider.
const DEALS: f64 = 660.0;
/// A band with anybody in it is never thinner.
const THIN: f64 = 10.0;
/// An empty band is a thread.
const THREAD: f64 = 3.0;
/// A stream of losses: its width from the fewest to the most.
const STREAM: (f64, f64) = (3.0, 26.0);

/// What is to be drawn of a stage.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measure {
    /// Entered it.
    pub entered: u64,
    /// Of those, lost there.
    pub lost: u64,
    /// Grew out of won deals here.
    pub grown: u64,
    /// Counted, not listed.
    pub is_reach: bool,
    /// The won stage.
    pub is_neck: bool,
}

/// How wide a band is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Span {
    /// In units.
    pub width: f64,
    /// Wider in truth than the picture: cut off at its edges.
    pub is_cut: bool,
}

/// What is drawn of a stage, as SVG path data. The number and kind of its
/// segments never change, so that browsers can morph one into another.
#[derive(Clone, Debug, PartialEq)]
pub struct Shape {
    /// How wide.
    pub span: Span,
    /// The band.
    pub band: String,
    /// What leads to the next band.
    pub gap: Option<String>,
    /// The losses that leave sideways.
    pub stream: Option<String>,
}

/// The shapes of all stages.
pub fn shapes(measures: &[Measure]) -> Vec<Shape> {
    let spans = spans(measures);
    let outline = Outline::through(spans.iter().map(|s| s.width).collect());
    let most_lost = measures.iter().map(|m| m.lost).max().unwrap_or(0);
    let half = BAND / 2.0;
    spans
        .iter()
        .zip(measures)
        .enumerate()
        .map(|(at, (&span, measure))| {
            let centre = centre(at);
            Shape {
                span,
                band: outline.strip(&[centre - half, centre, centre + half]),
                gap: (at + 1 < spans.len()).then(|| outline.strip(&[centre + half, centre + ROW - half])),
                stream: (measure.lost > 0).then(|| stream(at, &outline, measure.lost, most_lost)),
            }
        })
        .collect()
}

/// How high the picture is, for so many stages.
pub fn height(stages: usize) -> f64 {
    ROW * stages as f64
}

fn centre(at: usize) -> f64 {
    ROW * at as f64 + BAND / 2.0
}

/// The widths. Above the neck the square root of the count, so that the neck
/// stays visible. Below it, it opens again in proportion to what grew out of
/// won deals: with one further deal for each it is as wide as the widest band
/// of deals above. Reach, which is hundreds of times as much, is cut off at the
/// picture's edge.
pub fn spans(measures: &[Measure]) -> Vec<Span> {
    let most = measures.iter().filter(|m| !m.is_reach).map(|m| m.entered).max().unwrap_or(0);
    if most == 0 && measures.iter().all(|m| m.entered == 0) {
        return ghost(measures);
    }
    // Without deals, reach alone sets the scale.
    let most = if most > 0 { most } else { measures.iter().map(|m| m.entered).max().unwrap_or(1) };
    let scale = DEALS / (most.max(1) as f64).sqrt();
    let reach = measures.iter().filter(|m| m.is_reach).count();
    let mut reach_left = reach;
    let mut neck: Option<(u64, f64)> = None;
    let mut grown = 0;
    let span = |measure: &Measure| {
        let natural = scale * (measure.entered as f64).sqrt();
        let width = match neck {
            Some((won, width)) => {
                grown += measure.grown;
                let opened = if won > 0 { grown as f64 / won as f64 } else { 0.0 };
                width + (DEALS - width) * opened
            }
            None => natural,
        };
        if measure.is_neck {
            neck = Some((measure.entered, natural));
        }
        let edge = if measure.is_reach {
            let share = reach_left as f64 / reach as f64;
            reach_left = reach_left.saturating_sub(1);
            DEALS + (WIDTH - DEALS) * share
        } else {
            WIDTH
        };
        let least = if measure.entered > 0 { THIN } else { THREAD };
        Span { width: width.clamp(least, edge), is_cut: width > edge }
    };
    measures.iter().map(span).collect()
}

/// The shape of an hourglass in which nothing has happened yet.
fn ghost(measures: &[Measure]) -> Vec<Span> {
    let neck = measures.iter().position(|m| m.is_neck).unwrap_or(measures.len().saturating_sub(1));
    let width = |at: usize| {
        let way = (neck.abs_diff(at)) as f64 / neck.max(1) as f64;
        120.0 + (WIDTH - 120.0) * way.min(1.0)
    };
    (0..measures.len()).map(|at| Span { width: width(at), is_cut: false }).collect()
}

/// A smooth curve through the widths at the bands' centres: a cubic between two
/// neighbours, monotone where the widths are (Fritsch and Carlson, SIAM J.
/// Numer. Anal. 17 (1980), 238-246, with the harmonic mean of slopes).
struct Outline {
    widths: Vec<f64>,
    slopes: Vec<f64>,
}

impl Outline {
    fn through(widths: Vec<f64>) -> Self {
        let steps: Vec<f64> = widths.windows(2).map(|w| (w[1] - w[0]) / ROW).collect();
        let slope = |at: usize| match (at.checked_sub(1).and_then(|i| steps.get(i)), steps.get(at)) {
            (Some(a), Some(b)) if a * b > 0.0 => 2.0 * a * b / (a + b),
            _ => 0.0,
        };
        let slopes = (0..widths.len()).map(slope).collect();
        Self { widths, slopes }
    }

    /// Width and slope at a height.
    fn at(&self, y: f64) -> (f64, f64) {
        let place = (y - BAND / 2.0) / ROW;
        let last = self.widths.len().saturating_sub(1);
        if place <= 0.0 || last == 0 {
            return (self.widths.first().copied().unwrap_or(0.0), 0.0);
        }
        let i = place.floor() as usize;
        if i >= last {
            return (self.widths[last], 0.0);
        }
        let t = place - i as f64;
        let (w0, w1) = (self.widths[i], self.widths[i + 1]);
        let (m0, m1) = (self.slopes[i] * ROW, self.slopes[i + 1] * ROW);
        let (t2, t3) = (t * t, t * t * t);
        let width =
            (2.0 * t3 - 3.0 * t2 + 1.0) * w0 + (t3 - 2.0 * t2 + t) * m0 + (3.0 * t2 - 2.0 * t3) * w1 + (t3 - t2) * m1;
        let slope = (6.0 * t2 - 6.0 * t) * w0
            + (3.0 * t2 - 4.0 * t + 1.0) * m0
            + (6.0 * t - 6.0 * t2) * w1
            + (3.0 * t2 - 2.0 * t) * m1;
        (width, slope / ROW)
    }

    /// The part between the first and the last of `ys`, with a corner of the
    /// curve at each.
    fn strip(&self, ys: &[f64]) -> String {
        let middle = WIDTH / 2.0;
        let mut path = String::new();
        let (Some(&first), Some(&last)) = (ys.first(), ys.last()) else { return path };
        // Writing into a string cannot fail.
        let _ = write!(path, "M{:.1} {first:.1}", middle + self.at(first).0 / 2.0);
        for pair in ys.windows(2) {
            self.curve(&mut path, pair[0], pair[1], 1.0);
        }
        let _ = write!(path, "L{:.1} {last:.1}", middle - self.at(last).0 / 2.0);
        for pair in ys.windows(2).rev() {
            self.curve(&mut path, pair[1], pair[0], -1.0);
        }
        path.push('Z');
        path
    }

    /// One cubic from `y0` to `y1` on the right (`side` 1) or left (-1).
    fn curve(&self, path: &mut String, y0: f64, y1: f64, side: f64) {
        let third = (y1 - y0) / 3.0;
        let ((w0, s0), (w1, s1)) = (self.at(y0), self.at(y1));
        let x = |width: f64| WIDTH / 2.0 + side * width / 2.0;
        let _ = write!(
            path,
            "C{:.1} {:.1} {:.1} {:.1} {:.1} {y1:.1}",
            x(w0 + s0 * third),
            y0 + third,
            x(w1 - s1 * third),
            y1 - third,
            x(w1)
        );
    }
}

/// A stream that leaves the band to the right and falls to where its number stands.
fn stream(at: usize, outline: &Outline, lost: u64, most: u64) -> String {
    let share = (lost as f64 / most.max(1) as f64).sqrt();
    let half = (STREAM.0 + (STREAM.1 - STREAM.0) * share) / 2.0;
    let from_y = centre(at) + BAND * 0.12;
    let to_y = ROW * at as f64 + (BAND + ROW) / 2.0;
    // Begins within the band, so that no gap shows while both morph.
    let from_x = WIDTH / 2.0 + outline.at(from_y).0 / 2.0 - 4.0;
    let bend = from_x + (WIDTH - from_x) * 0.45;
    let thin = half * 0.6;
    format!(
        "M{from_x:.1} {:.1}C{bend:.1} {:.1} {bend:.1} {:.1} {WIDTH:.1} {:.1}L{WIDTH:.1} {:.1}C{bend:.1} {:.1} {bend:.1} {:.1} {from_x:.1} {:.1}Z",
        from_y - half,
        from_y - half,
        to_y - thin,
        to_y - thin,
        to_y + thin,
        to_y + thin,
        from_y + half,
        from_y + half,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn deals(entered: u64) -> Measure {
        Measure { entered, lost: 0, grown: 0, is_reach: false, is_neck: false }
    }

    fn reach(entered: u64) -> Measure {
        Measure { is_reach: true, ..deals(entered) }
    }

    fn neck(entered: u64) -> Measure {
        Measure { is_neck: true, ..deals(entered) }
    }

    fn grown(grown: u64) -> Measure {
        Measure { grown, ..deals(1) }
    }

    fn widths(measures: &[Measure]) -> Vec<f64> {
        spans(measures).iter().map(|s| s.width).collect()
    }

    #[test]
    fn a_quarter_of_the_deals_is_half_as_wide() {
        assert_eq!(widths(&[deals(400), deals(100)]), [DEALS, DEALS / 2.0]);
    }

    #[test]
    fn reach_is_cut_at_edges_that_narrow_towards_the_deals() {
        let spans = spans(&[reach(2_000_000), reach(90_000), deals(6_000)]);
        assert_eq!(spans[0], Span { width: WIDTH, is_cut: true });
        assert!(spans[1].is_cut && spans[1].width < WIDTH && spans[1].width > DEALS);
        assert_eq!(spans[2], Span { width: DEALS, is_cut: false });
    }

    #[test]
    fn reach_that_fits_is_drawn_to_scale() {
        let spans = spans(&[reach(400), deals(400)]);
        assert_eq!(spans[0], Span { width: DEALS, is_cut: false });
    }

    #[test]
    fn with_one_further_deal_for_each_won_one_it_is_as_wide_as_above() {
        let widths = widths(&[deals(400), neck(100), grown(50), grown(50)]);
        assert_eq!(widths, [DEALS, DEALS * 0.5, DEALS * 0.75, DEALS]);
    }

    #[test]
    fn the_lower_part_is_never_wider_than_the_picture() {
        assert_eq!(widths(&[deals(400), neck(100), grown(900)])[2], WIDTH);
    }

    #[test]
    fn without_growth_the_lower_part_is_as_wide_as_the_neck() {
        let widths = widths(&[deals(400), neck(100), deals(0), deals(0)]);
        assert_eq!(widths[1..], [DEALS / 2.0; 3]);
    }

    #[test]
    fn a_single_deal_stays_visible_and_none_is_a_thread() {
        assert_eq!(widths(&[deals(1_000_000), deals(1), deals(0)])[1..], [THIN, THREAD]);
    }

    #[test]
    fn before_anything_happened_it_has_the_shape_of_an_hourglass() {
        let widths = widths(&[reach(0), deals(0), neck(0), deals(0), deals(0)]);
        assert!(widths[0] > widths[1] && widths[1] > widths[2] && widths[2] < widths[3] && widths[3] < widths[4]);
    }

    #[test]
    fn the_outline_goes_through_the_widths_and_never_bulges_beyond_them() {
        let outline = Outline::through(vec![900.0, 400.0, 380.0, 100.0, 150.0]);
        for (at, width) in outline.widths.iter().enumerate() {
            assert!((outline.at(centre(at)).0 - width).abs() < 1e-9);
        }
        for step in 0..=400 {
            let y = BAND / 2.0 + f64::from(step);
            let (below, above) = (outline.widths[(step / 100) as usize], outline.widths[((step + 99) / 100) as usize]);
            let width = outline.at(y).0;
            assert!(width >= below.min(above) - 1e-9 && width <= below.max(above) + 1e-9, "{y}: {width}");
        }
    }

    #[test]
    fn shapes_of_any_counts_have_the_same_segments() {
        let letters = |path: &str| path.chars().filter(char::is_ascii_alphabetic).collect::<String>();
        let lossy = |lost| Measure { lost, ..deals(50) };
        let one = shapes(&[deals(400), lossy(3), neck(10), grown(3)]);
        let two = shapes(&[deals(9), lossy(30), neck(0), grown(0)]);
        for (a, b) in one.iter().zip(&two) {
            assert_eq!(letters(&a.band), letters(&b.band));
            assert_eq!(a.gap.as_deref().map(letters), b.gap.as_deref().map(letters));
            assert_eq!(a.stream.as_deref().map(letters), b.stream.as_deref().map(letters));
        }
        assert!(one[0].gap.is_some() && one[3].gap.is_none() && one[0].stream.is_none());
    }

    #[test]
    fn no_stages_make_no_shapes() {
        assert_eq!(shapes(&[]), []);
    }
}
