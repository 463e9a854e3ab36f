//! How long all analyses of 200 running hypotheses over 10,000 deals take: the index, the
//! counts, the verdicts. `cargo run --release -p smarketing-domain --example running_tests`;
//! `make bench-lab` measures the same in a browser.

mod scene;

use scene::Scene;
use std::time::{Duration, Instant};

fn main() {
    let scene = Scene::new();
    for run in 1..=3 {
        let began = Instant::now();
        let deals = scene.index();
        let indexed = began.elapsed();
        let counted = scene.count(&deals);
        let all_counted = began.elapsed();
        let judged = scene.judge(&counted);
        let all = began.elapsed();
        let units: u64 = counted.iter().flat_map(|live| &live.arms).map(|arm| arm.known).sum();
        let is_sequence = |method: &str| method == "confidence_sequence";
        let methods = judged.iter().filter_map(|j| Some(j.basis.as_ref()?.method.code()));
        let ms = |time: Duration| time.as_secs_f64() * 1e3;
        println!(
            "run {run}: index {:.1} ms, counts {:.1} ms ({units} units), verdicts {:.1} ms ({} sequences), in all {:.1} ms",
            ms(indexed),
            ms(all_counted - indexed),
            ms(all - all_counted),
            methods.filter(|method| is_sequence(method)).count(),
            ms(all),
        );
    }
}
