//! Which cell a key leads to, as in a spreadsheet. Tab is the browser's own.

/// A cell: row and column, from 0.
pub type Cell = (usize, usize);

/// Where in its text the caret stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caret {
    /// Nothing stands before it, or everything is selected.
    pub at_start: bool,
    /// Nothing stands behind it, or everything is selected.
    pub at_end: bool,
}

/// The cell that a key leads to; `None` when it stays, or the key is another one.
/// Left and right leave a cell only at the ends of its text.
pub fn next(key: &str, with_shift: bool, caret: Caret, (row, column): Cell, (rows, columns): Cell) -> Option<Cell> {
    let up = || row.checked_sub(1).map(|row| (row, column));
    let down = || (row + 1 < rows).then_some((row + 1, column));
    match key {
        "ArrowUp" => up(),
        "ArrowDown" => down(),
        "Enter" if with_shift => up(),
        "Enter" => down(),
        "ArrowLeft" if caret.at_start => column.checked_sub(1).map(|column| (row, column)),
        "ArrowRight" if caret.at_end => (column + 1 < columns).then_some((row, column + 1)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: Caret = Caret { at_start: true, at_end: true };

    fn go(key: &str, caret: Caret, from: Cell) -> Option<Cell> {
        next(key, false, caret, from, (3, 7))
    }

    #[test]
    fn arrows_and_enter_move_and_stop_at_the_edge() {
        assert_eq!(go("ArrowDown", ALL, (0, 2)), Some((1, 2)));
        assert_eq!(go("Enter", ALL, (1, 2)), Some((2, 2)));
        assert_eq!(go("ArrowDown", ALL, (2, 2)), None);
        assert_eq!(go("ArrowUp", ALL, (0, 2)), None);
        assert_eq!(next("Enter", true, ALL, (1, 2), (3, 7)), Some((0, 2)));
        assert_eq!(go("ArrowRight", ALL, (1, 6)), None);
        assert_eq!(go("ArrowLeft", ALL, (1, 6)), Some((1, 5)));
    }

    #[test]
    fn within_a_text_left_and_right_move_the_caret() {
        let middle = Caret { at_start: false, at_end: false };
        assert_eq!(go("ArrowLeft", middle, (1, 3)), None);
        assert_eq!(go("ArrowRight", middle, (1, 3)), None);
        assert_eq!(go("a", ALL, (1, 3)), None);
    }
}
