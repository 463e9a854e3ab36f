//! Days, months and working hours are those of the zone that the workspace chose.

use crate::support::{Author, create, edit, id, stage, studio};
use smarketing_domain::{
    calendar::Calendar,
    clock::Timestamp,
    cohort::{
        Cohort,
        group::{Dimension, Key, groups},
        journeys,
    },
    deal::{DealChange, Past, Place},
    filter::Filter,
    handoff::{deadline, working_ms},
    hourglass::{Period, hourglass},
    hypothesis::{Arm, Design, Hypothesis, Kind, Measure, Way, live::Deals},
    ids::{DealId, ReachId, WorkspaceId},
    operation::{Authority, DealAction, Refusal, admit},
    reach::ReachChange,
    settings::SettingsChange,
    workspace::Workspace,
    zone::{Zone, Zones, midnight},
};

const HOUR: i64 = 3_600_000;
const FIRST: usize = 2;

fn moment(text: &str) -> Timestamp {
    Timestamp(text.parse::<chrono::DateTime<chrono::Utc>>().unwrap().timestamp_millis())
}

/// Kyiv with its summer of 2026, and two that stand still, far from UTC.
fn known(name: &str, at: Timestamp) -> Option<i32> {
    let is_summer = moment("2026-03-29T01:00:00Z") <= at && at < moment("2026-10-25T01:00:00Z");
    match name {
        "Europe/Kyiv" => Some(if is_summer { 180 } else { 120 }),
        "Pacific/Honolulu" => Some(-600),
        "Pacific/Kiritimati" => Some(840),
        _ => None,
    }
}

/// A studio in a zone, without deals.
fn studio_in(zone: &str) -> Workspace {
    let mut w = Workspace { zones: Zones(known), ..studio() };
    w.deals = Default::default();
    let set = vec![SettingsChange::Zone(zone.to_owned())];
    Author::new(1, 0).change(&mut w, moment("2026-01-01T00:00:00Z"), edit(id::<WorkspaceId>(0), set));
    w
}

/// A lead of a moment.
fn lead(w: &mut Workspace, at: Timestamp) {
    let place = Place { stage: stage(FIRST), rank: "80".parse().unwrap(), loss: None };
    let past = vec![Past::of(stage(FIRST), Some(at))];
    let set = vec![DealChange::Title("Kitchen".to_owned())];
    Author::new(2, 0).change(w, at, DealAction::Create { id: id(0), place, past, set });
}

#[test]
fn a_deal_is_of_the_month_that_the_workspaces_clocks_show() {
    let month_in = |zone: &str| {
        let mut w = studio_in(zone);
        lead(&mut w, moment("2026-03-01T09:30:00Z"));
        let cohort = Cohort::to_won(&w, None).unwrap();
        let all = journeys(&w, &Filter::default(), &cohort, moment("2026-06-01T00:00:00Z"));
        groups(&w, &all, &Dimension::Month).remove(0).0
    };
    let of = |month| Key::Month { year: 2026, month };
    assert_eq!(month_in("Pacific/Honolulu"), of(2), "half past eleven at night");
    assert_eq!(month_in("Europe/Kyiv"), of(3));
    assert_eq!(month_in(""), of(3), "UTC while none is chosen");
    assert_eq!(month_in("Moon/Base"), of(3), "and where nobody knows it");
}

#[test]
fn a_test_counts_by_the_calendar_days_of_the_workspace() {
    let days_in = |zone: &str| {
        let mut w = studio_in(zone);
        // The clocks go on in the night between the second and the third: that day has 23 hours.
        let entered = ["2026-03-28T21:59:00Z", "2026-03-28T22:01:00Z", "2026-03-29T20:59:00Z", "2026-03-29T21:01:00Z"];
        for (n, at) in (0..).zip(entered.map(moment)) {
            let place = Place { stage: stage(FIRST), rank: "80".parse().unwrap(), loss: None };
            let past = vec![Past::of(stage(FIRST), Some(at))];
            let set = vec![DealChange::Title("Kitchen".to_owned())];
            Author::new(2, 0).change(&mut w, at, DealAction::Create { id: id::<DealId>(n), place, past, set });
        }
        let measure = Measure { kind: Kind::Conversion, from: Some(stage(FIRST)), to: None, days: 1 };
        let mut test = Hypothesis {
            arms: vec![Arm::default(), Arm::default()],
            design: Design { measure, way: Way::ByHash, ..Design::default() },
            ..Hypothesis::default()
        };
        test.registered = vec![test.freeze(id(0), moment("2026-03-27T12:00:00Z"))];
        let live = Deals::new(&w, moment("2026-04-09T00:00:00Z")).count(&test, &measure).unwrap();
        live.days.iter().map(|arms| arms.iter().map(|arm| arm.exposed).sum()).collect::<Vec<u64>>()
    };
    assert_eq!(days_in("Europe/Kyiv"), [0, 1, 2, 1]);
    assert_eq!(days_in(""), [0, 2, 2]);
    assert_eq!(days_in("Pacific/Honolulu"), [0, 2, 2]);
    assert_eq!(days_in("Pacific/Kiritimati"), [0, 2, 2], "it began on the 28th there");
}

