//! Time as data: timestamps, and the hybrid logical clock that orders changes
//! made by people whose device clocks disagree.
//!
//! Source: Kulkarni, Demirbas, Madappa, Avva, Leone, "Logical Physical Clocks
//! and Consistent Snapshots in Globally Distributed Databases", 2014.

use crate::ids::ClientId;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// A moment in UTC, in milliseconds since 1970.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

/// A day in milliseconds.
pub const DAY: i64 = 24 * 60 * 60 * 1000;

impl Timestamp {
    /// The calendar form, for showing; `None` beyond the calendar's years.
    pub fn to_utc(self) -> Option<DateTime<Utc>> {
        DateTime::from_timestamp_millis(self.0)
    }

    /// Midnight UTC at the start of `day`.
    pub fn from_day(day: chrono::NaiveDate) -> Self {
        Self(day.and_time(chrono::NaiveTime::MIN).and_utc().timestamp_millis())
    }

    /// The day in UTC.
    pub fn day(self) -> Option<chrono::NaiveDate> {
        self.to_utc().map(|t| t.date_naive())
    }

    /// Milliseconds from `earlier` to this moment; negative if it is later.
    pub fn since(self, earlier: Timestamp) -> i64 {
        self.0.saturating_sub(earlier.0)
    }
}

/// When an operation was made: physical milliseconds, then a counter for
/// operations of one millisecond, then the client, so that no two are equal.
///
/// As text `mmmmmmmmmmmm-cccccccc-kkkkkkkkkkkkkkkk` in hexadecimal: text order
/// is stamp order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stamp {
    /// Milliseconds since 1970; never negative, below 2^48.
    pub millis: u64,
    /// Counts stamps within one millisecond.
    pub counter: u32,
    /// Who made it.
    pub client: ClientId,
}

/// Largest milliseconds a stamp can hold (the year 10889).
const MILLIS_MAX: u64 = (1 << 48) - 1;

impl Stamp {
    /// The physical part.
    pub fn at(self) -> Timestamp {
        Timestamp(self.millis as i64)
    }
}

impl fmt::Display for Stamp {
    // By place, and in one piece: every record that is stored holds dozens of them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = [b'-'; 38];
        put_hex(&mut text[..12], self.millis);
        put_hex(&mut text[13..21], self.counter.into());
        put_hex(&mut text[22..], self.client.0);
        f.write_str(std::str::from_utf8(&text).map_err(|_| fmt::Error)?)
    }
}

/// A text is no stamp.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("a stamp has the form mmmmmmmmmmmm-cccccccc-kkkkkkkkkkkkkkkk in hexadecimal")]
pub struct NoStamp;

impl FromStr for Stamp {
    type Err = NoStamp;
    // By place: a client reads a million of them when it starts.
    fn from_str(s: &str) -> Result<Self, NoStamp> {
        let bytes: &[u8; 38] = s.as_bytes().try_into().map_err(|_| NoStamp)?;
        if (bytes[12], bytes[21]) != (b'-', b'-') {
            return Err(NoStamp);
        }
        let counter = hex(&bytes[13..21])? as u32;
        Ok(Self { millis: hex(&bytes[..12])?, counter, client: ClientId(hex(&bytes[22..])?) })
    }
}

/// The last hexadecimal digits of a number, as many as there is room for.
fn put_hex(digits: &mut [u8], mut number: u64) {
    for digit in digits.iter_mut().rev() {
        *digit = b"0123456789abcdef"[(number & 15) as usize];
        number >>= 4;
    }
}

/// At most 16 hexadecimal digits.
fn hex(digits: &[u8]) -> Result<u64, NoStamp> {
    digits.iter().try_fold(0, |number, digit| {
        let value = match digit {
            b'0'..=b'9' => digit - b'0',
            b'a'..=b'f' => digit - b'a' + 10,
            b'A'..=b'F' => digit - b'A' + 10,
            _ => return Err(NoStamp),
        };
        Ok(number << 4 | u64::from(value))
    })
}

crate::text::serde_as_text!(Stamp, "a stamp: 12, 8 and 16 hexadecimal digits");

/// A hybrid logical clock. It never runs backwards, whatever the device's
/// clock does, and never refuses to tick.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clock {
    client: ClientId,
    millis: u64,
    counter: u32,
}

impl Clock {
    /// A clock for `client` that has seen nothing yet.
    pub fn new(client: ClientId) -> Self {
        Self { client, millis: 0, counter: 0 }
    }

    /// The next stamp, later than all given or seen before. `now` is the
    /// device's clock; a wrong one only makes the stamp follow the last seen.
    pub fn tick(&mut self, now: Timestamp) -> Stamp {
        let physical = (now.0.max(0) as u64).min(MILLIS_MAX);
        if physical > self.millis {
            (self.millis, self.counter) = (physical, 0);
        } else if self.counter == u32::MAX {
            // The counter never wraps: borrow from the next millisecond.
            (self.millis, self.counter) = ((self.millis + 1).min(MILLIS_MAX), 0);
        } else {
            self.counter += 1;
        }
        Stamp { millis: self.millis, counter: self.counter, client: self.client }
    }

    /// Takes note of somebody else's stamp: later ticks come after it.
    pub fn observe(&mut self, seen: Stamp) {
        if (seen.millis, seen.counter) > (self.millis, self.counter) {
            (self.millis, self.counter) = (seen.millis.min(MILLIS_MAX), seen.counter);
        }
    }

    /// Falls back to `now` when the clock has run ahead of it, for a client
    /// whose device clock turned out to be in the future.
    pub fn correct(&mut self, now: Timestamp) {
        let physical = now.0.max(0) as u64;
        if self.millis > physical {
            (self.millis, self.counter) = (physical, 0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: ClientId = ClientId(7);

    #[test]
    fn ticks_only_go_up_even_when_the_device_clock_goes_back() {
        let mut clock = Clock::new(HERE);
        let first = clock.tick(Timestamp(1_000));
        let second = clock.tick(Timestamp(10));
        let third = clock.tick(Timestamp(2_000));
        assert!(first < second && second < third);
        assert_eq!(second.at(), Timestamp(1_000));
    }

    #[test]
    fn a_tick_comes_after_everything_observed() {
        let mut clock = Clock::new(HERE);
        let ahead = Stamp { millis: 9_000, counter: 3, client: ClientId(u64::MAX) };
        clock.observe(ahead);
        assert!(clock.tick(Timestamp(1_000)) > ahead);
    }

    #[test]
    fn a_full_counter_borrows_from_the_next_millisecond() {
        let mut clock = Clock::new(HERE);
        clock.observe(Stamp { millis: 5, counter: u32::MAX, client: HERE });
        let next = clock.tick(Timestamp(1));
        assert_eq!((next.millis, next.counter), (6, 0));
    }

    #[test]
    fn text_order_is_stamp_order_and_text_reads_back() {
        let early = Stamp { millis: 0xff, counter: 2, client: ClientId(9) };
        let late = Stamp { millis: 0x100, counter: 1, client: ClientId(1) };
        assert!(early < late && early.to_string() < late.to_string());
        assert_eq!(late.to_string().parse(), Ok(late));
    }

    #[test]
    fn what_is_no_stamp_is_refused() {
        for text in ["", "1-2-3", "zzzzzzzzzzzz-00000000-0000000000000000", "+00000000001-00000000-0000000000000000"] {
            assert_eq!(text.parse::<Stamp>(), Err(NoStamp), "{text}");
        }
    }
}
