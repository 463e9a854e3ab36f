//! What is allowed with meetings. Anybody who is there ends one; whoever began it, or a
//! manager, takes it away. Its minutes name only records of this workspace.

use super::{Authority, FIELDS_MAX, LINE_MAX, Refusal, allow, at_most, refers, set_of, workshop::own};
use crate::{
    ids::MeetingId,
    meeting::{Happened, LINES_MAX, Line, MeetingChange},
    operation::Action,
    workspace::Workspace,
};

pub(super) fn check_meeting(
    w: &Workspace,
    authority: Authority,
    action: &Action<MeetingId, MeetingChange>,
) -> Result<(), Refusal> {
    if matches!(action, Action::Delete { .. } | Action::Restore { .. }) {
        own(w, authority, w.meetings.get(&action.id()).map(|meeting| &meeting.meta), true)?;
    }
    set_of(action).iter().try_for_each(|change| match change {
        MeetingChange::Ended(None) => Ok(()),
        MeetingChange::Ended(Some(ending)) => {
            let lines = ending.lines.each();
            // What cannot be read here could name anything.
            let readable = lines.len() <= LINES_MAX && lines.iter().all(Option::is_some);
            allow(readable && (lines.is_empty() == ending.lines.is_empty()), Refusal::OutOfRange)?;
            lines.iter().flatten().try_for_each(|line| check_line(w, line))
        }
        // A later version may know more items.
        MeetingChange::At(item) => at_most(item, LINE_MAX),
    })
}

fn check_line(w: &Workspace, line: &Line) -> Result<(), Refusal> {
    allow(w.has(line.record), Refusal::UnknownReference)?;
    refers(&w.members, line.by.as_ref())?;
    match &line.what {
        Happened::Made | Happened::Deleted | Happened::Restored => Ok(()),
        Happened::Moved { from, to } => [from.as_ref(), Some(to)].iter().try_for_each(|id| refers(&w.stages, *id)),
        Happened::Wrote(registers) => {
            allow(registers.len() <= FIELDS_MAX, Refusal::OutOfRange)?;
            registers.iter().try_for_each(|name| at_most(name, LINE_MAX))
        }
    }
}
