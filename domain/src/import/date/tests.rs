//! What exports write for dates, and what only looks like one.

use super::*;

fn read(text: &str, order: DateOrder) -> Option<String> {
    parse(text, order)?.to_utc().map(|t| t.format("%Y-%m-%d %H:%M:%S").to_string())
}

#[test]
fn dates_are_read_as_exports_write_them() {
    use DateOrder::{Dmy, Mdy, Ymd};
    for (text, order, expected) in [
        ("2017-03-01", Dmy, "2017-03-01 00:00:00"),
        ("2017/3/1", Ymd, "2017-03-01 00:00:00"),
        ("3/1/2017", Mdy, "2017-03-01 00:00:00"),
        ("01.03.2017 10:05:30", Dmy, "2017-03-01 10:05:30"),
        ("01-03-2017", Dmy, "2017-03-01 00:00:00"),
        ("4/8/2025 17:19", Mdy, "2025-04-08 17:19:00"),
        ("3/1/17 12:05 AM", Mdy, "2017-03-01 00:05:00"),
        ("3/1/17 1:05 PM", Mdy, "2017-03-01 13:05:00"),
        ("2017-03-01T10:05:00+02:00", Ymd, "2017-03-01 08:05:00"),
        ("2017-03-01T10:05:00.123Z", Ymd, "2017-03-01 10:05:00"),
        ("2017-03-01 10:05:00 -0330", Ymd, "2017-03-01 13:35:00"),
        ("1 Mar 2017", Dmy, "2017-03-01 00:00:00"),
        ("Mar 1, 2017 10:05", Dmy, "2017-03-01 10:05:00"),
        ("1 марта 2017 г.", Dmy, "2017-03-01 00:00:00"),
        ("9 мая 2017", Dmy, "2017-05-09 00:00:00"),
        ("1 березня 2017", Dmy, "2017-03-01 00:00:00"),
        ("42795", Dmy, "2017-03-01 00:00:00"),
        ("42795.5", Dmy, "2017-03-01 12:00:00"),
        ("20170301", Dmy, "2017-03-01 00:00:00"),
        ("1488326400000", Dmy, "2017-03-01 00:00:00"),
    ] {
        assert_eq!(read(text, order).as_deref(), Some(expected), "{text}");
    }
}

#[test]
fn a_time_without_a_zone_is_what_the_workspaces_clocks_show() {
    let kyiv = |_: Timestamp| 120;
    let told = |text| parse_in(&kyiv, text, DateOrder::Dmy)?.to_utc().map(|t| t.format("%Y-%m-%d %H:%M").to_string());
    for text in ["2017-03-01", "1.3.2017 00:00", "20170301", "42795", "1 марта 2017"] {
        assert_eq!(told(text).as_deref(), Some("2017-02-28 22:00"), "{text}");
    }
    for text in ["2017-03-01T00:00Z", "2017-03-01 05:00 +05:00", "1488326400", "1488326400000"] {
        assert_eq!(told(text).as_deref(), Some("2017-03-01 00:00"), "{text}");
    }
}

#[test]
fn what_is_no_date_is_not_taken_for_one() {
    for text in [
        "",
        "soon",
        "31.02.2017",
        "2017-13-01",
        "1.2.3.4",
        "01.03.2017 25:00",
        "12",
        "1/2",
        "99999",
        "0000-01-01",
        "13/13/2017",
    ] {
        assert_eq!(read(text, DateOrder::Dmy), None, "{text}");
    }
}

#[test]
fn a_number_above_twelve_tells_the_order() {
    assert_eq!(evidence(["1/2/2017", "10/20/2016"]), Evidence::Sure(DateOrder::Mdy));
    assert_eq!(evidence(["1/2/2017", "20/10/2016 10:00"]), Evidence::Sure(DateOrder::Dmy));
}

#[test]
fn without_one_a_person_is_asked_unless_it_makes_no_difference() {
    assert_eq!(evidence(["1/2/2017", "3/3/2017"]), Evidence::Ambiguous);
    assert_eq!(evidence(["3/3/2017", "2017-01-02", "1 Mar 2017", ""]), Evidence::Indifferent);
}

#[test]
fn what_exports_write_for_no_date_is_blank() {
    assert!(["", "—", "не закрыта", "Не закрыта", "N/A"].into_iter().all(is_blank));
    assert!(!is_blank("0"));
}
