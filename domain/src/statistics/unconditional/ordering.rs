//! Which tables are at least as extreme as the one that was seen.

use super::{
    super::{proportion::Sample, special::hypergeometric::Hypergeometric},
    Statistic,
};

/// Fisher's p values that differ by less than this share are alike: they are sums in
/// floating point, exact to some 10⁻¹⁴.
const TIE: f64 = 1e-11;

/// The tables (i, j) that are at least as extreme: for each number `i` of conversions in
/// the control those with j < `below` and those with j ≥ `from`. Both statistics rise
/// away from where the rates are alike, so that there is nothing else, and both ends rise
/// with `i`.
#[derive(Clone, Debug)]
pub(super) struct Region {
    pub(super) lines: Vec<Line>,
    /// Units of the variant.
    pub(super) variant: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) below: usize,
    pub(super) from: usize,
}

/// The region under way, line by line.
#[derive(Clone, Debug)]
pub(super) struct Ordering {
    control: Sample,
    variant: Sample,
    statistic: Statistic,
    /// For Boschloo the seen table's p, ties included.
    limit: f64,
    lines: Vec<Line>,
    next: usize,
}

impl Ordering {
    pub(super) fn new(control: Sample, variant: Sample, statistic: Statistic) -> Self {
        let from = variant.exposed() as usize + 1;
        let mut ordering = Self {
            control,
            variant,
            statistic,
            limit: 0.0,
            lines: vec![Line { below: 0, from }; control.exposed() as usize + 1],
            next: 0,
        };
        if statistic != Statistic::Barnard {
            let mut tails = Vec::new();
            let all = control.converted() + variant.converted();
            ordering.fisher(all, &mut tails);
            let least = all.saturating_sub(variant.exposed());
            ordering.limit = tails[(control.converted() - least) as usize] * (1.0 + TIE);
        }
        ordering
    }

    /// The region, when all lines are done.
    pub(super) fn region(&mut self) -> Option<Region> {
        let lines = match self.statistic {
            Statistic::Barnard => self.control.exposed() + 1,
            // By the number of all conversions.
            _ => self.control.exposed() + self.variant.exposed() + 1,
        };
        (self.next as u64 == lines)
            .then(|| Region { lines: std::mem::take(&mut self.lines), variant: self.variant.exposed() as usize })
    }

    /// The next line; how many tables that were.
    pub(super) fn line(&mut self) -> usize {
        let at = self.next;
        self.next += 1;
        match self.statistic {
            Statistic::Barnard => self.by_pooled_z(at as u64),
            _ => self.by_fisher(at as u64),
        }
    }

    fn by_pooled_z(&mut self, i: u64) -> usize {
        let seen = squared_z(self.control, self.variant, self.control.converted(), self.variant.converted());
        let (n_a, n_b) = (self.control.exposed(), self.variant.exposed());
        let extreme = |j: &u64| at_least(squared_z(self.control, self.variant, i, *j), seen);
        // z is below 0 up to here: a line that is extreme altogether is two pieces as well.
        let turn =
            (0..=n_b).take_while(|j| u128::from(*j) * u128::from(n_a) < u128::from(i) * u128::from(n_b)).count() as u64;
        self.lines[i as usize] = Line {
            below: (0..turn).take_while(extreme).count(),
            from: (n_b + 1) as usize - (turn..=n_b).rev().take_while(extreme).count(),
        };
        n_b as usize + 1
    }

    /// All tables with `all` conversions.
    fn by_fisher(&mut self, all: u64) -> usize {
        let mut tails = Vec::new();
        self.fisher(all, &mut tails);
        let least = all.saturating_sub(self.variant.exposed());
        for (i, p) in (least..).zip(&tails) {
            if *p <= self.limit {
                let (line, j) = (&mut self.lines[i as usize], (all - i) as usize);
                match self.statistic {
                    Statistic::BoschlooControlGreater => line.below = line.below.max(j + 1),
                    _ => line.from = line.from.min(j),
                }
            }
        }
        tails.len()
    }

