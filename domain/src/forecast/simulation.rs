//! The future, played through again and again.

use super::{
    ARRIVAL_WEEKS, LEAST_STAYS, WEEK,
    law::{End, Law, Since, Stay},
    luck::{Luck, join},
    material::{Material, Track},
};
use crate::clock::Timestamp;

/// A deal that goes back and forth longer than this stays where it is.
const MOVES_MAX: usize = 64;
/// Sets the numbers of arriving deals apart from those of the open ones.
const ARRIVING: u64 = 0x00A2_21FE;

/// An open deal.
#[derive(Clone, Debug)]
pub(super) struct Open {
    /// Its place among the material's tracks.
    pub(super) track: usize,
    pub(super) value: Option<i64>,
    owner: usize,
    key: u64,
    spot: u16,
    since: Since,
    /// In how many runs it was won, week by week.
    pub(super) won: Vec<u32>,
}

/// A deal that came in some past week.
#[derive(Clone, Copy, Debug)]
struct Arrival {
    /// How long after the week's beginning.
    after: i64,
    key: u64,
    spot: u16,
    value: Option<i64>,
    owner: usize,
}

/// One look at the future from one moment.
#[derive(Clone, Debug)]
pub(super) struct Simulation {
    seed: u64,
    runs: usize,
    laws: Vec<Law>,
    stages: u16,
    now: i64,
    /// When the present week began.
    monday: i64,
    /// Where the weeks begin and end.
    bounds: Vec<i64>,
    pub(super) open: Vec<Open>,
    /// Open deals in stages of which too little is known.
    pub(super) unknown: u64,
    arrivals: Vec<Vec<Arrival>>,
    /// Values of deals that were won before.
    pub(super) values: Vec<i64>,
    pub(super) sums: Sums,
    next_deal: usize,
    next_run: usize,
}

/// Sums of all runs: those of open deals, of arriving ones, and of each owner.
#[derive(Clone, Debug)]
pub(super) struct Sums {
    pub(super) weeks: usize,
    pub(super) runs: usize,
    value: Vec<i64>,
    count: Vec<u32>,
}

/// The row of open deals.
pub(super) const OPEN: usize = 0;
/// The row of arriving deals.
pub(super) const NEW: usize = 1;
/// The row of the first owner.
pub(super) const OWNERS: usize = 2;

impl Sums {
    fn new(rows: usize, runs: usize, weeks: usize) -> Self {
        Self { weeks, runs, value: vec![0; rows * runs * weeks], count: vec![0; rows * runs * weeks] }
    }

    fn add(&mut self, row: usize, run: usize, week: usize, value: i64) {
        let at = (row * self.runs + run) * self.weeks + week;
        self.value[at] = self.value[at].saturating_add(value);
        self.count[at] += 1;
    }

    /// The value and the number of deals of some rows together, in one run and week.
    pub(super) fn of(&self, rows: &[usize], run: usize, week: usize) -> (i64, i64) {
        let at = |row: &usize| (row * self.runs + run) * self.weeks + week;
        rows.iter().fold((0, 0), |(value, count), row| {
            let at = at(row);
            (value.saturating_add(self.value[at]), count + i64::from(self.count[at]))
        })
    }
}

impl Simulation {
    /// Looks ahead from `as_of` over the weeks between `bounds`, knowing what was
    /// known then.
    pub(super) fn new(material: &Material, as_of: Timestamp, bounds: &[Timestamp], runs: usize, seed: u64) -> Self {
        let is_now = as_of == material.now;
        let laws = laws(material, as_of);
        let weeks = bounds.len().saturating_sub(1);
        let mut unknown = 0;
        let mut open = Vec::new();
        for (at, track) in material.tracks.iter().enumerate() {
            let stood = track.stood(as_of).map(|(spot, since)| (spot, Some(since)));
            let stands = if is_now { track.stands() } else { stood };
            let Some((spot, since)) = stands.filter(|(spot, _)| *spot < material.stages) else { continue };
            let law = &laws[usize::from(spot)];
            if law.ended() < LEAST_STAYS {
                unknown += 1;
                continue;
            }
            let age = since.map_or(0, |since| as_of.since(since).max(0));
            let key = join(seed, key(track));
            let (value, owner, since) = (track.value, usize::from(track.owner), law.since(age));
            open.push(Open { track: at, value, owner, key, spot, since, won: vec![0; weeks] });
        }
        // Sums of fractions depend on their order: it must not be that of the tracks.
        open.sort_by_key(|open| material.tracks[open.track].deal);
        let mut values: Vec<i64> = won(material, as_of).filter_map(|track| track.value).collect();
        values.sort_unstable();
        let rows = OWNERS + material.owners.len();
        Self {
            seed,
            runs,
            laws,
            stages: material.stages,
            now: as_of.0,
            monday: material.mondays.iter().rev().find(|monday| **monday <= as_of).map_or(as_of.0, |monday| monday.0),
            bounds: bounds.iter().map(|at| at.0).collect(),
            open,
            unknown,
            arrivals: arrivals(material, as_of),
            values,
            sums: Sums::new(rows, runs, weeks),
            next_deal: 0,
            next_run: 0,
        }
    }

    /// Works on, for about `budget` deals of a run; true when all is done.
    pub(super) fn step(&mut self, budget: usize) -> bool {
        let mut spent = 0;
        while spent < budget {
            if self.next_deal < self.open.len() {
                spent += self.play(self.next_deal);
                self.next_deal += 1;
            } else if self.next_run < self.runs {
                spent += self.arrive(self.next_run);
                self.next_run += 1;
            } else {
                return true;
            }
        }
        false
    }

