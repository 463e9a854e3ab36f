//! Leads and won deals in two files, and the conversions that come out of them,
//! held against a plain computation on what was written into the files.

use crate::support::shell::{Ran, Shell};
use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use serde_json::Value;
use std::{collections::BTreeMap, path::Path};

/// How a file is written.
#[derive(Clone, Copy)]
struct Dialect {
    delimiter: &'static str,
    end: &'static str,
    begin: &'static str,
    date: &'static str,
    time: &'static str,
}

const ISO: Dialect = Dialect { delimiter: ",", end: "\n", begin: "", date: "%Y-%m-%d", time: " %H:%M:%S" };
const EUROPE: Dialect = Dialect { delimiter: ";", end: "\r\n", begin: "\u{feff}", date: "%d/%m/%Y", time: " %H:%M:%S" };
const AMERICA: Dialect = Dialect { delimiter: "\t", end: "\r", begin: "", date: "%-m/%-d/%Y", time: " %-I:%M:%S %p" };
const DOTS: Dialect = Dialect { delimiter: ";", end: "\r", begin: "\u{feff}", date: "%d.%m.%Y", time: " %H:%M:%S" };

struct Lead {
    key: String,
    first: NaiveDate,
    origin: &'static str,
    won: Option<Won>,
}

struct Won {
    at: NaiveDateTime,
    segment: &'static str,
    behaviour: &'static str,
}

/// 200 leads of half a year, one in four of them won: made up, and the same each time.
fn business() -> Vec<Lead> {
    let mut state = 20_260_101_u64;
    let mut dice = |sides: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % sides
    };
    let origins = ["organic_search", "paid_search", "social", "unknown", ""];
    let start = NaiveDate::from_ymd_opt(2018, 1, 1).unwrap();
    let lead = |n: u64| {
        let first = start + Days::new(dice(180));
        let won = (dice(4) == 0).then(|| Won {
            at: (first + Days::new(dice(90))).and_time(NaiveTime::MIN) + TimeDelta::seconds(dice(86_400) as i64),
            segment: ["pet", "home_decor", "unknown"][dice(3) as usize],
            behaviour: ["cat", "wolf, eagle", ""][dice(3) as usize],
        });
        Lead { key: format!("{n:032x}"), first, origin: origins[dice(5) as usize], won }
    };
    let mut leads: Vec<Lead> = (0..200).map(lead).collect();
    // Somebody noted the purchase two days before the first contact.
    let odd = leads.iter_mut().find(|l| l.won.is_some()).unwrap();
    let early = odd.first.and_time(NaiveTime::MIN) - TimeDelta::days(2);
    odd.won.as_mut().unwrap().at = early;
    leads
}

fn write(dialect: Dialect, rows: &[Vec<String>]) -> String {
    let cell = |cell: &String| if cell.contains(dialect.delimiter) { format!("\"{cell}\"") } else { cell.clone() };
    let line = |row: &Vec<String>| row.iter().map(cell).collect::<Vec<_>>().join(dialect.delimiter);
    dialect.begin.to_owned() + &rows.iter().map(|row| line(row) + dialect.end).collect::<String>()
}

fn strings(row: &[&str]) -> Vec<String> {
    row.iter().map(|s| (*s).to_owned()).collect()
}

fn leads_file(leads: &[Lead], dialect: Dialect) -> String {
    let mut rows = vec![strings(&["mql_id", "first_contact_date", "landing_page_id", "origin"])];
    rows.extend(
        leads.iter().map(|l| strings(&[&l.key, &l.first.format(dialect.date).to_string(), "b76ef37428e6", l.origin])),
    );
    write(dialect, &rows)
}

fn deals_file(leads: &[Lead], dialect: Dialect) -> String {
    let mut rows = vec![strings(&[
        "mql_id",
        "seller_id",
        "sdr_id",
        "sr_id",
        "won_date",
        "business_segment",
        "lead_type",
        "lead_behaviour_profile",
        "has_company",
        "has_gtin",
        "average_stock",
        "business_type",
        "declared_product_catalog_size",
        "declared_monthly_revenue",
    ])];
    rows.extend(leads.iter().rev().filter_map(|l| l.won.as_ref().map(|w| (l, w))).map(|(l, w)| {
        let at = w.at.format(&(dialect.date.to_owned() + dialect.time)).to_string();
        strings(&[
            &l.key,
            "2c43fb51",
            "a81e",
            "4ef1",
            &at,
            w.segment,
            "online_medium",
            w.behaviour,
            "True",
            "",
            "",
            "reseller",
            "",
            "0.0",
        ])
    }));
    write(dialect, &rows)
}

fn import(shell: &Shell, leads: &Path, deals: &Path, more: &[&str]) -> Ran {
    shell.import(leads, &[&[deals.to_str().unwrap(), "--join", "mql_id"], more].concat())
}

