//! How long deals stayed in each stage: a median that follows as stays are counted and
//! counted no more.
//!
//! All stays are known beforehand, so each has its place among those of its stage in
//! order of length; a Fenwick tree (Fenwick, "A New Data Structure for Cumulative
//! Frequency Tables", 1994) over these places counts those that are in, and finds the
//! one in the middle.

use super::Spot;

/// The stays of all stages.
#[derive(Clone, Debug, Default)]
pub(super) struct Stays {
    /// Each stay's stage, and its length until it has its place in that order.
    all: Vec<(Spot, i64)>,
    bands: Vec<Ranked>,
}

/// The stays of one stage.
#[derive(Clone, Debug, Default)]
struct Ranked {
    /// All lengths in order.
    lengths: Vec<i64>,
    /// The tree; its first entry is not used.
    tree: Vec<u32>,
    /// How many are in.
    count: u32,
}

impl Stays {
    pub(super) fn new(stages: usize) -> Self {
        Self { all: Vec::new(), bands: vec![Ranked::default(); stages] }
    }

    /// Notes a stay in a stage; its number.
    pub(super) fn note(&mut self, spot: Spot, ms: i64) -> u32 {
        self.all.push((spot, ms));
        (self.all.len() - 1) as u32
    }

    /// How many are noted.
    pub(super) fn len(&self) -> u32 {
        self.all.len() as u32
    }

    /// Puts the stays of one stage in order, once all are noted.
    pub(super) fn order(&mut self, band: usize) {
        let Some(ranked) = self.bands.get_mut(band) else { return };
        let mut own: Vec<(i64, usize)> = Vec::new();
        for (number, (spot, ms)) in self.all.iter().enumerate() {
            if usize::from(*spot) == band + 1 {
                own.push((*ms, number));
            }
        }
        own.sort_unstable();
        for (rank, (_, number)) in own.iter().enumerate() {
            self.all[*number].1 = rank as i64;
        }
        ranked.lengths = own.into_iter().map(|(ms, _)| ms).collect();
        ranked.tree = vec![0; ranked.lengths.len() + 1];
    }

    /// Counts a stay, or counts it no more.
    pub(super) fn count(&mut self, number: u32, is_in: bool) {
        let Some(&(spot, rank)) = self.all.get(number as usize) else { return };
        if let Some(ranked) = usize::from(spot).checked_sub(1).and_then(|band| self.bands.get_mut(band)) {
            ranked.count(rank as usize, is_in);
        }
    }

    /// The median of each stage; of an even count the mean of the middle two.
    pub(super) fn medians(&self) -> Vec<Option<i64>> {
        self.bands.iter().map(Ranked::median).collect()
    }
}

impl Ranked {
    fn count(&mut self, rank: usize, is_in: bool) {
        let one = if is_in { 1_u32 } else { u32::MAX };
        self.count = self.count.wrapping_add(one);
        let mut at = rank + 1;
        while let Some(node) = self.tree.get_mut(at) {
            *node = node.wrapping_add(one);
            at += at & at.wrapping_neg();
        }
    }

    fn median(&self) -> Option<i64> {
        let upper = self.nth(self.count / 2)?;
        let lower = if self.count.is_multiple_of(2) { self.nth(self.count / 2 - 1)? } else { upper };
        Some(lower + (upper - lower) / 2)
    }

    /// The length of the stay with `n` shorter ones among those that are in.
    fn nth(&self, n: u32) -> Option<i64> {
        if n >= self.count {
            return None;
        }
        let (mut at, mut left) = (0, n);
        let mut reach = self.lengths.len().next_power_of_two();
        while reach > 0 {
            if let Some(&node) = self.tree.get(at + reach)
                && node <= left
            {
                at += reach;
                left -= node;
            }
            reach /= 2;
        }
        self.lengths.get(at).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_median_follows_what_is_in(stays in prop::collection::vec((1..4_u16, -9..99_i64), 0..60), turns in prop::collection::vec(any::<usize>(), 0..90)) {
            let mut known = Stays::new(3);
            for (spot, ms) in &stays {
                known.note(*spot, *ms);
            }
            (0..3).for_each(|band| known.order(band));
            let mut is_in = vec![false; stays.len()];
            for turn in turns.into_iter().filter(|_| !stays.is_empty()) {
                let number = turn % stays.len();
                is_in[number] = !is_in[number];
                known.count(number as u32, is_in[number]);
                let expected: Vec<_> = (1..4).map(|spot| {
                    let mut own: Vec<i64> = stays.iter().zip(&is_in).filter(|((s, _), is_in)| *s == spot && **is_in).map(|((_, ms), _)| *ms).collect();
                    own.sort_unstable();
                    let (low, high) = (own.get(own.len().saturating_sub(1) / 2)?, own.get(own.len() / 2)?);
                    Some(low + (high - low) / 2)
                }).collect();
                prop_assert_eq!(known.medians(), expected);
            }
        }
    }
}
