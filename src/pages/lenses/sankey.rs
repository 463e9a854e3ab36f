//! The flow between stages as a shape. Plain values, no drawing.
//!
//! Stages stand side by side, a [`COLUMN`] each; a node is as high as what came
//! or left. What goes on leads to the right, from the top of one node to the top
//! of another: skipping above the others, from the furthest down. Losses leave at a
//! node's foot and fall below. Returns and revivals are thin arcs under the nodes:
//! against the stream they are told by their number, not by their width.

use smarketing_domain::lens::flow::Kind;
use std::fmt::Write;

/// From one stage to the next.
pub const COLUMN: f64 = 100.0;
/// The picture from top to bottom.
pub const HEIGHT: f64 = 340.0;
/// Above the nodes is room for what skips.
const TOP: f64 = 84.0;
/// The highest node.
const TALL: f64 = 150.0;
/// How wide a node is.
const NODE: f64 = 12.0;
/// A stream with anybody in it is never thinner.
const THIN: f64 = 1.5;
/// A loss falls this far beside its node, and is at most so wide.
const FALL: (f64, f64) = (8.0, 22.0);
/// An arc from the fewest to the most moves.
const ARC: (f64, f64) = (1.5, 5.0);

/// From where to where, by the places of the stages; `None` is outside or Lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stream {
    /// Where it begins.
    pub from: Option<usize>,
    /// Where it ends.
    pub to: Option<usize>,
    /// What it means.
    pub kind: Kind,
    /// How many moves.
    pub moves: u64,
}

/// A stage with what went through it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Node {
    /// Its left edge.
    pub x: f64,
    /// Its upper edge.
    pub y: f64,
    /// How wide.
    pub width: f64,
    /// How high.
    pub height: f64,
    /// How much of its foot stands there still.
    pub standing: f64,
}

/// What is drawn of a stream.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawn {
    /// Which of the streams.
    pub of: usize,
    /// What it means.
    pub kind: Kind,
    /// SVG path data: a closed shape, of an arc a line.
    pub path: String,
    /// How wide an arc's line is, in pixels; `None` of a shape.
    pub line: Option<f64>,
    /// The head of an arc.
    pub head: Option<String>,
}

/// The whole picture.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Picture {
    /// A node for each stage.
    pub nodes: Vec<Node>,
    /// The streams, wide ones first: thin ones lie above them.
    pub streams: Vec<Drawn>,
}

/// The picture of so many stages, of which so many deals stand in each.
pub fn picture(standing: &[u64], streams: &[Stream]) -> Picture {
    let sum = |is: &dyn Fn(&Stream) -> bool| streams.iter().filter(|s| is(s)).map(|s| s.moves).sum::<u64>();
    let heights: Vec<u64> = (0..standing.len())
        .map(|at| sum(&|s| s.to == Some(at)).max(sum(&|s| s.from == Some(at)) + standing[at]))
        .collect();
    let most = heights.iter().copied().max().unwrap_or(0).max(1);
    let scale = TALL / most as f64;
    let height = |moves: u64| if moves == 0 { 0.0 } else { (moves as f64 * scale).max(THIN) };
    let node = |at: usize| Node {
        x: (at as f64 + 0.5) * COLUMN - NODE / 2.0,
        y: TOP,
        width: NODE,
        height: height(heights[at]),
        standing: height(standing[at]).min(height(heights[at])),
    };
    let nodes: Vec<Node> = (0..standing.len()).map(node).collect();
    let mut slots = Slots::of(&nodes);
    let most_back = streams.iter().filter(|s| is_arc(s.kind)).map(|s| s.moves).max().unwrap_or(1);
    let mut drawn: Vec<Drawn> = Vec::new();
    // The furthest first: they lie above the others on both sides.
    let mut order: Vec<usize> = (0..streams.len()).collect();
    smarketing_domain::sort::sort_by_key(&mut order, |at| usize::MAX - reach(&streams[*at]));
    for of in order {
        let Stream { from, to, kind, moves } = streams[of];
        let wide = height(moves);
        let shape = match (kind, from, to) {
            (Kind::Loss, Some(from), _) => Some(fall(&nodes[from], slots.foot(from, wide), wide)),
            (Kind::Entry, _, Some(to)) => Some(enter(&nodes[to], slots.left(to, wide), wide, to == 0)),
            (Kind::Forward | Kind::Skipping, Some(from), Some(to)) => {
                let (start, end) = (slots.right(from, wide), slots.left(to, wide));
                Some(ribbon(&nodes[from], start, &nodes[to], end, wide, to.abs_diff(from)))
            }
            _ => None,
        };
        let thick = ARC.0 + (ARC.1 - ARC.0) * moves as f64 / most_back as f64;
        drawn.extend(match (shape, kind, from, to) {
            (Some(path), ..) => Some(Drawn { of, kind, path, line: None, head: None }),
            (None, Kind::Return, Some(from), Some(to)) => {
                Some(arc(of, kind, (&nodes[from], 0.5), (&nodes[to], 0.5), from - to.min(from), thick))
            }
            (None, Kind::Revival, _, Some(to)) => Some(revive(of, &nodes[to], thick)),
            _ => None,
        });
    }
    // What is thin must not be hidden.
    smarketing_domain::sort::sort_by_key(&mut drawn, |d| (d.line.is_some(), u64::MAX - streams[d.of].moves));
    Picture { nodes, streams: drawn }
}

