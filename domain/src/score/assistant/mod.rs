//! Rules that past outcomes speak for.
//!
//! From the leads whose outcome is known ([`past`]) the assistant proposes rules
//! that tell the good ones from the others, with points that double the odds by
//! [`DOUBLE`]. A person accepts, edits or leaves them; nothing is decided here.
//!
//! 1. Every **source** (channel, answers, encounters, people, stars) is read from
//!    the leads; what is known only afterwards is left out ([`hindsight`]).
//! 2. Its answers become a few **levels** ([`bands`]); no answer is one.
//! 3. Sources are taken one by one, the one that adds most first ([`path`]): five
//!    times on four fifths of the leads and measured on the last fifth. As many
//!    are taken as the last fifths say ([`AREA_LEAST`]), then once more on all.
//! 4. The effects become **points** ([`rules`]), and each rule says how many leads
//!    it holds for, how many of them were good, and how much the area under the
//!    ROC curve grows with it, on top of the rules before it.
//!
//! Everything is counted in slices ([`Assistant::step`]), so that a screen can
//! draw in between; the same leads give the same rules everywhere.

mod bands;
mod hindsight;
mod past;
mod path;
mod proposal;
mod rules;
mod source;

pub use hindsight::{Doubt, LeftOut, TOO_TELLING};
pub use past::{Past, pasts};
pub use proposal::{Proposal, Proposed, Trial};
pub use rules::DOUBLE;
pub use source::Source;

use crate::{statistics::roc::Auc, workspace::Workspace};
use bands::Bands;
use path::{Path, SOURCES_MAX};
use proposal::Builder;
use source::Values;

/// Leads of each outcome that it takes to learn anything: about ten for each of
/// the few effects that are fitted (Peduzzi et al., Journal of Clinical
/// Epidemiology 49 (1996), 1373-1379).
pub const LEAST: u64 = 30;
/// A source has to add this much to the area under the ROC curve.
pub const AREA_LEAST: f64 = 0.001;
/// Parts of the leads, each held out once.
const FOLDS: usize = 5;

/// Outcomes that are there, where they are too few of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooFew {
    /// Won or accepted.
    pub good: u64,
    /// Lost or rejected.
    pub bad: u64,
}

/// Proposes rules, a slice at a time.
#[derive(Debug)]
pub struct Assistant {
    pasts: Vec<Past>,
    good: Vec<bool>,
    /// Fields that a person wants, whatever speaks against them.
    wanted: Vec<String>,
    to_read: std::vec::IntoIter<Source>,
    sources: Vec<Source>,
    values: Vec<Values>,
    left_out: Vec<(Source, LeftOut)>,
    doubts: Vec<Doubt>,
    /// The areas on each part held out, as far as they have been measured.
    measured: Vec<Vec<f64>>,
    path: Option<Path>,
    builder: Option<Builder>,
    done: usize,
}

impl Assistant {
    /// Looks for the leads to learn from. Fields that are `wanted` are taken in,
    /// though they may have been known only afterwards.
    ///
    /// # Errors
    /// When fewer than [`LEAST`] leads have one of the outcomes.
    pub fn new(workspace: &Workspace, wanted: Vec<String>) -> Result<Self, TooFew> {
        let pasts = pasts(workspace);
        let good: Vec<bool> = pasts.iter().map(|past| past.good).collect();
        let winners = good.iter().filter(|good| **good).count() as u64;
        let counts = TooFew { good: winners, bad: good.len() as u64 - winners };
        if counts.good.min(counts.bad) < LEAST {
            return Err(counts);
        }
        let sources = source::sources(workspace, &pasts);
        Ok(Self {
            pasts,
            good,
            wanted,
            to_read: sources.into_iter(),
            sources: Vec::new(),
            values: Vec::new(),
            left_out: Vec::new(),
            doubts: Vec::new(),
            measured: Vec::new(),
            path: None,
            builder: None,
            done: 0,
        })
    }

