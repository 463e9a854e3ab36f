//! Whether two rates differ, exact at any size and however often somebody looks: an
//! e-value for a sequence of two-by-two tables.
//!
//! The units come in **blocks** (what was counted since the last look). Given how many of
//! a block converted, how many of them are the variant's depends on the odds ratio alone,
//! and if the arms do not differ it is the hypergeometric distribution, whatever the rate,
//! which may even change from day to day. For an odds ratio e^ψ the block's likelihood
//! ratio is e^(ψx) / E₀[e^(ψX)]. Its expectation without a difference is exactly 1, and so
//! is that of the product over blocks, and of a weighted mean over several ψ: the
//! **e-value**. By Ville's inequality it ever reaches 1/α with chance α at most, at any
//! number of looks: no approximation, no smallest size.
//!
//! The weights are equal over effects from an odds ratio of 1.05 to one of 55, each way,
//! alike on a logarithmic scale; with a planned effect half of the weight lies there.
//!
//! Sources: Turner, Ly and Grünwald, "Generic E-variables for exact sequential k-sample
//! tests that allow for optional stopping", Journal of Statistical Planning and Inference
//! 230 (2024), for e-values of two-by-two tables in blocks; ter Schure, Pérez-Ortiz, Ly and
//! Grünwald, "The Anytime-Valid Logrank Test", arXiv 2011.06931, for the conditional
//! likelihood; Wald, "Sequential Analysis", 1947, for the mean over alternatives.

use super::{proportion::Interval, special::hypergeometric::Hypergeometric};

/// What was counted of one arm since the last look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// How many came into the arm.
    pub exposed: u64,
    /// How many of them converted; no more than came.
    pub converted: u64,
}

/// Effects that have a weight, each way.
const EFFECTS: usize = 32;
/// The smallest and the largest of them: logarithms of odds ratios.
const SMALLEST: f64 = 0.05;
const LARGEST: f64 = 4.0;

/// What the blocks so far say.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    alternatives: Vec<Alternative>,
    /// Those that say something, kept to ask them for any odds ratio.
    blocks: Vec<Chances>,
    largest: f64,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Alternative {
    /// ln of the odds ratio.
    log_odds: f64,
    /// What it weighs; all together 1.
    weight: f64,
    /// The odds ratio.
    odds: f64,
    /// Its likelihood ratio against "no difference" so far is this product …
    product: f64,
    /// … times e to this, where the product would leave the range of numbers.
    ln: f64,
}

impl Alternative {
    fn take(&mut self, block: &Chances) {
        match block.expected(self.odds) {
            Some(expected) => self.product /= expected,
            None => self.ln -= block.ln_expected(self.log_odds),
        }
        if !PRODUCTS.contains(&self.product) {
            self.ln += libm::log(self.product);
            self.product = 1.0;
        }
    }

    fn ln_likelihood(&self) -> f64 {
        self.ln + libm::log(self.product)
    }

    /// 0 where it is too small for a number, infinite where it is too large.
    fn likelihood(&self) -> f64 {
        if self.ln == 0.0 { self.product } else { self.product * libm::exp(self.ln) }
    }
}

/// How large products become before their logarithm is kept: two such factors still make a
/// number.
const PRODUCTS: std::ops::Range<f64> = 1e-140..1e140;

impl Evidence {
    /// Before anything was counted. `planned` is the logarithm of the odds ratio that the
    /// plan looks for, if there is a plan; only its size matters, not its sign.
    pub fn new(planned: Option<f64>) -> Self {
        let planned = planned.map(f64::abs).filter(|size| size.is_finite() && *size > 0.0);
        let share = if planned.is_some() { 0.5 } else { 1.0 };
        let grow = libm::log(LARGEST / SMALLEST) / (EFFECTS - 1) as f64;
        let sizes = (0..EFFECTS).map(|i| (SMALLEST * libm::exp(grow * i as f64), share / EFFECTS as f64));
        let both = |(size, weight): (f64, f64)| {
            let of = |log_odds| (log_odds, libm::exp(log_odds));
            let alternative =
                |(log_odds, odds)| Alternative { log_odds, weight: weight / 2.0, odds, product: 1.0, ln: 0.0 };
            [size, -size].map(of).map(alternative)
        };
        let alternatives = sizes.chain(planned.map(|size| (size, 0.5))).flat_map(both).collect();
        Self { alternatives, blocks: Vec::new(), largest: 1.0 }
    }