/// How wide the picture is.
pub fn width(stages: usize) -> f64 {
    COLUMN * stages.max(1) as f64
}

fn is_arc(kind: Kind) -> bool {
    matches!(kind, Kind::Return | Kind::Revival)
}

/// How many stages it leads on; what comes from outside lies on top.
fn reach(stream: &Stream) -> usize {
    match (stream.from, stream.to) {
        (Some(from), Some(to)) => to.saturating_sub(from),
        (None, _) => usize::MAX,
        (_, None) => 0,
    }
}

/// How much of each node's sides is taken.
struct Slots {
    left: Vec<f64>,
    right: Vec<f64>,
    foot: Vec<f64>,
}

impl Slots {
    fn of(nodes: &[Node]) -> Self {
        let tops = || nodes.iter().map(|node| node.y).collect();
        Self { left: tops(), right: tops(), foot: nodes.iter().map(|node| node.y + node.height).collect() }
    }

    fn left(&mut self, at: usize, wide: f64) -> f64 {
        self.left[at] += wide;
        self.left[at] - wide
    }

    fn right(&mut self, at: usize, wide: f64) -> f64 {
        self.right[at] += wide;
        self.right[at] - wide
    }

    fn foot(&mut self, at: usize, wide: f64) -> f64 {
        self.foot[at] -= wide;
        self.foot[at]
    }
}

/// From the right side of a node to the left side of another, in an arc over
/// those between.
fn ribbon(from: &Node, start: f64, to: &Node, end: f64, wide: f64, steps: usize) -> String {
    let (x0, x1) = (from.x + from.width, to.x);
    let bend = (x1 - x0) * 0.4;
    let lift = if steps > 1 { (44.0 + 10.0 * steps as f64).min(TOP * 1.25) } else { 0.0 };
    let (up0, up1) = (start - lift, end - lift);
    format!(
        "M{x0:.1} {start:.1}C{:.1} {up0:.1} {:.1} {up1:.1} {x1:.1} {end:.1}V{:.1}C{:.1} {:.1} {:.1} {:.1} {x0:.1} {:.1}Z",
        x0 + bend,
        x1 - bend,
        end + wide,
        x1 - bend,
        up1 + wide,
        x0 + bend,
        up0 + wide,
        start + wide,
    )
}

/// From outside: from the left edge into the first stage, from above into others.
fn enter(to: &Node, end: f64, wide: f64, is_first: bool) -> String {
    let (run, drop) = if is_first { (to.x, 0.0) } else { (COLUMN * 0.28, 34.0) };
    let (x0, start, bend) = (to.x - run, end - drop, run * 0.6);
    let mut path = String::new();
    // Writing to a string cannot fail.
    let _ = write!(
        path,
        "M{x0:.1} {start:.1}C{:.1} {start:.1} {:.1} {end:.1} {:.1} {end:.1}V{:.1}C{:.1} {:.1} {:.1} {:.1} {x0:.1} {:.1}Z",
        x0 + bend,
        to.x - bend,
        to.x,
        end + wide,
        to.x - bend,
        end + wide,
        x0 + bend,
        start + wide,
        start + wide,
    );
    path
}

