//! What all records share: who made them, when each register was last written,
//! and the rule by which concurrent writes settle.
//!
//! A record is a set of **registers** (fields that belong together are one).
//! For each register the latest stamp wins, whatever order operations arrive
//! in. A delete beats an edit; coming back needs an explicit restore. What each
//! member has one of is a register for each of them ([`Each`]).

pub use crate::each::Each;
use crate::{
    clock::Stamp,
    fault::{Fault, planted},
    ids::MemberId,
    json::{self, Fields, Name},
};
use serde::{
    Deserialize, Deserializer, Serialize,
    de::{Error as _, IgnoredAny, MapAccess, Visitor},
};
use serde_json::{Error, value::RawValue};
use std::{borrow::Cow, collections::BTreeMap, fmt, marker::PhantomData};
use uuid::Uuid;

/// A record's birth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Birth {
    /// When it was made.
    pub stamp: Stamp,
    /// Who made it.
    pub by: MemberId,
}

/// The latest delete or restore.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Presence {
    /// True after a delete, false after a restore.
    pub gone: bool,
    /// When.
    pub stamp: Stamp,
    /// Who did it.
    pub by: MemberId,
}

/// A record's book-keeping.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meta {
    /// `None` while only edits of a record have arrived and its creation has not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub born: Option<Birth>,
    /// The latest delete or restore, if there was any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub presence: Option<Presence>,
    /// Stamps of the registers that were written after the birth.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    edited: BTreeMap<String, Stamp>,
}

impl Meta {
    /// Made, and not deleted.
    pub fn is_alive(&self) -> bool {
        self.born.is_some() && !self.presence.is_some_and(|p| p.gone)
    }

    /// Whether the record is known and deleted.
    pub fn is_deleted(&self) -> bool {
        self.born.is_some() && self.presence.is_some_and(|p| p.gone)
    }

    /// When `register` was last written; `None` if never.
    pub fn written(&self, register: &str) -> Option<Stamp> {
        self.edited.get(register).copied().or(self.born.map(|b| b.stamp))
    }

    /// The registers that were written after the birth, each with when.
    pub fn edits(&self) -> impl Iterator<Item = (&str, Stamp)> {
        self.edited.iter().map(|(register, stamp)| (register.as_str(), *stamp))
    }

    /// When anything about the record was last written.
    pub fn last_written(&self) -> Option<Stamp> {
        let presence = self.presence.map(|p| p.stamp);
        self.edited.values().copied().chain(self.born.map(|b| b.stamp)).chain(presence).max()
    }

    /// Whether something of what was made at `stamp` still stands here.
    pub fn has(&self, stamp: Stamp) -> bool {
        self.edited.values().any(|edited| *edited == stamp)
            || self.born.is_some_and(|born| born.stamp == stamp)
            || self.presence.is_some_and(|presence| presence.stamp == stamp)
    }

    /// Asks to write `register` at `stamp`: true if this write wins.
    pub fn claim(&mut self, register: &str, stamp: Stamp) -> bool {
        let wins = self.written(register).is_none_or(|last| stamp > last) || planted(Fault::LastToArriveWins);
        if wins {
            self.edited.insert(register.to_owned(), stamp);
        }
        wins
    }

    /// Records the birth; false if it changes nothing: the same again, or an
    /// older one (ids are unique, so a second birth is rare: two people offline
    /// made the record of one day; then the later one counts, whole).
    ///
    /// A birth writes **every** register, those it does not name with their
    /// defaults. What remains are edits that are later than it and arrived first.
    pub fn bear(&mut self, birth: Birth) -> bool {
        let counts = self.born.is_none_or(|born| birth.stamp > born.stamp);
        if counts {
            self.born = Some(birth);
            self.edited.retain(|_, stamp| *stamp > birth.stamp);
        }
        counts
    }

    /// Whether `register` was written after the birth.
    pub fn is_edited(&self, register: &str) -> bool {
        self.edited.contains_key(register)
    }

