//! What is allowed with the views of the board that a workspace shares.

use super::{Authority, Refusal, allow, refers, set_of};
use crate::{
    ids::{ViewId, WorkspaceId},
    operation::Action,
    record::Each,
    settings::SettingsChange,
    view::{SavedView, VIEWS_MAX, may_change},
    workspace::Workspace,
};

/// Whether a change of the settings is none but of views.
pub(super) fn writes_views_only(action: &Action<WorkspaceId, SettingsChange>) -> bool {
    let set = set_of(action);
    matches!(action, Action::Edit { .. })
        && !set.is_empty()
        && set.iter().all(|change| matches!(change, SettingsChange::Views(_)))
}

/// Everybody saves views of their own, one at a time; its author or a manager changes one or
/// takes it away. Whose it is does not change.
pub(super) fn check_views(w: &Workspace, authority: Authority, views: &Each<ViewId, SavedView>) -> Result<(), Refusal> {
    allow(views.keys().count() == 1, Refusal::OutOfRange)?;
    let may = |view: &SavedView| match authority {
        Authority::Server => true,
        Authority::Member(me) => may_change(w, view, me),
    };
    let own = w.own();
    for id in views.keys() {
        let present = own.and_then(|own| own.views.get(id));
        allow(present.is_none_or(may), Refusal::NotYours)?;
        let Some(view) = views.get(id) else { continue };
        // A manager brings back another's, when its end is taken back.
        allow(may(view) && present.is_none_or(|present| present.by() == view.by()), Refusal::NotYours)?;
        refers(&w.members, view.by().as_ref())?;
        allow(view.by().is_some(), Refusal::UnknownReference)?;
        allow(!view.name().trim().is_empty(), Refusal::TextMissing)?;
        allow(!view.is_too_long(), Refusal::TextTooLong)?;
        allow(!view.is_overfull(), Refusal::OutOfRange)?;
        let count = own.map_or(0, |own| own.views.iter().count());
        allow(present.is_some() || count < VIEWS_MAX, Refusal::OutOfRange)?;
    }
    Ok(())
}
