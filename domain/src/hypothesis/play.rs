//! A play: what an adopted hypothesis tells the team to do.
//!
//! It belongs to a stage's playbook and is **for** the hypothesis' segment. What is expected
//! of it is **promised** once, at the adoption, from the counts of the arm that was adopted,
//! and never changed: [`super::drift`] holds later deals against it.
//!
//! A play is in use while its hypothesis is adopted and nobody retired it. A hypothesis that
//! is tried again keeps the play in its register, out of use, until it is decided anew.

use super::{Choice, Hypothesis, Status, verdict::Judgement};
use crate::{clock::Timestamp, deal::Deal, ids::StageId, path::Path, workspace::Workspace};
use serde::{Deserialize, Serialize};

/// The longest time that a play may be given, in days: ten years.
pub const DAYS_MAX: u16 = 3_650;

/// What to do with deals of a stage, and what that is to change. One register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Play {
    /// What to do, in words.
    pub what: String,
    /// With the deals that stand here.
    pub stage: StageId,
    /// More of them are to come here …
    pub goal: StageId,
    /// … within so many days, 1 to [`DAYS_MAX`].
    pub days: u16,
    /// Since when it is done.
    pub since: Timestamp,
    /// What was expected of it then; `None` where nobody had been counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promised: Option<Promised>,
    /// Why it is done no more, and since when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retired: Option<Retired>,
}

/// A conversion with its interval, in hundredths of a percent (0 to 10,000).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promised {
    /// As it was seen.
    pub rate_bp: u16,
    /// The lower end of its interval.
    pub low_bp: u16,
    /// The upper end.
    pub high_bp: u16,
}

/// The end of a play.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Retired {
    /// Why.
    pub reason: String,
    /// When.
    pub at: Timestamp,
}

/// A play in use, with the hypothesis that it came from.
#[derive(Clone, Copy, Debug)]
pub struct InUse<'a> {
    /// Whose title and segment hold for it.
    pub hypothesis: &'a Hypothesis,
    /// The play.
    pub play: &'a Play,
}

impl Promised {
    /// Whether it is a rate within an interval of rates.
    pub fn is_sound(&self) -> bool {
        self.low_bp <= self.rate_bp && self.rate_bp <= self.high_bp && self.high_bp <= 10_000
    }

    /// The conversion of the arm that is adopted: the one that the verdict is about, else the
    /// variant with the highest rate. With its Wilson interval (95 %), as in the verdict.
    pub fn of(judgement: &Judgement) -> Option<Self> {
        let variants = judgement.arms.iter().skip(1).filter_map(|arm| arm.rate);
        let named = judgement.about.and_then(|i| judgement.arms.get(i)?.rate);
        let rate = named.or_else(|| variants.max_by(|a, b| a.value.total_cmp(&b.value)))?;
        let bp = |share: f64| (share.clamp(0.0, 1.0) * 10_000.0).round() as u16;
        Some(Self { rate_bp: bp(rate.value), low_bp: bp(rate.interval.low), high_bp: bp(rate.interval.high) })
    }

    /// As a share, 0 to 1.
    pub fn rate(&self) -> f64 {
        share(self.rate_bp)
    }

    /// The lower end, as a share.
    pub fn low(&self) -> f64 {
        share(self.low_bp)
    }

    /// The upper end, as a share.
    pub fn high(&self) -> f64 {
        share(self.high_bp)
    }
}

fn share(bp: u16) -> f64 {
    f64::from(bp) / 10_000.0
}

impl Hypothesis {
    /// Its play, while it is in use.
    pub fn play_in_use(&self) -> Option<InUse<'_>> {
        let adopted = self.standing.status == Status::Decided
            && self.decision.as_ref().is_some_and(|decision| decision.choice == Choice::Adopt);
        let play = self.play.as_ref().filter(|play| play.retired.is_none())?;
        (adopted && self.meta.is_alive()).then_some(InUse { hypothesis: self, play })
    }
}

/// All plays in use, the newest first.
pub fn playbook(w: &Workspace) -> Vec<InUse<'_>> {
    let mut plays: Vec<_> = w.hypotheses.values().filter_map(Hypothesis::play_in_use).collect();
    crate::sort::sort_by_key(&mut plays, |p| (std::cmp::Reverse(p.play.since), p.hypothesis.id));
    plays
}

/// The plays of a stage. One of a stage that is not in use any more is where that stage's
/// deals are.
pub fn of_stage(w: &Workspace, stage: StageId) -> Vec<InUse<'_>> {
    let path = Path::of(w);
    let here = path.position(stage);
    let is_here = |play: &Play| play.stage == stage || here.is_some() && path.position(play.stage) == here;
    playbook(w).into_iter().filter(|p| is_here(p.play)).collect()
}

/// The plays for a deal: those of its stage whose segment it is in.
pub fn for_deal<'a>(w: &'a Workspace, deal: &Deal) -> Vec<InUse<'a>> {
    let here = of_stage(w, deal.place.stage);
    here.into_iter().filter(|p| p.hypothesis.segment.compile(w)(deal)).collect()
}