    /// Notes a delete (`gone`) or a restore.
    pub fn set_presence(&mut self, presence: Presence) {
        let wins = self.presence.is_none_or(|last| presence.stamp > last.stamp);
        if wins || planted(Fault::DeleteIsForgotten) {
            self.presence = Some(presence);
        }
    }
}

/// A record whose registers are written by changes.
pub trait Record: Clone {
    /// Its id.
    type Id: Copy + Ord + From<Uuid> + Into<Uuid>;
    /// One write of one register.
    type Change: Clone + PartialEq;

    /// A record of which nothing is known yet.
    fn blank(id: Self::Id) -> Self;
    /// Its id.
    fn id(&self) -> Self::Id;
    /// The book-keeping.
    fn meta(&self) -> &Meta;
    /// The book-keeping, to write.
    fn meta_mut(&mut self) -> &mut Meta;
    /// All registers: name and type, for whatever goes over all of them.
    fn registers() -> &'static [(&'static str, &'static str)];
    /// The register a change writes: its name on the wire, and for one of many its key
    /// behind a slash.
    fn register(change: &Self::Change) -> Cow<'static, str>;
    /// Writes a register, whatever the stamps say.
    fn write(&mut self, change: Self::Change);
    /// The present value of the register that `change` writes: what undoes it.
    fn present(&self, change: &Self::Change) -> Self::Change;
    /// Takes over `newborn`'s value of every register that was not edited after the birth.
    fn take_unedited(&mut self, newborn: Self);
    /// Reads a change of the register of this name; `None` for one this version does not know.
    ///
    /// # Errors
    /// When the value is not of the register's type.
    fn read_change(register: &str, json: &str) -> Result<Option<Self::Change>, Error>;
    /// Reads the field of this name, whose value comes next; false for one that
    /// this version does not know: it has not been read then.
    ///
    /// # Errors
    /// When the value is of another type.
    fn read_field<'de, M: MapAccess<'de>>(&mut self, name: &str, map: &mut M) -> Result<bool, M::Error>;

    /// Reads the fields of a record as they come. A register that is missing has
    /// its default.
    ///
    /// # Errors
    /// When a part of it cannot be read, or id or book-keeping are missing.
    fn read<'de, M: MapAccess<'de>>(map: &mut M) -> Result<Self, M::Error>
    where
        Self::Id: From<Uuid>,
    {
        let mut record = Self::blank(Uuid::nil().into());
        let (mut id, mut meta) = (false, false);
        while let Some(name) = map.next_key::<Name<'_>>()? {
            if !record.read_field(name.as_str(), map)? {
                map.next_value::<IgnoredAny>()?;
            }
            id |= name.as_str() == "id";
            meta |= name.as_str() == "meta";
        }
        match (id, meta) {
            (true, true) => Ok(record),
            (false, _) => Err(M::Error::missing_field("id")),
            (true, false) => Err(M::Error::missing_field("meta")),
        }
    }

    /// A blank record with this one register written; `None` for one that this
    /// version does not know. By way of the record, so that the program has one way
    /// of reading each register.
    ///
    /// # Errors
    /// When the value is not of the register's type.
    fn read_one(register: &str, json: &str) -> Result<Option<Self>, Error>
    where
        Self::Id: From<Uuid>,
    {
        let known = Self::registers().iter().any(|(name, _)| *name == register);
        let form = format!(r#"{{"id":"{}","meta":{{}},"{register}":{json}}}"#, Uuid::nil());
        if known { serde_json::from_str::<Whole<Self>>(&form).map(|whole| Some(whole.0)) } else { Ok(None) }
    }

    /// Reads a list of changes: `[{"title": …}, …]`.
    ///
    /// # Errors
    /// When one of them is no change of a register that this version knows.
    fn read_changes(json: &str) -> Result<Vec<Self::Change>, Error> {
        let read = |json: &RawValue| {
            let fields = Fields::of(json.get())?;
            let mut changes = fields.iter().map(|(name, json)| Self::read_change(name, json));
            match (changes.next(), changes.next()) {
                (Some(change), None) => change?.ok_or_else(|| Error::custom("no register has this name")),
                _ => Err(Error::custom("a change writes one register")),
            }
        };
        json::list(json)?.into_iter().map(read).collect()
    }

    /// Applies changes by the latest-stamp rule.
    fn edit(&mut self, changes: &[Self::Change], stamp: Stamp) {
        for change in changes {
            if self.meta_mut().claim(&Self::register(change), stamp) {
                self.write(change.clone());
            }
        }
    }

    /// Applies a creation with its first values; false if it changes nothing.
    fn create(&mut self, changes: &[Self::Change], birth: Birth) -> bool {
        let counts = self.meta_mut().bear(birth);
        if counts {
            let mut newborn = Self::blank(self.id());
            // As in an edit, of two writes of one register the first counts.
            changes.iter().rev().for_each(|change| newborn.write(change.clone()));
            self.take_unedited(newborn);
        }
        counts
    }
}

