//! The forecast: against closed forms, and against what must always hold.

use crate::support::{Author, at, cases, edit, id, loss, stage, stage_with, studio, to, worth};
use proptest::{collection::vec, prelude::*};
use smarketing_domain::{
    clock::{DAY, Timestamp},
    deal::{DealChange, Past, Place},
    forecast::{
        Band, Figures, Forecast, Group, LEAST_DECIDED, LEAST_WEEKS, LEAST_WON, Material, SEED, Study, TooLittle,
        backtest::{AHEAD, BackTest, LEVELS, TRIALS},
        material::{Owner, Track},
        plan::Plan,
    },
    ids::{DealId, StageId, WorkspaceId},
    member::Team,
    operation::{DealAction, Refusal},
    settings::SettingsChange,
    stage::StageRole,
    workspace::Workspace,
    zone::{day, midnight},
};

const WEEK: i64 = 7 * DAY;
/// Some Monday at midnight.
const MONDAY: i64 = 1_700_438_400_000;
const WON: u16 = 1;
const LOST: u16 = 2;

/// A material with one stage before Won, made on a Monday, with these tracks.
fn material(tracks: Vec<Track>) -> Material {
    let week = |n: i64| Timestamp(MONDAY + n * WEEK);
    let owner = |n: u128, team| Owner { id: Some(id(n)), team: Some(team) };
    Material {
        now: week(0),
        coming: (0..=13).map(week).collect(),
        mondays: (-160..=0).map(week).collect(),
        stages: 1,
        owners: vec![Owner::default(), owner(1, Team::Sales), owner(2, Team::Marketing)],
        tracks,
    }
}

fn track(n: u128, value: i64, steps: &[(u16, i64)]) -> Track {
    let steps = steps.iter().map(|(spot, at)| (*spot, Some(Timestamp(*at)))).collect();
    Track { deal: id(n), owner: 0, value: Some(value), since: None, steps }
}

/// So many deals of long ago that stayed as long as `ms` says, and were won or lost.
fn long_ago(count: u128, ms: impl Fn(f64) -> i64, won: impl Fn(u128) -> bool) -> Vec<Track> {
    let came = MONDAY - 150 * WEEK;
    let one = |n: u128| {
        let share = (n as f64 + 0.5) / count as f64;
        let end = if won(n) { WON } else { LOST };
        track(1_000_000 + n, 70_000, &[(0, came), (end, came + ms(share))])
    };
    (0..count).map(one).collect()
}

fn whole(material: &Material) -> (Forecast, BackTest) {
    sliced(material, usize::MAX)
}

fn sliced(material: &Material, budget: usize) -> (Forecast, BackTest) {
    let mut study = Study::new(material.clone(), SEED).unwrap();
    let mut progress = 0.0;
    while !study.step(budget) {
        assert!(study.progress() >= progress - 1e-9 && study.progress() <= 1.0);
        progress = study.progress();
    }
    (study.take_forecast().unwrap(), study.tested().clone())
}

fn figures(forecast: &Forecast, group: Group) -> &Figures {
    forecast.line(group).unwrap().figures.as_ref().unwrap()
}

// Closed forms ---------------------------------------------------------------

#[test]
fn exponential_stays_and_a_coin_give_the_mean_and_the_spread_that_they_must() {
    let theta = 3.0 * WEEK as f64;
    // Two of five are won, whatever their stay.
    let stays = |share: f64| (-(1.0 - share).ln() * theta) as i64;
    let mut tracks = long_ago(5_000, stays, |n| n * 3 % 5 < 2);
    let (open, value) = (400_u32, 1_000);
    // What they stayed already does not matter: an exponential has no memory.
    tracks.extend((0..open).map(|n| track(n.into(), value, &[(0, MONDAY - i64::from(n % 4) * WEEK)])));
    let (forecast, _) = whole(&material(tracks));
    let figures = figures(&forecast, Group::Open);
    for week in [0, 3, 7, 12] {
        let time = (week + 1) as f64 * WEEK as f64;
        let p = 0.4 * (1.0 - (-time / theta).exp());
        let (mean, deviation) = (f64::from(open) * p, (f64::from(open) * p * (1.0 - p)).sqrt());
        let got = figures.mean[week] / value as f64;
        // The runs' own error, and that of 5,000 stays in place of the law itself.
        let slack = 5.0 * deviation / 1_000_f64.sqrt() + 0.015 * mean;
        assert!((got - mean).abs() < slack, "week {week}: {got} instead of {mean}");
        let band = figures.count.together[week];
        for (end, z) in [(band.low, -1.2816), (band.middle, 0.0), (band.high, 1.2816)] {
            let want = mean + z * deviation;
            assert!((end as f64 - want).abs() < slack + 0.25 * deviation + 1.0, "week {week}: {end}, {want}");
        }
        assert_eq!(figures.value.together[week].high, band.high * value);
    }
}

