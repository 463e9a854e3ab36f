//! The workspace's time: which calendar day it is there, and when its days begin.
//!
//! The domain knows no zones. What it needs of one is how far its clocks are
//! ahead of UTC at a moment, and that is passed in: the browser asks `Intl`, the
//! server a table of zones.

use crate::{clock::Timestamp, workspace::Workspace};
use chrono::NaiveDate;

const MINUTE: i64 = 60_000;
/// Clocks are nowhere further from UTC than that.
const FAR: i64 = 24 * 60 * MINUTE;
/// The longest name of a zone.
const NAME_MAX: usize = 64;

/// Minutes that clocks are ahead of UTC at a moment (they change with the seasons).
pub trait Zone {
    /// Minutes ahead of UTC at `at`; negative to the west.
    fn minutes_ahead(&self, at: Timestamp) -> i32;
}

impl<F: Fn(Timestamp) -> i32> Zone for F {
    fn minutes_ahead(&self, at: Timestamp) -> i32 {
        self(at)
    }
}

/// UTC.
#[derive(Clone, Copy, Debug)]
pub struct Utc;

impl Zone for Utc {
    fn minutes_ahead(&self, _: Timestamp) -> i32 {
        0
    }
}

/// What knows the zones of the world: minutes ahead of UTC in the zone of an IANA
/// name (`Europe/Kyiv`) at a moment; `None` for a name it does not know.
#[derive(Clone, Copy, Debug)]
pub struct Zones(pub fn(&str, Timestamp) -> Option<i32>);

impl Default for Zones {
    /// Knows none.
    fn default() -> Self {
        Self(|_, _| None)
    }
}

