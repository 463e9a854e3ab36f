//! How long the exact tests take where the lab chooses them: two arms, looked at once, at
//! the most units for which Boschloo's test is taken, and beyond that for which Fisher's; and
//! e-values, looked at every day.
//! `cargo run --release -p smarketing-domain --example exact_tests`

use smarketing_domain::{
    hypothesis::{Design, Plan, verdict::judge_daily, watch::over_time},
    statistics::{
        choice::{BOSCHLOO_UNITS_MAX, Test, rates_once},
        compare::compare_once,
        evalue::Counts,
        proportion::Sample,
    },
};
use std::time::{Duration, Instant};

/// Of each comparison the shortest of so many runs counts: others use the machine, too.
const RUNS: usize = 5;

fn main() {
    let shares = [0.5, 0.4, 0.25, 0.1, 0.02];
    let sizes = |units: u64| shares.map(|share| (units as f64 * share) as u64).map(|n| (n, units - n));
    report("Boschloo's", Test::Boschloo, &sizes(BOSCHLOO_UNITS_MAX));
    for units in [1_000, 20_000, 1_000_000] {
        report(&format!("Fisher's, {units} units"), Test::Fisher, &sizes(units));
    }
    daily();
}

/// E-values, looked at every day: two numbers for each arm and day.
fn daily() {
    let plan = Plan { baseline_bp: 100, effect_bp: 100 };
    for (days, exposed, converted) in [(100, 40, 1), (1_000, 40, 1), (1_000, 400, 20), (30, 100_000, 1_000)] {
        let day = |more: u64| Counts { exposed, converted: converted + more };
        let all: Vec<_> = (0..days as u64).map(|at| vec![day(0), day(at % 2)]).collect();
        let began = Instant::now();
        let judged = std::hint::black_box(judge_daily(&plan, &all));
        let verdict = began.elapsed();
        let method = judged.basis.map_or("none", |basis| basis.method.code());
        let began = Instant::now();
        std::hint::black_box(over_time(&plan, &Design::default(), &all, 1, 24));
        let (verdict, line) = (verdict.as_secs_f64() * 1e3, began.elapsed().as_secs_f64() * 1e3);
        println!("{method}, {days} days of {exposed}: the verdict {verdict:.3} ms, the line over time {line:.3} ms");
    }
}

/// The longest and the usual time over all small counts, and those who nearly all converted.
fn report(name: &str, test: Test, sizes: &[(u64, u64)]) {
    let mut times = Vec::new();
    for &(n_a, n_b) in sizes {
        for x_a in (0..=40.min(n_a)).step_by(2) {
            for x_b in (0..=40.min(n_b)).step_by(2) {
                for (x_a, x_b) in [(x_a, x_b), (n_a - x_a, n_b - x_b)] {
                    let (Some(a), Some(b)) = (Sample::new(n_a, x_a).ok(), Sample::new(n_b, x_b).ok()) else { continue };
                    if rates_once(a, b).test == test {
                        times.push((time(a, b), format!("{x_a}/{n_a} against {x_b}/{n_b}")));
                    }
                }
            }
        }
    }
    times.sort();
    let ms = |at: usize| times.get(at).map_or(0.0, |(time, _)| time.as_secs_f64() * 1e3);
    let longest = times.last().map_or("", |(_, which)| which);
    let last = times.len().saturating_sub(1);
    println!(
        "{name}: {} comparisons, usually {:.3} ms, longest {:.3} ms: {longest}",
        times.len(),
        ms(last / 2),
        ms(last)
    );
}

fn time(a: Sample, b: Sample) -> Duration {
    let run = || {
        let began = Instant::now();
        std::hint::black_box(compare_once(a, b, 0.95));
        began.elapsed()
    };
    std::iter::repeat_with(run).take(RUNS).min().unwrap_or_default()
}
