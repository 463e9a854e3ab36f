//! Chance without luck: of many draws with the same probability, as many
//! succeed as should, whatever the seed. So the studio is of one size on
//! every day it is generated, while nobody can tell who will succeed.

use super::random::Random;
use std::collections::HashMap;

/// Draws that keep account, by what is drawn for.
#[derive(Default)]
pub(super) struct Luck {
    owed: HashMap<(&'static str, usize), f64>,
}

impl Luck {
    /// True with this probability; what is drawn too often for one purpose is
    /// drawn less often afterwards.
    pub(super) fn strikes(&mut self, random: &mut Random, purpose: (&'static str, usize), probability: f64) -> bool {
        let owed = self.owed.entry(purpose).or_default();
        *owed += probability;
        let strikes = *owed > 0.1 + 0.8 * random.unit();
        if strikes {
            *owed -= 1.0;
        }
        strikes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_succeed_as_should() {
        for seed in 0..50 {
            let (mut random, mut luck) = (Random::stream(seed, "luck"), Luck::default());
            let hits = (0..1_000).filter(|_| luck.strikes(&mut random, ("test", 0), 0.137)).count();
            assert!((135..=139).contains(&hits), "{hits}");
        }
    }
}
