//! Writing received records into a transaction: into their blocks, or loose beside
//! them until there are many.
//!
//! What is read back is the blocks with the loose records put over them, so a
//! record that lies loose is always the newer one.

use crate::{
    blocks::{self, Directory, Records, key, lines, pack},
    cache::{BLOCKS, CacheError, ENTITIES, META, parse, text},
    forget,
    platform::{Key, Transaction},
    rows::{Rows, Texts},
};
use smarketing_domain::{entity::Entity, ids::ContactId, sort};
use std::collections::{BTreeMap, BTreeSet};

/// So many blocks are written again at a time, beside those that must be.
const AT_ONCE: usize = 16;
/// Where the directory of the blocks stands.
const DIRECTORY: Key<'static> = Key::Name("blocks");

/// Received records that are to be kept together.
#[derive(Debug, Default)]
pub struct News {
    /// They take the place of all that is kept.
    anew: bool,
    all: Vec<Texts>,
    changed: Records,
    /// Something was deleted, or taken out of sight: its former text must not
    /// stay on the device, nor that of what changed with it.
    hides: bool,
}

impl News {
    /// All that is kept is to be forgotten.
    pub fn begin_anew(&mut self) {
        *self = Self { anew: true, ..Self::default() };
    }

    /// These are to be kept, the latest last.
    pub fn add(&mut self, rows: &Rows) {
        match rows {
            Rows::All(texts) => self.all.push(texts.clone()),
            Rows::Changed(rows) => {
                self.hides |= rows.iter().any(|(_, json)| is_hidden(json));
                self.changed.extend(rows.iter().cloned());
            }
        }
    }

    /// Takes the people who are gone out of what is kept beside the records; to be
    /// called before these are written, for the former ones say what they were called.
    ///
    /// # Errors
    /// When the transaction has ended.
    pub async fn forget<T: Transaction>(&self, tx: &T) -> Result<(), CacheError> {
        for (key, json) in self.changed.iter().filter(|(_, json)| is_hidden(json)) {
            if let Ok(Some(Entity::Contact(person))) = Entity::read(json) {
                let former = match former(tx, key).await?.map(|json| Entity::read(&json)) {
                    Some(Ok(Some(Entity::Contact(former)))) => Some(former),
                    _ => None,
                };
                forget::forget(tx, person.id, former.as_ref()).await?;
            }
        }
        if !self.anew {
            return Ok(());
        }
        // A snapshot has nobody who is gone.
        let people = forget::people(tx).await?;
        let is_there = |person: &ContactId| {
            let key = format!("contact/{person}");
            self.changed.contains_key(&key) || self.all.iter().flat_map(Texts::iter).any(|json| is_of(json, &key))
        };
        for person in people.into_iter().filter(|person| !is_there(person)) {
            forget::forget(tx, person, None).await?;
        }
        Ok(())
    }

    /// Writes them.
    ///
    /// # Errors
    /// When the transaction has ended.
    pub async fn write<T: Transaction>(self, tx: &T) -> Result<(), CacheError> {
        let mut loose = Vec::new();
        if !self.anew {
            if self.changed.is_empty() {
                return Ok(());
            }
            if let Some(directory) = tx.get(META, DIRECTORY).await?.and_then(parse) {
                return self.change(tx, directory).await;
            }
            // An earlier version of this program kept every record by itself.
            loose = tx.all(ENTITIES).await?;
        }
        tx.clear(ENTITIES)?;
        let changed = loose.iter().chain(self.changed.values()).map(String::as_str);
        let records = self.all.iter().flat_map(Texts::iter).chain(changed).collect();
        let as_they_came = loose.is_empty() && self.changed.is_empty() && self.all.len() == 1;
        let is_sorted = as_they_came && self.all.iter().all(|texts| texts.is_sorted);
        rebuild(tx, if is_sorted { records } else { sorted(records) }).await
    }

    async fn change<T: Transaction>(self, tx: &T, mut directory: Directory) -> Result<(), CacheError> {
        let many = directory.loose + self.changed.len() > T::LOOSE;
        if !self.hides && !many {
            for (key, json) in &self.changed {
                tx.put(ENTITIES, Key::Name(key), json)?;
            }
            directory.loose += self.changed.len();
            return tx.put(META, DIRECTORY, &text(&directory)?);
        }
        let mut homes: BTreeMap<String, Records> = BTreeMap::new();
        let loose = tx.all(ENTITIES).await?;
        let loose = loose.into_iter().filter_map(|json| Some((key(&json)?, json)));
        for (key, json) in loose.chain(self.changed.clone()) {
            let home = directory.home(&key).unwrap_or_default().to_owned();
            homes.entry(home).or_default().insert(key, json);
        }
        let due = self.due::<T>(&directory, &homes);
        directory.loose = 0;
        for (home, records) in homes {
            if due.contains(&home) {
                fold(tx, &mut directory, &home, records).await?;
                continue;
            }
            directory.loose += records.len();
            for (key, json) in records.iter().filter(|(key, _)| self.changed.contains_key(*key)) {
                tx.put(ENTITIES, Key::Name(key), json)?;
            }
        }
        tx.put(META, DIRECTORY, &text(&directory)?)
    }

