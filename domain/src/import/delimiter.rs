//! What stands between the cells of a file.

use csv_core::{ReadRecordResult, ReaderBuilder};

/// What may stand between cells.
pub const CANDIDATES: [u8; 4] = [b',', b';', b'\t', b'|'];

/// How much of a file is looked at, in bytes.
const SAMPLE: usize = 64 * 1024;

/// The delimiter by which the first rows fall into the most columns of equal
/// number; a comma when none does.
pub fn detect(text: &[u8]) -> u8 {
    let sample = &text[..text.len().min(SAMPLE)];
    let score = |delimiter| {
        let mut widths = widths(sample, delimiter);
        if sample.len() < text.len() && widths.len() > 1 {
            widths.pop(); // cut off in the middle
        }
        match widths.first() {
            None | Some(1) => 0.0,
            Some(&columns) => {
                let alike = widths.iter().filter(|w| **w == columns).count() as f64 / widths.len() as f64;
                alike * alike * columns as f64
            }
        }
    };
    let mut best = (b',', 0.0);
    for candidate in CANDIDATES {
        let score = score(candidate);
        if score > best.1 {
            best = (candidate, score);
        }
    }
    best.0
}

/// The number of cells of each of the first rows.
fn widths(mut sample: &[u8], delimiter: u8) -> Vec<usize> {
    let mut reader = ReaderBuilder::new().delimiter(delimiter).build();
    let (mut scratch, mut ends) = ([0; 4096], [0; 1024]);
    let (mut widths, mut width) = (Vec::new(), 0);
    while widths.len() < 50 {
        let (result, read, _, cells) = reader.read_record(sample, &mut scratch, &mut ends);
        sample = &sample[read..];
        width += cells;
        match result {
            ReadRecordResult::End => break,
            ReadRecordResult::Record => widths.push(std::mem::take(&mut width)),
            ReadRecordResult::InputEmpty | ReadRecordResult::OutputFull | ReadRecordResult::OutputEndsFull => {}
        }
    }
    widths
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delimiter_is_the_one_that_makes_equal_columns() {
        for (text, delimiter) in [
            ("a,b,c\n1,2,3\n", b','),
            ("a;b;c\n1,5;2,5;3,5\n", b';'),
            ("a\tb\n1, 2\t3\n", b'\t'),
            ("a|b\n1|2\n", b'|'),
            ("\"a, b, c\";\"d\"\n1;2\n", b';'),
            ("one column\n1\n", b','),
            ("", b','),
        ] {
            assert_eq!(detect(text.as_bytes()), delimiter, "{text}");
        }
    }
}
