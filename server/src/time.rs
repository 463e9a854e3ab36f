//! The server's clock, and the zones it knows.

use chrono::Offset;
use chrono_tz::Tz;
use smarketing_domain::{clock::Timestamp, workspace::Workspace, zone::Zones};
use std::time::{SystemTime, UNIX_EPOCH};

/// Now.
pub fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// Minutes that the clocks of the zone of an IANA name are ahead of UTC at a
/// moment; `None` for a name that is none (see [`Zones`]).
pub fn minutes_ahead(zone: &str, at: Timestamp) -> Option<i32> {
    let zone: Tz = zone.parse().ok()?;
    let at = at.to_utc()?.with_timezone(&zone);
    Some(at.offset().fix().local_minus_utc().div_euclid(60))
}

/// A workspace that is still to be filled, and knows the zones.
pub fn empty_workspace() -> Workspace {
    Workspace { zones: Zones(minutes_ahead), ..Workspace::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clocks_go_forward_and_back_where_they_do() {
        let ahead = |zone, at: &str| {
            let at = at.parse::<chrono::DateTime<chrono::Utc>>().unwrap();
            minutes_ahead(zone, Timestamp(at.timestamp_millis()))
        };
        assert_eq!(ahead("Europe/Kyiv", "2026-03-29T00:59:59Z"), Some(120));
        assert_eq!(ahead("Europe/Kyiv", "2026-03-29T01:00:00Z"), Some(180));
        assert_eq!(ahead("Europe/Kyiv", "2026-10-25T00:59:59Z"), Some(180));
        assert_eq!(ahead("Europe/Kyiv", "2026-10-25T01:00:00Z"), Some(120));
        assert_eq!(ahead("Europe/Kiev", "2026-07-01T00:00:00Z"), Some(180), "browsers know its old name");
        assert_eq!(ahead("America/New_York", "2026-01-15T00:00:00Z"), Some(-300));
        assert_eq!(ahead("Asia/Kathmandu", "2026-01-15T00:00:00Z"), Some(345));
    }

    #[test]
    fn a_name_that_is_no_zone_has_no_clocks() {
        assert_eq!(minutes_ahead("Moon/Base", Timestamp(0)), None);
        assert_eq!(minutes_ahead("", Timestamp(0)), None);
        assert_eq!(minutes_ahead("UTC", Timestamp(i64::MAX)), None);
    }
}
