//! Cases that are played with a time and a chance of their own.

use super::{happened::RETRY_LAST, *};
use crate::answer::ApiError;

const HERE: Option<ClientId> = Some(ClientId(7));

fn running() -> Engine {
    let mut engine = Engine::new();
    engine.seated(0);
    engine.loaded(0);
    engine.exchanged(0, false, 0);
    engine.stream_opened(0);
    engine
}

#[test]
fn records_that_the_device_has_not_kept_are_asked_for_again_but_not_at_once() {
    let mut engine = running();
    engine.set_kept(false, 10);
    engine.set_kept(false, 20);
    assert_eq!(engine.next(20, HERE), Errand::Exchange(HERE));
    assert_eq!(engine.next(10 + POLL, None), Errand::Load);
    engine.loaded(10 + POLL);
    engine.set_kept(true, 10 + POLL);
    assert_ne!(engine.next(10 + 2 * POLL, None), Errand::Load);
}

#[test]
fn first_who_then_a_snapshot_then_an_exchange() {
    let mut engine = Engine::new();
    assert_eq!(engine.next(0, HERE), Errand::Look);
    engine.seated(0);
    assert_eq!(engine.next(0, HERE), Errand::Load);
    engine.set_records(true);
    assert_eq!(engine.next(0, HERE), Errand::Exchange(HERE));
}

#[test]
fn a_change_goes_out_after_a_moment_of_gathering() {
    let mut engine = running();
    engine.performed(100);
    engine.performed(105);
    assert_eq!(engine.next(100, HERE), Errand::Rest(10));
    assert_eq!(engine.next(110, HERE), Errand::Exchange(HERE));
}

#[test]
fn a_nudge_about_something_new_pulls_at_once() {
    let mut engine = running();
    engine.nudged(50, 7, 7);
    assert!(matches!(engine.next(50, None), Errand::Rest(_)));
    engine.nudged(50, 8, 7);
    assert_eq!(engine.next(50, None), Errand::Exchange(None));
}

#[test]
fn without_any_event_there_is_a_pull_every_thirty_seconds() {
    let engine = running();
    assert_eq!(engine.next(1, None), Errand::Rest(POLL - 1));
    assert_eq!(engine.next(POLL, None), Errand::Exchange(None));
}

#[test]
fn more_is_asked_for_at_once() {
    let mut engine = running();
    engine.exchanged(5, true, 0);
    assert_eq!(engine.next(5, None), Errand::Exchange(None));
}

#[test]
fn failures_wait_longer_and_longer_up_to_thirty_seconds() {
    let mut engine = running();
    let mut waits = Vec::new();
    for _ in 0..9 {
        engine.failed(0, &ApiError::Unreachable, 1, 1.0);
        let Errand::Rest(wait) = engine.next(0, HERE) else { panic!("no rest") };
        waits.push(wait);
    }
    assert_eq!(waits[..3], [500, 1_000, 2_000]);
    assert_eq!(waits[8], RETRY_LAST);
    engine.retry(3);
    assert_eq!(engine.next(3, HERE), Errand::Exchange(HERE));
}

#[test]
fn a_timer_is_always_armed_while_somebody_is_signed_in() {
    let errors = [
        ApiError::Unreachable,
        ApiError::TimedOut,
        ApiError::SignedOut,
        ApiError::Gap,
        ApiError::ForeignClient,
        ApiError::ForeignAuthor,
        ApiError::TooLarge,
        ApiError::TooMany,
        ApiError::Fault,
    ];
    // Every short sequence of events, from a small generator that needs no seed.
    for case in 0_u64..4_000 {
        let (mut engine, mut now, mut left) = (Engine::new(), 0, case);
        for _ in 0..4 {
            let step = left % 12;
            left /= 7;
            match step {
                0 => engine.seated(now),
                1 => engine.set_records(true),
                2 => engine.set_records(false),
                3 => engine.performed(now),
                4 => engine.set_visible(case % 2 == 0, now),
                5 => engine.stream_opened(now),
                6 => engine.stream_closed(now, 0.5),
                7 => engine.ended(now),
                8 => engine.exchanged(now, case % 3 == 0, 0),
                9 => engine.look(now),
                n => {
                    engine.failed(now, &errors[(case as usize + n as usize) % errors.len()], 3, 0.5);
                }
            }
            now += 7 * step;
            match engine.next(now, HERE) {
                Errand::Idle => panic!("case {case} sleeps for ever"),
                Errand::Rest(millis) => assert!((1..=POLL).contains(&millis), "case {case}"),
                _ => {}
            }
            // Whatever happened, an errand follows within the longest wait.
            assert!(!matches!(engine.next(now + 2 * POLL, HERE), Errand::Rest(_)), "case {case}");
        }
    }
}

#[test]
fn a_nudge_during_an_exchange_is_followed_by_another() {
    let mut engine = running();
    engine.pull(0);
    assert_eq!(engine.next(0, None), Errand::Exchange(None));
    engine.nudged(0, 9, 7);
    engine.exchanged(0, false, 8);
    assert_eq!(engine.next(0, None), Errand::Exchange(None));
    // Once: a nudge of another life of the server's database is not followed for ever.
    engine.exchanged(0, false, 8);
    assert!(matches!(engine.next(0, None), Errand::Rest(_)));
}