    /// Takes in what was counted since the last look. Arms that nobody came into, and
    /// blocks in which nobody or everybody converted, say nothing.
    pub fn add(&mut self, control: Counts, variant: Counts) {
        let all = control.converted + variant.converted;
        let table = Hypergeometric::new(variant.exposed, control.exposed, all);
        if table.least() == table.most() || variant.converted < table.least() || variant.converted > table.most() {
            return;
        }
        let chances = Chances::of(&table, variant.converted);
        self.alternatives.iter_mut().for_each(|alternative| alternative.take(&chances));
        self.blocks.push(chances);
        self.largest = self.largest.max(self.e_value());
    }

    /// The e-value now: evidence against "no difference". 20 stands for α = 0.05.
    pub fn e_value(&self) -> f64 {
        libm::exp(self.ln_mean())
    }

    /// The always-valid p value: 1 / the largest e-value so far. It falls below α at any
    /// look at all with chance α at most, if there is no difference.
    pub fn p(&self) -> f64 {
        1.0 / self.largest
    }

    /// Where the odds ratio (variant to control) may well lie, if it is the same in all
    /// blocks: all that the e-value against them does not rule out, at all looks
    /// together. Ends beyond 10⁹ are 0 or infinite.
    pub fn odds_ratio(&self, conf_level: f64) -> Interval {
        let limit = self.ln_mean() + libm::log(1.0 - conf_level);
        // Inside where the likelihood is above that limit; it has one peak. The likeliest of
        // the alternatives is inside: the mean over all of them is not above it.
        let above = |log_odds: f64| self.ln_likelihood(log_odds) - limit;
        let likelier = |a: &&Alternative, b: &&Alternative| a.ln_likelihood().total_cmp(&b.ln_likelihood());
        let peak = self.alternatives.iter().max_by(likelier).map_or(0.0, |a| a.log_odds);
        let inside = if self.blocks.is_empty() { 0.0 } else { peak };
        let end = |sign: f64| match crossing(above, inside, sign) {
            Some(log_odds) => libm::exp(log_odds),
            None if sign > 0.0 => f64::INFINITY,
            None => 0.0,
        };
        Interval { low: end(-1.0), high: end(1.0) }
    }

    fn ln_mean(&self) -> f64 {
        let sum: f64 = self.alternatives.iter().map(|a| a.weight * a.likelihood()).sum();
        if sum.is_normal() {
            return libm::log(sum);
        }
        let most = self.alternatives.iter().map(Alternative::ln_likelihood).fold(f64::NEG_INFINITY, f64::max);
        let sum: f64 = self.alternatives.iter().map(|a| a.weight * libm::exp(a.ln_likelihood() - most)).sum();
        most + libm::log(sum)
    }

    fn ln_likelihood(&self, log_odds: f64) -> f64 {
        // One logarithm for many blocks: their product, as long as it is in range.
        let factor = libm::exp(log_odds);
        let (mut sum, mut product) = (0.0, 1.0_f64);
        for block in &self.blocks {
            match block.expected(factor) {
                Some(expected) => product *= expected,
                None => sum += block.ln_expected(log_odds),
            }
            if !PRODUCTS.contains(&product) {
                sum += libm::log(product);
                product = 1.0;
            }
        }
        -(sum + libm::log(product))
    }
}

