//! Whatever is said to be a time: stamps order as their texts do, a clock never
//! runs backwards, and a day or an amount as typed is read or refused.
#![no_main]

use libfuzzer_sys::fuzz_target;
use smarketing_domain::{
    clock::{Clock, Stamp, Timestamp},
    ids::ClientId,
    import::date::{self, DateOrder},
    money::{Currency, Money},
    typed,
};

fuzz_target!(|text: &str| {
    let stamps: Vec<Stamp> = text.lines().filter_map(|line| line.parse().ok()).collect();
    let mut clock = Clock::new(ClientId(7));
    let mut last = clock.tick(Timestamp(0));
    for stamp in &stamps {
        let written = stamp.to_string();
        assert_eq!(written.parse(), Ok(*stamp));
        for other in &stamps {
            assert_eq!(stamp.cmp(other), written.cmp(&other.to_string()), "stamps order as their texts");
        }
        clock.observe(*stamp);
        // Only the last instant that a stamp can name leaves no later one.
        if stamp.at().0 < (1 << 48) - 1 {
            let next = clock.tick(Timestamp(0));
            assert!(next > last, "a clock never runs backwards");
            assert!((next.at(), next.to_string()) > (stamp.at(), stamp.to_string()[..21].to_owned()));
            last = next;
        } else {
            return;
        }
    }
    let today = chrono::NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day");
    for line in text.lines() {
        let _ = typed::day(line, today);
        for order in [DateOrder::Dmy, DateOrder::Mdy] {
            if let Some(at) = date::parse(line, order) {
                assert!(at.to_utc().is_some(), "what is read can be shown");
            }
        }
        if let Ok(money) = Money::parse(line, Currency::default()) {
            assert_eq!(money.currency, Currency::default());
        }
    }
});
