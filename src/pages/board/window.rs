//! Which cards of a column are drawn, and in which row each of them stands.
//! All cards have one height, so that ten thousand cost as much as ten.

use std::{ops::Range, time::Duration};

/// A card's height and the gap below it, in rem: the same as `--card-height`
/// and `--card-gap` in `style/pages/board/head.css`.
pub const CARD_REM: f64 = 6.0;
/// See [`CARD_REM`].
pub const GAP_REM: f64 = 0.5;

/// The height of a card where they are low, in rem.
pub const COMPACT_REM: f64 = 4.0;

/// Above and below every list stand at least so many rem: the page's bar, the board's
/// and the column's heads, the column's foot.
pub const ENDS_REM: f64 = 13.0;

/// Drawn above what is in sight at rest. Below it nothing more: [`rows_in`] counts a row for
/// each that may be cut off, and lists are lower than they are taken for.
const ABOVE: usize = 1;
/// Drawn above and below what is in sight while it scrolls.
const MOVING: usize = 3;
/// So long after its last movement a list rests.
pub const REST: Duration = Duration::from_millis(250);
/// Drawn of a cell: those in sight, one cut off, and one more on either side.
const CELL_ROWS: usize = 5;
/// Drawn of a column that is out of sight: enough to be there when it comes.
const OUT_OF_SIGHT: usize = 3;

/// From one card's top to the next one's, in pixels.
pub fn pitch(rem: f64, is_compact: bool) -> f64 {
    (if is_compact { COMPACT_REM } else { CARD_REM } + GAP_REM) * rem
}

/// How a column is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sight {
    /// Not at all.
    Out,
    /// It is, and rests.
    In,
    /// It is, and scrolls.
    Moving,
}

/// The cards to draw of a column of `count`, scrolled to row `first`, with
/// `in_view` rows in sight if the column itself is.
pub fn range(count: usize, first: usize, in_view: usize, sight: Sight) -> Range<usize> {
    let (above, below, length) = match sight {
        Sight::Out => (0, 0, OUT_OF_SIGHT.min(in_view)),
        Sight::In => (ABOVE, 0, in_view),
        Sight::Moving => (MOVING, MOVING, in_view),
    };
    // A column that has become shorter shows its end.
    let from = first.saturating_sub(above).min(count.saturating_sub(above + length + below));
    from..(first + length + below).min(count)
}

/// The cards to draw of one lane's cell, in which few are in sight at once; of one
/// out of sight none.
pub fn cell_range(count: usize, first: usize, in_sight: bool) -> Range<usize> {
    let length = if in_sight { CELL_ROWS } else { 0 };
    let from = first.saturating_sub(1).min(count.saturating_sub(length));
    from..(from + length).min(count)
}

/// The first row in sight.
pub fn first_row(scroll_top: f64, pitch: f64) -> usize {
    (scroll_top / pitch).max(0.0) as usize
}

/// The rows that fit into `height`, the ones cut off included.
pub fn rows_in(height: f64, pitch: f64) -> usize {
    (height / pitch).max(0.0).ceil() as usize + 1
}

/// How a column makes room while a card is lifted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Room {
    /// The lifted card's place, if it was lifted here.
    pub origin: Option<usize>,
    /// Where it would be put down, if here; the lifted card not counted.
    pub gap: Option<usize>,
}

impl Room {
    /// The row of the card at `index`. A card that is lifted and would be put
    /// down in the same column stands in the gap itself.
    pub fn row(self, index: usize) -> usize {
        match (self.origin, self.gap) {
            (_, None) => index,
            (None, Some(gap)) => index + usize::from(index >= gap),
            (Some(origin), Some(gap)) if index == origin => gap,
            (Some(origin), Some(gap)) => {
                let without = index - usize::from(index > origin);
                without + usize::from(without >= gap)
            }
        }
    }

    /// How many rows `count` cards need.
    pub fn rows(self, count: usize) -> usize {
        count + usize::from(self.gap.is_some() && self.origin.is_none())
    }

    /// The row in which a place for the card of another column is shown.
    pub fn opened(self) -> Option<usize> {
        self.gap.filter(|_| self.origin.is_none())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_thousand_cards_draw_as_few_as_twenty() {
        assert_eq!(range(10_000, 500, 8, Sight::In), 499..508);
        assert_eq!(range(10_000, 500, 8, Sight::Moving), 497..511);
        assert_eq!(range(20, 0, 8, Sight::In), 0..8);
        assert_eq!(range(20, 0, 8, Sight::Moving), 0..11);
        assert_eq!(range(3, 0, 8, Sight::In), 0..3);
        assert_eq!(range(0, 0, 8, Sight::In), 0..0);
    }

    #[test]
    fn the_end_is_whole_and_a_shortened_column_shows_its_end() {
        assert_eq!(range(100, 93, 8, Sight::In), 91..100);
        assert_eq!(range(10, 500, 8, Sight::In), 1..10);
    }

    #[test]
    fn a_column_out_of_sight_draws_few() {
        assert_eq!(range(10_000, 0, 8, Sight::Out), 0..3);
        assert_eq!(range(10_000, 50, 2, Sight::Out), 50..52);
    }

    #[test]
    fn a_cell_draws_what_is_in_sight_and_no_more() {
        assert_eq!(cell_range(500, 0, true), 0..5);
        assert_eq!(cell_range(500, 10, true), 9..14);
        assert_eq!(cell_range(2, 0, true), 0..2);
        assert!(cell_range(500, 10, false).is_empty());
    }

    #[test]
    fn rows_are_counted_from_the_scrolled_pixels() {
        assert_eq!((first_row(0.0, 104.0), first_row(103.9, 104.0), first_row(104.0, 104.0)), (0, 0, 1));
        assert_eq!(first_row(-30.0, 104.0), 0, "overscrolled");
        assert_eq!(rows_in(640.0, 104.0), 8);
    }

    #[test]
    fn a_gap_pushes_down_what_is_below_it() {
        let room = Room { origin: None, gap: Some(2) };
        assert_eq!((0..4).map(|i| room.row(i)).collect::<Vec<_>>(), [0, 1, 3, 4]);
        assert_eq!((room.rows(4), room.opened()), (5, Some(2)));
        assert_eq!((Room::default().row(3), Room::default().rows(4)), (3, 4));
    }

    #[test]
    fn within_its_column_the_card_stands_in_the_gap() {
        let room = |gap| Room { origin: Some(1), gap: Some(gap) };
        let rows = |room: Room| (0..4).map(|i| room.row(i)).collect::<Vec<_>>();
        assert_eq!(rows(room(1)), [0, 1, 2, 3]);
        assert_eq!(rows(room(0)), [1, 0, 2, 3]);
        assert_eq!(rows(room(3)), [0, 3, 1, 2]);
        assert_eq!((room(3).rows(4), room(3).opened()), (4, None));
    }

    #[test]
    fn over_another_column_the_card_keeps_its_place() {
        let room = Room { origin: Some(1), gap: None };
        assert_eq!((0..3).map(|i| room.row(i)).collect::<Vec<_>>(), [0, 1, 2]);
    }

    #[test]
    fn the_style_sheet_has_the_same_heights() {
        let css = include_str!("../../../style/pages/board/head.css");
        assert!(css.contains(&format!("--card-height: {CARD_REM}rem;")));
        assert!(css.contains(&format!("--card-gap: {GAP_REM}rem;")));
        let views = include_str!("../../../style/pages/board-views.css");
        assert!(views.contains(&format!("--card-height: {COMPACT_REM}rem;")));
    }
}
