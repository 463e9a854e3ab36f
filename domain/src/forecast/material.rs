//! What a forecast is made from: the histories of a workspace as plain numbers.
//!
//! It knows no workspace any more, so that the work can be done elsewhere (in a
//! browser's worker), and can be cut at any past moment.

use super::{WEEK, WEEKS};
use crate::{
    clock::Timestamp,
    deal::Deal,
    ids::{DealId, MemberId},
    member::Team,
    path::Path,
    stage::StageRole,
    workspace::Workspace,
    zone::{Zone, day, midnight},
};
use chrono::{Datelike, Days, NaiveDate};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// So many past weeks are kept: more than a forecast and its trial look at.
const PAST_WEEKS: u64 = 160;

/// What a forecast is made from.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Material {
    /// When it is made.
    pub now: Timestamp,
    /// Where the coming weeks begin and end: now, the next Monday, and so on.
    pub coming: Vec<Timestamp>,
    /// The Mondays until now in order; the last one began the present week.
    pub mondays: Vec<Timestamp>,
    /// Stages before Won. Their places are the numbers below; then Won and Lost.
    pub stages: u16,
    /// Whose deals: the first is nobody.
    pub owners: Vec<Owner>,
    /// The deals.
    pub tracks: Vec<Track>,
}

/// Who looks after deals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owner {
    /// Who; `None`: nobody.
    pub id: Option<MemberId>,
    /// On which team.
    pub team: Option<Team>,
}

/// A deal's way until it was won.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Track {
    /// Which deal.
    pub deal: DealId,
    /// Its place among the owners.
    pub owner: u16,
    /// What it is worth, in minor units; `None` is unknown.
    pub value: Option<i64>,
    /// Since when it stands where it stands, as far as anybody knows.
    pub since: Option<Timestamp>,
    /// The places that it entered in order, and when; `None` is unknown.
    pub steps: Vec<(u16, Option<Timestamp>)>,
}

impl Material {
    /// The place of won deals.
    pub fn won(&self) -> u16 {
        self.stages
    }

    /// The place of lost deals.
    pub fn lost(&self) -> u16 {
        self.stages + 1
    }

    /// The material of a workspace at a moment. Where there is no path, no deals either.
    pub fn of(workspace: &Workspace, now: Timestamp) -> Self {
        let places = Places::of(workspace);
        let mut owners = vec![Owner::default()];
        let mut known: BTreeMap<MemberId, u16> = BTreeMap::new();
        let mut owner_of = |id: Option<MemberId>| {
            let Some(id) = id else { return 0 };
            *known.entry(id).or_insert_with(|| {
                let team = workspace.members.get(&id).map(|member| member.team);
                owners.push(Owner { id: Some(id), team });
                u16::try_from(owners.len() - 1).unwrap_or(0)
            })
        };
        let track = |deal: &Deal| {
            let steps = places.steps(deal);
            let value = deal.worth.once.map(|money| money.minor);
            let since = deal.standing_since().map(|at| at.min(now));
            (!steps.is_empty()).then(|| Track { deal: deal.id, owner: owner_of(deal.owner), value, since, steps })
        };
        let deals = workspace.living_deals().filter(|_| places.stages > 0);
        let tracks = deals.filter_map(track).collect();
        let (mondays, coming) = weeks(workspace, now);
        Self { now, coming, mondays, stages: places.stages, owners, tracks }
    }
}

impl Track {
    /// Where the deal stood at a moment before `now`, and since when. What happened
    /// later has not happened; what nobody noted the time of is not known then.
    pub(super) fn stood(&self, as_of: Timestamp) -> Option<(u16, Timestamp)> {
        let dated = self.steps.iter().filter_map(|(spot, at)| Some((*spot, (*at)?)));
        dated.take_while(|(_, at)| *at <= as_of).last()
    }

    /// Where the deal stands, and since when.
    pub(super) fn stands(&self) -> Option<(u16, Option<Timestamp>)> {
        let (spot, at) = self.steps.last()?;
        Some((*spot, at.or(self.since)))
    }

    /// The first noted move.
    pub(super) fn began(&self) -> Option<Timestamp> {
        self.steps.iter().find_map(|(_, at)| *at)
    }
}

/// The stages of a workspace as places of a forecast.
struct Places<'a> {
    path: Path<'a>,
    /// For each stage of the path: which one before Won it is, or Won; `None` before all of them.
    spots: Vec<Option<u16>>,
    stages: u16,
}

impl<'a> Places<'a> {
    fn of(workspace: &'a Workspace) -> Self {
        let path = Path::of(workspace);
        let won = path.stages.iter().position(|stage| stage.role == StageRole::Won);
        let before = path.stages.iter().take(won.unwrap_or(0)).filter(|stage| stage.role.holds_deals()).count();
        let stages = u16::try_from(before).unwrap_or(0);
        let mut last = None;
        let spot = |(at, stage): (usize, &&crate::stage::Stage)| {
            if won.is_some_and(|won| at >= won) {
                last = Some(stages);
            } else if stage.role.holds_deals() {
                last = Some(last.map_or(0, |last| last + 1));
            }
            last
        };
        let spots = path.stages.iter().enumerate().map(spot).collect();
        Self { path, spots, stages }
    }

    /// The places that a deal came to, until it was won.
    fn steps(&self, deal: &Deal) -> Vec<(u16, Option<Timestamp>)> {
        let (won, lost) = (self.stages, self.stages + 1);
        let spot_of = |stage| match self.path.position(stage) {
            Some(at) => self.spots[at],
            None => self.path.is_lost_stage(stage).then_some(lost),
        };
        let is_lost = self.path.is_lost(deal);
        let stands = (deal.place.stage, None);
        let mut steps: Vec<(u16, Option<Timestamp>)> = Vec::new();
        for (stage, at) in deal.history().map(|entry| (entry.stage, entry.at)).chain([stands]) {
            let Some(spot) = spot_of(stage) else { continue };
            if spot == won && is_lost || steps.last().is_some_and(|(last, _)| *last == spot) {
                continue;
            }
            steps.push((spot, at));
            if spot == won {
                break;
            }
        }
        steps
    }
}

/// The Mondays until now, and where the coming weeks begin and end.
fn weeks(zone: &dyn Zone, now: Timestamp) -> (Vec<Timestamp>, Vec<Timestamp>) {
    let Some(today) = day(zone, now) else { return (Vec::new(), vec![now, Timestamp(now.0.saturating_add(WEEK))]) };
    let monday = today - Days::new(u64::from(today.weekday().num_days_from_monday()));
    let begins = |day: Option<NaiveDate>| day.map(|day| midnight(zone, day));
    let past = (0..PAST_WEEKS).rev().filter_map(|n| begins(monday.checked_sub_days(Days::new(7 * n))));
    let next = (1..=WEEKS as u64 + 1).filter_map(|n| begins(monday.checked_add_days(Days::new(7 * n))));
    (past.collect(), std::iter::once(now).chain(next).collect())
}
