//! A line of the minutes in words. Minutes hold no words themselves: what they speak of
//! is looked up, so it is only told to whoever sees it.

use super::words::{clock, person};
use crate::{prelude::*, words::Words};
use smarketing_domain::{
    clock::Timestamp,
    entity::EntityKey,
    hypothesis::Choice,
    ids::StageId,
    meeting::{Happened, Line, minutes::value},
};

/// A line, ready to be shown or copied.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// The time of day.
    pub time: String,
    /// Who did it.
    pub who: String,
    /// The kind of record, and what it is called.
    pub about: String,
    /// Where it is looked at.
    pub href: Option<String>,
    /// What happened.
    pub what: String,
}

impl Told {
    /// The line of minutes that ended at `until`.
    pub fn of(words: Words, state: State, line: &Line, until: Timestamp) -> Self {
        let i18n = words.i18n;
        let who = line.by.and_then(|by| person(state, by));
        Self {
            time: clock(state, line.at),
            who: who.unwrap_or_else(|| t_string!(i18n, history.somebody).to_owned()),
            about: about(words, state, line.record),
            href: href(line.record),
            what: what(words, state, line, until),
        }
    }

    /// As text.
    pub fn text(&self) -> String {
        format!("{} {}: {}: {}", self.time, self.who, self.about, self.what)
    }
}

fn about(words: Words, state: State, record: EntityKey) -> String {
    let kind = kind_name(words, record.kind());
    let (name, is_seen) =
        state.watch(Topic::Record(record), |w| (smarketing_sync::subject::subject(w, Some(record)), w.has(record)));
    match (name.is_empty(), is_seen) {
        (false, _) => format!("{kind} · {name}"),
        (true, true) => kind.to_owned(),
        (true, false) => format!("{kind} · {}", t_string!(words.i18n, meeting.unseen)),
    }
}

fn href(record: EntityKey) -> Option<String> {
    match record {
        EntityKey::Deal(id) => Some(route::deal(id)),
        EntityKey::Hypothesis(id) => Some(route::hypothesis(id)),
        EntityKey::Workshop(id) => Some(route::workshop(id)),
        _ => None,
    }
}

fn what(words: Words, state: State, line: &Line, until: Timestamp) -> String {
    let i18n = words.i18n;
    let stage = |id: &StageId| state.read(|w| w.stages.get(id).map(|s| s.name.clone())).unwrap_or_default();
    match &line.what {
        Happened::Made => t_string!(i18n, history.created).to_owned(),
        Happened::Deleted => t_string!(i18n, history.deleted).to_owned(),
        Happened::Restored => t_string!(i18n, history.restored).to_owned(),
        Happened::Moved { from: Some(from), to } => format!("{} → {}", stage(from), stage(to)),
        Happened::Moved { from: None, to } => format!("→ {}", stage(to)),
        Happened::Wrote(names) => {
            let decided = names.iter().any(|name| name == "decision");
            // Beside a decision it says nothing more.
            let told = names.iter().filter(|name| !(decided && *name == "standing") && *name != "registered");
            let said: Vec<String> = told.map(|name| register(words, state, line.record, name, until)).collect();
            if said.is_empty() { t_string!(i18n, history.changed).to_owned() } else { said.join("; ") }
        }
    }
}

/// A register with its value, as long as nobody has written it again since.
fn register(words: Words, state: State, record: EntityKey, name: &str, until: Timestamp) -> String {
    let i18n = words.i18n;
    let value = state.read(|w| value(w, record, name, until));
    let said = match (name, record) {
        ("decision", EntityKey::Hypothesis(id)) if value.is_some() => decision(words, state, id),
        // What each member has one of, or too much for a line.
        ("votes", _) => None,
        _ => value.and_then(|value| value_words(words, state, Some(record), name, &value)),
    };
    let said = said.unwrap_or_else(|| t_string!(i18n, history.changed).to_owned());
    format!("{}: {said}", register_name(words, name))
}

fn decision(words: Words, state: State, id: smarketing_domain::ids::HypothesisId) -> Option<String> {
    let decision = state.read(|w| w.hypotheses.get(&id).and_then(|h| h.decision.clone()))?;
    let choice = match decision.choice {
        Choice::Adopt => t_string!(words.i18n, lab.adopted),
        Choice::Stop => t_string!(words.i18n, lab.stopped),
    };
    Some(format!("{choice} ({})", decision.reason))
}