    /// Fisher's one-sided p of each table with `all` conversions, from the fewest in the
    /// control on.
    fn fisher(&self, all: u64, tails: &mut Vec<f64>) {
        let table = Hypergeometric::new(self.control.exposed(), self.variant.exposed(), all);
        let (least, most, mode) = (table.least(), table.most(), table.mode());
        tails.resize((most - least + 1) as usize, 0.0);
        let at = |x: u64| (x - least) as usize;
        tails[at(mode)] = libm::exp(table.ln_chance(mode));
        for x in mode..most {
            tails[at(x + 1)] = tails[at(x)] * table.ratio_up(x);
        }
        for x in (least..mode).rev() {
            tails[at(x)] = tails[at(x + 1)] / table.ratio_up(x);
        }
        let mut sum = 0.0;
        let mut add = |p: &mut f64| {
            sum += *p;
            *p = sum;
        };
        if self.statistic == Statistic::BoschlooControlGreater {
            tails.iter_mut().rev().for_each(&mut add);
        } else {
            tails.iter_mut().for_each(&mut add);
        }
    }
}

/// z² of the pooled test but for what all tables share, as a fraction of whole numbers.
fn squared_z(control: Sample, variant: Sample, i: u64, j: u64) -> (u128, u128) {
    let [n_a, n_b, i, j] = [control.exposed(), variant.exposed(), i, j].map(u128::from);
    let away = (i * n_b).abs_diff(j * n_a);
    let all = i + j;
    // Where nobody or everybody converted, z is 0.
    (away * away, (all * (n_a + n_b - all)).max(1))
}

fn at_least((a, b): (u128, u128), (c, d): (u128, u128)) -> bool {
    a * d >= c * b
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(converted: u64, exposed: u64) -> Sample {
        Sample::new(exposed, converted).unwrap()
    }

    fn region(control: Sample, variant: Sample, statistic: Statistic) -> Region {
        let mut ordering = Ordering::new(control, variant, statistic);
        loop {
            if let Some(region) = ordering.region() {
                return region;
            }
            ordering.line();
        }
    }

    #[test]
    fn two_pieces_of_a_line_are_all_that_is_extreme() {
        for (n_a, n_b) in [(1, 1), (5, 21), (20, 20), (13, 8)] {
            for x_a in 0..=n_a {
                for x_b in 0..=n_b {
                    let (a, b) = (sample(x_a, n_a), sample(x_b, n_b));
                    let seen = squared_z(a, b, x_a, x_b);
                    let region = region(a, b, Statistic::Barnard);
                    assert!(region.lines.is_sorted_by_key(|l| l.below) && region.lines.is_sorted_by_key(|l| l.from));
                    for (i, line) in (0..).zip(&region.lines) {
                        for j in 0..=n_b {
                            let inside = (j as usize) < line.below || j as usize >= line.from;
                            assert_eq!(
                                inside,
                                at_least(squared_z(a, b, i, j), seen),
                                "{x_a}/{n_a} {x_b}/{n_b}: {i} {j}"
                            );
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn fishers_p_falls_along_a_line() {
        for (n_a, n_b, x_a, x_b) in [(5, 21, 2, 9), (20, 20, 10, 6), (13, 8, 0, 3)] {
            let (a, b) = (sample(x_a, n_a), sample(x_b, n_b));
            let region = region(a, b, Statistic::BoschlooControlLess);
            let limit = crate::statistics::fisher::fisher(a, b).p_variant_greater * (1.0 + TIE);
            for (i, line) in (0..).zip(&region.lines) {
                for j in 0..=n_b {
                    let p = crate::statistics::fisher::fisher(sample(i, n_a), sample(j, n_b)).p_variant_greater;
                    assert_eq!(j as usize >= line.from, p <= limit, "{i} {j}");
                }
            }
        }
    }
}
