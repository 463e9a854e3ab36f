//! The figures of cohorts, held against a slow reading of their definitions on
//! random workspaces.

use crate::{
    glass::{Slow, business, filters, period},
    support::{at, cases, choice, stage},
};
use proptest::{collection::vec, prelude::*};
use smarketing_domain::{
    clock::Timestamp,
    cohort::{
        Cohort, Entry, Journey, Window,
        conversion::{Conversion, Look, Part, conversion, deals},
        group::{Dimension, groups},
        journeys,
    },
    deal::Deal,
    filter::Filter,
    hourglass::hourglass,
};

/// When a deal first reached a place of the path, read aloud.
fn reached(slow: &Slow<'_>, deal: &Deal, place: usize, as_of: Timestamp) -> Entry {
    let reaches = |stage| slow.place(stage).is_some_and(|at| at >= place);
    let moments: Vec<_> = deal.history().filter(|e| reaches(e.stage)).map(|e| e.at).collect();
    let first = moments.iter().flatten().min();
    match (moments.contains(&None), first) {
        (true, _) => Entry::Undated,
        (false, Some(first)) if *first <= as_of => Entry::At(*first),
        (false, Some(_)) => Entry::Never,
        (false, None) if reaches(deal.place.stage) => Entry::Undated,
        (false, None) => Entry::Never,
    }
}

/// The share that converts by `window`, by handing on the weight of each unit
/// that could not be watched on to all that were watched longer (Efron's
/// redistribution to the right). `None` when there is nobody to hand it on to.
fn handed_on(journeys: &[Journey], window: i64, as_of: Timestamp) -> Option<f64> {
    let mut units: Vec<(i64, bool)> = journeys
        .iter()
        .filter_map(|j| match (j.entered?, j.passed) {
            (entered, Entry::At(passed)) => Some((passed.0 - entered.0, true)),
            (entered, Entry::Never) => Some((as_of.0 - entered.0, false)),
            (_, Entry::Undated) => None,
        })
        .collect();
    // Who was watched up to a time was at risk at that time: after those who converted then.
    units.sort_by_key(|(time, converted)| (*time, !converted));
    let mut weights = vec![1.0 / units.len() as f64; units.len()];
    for i in 0..units.len() {
        if units[i].0 >= window && !units[i].1 {
            continue;
        }
        if !units[i].1 {
            let later = units.len() - i - 1;
            if later == 0 && weights[i] > 1e-12 {
                return None;
            }
            let share = weights[i] / later as f64;
            weights[i] = 0.0;
            weights[i + 1..].iter_mut().for_each(|w| *w += share);
        }
    }
    let converted = units.iter().zip(&weights).filter(|((time, converted), _)| *converted && *time <= window);
    (!units.is_empty()).then(|| converted.map(|(_, weight)| weight).sum())
}

fn look(as_of: i64, window: i64) -> Look {
    Look { as_of: at(as_of), window: Window::from_ms(1_000 * window).unwrap() }
}

