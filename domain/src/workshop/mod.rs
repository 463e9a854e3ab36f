//! A workshop: people of both teams around one canvas, in a meeting. Trends stand
//! against barriers, ideas at their crossings; people vote with dots, and the idea
//! they choose becomes a hypothesis that keeps where it came from.
//!
//! Whatever lies on the canvas is a **sticker** with an author: a trend, a barrier,
//! an idea, or a dot on one of them. Each is a record of its own, so ten people who
//! write at once, or without a network, never write over each other: what all of
//! them did lies there in the end, whatever order it arrives in. A dot is its
//! author's alone, for the server knows who made a record; it is taken back by
//! taking the sticker away.
//!
//! Everybody has [`DOTS`] in each [`Round`]. That is not asked when a dot arrives
//! (two tabs of one person without a network may make more of them, and refusing
//! one would lose it behind their back) but when dots are counted: [`canvas`].

pub mod canvas;
pub mod origin;

use crate::{
    ids::{StickerId, WorkshopId},
    record::record,
};
use serde::{Deserialize, Serialize};

/// So many dots has each member in each round.
pub const DOTS: usize = 3;

/// How far a workshop has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Trends and barriers are written down.
    #[default]
    Collect,
    /// People vote on them; nobody sees the others' dots.
    Vote,
    /// Those dots are seen; ideas are put at the crossings.
    Cross,
    /// People vote on the ideas; nobody sees the others' dots.
    Weigh,
    /// All dots are seen; an idea is chosen.
    Choose,
    /// It is over.
    Ended,
}

/// What is voted on together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Round {
    /// Trends and barriers.
    Sides,
    /// Ideas.
    Ideas,
}

/// What lies on the canvas.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StickerKind {
    /// What is changing around us.
    #[default]
    Trend,
    /// What stands in the customers' way.
    Barrier,
    /// What could be done where a trend meets a barrier.
    Idea,
    /// A vote.
    Dot,
}

record! {
    /// A canvas, and how far the people around it have come.
    pub struct Workshop(WorkshopId), changed by WorkshopChange {
        /// What it is about.
        title / Title: String,
        /// How far it has come.
        phase / Phase: Phase,
    }
}

record! {
    /// Something that its author has put on a canvas.
    pub struct Sticker(StickerId), changed by StickerChange {
        /// Which canvas.
        workshop / Workshop: Option<WorkshopId>,
        /// What it is.
        kind / Kind: StickerKind,
        /// What it says; a dot says nothing.
        text / Text: String,
        /// The trend that an idea belongs to, or what a dot is for.
        on / On: Option<StickerId>,
        /// The barrier that an idea belongs to.
        across / Across: Option<StickerId>,
    }
}

impl Phase {
    /// All, in order.
    pub const ALL: [Phase; 6] = [Self::Collect, Self::Vote, Self::Cross, Self::Weigh, Self::Choose, Self::Ended];

    /// The one after it.
    pub fn next(self) -> Option<Self> {
        Self::ALL.into_iter().find(|phase| *phase > self)
    }

    /// The one before it.
    pub fn previous(self) -> Option<Self> {
        Self::ALL.into_iter().rev().find(|phase| *phase < self)
    }

    /// What is voted on in it.
    pub fn voting(self) -> Option<Round> {
        match self {
            Self::Vote => Some(Round::Sides),
            Self::Weigh => Some(Round::Ideas),
            _ => None,
        }
    }

    /// Whether everybody sees the dots of `round`.
    pub fn reveals(self, round: Round) -> bool {
        match round {
            Round::Sides => self > Self::Vote,
            Round::Ideas => self > Self::Weigh,
        }
    }
}

impl StickerKind {
    /// The round in which it is voted on; none for a dot.
    pub fn round(self) -> Option<Round> {
        match self {
            Self::Trend | Self::Barrier => Some(Round::Sides),
            Self::Idea => Some(Round::Ideas),
            Self::Dot => None,
        }
    }
}

impl Sticker {
    /// Whether it can be read: it is there, and says what it has to.
    fn is_on(&self, workshop: WorkshopId) -> bool {
        self.workshop == Some(workshop) && self.meta.is_alive()
    }
}
