//! From an idea to a hypothesis, and from a hypothesis back to its crossing.

use super::{Sticker, StickerKind};
use crate::{
    hypothesis::{Arm, Hypothesis, HypothesisChange, Standing, Status},
    ids::{StickerId, WorkshopId},
    member::Team,
    rank::Rank,
    workspace::Workspace,
};

/// Where a hypothesis came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crossing {
    /// The workshop.
    pub workshop: WorkshopId,
    /// What it is about.
    pub title: String,
    /// What was changing.
    pub trend: String,
    /// What stood in the way.
    pub barrier: String,
    /// What was thought of.
    pub idea: String,
}

/// The crossing at which an idea stands, with its words as they are now: also those of
/// stickers that have been taken away since. `None` for what is no idea of a workshop.
pub fn crossing(w: &Workspace, idea: StickerId) -> Option<Crossing> {
    let idea = w.stickers.get(&idea).filter(|sticker| sticker.kind == StickerKind::Idea)?;
    let text = |id: Option<StickerId>| id.and_then(|id| w.stickers.get(&id)).map(|s: &Sticker| s.text.clone());
    let workshop = w.workshops.get(&idea.workshop?)?;
    Some(Crossing {
        workshop: workshop.id,
        title: workshop.title.clone(),
        trend: text(idea.on).unwrap_or_default(),
        barrier: text(idea.across).unwrap_or_default(),
        idea: idea.text.clone(),
    })
}

/// The first values of the hypothesis that an idea becomes, at the top of the ideas.
/// `saw` is the crossing in words; `arms` are the names of the two ways, the present first.
pub fn first_values(w: &Workspace, idea: &Sticker, saw: String, arms: [&str; 2], team: Team) -> Vec<HypothesisChange> {
    let is_idea = |h: &&Hypothesis| h.meta.is_alive() && h.standing.status == Status::Idea;
    let first = w.hypotheses.values().filter(is_idea).map(|h| &h.standing.rank).min();
    let arm = |name: &str| Arm { name: name.to_owned(), ..Arm::default() };
    vec![
        HypothesisChange::Title(idea.text.clone()),
        HypothesisChange::Saw(saw),
        HypothesisChange::Believe(idea.text.clone()),
        HypothesisChange::Team(team.into()),
        HypothesisChange::Standing(Standing { status: Status::Idea, rank: Rank::between(None, first) }),
        HypothesisChange::Arms(arms.map(arm).to_vec()),
        HypothesisChange::Origin(Some(idea.id)),
    ]
}