/// The largest log odds ratio that is looked at: an odds ratio of 10⁹.
const LOG_ODDS_MAX: f64 = 20.7;

/// Where `above` falls to 0 on the way from `inside`, where it is not below 0, outwards;
/// `None` beyond [`LOG_ODDS_MAX`]. `above` is concave, so it falls once.
///
/// Steps that double until it is below, then the false position with halving (the Illinois
/// algorithm: Dowell and Jarratt, BIT 11 (1971), 168-174) between the last two.
fn crossing(above: impl Fn(f64) -> f64, inside: f64, sign: f64) -> Option<f64> {
    let (mut near, mut at_near) = (inside, above(inside));
    let mut step = 0.25;
    let (mut far, mut at_far) = loop {
        let next = (near * sign + step).min(LOG_ODDS_MAX) * sign;
        let at_next = above(next);
        if at_next < 0.0 {
            break (next, at_next);
        }
        if next.abs() >= LOG_ODDS_MAX && next * sign > 0.0 {
            return None;
        }
        (near, at_near, step) = (next, at_next, step * 2.0);
    };
    // To 1e-12 of the log odds; the false position needs about ten rounds.
    for _ in 0..100 {
        if (far - near).abs() < 1e-12 {
            break;
        }
        let middle = far - at_far * (far - near) / (at_far - at_near);
        let at_middle = above(middle);
        if at_middle == 0.0 {
            return Some(middle);
        }
        if (at_middle < 0.0) == (at_far < 0.0) {
            at_near /= 2.0;
        } else {
            (near, at_near) = (far, at_far);
        }
        (far, at_far) = (middle, at_middle);
    }
    Some(far)
}

/// The chances of a block, around what was seen.
#[derive(Clone, Debug, PartialEq)]
struct Chances {
    table: Hypergeometric,
    seen: u64,
    /// Of what was seen, of one less, and so on; nothing where there are many outcomes.
    down: Vec<f64>,
    /// Of one more than was seen, and so on.
    up: Vec<f64>,
}

/// The most outcomes of a block whose chances are all kept.
const KEPT_MAX: u64 = 500;
/// The smallest chance that is kept: no sum over the others misses it.
const KEPT_MIN: f64 = 1e-290;

impl Chances {
    fn of(table: &Hypergeometric, seen: u64) -> Self {
        let (down, up) = Self::all(table, seen).unwrap_or_default();
        Self { table: *table, seen, down, up }
    }

    /// The chances downwards from what was seen, and upwards; `None` where they are too
    /// many, or too different for numbers.
    fn all(table: &Hypergeometric, seen: u64) -> Option<(Vec<f64>, Vec<f64>)> {
        let (least, most, mode) = (table.least(), table.most(), table.mode());
        if most - least > KEPT_MAX {
            return None;
        }
        let mut all = vec![0.0; (most - least + 1) as usize];
        let at = |x: u64| (x - least) as usize;
        all[at(mode)] = libm::exp(table.ln_chance(mode));
        for x in mode..most {
            all[at(x + 1)] = all[at(x)] * table.ratio_up(x);
        }
        for x in (least..mode).rev() {
            all[at(x)] = all[at(x + 1)] / table.ratio_up(x);
        }
        // They fall towards both ends.
        if all[0].min(all[at(most)]) < KEPT_MIN {
            return None;
        }
        let up = all.split_off(at(seen) + 1);
        all.reverse();
        Some((all, up))
    }

    /// E₀[e^(ψ (X − seen))], e^ψ being the factor; `None` where it comes near the end of
    /// the range of numbers, so that a product of two of them stays within it, and where
    /// the chances are not kept.
    fn expected(&self, factor: f64) -> Option<f64> {
        let seen = *self.down.first()?;
        let sum = factor * polynomial(&self.up, factor) + polynomial(&self.down, 1.0 / factor);
        (sum < 1e150 && seen > 1e-150).then_some(sum)
    }