#[test]
fn what_always_happens_happens_in_every_run() {
    // All were won after ten days. One has stood for two, one for six.
    let mut tracks = long_ago(60, |_| 10 * DAY, |_| true);
    tracks.push(track(1, 500, &[(0, MONDAY - 2 * DAY)]));
    tracks.push(track(2, 40, &[(0, MONDAY - 6 * DAY)]));
    let (forecast, _) = whole(&material(tracks));
    let value = &figures(&forecast, Group::Open).value;
    let sure = |n| Band { low: n, middle: n, high: n };
    assert_eq!(value.weekly[..3], [sure(40), sure(500), sure(0)]);
    assert_eq!(value.together[12], sure(540));
    let chance = forecast.chances.iter().find(|chance| chance.deal == id::<DealId>(1)).unwrap();
    assert_eq!((chance.won[0], chance.won[1], chance.share[1]), (0.0, 1.0, 0.0));
}

#[test]
fn deals_still_to_come_come_as_often_as_before() {
    // Five a week, on Tuesday, each won after three days; the last on the way already.
    let mut tracks = Vec::new();
    for week in -80..0 {
        for n in 0..5 {
            let came = MONDAY + week * WEEK + DAY;
            let number = u128::try_from((week + 100) * 10 + n).unwrap();
            tracks.push(track(number, 100, &[(0, came), (WON, came + 3 * DAY)]));
        }
    }
    let (forecast, tested) = whole(&material(tracks));
    let coming = figures(&forecast, Group::New);
    assert!(coming.count.weekly.iter().all(|band| *band == Band { low: 5, middle: 5, high: 5 }));
    assert_eq!(coming.value.together[3].middle, 4 * 5 * 100);
    assert_eq!(figures(&forecast, Group::Open).mean[12], 0.0);
    // The past was foretold to the cent.
    assert_eq!(tested.trials.len(), TRIALS);
    assert!(
        tested.trials.iter().all(|t| t.actual == 2_000 && t.band == Band { low: 2_000, middle: 2_000, high: 2_000 })
    );
    assert!(tested.trials.iter().all(|t| t.rank == 0.5));
    assert_eq!(tested.covered().unwrap().rate(), 1.0);
}

#[test]
fn the_parts_of_the_variance_are_those_of_the_formula_and_add_up() {
    // Half are won, all within a week: p is a half for each.
    let mut tracks = long_ago(100, |share| (share * 6.0 * DAY as f64) as i64, |n| n % 2 == 0);
    let values = [100, 200, 300, 1_000];
    tracks.extend(values.iter().zip(1..).map(|(value, n)| track(n, *value, &[(0, MONDAY)])));
    let (forecast, _) = whole(&material(tracks));
    let squares: f64 = values.iter().map(|value| (value * value) as f64).sum();
    let of = |n: u128| forecast.chances.iter().find(|chance| chance.deal == id::<DealId>(n)).unwrap();
    for (value, n) in values.iter().zip(1..) {
        let want = (value * value) as f64 / squares;
        assert!((of(n).share[12] - want).abs() < 0.02, "{value}");
        assert!((of(n).won[12] - 0.5).abs() < 0.08);
    }
    let sum: f64 = forecast.chances.iter().map(|chance| chance.share[12]).sum();
    assert!((sum - 1.0).abs() < 1e-9);
}

