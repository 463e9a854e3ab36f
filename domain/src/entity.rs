//! All kinds of records, listed once: whatever goes over every kind (storing,
//! sending, applying) is derived from this list.

use crate::{
    company::{Company, Contact},
    deal::Deal,
    hypothesis::Hypothesis,
    ids::*,
    import::Import,
    insight::Insight,
    json::{Fields, Name},
    meeting::Meeting,
    member::Member,
    question::Question,
    reach::Reach,
    record::{Meta, Record},
    score::Rule,
    settings::Settings,
    stage::Stage,
    task::Task,
    touchpoint::Touchpoint,
    workshop::{Sticker, Workshop},
    workspace::Workspace,
};
use serde::{
    Deserialize, Deserializer, Serialize,
    de::{Error, IgnoredAny, MapAccess, Visitor},
};
use serde_json::value::RawValue;
use std::{fmt, str::FromStr};
use uuid::Uuid;

/// Calls `$then!` with every kind: `Variant "wire name" field Id`.
macro_rules! for_each_kind {
    ($then:ident) => {
        $then! {
            Settings "settings" settings WorkspaceId,
            Stage "stage" stages StageId,
            Member "member" members MemberId,
            Company "company" companies CompanyId,
            Contact "contact" contacts ContactId,
            Deal "deal" deals DealId,
            Task "task" tasks TaskId,
            Insight "insight" insights InsightId,
            Rule "rule" rules RuleId,
            Question "question" questions QuestionId,
            Touchpoint "touchpoint" touchpoints TouchpointId,
            Hypothesis "hypothesis" hypotheses HypothesisId,
            Reach "reach" reach ReachId,
            Import "import" imports ImportId,
            Workshop "workshop" workshops WorkshopId,
            Sticker "sticker" stickers StickerId,
            Meeting "meeting" meetings MeetingId,
        }
    };
}

macro_rules! entities {
    ($($kind:ident $name:literal $field:ident $id:ident,)*) => {
        /// A record of any kind, as it is stored and sent:
        /// `{"entity": "deal", "id": …, …}`.
        #[derive(Clone, Debug, PartialEq, Serialize)]
        #[serde(tag = "entity", rename_all = "snake_case")]
        #[allow(clippy::large_enum_variant)] // moved once, from the wire into its map
        pub enum Entity {
            $(#[doc = concat!("A ", $name, ".")] $kind($kind),)*
        }

        /// The identity of a record of any kind; as text `deal/<id>`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum EntityKey {
            $(#[doc = concat!("A ", $name, ".")] $kind($id),)*
        }

        impl Entity {
            /// Its identity.
            pub fn key(&self) -> EntityKey {
                match self { $(Self::$kind(e) => EntityKey::$kind(e.id),)* }
            }

            /// Its book-keeping.
            pub fn meta(&self) -> &Meta {
                match self { $(Self::$kind(e) => &e.meta,)* }
            }

            /// Reads a record from its JSON; `None` for a kind that this version
            /// does not know (a newer server may send some).
            ///
            /// # Errors
            /// When it is no record, or one of a known kind that cannot be read.
            pub fn read(json: &str) -> Result<Option<Self>, serde_json::Error> {
                match serde_json::from_str(json)? {
                    Reading::Done(entity) => Ok(entity),
                    Reading::KindLater => Self::read(&kind_first(json)?),
                }
            }

            /// Reads the fields that follow on the kind's name.
            fn read_rest<'de, M: MapAccess<'de>>(kind: &str, map: &mut M) -> Result<Option<Self>, M::Error> {
                Ok(match kind {
                    $($name => Some(Self::$kind(Record::read(map)?)),)*
                    _ => None,
                })
            }
        }

        /// A record of any kind where it stands, to be written as JSON.
        #[derive(Serialize)]
        #[serde(tag = "entity", rename_all = "snake_case")]
        enum Shown<'a> {
            $($kind(&'a $kind),)*
        }

        impl EntityKey {
            /// The names of all kinds, as on the wire.
            pub const KINDS: &[&str] = &[$($name),*];

            /// The kind's name, as on the wire.
            pub fn kind(&self) -> &'static str {
                match self { $(Self::$kind(_) => $name,)* }
            }

            /// The id, whatever the kind.
            pub fn id(&self) -> Uuid {
                match self { $(Self::$kind(id) => id.0,)* }
            }

            /// The key of a `kind` by its wire name.
            pub fn of(kind: &str, id: Uuid) -> Option<Self> {
                match kind { $($name => Some(Self::$kind($id(id))),)* _ => None }
            }
        }

        $(impl From<$id> for EntityKey {
            fn from(id: $id) -> Self {
                Self::$kind(id)
            }
        })*

        impl Workspace {
            /// A record by its key, deleted ones included.
            pub fn entity(&self, key: EntityKey) -> Option<Entity> {
                match key { $(EntityKey::$kind(id) => self.$field.get(&id).cloned().map(Entity::$kind),)* }
            }

            /// The JSON of a record, deleted ones included.
            pub fn json(&self, key: EntityKey) -> Option<serde_json::Result<String>> {
                match key {
                    $(EntityKey::$kind(id) => {
                        self.$field.get(&id).map(|record| serde_json::to_string(&Shown::$kind(record)))
                    })*
                }
            }

            /// Puts a record in the place of what was there.
            pub fn put(&mut self, entity: Entity) {
                match entity { $(Entity::$kind(e) => { self.$field.insert(e.id, e); })* }
            }

            /// Forgets a record.
            pub fn forget(&mut self, key: EntityKey) {
                match key { $(EntityKey::$kind(id) => { self.$field.remove(&id); })* }
            }

            /// The book-keeping of all records.
            pub fn metas(&self) -> impl Iterator<Item = &Meta> {
                std::iter::empty()$(.chain(self.$field.values().map(|e| &e.meta)))*
            }

            /// The same, each with the key of its record.
            pub fn keyed_metas(&self) -> impl Iterator<Item = (EntityKey, &Meta)> {
                std::iter::empty()$(.chain(self.$field.values().map(|e| (EntityKey::$kind(e.id), &e.meta))))*
            }

            /// All records, deleted ones included.
            pub fn entities(&self) -> impl Iterator<Item = Entity> + '_ {
                std::iter::empty()$(.chain(self.$field.values().cloned().map(Entity::$kind)))*
            }
        }
    };
}
for_each_kind!(entities);