    /// ln E₀[e^(ψ (X − seen))]: positive terms, by Horner's scheme away from what was seen,
    /// or from the largest one on, while they add anything.
    fn ln_expected(&self, log_odds: f64) -> f64 {
        let odds = libm::exp(log_odds);
        if let Some(expected) = self.expected(odds) {
            return libm::log(expected);
        }
        // A term divided by the one before it; that falls, so the terms have one peak.
        let ratio = |x: u64| self.table.ratio_up(x) * odds;
        let (least, most) = (self.table.least(), self.table.most());
        let (mut peak, mut above) = (least, most);
        while peak < above {
            let middle = peak + (above - peak) / 2;
            if ratio(middle) > 1.0 { peak = middle + 1 } else { above = middle }
        }
        let (mut sum, mut term) = (1.0, 1.0);
        for x in peak..most {
            term *= ratio(x);
            sum += term;
            if term < NOTHING {
                break;
            }
        }
        term = 1.0;
        for x in (least..peak).rev() {
            term /= ratio(x);
            sum += term;
            if term < NOTHING {
                break;
            }
        }
        self.table.ln_chance(peak) + log_odds * (peak as f64 - self.seen as f64) + libm::log(sum)
    }
}

/// What adds nothing to a sum of 1 and more, nor do many smaller ones.
const NOTHING: f64 = 1e-20;

/// How many sums [`polynomial`] makes beside each other.
const LANES: usize = 8;

