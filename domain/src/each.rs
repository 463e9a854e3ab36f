//! Registers of which there is one for each key: what each member has one of, as a vote.

use crate::record::Meta;
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, fmt};

/// A value for each key, each a register of its own: who writes theirs takes nothing from
/// anybody. As the value of a record all that were written; in a change the one that it
/// writes, `None` to take it back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Each<K: Ord, V>(BTreeMap<K, Option<V>>);

impl<K: Ord, V> Default for Each<K, V> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<K: Ord + Copy + fmt::Display, V: Clone> Each<K, V> {
    /// The write of one value, or of its end.
    pub fn one(key: K, value: Option<V>) -> Self {
        Self([(key, value)].into())
    }

    /// The value of a key.
    pub fn get(&self, key: K) -> Option<&V> {
        self.0.get(&key).and_then(Option::as_ref)
    }

    /// All values, in the order of their keys.
    pub fn iter(&self) -> impl Iterator<Item = (K, &V)> {
        self.0.iter().filter_map(|(key, value)| Some((*key, value.as_ref()?)))
    }

    /// The keys that are named, those without a value too.
    pub fn keys(&self) -> impl Iterator<Item = K> {
        self.0.keys().copied()
    }

    /// The register that this writes: `check` refuses to write several at once.
    pub(crate) fn register(&self, name: &str) -> String {
        self.0.keys().next().map_or_else(|| name.to_owned(), |key| part(name, key))
    }

    pub(crate) fn write(&mut self, change: Self) {
        for (key, value) in change.0 {
            match value {
                Some(value) => self.0.insert(key, Some(value)),
                None => self.0.remove(&key),
            };
        }
    }

    pub(crate) fn present(&self, change: &Self) -> Self {
        Self(change.0.keys().map(|key| (*key, self.get(*key).cloned())).collect())
    }

    pub(crate) fn take_unedited(&mut self, newborn: Self, name: &str, meta: &Meta) {
        self.0.retain(|key, _| meta.is_edited(&part(name, key)));
        let unedited =
            newborn.0.into_iter().filter(|(key, value)| value.is_some() && !meta.is_edited(&part(name, key)));
        self.0.extend(unedited);
    }
}

fn part(name: &str, key: &impl fmt::Display) -> String {
    format!("{name}/{key}")
}
