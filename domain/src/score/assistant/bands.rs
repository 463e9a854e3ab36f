//! Which answers go together: a source's answers as a few levels.
//!
//! Answers that say the same of the outcome become one level. Words are put in
//! the order of their share of good outcomes, numbers in their own; then the two
//! neighbours that differ least are put together, as long as they may be the same
//! (chi-square of the two-by-two table), or have too few cases.
//!
//! Source: Kerber, "ChiMerge: discretization of numeric attributes", AAAI 1992,
//! 123-128.

use super::source::Values;
use crate::sort;

/// One level of a source.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Level {
    /// No answer, one that is rare, or one that nobody has given yet. Always the
    /// first level: what no condition asks for.
    Rest,
    /// One of these words (their numbers in [`Values::Words`]).
    Words(Vec<u32>),
    /// From (included) to below (not included).
    Range(Option<f64>, Option<f64>),
}

/// A source's answers as levels.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Bands {
    /// The levels; the first is the rest.
    pub levels: Vec<Level>,
    /// The level of each case.
    pub of: Vec<u8>,
}

/// Neighbours are the same level below this chi-square (5 % of one degree).
const SAME_BELOW: f64 = 3.841;
/// Most bands that numbers are cut into before they are put together.
const CUTS: usize = 24;
/// No answer is told apart from the usual one from this share of the cases on.
const REST_SHARE: f64 = 0.05;
/// Most levels of a source.
const LEVELS_MAX: usize = 12;

/// Cases that go together for now.
#[derive(Clone, Debug)]
struct Cell {
    words: Vec<u32>,
    /// From here on, for numbers.
    from: f64,
    good: f64,
    all: f64,
}

impl Cell {
    fn share(&self) -> f64 {
        self.good / self.all
    }

    fn take(&mut self, other: Cell) {
        self.words.extend(other.words);
        self.good += other.good;
        self.all += other.all;
    }
}

/// Fewest cases of a level: half a percent, and no fewer than ten.
pub(super) fn least_cases(cases: usize) -> f64 {
    (cases as f64 / 200.0).max(10.0)
}

impl Bands {
    /// The levels that these `cases` speak for; `None` when they all say the same.
    pub fn new(values: &Values, good: &[bool], cases: &[u32]) -> Option<Self> {
        let least = least_cases(cases.len());
        let (cells, levels, of): (_, Vec<Level>, Vec<u8>) = match values {
            Values::Words { names, of } => {
                let cells = join(word_cells(names.len(), of, good, cases, least), least);
                let levels: Vec<Level> = cells.iter().map(|cell| Level::Words(cell.words.clone())).collect();
                let mut level = vec![0; names.len() + 1];
                for (nth, cell) in cells.iter().enumerate() {
                    cell.words.iter().for_each(|word| level[*word as usize] = nth as u8 + 1);
                }
                let of = of.iter().map(|word| level[*word as usize]).collect();
                (cells, levels, of)
            }
            Values::Numbers(numbers) | Values::Counts(numbers) => {
                let cells = join(number_cells(numbers, good, cases, least), least);
                let froms: Vec<f64> = cells.iter().map(|cell| cell.from).collect();
                let bound = |at: usize| froms.get(at).copied().filter(|n| n.is_finite());
                let levels = (0..cells.len()).map(|at| Level::Range(bound(at), bound(at + 1))).collect();
                let level = |n: &f64| if n.is_nan() { 0 } else { froms.partition_point(|from| from <= n) as u8 };
                let of = numbers.iter().map(level).collect();
                (cells, levels, of)
            }
        };
        Self { levels: [vec![Level::Rest], levels].concat(), of }.settle_rest(&cells, cases, least)
    }

    /// Where hardly anybody is in the rest, another level is it, from which points
    /// are counted then: of words the most frequent, of numbers the least promising.
    fn settle_rest(mut self, cells: &[Cell], cases: &[u32], least: f64) -> Option<Self> {
        let rest = cases.iter().filter(|case| self.of[**case as usize] == 0).count();
        if (rest as f64) < least.max(REST_SHARE * cases.len() as f64) {
            let weight = |cell: &Cell| if cell.words.is_empty() { -cell.share() } else { cell.all };
            let ground = (0..cells.len()).max_by(|a, b| weight(&cells[*a]).total_cmp(&weight(&cells[*b])))? + 1;
            self.levels.remove(ground);
            for level in &mut self.of {
                *level = match usize::from(*level) {
                    at if at == ground => 0,
                    at if at > ground => *level - 1,
                    _ => *level,
                };
            }
        }
        (self.levels.len() > 1).then_some(self)
    }
}

/// A cell for each word with enough cases, the least promising first.
fn word_cells(names: usize, of: &[u32], good: &[bool], cases: &[u32], least: f64) -> Vec<Cell> {
    let blank = |word| Cell { words: vec![word], from: f64::NEG_INFINITY, good: 0.0, all: 0.0 };
    let mut cells: Vec<Cell> = (0..=names as u32).map(blank).collect();
    for case in cases {
        let cell = &mut cells[of[*case as usize] as usize];
        cell.all += 1.0;
        cell.good += f64::from(u8::from(good[*case as usize]));
    }
    cells.remove(0);
    cells.retain(|cell| cell.all >= least);
    sort::sort_by(&mut cells, |a, b| a.share().total_cmp(&b.share()));
    cells
}