#[test]
fn a_value_that_nobody_knows_is_that_of_a_deal_won_before() {
    let mut tracks = long_ago(60, |_| 3 * DAY, |_| true);
    tracks.push(Track { value: None, ..track(1, 0, &[(0, MONDAY - DAY)]) });
    let (forecast, _) = whole(&material(tracks));
    assert_eq!(figures(&forecast, Group::Open).value.together[0].middle, 70_000);
    assert_eq!((forecast.open, forecast.valueless), (1, 1));
    assert!(!forecast.chances[0].is_known);
}

#[test]
fn deals_in_a_stage_that_nobody_has_left_are_counted_apart() {
    let mut m = material(long_ago(60, |_| 3 * DAY, |_| true));
    m.stages = 2;
    for track in &mut m.tracks {
        track.steps[1].0 = 2;
    }
    m.tracks.push(track(1, 500, &[(1, MONDAY - DAY)]));
    let (forecast, _) = whole(&m);
    assert_eq!((forecast.open, forecast.unknown), (1, 1));
    assert_eq!(figures(&forecast, Group::All).mean[12], 0.0);
}

// Too little -------------------------------------------------------------------

#[test]
fn too_little_history_is_refused_with_what_it_takes() {
    let refused = |m: Material| Study::new(m, SEED).unwrap_err();
    let few = material(long_ago(19, |_| DAY, |_| true));
    assert_eq!(refused(few), TooLittle::Decided { have: 19, least: LEAST_DECIDED });
    let lost = material(long_ago(40, |_| DAY, |n| n < 4));
    assert_eq!(refused(lost), TooLittle::Won { have: 4, least: LEAST_WON });
    let young = (0..40).map(|n| track(n, 1, &[(0, MONDAY - 5 * WEEK), (WON, MONDAY - 4 * WEEK)])).collect();
    assert_eq!(refused(material(young)), TooLittle::Weeks { have: 5, least: LEAST_WEEKS });
    assert_eq!(refused(Material { stages: 0, ..material(Vec::new()) }), TooLittle::NoPath);
    assert_eq!(refused(Material::of(&Workspace::default(), at(0))), TooLittle::NoPath);
}

#[test]
fn an_owner_with_little_history_is_refused_alone() {
    let mut tracks = long_ago(60, |_| 3 * DAY, |_| true);
    tracks.iter_mut().for_each(|track| track.owner = 1);
    tracks.push(Track { owner: 2, ..track(1, 500, &[(0, MONDAY - DAY)]) });
    let (forecast, _) = whole(&material(tracks));
    let of = |n| forecast.line(Group::Owner(Some(id(n)))).unwrap();
    assert!(of(1).figures.is_ok());
    assert_eq!(of(2).figures, Err(TooLittle::Decided { have: 0, least: 10 }));
    assert_eq!((of(2).open, of(2).open_minor), (1, 500));
    assert_eq!(figures(&forecast, Group::All).value.together[0].middle, 500);
    assert_eq!(forecast.line(Group::Owner(None)), None);
    assert!(forecast.line(Group::Team(Team::Sales)).unwrap().figures.is_ok());
}

// What must always hold -----------------------------------------------------------

/// A random past: up to four moves each, among three stages, Won and Lost.
fn histories() -> impl Strategy<Value = Material> {
    let steps = vec((0_u16..5, 0_i64..40), 1..5);
    let one = (steps, 0_i64..700, 0_u16..3, proptest::option::of(1_i64..10_000));
    vec(one, 40..120).prop_map(|all| {
        let tracks = all.into_iter().enumerate().map(|(n, (moves, came, owner, value))| {
            let mut at = MONDAY - came * DAY;
            let mut steps: Vec<(u16, Option<Timestamp>)> = Vec::new();
            for (spot, days) in moves {
                at += days * DAY;
                if at > MONDAY || steps.last().is_some_and(|(last, _)| *last == spot) {
                    continue;
                }
                steps.push((spot, Some(Timestamp(at))));
                if spot == 3 {
                    break;
                }
            }
            Track { deal: id(n as u128), owner, value, since: None, steps }
        });
        let tracks = tracks.filter(|track| !track.steps.is_empty());
        // So that there always is enough.
        let sure = long_ago(30, |share| (share * 30.0 * DAY as f64) as i64, |n| n % 2 == 0).into_iter();
        let sure = sure.map(|mut track| {
            track.steps[1].0 += 2;
            track
        });
        Material { stages: 3, ..material(sure.chain(tracks).collect()) }
    })
}

