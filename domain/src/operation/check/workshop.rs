//! What is allowed around a canvas. Nobody votes in another's name, and whoever put
//! something there changes it; managers help with words, never with dots.

use super::{Authority, Refusal, allow, line, named, refers, set_of};
use crate::{
    ids::{MemberId, StickerId, WorkshopId},
    member::Role,
    operation::Action,
    record::Meta,
    workshop::{Sticker, StickerChange, StickerKind, WorkshopChange},
    workspace::Workspace,
};

pub(super) fn check_workshop(
    w: &Workspace,
    authority: Authority,
    action: &Action<WorkshopId, WorkshopChange>,
) -> Result<(), Refusal> {
    named(action, |c| matches!(c, WorkshopChange::Title(_)))?;
    if matches!(action, Action::Delete { .. } | Action::Restore { .. }) {
        let whole = w.workshops.get(&action.id()).map(|workshop| &workshop.meta);
        own(w, authority, whole, true)?;
    }
    set_of(action).iter().try_for_each(|change| match change {
        WorkshopChange::Title(title) => line(title),
        // Anybody at the table may go on: see there who does.
        WorkshopChange::Phase(_) => Ok(()),
    })
}

pub(super) fn check_sticker(
    w: &Workspace,
    authority: Authority,
    action: &Action<StickerId, StickerChange>,
) -> Result<(), Refusal> {
    use StickerChange as C;
    let present = w.stickers.get(&action.id()).filter(|sticker| sticker.meta.born.is_some());
    let becomes_dot = set_of(action).iter().any(|c| matches!(c, C::Kind(StickerKind::Dot)));
    // A dot is on something, everything else says something.
    named(action, |c| if becomes_dot { matches!(c, C::On(Some(_))) } else { matches!(c, C::Text(_)) })?;
    let is_dot = |sticker: &Sticker| sticker.kind == StickerKind::Dot;
    // What its author has written does not become a vote of theirs.
    let stays = present.is_none_or(|sticker| !becomes_dot || is_dot(sticker));
    allow(stays, Refusal::OutOfRange)?;
    own(w, authority, present.map(|sticker| &sticker.meta), !present.is_some_and(is_dot))?;
    set_of(action).iter().try_for_each(|change| match change {
        C::Text(text) => line(text),
        C::Workshop(id) => refers(&w.workshops, id.as_ref()),
        C::On(id) | C::Across(id) => refers(&w.stickers, id.as_ref()),
        C::Kind(_) => Ok(()),
    })
}

/// Whoever made the record, and where that `helps`, a manager.
pub(super) fn own(w: &Workspace, authority: Authority, meta: Option<&Meta>, helps: bool) -> Result<(), Refusal> {
    let Authority::Member(me) = authority else { return Ok(()) };
    let is_manager = |id: MemberId| w.members.get(&id).is_some_and(|member| member.role >= Role::Manager);
    let made = meta.and_then(|meta| meta.born).is_none_or(|born| born.by == me);
    allow(made || helps && is_manager(me), Refusal::NotYours)
}