    /// The blocks to be written again: those that must be, and where too much lies
    /// loose, those with the most of it.
    fn due<T: Transaction>(&self, directory: &Directory, homes: &BTreeMap<String, Records>) -> BTreeSet<String> {
        let mut due = BTreeSet::new();
        if self.hides {
            due.extend(self.changed.keys().filter_map(|key| directory.home(key)).map(str::to_owned));
        }
        if homes.values().map(BTreeMap::len).sum::<usize>() > T::LOOSE {
            let mut fullest: Vec<_> = homes.iter().map(|(home, records)| (records.len(), home)).collect();
            sort::sort_by(&mut fullest, |a, b| b.cmp(a));
            due.extend(fullest.into_iter().take(AT_ONCE).map(|(_, home)| home.clone()));
        }
        due
    }
}

/// Writes records into the block that they belong to; one that has become too
/// large is taken apart.
async fn fold<T: Transaction>(
    tx: &T,
    directory: &mut Directory,
    home: &str,
    records: Records,
) -> Result<(), CacheError> {
    let former = tx.get(BLOCKS, Key::Name(home)).await?.unwrap_or_default();
    let mut all: BTreeMap<String, &str> = sort::gather(lines(&former).filter_map(|json| Some((key(json)?, json))));
    for (key, json) in &records {
        all.insert(key.clone(), json);
        tx.delete(ENTITIES, Key::Name(key))?;
    }
    let bytes: usize = all.values().map(|json| json.len() + 1).sum();
    let size = if bytes > 2 * T::BLOCK { T::BLOCK } else { 2 * T::BLOCK };
    let blocks: Vec<_> = pack(home, all.into_values().collect(), size).collect();
    for (first, text) in &blocks {
        tx.put(BLOCKS, Key::Name(first), text)?;
    }
    directory.replace(home, blocks.into_iter().map(|(first, _)| first));
    Ok(())
}

/// Records in the order of their keys; of one that comes twice the latter counts.
fn sorted(records: Vec<&str>) -> Vec<&str> {
    let mut sorted: Vec<(String, &str)> = records.into_iter().filter_map(|json| Some((key(json)?, json))).collect();
    sort::sort_by(&mut sorted, |a, b| a.0.cmp(&b.0));
    sorted.dedup_by(|later, former| {
        let is_same = later.0 == former.0;
        if is_same {
            former.1 = later.1;
        }
        is_same
    });
    sorted.into_iter().map(|(_, json)| json).collect()
}

/// Writes all records, sorted by key, into new blocks.
async fn rebuild<T: Transaction>(tx: &T, records: Vec<&str>) -> Result<(), CacheError> {
    tx.clear(BLOCKS)?;
    let mut directory = Directory::default();
    for (first, text) in pack("", records, T::BLOCK) {
        tx.put(BLOCKS, Key::Name(&first), &text)?;
        directory.firsts.push(first);
        // Waits for the block to be taken over: in between the page can be used.
        tx.get(META, DIRECTORY).await?;
    }
    tx.put(META, DIRECTORY, &text(&directory)?)
}

fn is_of(json: &str, wanted: &str) -> bool {
    json.starts_with(r#"{"entity":"contact""#) && key(json).is_some_and(|key| key == wanted)
}

/// A record as it is kept.
async fn former<T: Transaction>(tx: &T, key: &str) -> Result<Option<String>, CacheError> {
    if let Some(json) = tx.get(ENTITIES, Key::Name(key)).await? {
        return Ok(Some(json));
    }
    let directory: Option<Directory> = tx.get(META, DIRECTORY).await?.and_then(parse);
    let Some(home) = directory.as_ref().and_then(|directory| directory.home(key)) else { return Ok(None) };
    let block = tx.get(BLOCKS, Key::Name(home)).await?.unwrap_or_default();
    Ok(lines(&block).find(|json| blocks::key(json).as_deref() == Some(key)).map(str::to_owned))
}

/// Whether a record is deleted, or one that this member is not to see.
fn is_hidden(json: &str) -> bool {
    matches!(Entity::read(json), Ok(Some(entity)) if !entity.meta().is_alive())
}