impl PartialEq for Zones {
    /// It is no data: two workspaces with the same records are the same.
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// The zone that the workspace has chosen; UTC while it has chosen none, so that
/// its days and months are the same on every device.
impl Zone for Workspace {
    fn minutes_ahead(&self, at: Timestamp) -> i32 {
        let chosen = self.own().filter(|own| !own.zone.is_empty());
        chosen.and_then(|own| (self.zones.0)(&own.zone, at)).unwrap_or(0)
    }
}

/// A zone by its name, among those that somebody knows.
#[derive(Clone, Debug, Default)]
pub struct Named {
    /// Who knows it.
    pub zones: Zones,
    /// What it is called; empty is UTC, as is one that nobody knows.
    pub name: String,
}

impl Zone for Named {
    fn minutes_ahead(&self, at: Timestamp) -> i32 {
        if self.name.is_empty() { 0 } else { (self.zones.0)(&self.name, at).unwrap_or(0) }
    }
}

impl Workspace {
    /// The zone that it has chosen, to be kept beside it.
    pub fn zone(&self) -> Named {
        Named { zones: self.zones, name: self.own().map_or_else(String::new, |own| own.zone.clone()) }
    }
}

/// The calendar day at a moment; `None` beyond the calendar's years.
pub fn day(zone: &dyn Zone, at: Timestamp) -> Option<NaiveDate> {
    Timestamp(at.0.saturating_add(i64::from(zone.minutes_ahead(at)) * MINUTE)).day()
}

/// When a calendar day begins.
pub fn midnight(zone: &dyn Zone, day: NaiveDate) -> Timestamp {
    moment(zone, Timestamp::from_day(day))
}

/// The moment at which the clocks show what they show in UTC at `shown`. A time
/// that they show twice is the first of the two; one that they skip is as long
/// after the skip as it is into it, as `Intl` and the calendars of phones have it.
pub fn moment(zone: &dyn Zone, shown: Timestamp) -> Timestamp {
    let less = |minutes: i32| Timestamp(shown.0.saturating_sub(i64::from(minutes) * MINUTE));
    let before = zone.minutes_ahead(Timestamp(shown.0.saturating_sub(FAR)));
    let after = zone.minutes_ahead(Timestamp(shown.0.saturating_add(FAR)));
    let is_shown = |minutes: &i32| zone.minutes_ahead(less(*minutes)) == *minutes;
    less([before, after].into_iter().find(is_shown).unwrap_or(before))
}

/// Whether this can be the name of a zone, or is none at all. Whether there is
/// such a zone is known to whoever knows zones.
pub fn is_name(name: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"/_+-".contains(&byte);
    name.len() <= NAME_MAX && name.bytes().all(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: i64 = 60 * MINUTE;

    fn at(text: &str) -> Timestamp {
        Timestamp(text.parse::<chrono::DateTime<chrono::Utc>>().unwrap().timestamp_millis())
    }

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// Clocks that go forward by an hour at one moment, and back at another.
    fn clocks(winter: i32, forward: &str, back: &str) -> impl Zone {
        let (forward, back) = (at(forward), at(back));
        move |at: Timestamp| if forward <= at && at < back { winter + 60 } else { winter }
    }

    /// Kyiv in 2026: from 3 to 4 on 29 March, from 4 to 3 on 25 October.
    fn kyiv() -> impl Zone {
        clocks(120, "2026-03-29T01:00:00Z", "2026-10-25T01:00:00Z")
    }

    #[test]
    fn a_day_is_as_long_as_the_clocks_make_it() {
        let hours = |day: &str| {
            let (day, zone) = (date(day), kyiv());
            midnight(&zone, day.succ_opt().unwrap()).since(midnight(&zone, day)) / HOUR
        };
        assert_eq!(["2026-03-28", "2026-03-29", "2026-03-30"].map(hours), [24, 23, 24]);
        assert_eq!(["2026-10-24", "2026-10-25", "2026-10-26"].map(hours), [24, 25, 24]);
    }

    #[test]
    fn a_moment_is_of_the_day_that_the_clocks_show() {
        let west = |_: Timestamp| -300;
        assert_eq!(day(&kyiv(), at("2026-02-28T22:00:00Z")), Some(date("2026-03-01")));
        assert_eq!(day(&kyiv(), at("2026-02-28T21:59:59Z")), Some(date("2026-02-28")));
        assert_eq!(day(&west, at("2026-03-01T04:59:59Z")), Some(date("2026-02-28")));
        assert_eq!(midnight(&west, date("2026-03-01")), at("2026-03-01T05:00:00Z"));
        assert_eq!(day(&Utc, Timestamp(i64::MAX)), None);
    }

    #[test]
    fn a_day_whose_midnight_is_skipped_begins_when_the_clocks_go_on() {
        // Santiago: 24:00 becomes 01:00; Beirut: 00:00 becomes 01:00.
        let santiago = clocks(-240, "2026-09-06T04:00:00Z", "2027-04-04T03:00:00Z");
        assert_eq!(midnight(&santiago, date("2026-09-06")), at("2026-09-06T04:00:00Z"));
        let beirut = clocks(120, "2026-03-28T22:00:00Z", "2026-10-24T21:00:00Z");
        assert_eq!(midnight(&beirut, date("2026-03-29")), at("2026-03-28T22:00:00Z"));
    }

    #[test]
    fn a_time_that_is_shown_twice_is_the_first_of_the_two() {
        // Half past three on 25 October is shown at 00:30 and at 01:30 UTC.
        assert_eq!(moment(&kyiv(), at("2026-10-25T03:30:00Z")), at("2026-10-25T00:30:00Z"));
        // Where 24:00 becomes 23:00, the next day begins when 24:00 comes again.
        let santiago = clocks(-240, "2025-09-07T04:00:00Z", "2026-04-05T03:00:00Z");
        assert_eq!(midnight(&santiago, date("2026-04-05")), at("2026-04-05T04:00:00Z"));
    }

    #[test]
    fn a_time_that_is_skipped_is_as_long_after_the_skip() {
        assert_eq!(moment(&kyiv(), at("2026-03-29T03:30:00Z")), at("2026-03-29T01:30:00Z"));
    }

    #[test]
    fn every_midnight_is_of_its_own_day() {
        let zones: [&dyn Zone; 4] = [&kyiv(), &Utc, &|_: Timestamp| 840, &|_: Timestamp| -720];
        for zone in zones {
            for n in 0..400 {
                let one = date("2026-01-01") + chrono::Days::new(n);
                let begins = midnight(zone, one);
                assert_eq!(day(zone, begins), Some(one));
                assert_eq!(day(zone, Timestamp(begins.0 - 1)), one.pred_opt());
            }
        }
    }

    #[test]
    fn a_name_of_a_zone_is_short_and_plain() {
        for name in ["", "UTC", "Europe/Kyiv", "America/Argentina/Buenos_Aires", "Etc/GMT+5", "America/Port-au-Prince"]
        {
            assert!(is_name(name), "{name}");
        }
        for name in ["Europe/Kyiv ", "Київ", "a\nb", "<b>", &"a".repeat(65)] {
            assert!(!is_name(name), "{name}");
        }
    }
}