/// What a group has to say, computed from the leads as they were made.
#[derive(Debug, Default, PartialEq)]
struct Expected {
    entered: u64,
    passed: u64,
    known: u64,
    known_passed: u64,
    estimate: Option<f64>,
    median_passed: Option<f64>,
}

fn expected(leads: &[&Lead], window: i64, as_of: NaiveDateTime) -> Expected {
    let midnight = |l: &Lead| l.first.and_time(NaiveTime::MIN);
    // (days watched or taken, won), of those that had come by then. Who bought
    // before the first contact came with the purchase.
    let begun = |l: &&&Lead| midnight(l) <= as_of || l.won.as_ref().is_some_and(|w| w.at <= as_of);
    let units: Vec<(TimeDelta, TimeDelta, bool)> = leads
        .iter()
        .filter(begun)
        .map(|l| {
            let came = l.won.as_ref().map_or(midnight(l), |w| w.at.min(midnight(l)));
            let took = l.won.as_ref().filter(|w| w.at <= as_of).map(|w| w.at - came);
            (as_of - came, took.unwrap_or(as_of - came), took.is_some())
        })
        .collect();
    let window = TimeDelta::days(window);
    let known: Vec<_> = units.iter().filter(|(watched, ..)| *watched >= window).collect();
    let mut survival = 1.0;
    let mut times: Vec<TimeDelta> = units.iter().filter(|u| u.2 && u.1 <= window).map(|u| u.1).collect();
    times.sort();
    times.dedup();
    for time in times {
        let at_risk = units.iter().filter(|u| u.1 >= time).count() as f64;
        let events = units.iter().filter(|u| u.2 && u.1 == time).count() as f64;
        survival *= 1.0 - events / at_risk;
    }
    let mut took: Vec<f64> =
        units.iter().filter(|u| u.2).map(|u| u.1.num_milliseconds() as f64 / 86_400_000.0).collect();
    took.sort_by(f64::total_cmp);
    let median = |v: &[f64]| (v[(v.len() - 1) / 2] + v[v.len() / 2]) / 2.0;
    Expected {
        entered: units.len() as u64,
        passed: units.iter().filter(|u| u.2).count() as u64,
        known: known.len() as u64,
        known_passed: known.iter().filter(|u| u.2 && u.1 <= window).count() as u64,
        estimate: (!known.is_empty()).then_some(1.0 - survival),
        median_passed: (!took.is_empty()).then(|| median(&took)),
    }
}

/// Holds a line of the report against what it has to say.
fn agrees(line: &Value, want: &Expected) {
    let near = |got: &Value, want: Option<f64>| match (got.as_f64(), want) {
        (Some(got), Some(want)) => (got - want).abs() < 1e-9,
        (got, want) => got.is_none() && want.is_none(),
    };
    // Through the same text and back, for reading JSON may lose the last digit.
    let plain = |part: u64, whole: u64| -> Value {
        let ratio = (whole > 0).then(|| part as f64 / whole as f64);
        serde_json::from_str(&serde_json::to_string(&ratio).unwrap()).unwrap()
    };
    assert_eq!(
        (line["entered"].as_u64(), line["passed"].as_u64()),
        (Some(want.entered), Some(want.passed)),
        "{line:#}"
    );
    assert_eq!(line["ratio"], plain(want.passed, want.entered), "to the last digit");
    let window = &line["window"];
    assert_eq!(
        (window["known"].as_u64(), window["passed"].as_u64()),
        (Some(want.known), Some(want.known_passed)),
        "{line:#}"
    );
    assert_eq!(window["ratio"], plain(want.known_passed, want.known), "to the last digit");
    assert!(near(&line["kaplan_meier"]["estimate"], want.estimate), "{line:#} {want:?}");
    assert!(near(&line["median_days_of_passed"], want.median_passed), "{line:#} {want:?}");
    if let Some(estimate) = line["kaplan_meier"]["estimate"].as_f64() {
        let (low, high) =
            (line["kaplan_meier"]["low"].as_f64().unwrap(), line["kaplan_meier"]["high"].as_f64().unwrap());
        assert!(0.0 <= low && low <= estimate && estimate <= high && high <= 1.0, "{line:#}");
    }
}

fn by_origin(leads: &[Lead]) -> BTreeMap<Option<&str>, Vec<&Lead>> {
    let mut groups: BTreeMap<Option<&str>, Vec<&Lead>> = BTreeMap::new();
    for lead in leads {
        groups.entry(Some(lead.origin).filter(|o| !o.is_empty())).or_default().push(lead);
    }
    groups
}