impl Workspace {
    /// Whether a record has been made, deleted ones included.
    pub fn has(&self, key: EntityKey) -> bool {
        self.entity(key).is_some_and(|record| record.meta().born.is_some())
    }
}

/// What became of reading a record in one go. Records are written with their kind
/// first, so that whatever follows is read by its own type at once: a client
/// reads hundreds of thousands when it starts.
#[allow(clippy::large_enum_variant)] // lives for one record, on the stack
enum Reading {
    /// It is read; `None` is a kind that this version does not know.
    Done(Option<Entity>),
    /// Somebody has put another field first.
    KindLater,
}

impl<'de> Deserialize<'de> for Reading {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;
        impl<'de> Visitor<'de> for Object {
            type Value = Reading;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a record")
            }
            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Reading, M::Error> {
                let first = map.next_key::<Name<'_>>()?.ok_or_else(|| M::Error::missing_field("entity"))?;
                let reading = if first.as_str() == "entity" {
                    let kind: Name<'_> = map.next_value()?;
                    Reading::Done(Entity::read_rest(kind.as_str(), &mut map)?)
                } else {
                    map.next_value::<IgnoredAny>()?;
                    Reading::KindLater
                };
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(reading)
            }
        }
        deserializer.deserialize_map(Object)
    }
}

/// The same record with its kind first.
fn kind_first(json: &str) -> Result<String, serde_json::Error> {
    let fields = Fields::of(json)?;
    let kind = fields.get("entity").ok_or_else(|| serde_json::Error::missing_field("entity"))?;
    let mut text = format!("{{\"entity\":{kind}");
    for (name, value) in fields.iter().filter(|(name, _)| *name != "entity") {
        text.push_str(&format!(",{}:{value}", serde_json::to_string(name)?));
    }
    text.push('}');
    Ok(text)
}

impl<'de> Deserialize<'de> for Entity {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let json = Box::<RawValue>::deserialize(deserializer)?;
        let read = Self::read(json.get()).map_err(D::Error::custom)?;
        read.ok_or_else(|| D::Error::custom("a record of an unknown kind"))
    }
}

/// Reads a list of records and passes over kinds that this version does not
/// know. (It takes a new snapshot when it has learned them.) A record of a known
/// kind that cannot be read is an error.
///
/// # Errors
/// When it is no list of records.
pub fn known_entities<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Entity>, D::Error> {
    let records = Vec::<Box<RawValue>>::deserialize(deserializer)?;
    records
        .iter()
        .filter_map(|json| Entity::read(json.get()).transpose())
        .collect::<Result<_, _>>()
        .map_err(D::Error::custom)
}

impl fmt::Display for EntityKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.kind(), self.id())
    }
}

/// A text is no key.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("a key has the form kind/id")]
pub struct NoKey;

impl FromStr for EntityKey {
    type Err = NoKey;
    fn from_str(s: &str) -> Result<Self, NoKey> {
        let (kind, id) = s.split_once('/').ok_or(NoKey)?;
        Self::of(kind, Uuid::parse_str(id).map_err(|_| NoKey)?).ok_or(NoKey)
    }
}
