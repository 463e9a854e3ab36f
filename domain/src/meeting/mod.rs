//! A meeting: both teams before one screen, with an agenda, and minutes at its end.
//!
//! Whoever starts it makes a record; its birth says when it began and who began it.
//! What happens in it happens as always: deals are moved, hypotheses decided, tasks
//! written down, each by its own operation with who and when. When it ends, what was
//! changed since its beginning ([`minutes`]) is kept in the record, because later
//! changes would write over what can be told from the records themselves.
//!
//! Minutes **hold no words**: each line says which record, what happened, who and when.
//! What the record is called is looked up by whoever reads them, so they tell nobody of
//! rows they do not see, and forget a person as soon as the records have.
//!
//! An **action** of a meeting is a task that was made in it: it has a text, somebody who
//! does it, and a day, and it is done where tasks are done.

pub mod agenda;
pub mod minutes;
pub mod numbers;

use self::agenda::Item;
use crate::{
    clock::Timestamp,
    entity::EntityKey,
    ids::{MeetingId, MemberId, StageId},
    record::record,
    sort,
    workspace::Workspace,
};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use serde_json::value::RawValue;
use std::cmp::Reverse;

/// Minutes have at most so many lines; of more changes the first are kept.
pub const LINES_MAX: usize = 300;

/// What happened to a record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Happened {
    /// It was made.
    Made,
    /// It was taken out of sight.
    Deleted,
    /// It was brought back.
    Restored,
    /// A deal went to another stage.
    Moved {
        /// Where it stood before, as far as its history tells.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<StageId>,
        /// Where to.
        to: StageId,
    },
    /// These registers were written.
    Wrote(Vec<String>),
}

/// A line of the minutes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// When.
    pub at: Timestamp,
    /// Who did it; `None`: nobody knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<MemberId>,
    /// To what.
    #[serde(with = "key")]
    pub record: EntityKey,
    /// What.
    pub what: Happened,
}

/// Lines as they came. Only who shows or checks them makes something of them: the first
/// screen reads every record, and need not know how.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lines(String);

impl Lines {
    /// These.
    pub fn new(lines: &[Line]) -> Self {
        // A list of plain values can always be written.
        if lines.is_empty() { Self::default() } else { Self(serde_json::to_string(lines).unwrap_or_default()) }
    }

    /// There are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Each of them; `None` for one that this version cannot read: a later one may know more.
    pub fn each(&self) -> Vec<Option<Line>> {
        let lines: Vec<Box<RawValue>> = serde_json::from_str(&self.0).unwrap_or_default();
        lines.iter().map(|line| serde_json::from_str(line.get()).ok()).collect()
    }

    /// Those that this version can read.
    pub fn read(&self) -> Vec<Line> {
        self.each().into_iter().flatten().collect()
    }
}

impl Serialize for Lines {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let list = if self.is_empty() { "[]" } else { &self.0 };
        RawValue::from_string(list.to_owned()).map_err(serde::ser::Error::custom)?.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Lines {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let list = Box::<RawValue>::deserialize(deserializer)?;
        Ok(if list.get() == "[]" { Self::default() } else { Self(list.get().to_owned()) })
    }
}

/// The end of a meeting.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ending {
    /// When.
    pub at: Timestamp,
    /// What was changed since the beginning, in order.
    #[serde(default, skip_serializing_if = "Lines::is_empty")]
    pub lines: Lines,
    /// So many more changes there were.
    #[serde(default, skip_serializing_if = "crate::record::is_default")]
    pub more: u64,
}

record! {
    /// People of both teams before one screen.
    pub struct Meeting(MeetingId), changed by MeetingChange {
        /// Its end, with the minutes; `None` while it goes on.
        ended / Ended: Option<Ending>,
        /// Which item of the agenda the one who holds it is at, by its name; empty for the
        /// first. Others follow it on their own devices.
        at / At: String,
    }
}

impl Meeting {
    /// When it began.
    pub fn began(&self) -> Option<Timestamp> {
        self.meta.born.map(|born| born.stamp.at())
    }

    /// Who began it.
    pub fn by(&self) -> Option<MemberId> {
        self.meta.born.map(|born| born.by)
    }

    /// The item of the agenda that is talked about.
    pub fn item(&self) -> Item {
        Item::named(&self.at)
    }

    fn goes_on(&self) -> bool {
        self.meta.is_alive() && self.ended.is_none()
    }
}

/// The meeting that goes on; of several the one that began last.
pub fn running(workspace: &Workspace) -> Option<&Meeting> {
    workspace.meetings.values().filter(|meeting| meeting.goes_on()).max_by_key(|meeting| (meeting.began(), meeting.id))
}

/// The meetings that are over, the latest first.
pub fn past(workspace: &Workspace) -> Vec<&Meeting> {
    let over = |meeting: &&Meeting| meeting.meta.is_alive() && meeting.ended.is_some();
    let mut past: Vec<_> = workspace.meetings.values().filter(over).collect();
    sort::sort_by_key(&mut past, |meeting| Reverse((meeting.ended.as_ref().map(|end| end.at), meeting.id)));
    past
}

/// A key as its text: `deal/<id>`.
mod key {
    use super::{Deserialize, Deserializer, EntityKey, Error, Serializer};

    pub fn serialize<S: Serializer>(key: &EntityKey, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(key)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<EntityKey, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}
