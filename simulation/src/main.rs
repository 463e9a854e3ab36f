//! Runs schedules from a shell: `N`, `A..B`, or `replay SEED`.

use smarketing_simulation::{many, schedule};
use std::{process::ExitCode, time::Instant};

/// After so many broken schedules it is enough.
const BROKEN_MAX: usize = 10;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match &words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["replay", seed] => seed.parse().map_or_else(|_| usage(), replay),
        #[cfg(feature = "planted-faults")]
        ["faults"] => faults(),
        [] => many(0, many::SCHEDULES),
        [range] => match range.split_once("..") {
            Some((from, to)) => from.parse().ok().zip(to.parse().ok()).map_or_else(usage, |(from, to)| many(from, to)),
            None => range.parse().map_or_else(|_| usage(), |count| many(0, count)),
        },
        _ => usage(),
    }
}

/// Plants one fault after another: each has to be found, by a schedule that holds
/// without it.
#[cfg(feature = "planted-faults")]
fn faults() -> ExitCode {
    use smarketing_domain::fault::{Fault, plant};
    // What the faults break is told below.
    std::panic::set_hook(Box::new(|_| {}));
    let mut caught = 0;
    for fault in Fault::ALL {
        let search = |seeds| many::run(seeds, 1, || plant(Some(*fault))).err();
        let remembered = || many::REMEMBERED.iter().find_map(|seed| search(*seed..*seed + 1));
        let Some(broken) = search(0..many::SCHEDULES).or_else(remembered) else {
            println!("✗ {fault:?} ({}): not caught", fault.sentence());
            continue;
        };
        let first = &broken[0];
        if let Err(anyway) = schedule::run(first.seed) {
            println!("✗ {fault:?}: without any fault, too: {anyway}");
            continue;
        }
        caught += 1;
        println!("✓ {}\n    seed {}: {:.100}", fault.sentence(), first.seed, first.rule);
    }
    println!("caught {caught} of {}", Fault::ALL.len());
    if caught == Fault::ALL.len() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn usage() -> ExitCode {
    eprintln!("say how many schedules (20000), which seeds (5000..9000), or: replay SEED");
    ExitCode::FAILURE
}

fn many(from: u64, to: u64) -> ExitCode {
    let begun = Instant::now();
    match many::run(from..to, BROKEN_MAX, || {}) {
        Ok(all) => {
            let seconds = begun.elapsed().as_secs_f32();
            println!("{} schedules held in {seconds:.0} s: {all:?}", to.saturating_sub(from));
            ExitCode::SUCCESS
        }
        Err(broken) => {
            broken.iter().for_each(|one| eprintln!("✗ {one}"));
            ExitCode::FAILURE
        }
    }
}

fn replay(seed: u64) -> ExitCode {
    let (story, result) = schedule::replay(seed);
    story.iter().for_each(|line| println!("{line}"));
    match result {
        Ok(held) => {
            println!("seed {seed} held: {held:?}");
            ExitCode::SUCCESS
        }
        Err(broken) => {
            eprintln!("✗ {broken}");
            ExitCode::FAILURE
        }
    }
}
