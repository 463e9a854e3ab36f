//! A workshop's canvas as one member sees it: trends and barriers in order, ideas at
//! their crossings, and the dots on all of them.
//!
//! **What counts.** Of a member's dots in a round the first [`DOTS`] that lie on
//! something count, in the order in which they were made (stamp, then id). More can
//! lie there when somebody voted in two tabs without a network; they count as soon as
//! an earlier one is taken back.
//!
//! **What is hidden.** Until a round is revealed, nobody is shown the others' dots;
//! their own they see. The device has all of them, for it has every record: this
//! keeps people from following each other, not from looking into the device.
//!
//! **The order** is that of writing, and after the reveal that of dots.

use super::{DOTS, Phase, Round, Sticker, StickerKind};
use crate::{
    clock::Stamp,
    ids::{HypothesisId, MemberId, StickerId, WorkshopId},
    sort,
    workspace::Workspace,
};
use std::{cmp::Reverse, collections::BTreeMap};

/// What somebody wrote, and what is thought of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Its sticker.
    pub id: StickerId,
    /// What it is; never a dot.
    pub kind: StickerKind,
    /// What it says.
    pub text: String,
    /// Who wrote it.
    pub author: MemberId,
    /// The trend and the barrier of an idea.
    pub crossing: Option<(StickerId, StickerId)>,
    /// How many dots count; `None` until they are revealed.
    pub dots: Option<usize>,
    /// The member's own dots that count, in the order of making.
    pub own: Vec<StickerId>,
    /// What it has become.
    pub hypothesis: Option<HypothesisId>,
}

/// Somebody at the canvas.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Voter {
    /// Who.
    pub member: MemberId,
    /// How many dots they have left in the round that is being voted on.
    pub left: usize,
}

/// The canvas.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Canvas {
    /// How far the workshop has come.
    pub phase: Phase,
    /// The columns.
    pub trends: Vec<Note>,
    /// The rows.
    pub barriers: Vec<Note>,
    /// What stands at crossings that are there.
    pub ideas: Vec<Note>,
    /// Ideas whose trend or barrier has been taken away meanwhile.
    pub adrift: Vec<Note>,
    /// Whoever has put something on it, by their first.
    pub voters: Vec<Voter>,
    /// How many dots the member has left in the round that is being voted on.
    pub left: usize,
}

/// The dots that count: whose, on what, and the sticker of each.
type Counted = BTreeMap<(MemberId, Round), Vec<(StickerId, StickerId)>>;

impl Canvas {
    /// The canvas of `workshop` as `me` sees it; an empty one where there is none.
    pub fn of(w: &Workspace, workshop: WorkshopId, me: MemberId) -> Self {
        let phase = w.workshops.get(&workshop).map_or(Phase::default(), |w| w.phase);
        let stickers = stickers(w, workshop);
        let counted = counted(&stickers);
        let mut became = BTreeMap::new();
        for hypothesis in w.hypotheses.values().filter(|h| h.meta.is_alive()) {
            // Two people may have chosen it at once: the first one is shown.
            if let Some(origin) = hypothesis.origin {
                became.entry(origin).or_insert(hypothesis.id);
            }
        }
        let note = |sticker: &&Sticker| {
            let round = sticker.kind.round()?;
            let on_it = |(_, on): &&(StickerId, StickerId)| *on == sticker.id;
            let all = || counted.iter().filter(|((_, of), _)| *of == round).flat_map(|(_, dots)| dots);
            let own = counted.get(&(me, round)).into_iter().flatten().filter(on_it).map(|(dot, _)| *dot);
            Some(Note {
                id: sticker.id,
                kind: sticker.kind,
                text: sticker.text.clone(),
                author: author(sticker),
                crossing: sticker.on.zip(sticker.across).filter(|_| sticker.kind == StickerKind::Idea),
                dots: phase.reveals(round).then(|| all().filter(on_it).count()),
                own: own.collect(),
                hypothesis: became.get(&sticker.id).copied(),
            })
        };
        let of_kind = |kind: StickerKind| {
            let mut notes: Vec<Note> = stickers.iter().filter(|s| s.kind == kind).filter_map(&note).collect();
            // They come in the order of writing, which this keeps.
            sort::sort_by_key(&mut notes, |note| Reverse(note.dots));
            notes
        };
        let (trends, barriers) = (of_kind(StickerKind::Trend), of_kind(StickerKind::Barrier));
        let is_there = |note: &Note| {
            let has = |notes: &[Note], id| notes.iter().any(|note| note.id == id);
            note.crossing.is_some_and(|(trend, barrier)| has(&trends, trend) && has(&barriers, barrier))
        };
        let (ideas, adrift): (Vec<_>, Vec<_>) = of_kind(StickerKind::Idea).into_iter().partition(is_there);
        let left = |member| left(&counted, phase, member);
        let mut voters: Vec<Voter> = Vec::new();
        for member in stickers.iter().map(|sticker| author(sticker)) {
            if !voters.iter().any(|voter| voter.member == member) {
                voters.push(Voter { member, left: left(member) });
            }
        }
        Self { phase, trends, barriers, ideas, adrift, voters, left: left(me) }
    }

    /// A note by its sticker.
    pub fn note(&self, id: StickerId) -> Option<&Note> {
        self.notes().find(|note| note.id == id)
    }

    /// All notes.
    pub fn notes(&self) -> impl Iterator<Item = &Note> {
        self.trends.iter().chain(&self.barriers).chain(&self.ideas).chain(&self.adrift)
    }

    /// The ideas where a trend meets a barrier.
    pub fn at(&self, trend: StickerId, barrier: StickerId) -> impl Iterator<Item = &Note> {
        self.ideas.iter().filter(move |note| note.crossing == Some((trend, barrier)))
    }
}

/// Workshops that are there, the latest first: those that go on, then those that ended.
pub fn workshops(w: &Workspace) -> Vec<WorkshopId> {
    let mut all: Vec<_> = w.workshops.values().filter(|workshop| workshop.meta.is_alive()).collect();
    sort::sort_by_key(&mut all, |one| (one.phase == Phase::Ended, Reverse((one.meta.born.map(|b| b.stamp), one.id))));
    all.into_iter().map(|one| one.id).collect()
}

/// What lies on a canvas, in the order in which it was put there.
fn stickers(w: &Workspace, workshop: WorkshopId) -> Vec<&Sticker> {
    let mut all: Vec<_> = w.stickers.values().filter(|sticker| sticker.is_on(workshop)).collect();
    sort::sort_by_key(&mut all, |sticker| (made(sticker), sticker.id));
    all
}

fn counted(stickers: &[&Sticker]) -> Counted {
    let round = |id| stickers.iter().find(|sticker| sticker.id == id).and_then(|sticker| sticker.kind.round());
    let mut counted = Counted::new();
    for dot in stickers.iter().filter(|sticker| sticker.kind == StickerKind::Dot) {
        let Some((on, round)) = dot.on.and_then(|on| Some((on, round(on)?))) else { continue };
        let dots = counted.entry((author(dot), round)).or_default();
        if dots.len() < DOTS {
            dots.push((dot.id, on));
        }
    }
    counted
}

fn left(counted: &Counted, phase: Phase, member: MemberId) -> usize {
    let used = phase.voting().and_then(|round| counted.get(&(member, round))).map_or(0, Vec::len);
    DOTS - used
}

fn author(sticker: &Sticker) -> MemberId {
    sticker.meta.born.map(|birth| birth.by).unwrap_or_default()
}

fn made(sticker: &Sticker) -> Option<Stamp> {
    sticker.meta.born.map(|birth| birth.stamp)
}
