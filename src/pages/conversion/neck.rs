//! The step of the path that costs the most, for the sentence of the first screen.

use crate::{prelude::*, words::Words};
use smarketing_domain::{
    clock::{DAY, Timestamp},
    cohort::{
        Window,
        bottleneck::{Gap, Reference, Search, Steps, dimensions, targets},
        conversion::Look,
    },
    filter::Filter,
    hourglass::{Period, WEAK_FROM},
    workspace::Workspace,
};

/// How long a deal is given to take one step, in days.
pub const WINDOW_DAYS: u16 = 30;

/// The span that is held against the one before it, where no period is chosen.
const USUAL_SPAN: i64 = 90 * DAY;

/// What there is to say.
#[derive(Clone, Debug, PartialEq)]
pub enum Told {
    /// The time has not begun, or there is no path.
    Nothing,
    /// So many deals had their time in a step; it takes [`WEAK_FROM`] to name one.
    NotEnough(u64),
    /// No step falls short.
    NoGap,
    /// This one costs the most.
    Found(Box<Found>),
}

/// A gap, with what its sentence needs.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The gap.
    pub gap: Gap,
    /// How long that time was, in milliseconds.
    pub span: i64,
    /// So many groups could have been the best one.
    pub comparisons: u64,
    /// Monthly payments are in what it would bring.
    pub has_monthly: bool,
}

/// Which reference was chosen, by its name in the address.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Against {
    /// Of all sure gaps, to whatever reference, the one whose closing would bring the
    /// most; without a sure one the largest to the time before, which may be chance.
    #[default]
    Auto,
    /// As much time before.
    Before,
    /// The stages' targets.
    Target,
    /// The best group of any attribute.
    Best,
}

impl Against {
    /// All, as they are offered.
    pub const ALL: [Against; 4] = [Self::Auto, Self::Before, Self::Target, Self::Best];

    /// In the address.
    pub fn name(self) -> &'static str {
        match self {
            Self::Auto => "",
            Self::Before => "before",
            Self::Target => "target",
            Self::Best => "best",
        }
    }

    /// From the address.
    pub fn named(name: Option<String>) -> Self {
        let name = name.unwrap_or_default();
        Self::ALL.into_iter().find(|one| one.name() == name).unwrap_or_default()
    }

    /// In the list to choose from.
    pub fn words(self, words: Words) -> &'static str {
        let i18n = words.i18n;
        match self {
            Self::Auto => t_string!(i18n, cohort.against_auto),
            Self::Before => t_string!(i18n, cohort.against_before),
            Self::Target => t_string!(i18n, cohort.against_target),
            Self::Best => t_string!(i18n, cohort.against_best),
        }
    }
}

/// A look for it that can be made in slices: all deals are gone through at its
/// beginning, then each attribute of each step.
pub struct Quest {
    against: Against,
    targets: Reference,
    search: Search,
    span: i64,
}

impl Quest {
    /// The beginning; `None` where the time has not begun.
    pub fn begin(
        workspace: &Workspace,
        against: Against,
        filter: &Filter,
        chosen: Option<Period>,
        now: Timestamp,
    ) -> Option<Self> {
        let (period, before) = spans(chosen, now)?;
        let look = Look { as_of: now, window: Window::days(WINDOW_DAYS) };
        let steps = Steps::of(workspace, filter, Some(period), Some(before), look);
        let groups = match against {
            Against::Auto | Against::Best => dimensions(workspace),
            Against::Before | Against::Target => Vec::new(),
        };
        Some(Self {
            against,
            targets: Reference::Target(targets(workspace)),
            search: Search::new(steps, groups),
            span: before.to.since(before.from),
        })
    }

    /// Goes on a little; false when it has come to its end.
    pub fn advance(&mut self, workspace: &Workspace) -> bool {
        self.search.advance(workspace)
    }

    /// What came out of it.
    pub fn told(&self) -> Told {
        let steps = self.search.steps();
        let named = |gaps: Vec<Gap>| gaps.into_iter().filter(Gap::can_be_named).collect::<Vec<_>>();
        let to_before = || named(steps.gaps(&Reference::Before));
        let to_target = || named(steps.gaps(&self.targets));
        let to_best = || named(self.search.gaps());
        let sure = |gaps: Vec<Gap>| gaps.into_iter().find(Gap::is_sure);
        // A sure one before a larger one that may be chance.
        let worst = |gaps: Vec<Gap>| sure(gaps.clone()).or_else(|| gaps.into_iter().next());
        let gap = match self.against {
            Against::Before => worst(to_before()),
            Against::Target => worst(to_target()),
            Against::Best => worst(to_best()),
            Against::Auto => {
                let all = [to_before(), to_target(), to_best()].into_iter().filter_map(sure);
                let most = all.reduce(|most, gap| if gap.extra_won > most.extra_won { gap } else { most });
                most.or_else(|| to_before().into_iter().next())
            }
        };
        let known = steps.known(matches!(self.against, Against::Auto | Against::Before));
        match gap {
            Some(gap) => Told::Found(Box::new(Found {
                gap,
                span: self.span,
                comparisons: self.search.comparisons(),
                has_monthly: steps.has_monthly(),
            })),
            None if known < WEAK_FROM => Told::NotEnough(known),
            None => Told::NoGap,
        }
    }
}

/// The time looked at, up to now, and as much time before it. `None` when it has
/// not begun.
fn spans(chosen: Option<Period>, now: Timestamp) -> Option<(Period, Period)> {
    let usual = earlier(now, USUAL_SPAN);
    let chosen = chosen.unwrap_or(Period { from: usual, to: now });
    let to = chosen.to.min(now);
    // A period without a beginning has no time before it.
    let from = if chosen.from == Timestamp(i64::MIN) { earlier(to, USUAL_SPAN) } else { chosen.from };
    let span = to.since(from);
    (span > 0).then(|| (Period { from, to }, Period { from: earlier(from, span), to: from }))
}

fn earlier(at: Timestamp, ms: i64) -> Timestamp {
    Timestamp(at.0.saturating_sub(ms))
}
#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_held_against_as_much_time_before_it() {
        let now = Timestamp(1000 * DAY);
        let at = |day: i64| Timestamp(day * DAY);
        let chosen = Period { from: at(960), to: at(1100) };
        let (period, before) = spans(Some(chosen), now).unwrap();
        assert_eq!((period, before), (Period { from: at(960), to: now }, Period { from: at(920), to: at(960) }));
        assert_eq!(spans(None, now).unwrap().1, Period { from: at(820), to: at(910) });
    }

    #[test]
    fn a_time_that_has_not_begun_has_nothing_before_it() {
        let now = Timestamp(DAY);
        assert_eq!(spans(Some(Period { from: Timestamp(2 * DAY), to: Timestamp(3 * DAY) }), now), None);
    }
}