proptest! {
    #![proptest_config(cases(6))]

    #[test]
    fn neither_the_order_of_deals_nor_the_slices_change_a_figure(m in histories(), budget in 1_usize..5_000) {
        let (forecast, tested) = whole(&m);
        prop_assert_eq!(&sliced(&m, budget), &(forecast.clone(), tested.clone()));
        let turned = Material { tracks: m.tracks.iter().rev().cloned().collect(), ..m };
        prop_assert_eq!(whole(&turned), (forecast, tested));
    }

    #[test]
    fn percentiles_stand_in_order_and_time_only_adds(m in histories()) {
        let (forecast, tested) = whole(&m);
        for line in &forecast.lines {
            let Ok(figures) = &line.figures else { continue };
            for series in [&figures.value, &figures.count] {
                for band in series.weekly.iter().chain(&series.together) {
                    prop_assert!(0 <= band.low && band.low <= band.middle && band.middle <= band.high);
                }
                let ends = |end: fn(&Band) -> i64| series.together.iter().map(end).is_sorted();
                prop_assert!(ends(|b| b.low) && ends(|b| b.middle) && ends(|b| b.high));
            }
            prop_assert!(figures.mean.is_sorted());
        }
        let open = figures(&forecast, Group::Open);
        let mean = figures(&forecast, Group::New).mean[12] + open.mean[12];
        prop_assert!((figures(&forecast, Group::All).mean[12] - mean).abs() < 1e-3);
        for trial in &tested.trials {
            prop_assert!((0.0..=1.0).contains(&trial.rank));
        }
    }

    #[test]
    fn no_deal_counts_that_is_not_open(m in histories()) {
        let (forecast, _) = whole(&m);
        let open: Vec<&Track> = m.tracks.iter().filter(|t| t.steps.last().is_some_and(|(spot, _)| *spot < 3)).collect();
        prop_assert_eq!(forecast.open, open.len() as u64);
        prop_assert!(forecast.chances.iter().all(|chance| open.iter().any(|track| track.deal == chance.deal)));
        let valueless = open.iter().filter(|track| track.value.is_none()).count() as i64;
        let most = open.iter().filter_map(|track| track.value).sum::<i64>() + valueless * 70_000;
        prop_assert!(figures(&forecast, Group::Open).value.together[12].high <= most);
    }

    #[test]
    fn a_trial_knows_nothing_of_what_came_later(m in histories()) {
        let (_, tested) = whole(&m);
        prop_assume!(!tested.trials.is_empty());
        let trial = tested.trials[tested.trials.len() / 2];
        let mut blind = m.clone();
        for track in &mut blind.tracks {
            track.steps.retain(|(_, when)| when.is_some_and(|when| when <= trial.at));
        }
        blind.tracks.retain(|track| !track.steps.is_empty());
        // Values of deals that are won only later are drawn from, but not at that time.
        let again = whole(&blind).1.trials.into_iter().find(|other| other.at == trial.at).unwrap();
        prop_assert_eq!(again.band, trial.band);
    }
}

