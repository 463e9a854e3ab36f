//! Random numbers from a seed: the same on every machine.
//!
//! Source: Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators",
//! OOPSLA 2014 (SplitMix64).

use smarketing_domain::statistics::special::binomial;

/// A sequence of random numbers.
pub struct Dice(u64);

impl Dice {
    /// The sequence of this seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 to 1, 1 left out.
    pub fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Whether something of this chance happens.
    pub fn happens(&mut self, chance: f64) -> bool {
        self.share() < chance
    }

    /// How many of `n` have it happen.
    pub fn count(&mut self, n: u64, chance: f64) -> u64 {
        (0..n).filter(|_| self.happens(chance)).count() as u64
    }
}

/// How many of `n` have something of one chance happen, by a table.
pub struct Binomial {
    /// The chance of at most so many.
    at_most: Vec<f64>,
}

impl Binomial {
    /// The table for `n` units.
    pub fn new(n: u64, chance: f64) -> Self {
        let mut at_most = vec![0.0; n as usize + 1];
        binomial::fill(&mut at_most, chance);
        let mut sum = 0.0;
        at_most.iter_mut().for_each(|p| {
            sum += *p;
            *p = sum;
        });
        Self { at_most }
    }

    /// A random number of them.
    pub fn draw(&self, dice: &mut Dice) -> u64 {
        let share = dice.share();
        (self.at_most.partition_point(|p| *p <= share) as u64).min(self.at_most.len() as u64 - 1)
    }
}
