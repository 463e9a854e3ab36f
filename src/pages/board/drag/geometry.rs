//! Which column, and which place in it, a lifted card is over. Knows
//! rectangles only.

use super::gesture::Point;
use smarketing_domain::ids::StageId;

/// A rectangle on the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rect {
    /// Its left edge.
    pub left: f64,
    /// Its top edge.
    pub top: f64,
    /// Its right edge.
    pub right: f64,
    /// Its lower edge.
    pub bottom: f64,
}

impl Rect {
    fn holds(&self, at: Point) -> bool {
        (self.left..self.right).contains(&at.x) && (self.top..self.bottom).contains(&at.y)
    }

    fn distance_x(&self, x: f64) -> f64 {
        (self.left - x).max(x - self.right).max(0.0)
    }

    fn grown(&self, by: f64) -> Rect {
        Rect { left: self.left - by, top: self.top - by, right: self.right + by, bottom: self.bottom + by }
    }
}

/// The areas at the board's foot that decide a deal, or let it wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Zone {
    /// Won.
    Won,
    /// Lost.
    Lost,
    /// Not now: it stays, and its next step waits.
    Later,
}

/// Where a card would be put down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// In a column, so many cards below its top (the lifted card not counted).
    Slot {
        /// The column.
        stage: StageId,
        /// The place.
        index: usize,
    },
    /// On a zone.
    Zone(Zone),
}

impl Target {
    /// The place in this column, if it is meant.
    pub fn index_in(self, column: StageId) -> Option<usize> {
        match self {
            Self::Slot { stage, index } if stage == column => Some(index),
            _ => None,
        }
    }
}

/// A column, as it was when the card was lifted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lane {
    /// Whose.
    pub stage: StageId,
    /// Its list's box on the screen.
    pub list: Rect,
}

/// The board, as it was when the card was lifted.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scene {
    /// The columns from left to right.
    pub lanes: Vec<Lane>,
    /// The strip that holds them.
    pub strip: Rect,
    /// How far the strip had been scrolled then.
    pub scrolled: f64,
    /// The zones.
    pub zones: Vec<(Zone, Rect)>,
    /// From one card's top to the next one's.
    pub pitch: f64,
}

/// So far outside the strip a card still belongs to it.
const REACH: f64 = 56.0;

/// The pointer, and the top edge of the card that hangs on it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hover {
    /// The pointer.
    pub at: Point,
    /// The card's top edge.
    pub card_top: f64,
}

impl Scene {
    /// The column under (or nearest to) `x` when the strip is scrolled to `scroll`.
    pub fn lane(&self, x: f64, scroll: f64) -> Option<&Lane> {
        // In the coordinates of when the card was lifted.
        let x = x + scroll - self.scrolled;
        self.lanes.iter().min_by(|a, b| a.list.distance_x(x).total_cmp(&b.list.distance_x(x)))
    }

    /// What the card is over; `None` outside the board. `state_of` tells of a
    /// column how far it is scrolled, and how many cards it has (the lifted
    /// one not counted).
    pub fn target(&self, hover: Hover, scroll: f64, state_of: impl Fn(StageId) -> (f64, usize)) -> Option<Target> {
        if let Some((zone, _)) = self.zones.iter().find(|(_, area)| area.holds(hover.at)) {
            return Some(Target::Zone(*zone));
        }
        if !self.strip.grown(REACH).holds(hover.at) {
            return None;
        }
        let lane = self.lane(hover.at.x, scroll)?;
        let (scrolled, rows) = state_of(lane.stage);
        let index = slot(hover.card_top - lane.list.top + scrolled, self.pitch, rows);
        Some(Target::Slot { stage: lane.stage, index })
    }
}

