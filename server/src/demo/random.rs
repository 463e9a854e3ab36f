//! Numbers that look random and are always the same for the same seed.
//!
//! SplitMix64, from Steele, Lea, Flood, "Fast Splittable Pseudorandom Number
//! Generators", 2014.

use smarketing_domain::clock::Timestamp;
use uuid::Uuid;

/// A stream of numbers. Each part of the demo draws from a stream of its own,
/// so that a change in one part leaves the others as they were.
pub(super) struct Random {
    state: u64,
}

impl Random {
    /// The stream called `name` of a seed.
    pub(super) fn stream(seed: u64, name: &str) -> Self {
        // FNV-1a, to tell the names apart.
        let hash =
            name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
        let mut random = Self { state: seed ^ hash };
        random.state = random.bits();
        random
    }

    /// 64 bits.
    pub(super) fn bits(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.state ^ (self.state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From 0 up to, but not, 1.
    pub(super) fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// True with this probability.
    pub(super) fn chance(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// From `low` to `high`, both included.
    pub(super) fn between(&mut self, low: i64, high: i64) -> i64 {
        low + (self.unit() * (high - low + 1) as f64) as i64
    }

    /// A position in a list of `count` items; 0 for an empty one.
    pub(super) fn below(&mut self, count: usize) -> usize {
        (self.unit() * count as f64) as usize
    }

    /// One of `items`, which must not be empty.
    pub(super) fn pick<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.below(items.len())]
    }

    /// The position of one weight, more often the larger it is.
    pub(super) fn weighted(&mut self, weights: impl Iterator<Item = f64> + Clone) -> usize {
        let mut left = self.unit() * weights.clone().sum::<f64>();
        let mut last = 0;
        for (i, weight) in weights.enumerate() {
            last = i;
            left -= weight;
            if left < 0.0 {
                break;
            }
        }
        last
    }

    /// Lognormal: half of the draws lie below `median`; a larger `spread` has
    /// a longer tail upwards.
    pub(super) fn around(&mut self, median: f64, spread: f64) -> f64 {
        // Box and Muller's normal variate; 1 - unit keeps the logarithm finite.
        let radius = (-2.0 * (1.0 - self.unit()).ln()).sqrt();
        let normal = radius * (std::f64::consts::TAU * self.unit()).cos();
        median * (spread * normal).exp()
    }

    /// An identity that sorts by its moment of creation (a UUID of version 7).
    pub(super) fn id<I: From<Uuid>>(&mut self, at: Timestamp) -> I {
        let bits = (u128::from(self.bits()) << 64) | u128::from(self.bits());
        let mut random = [0; 10];
        random.copy_from_slice(&bits.to_be_bytes()[..10]);
        let millis = u64::try_from(at.0).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_name_and_seed_give_the_same_numbers() {
        let draw = |seed, name| Random::stream(seed, name).bits();
        assert_eq!(draw(1, "leads"), draw(1, "leads"));
        assert_ne!(draw(1, "leads"), draw(2, "leads"));
        assert_ne!(draw(1, "leads"), draw(1, "tasks"));
    }

    #[test]
    fn half_of_the_draws_lie_below_the_median() {
        let mut random = Random::stream(7, "median");
        let below = (0..10_000).filter(|_| random.around(12.0, 0.8) < 12.0).count();
        assert!((4_800..5_200).contains(&below), "{below}");
    }

    #[test]
    fn ids_sort_by_their_moment() {
        let mut random = Random::stream(7, "ids");
        let early: Uuid = random.id(Timestamp(1_700_000_000_000));
        let late: Uuid = random.id(Timestamp(1_700_000_000_001));
        assert!(early < late);
        assert_eq!(early.get_version_num(), 7);
    }
}
