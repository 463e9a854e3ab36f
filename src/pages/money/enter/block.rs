//! A block of cells as spreadsheets copy it: lines, and tabs between the cells.

use super::keys::Cell;
use smarketing_domain::{
    economics::Measure,
    import::{amount::decimal_mark, date::is_blank},
    money::Currency,
    operation::MONEY_MAX,
};

/// What of a block fits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Block {
    /// The cells and their numbers.
    pub numbers: Vec<(Cell, i64)>,
    /// Cells with text that do not fit, or are no numbers.
    pub left_out: usize,
}

/// Whether a text is more than one cell.
pub fn is_block(text: &str) -> bool {
    text.trim_end_matches(['\r', '\n']).contains(['\t', '\n'])
}

/// Reads a block that begins at a cell of a table of this size. Blank cells leave
/// what is there.
pub fn read(text: &str, at: Cell, (rows, columns): Cell, measure: Measure, currency: Currency) -> Block {
    let lines = || text.trim_end_matches(['\r', '\n']).split('\n').map(|line| line.trim_end_matches('\r').split('\t'));
    let mark = decimal_mark(lines().flatten().map(str::trim));
    let mut block = Block::default();
    for (down, line) in lines().enumerate() {
        for (right, cell) in line.map(str::trim).enumerate().filter(|(_, cell)| !is_blank(cell)) {
            let place = (at.0 + down, at.1 + right);
            let number = measure.parse(cell, mark, currency).ok().filter(|number| *number <= MONEY_MAX);
            match number.filter(|_| place.0 < rows && place.1 < columns) {
                Some(number) => block.numbers.push((place, number)),
                None => block.left_out += 1,
            }
        }
    }
    block
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_at(text: &str, at: Cell) -> Block {
        read(text, at, (2, 3), Measure::Spend, Currency::EUR)
    }

    #[test]
    fn a_block_fills_from_its_cell_to_the_right_and_down() {
        assert!(is_block("1\t2") && is_block("1\n2\n") && !is_block("1 250,50\r\n"));
        let block = read_at("10,50\t20\r\n\t3 000\r\n", (0, 1));
        assert_eq!(block.numbers, [((0, 1), 1050), ((0, 2), 2000), ((1, 2), 300_000)]);
        assert_eq!(block.left_out, 0);
    }

    #[test]
    fn what_does_not_fit_or_is_no_number_is_left_out_and_counted() {
        let block = read_at("1\tAds\t-\t4\n5\n6\n7", (0, 0));
        assert_eq!(block.numbers, [((0, 0), 100), ((1, 0), 500)]);
        assert_eq!(block.left_out, 4);
    }

    #[test]
    fn one_cell_of_the_block_tells_what_a_mark_means() {
        assert_eq!(read_at("1.054\n12,5", (0, 0)).numbers, [((0, 0), 105_400), ((1, 0), 1250)]);
    }
}