#[test]
fn in_a_world_that_stays_the_same_most_outcomes_lie_within() {
    // Six worlds of 13 trials, each with ten deals a week of quite different value.
    let (mut within, mut of, mut under) = (0, 0, [0_u64; LEVELS.len()]);
    for world in 0..6_u64 {
        let mut state = 11 + world;
        let mut unit = move || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 11) as f64 / (1_u64 << 53) as f64
        };
        let mut tracks = Vec::new();
        for week in -110..0 {
            for n in 0..10 {
                let came = MONDAY + week * WEEK + (unit() * WEEK as f64) as i64;
                let left = came + (-(1.0 - unit()).ln() * 3.0 * WEEK as f64) as i64;
                let (end, value) = (if unit() < 0.3 { WON } else { LOST }, 100 + (unit() * 2_000.0) as i64);
                let number = u128::try_from((week + 200) * 20 + n).unwrap();
                let steps = [(0, came), (end, left)];
                tracks.push(track(number, value, if left < MONDAY { &steps } else { &steps[..1] }));
            }
        }
        let (_, tested) = whole(&material(tracks));
        let covered = tested.covered().unwrap();
        (within, of) = (within + covered.count, of + covered.of);
        tested.calibration().iter().zip(&mut under).for_each(|((_, share), sum)| *sum += share.count);
    }
    let rate = within as f64 / of as f64;
    assert_eq!(of, 6 * TRIALS as u64);
    // 0.8 ± 3 standard errors of so many.
    assert!((0.66..=0.94).contains(&rate), "{rate}");
    for (level, count) in LEVELS.iter().zip(under) {
        let (want, got) = (f64::from(*level) / 100.0, count as f64 / of as f64);
        assert!((got - want).abs() < 0.18, "under {level}: {got}");
    }
}

// From a workspace ------------------------------------------------------------------

fn bring(w: &mut Workspace, author: &mut Author, n: u128, past: &[(StageId, i64)], euros: i64) {
    let (last, _) = past[past.len() - 1];
    let is_lost = w.stages.get(&last).is_some_and(|stage| stage.role == StageRole::Lost);
    let place = Place { stage: last, rank: "80".parse().unwrap(), loss: is_lost.then(loss) };
    let past = past.iter().map(|&(stage, days)| Past::of(stage, Some(at(days * 86_400)))).collect();
    let set = vec![DealChange::Title(format!("Deal {n}")), DealChange::Worth(worth(euros))];
    author.change(w, at(400 * 86_400), DealAction::Create { id: id(n), place, past, set });
}

/// A studio in which forty deals were won or lost, and two are open.
fn busy() -> (Workspace, Author) {
    let (mut w, mut author) = (studio(), Author::new(1, 0));
    w.deals = Default::default();
    let (won, lost) = (stage_with(StageRole::Won), stage_with(StageRole::Lost));
    for n in 0..40 {
        let end = if n % 2 == 0 { won } else { lost };
        let came = 5 * n as i64;
        bring(&mut w, &mut author, n, &[(stage(3), came), (stage(4), came + 3), (end, came + 10)], 100);
    }
    bring(&mut w, &mut author, 50, &[(stage(3), 396), (stage(4), 398)], 700);
    bring(&mut w, &mut author, 51, &[(stage(3), 399)], 30);
    (w, author)
}

fn open_of(w: &Workspace) -> (u64, i64, i64) {
    let (forecast, _) = whole(&Material::of(w, at(400 * 86_400)));
    let line = forecast.line(Group::Open).unwrap();
    (line.open, line.open_minor, line.figures.as_ref().unwrap().value.together[12].high)
}

#[test]
fn a_lost_deal_and_one_in_the_trash_never_count() {
    let (mut w, mut author) = busy();
    assert_eq!(open_of(&w), (2, 73_000, 73_000));
    // A great one that was lost, although it had been called won before.
    let (won, lost) = (stage_with(StageRole::Won), stage_with(StageRole::Lost));
    bring(&mut w, &mut author, 60, &[(stage(4), 395), (won, 396), (lost, 397)], 1_000_000);
    let m = Material::of(&w, at(400 * 86_400));
    let track = m.tracks.iter().find(|track| track.deal == id::<DealId>(60)).unwrap();
    assert_eq!(track.steps.iter().map(|(spot, _)| *spot).collect::<Vec<_>>().last(), Some(&m.lost()));
    assert!(track.steps.iter().all(|(spot, _)| *spot != m.won()));
    assert_eq!(open_of(&w), (2, 73_000, 73_000));
    let sums: i64 = whole(&m).1.trials.iter().map(|trial| trial.actual).sum();
    assert!(sums <= 20 * 10_000);
    author.change(&mut w, at(400 * 86_400), DealAction::Delete { id: id(50) });
    assert_eq!(open_of(&w).0, 1);
    let to_lost = Place { stage: lost, rank: "80".parse().unwrap(), loss: Some(loss()) };
    let moved =
        DealAction::Move { id: id(51), to: to_lost, entered: Some(at(400 * 86_400)), retract: None, remark: None };
    author.change(&mut w, at(400 * 86_400), moved);
    assert_eq!(open_of(&w), (0, 0, 0));
}

