//! The step of the path that costs the most, for the sentence of the first screen.

use crate::{prelude::*, words::Words};
use chrono::NaiveDate;
use smarketing_domain::{
    clock::{DAY, Timestamp},
    cohort::{
        Window,
        bottleneck::{Gap, Reference, Steps, targets},
        conversion::Look,
        group::Dimension,
    },
    hourglass::{Period, WEAK_FROM},
    ids::StageId,
    workspace::Workspace,
};

/// How long a deal is given to take one step, in days.
pub const WINDOW_DAYS: u16 = 30;

/// The span that is held against the one before it, where no period is chosen.
const USUAL_SPAN: i64 = 90 * DAY;

/// A gap, with the names that its sentence needs.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The gap.
    pub gap: Gap,
    /// The stage that is passed too seldom.
    pub from: String,
    /// The next one.
    pub to: String,
    /// What it is held against.
    pub held: Held,
    /// How long that time was, in milliseconds.
    pub span: i64,
}

/// What the step of a sentence is held against.
#[derive(Clone, Debug, PartialEq)]
pub enum Held {
    /// As much time before.
    Before,
    /// The stage's target.
    Target,
    /// The best channel, by its name.
    Best(String),
}

/// Which reference was chosen, by its name in the address.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Against {
    /// A sure gap to the time before; else a sure one to the best channel; else a
    /// sure one to a target; else the largest to the time before, which may be chance.
    #[default]
    Auto,
    /// As much time before.
    Before,
    /// The stages' targets.
    Target,
    /// The best channel.
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

/// The worst step against what was chosen.
pub fn find(
    workspace: &Workspace,
    words: Words,
    against: Against,
    scope: &Scope,
    (today, now): (NaiveDate, Timestamp),
) -> Option<Found> {
    let (period, before) = spans(scope.period(today, workspace), now)?;
    let look = Look { as_of: now, window: Window::days(WINDOW_DAYS) };
    let steps = Steps::of(workspace, &scope.filter, Some(period), Some(before), look);
    let all =
        |reference| steps.gaps(&reference).into_iter().filter(|gap| gap.own.known >= WEAK_FROM).collect::<Vec<_>>();
    let sure = |gaps: &[Gap]| gaps.iter().find(|gap| gap.is_sure()).cloned();
    let worst = |gaps: &[Gap]| sure(gaps).or_else(|| gaps.first().cloned());
    let to_before = || all(Reference::Before);
    let to_best = || all(Reference::BestGroup(Dimension::Channel));
    let to_target = || all(Reference::Target(targets(workspace)));
    let (gap, is_target) = match against {
        Against::Before => (worst(&to_before())?, false),
        Against::Target => (worst(&to_target())?, true),
        Against::Best => (worst(&to_best())?, false),
        Against::Auto => {
            let to_before = to_before();
            let plain = |gap| (gap, false);
            let found = sure(&to_before).or_else(|| sure(&to_best())).map(plain);
            let found = found.or_else(|| sure(&to_target()).map(|gap| (gap, true)));
            found.or_else(|| to_before.first().cloned().map(plain))?
        }
    };
    let name = |id: StageId| workspace.stages.get(&id).map(|s| s.name.clone());
    Some(Found {
        from: name(gap.stage)?,
        to: name(gap.next)?,
        held: match &gap.best {
            Some(key) => Held::Best(group_name(words, workspace, key)),
            None if is_target => Held::Target,
            None => Held::Before,
        },
        span: before.to.since(before.from),
        gap,
    })
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