/// A record that is read from the form of all its fields.
struct Whole<R>(R);

impl<'de, R: Record> Deserialize<'de> for Whole<R>
where
    R::Id: From<Uuid>,
{
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object<R>(PhantomData<R>);
        impl<'de, R: Record> Visitor<'de> for Object<R>
        where
            R::Id: From<Uuid>,
        {
            type Value = R;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a record")
            }
            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<R, M::Error> {
                R::read(&mut map)
            }
        }
        deserializer.deserialize_map(Object(PhantomData)).map(Self)
    }
}

/// Defines a record and the changes that write its registers:
///
/// ```text
/// record! {
///     /// A step.
///     pub struct Step(StepId), changed by StepChange {
///         /// Its name.
///         name / Name: String,
///     }
/// }
/// ```
///
/// On the wire a change is `{"name": …}`, and a register at its default is left out.
/// Behind the registers `each { … }` has those of which there is one for each key.
macro_rules! record {
    (
        $(#[$doc:meta])*
        pub struct $record:ident($id:ty), changed by $change:ident {
            $( $(#[$field_doc:meta])* $field:ident / $variant:ident : $ty:ty, )*
        }
        $( each { $( $(#[$each_doc:meta])* $each:ident / $each_variant:ident : $each_ty:ty, )* } )?
        $( and { $( $(#[$extra_doc:meta])* $extra:ident : $extra_ty:ty, )* } )?
    ) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
        pub struct $record {
            /// Its identity.
            pub id: $id,
            /// Who made it, and when each register was last written.
            pub meta: $crate::record::Meta,
            $(
                $(#[$field_doc])*
                #[serde(skip_serializing_if = "crate::record::is_default")]
                pub $field: $ty,
            )*
            $($(
                $(#[$each_doc])*
                #[serde(skip_serializing_if = "crate::record::is_default")]
                pub $each: $each_ty,
            )*)?
            $($(
                $(#[$extra_doc])*
                #[serde(skip_serializing_if = "crate::record::is_default")]
                pub $extra: $extra_ty,
            )*)?
        }

        #[doc = concat!("One write of one register of a [`", stringify!($record), "`].")]
        #[derive(Clone, Debug, PartialEq, serde::Serialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $change {
            $( $(#[$field_doc])* $variant($ty), )*
            $($( $(#[$each_doc])* $each_variant($each_ty), )*)?
        }

        impl $crate::record::Record for $record {
            type Id = $id;
            type Change = $change;

            fn blank(id: $id) -> Self {
                Self { id, ..Self::default() }
            }
            fn id(&self) -> $id {
                self.id
            }
            fn meta(&self) -> &$crate::record::Meta {
                &self.meta
            }
            fn meta_mut(&mut self) -> &mut $crate::record::Meta {
                &mut self.meta
            }
            fn registers() -> &'static [(&'static str, &'static str)] {
                &[
                    $( (stringify!($field), stringify!($ty)), )*
                    $($( (stringify!($each), stringify!($each_ty)), )*)?
                ]
            }
            fn register(change: &$change) -> std::borrow::Cow<'static, str> {
                match change {
                    $( $change::$variant(_) => stringify!($field).into(), )*
                    $($( $change::$each_variant(value) => value.register(stringify!($each)).into(), )*)?
                }
            }
            fn write(&mut self, change: $change) {
                match change {
                    $( $change::$variant(value) => self.$field = value, )*
                    $($( $change::$each_variant(value) => self.$each.write(value), )*)?
                }
            }
            fn present(&self, change: &$change) -> $change {
                match change {
                    $( $change::$variant(_) => $change::$variant(self.$field.clone()), )*
                    $($( $change::$each_variant(value) => $change::$each_variant(self.$each.present(value)), )*)?
                }
            }
            fn read_change(register: &str, json: &str) -> Result<Option<$change>, serde_json::Error> {
                let Some(record) = Self::read_one(register, json)? else { return Ok(None) };
                Ok(match register {
                    $( stringify!($field) => Some($change::$variant(record.$field)), )*
                    $($( stringify!($each) => Some($change::$each_variant(record.$each)), )*)?
                    _ => None,
                })
            }
            fn read_field<'de, M: serde::de::MapAccess<'de>>(
                &mut self,
                name: &str,
                map: &mut M,
            ) -> Result<bool, M::Error> {
                match name {
                    "id" => self.id = map.next_value()?,
                    "meta" => self.meta = map.next_value()?,
                    $( stringify!($field) => self.$field = map.next_value()?, )*
                    $($( stringify!($each) => self.$each = map.next_value()?, )*)?
                    $($( stringify!($extra) => self.$extra = map.next_value()?, )*)?
                    _ => return Ok(false),
                }
                Ok(true)
            }
            fn take_unedited(&mut self, newborn: Self) {
                $( if !self.meta.is_edited(stringify!($field)) { self.$field = newborn.$field; } )*
                $($( self.$each.take_unedited(newborn.$each, stringify!($each), &self.meta); )*)?
            }
        }
    };
}
pub(crate) use record;

/// Whether a register is at its default, and need not be written out.
pub(crate) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::ClientId;

    fn stamp(millis: u64) -> Stamp {
        Stamp { millis, counter: 0, client: ClientId(1) }
    }

    fn birth(millis: u64) -> Birth {
        Birth { stamp: stamp(millis), by: MemberId::default() }
    }

    #[test]
    fn the_latest_stamp_wins_in_either_order() {
        let (mut one, mut two) = (Meta::default(), Meta::default());
        assert!(one.claim("name", stamp(1)) && one.claim("name", stamp(2)));
        assert!(two.claim("name", stamp(2)) && !two.claim("name", stamp(1)));
        assert_eq!(one, two);
    }

    #[test]
    fn an_edit_that_arrived_before_the_birth_holds_if_it_is_later() {
        let mut meta = Meta::default();
        meta.claim("name", stamp(5));
        meta.claim("owner", stamp(1));
        assert!(!meta.is_alive());
        assert!(meta.bear(birth(3)));
        assert!(meta.is_alive() && meta.is_edited("name") && !meta.is_edited("owner"));
        assert!(!meta.claim("owner", stamp(2)), "the birth wrote every register");
    }

    #[test]
    fn of_two_births_the_later_one_counts_in_either_order() {
        let (mut one, mut two) = (Meta::default(), Meta::default());
        assert!(one.bear(birth(1)) && one.bear(birth(2)));
        assert!(two.bear(birth(2)) && !two.bear(birth(1)));
        assert_eq!(one, two);
    }

    #[test]
    fn the_same_birth_twice_is_once() {
        let mut meta = Meta::default();
        assert!(meta.bear(birth(1)) && !meta.bear(birth(1)));
    }

    #[test]
    fn a_delete_beats_an_edit_and_a_restore_brings_back() {
        let mut meta = Meta::default();
        meta.bear(birth(1));
        let by = MemberId::default();
        meta.set_presence(Presence { gone: true, stamp: stamp(2), by });
        meta.claim("name", stamp(3));
        assert!(meta.is_deleted());
        meta.set_presence(Presence { gone: false, stamp: stamp(4), by });
        assert!(meta.is_alive());
    }
}