/// Out of a node's foot and down to the picture's edge.
fn fall(from: &Node, start: f64, wide: f64) -> String {
    let x0 = from.x + from.width;
    let across = (wide * FALL.1 / TALL).max(THIN);
    let (near, far) = (x0 + FALL.0, x0 + FALL.0 + across);
    let turn = start + wide + 14.0;
    format!(
        "M{x0:.1} {start:.1}C{far:.1} {start:.1} {far:.1} {start:.1} {far:.1} {turn:.1}V{HEIGHT:.1}H{near:.1}V{turn:.1}C{near:.1} {:.1} {near:.1} {:.1} {x0:.1} {:.1}Z",
        start + wide,
        start + wide,
        start + wide,
    )
}

/// Back under the nodes, to the foot of an earlier one.
fn arc(of: usize, kind: Kind, from: (&Node, f64), to: (&Node, f64), steps: usize, thick: f64) -> Drawn {
    let foot = |(node, share): (&Node, f64)| (node.x + node.width * share, node.y + node.height + 3.0);
    let ((x0, y0), (x1, y1)) = (foot(from), foot(to));
    let deep = (y0.max(y1) + 34.0 + 16.0 * steps as f64).min(HEIGHT - 4.0);
    let path = format!("M{x0:.1} {y0:.1}C{x0:.1} {deep:.1} {x1:.1} {deep:.1} {x1:.1} {:.1}", y1 + 6.0);
    Drawn { of, kind, path, line: Some(thick), head: Some(head(x1, y1)) }
}

/// Up from the lost ones.
fn revive(of: usize, to: &Node, thick: f64) -> Drawn {
    let (x, y) = (to.x + to.width * 0.25, to.y + to.height + 3.0);
    let x0 = x - COLUMN * 0.22;
    let path = format!("M{x0:.1} {HEIGHT:.1}C{x0:.1} {:.1} {x:.1} {:.1} {x:.1} {:.1}", y + 60.0, y + 50.0, y + 6.0);
    Drawn { of, kind: Kind::Revival, path, line: Some(thick), head: Some(head(x, y)) }
}

/// A point upwards.
fn head(x: f64, y: f64) -> String {
    format!("M{:.1} {:.1}L{x:.1} {y:.1}L{:.1} {:.1}Z", x - 4.0, y + 9.0, x + 4.0, y + 9.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stream(from: Option<usize>, to: Option<usize>, kind: Kind, moves: u64) -> Stream {
        Stream { from, to, kind, moves }
    }

    #[test]
    fn a_node_is_as_high_as_what_came_or_what_left_and_stands() {
        let streams = [
            stream(None, Some(0), Kind::Entry, 10),
            stream(Some(0), Some(1), Kind::Forward, 4),
            stream(Some(0), None, Kind::Loss, 3),
        ];
        let picture = picture(&[3, 4], &streams);
        assert_eq!(picture.nodes[0].height, TALL);
        assert_eq!(picture.nodes[1].height, TALL * 0.4);
        assert_eq!(picture.nodes[0].standing, TALL * 0.3);
    }

    #[test]
    fn what_goes_on_begins_at_the_top_and_what_is_lost_leaves_at_the_foot() {
        let streams = [stream(Some(0), Some(1), Kind::Forward, 6), stream(Some(0), None, Kind::Loss, 4)];
        let picture = picture(&[0, 6], &streams);
        let path = |kind| picture.streams.iter().find(|d| d.kind == kind).map(|d| d.path.clone()).unwrap();
        assert!(path(Kind::Forward).starts_with(&format!("M56.0 {TOP:.1}")), "{}", path(Kind::Forward));
        assert!(path(Kind::Loss).starts_with(&format!("M56.0 {:.1}", TOP + TALL * 0.6)), "{}", path(Kind::Loss));
    }

    #[test]
    fn returns_are_lines_above_the_streams_and_nothing_is_left_out() {
        let streams = [
            stream(Some(1), Some(0), Kind::Return, 1),
            stream(Some(0), Some(2), Kind::Skipping, 2),
            stream(None, Some(0), Kind::Revival, 1),
            stream(Some(0), Some(1), Kind::Forward, 5),
        ];
        let picture = picture(&[0, 4, 2], &streams);
        assert_eq!(picture.streams.len(), streams.len());
        assert!(picture.streams.is_sorted_by_key(|d| d.line.is_some()));
    }

    #[test]
    fn without_deals_there_is_a_picture_of_nothing() {
        assert_eq!(picture(&[], &[]), Picture::default());
        assert_eq!(picture(&[0], &[]).nodes[0].height, 0.0);
    }
}