fn report_agrees(shell: &Shell, leads: &[Lead], as_of: Option<NaiveDate>) {
    let day = as_of.map(|day| day.to_string());
    let mut arguments = vec!["--by", "channel", "--window", "30d"];
    arguments.extend(day.iter().flat_map(|day| ["--as-of", day]));
    let report = shell.report(&arguments);
    let moment =
        as_of.unwrap_or(NaiveDate::from_ymd_opt(2026, 1, 1).unwrap()).and_hms_milli_opt(23, 59, 59, 999).unwrap();
    let groups = by_origin(leads);
    let lines = report["groups"].as_array().unwrap();
    let named: Vec<Option<&str>> = lines.iter().map(|l| l["group"].as_str()).collect();
    assert_eq!(named.len(), groups.len(), "{named:?}");
    assert_eq!(named.last(), Some(&None), "what is not set stands last");
    for line in lines {
        agrees(line, &expected(&groups[&line["group"].as_str()], 30, moment));
    }
    agrees(&report["total"], &expected(&leads.iter().collect::<Vec<_>>(), 30, moment));
}

#[test]
fn conversions_by_origin_come_out_right_in_every_dialect() {
    let leads = business();
    for (of_leads, of_deals) in [(ISO, ISO), (EUROPE, AMERICA), (AMERICA, DOTS)] {
        let shell = Shell::new();
        let files = (
            shell.file("leads.csv", leads_file(&leads, of_leads)),
            shell.file("deals.csv", deals_file(&leads, of_deals)),
        );
        let ran = import(&shell, &files.0, &files.1, &[]);
        assert_eq!((ran.code(), ran.err().as_str()), (0, ""));
        assert!(ran.out().contains("200 deals, 0 rows refused"), "{}", ran.out());
        assert!(ran.out().contains("won or lost before the first date: 1 (kept"), "{}", ran.out());
        report_agrees(&shell, &leads, None);
        for day in [(2018, 6, 20), (2018, 1, 10), (2018, 4, 1)] {
            report_agrees(&shell, &leads, NaiveDate::from_ymd_opt(day.0, day.1, day.2));
        }
        let won = leads.iter().filter(|l| l.won.is_some()).count() as u64;
        let figures = shell.figures();
        assert_eq!(figures.iter().map(|f| f.1).collect::<Vec<_>>(), [200 - won, won, 0], "{figures:?}");
    }
}

#[test]
fn a_missing_value_is_not_the_word_unknown() {
    let leads = business();
    let shell = Shell::new();
    let files = (shell.file("leads.csv", leads_file(&leads, ISO)), shell.file("deals.csv", deals_file(&leads, ISO)));
    assert_eq!(import(&shell, &files.0, &files.1, &[]).code(), 0);
    let sizes = |by: &str| {
        let report = shell.report(&["--by", by]);
        let lines = report["groups"].as_array().unwrap().iter();
        lines
            .map(|l| (l["group"].as_str().map(str::to_owned), l["entered"].as_u64().unwrap()))
            .collect::<BTreeMap<_, _>>()
    };
    let count = |holds: &dyn Fn(&Lead) -> bool| leads.iter().filter(|l| holds(l)).count() as u64;
    let segment = |l: &Lead, text: &str| l.won.as_ref().is_some_and(|w| w.segment == text);
    let segments = sizes("segment");
    assert_eq!(segments[&Some("unknown".to_owned())], count(&|l| segment(l, "unknown")));
    assert_eq!(segments[&Some("pet".to_owned())], count(&|l| segment(l, "pet")));
    assert_eq!(segments[&None], count(&|l| l.won.is_none()));
    let behaviours = sizes("lead_behaviour_profile");
    let wolf = count(&|l| l.won.as_ref().is_some_and(|w| w.behaviour == "wolf, eagle"));
    assert_eq!(behaviours[&Some("wolf, eagle".to_owned())], wolf);
    assert_eq!(sizes("behaviour"), behaviours, "by a word of its name");
    assert_eq!((sizes("СЕГМЕНТ"), sizes("Lead Source")), (segments, sizes("channel")), "by names in use elsewhere");
    assert_eq!(sizes("month").values().sum::<u64>(), 200);
    assert_eq!(sizes("owner").len(), 2, "the seller of the won ones, and nobody");
}