/// The place nearest to a card whose top edge is `top` below the list's top.
fn slot(top: f64, pitch: f64, rows: usize) -> usize {
    let nearest = (top / pitch).round().max(0.0);
    (nearest as usize).min(rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use smarketing_domain::ids::StageId;

    fn stage(n: u128) -> StageId {
        StageId(uuid::Uuid::from_u128(n))
    }

    /// Three columns of 300 with gaps of 12; lists from 150 to 700; two zones below.
    fn scene() -> Scene {
        let lanes = (0..3u32).map(|i| {
            let left = 12.0 + f64::from(i) * 312.0;
            Lane { stage: stage(u128::from(i)), list: Rect { left, top: 150.0, right: left + 300.0, bottom: 700.0 } }
        });
        let zone = |left: f64| Rect { left, top: 720.0, right: left + 400.0, bottom: 800.0 };
        Scene {
            lanes: lanes.collect(),
            strip: Rect { left: 0.0, top: 100.0, right: 800.0, bottom: 800.0 },
            scrolled: 0.0,
            zones: vec![(Zone::Won, zone(0.0)), (Zone::Lost, zone(400.0))],
            pitch: 104.0,
        }
    }

    fn over(x: f64, y: f64, scroll: f64, list: (f64, usize)) -> Option<Target> {
        scene().target(Hover { at: Point { x, y }, card_top: y - 20.0 }, scroll, |_| list)
    }

    fn at(n: u128, index: usize) -> Option<Target> {
        Some(Target::Slot { stage: stage(n), index })
    }

    #[test]
    fn a_card_goes_to_the_place_it_covers_most() {
        assert_eq!(over(100.0, 170.0, 0.0, (0.0, 5)), at(0, 0));
        assert_eq!(over(100.0, 170.0 + 51.0, 0.0, (0.0, 5)), at(0, 0));
        assert_eq!(over(100.0, 170.0 + 53.0, 0.0, (0.0, 5)), at(0, 1));
        assert_eq!(over(400.0, 170.0 + 208.0, 0.0, (0.0, 5)), at(1, 2));
    }

    #[test]
    fn above_the_list_is_its_top_and_below_its_cards_the_end() {
        assert_eq!(over(100.0, 110.0, 0.0, (0.0, 5)), at(0, 0));
        assert_eq!(over(100.0, 690.0, 0.0, (0.0, 2)), at(0, 2));
        assert_eq!(over(100.0, 400.0, 0.0, (0.0, 0)), at(0, 0));
    }

    #[test]
    fn scrolling_counts() {
        assert_eq!(over(100.0, 170.0, 0.0, (1040.0, 50)), at(0, 10));
        assert_eq!(over(100.0, 170.0, 312.0, (0.0, 5)), at(1, 0));
        let lifted_while_scrolled = Scene { scrolled: 312.0, ..scene() };
        let hover = Hover { at: Point { x: 100.0, y: 170.0 }, card_top: 150.0 };
        assert_eq!(lifted_while_scrolled.target(hover, 312.0, |_| (0.0, 5)), at(0, 0));
    }

    #[test]
    fn between_columns_the_nearest_one_is_meant() {
        assert_eq!(over(315.0, 170.0, 0.0, (0.0, 5)), at(0, 0));
        assert_eq!(over(321.0, 170.0, 0.0, (0.0, 5)), at(1, 0));
        assert_eq!(over(3.0, 170.0, 0.0, (0.0, 5)), at(0, 0));
    }

    #[test]
    fn the_zones_lie_over_the_columns() {
        assert_eq!(over(100.0, 740.0, 0.0, (0.0, 5)), Some(Target::Zone(Zone::Won)));
        assert_eq!(over(500.0, 740.0, 0.0, (0.0, 5)), Some(Target::Zone(Zone::Lost)));
    }

    #[test]
    fn outside_the_board_is_nowhere() {
        assert_eq!(over(100.0, 20.0, 0.0, (0.0, 5)), None);
        assert_eq!(over(-80.0, 300.0, 0.0, (0.0, 5)), None);
        assert_eq!(over(100.0, 60.0, 0.0, (0.0, 5)), at(0, 0), "a little outside is still inside");
    }

    #[test]
    fn a_board_without_columns_has_no_target() {
        let empty = Scene { lanes: Vec::new(), zones: Vec::new(), ..scene() };
        let hover = Hover { at: Point { x: 100.0, y: 170.0 }, card_top: 150.0 };
        assert_eq!(empty.target(hover, 0.0, |_| (0.0, 0)), None);
    }
}