#[test]
fn a_won_deal_is_open_no_more_even_if_it_goes_back() {
    let (mut w, mut author) = busy();
    bring(&mut w, &mut author, 60, &[(stage(4), 390), (stage_with(StageRole::Won), 396)], 900);
    author.change(&mut w, at(400 * 86_400), to(id(60), stage(4), 399 * 86_400));
    assert_eq!(open_of(&w), (2, 73_000, 73_000));
}

#[test]
fn weeks_begin_on_monday_by_the_clocks_of_the_workspace() {
    let zones = smarketing_domain::zone::Zones(|_, _| Some(120));
    let mut w = Workspace { settings: studio().settings, zones, ..Workspace::default() };
    let mut author = Author::new(1, 0);
    author.change(&mut w, at(0), edit(id::<WorkspaceId>(0), vec![SettingsChange::Zone("Europe/Kyiv".into())]));
    let material = Material::of(&w, at(0));
    assert_eq!(material.coming.len(), 14);
    assert_eq!(material.coming[0], at(0));
    for monday in material.coming[1..].iter().chain(&material.mondays) {
        let day = day(&w, *monday).unwrap();
        assert_eq!(chrono::Datelike::weekday(&day), chrono::Weekday::Mon);
        assert_eq!(midnight(&w, day), *monday);
    }
    assert!(material.mondays.last().unwrap() <= &at(0) && at(0) < material.coming[1]);
    assert!(material.mondays.len() > TRIALS * AHEAD);
}

#[test]
fn what_is_sent_to_a_worker_comes_back_the_same() {
    let (w, _) = busy();
    let m = Material::of(&w, at(400 * 86_400));
    let text = serde_json::to_string(&m).unwrap();
    assert_eq!(serde_json::from_str::<Material>(&text).unwrap(), m);
    let (forecast, tested) = whole(&m);
    let text = serde_json::to_string(&(&forecast, &tested)).unwrap();
    let (read, tried) = serde_json::from_str::<(Forecast, BackTest)>(&text).unwrap();
    // Fractions may differ in their last digit.
    let bands = |forecast: &Forecast| figures(forecast, Group::All).value.clone();
    let actual = |tested: &BackTest| tested.trials.iter().map(|t| (t.at, t.band, t.actual)).collect::<Vec<_>>();
    assert_eq!((bands(&read), actual(&tried)), (bands(&forecast), actual(&tested)));
    assert_eq!((read.lines.len(), read.chances.len()), (forecast.lines.len(), forecast.chances.len()));
}

#[test]
fn a_plan_is_kept_when_it_is_sound() {
    let (mut w, mut author) = busy();
    let day = "2026-11-01".parse().unwrap();
    let set = |minor| edit(id::<WorkspaceId>(0), vec![SettingsChange::WonPlan(Plan::default().with(day, Some(minor)))]);
    author.change(&mut w, at(400 * 86_400), set(5_000));
    assert_eq!(w.own().unwrap().won_plan.month(day), Some(5_000));
    let refused = author.make(at(400 * 86_400), set(-1));
    let allowed =
        smarketing_domain::operation::check(&w, smarketing_domain::operation::Authority::Server, &refused.body);
    assert_eq!(allowed, Err(Refusal::OutOfRange));
}
