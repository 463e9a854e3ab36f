//! Cohorts: of the deals that entered one stage, how many entered another
//! within a window of time, and how soon.
//!
//! Definitions (those of [`crate::hourglass`], with moments):
//!
//! - A deal **entered** a stage at its first entry of that stage or of a later
//!   one of the path. Skipping counts as passing, going back does not undo, and
//!   entries that were taken back do not count. So nobody passes before they
//!   entered: where a file dates the purchase before the first contact, the deal
//!   entered with the purchase, and took no time.
//! - The **moment is unknown** when any entry that could have been the first
//!   has no date. Such deals are in the plain counts, and in no figure with time.
//! - A **cohort** is the deals that entered its first stage, in its period if
//!   it has one. It has **passed** when it entered its last stage.
//! - Everything is told **as of** a moment: what happened later has not happened.
//! - The **window** is over for a deal when it entered at least that long ago.
//!   It passed within the window when it took at most that long (to the
//!   millisecond; a date without a time of day is its midnight).
//!
//! A **lost** deal is one that has not passed. It is watched on like any other,
//! until the moment of looking, for it may come back. To stop watching it when it
//! is lost (to *censor* it) would say that nothing is known of it, as if it might
//! still convert like the others: conversions would look too good. To keep it
//! longer than others of its age would fill the later days with lost deals only:
//! young cohorts would look too bad. So what ends the watching is only how long
//! ago a deal entered, which has nothing to do with how it ends: that is what the
//! estimate needs to be fair.

pub mod bottleneck;
pub mod compare;
pub mod conversion;
pub mod group;
mod named;
pub mod table;
mod window;

pub use window::Window;

use crate::{
    clock::Timestamp,
    deal::Deal,
    filter::Filter,
    hourglass::Period,
    ids::{DealId, StageId},
    path::Path,
    stage::StageRole,
    workspace::Workspace,
};

/// Which deals, and from where to where. The stages are on the path, hold
/// deals, and stand in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cohort {
    from: StageId,
    to: StageId,
    period: Option<Period>,
}

/// There is no such cohort.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoCohort {
    /// The workspace has no stage that holds deals before it has won them.
    #[error("the workspace has no stage for deals before they are won; make one")]
    NoPath,
    /// A stage is not in use, is Lost, or is only counted.
    #[error("deals do not pass this stage; choose one on the path from the first lead to the recommendation")]
    NotOnPath(StageId),
    /// The second stage does not come after the first.
    #[error("the second stage must come after the first")]
    NotAfter,
}

impl Cohort {
    /// The deals that entered `from` (in `period`), on their way to `to`.
    ///
    /// # Errors
    /// When the stages are not two of the path, in this order.
    pub fn new(workspace: &Workspace, from: StageId, to: StageId, period: Option<Period>) -> Result<Self, NoCohort> {
        let path = Path::of(workspace);
        let place = |stage| {
            let at = path.stages.iter().position(|s| s.id == stage && s.role.holds_deals());
            at.ok_or(NoCohort::NotOnPath(stage))
        };
        if place(from)? < place(to)? { Ok(Self { from, to, period }) } else { Err(NoCohort::NotAfter) }
    }

    /// From the first stage that holds deals to the won deal.
    ///
    /// # Errors
    /// When the workspace has no such two stages.
    pub fn to_won(workspace: &Workspace, period: Option<Period>) -> Result<Self, NoCohort> {
        let stages = workspace.stages_in_order();
        let mut holding = stages.iter().filter(|s| s.is_on_path() && s.role.holds_deals());
        let first = holding.next().ok_or(NoCohort::NoPath)?;
        let won = holding.find(|s| s.role == StageRole::Won).ok_or(NoCohort::NoPath)?;
        Ok(Self { from: first.id, to: won.id, period })
    }

    /// The stage that was entered.
    pub fn from(&self) -> StageId {
        self.from
    }

    /// The stage that counts as passing.
    pub fn to(&self) -> StageId {
        self.to
    }

    /// When the first stage was entered; all of time without it.
    pub fn period(&self) -> Option<Period> {
        self.period
    }

    /// The same way, entered in another period.
    pub fn entered_in(self, period: Option<Period>) -> Self {
        Self { period, ..self }
    }
}

/// Whether and when a stage was entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// Not by the moment of looking.
    Never,
    /// At a moment that nobody noted.
    Undated,
    /// At this moment.
    At(Timestamp),
}

impl Entry {
    /// An entry of this moment, as of another.
    fn by(at: Option<Timestamp>, as_of: Timestamp) -> Self {
        match at {
            None => Self::Undated,
            Some(at) if at <= as_of => Self::At(at),
            Some(_) => Self::Never,
        }
    }

    /// The moment, where it is known.
    pub fn at(self) -> Option<Timestamp> {
        match self {
            Self::At(at) => Some(at),
            Self::Never | Self::Undated => None,
        }
    }
}

/// A deal of a cohort.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Journey {
    /// The deal.
    pub deal: DealId,
    /// When it entered the cohort's first stage; `None` is unknown.
    pub entered: Option<Timestamp>,
    /// Whether and when it entered the last one.
    pub passed: Entry,
}

/// The deals of a cohort that `filter` lets through, as of a moment.
pub fn journeys(workspace: &Workspace, filter: &Filter, cohort: &Cohort, as_of: Timestamp) -> Vec<Journey> {
    let path = Path::of(workspace);
    let (Some(from), Some(to)) = (path.position(cohort.from), path.position(cohort.to)) else { return Vec::new() };
    let wanted = filter.compile(workspace);
    let deals = workspace.living_deals().filter(|deal| wanted(deal));
    let journeys = deals.filter_map(|deal| {
        let entered = match entry(&path, deal, from, as_of) {
            Entry::Never => return None,
            entry => entry.at(),
        };
        Some(Journey { deal: deal.id, entered, passed: entry(&path, deal, to, as_of) })
    });
    journeys.filter(|j| j.is_of(cohort.period)).collect()
}

impl Journey {
    fn is_of(&self, period: Option<Period>) -> bool {
        period.is_none_or(|p| self.entered.is_some_and(|at| p.contains(at)))
    }
}

/// When the deal first entered the stage at `place`, or a later one.
pub(crate) fn entry(path: &Path<'_>, deal: &Deal, place: usize, as_of: Timestamp) -> Entry {
    let reaches = |stage| path.position(stage).is_some_and(|at| at >= place);
    // Undated entries come first, then by time: the first one that reaches says it.
    match deal.history().find(|e| reaches(e.stage)).map(|e| e.at) {
        Some(at) => Entry::by(at, as_of),
        // Where it stands it has come to, even if its entry was taken back.
        None if reaches(deal.place.stage) => Entry::Undated,
        None => Entry::Never,
    }
}

/// The same for every place of the path at once. `entries` is used again and again.
pub(crate) fn fill_entries(entries: &mut Vec<Entry>, path: &Path<'_>, deal: &Deal, as_of: Timestamp) {
    entries.clear();
    let moments = deal.history().map(|e| (e.stage, Entry::by(e.at, as_of)));
    for (stage, entry) in moments.chain([(deal.place.stage, Entry::Undated)]) {
        // Whoever is the first to come this far says it for all places up to here.
        let reached = path.position(stage).map_or(0, |at| at + 1);
        if reached > entries.len() {
            entries.resize(reached, entry);
        }
    }
    entries.resize(path.stages.len(), Entry::Never);
}