/// Two stages of the template that hold deals, in order.
fn way() -> impl Strategy<Value = (usize, usize)> {
    (2..11_usize, 1..9_usize).prop_map(|(from, more)| (from, (from + more).min(11)))
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn the_figures_are_what_the_definitions_say(
        made in vec(any::<(u8, u8, u8, bool)>(), 0..40),
        changes in vec(choice(), 0..30),
        (filter, period) in (filters(), period()),
        (from, to) in way(),
        as_of in 0..4_000_i64,
        window in 1..600_i64,
    ) {
        let w = business(&made, &changes);
        let Ok(cohort) = Cohort::new(&w, stage(from), stage(to), period) else { return Ok(()) };
        let look = look(as_of, window);
        let got = journeys(&w, &filter, &cohort, look.as_of);
        let slow = Slow::new(&w, &filter, None);
        let (first, last) = (slow.place(stage(from)).unwrap(), slow.place(stage(to)).unwrap());
        let want: Vec<Journey> = slow.deals.iter().filter_map(|deal| {
            let entered = reached(&slow, deal, first, look.as_of);
            let passed = reached(&slow, deal, last, look.as_of);
            let inside = |p: smarketing_domain::hourglass::Period| entered.at().is_some_and(|at| p.contains(at));
            (entered != Entry::Never && period.is_none_or(inside)).then(|| Journey { deal: deal.id, entered: entered.at(), passed })
        }).collect();
        prop_assert_eq!(&got, &want);

        let figures = conversion(&got, look);
        let count = |holds: fn(i64, i64, i64) -> bool| got.iter().filter(|j| {
            let (Some(entered), Entry::At(passed)) = (j.entered, j.passed) else { return false };
            holds(passed.0 - entered.0, look.as_of.0 - entered.0, look.window.ms())
        }).count() as u64;
        prop_assert_eq!(figures.entered, got.len() as u64);
        prop_assert_eq!(figures.passed, got.iter().filter(|j| j.passed != Entry::Never).count() as u64);
        prop_assert_eq!(figures.passed_within, count(|took, _, window| took <= window));
        prop_assert_eq!(figures.known_passed, count(|took, watched, window| took <= window && watched >= window));
        for (part, number) in [
            (Part::Entered, figures.entered), (Part::Passed, figures.passed), (Part::PassedWithin, figures.passed_within),
            (Part::Known, figures.known), (Part::KnownPassed, figures.known_passed), (Part::Open, figures.open),
            (Part::Undated, figures.undated),
        ] {
            prop_assert_eq!(deals(&got, part, look).len() as u64, number, "{:?}", part);
        }

        let slow = handed_on(&got, look.window.ms(), look.as_of);
        match (figures.estimate, slow) {
            (Some(estimate), Some(slow)) => {
                prop_assert!((estimate.rate - slow).abs() < 1e-9, "{} {}", estimate.rate, slow);
                prop_assert!(estimate.interval.contains(estimate.rate), "{:?}", estimate);
            }
            (None, slow) => prop_assert!(slow.is_none() || figures.known == 0),
            (Some(estimate), None) => prop_assert!(false, "{:?}", estimate),
        }
    }

    #[test]
    fn the_groups_together_are_the_whole(
        made in vec(any::<(u8, u8, u8, bool)>(), 0..40),
        changes in vec(choice(), 0..30),
        (from, to) in way(),
        window in 1..600_i64,
    ) {
        let w = business(&made, &changes);
        let Ok(cohort) = Cohort::new(&w, stage(from), stage(to), None) else { return Ok(()) };
        let look = look(1_500, window);
        let all = journeys(&w, &Filter::default(), &cohort, look.as_of);
        let whole = conversion(&all, look);
        for by in [Dimension::Channel, Dimension::Owner, Dimension::Kind, Dimension::Month, Dimension::Field("x".into())] {
            let parts: Vec<Conversion> = groups(&w, &all, &by).iter().map(|(_, part)| conversion(part, look)).collect();
            let sum = |number: fn(&Conversion) -> u64| parts.iter().map(number).sum::<u64>();
            prop_assert_eq!(whole.entered, sum(|c| c.entered));
            prop_assert_eq!(whole.passed, sum(|c| c.passed));
            prop_assert_eq!(whole.passed_within, sum(|c| c.passed_within));
            prop_assert_eq!(whole.known, sum(|c| c.known));
            prop_assert_eq!(whole.known_passed, sum(|c| c.known_passed));
            prop_assert_eq!(whole.open, sum(|c| c.open));
            prop_assert_eq!(whole.undated, sum(|c| c.undated));
        }
    }

    #[test]
    fn a_longer_window_never_converts_less(
        made in vec(any::<(u8, u8, u8, bool)>(), 1..40),
        (from, to) in way(),
        mut windows in vec(1..600_i64, 2..6),
    ) {
        let w = business(&made, &[]);
        let cohort = Cohort::new(&w, stage(from), stage(to), None).unwrap();
        windows.sort_unstable();
        let all = journeys(&w, &Filter::default(), &cohort, at(800));
        let figures: Vec<Conversion> = windows.iter().map(|window| conversion(&all, look(800, *window))).collect();
        prop_assert!(figures.is_sorted_by_key(|c| c.passed_within));
        let known: Vec<f64> = figures.iter().filter_map(|c| Some(c.estimate?.rate)).collect();
        prop_assert!(known.is_sorted(), "{:?}", known);
    }

    #[test]
    fn where_every_window_is_over_the_estimate_is_the_plain_ratio(
        made in vec(any::<(u8, u8, u8, bool)>(), 1..40),
        (from, to) in way(),
        window in 1..600_i64,
    ) {
        let w = business(&made, &[]);
        let cohort = Cohort::new(&w, stage(from), stage(to), None).unwrap();
        let look = look(5_000, window);
        let figures = conversion(&journeys(&w, &Filter::default(), &cohort, look.as_of), look);
        prop_assert_eq!(figures.open, 0);
        prop_assert_eq!(figures.estimate.map(|e| e.rate), figures.known_ratio(), "to the last digit");
        prop_assert_eq!(figures.passed_within, figures.known_passed);
    }

    /// A month that has just begun does not look worse for being young.
    #[test]
    fn deals_that_had_no_time_yet_change_no_estimate(
        made in vec(any::<(u8, u8, u8, bool)>(), 1..40),
        (from, to) in way(),
        (young, window) in (1..50_u128, 1..600_i64),
    ) {
        let w = business(&made, &[]);
        let cohort = Cohort::new(&w, stage(from), stage(to), None).unwrap();
        let look = look(800, window);
        let mut all = journeys(&w, &Filter::default(), &cohort, look.as_of);
        // Who takes no time at all passes at an age that newborns have, too.
        all.retain(|j| j.took() != Some(0));
        let before = conversion(&all, look);
        let newborn = |n| Journey { deal: crate::support::id(9_000 + n), entered: Some(look.as_of), passed: Entry::Never };
        let with: Vec<Journey> = all.iter().copied().chain((0..young).map(newborn)).collect();
        let after = conversion(&with, look);
        let rates = (before.estimate.map(|e| e.rate), after.estimate.map(|e| e.rate));
        match rates {
            (Some(before), Some(after)) => prop_assert!((before - after).abs() < 1e-12),
            // All of the few had passed; of the newborn nobody was watched through.
            (Some(_), None) => prop_assert_eq!(after.known, 0),
            (before, after) => prop_assert_eq!(before, after),
        }
        prop_assert_eq!(before.median_ms, after.median_ms);
        prop_assert_eq!(before.known_ratio(), after.known_ratio());
    }

    /// Without a period and as of the end of time, the counts are those of the hourglass.
    #[test]
    fn the_plain_counts_are_those_of_the_hourglass(
        made in vec(any::<(u8, u8, u8, bool)>(), 0..40),
        changes in vec(choice(), 0..30),
        from in 2..11_usize,
    ) {
        let w = business(&made, &changes);
        let Ok(cohort) = Cohort::new(&w, stage(from), stage(from + 1), None) else { return Ok(()) };
        let glass = hourglass(&w, &Filter::default(), None);
        let band = glass.band(stage(from)).unwrap();
        let next = glass.bands.iter().skip_while(|b| b.stage != stage(from)).nth(1).map(|b| b.stage);
        prop_assume!(next == Some(stage(from + 1)));
        let look = look(1_000_000, 60);
        let figures = conversion(&journeys(&w, &Filter::default(), &cohort, look.as_of), look);
        prop_assert_eq!((figures.entered, figures.passed), (band.entered, band.passed));
    }
}