#[test]
fn whatever_does_not_fit_together_is_told_and_not_lost() {
    let shell = Shell::new();
    let leads = shell.file(
        "leads.csv",
        "mql_id,first_contact_date,origin\na,2018-01-01,social\nb,2018-01-02,\na,2018-01-03,email\nc,soon,social\n",
    );
    let deals = shell.file(
        "deals.csv",
        "mql_id,won_date,business_segment\na,2018-01-05,pet\nx,2018-01-06,home\na,2018-01-07,toys\nb,later,pet\n",
    );
    let ran = import(&shell, &leads, &deals, &[]);
    assert_eq!(ran.code(), 2);
    let lines: Vec<String> = ran.err().lines().map(str::to_owned).collect();
    assert!(lines[0].starts_with("deals.csv line 5, column “won_date”: This is not a date."), "{lines:?}");
    assert!(lines[1].starts_with("leads.csv line 4, column “mql_id”: A deal with this id"), "{lines:?}");
    assert!(lines[2].starts_with("leads.csv line 5, column “first_contact_date”"), "{lines:?}");
    assert!(lines[3].starts_with("deals.csv line 4, column “mql_id”: A deal with this id"), "{lines:?}");
    assert_eq!(lines.len(), 4, "{lines:?}");
    assert!(ran.out().contains("joined: 2 leads with a deal; 2 rows of deals without a lead"), "{}", ran.out());
    let report = shell.report(&["--by", "channel", "--window", "30d"]);
    // a with its first deal, and x whose lead is not there: won, at an unknown time after an unknown start.
    let total = &report["total"];
    assert_eq!(
        (&total["entered"], &total["passed"], &total["undated"]),
        (&2.into(), &2.into(), &1.into()),
        "{total:#}"
    );
}

#[test]
fn the_same_two_files_again_bring_nothing() {
    let leads = business();
    let shell = Shell::new();
    let files = (shell.file("leads.csv", leads_file(&leads, ISO)), shell.file("deals.csv", deals_file(&leads, ISO)));
    assert_eq!(import(&shell, &files.0, &files.1, &[]).code(), 0);
    let again = import(&shell, &files.0, &files.1, &[]);
    assert_eq!(again.code(), 1);
    assert!(again.err().contains("none of the 200 rows"), "{}", again.err());
    report_agrees(&shell, &leads, None);
}

#[test]
fn a_dry_run_prints_a_mapping_that_works_for_both_files() {
    let leads = business();
    let shell = Shell::new();
    let files =
        (shell.file("leads.csv", leads_file(&leads, EUROPE)), shell.file("deals.csv", deals_file(&leads, AMERICA)));
    let out = import(&shell, &files.0, &files.1, &["--dry-run"]).out();
    let mapping = shell.file("mapping.json", &out[out.find('{').unwrap()..]);
    let ran = import(&shell, &files.0, &files.1, &["--mapping", mapping.to_str().unwrap()]);
    assert_eq!((ran.code(), ran.err().as_str()), (0, ""));
    report_agrees(&shell, &leads, None);
}

#[test]
fn what_cannot_be_joined_or_reported_says_what_to_do() {
    let shell = Shell::new();
    let leads = shell.file("leads.csv", "mql_id,first_contact_date\na,2018-01-01\n");
    let deals = shell.file("deals.csv", "key,won_date\na,2018-01-05\n");
    let ran = import(&shell, &leads, &deals, &[]);
    assert!(
        ran.code() == 1 && ran.err().contains("no column “mql_id” in the file of deals; it has: key, won_date"),
        "{}",
        ran.err()
    );
    let open = shell.file("open.csv", "mql_id,won_date\na,1/5/2018\n");
    let ran = import(&shell, &leads, &open, &[]);
    assert!(ran.code() == 1 && ran.err().contains("--date-order dmy"), "{}", ran.err());
    assert_ne!(shell.import(&leads, &["--join", "mql_id"]).code(), 0, "a second file is missing");
    assert_eq!(import(&shell, &leads, &open, &["--date-order", "mdy"]).code(), 0);
    for (arguments, says) in [
        (["--by", "colour"], "they can by: channel, owner, kind, month"),
        (["--from", "Nowhere"], "there is no stage “Nowhere”; there are: Left a request"),
        (["--from", "Bought"], "must come after"),
        (["--window", "soon"], "such as 36h, 30d or 2w"),
    ] {
        let ran = shell.run(&[&["report", "--workspace", "Studio"][..], &arguments].concat());
        assert!(ran.code() != 0 && ran.err().contains(says), "{}", ran.err());
    }
    let readable = shell.run(&["report", "--workspace", "Studio", "--by", "channel", "--window", "30d"]);
    assert!(readable.out().contains("(not set)") && readable.out().contains("within 30 days"), "{}", readable.out());
}

#[test]
fn a_period_is_that_of_the_first_contact() {
    let shell = Shell::new();
    let leads =
        shell.file("leads.csv", "mql_id,first_contact_date\na,2018-01-31\nb,2018-02-01\nc,2018-02-28\nd,2018-03-01\n");
    let deals = shell.file("deals.csv", "mql_id,won_date\nb,2018-05-05\n");
    assert_eq!(import(&shell, &leads, &deals, &[]).code(), 0);
    let report = shell.report(&["--since", "2018-02-01", "--until", "2018-02-28"]);
    assert_eq!((&report["total"]["entered"], &report["total"]["passed"]), (&2.into(), &1.into()));
    assert_eq!(report["entered"][0], "2018-02-01T00:00:00+00:00");
    assert_eq!(report["groups"], Value::Array(Vec::new()));
}
