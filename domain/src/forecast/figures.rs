//! What a forecast tells, of all deals and of each team and owner.

use super::{
    LEAST_OWN, TooLittle,
    chance::Chance,
    material::Material,
    simulation::{NEW, OPEN, OWNERS, Sums},
};
use crate::{clock::Timestamp, ids::MemberId, member::Team};
use serde::{Deserialize, Serialize};

/// The 10th, 50th and 90th percentile of the runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Band {
    /// In nine of ten runs it is at least about this.
    pub low: i64,
    /// In half of them.
    pub middle: i64,
    /// In nine of ten at most about this.
    pub high: i64,
}

impl Band {
    /// The band of some runs, in whatever order; of none it is all zero.
    pub(super) fn of(runs: &mut [i64]) -> Self {
        runs.sort_unstable();
        let [low, middle, high] = [10, 50, 90].map(|percent| percentile(runs, percent));
        Self { low, middle, high }
    }

    /// Whether a value lies in it, the ends included.
    pub fn contains(&self, value: i64) -> bool {
        self.low <= value && value <= self.high
    }
}

/// The least of the sorted runs that so many of a hundred do not exceed.
pub(super) fn percentile(sorted: &[i64], percent: usize) -> i64 {
    let place = (sorted.len() * percent).div_ceil(100).saturating_sub(1);
    sorted.get(place).copied().unwrap_or(0)
}

/// One quantity, week by week.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Series {
    /// Of each week.
    pub weekly: Vec<Band>,
    /// From now until the end of each week.
    pub together: Vec<Band>,
}

/// What is won.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    /// The value, in minor units.
    pub value: Series,
    /// The number of deals.
    pub count: Series,
    /// The mean value from now until the end of each week.
    pub mean: Vec<f64>,
}

/// Whose deals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Group {
    /// All of them.
    All,
    /// Those that are open now.
    Open,
    /// Those that are still to come.
    New,
    /// Those of one team's members.
    Team(Team),
    /// Those of one member; `None`: of nobody.
    Owner(Option<MemberId>),
}

/// The forecast of one group.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// Whose deals.
    pub group: Group,
    /// Open deals.
    pub open: u64,
    /// Their known value, in minor units.
    pub open_minor: i64,
    /// Deals that were won or lost before.
    pub decided: u64,
    /// What is won, or why that cannot be told.
    pub figures: Result<Figures, TooLittle>,
}

/// What the coming weeks may bring.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Forecast {
    /// When it was made.
    pub now: Timestamp,
    /// Where the weeks begin and end.
    pub coming: Vec<Timestamp>,
    /// All deals, the open ones, those to come, then teams and owners.
    pub lines: Vec<Line>,
    /// The open deals that matter most.
    pub chances: Vec<Chance>,
    /// Open deals.
    pub open: u64,
    /// Open deals without a value.
    pub valueless: u64,
    /// Open deals in stages of which too little is known: they are in no figure.
    pub unknown: u64,
    /// Deals that were won or lost before.
    pub decided: u64,
}

impl Forecast {
    /// The line of a group.
    pub fn line(&self, group: Group) -> Option<&Line> {
        self.lines.iter().find(|line| line.group == group)
    }

    /// How many weeks are looked ahead, the rest of the present one included.
    pub fn weeks(&self) -> usize {
        self.coming.len().saturating_sub(1)
    }
}

/// The groups of a material, each with the rows of the sums that are its.
pub(super) fn groups(material: &Material) -> Vec<(Group, Vec<usize>)> {
    let whole = [(Group::All, vec![OPEN, NEW]), (Group::Open, vec![OPEN]), (Group::New, vec![NEW])];
    let owners = || material.owners.iter().enumerate();
    let team = |team: Team| {
        let rows: Vec<usize> = owners().filter(|(_, o)| o.team == Some(team)).map(|(at, _)| OWNERS + at).collect();
        (!rows.is_empty()).then_some((Group::Team(team), rows))
    };
    let teams = [Team::Marketing, Team::Sales, Team::Management].into_iter().filter_map(team);
    let single = owners().map(|(at, owner)| (Group::Owner(owner.id), vec![OWNERS + at]));
    whole.into_iter().chain(teams).chain(single).collect()
}

/// The line of a group; `None` where it has nothing to tell of.
pub(super) fn line(material: &Material, sums: &Sums, group: Group, rows: &[usize]) -> Option<Line> {
    let is_own = |owner: u16| rows.contains(&(OWNERS + usize::from(owner)));
    let is_whole = matches!(group, Group::All | Group::Open | Group::New);
    let (mut open, mut open_minor, mut decided) = (0, 0_i64, 0);
    for track in material.tracks.iter().filter(|track| is_whole || is_own(track.owner)) {
        match track.stands() {
            Some((spot, _)) if spot < material.stages => {
                open += 1;
                open_minor = open_minor.saturating_add(track.value.unwrap_or(0));
            }
            Some(_) => decided += 1,
            None => {}
        }
    }
    if group == Group::New {
        (open, open_minor) = (0, 0);
    }
    let least = if is_whole { 0 } else { LEAST_OWN };
    if !is_whole && open + decided == 0 {
        return None;
    }
    let too_little = TooLittle::Decided { have: decided, least };
    let figures = if decided < least { Err(too_little) } else { Ok(figures(sums, rows)) };
    Some(Line { group, open, open_minor, decided, figures })
}

/// What is won in some rows together.
pub(super) fn figures(sums: &Sums, rows: &[usize]) -> Figures {
    let mut figures = Figures::default();
    let mut together = vec![(0_i64, 0_i64); sums.runs];
    for week in 0..sums.weeks {
        let each: Vec<(i64, i64)> = (0..sums.runs).map(|run| sums.of(rows, run, week)).collect();
        for (sum, own) in together.iter_mut().zip(&each) {
            *sum = (sum.0.saturating_add(own.0), sum.1 + own.1);
        }
        let value = |of: &[(i64, i64)]| Band::of(&mut of.iter().map(|(value, _)| *value).collect::<Vec<_>>());
        let count = |of: &[(i64, i64)]| Band::of(&mut of.iter().map(|(_, count)| *count).collect::<Vec<_>>());
        figures.value.weekly.push(value(&each));
        figures.value.together.push(value(&together));
        figures.count.weekly.push(count(&each));
        figures.count.together.push(count(&together));
        let total: f64 = together.iter().map(|(value, _)| *value as f64).sum();
        figures.mean.push(total / sums.runs.max(1) as f64);
    }
    figures
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentile_is_the_least_that_so_many_do_not_exceed() {
        let hundred: Vec<i64> = (1..=100).collect();
        assert_eq!([10, 50, 90].map(|p| percentile(&hundred, p)), [10, 50, 90]);
        let three = [1, 5, 9];
        assert_eq!([10, 50, 90].map(|p| percentile(&three, p)), [1, 5, 9]);
        assert_eq!(percentile(&[], 50), 0);
    }
}
