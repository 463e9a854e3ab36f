//! What a stretch of the tape tells: what happened in it, and who stood where at its end.

use super::{
    NOWHERE, Spot,
    tape::{Event, NONE, Tape},
};
use crate::{board::Total, clock::Timestamp, ids::DealId, lens::walk::Place, stage::StageRole};

/// What happened to a deal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum What {
    /// It came.
    Came,
    /// It went on along the path.
    Forward,
    /// It went back.
    Back,
    /// It came to the won stage, or past it.
    Won,
    /// It was lost.
    Lost,
    /// It came back from Lost.
    Revived,
    /// It was deleted.
    Deleted,
}

/// Something that happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deed {
    /// To which deal.
    pub deal: DealId,
    /// What.
    pub what: What,
    /// Where it was before.
    pub from: Place,
    /// Where it was then.
    pub to: Place,
    /// When; `None`: nobody noted it (see the head of [`super`]).
    pub at: Option<Timestamp>,
}

/// What happened in a stretch of time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Day {
    /// The latest of it, the latest first.
    pub deeds: Vec<Deed>,
    /// All of it.
    pub count: u64,
    /// Deals that came, and their present values.
    pub came: Total,
    /// Moves along the path or back, those into Won or from Lost left out.
    pub moved: u64,
    /// Deals that were won, and their present values.
    pub won: Total,
    /// Deals that were lost, and their present values.
    pub lost: Total,
    /// Of all that, at moments that nobody noted.
    pub undated: u64,
}

/// A deal as it stood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Card {
    /// Which.
    pub deal: DealId,
    /// Since when; `None` is unknown.
    pub since: Option<Timestamp>,
}

impl Tape {
    /// What happened from a moment (included) until another (not included; `None` is
    /// now), with at most `most` deeds told one by one.
    pub fn day(&self, from: Timestamp, until: Option<Timestamp>, most: usize) -> Day {
        let (first, end) = (self.place_of(Some(from)), self.place_of(until));
        let mut day = Day::default();
        for event in self.events.get(first..end).into_iter().flatten().rev() {
            let Some(what) = self.what(event) else { continue };
            let Some(deal) = self.deals.get(event.deal as usize) else { continue };
            let count = |total: &mut Total| {
                total.count += 1;
                total.sum_minor = total.sum_minor.saturating_add(deal.value);
            };
            match what {
                What::Came => count(&mut day.came),
                What::Won => count(&mut day.won),
                What::Lost => count(&mut day.lost),
                What::Forward | What::Back => day.moved += 1,
                What::Revived | What::Deleted => {}
            }
            day.count += 1;
            day.undated += u64::from(!event.is_dated);
            if day.deeds.len() < most {
                let (from, to) = (self.place(event.from), self.place(event.to));
                day.deeds.push(Deed { deal: deal.id, what, from, to, at: event.is_dated.then_some(event.at) });
            }
        }
        day
    }

    /// The deals that stood in each place, whoever came last first: at most `most`, of
    /// the places in the order of `of`.
    pub fn cards(&self, of: &[Place], most: usize) -> Vec<Vec<Card>> {
        let mut piles = vec![Vec::new(); of.len()];
        let spots: Vec<Option<Spot>> = of.iter().map(|place| self.spot_of(*place)).collect();
        let wanted = |spot: &Option<Spot>| spot.map_or(0, |spot| (self.count_at(spot) as usize).min(most));
        let mut missing: usize = spots.iter().map(wanted).sum();
        for number in (0..self.made).rev() {
            if missing == 0 {
                break;
            }
            let event = &self.events[number];
            if event.to == NOWHERE || self.last.get(event.deal as usize) != Some(&(number as u32)) {
                continue;
            }
            let Some(at) = spots.iter().position(|spot| *spot == Some(event.to)) else { continue };
            if let Some(deal) = self.deals.get(event.deal as usize)
                && piles[at].len() < most
            {
                piles[at].push(Card { deal: deal.id, since: event.is_dated.then_some(event.at) });
                missing -= 1;
            }
        }
        piles
    }

    /// What an event means; `None` when the deal stays where it is.
    fn what(&self, event: &Event) -> Option<What> {
        let won = self.stages.iter().position(|stage| stage.role == StageRole::Won).map(|at| at as Spot + 1);
        let lost = self.lost();
        let is_won = |spot: Spot| won.is_some_and(|won| (won..lost).contains(&spot));
        match (event.from, event.to) {
            (from, to) if from == to => None,
            (_, NOWHERE) => Some(What::Deleted),
            (NOWHERE, _) if event.before == NONE => Some(What::Came),
            (_, to) if to == lost => Some(What::Lost),
            (from, to) if is_won(to) && !is_won(from) => Some(What::Won),
            (from, _) if from == lost => Some(What::Revived),
            (from, to) if to < from => Some(What::Back),
            _ => Some(What::Forward),
        }
    }

    fn spot_of(&self, place: Place) -> Option<Spot> {
        match place {
            Place::Outside => None,
            Place::Lost => Some(self.lost()),
            Place::Stage(id) => self.spot(id),
        }
    }
}
