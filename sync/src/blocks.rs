//! Many records in one row of the database on the device: reading three hundred
//! thousand rows one by one takes longer than everything else at the start. Pure.
//!
//! A block is text, a record in each line, sorted by key. The blocks share out the
//! order of the keys: each holds what comes from its first key on up to the next
//! block's. So every record has one home, whatever changes: what is overwritten
//! (a person who was forgotten) is gone when its block is written again. Ids sort
//! by creation, so what is new comes into few blocks.

use serde::{Deserialize, Serialize};
use smarketing_domain::sort;
use std::collections::BTreeMap;

/// Keys and JSON of records.
pub type Records = BTreeMap<String, String>;

/// Which blocks there are, and how many records lie beside them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Directory {
    /// The first key that belongs to each, sorted; the first of all is empty. It
    /// is the block's own key in the store.
    pub firsts: Vec<String>,
    /// At most so many changed records lie beside the blocks.
    pub loose: usize,
}

impl Directory {
    /// The block that `key` belongs to; `None` when there are no blocks.
    pub fn home(&self, key: &str) -> Option<&str> {
        let after = self.firsts.partition_point(|first| first.as_str() <= key);
        self.firsts.get(after.saturating_sub(1)).map(String::as_str)
    }

    /// The place of the block `old` is taken by these.
    pub fn replace(&mut self, old: &str, new: impl IntoIterator<Item = String>) {
        self.firsts.retain(|first| first != old);
        self.firsts.extend(new);
        sort::sort_by(&mut self.firsts, |a, b| a.cmp(b));
    }
}

/// A block: the first key that belongs to it, and its text.
pub type Block = (String, String);

/// Puts records, sorted by key, into blocks of about `size` bytes. The first of
/// them holds what comes from `first` on; there is always one.
pub fn pack(first: &str, records: Vec<&str>, size: usize) -> impl Iterator<Item = Block> {
    let mut records = records.into_iter().peekable();
    let mut next = Some(first.to_owned());
    std::iter::from_fn(move || {
        let first = next.take()?;
        let mut text = String::new();
        while text.len() < size
            && let Some(json) = records.next()
        {
            // Between tokens a line break means nothing, and within a text it is escaped.
            json.split('\n').for_each(|part| text.push_str(part));
            text.push('\n');
        }
        next = records.peek().and_then(|json| key(json));
        Some((first, text))
    })
}

/// The records of a block: the JSON of each.
pub fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !line.is_empty())
}

/// The key of a record by its JSON: `kind/id`, also of kinds from the future.
pub fn key(json: &str) -> Option<String> {
    #[derive(Deserialize)]
    struct Head<'a> {
        entity: &'a str,
        id: uuid::Uuid,
    }
    if let Some((kind, id)) = beginning(json) {
        return Some([kind, "/", id].concat());
    }
    let Head { entity, id } = serde_json::from_str(json).ok()?;
    Some(format!("{entity}/{id}"))
}

/// Kind and id where they stand first, as they are written by us: the rest of the
/// record need not be looked at.
pub fn beginning(json: &str) -> Option<(&str, &str)> {
    let (kind, rest) = json.strip_prefix(r#"{"entity":""#)?.split_once('"')?;
    let (id, _) = rest.strip_prefix(r#","id":""#)?.split_once('"')?;
    let is_plain = kind.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    let is_id = id.len() == 36 && id.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f' | b'-'));
    (is_plain && is_id).then_some((kind, id))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn task(n: u128) -> (String, String) {
        let json = format!(r#"{{"entity":"task","id":"{}","meta":{{}}}}"#, uuid::Uuid::from_u128(n));
        (key(&json).unwrap(), json)
    }

    fn directory(firsts: &[&str]) -> Directory {
        Directory { firsts: firsts.iter().map(|first| (*first).to_owned()).collect(), loose: 0 }
    }

    #[test]
    fn a_key_is_the_same_however_the_record_is_written() {
        let id = "0190c3f0-0000-7000-8000-00000000000a";
        for json in [
            format!(r#"{{"entity":"task","id":"{id}","meta":{{}}}}"#),
            format!(r#"{{ "id": "{}", "entity": "task" }}"#, id.to_uppercase()),
            format!(r#"{{"entity":"task","id":"{}"}}"#, id.to_uppercase()),
            format!(r#"{{"entity":"task","meta":{{}},"id":"{id}"}}"#),
        ] {
            assert_eq!(key(&json), Some(format!("task/{id}")), "{json}");
        }
        assert_eq!((key("{}"), key(""), key(r#"{"entity":"task","id":"7"}"#)), (None, None, None));
    }

    #[test]
    fn every_key_has_one_home() {
        let blocks = directory(&["", "deal/5", "task/1"]);
        for (key, home) in
            [("company/9", ""), ("deal/4", ""), ("deal/5", "deal/5"), ("reach/1", "deal/5"), ("x", "task/1")]
        {
            assert_eq!(blocks.home(key), Some(home), "{key}");
        }
        assert_eq!(directory(&[]).home("deal/1"), None);
    }

    #[test]
    fn a_block_that_is_taken_apart_leaves_every_key_a_home() {
        let mut blocks = directory(&["", "deal/5"]);
        blocks.replace("", ["".to_owned(), "deal/2".to_owned()]);
        assert_eq!(blocks, directory(&["", "deal/2", "deal/5"]));
    }

    #[test]
    fn what_is_packed_is_all_there_and_where_its_key_says() {
        let records: Records = (0..100).map(task).collect();
        let blocks: Vec<Block> = pack("", records.values().map(String::as_str).collect(), 500).collect();
        assert!(blocks.len() > 5 && blocks.iter().all(|(_, text)| text.len() < 1_000));
        let directory = Directory { firsts: blocks.iter().map(|(first, _)| first.clone()).collect(), loose: 0 };
        let found = blocks.iter().flat_map(|(first, text)| lines(text).map(move |json| (first, json)));
        let found: Records = found
            .map(|(first, json)| {
                let key = key(json).unwrap();
                assert_eq!(directory.home(&key), Some(first.as_str()));
                (key, json.to_owned())
            })
            .collect();
        assert_eq!(found, records);
    }

    #[test]
    fn nothing_is_one_empty_block_that_everything_can_come_into() {
        assert_eq!(pack("", Vec::new(), 500).collect::<Vec<_>>(), [(String::new(), String::new())]);
    }

    #[test]
    fn a_record_written_in_several_lines_stays_one() {
        let json = "{\"entity\":\"play\",\n  \"id\":\"00000000-0000-0000-0000-000000000001\"}";
        let blocks: Vec<Block> = pack("", vec![json], 500).collect();
        assert_eq!(lines(&blocks[0].1).filter_map(key).collect::<Vec<_>>().len(), 1);
    }
}
