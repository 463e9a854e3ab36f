//! The whole work in slices: first the forecast, then its trial on past weeks.

use super::{
    LEAST_DECIDED, LEAST_WEEKS, LEAST_WON, RUNS, TooLittle, WEEK,
    backtest::{self, BackTest},
    chance::chances,
    figures::{Forecast, Group, groups, line},
    material::{Material, Track},
    simulation::Simulation,
};

/// What a line costs, in deals of a run.
const LINE_COST: usize = 20_000;

/// A forecast under way.
#[derive(Debug)]
pub struct Study {
    material: Material,
    seed: u64,
    work: Work,
    forecast: Option<Forecast>,
    tested: BackTest,
    /// Mondays at which trials begin, the next one last.
    to_try: Vec<usize>,
    trials: usize,
}

#[derive(Debug)]
enum Work {
    Simulating(Box<Simulation>),
    Telling(Box<Simulation>, Forecast, Vec<(Group, Vec<usize>)>),
    Trying(usize, Box<Simulation>),
    Between,
}

impl Study {
    /// Looks whether there is enough to forecast from.
    ///
    /// # Errors
    /// When there is too little history.
    pub fn new(material: Material, seed: u64) -> Result<Self, TooLittle> {
        enough(&material)?;
        let simulation = Simulation::new(&material, material.now, &material.coming, RUNS, seed);
        let mut to_try = backtest::begins(&material);
        to_try.reverse();
        let trials = to_try.len();
        let work = Work::Simulating(Box::new(simulation));
        Ok(Self { material, seed, work, forecast: None, tested: BackTest::default(), to_try, trials })
    }

    /// Works on, for about `budget` deals of a run (each some tens of nanoseconds);
    /// true when all is done.
    pub fn step(&mut self, budget: usize) -> bool {
        match std::mem::replace(&mut self.work, Work::Between) {
            Work::Simulating(mut simulation) => {
                self.work = if simulation.step(budget) {
                    let mut groups = groups(&self.material);
                    groups.reverse();
                    let forecast = self.begun(&simulation);
                    Work::Telling(simulation, forecast, groups)
                } else {
                    Work::Simulating(simulation)
                };
            }
            Work::Telling(simulation, mut forecast, mut groups) => {
                for _ in 0..=budget / LINE_COST {
                    let Some((group, rows)) = groups.pop() else {
                        let deal = |track: usize| self.material.tracks.get(track).map(|track| track.deal);
                        forecast.chances = chances(&simulation, deal);
                        self.forecast = Some(forecast);
                        return self.to_try.is_empty();
                    };
                    forecast.lines.extend(line(&self.material, &simulation.sums, group, &rows));
                }
                self.work = Work::Telling(simulation, forecast, groups);
            }
            Work::Trying(begin, mut simulation) => {
                if simulation.step(budget) {
                    self.tested.trials.push(backtest::trial(&self.material, begin, &simulation));
                    return self.to_try.is_empty();
                }
                self.work = Work::Trying(begin, simulation);
            }
            Work::Between => {
                let Some(begin) = self.to_try.pop() else { return true };
                self.work = Work::Trying(begin, Box::new(backtest::simulation(&self.material, begin, self.seed)));
            }
        }
        false
    }

    /// How far it has come, 0 to 1: the forecast is the first half.
    pub fn progress(&self) -> f64 {
        let trying = |begun: f64| {
            let done = self.tested.trials.len() as f64 + begun;
            0.5 + 0.5 * done / self.trials.max(1) as f64
        };
        match &self.work {
            Work::Simulating(simulation) => 0.45 * simulation.progress(),
            Work::Telling(..) => 0.45,
            Work::Trying(_, simulation) => trying(simulation.progress()),
            Work::Between => trying(0.0),
        }
    }

    /// The forecast, once: as soon as it is there.
    pub fn take_forecast(&mut self) -> Option<Forecast> {
        self.forecast.take()
    }

    /// What came of the trials until now.
    pub fn tested(&self) -> &BackTest {
        &self.tested
    }

    fn begun(&self, simulation: &Simulation) -> Forecast {
        let material = &self.material;
        let spots = || material.tracks.iter().filter_map(|track| Some((track.stands()?.0, track.value)));
        let is_open = |spot: u16| spot < material.stages;
        Forecast {
            now: material.now,
            coming: material.coming.clone(),
            open: spots().filter(|(spot, _)| is_open(*spot)).count() as u64,
            valueless: spots().filter(|(spot, value)| is_open(*spot) && value.is_none()).count() as u64,
            unknown: simulation.unknown,
            decided: spots().filter(|(spot, _)| !is_open(*spot)).count() as u64,
            ..Forecast::default()
        }
    }
}

/// Whether there is enough history.
fn enough(material: &Material) -> Result<(), TooLittle> {
    if material.stages == 0 {
        return Err(TooLittle::NoPath);
    }
    let spots = || material.tracks.iter().filter_map(Track::stands).map(|(spot, _)| spot);
    let decided = spots().filter(|spot| *spot >= material.won()).count() as u64;
    let won = spots().filter(|spot| *spot == material.won()).count() as u64;
    let first = material.tracks.iter().filter_map(Track::began).min();
    let weeks = first.map_or(0, |first| (material.now.since(first) / WEEK).max(0) as u64);
    match () {
        () if decided < LEAST_DECIDED => Err(TooLittle::Decided { have: decided, least: LEAST_DECIDED }),
        () if won < LEAST_WON => Err(TooLittle::Won { have: won, least: LEAST_WON }),
        () if weeks < LEAST_WEEKS => Err(TooLittle::Weeks { have: weeks, least: LEAST_WEEKS }),
        () => Ok(()),
    }
}
