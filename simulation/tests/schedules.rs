//! What has to hold whatever happens to clients and server. Each schedule is
//! one seed; `make replay SEED=…` tells its steps.

use smarketing_simulation::{many, offline, schedule};

#[test]
fn what_was_acknowledged_survives_and_everybody_sees_the_same_after_quiet() {
    if let Err(broken) = many::run(0..many::SCHEDULES, 1, || {}) {
        panic!("{}", broken[0]);
    }
}

#[test]
fn what_was_broken_once_holds() {
    for seed in many::REMEMBERED {
        if let Err(broken) = schedule::run(seed) {
            panic!("{broken}");
        }
    }
}

#[test]
fn ten_thousand_changes_of_a_month_without_network_are_each_applied_once() {
    if let Err(broken) = offline::run(1) {
        panic!("{broken}");
    }
}

#[test]
fn a_seed_replays_exactly() {
    let ((first, _), (second, _)) = (schedule::replay(42), schedule::replay(42));
    assert!(first.len() > 50 && first == second);
}
