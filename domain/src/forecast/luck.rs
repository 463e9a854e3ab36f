//! Numbers that look like chance and are not: the same for the same key.
//!
//! Source: Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators",
//! OOPSLA 2014 (SplitMix64).

/// The odd number nearest to 2^64 divided by the golden ratio.
const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

/// A stream of numbers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Luck(u64);

/// Scatters the bits of a word.
pub(super) fn mix(word: u64) -> u64 {
    let word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    word ^ (word >> 31)
}

/// Two words as one, in which every bit of both counts.
pub(super) fn join(a: u64, b: u64) -> u64 {
    mix(mix(a.wrapping_add(GOLDEN)) ^ b.wrapping_mul(GOLDEN))
}

impl Luck {
    /// The stream of a key and a number.
    pub(super) fn of(key: u64, n: u64) -> Self {
        Self(join(key, n))
    }

    pub(super) fn word(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(GOLDEN);
        mix(self.0)
    }

    /// At least 0 and below 1.
    pub(super) fn unit(&mut self) -> f64 {
        // 53 bits: as many as an f64 tells apart.
        (self.word() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// One of `0..n`; 0 when there is none.
    pub(super) fn below(&mut self, n: usize) -> usize {
        // The upper half of the product is uniform.
        ((u128::from(self.word()) * n as u128) >> 64) as usize
    }

    /// Exponential, with mean 1.
    pub(super) fn exponential(&mut self) -> f64 {
        -libm::log(1.0 - self.unit())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_even_and_the_same_again() {
        let mut luck = Luck::of(7, 3);
        let all: Vec<f64> = (0..100_000).map(|_| luck.unit()).collect();
        let mean = all.iter().sum::<f64>() / all.len() as f64;
        assert!(all.iter().all(|n| (0.0..1.0).contains(n)));
        // Five standard errors of the mean of so many: 5 / sqrt(12 n).
        assert!((mean - 0.5).abs() < 0.0046, "{mean}");
        let mut again = Luck::of(7, 3);
        assert!(all.iter().all(|n| *n == again.unit()));
        assert_ne!(Luck::of(7, 4).word(), Luck::of(7, 3).word());
        assert_ne!(Luck::of(8, 3).word(), Luck::of(7, 3).word());
    }

    #[test]
    fn an_exponential_has_its_mean_and_its_deviation() {
        let mut luck = Luck::of(1, 1);
        let all: Vec<f64> = (0..100_000).map(|_| luck.exponential()).collect();
        let mean = all.iter().sum::<f64>() / all.len() as f64;
        let square = all.iter().map(|n| n * n).sum::<f64>() / all.len() as f64;
        assert!((mean - 1.0).abs() < 0.016 && (square - 2.0).abs() < 0.08, "{mean} {square}");
    }

    #[test]
    fn one_of_so_many_is_one_of_them_each_as_often() {
        let mut luck = Luck::of(2, 2);
        let mut counts = [0_u32; 7];
        (0..70_000).for_each(|_| counts[luck.below(7)] += 1);
        assert!(counts.iter().all(|n| (9_500..10_500).contains(n)), "{counts:?}");
        assert_eq!(luck.below(0), 0);
    }
}