#[test]
fn what_was_counted_on_a_day_is_in_the_period_of_that_day_in_every_zone() {
    for zone in ["", "Europe/Kyiv", "Pacific/Honolulu", "Pacific/Kiritimati"] {
        let mut w = studio_in(zone);
        for (n, day) in ["2026-02-28", "2026-03-01", "2026-03-31", "2026-04-01"].into_iter().enumerate() {
            let day = ReachChange::Day(day.parse().ok());
            let set = vec![ReachChange::Channel("fair".into()), day, ReachChange::Visits(10_u64.pow(n as u32))];
            let body = create(id::<ReachId>(n as u128), set);
            Author::new(2, 0).change(&mut w, moment("2026-04-02T00:00:00Z"), body);
        }
        let begins = |day: &str| midnight(&w, day.parse().unwrap());
        let march = Period { from: begins("2026-03-01"), to: begins("2026-04-01") };
        let glass = hourglass(&w, &Filter::default(), Some(march));
        assert_eq!(glass.bands[1].entered, 110, "{zone}");
    }
}

#[test]
fn the_promised_hours_are_worked_by_clocks_that_change() {
    let kyiv = studio_in("Europe/Kyiv");
    let office = Calendar::default();
    let worked = |from, to| working_ms(&office, &kyiv, moment(from), moment(to));
    // Friday and Monday around both changes: the office opens at nine there.
    assert_eq!(worked("2026-03-27T15:00:00Z", "2026-03-30T07:00:00Z"), 2 * HOUR, "forward: from 7 to 6 UTC");
    assert_eq!(worked("2026-10-23T14:00:00Z", "2026-10-26T08:00:00Z"), 2 * HOUR, "back: from 6 to 7 UTC");
    let end = |from, hours| deadline(&office, &kyiv, moment(from), hours);
    assert_eq!(end("2026-03-27T15:00:00Z", 4), Some(moment("2026-03-30T09:00:00Z")));
    assert_eq!(end("2026-10-23T14:00:00Z", 4), Some(moment("2026-10-26T10:00:00Z")));
}

#[test]
fn who_works_through_the_night_works_as_long_as_it_is() {
    let kyiv = studio_in("Europe/Kyiv");
    let always: Calendar = "1234567 00:00-24:00".parse().unwrap();
    let worked = |from: &str, to: &str| {
        let [from, to] = [from, to].map(|day| midnight(&kyiv, day.parse().unwrap()));
        working_ms(&always, &kyiv, from, to)
    };
    assert_eq!(worked("2026-03-29", "2026-03-30"), 23 * HOUR);
    assert_eq!(worked("2026-10-25", "2026-10-26"), 25 * HOUR);
    assert_eq!(worked("2026-06-01", "2026-06-02"), 24 * HOUR);
}

#[test]
fn a_workspace_without_a_zone_is_in_utc_everywhere() {
    assert_eq!(studio_in("").minutes_ahead(moment("2026-06-01T00:00:00Z")), 0);
    assert_eq!(Workspace::default().minutes_ahead(Timestamp(0)), 0);
}

#[test]
fn what_is_no_name_of_a_zone_is_refused() {
    let w = studio();
    let set = |name: &str| {
        let body = edit(id::<WorkspaceId>(0), vec![SettingsChange::Zone(name.to_owned())]);
        admit(&w, Authority::Server, &Author::new(1, 0).make(Timestamp(1_800_000_000_000), body))
    };
    assert_eq!(set("Europe/Kyiv"), Ok(()));
    assert_eq!(set(""), Ok(()), "it can be taken away");
    assert_eq!(set("Kyiv, please"), Err(Refusal::OutOfRange));
}