#[test]
fn a_batch_that_is_too_large_is_halved_and_grows_again() {
    let mut engine = running();
    engine.pull(0);
    assert_eq!(engine.failed(0, &ApiError::TooLarge, 500, 0.0), Remedy::Again);
    assert_eq!((engine.limit(), engine.next(0, HERE)), (250, Errand::Exchange(HERE)));
    assert_eq!(engine.failed(0, &ApiError::TimedOut, 250, 0.0), Remedy::Again);
    assert_eq!(engine.limit(), 125);
    engine.exchanged(0, false, 0);
    assert_eq!(engine.limit(), 250);
}

#[test]
fn one_operation_that_is_too_large_is_refused_visibly() {
    assert_eq!(running().failed(0, &ApiError::TooLarge, 1, 0.0), Remedy::Refuse);
}

#[test]
fn a_client_the_server_lost_track_of_gets_a_new_name() {
    assert_eq!(running().failed(0, &ApiError::Gap, 3, 0.0), Remedy::Fill);
    assert_eq!(running().failed(0, &ApiError::ForeignClient, 3, 0.0), Remedy::Rename);
    // Their numbers may be known already under the client that they have.
    assert_eq!(running().failed(0, &ApiError::ForeignAuthor, 3, 0.0), Remedy::Doubt);
}

#[test]
fn a_server_that_asks_for_snapshots_again_and_again_is_asked_less_often() {
    let mut engine = running();
    engine.restart(0, 1.0);
    assert_eq!(engine.next(0, HERE), Errand::Load);
    engine.loaded(0);
    engine.restart(0, 1.0);
    assert_eq!(engine.next(0, HERE), Errand::Rest(500));
    engine.loaded(0);
    engine.restart(0, 1.0);
    assert_eq!(engine.next(0, HERE), Errand::Rest(1_000));
    engine.loaded(0);
    engine.exchanged(0, false, 0);
    engine.restart(0, 1.0);
    assert_eq!(engine.next(0, HERE), Errand::Load);
}

#[test]
fn an_ended_session_is_looked_at_now_and_then() {
    let mut engine = running();
    assert_eq!(engine.failed(0, &ApiError::SignedOut, 0, 0.0), Remedy::SignedOut);
    engine.ended(0);
    assert!(matches!(engine.next(POLL - 1, HERE), Errand::Rest(_)));
    assert_eq!(engine.next(POLL, HERE), Errand::Look);
    assert_eq!(engine.trouble(), Some(Trouble::SignedOut));
}

#[test]
fn the_stream_is_open_only_while_somebody_looks_and_the_server_answers() {
    let mut engine = running();
    assert!(engine.wants_stream(0) && engine.is_streaming());
    engine.set_visible(false, 0);
    assert!(!engine.wants_stream(0));
    engine.set_visible(true, 5);
    assert_eq!(engine.next(5, None), Errand::Exchange(None));
    engine.failed(5, &ApiError::Unreachable, 0, 0.0);
    assert!(!engine.wants_stream(5));
}

#[test]
fn a_stream_that_keeps_breaking_off_is_opened_less_and_less_often() {
    let mut engine = running();
    let mut last = 0;
    for _ in 0..5 {
        engine.stream_opened(0);
        engine.stream_closed(0, 0.0);
        assert!(engine.stream_from > last && !engine.wants_stream(0));
        last = engine.stream_from;
    }
    engine.stream_opened(0);
    engine.stream_closed(2 * POLL, 0.0);
    assert_eq!(engine.stream_from, 2 * POLL + 250);
}

#[test]
fn the_word_says_the_worst() {
    let mut engine = running();
    assert_eq!(engine.word(0, 0, None), SyncWord::Synced);
    assert_eq!(engine.word(0, 2, None), SyncWord::Pending);
    assert_eq!(engine.word(1, 2, Some(Trouble::NotSaved)), SyncWord::Rejected);
    engine.failed(0, &ApiError::Unreachable, 0, 0.0);
    assert_eq!(engine.word(0, 2, None), SyncWord::Offline);
    assert_eq!(engine.word(0, 2, Some(Trouble::NotSaved)), SyncWord::Error);
    assert_eq!(Engine::new().word(0, 0, None), SyncWord::Pending);
}

#[test]
fn one_fault_is_patience_and_three_are_told() {
    let mut engine = running();
    engine.failed(0, &ApiError::Fault, 0, 0.0);
    assert_eq!(engine.trouble(), None);
    engine.failed(0, &ApiError::Fault, 0, 0.0);
    engine.failed(0, &ApiError::Fault, 0, 0.0);
    assert_eq!(engine.trouble(), Some(Trouble::ServerFault));
    engine.exchanged(0, false, 0);
    assert_eq!(engine.trouble(), None);
}
