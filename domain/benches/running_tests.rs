//! How long all analyses of 200 running hypotheses over 10,000 deals take in a browser, as
//! the app is compiled (`make bench-lab`), and the longest single ones. Prints; asserts only
//! that all were judged.
#![cfg(target_arch = "wasm32")]

#[path = "../examples/running_tests/scene.rs"]
mod scene;

use scene::Scene;
use smarketing_domain::{
    hypothesis::{
        Plan,
        verdict::{daily::DAY_UNITS_MAX, judge_daily},
    },
    statistics::{choice::Test, compare::compare_once, evalue::Counts, proportion::Sample},
};
use wasm_bindgen_test::{console_log, wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

const RUNS: usize = 7;

#[wasm_bindgen_test]
fn two_hundred_running_tests_are_analysed() {
    let scene = Scene::new();
    let mut times: Vec<f64> = (0..RUNS).map(|_| analysed(&scene)).collect();
    times.sort_by(f64::total_cmp);
    let (median, most) = (times[RUNS / 2], times[RUNS - 1]);
    console_log!("200 running tests over 10,000 deals: {median:.0} ms in the median of {RUNS}, {most:.0} at most");
}

#[wasm_bindgen_test]
fn the_longest_exact_tests_leave_room_in_a_frame() {
    let plan = Plan { baseline_bp: 100, effect_bp: 100 };
    let day = |more: u64| Counts { exposed: DAY_UNITS_MAX, converted: 1_000 + more };
    let days: Vec<_> = (0..30).map(|at| vec![day(0), day(at % 2)]).collect();
    let (a, b) = (Sample::new(160, 12).ok().unwrap(), Sample::new(240, 0).ok().unwrap());
    let daily = fastest(|| assert!(judge_daily(&plan, &days).basis.is_some()));
    let once = fastest(|| assert_eq!(compare_once(a, b, 0.95).choice.test, Test::Boschloo));
    console_log!("e-values of 30 days of {DAY_UNITS_MAX} units an arm: {daily:.1} ms; Boschloo's test: {once:.1} ms");
}

/// The shortest of some runs, in milliseconds; each is long enough for the clock.
fn fastest(run: impl Fn()) -> f64 {
    const ROUNDS: usize = 10;
    let timed = |_| {
        let began = js_sys::Date::now();
        (0..ROUNDS).for_each(|_| run());
        (js_sys::Date::now() - began) / ROUNDS as f64
    };
    (0..RUNS).map(timed).fold(f64::INFINITY, f64::min)
}

fn analysed(scene: &Scene) -> f64 {
    let began = js_sys::Date::now();
    let counted = scene.count(&scene.index());
    assert_eq!(scene.judge(&counted).len(), 200);
    js_sys::Date::now() - began
}
