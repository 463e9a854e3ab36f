//! The two-proportion z test: whether two rates differ, by the normal approximation.
//!
//! z = (p_B − p_A) / √(p (1−p) (1/n_A + 1/n_B)), p being the rate of both together; no
//! continuity correction. Source: Fleiss, Levin and Paik, "Statistical Methods for Rates
//! and Proportions", 2003.

use super::{proportion::Sample, special::normal::upper_tail};

/// What the two-proportion z test says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ZTest {
    /// The difference in pooled standard errors.
    pub z: f64,
    /// The chance of a difference at least as large, either way, if there is none.
    pub p_two_sided: f64,
    /// The chance of a difference at least as large upwards, if there is none.
    pub p_variant_greater: f64,
}

/// The rate of both arms together, and the standard error of the difference at that rate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pooled {
    /// Converted of both, by exposed of both.
    pub rate: f64,
    /// The standard error of variant − control if both arms have that rate.
    pub standard_error: f64,
}

/// Both arms together.
pub fn pooled(control: Sample, variant: Sample) -> Pooled {
    let (n_a, n_b) = (control.exposed() as f64, variant.exposed() as f64);
    let converted = (control.converted() + variant.converted()) as f64;
    let rest = (control.not_converted() + variant.not_converted()) as f64;
    let rate = converted / (n_a + n_b);
    Pooled { rate, standard_error: (rate * (rest / (n_a + n_b)) * (1.0 / n_a + 1.0 / n_b)).sqrt() }
}

/// The two-proportion z test. `None` where nobody or everybody converted: no difference
/// can be tested.
pub fn two_proportion_ztest(control: Sample, variant: Sample) -> Option<ZTest> {
    let error = pooled(control, variant).standard_error;
    (error > 0.0).then(|| {
        let z = (variant.rate() - control.rate()) / error;
        ZTest { z, p_two_sided: 2.0 * upper_tail(z.abs()), p_variant_greater: upper_tail(z) }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(converted: u64, exposed: u64) -> Sample {
        Sample::new(exposed, converted).unwrap()
    }

    #[test]
    fn where_nobody_or_everybody_converted_no_difference_can_be_tested() {
        for n in [1, 10, 10_000_000] {
            assert_eq!(two_proportion_ztest(sample(0, n), sample(0, 3)), None);
            assert_eq!(two_proportion_ztest(sample(n, n), sample(3, 3)), None);
        }
    }

    #[test]
    fn swapping_the_arms_turns_the_sign() {
        let (a, b) = (sample(3, 17), sample(8, 21));
        let (there, back) = (two_proportion_ztest(a, b).unwrap(), two_proportion_ztest(b, a).unwrap());
        assert_eq!((there.z, there.p_two_sided), (-back.z, back.p_two_sided));
        assert!((there.p_variant_greater + back.p_variant_greater - 1.0).abs() < 1e-15);
    }

    #[test]
    fn its_square_is_pearsons_chi_square_of_the_table() {
        let (a, b) = (sample(48, 80), sample(56, 70));
        let table = [48.0, 32.0, 56.0, 14.0];
        let expected = |row: f64, column: f64| row * column / 150.0;
        let means = [expected(80.0, 104.0), expected(80.0, 46.0), expected(70.0, 104.0), expected(70.0, 46.0)];
        let chi_square: f64 = table.iter().zip(means).map(|(o, e)| (o - e).powi(2) / e).sum();
        assert!((two_proportion_ztest(a, b).unwrap().z.powi(2) / chi_square - 1.0).abs() < 1e-12);
    }
}
