//! When a press becomes a drag, and where a card would land: geometry only.

use smarketing_domain::hypothesis::Status;

/// How far a mouse may tremble before it drags, in pixels.
const MOUSE_SLACK: f64 = 5.0;
/// How far a finger may tremble before it is a swipe.
const FINGER_SLACK: f64 = 10.0;
/// How near the edge a carried card makes the page scroll.
const EDGE: f64 = 56.0;
/// Fastest scrolling, in pixels for each tick.
const SPEED: f64 = 14.0;

/// A point of the window.
pub type Point = (f64, f64);

/// A pointer that went down on a card and has not been released.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Press {
    origin: Point,
    finger: bool,
    lifted: bool,
}

/// What a movement means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// Not yet clear.
    Nothing,
    /// The card is lifted by it.
    Lift,
    /// The lifted card follows.
    Follow,
    /// A swipe: the page's own business.
    Swipe,
}

impl Press {
    /// A pointer goes down; `finger` for everything that also scrolls (pens do).
    pub fn new(origin: Point, finger: bool) -> Self {
        Self { origin, finger, lifted: false }
    }

    /// Whether it must be held before it lifts.
    pub fn waits(&self) -> bool {
        self.finger
    }

    /// It was held long enough.
    pub fn held(&mut self) {
        self.lifted = true;
    }

    /// It moved.
    pub fn moved(&mut self, to: Point) -> Meaning {
        let distance = (to.0 - self.origin.0).hypot(to.1 - self.origin.1);
        match (self.lifted, self.finger) {
            (true, _) => Meaning::Follow,
            (false, true) if distance > FINGER_SLACK => Meaning::Swipe,
            (false, false) if distance >= MOUSE_SLACK => {
                self.lifted = true;
                Meaning::Lift
            }
            _ => Meaning::Nothing,
        }
    }
}

/// A column as it lies on screen.
#[derive(Clone, Debug, PartialEq)]
pub struct ColumnBox {
    /// Which.
    pub status: Status,
    /// Its left and right edge.
    pub span: (f64, f64),
    /// The middles of its cards from the top, without the carried one.
    pub middles: Vec<f64>,
}

/// The column under a point (or the nearest one beside it), and the place in it.
pub fn landing(columns: &[ColumnBox], at: Point) -> Option<(Status, usize)> {
    let away = |c: &ColumnBox| (c.span.0 - at.0).max(at.0 - c.span.1).max(0.0);
    let column = columns.iter().min_by(|a, b| away(a).total_cmp(&away(b)))?;
    Some((column.status, column.middles.iter().filter(|middle| **middle < at.1).count()))
}

/// How fast to scroll when the pointer is at `at` between the edges `from` and `to`.
pub fn edge_speed(at: f64, from: f64, to: f64) -> f64 {
    let near = |distance: f64| ((EDGE - distance) / EDGE).clamp(0.0, 1.0) * SPEED;
    near(to - at) - near(at - from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mouse_lifts_after_five_pixels() {
        let mut press = Press::new((100.0, 100.0), false);
        assert_eq!(press.moved((103.0, 102.0)), Meaning::Nothing);
        assert_eq!(press.moved((104.0, 103.0)), Meaning::Lift);
        assert_eq!(press.moved((100.0, 100.0)), Meaning::Follow);
    }

    #[test]
    fn a_finger_that_moves_before_the_hold_swipes() {
        let mut press = Press::new((100.0, 100.0), true);
        assert_eq!(press.moved((103.0, 100.0)), Meaning::Nothing);
        assert_eq!(press.moved((100.0, 112.0)), Meaning::Swipe);
    }

    #[test]
    fn a_finger_that_was_held_carries() {
        let mut press = Press::new((100.0, 100.0), true);
        press.held();
        assert_eq!(press.moved((101.0, 100.0)), Meaning::Follow);
    }

    #[test]
    fn a_card_lands_between_the_cards_it_is_between() {
        let columns = [
            ColumnBox { status: Status::Idea, span: (0.0, 200.0), middles: vec![50.0, 150.0] },
            ColumnBox { status: Status::Ready, span: (212.0, 412.0), middles: vec![] },
        ];
        assert_eq!(landing(&columns, (10.0, 20.0)), Some((Status::Idea, 0)));
        assert_eq!(landing(&columns, (10.0, 90.0)), Some((Status::Idea, 1)));
        assert_eq!(landing(&columns, (10.0, 900.0)), Some((Status::Idea, 2)));
        assert_eq!(landing(&columns, (300.0, 900.0)), Some((Status::Ready, 0)));
        assert_eq!(landing(&columns, (900.0, 0.0)), Some((Status::Ready, 0)));
        assert_eq!(landing(&[], (0.0, 0.0)), None);
    }

    #[test]
    fn scrolling_begins_near_the_edges() {
        assert_eq!(edge_speed(500.0, 0.0, 1_000.0), 0.0);
        assert!(edge_speed(990.0, 0.0, 1_000.0) > 0.0);
        assert!(edge_speed(10.0, 0.0, 1_000.0) < 0.0);
        assert_eq!(edge_speed(-80.0, 0.0, 1_000.0), -SPEED);
    }
}