    /// How far it has come, 0 to 1.
    pub(super) fn progress(&self) -> f64 {
        let coming: usize = self.arrivals.iter().map(Vec::len).sum();
        let coming = coming as f64 / self.arrivals.len().max(1) as f64 * self.bounds.len() as f64;
        let of_run = self.open.len() as f64 + coming;
        let done = self.next_deal as f64 * self.runs as f64 + coming * self.next_run as f64;
        if of_run == 0.0 { 1.0 } else { (done / (of_run * self.runs as f64)).min(1.0) }
    }

    /// One open deal in all runs.
    fn play(&mut self, at: usize) -> usize {
        let Open { value, owner, key, spot, since, .. } = self.open[at];
        for run in 0..self.runs {
            let mut luck = Luck::of(key, run as u64);
            let Some(week) = self.week_won(spot, since, self.now, &mut luck) else { continue };
            let value = self.value(value, &mut luck);
            self.open[at].won[week] += 1;
            self.sums.add(OPEN, run, week, value);
            self.sums.add(OWNERS + owner, run, week, value);
        }
        self.runs
    }

    /// All who arrive in one run.
    fn arrive(&mut self, run: usize) -> usize {
        let mut met = 1;
        for week in 0..self.bounds.len().saturating_sub(1) {
            let key = join(join(self.seed, ARRIVING), week as u64);
            let drawn = Luck::of(key, run as u64).below(self.arrivals.len());
            let from = if week == 0 { self.monday } else { self.bounds[week] };
            for at in 0..self.arrivals.get(drawn).map_or(0, Vec::len) {
                let Arrival { after, key: own, spot, value, owner } = self.arrivals[drawn][at];
                let comes = from.saturating_add(after);
                if comes < self.bounds[week] || comes >= self.bounds[week + 1] {
                    continue;
                }
                met += 1;
                let mut luck = Luck::of(join(key, own), run as u64);
                let Some(won) = self.week_won(spot, Since::default(), comes, &mut luck) else { continue };
                let value = self.value(value, &mut luck);
                self.sums.add(NEW, run, won, value);
                self.sums.add(OWNERS + owner, run, won, value);
            }
        }
        met
    }

    /// The week in which a deal is won, if it is; it stands since `at` less what `since` says.
    fn week_won(&self, mut spot: u16, mut since: Since, mut at: i64, luck: &mut Luck) -> Option<usize> {
        let end = *self.bounds.last()?;
        let mut stayed = since.ms();
        for _ in 0..MOVES_MAX {
            if spot == self.stages {
                return self.bounds.partition_point(|bound| *bound <= at).checked_sub(1);
            }
            let law = self.laws.get(usize::from(spot)).filter(|law| law.ended() >= LEAST_STAYS)?;
            let (ms, way) = law.draw(since, luck)?;
            at = at.saturating_add(ms - stayed);
            if at >= end {
                return None;
            }
            (spot, since, stayed) = (way, Since::default(), 0);
        }
        None
    }

    fn value(&self, value: Option<i64>, luck: &mut Luck) -> i64 {
        value.unwrap_or_else(|| self.values.get(luck.below(self.values.len())).copied().unwrap_or(0))
    }
}

/// A deal's id as one word.
fn key(track: &Track) -> u64 {
    let (high, low) = track.deal.0.as_u64_pair();
    join(high, low)
}

/// What the histories tell of each stage, as of a moment.
fn laws(material: &Material, as_of: Timestamp) -> Vec<Law> {
    let mut stays: Vec<Vec<Stay>> = vec![Vec::new(); usize::from(material.stages)];
    for track in &material.tracks {
        for (at, (spot, begins)) in track.steps.iter().enumerate() {
            let (Some(begins), Some(stays)) = (begins.filter(|at| *at <= as_of), stays.get_mut(usize::from(*spot)))
            else {
                continue;
            };
            let stay = match track.steps.get(at + 1) {
                // The move is known, but not when: nothing can be said of its length.
                Some((_, None)) => continue,
                Some((way, Some(ends))) if *ends <= as_of => Stay { ms: ends.since(begins).max(0), end: End::To(*way) },
                _ => Stay { ms: as_of.since(begins), end: End::Open },
            };
            stays.push(stay);
        }
    }
    stays.into_iter().map(Law::of).collect()
}

/// Deals that had been won by a moment.
pub(super) fn won(material: &Material, as_of: Timestamp) -> impl Iterator<Item = &Track> {
    let is_won = move |track: &&Track| track.stood(as_of).is_some_and(|(spot, _)| spot == material.won());
    material.tracks.iter().filter(is_won)
}

/// Who came in each of the last whole weeks, not those before the first noted move.
fn arrivals(material: &Material, as_of: Timestamp) -> Vec<Vec<Arrival>> {
    let first = material.tracks.iter().filter_map(Track::began).min();
    let is_whole = |monday: &&Timestamp| monday.0 + WEEK <= as_of.0 && first.is_some_and(|first| first <= **monday);
    let mut mondays: Vec<i64> = material.mondays.iter().filter(is_whole).map(|monday| monday.0).collect();
    mondays.drain(..mondays.len().saturating_sub(ARRIVAL_WEEKS));
    let mut weeks: Vec<Vec<Arrival>> = vec![Vec::new(); mondays.len()];
    for track in &material.tracks {
        let Some((spot, Some(at))) = track.steps.first().copied() else { continue };
        let Some(week) = mondays.partition_point(|monday| *monday <= at.0).checked_sub(1) else { continue };
        let after = at.0 - mondays[week];
        // The last of them may be followed by a week that is not over.
        if spot != material.lost() && after < WEEK {
            let owner = usize::from(track.owner);
            weeks[week].push(Arrival { after, key: key(track), spot, value: track.value, owner });
        }
    }
    weeks
}