/// The sum of `terms[k] · x^k`, none of them negative, by Horner's scheme in powers of x^8:
/// each step of the plain scheme would wait for the one before it, and a day has many terms.
fn polynomial(terms: &[f64], x: f64) -> f64 {
    let squared = x * x;
    let power = squared * squared * squared * squared;
    let (whole, rest) = terms.as_chunks::<LANES>();
    let mut sums = [0.0; LANES];
    sums[..rest.len()].copy_from_slice(rest);
    for chunk in whole.iter().rev() {
        for (sum, term) in sums.iter_mut().zip(chunk) {
            *sum = *sum * power + term;
        }
    }
    sums.iter().rev().fold(0.0, |sum, part| sum * x + part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_expectation_is_the_same_with_the_chances_kept_or_summed_around_the_peak() {
        for (variant, control, all, seen) in [(40, 45, 12, 3), (200, 180, 150, 90), (5, 900, 30, 2)] {
            let table = Hypergeometric::new(variant, control, all);
            let kept = Chances::of(&table, seen);
            let summed = Chances { down: Vec::new(), up: Vec::new(), ..kept.clone() };
            assert!(!kept.down.is_empty());
            for log_odds in [-6.0, -0.3, 0.05, 1.0, 4.0] {
                let (a, b) = (kept.ln_expected(log_odds), summed.ln_expected(log_odds));
                assert!((a - b).abs() < 1e-11 * a.abs().max(1.0), "{table:?} {log_odds}: {a} {b}");
            }
        }
    }

    #[test]
    fn many_outcomes_expect_one_without_a_difference_and_the_seen_ones_odds_are_likeliest() {
        let table = Hypergeometric::new(100_000, 100_000, 2_000);
        let of = |log_odds: f64| Chances::of(&table, 1_050).ln_expected(log_odds);
        assert!(of(0.0).abs() < 1e-11);
        // 1,050 of 100,000 against 950.
        let likeliest = libm::log(1_050.0 / 98_950.0) - libm::log(950.0 / 99_050.0);
        assert!(of(likeliest) < of(likeliest - 0.01) && of(likeliest) < of(likeliest + 0.01));
        assert!(of(4.0).is_finite() && of(-20.7).is_finite());
    }

    #[test]
    fn sums_beside_each_other_are_the_plain_sum() {
        for count in 0..40 {
            let terms: Vec<f64> = (0..count).map(|k| 1.0 / f64::from(k * k + 1)).collect();
            for x in [0.01, 0.9, 1.0, 3.0] {
                let plain = terms.iter().rev().fold(0.0, |sum, term| sum * x + term);
                assert!((polynomial(&terms, x) - plain).abs() <= 1e-14 * plain, "{count} {x}");
            }
        }
    }

    fn counts(converted: u64, exposed: u64) -> Counts {
        Counts { exposed, converted }
    }

    #[test]
    fn without_a_difference_the_expected_e_value_is_one_whatever_the_rates() {
        // Over all outcomes of two blocks, with another rate in each.
        let pair = |n: u64, p: f64| -> Vec<(u64, f64)> {
            let mut all = vec![0.0; n as usize + 1];
            crate::statistics::special::binomial::fill(&mut all, p);
            (0..=n).zip(all).collect()
        };
        for (first, second) in [(0.1, 0.1), (0.5, 0.02), (0.9, 0.3)] {
            let mut expected = 0.0;
            for (a, p) in pair(3, first) {
                for (b, q) in pair(4, first) {
                    for (c, r) in pair(5, second) {
                        for (d, s) in pair(2, second) {
                            let mut evidence = Evidence::new(Some(0.7));
                            evidence.add(counts(a, 3), counts(b, 4));
                            evidence.add(counts(c, 5), counts(d, 2));
                            expected += p * q * r * s * evidence.e_value();
                        }
                    }
                }
            }
            assert!((expected - 1.0).abs() < 1e-10, "{first} {second}: {expected}");
        }
    }

    #[test]
    fn swapping_the_arms_changes_nothing_but_the_odds() {
        let (mut there, mut back) = (Evidence::new(None), Evidence::new(None));
        for (a, b) in [(counts(3, 20), counts(9, 22)), (counts(0, 5), counts(4, 30)), (counts(1, 1), counts(0, 0))] {
            there.add(a, b);
            back.add(b, a);
        }
        assert!((there.e_value() / back.e_value() - 1.0).abs() < 1e-10);
        let (odds, inverse) = (there.odds_ratio(0.95), back.odds_ratio(0.95));
        assert!((odds.low * inverse.high - 1.0).abs() < 1e-9 && (odds.high * inverse.low - 1.0).abs() < 1e-9);
        assert!(odds.contains((9.0 / 13.0) / (3.0 / 17.0)), "{odds:?}");
    }

    #[test]
    fn the_interval_leaves_out_no_difference_exactly_when_the_e_value_says_so() {
        for b in 3..20 {
            let mut evidence = Evidence::new(None);
            evidence.add(counts(3, 20), counts(b, 20));
            let odds = evidence.odds_ratio(0.95);
            assert_eq!(odds.contains(1.0), evidence.e_value() < 20.0, "{b}: {odds:?} {}", evidence.e_value());
        }
    }

    #[test]
    fn blocks_that_cannot_tell_say_nothing() {
        let mut evidence = Evidence::new(None);
        evidence.add(counts(0, 10), counts(0, 12));
        evidence.add(counts(10, 10), counts(12, 12));
        evidence.add(counts(0, 0), counts(3, 12));
        assert!((evidence.e_value() - 1.0).abs() < 1e-12 && evidence.p() == 1.0);
    }

    #[test]
    fn what_was_seen_once_is_not_forgotten() {
        let mut evidence = Evidence::new(None);
        evidence.add(counts(0, 20), counts(18, 20));
        let p = evidence.p();
        assert!(p < 1e-5);
        evidence.add(counts(18, 20), counts(0, 20));
        assert!(evidence.p() == p && evidence.e_value() < 1.0 / p);
    }

    #[test]
    fn an_outcome_too_unlikely_for_a_number_is_still_one() {
        let mut evidence = Evidence::new(None);
        evidence.add(counts(0, 3_000), counts(3_000, 3_000));
        assert!(evidence.e_value() > 1e300 && evidence.p() < 1e-300);
    }
}