    /// One slice of the work, some milliseconds for 10,000 leads; true when all is
    /// done. `workspace` is the one it was made for.
    pub fn step(&mut self, workspace: &Workspace) -> bool {
        self.done += 1;
        if let Some(source) = self.to_read.next() {
            self.read(source, workspace);
            return false;
        }
        if let Some(builder) = &mut self.builder {
            return builder.step(&self.good);
        }
        let fold = self.measured.len();
        let cases = self.good.len();
        let whole = fold == FOLDS;
        let path = self.path.get_or_insert_with(|| Path::new(cases, |case| !whole && part(case) == fold));
        let sources = if whole { best(&self.measured) } else { SOURCES_MAX };
        if !path.step(&self.values, &self.good, sources) {
            return false;
        }
        if let Some(path) = self.path.take() {
            if whole {
                self.builder = Some(self.build(&path));
            } else {
                self.measured.push(path.areas);
            }
        }
        false
    }

    /// How far it has come, 0 to 1: a guess, for nobody knows how many sources add.
    pub fn progress(&self) -> f64 {
        let sources = self.sources.len() + self.to_read.len();
        let expected = sources + (FOLDS + 1) * (sources + SOURCES_MAX) + 2 * SOURCES_MAX;
        (self.done as f64 / expected as f64).min(1.0)
    }

    /// What came of it, once [`Assistant::step`] has said that all is done.
    pub fn finish(self) -> Option<Proposal> {
        let best = best(&self.measured);
        let winners = self.good.iter().filter(|good| **good).count() as u64;
        let expected =
            Auc { area: mean(&self.measured, best), positive: winners, negative: self.good.len() as u64 - winners };
        let mut proposal = self.builder?.finish(self.good, expected);
        proposal.left_out = self.left_out;
        proposal.doubts = self.doubts;
        Some(proposal)
    }

    /// Reads a source, and keeps it when it says something and was known before.
    fn read(&mut self, source: Source, workspace: &Workspace) {
        let name = if let Source::Field(name) = &source { name.as_str() } else { "" };
        let is_wanted = self.wanted.iter().any(|wanted| wanted == name);
        if let Some(why) = hindsight::by_name(name).filter(|_| !is_wanted) {
            self.left_out.push((source, why));
            return;
        }
        let values = source.values(workspace, &self.pasts);
        let all: Vec<u32> = (0..self.good.len() as u32).collect();
        let Some(bands) = Bands::new(&values, &self.good, &all) else { return };
        if let Some(why) = hindsight::by_figures(&values, &bands, &self.good).filter(|_| !is_wanted) {
            self.left_out.push((source, why));
            return;
        }
        self.doubts.extend(hindsight::doubts(&source, &values, &bands, &self.good));
        self.sources.push(source);
        self.values.push(values);
    }

    fn build(&mut self, path: &Path) -> Builder {
        let taken: Vec<&Source> = path.taken.iter().map(|at| &self.sources[*at]).collect();
        self.doubts.retain(|doubt| taken.contains(&&doubt.source));
        let drafts = path.taken.iter().zip(&path.fit.effects).flat_map(|(at, effects)| {
            let bands = path.bands[*at].as_ref();
            bands.map(|bands| rules::drafts(&self.sources[*at], &self.values[*at], bands, effects)).unwrap_or_default()
        });
        Builder::new(drafts.collect(), self.good.len())
    }
}

/// The fewest sources whose mean area is nearly that of the best number.
fn best(measured: &[Vec<f64>]) -> usize {
    let most = measured.iter().map(Vec::len).max().unwrap_or(1);
    let highest = (0..most).map(|sources| mean(measured, sources)).fold(0.0, f64::max);
    (0..most).find(|sources| mean(measured, *sources) >= highest - AREA_LEAST).unwrap_or(0)
}

/// The mean area with so many sources; a way that ended before stays where it was.
fn mean(measured: &[Vec<f64>], sources: usize) -> f64 {
    let areas = measured.iter().map(|areas| areas[sources.min(areas.len() - 1)]);
    areas.sum::<f64>() / measured.len().max(1) as f64
}

/// The part that a case belongs to: scattered, and always the same.
///
/// Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators",
/// OOPSLA 2014 (the mixing function of SplitMix).
fn part(case: usize) -> usize {
    let mut mixed = (case as u64).wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((mixed ^ (mixed >> 31)) % FOLDS as u64) as usize
}
