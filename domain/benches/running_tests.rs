//! How long all analyses of 200 running hypotheses over 10,000 deals take in a browser, as
//! the app is compiled (`make bench-lab`). Prints; asserts only that all were judged.
#![cfg(target_arch = "wasm32")]

#[path = "../examples/running_tests/scene.rs"]
mod scene;

use scene::Scene;
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

fn analysed(scene: &Scene) -> f64 {
    let began = js_sys::Date::now();
    let counted = scene.count(&scene.index());
    assert_eq!(scene.judge(&counted).len(), 200);
    js_sys::Date::now() - began
}