/// Cells of about as many cases each; equal numbers stay together.
fn number_cells(numbers: &[f64], good: &[bool], cases: &[u32], least: f64) -> Vec<Cell> {
    let mut known: Vec<(f64, bool)> = cases.iter().map(|c| (numbers[*c as usize], good[*c as usize])).collect();
    known.retain(|(n, _)| !n.is_nan());
    known.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let size = (known.len() as f64 / CUTS as f64).max(least);
    let mut cells: Vec<Cell> = Vec::new();
    let mut before = f64::NEG_INFINITY;
    for tied in known.chunk_by(|a, b| a.0 == b.0) {
        let number = tied[0].0;
        // A number that many have is a cell of its own: nobody's zero is a small one.
        let stands_out = tied.len() as f64 >= size;
        let is_full = cells.last().is_none_or(|cell| cell.all >= size);
        if is_full || stands_out {
            let from = if cells.is_empty() { f64::NEG_INFINITY } else { between(before, number) };
            cells.push(Cell { words: Vec::new(), from, good: 0.0, all: 0.0 });
        }
        if let Some(cell) = cells.last_mut() {
            cell.all += tied.len() as f64;
            cell.good += tied.iter().filter(|(_, good)| *good).count() as f64;
        }
        before = number;
    }
    cells
}

/// The roundest number above the one and not above the other: hundreds of
/// thousands are tried first, millionths last.
fn between(below: f64, upto: f64) -> f64 {
    let tens = (0..=5).rev().map(|digits| {
        let step = 10.0_f64.powi(digits);
        (upto / step).floor() * step
    });
    let decimals = (1..=6).map(|digits| {
        let parts = 10.0_f64.powi(digits);
        (upto * parts).floor() / parts
    });
    tens.chain(decimals).find(|round| *round > below && *round <= upto).unwrap_or(upto)
}

/// Puts neighbours together until every two of them differ.
fn join(mut cells: Vec<Cell>, least: f64) -> Vec<Cell> {
    while cells.len() > 1 {
        let differ = |at: usize| {
            let too_few = cells[at].all < least || cells[at + 1].all < least;
            if too_few { -1.0 } else { chi_square(&cells[at], &cells[at + 1]) }
        };
        let nearest = (0..cells.len() - 1).map(|at| (at, differ(at))).min_by(|a, b| a.1.total_cmp(&b.1));
        let Some((at, difference)) = nearest else { break };
        if difference >= SAME_BELOW && cells.len() <= LEVELS_MAX {
            break;
        }
        let right = cells.remove(at + 1);
        cells[at].take(right);
    }
    cells
}

/// Chi-square of good and other cases in two cells.
fn chi_square(a: &Cell, b: &Cell) -> f64 {
    let all = a.all + b.all;
    let share = (a.good + b.good) / all;
    let variance = share * (1.0 - share) * (1.0 / a.all + 1.0 / b.all);
    if variance > 0.0 { (a.share() - b.share()).powi(2) / variance } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(cases: usize) -> Vec<u32> {
        (0..cases as u32).collect()
    }

    #[test]
    fn numbers_that_say_the_same_are_one_band_and_cuts_are_whole() {
        let numbers: Vec<f64> = (0..400).map(f64::from).collect();
        // Below 197 every fourth is good, from there on all but every fourth.
        let good: Vec<bool> = (0..400).map(|n| (n % 4 == 0) != (n >= 197)).collect();
        let bands = Bands::new(&Values::Numbers(numbers), &good, &all(400)).unwrap();
        let cuts: Vec<f64> =
            bands.levels.iter().filter_map(|l| if let Level::Range(from, _) = l { *from } else { None }).collect();
        // Where a band lies across the border it may stand between the two.
        assert!((1..=2).contains(&cuts.len()), "{cuts:?}");
        assert!(cuts.iter().all(|cut| (180.0..=215.0).contains(cut) && cut.fract() == 0.0), "{cuts:?}");
    }

    #[test]
    fn no_answer_is_a_level_of_its_own_where_enough_gave_none() {
        let of: Vec<u32> = (0..300).map(|case| case % 3).collect();
        let good: Vec<bool> = (0..300).map(|case| case % 3 == 1).collect();
        let values = Values::Words { names: vec!["a".into(), "b".into()], of };
        let bands = Bands::new(&values, &good, &all(300)).unwrap();
        assert_eq!(bands.levels, [Level::Rest, Level::Words(vec![2]), Level::Words(vec![1])]);
        assert_eq!(bands.of[..3], [0, 2, 1]);
    }

    #[test]
    fn rare_answers_are_the_rest_and_without_any_rest_the_usual_answer_is_it() {
        let of: Vec<u32> = (0..300).map(|case| if case < 5 { 3 } else { 1 + u32::from(case % 3 == 0) }).collect();
        let good: Vec<bool> = (0..300).map(|case| case % 3 == 0).collect();
        let values = Values::Words { names: vec!["a".into(), "b".into(), "c".into()], of };
        let bands = Bands::new(&values, &good, &all(300)).unwrap();
        assert_eq!(bands.levels, [Level::Rest, Level::Words(vec![2])]);
    }

    #[test]
    fn where_all_say_the_same_there_are_no_bands() {
        let good: Vec<bool> = (0..200).map(|case| case % 2 == 0).collect();
        let of: Vec<u32> = (0..200).map(|case| 1 + (case / 2) % 2).collect();
        let values = Values::Words { names: vec!["a".into(), "b".into()], of };
        assert_eq!(Bands::new(&values, &good, &all(200)), None);
    }

    #[test]
    fn a_round_number_lies_between_the_two() {
        for (below, upto, round) in [(3.0, 4.0, 4.0), (187.0, 214.0, 200.0), (0.0, 0.5, 0.5), (1.0, 1.34, 1.3)] {
            assert!((between(below, upto) - round).abs() < 1e-12, "{below} {upto}: {}", between(below, upto));
        }
        assert_eq!(between(1.0, 1.000_000_01), 1.000_000_01);
    }
}
