//! What is known of a person, and forgetting it.
//!
//! Erasing empties the person's own record and takes their name, address and
//! number out of what was written about the deals they stand in: titles, notes,
//! tasks. The same is done to the history, for it holds every former value. Other texts
//! stay as they are, for a name alone does not say who is meant; [`mentions()`] lists them.

mod mentions;

pub use mentions::{Mention, mentions};

use crate::{
    company::{Contact, ContactChange, LawfulBasis},
    deal::{Deal, DealChange, Loss, Place},
    entity::EntityKey,
    ids::ContactId,
    insight::InsightChange,
    operation::{Action, Body, DealAction},
    task::TaskChange,
    touchpoint::{Touchpoint, TouchpointChange},
    workspace::Workspace,
};
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

/// What stands where a name stood.
pub const ERASED: &str = "…";
/// Shorter words stand in too many texts that are not about the person.
const SHORTEST: usize = 3;
/// The registers of a contact that say who it is.
const PERSONAL: [&str; 5] = ["name", "email", "phone", "position", "source"];
/// Those by which texts may call the person.
const CALLED: [&str; 3] = ["name", "email", "phone"];

/// The records that say something about a person: their own, the deals they
/// stand in, and what belongs to those.
pub fn about(w: &Workspace, person: ContactId) -> Vec<EntityKey> {
    let deals: BTreeSet<_> = w.deals.values().filter(|d| d.contacts.contains(&person)).map(|d| d.id).collect();
    let with = |deal: Option<crate::ids::DealId>| deal.is_some_and(|deal| deals.contains(&deal));
    let tasks = w.tasks.values().filter(|t| with(t.deal)).map(|t| t.id.into());
    let insights = w.insights.values().filter(|i| with(i.deal)).map(|i| i.id.into());
    let met = |t: &&Touchpoint| t.contact == Some(person) || with(t.deal);
    let touches = w.touchpoints.values().filter(met).map(|t| t.id.into());
    let own = std::iter::once(person.into());
    own.chain(deals.iter().map(|id| (*id).into())).chain(tasks).chain(insights).chain(touches).collect()
}

/// The words that a person is called by, the longest first; those of
/// [`Words::learn`] too.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words(Vec<String>);

impl Words {
    /// Those of the record as it is.
    pub fn of(person: &Contact) -> Self {
        let mut words = Self::default();
        [&person.email, &person.phone].into_iter().for_each(|word| words.add(word));
        words.add_name(&person.name);
        words
    }

    /// Those of a change of the record, as it is in the history.
    pub fn learn(&mut self, change: &Value) {
        for set in sets(change) {
            for register in CALLED {
                let word = set.get(register).and_then(Value::as_str).unwrap_or_default();
                if register == "name" { self.add_name(word) } else { self.add(word) }
            }
        }
    }

    /// A name and its parts: in notes people are called by one of them.
    fn add_name(&mut self, name: &str) {
        self.add(name);
        name.split_whitespace().for_each(|part| self.add(part));
    }

    fn add(&mut self, word: &str) {
        let word = word.trim().to_lowercase();
        if word.chars().count() >= SHORTEST && !self.0.contains(&word) {
            self.0.push(word);
            // What contains another word has to be found first.
            self.0.sort_by_key(|word| std::cmp::Reverse(word.len()));
        }
    }

    /// The text without the words, in whatever case they stand; `None` when it
    /// has none of them.
    pub fn scrub(&self, text: &str) -> Option<String> {
        let mut out = String::with_capacity(text.len());
        let mut kept = 0;
        while let Some(found) = self.find(text, kept) {
            out.push_str(&text[kept..found.start]);
            out.push_str(ERASED);
            kept = found.end;
        }
        out.push_str(&text[kept..]);
        (kept > 0).then_some(out)
    }

    /// Where the first of the words stands in a text, from the byte `from` on, in whatever
    /// case. Only whole words: "Ann" is no part of "planned".
    fn find(&self, text: &str, from: usize) -> Option<Range<usize>> {
        let mut before = text[..from].chars().next_back();
        for (at, first) in text[from..].char_indices().map(|(at, first)| (from + at, first)) {
            let inside = before.is_some_and(char::is_alphanumeric) && first.is_alphanumeric();
            let length = if inside { None } else { self.0.iter().find_map(|word| starts_with(&text[at..], word)) };
            if let Some(length) = length {
                return Some(at..at + length);
            }
            before = Some(first);
        }
        None
    }

    fn scrub_value(&self, value: &mut Value) -> bool {
        match value {
            Value::String(text) => match self.scrub(text) {
                Some(scrubbed) => {
                    *text = scrubbed;
                    true
                }
                None => false,
            },
            Value::Array(list) => list.iter_mut().fold(false, |any, value| self.scrub_value(value) | any),
            Value::Object(map) => {
                let mut any = map.values_mut().fold(false, |any, value| self.scrub_value(value) | any);
                let named: Vec<String> = map.keys().filter(|key| self.scrub(key).is_some()).cloned().collect();
                for key in named {
                    any = true;
                    if let (Some(value), Some(key)) = (map.remove(&key), self.scrub(&key)) {
                        map.insert(key, value);
                    }
                }
                any
            }
            _ => false,
        }
    }
}

/// Bytes of `text` that are the whole word `word` (in lower case), whatever
/// their case.
fn starts_with(text: &str, word: &str) -> Option<usize> {
    let (mut wanted, mut length) = (word.chars(), 0);
    let mut next = wanted.next();
    for c in text.chars() {
        for lower in c.to_lowercase() {
            if next != Some(lower) {
                return None;
            }
            next = wanted.next();
        }
        length += c.len_utf8();
        if next.is_none() {
            let goes_on = c.is_alphanumeric() && text[length..].starts_with(char::is_alphanumeric);
            return (!goes_on).then_some(length);
        }
    }
    None
}

/// The changes that erase a person: their own record is emptied and deleted, and
/// what calls them in other records is taken out. They are to be applied without
/// asking [`crate::operation::check`]: a deleted record is written to as well,
/// and a contact without a name is what is wanted.
pub fn erasure(w: &Workspace, person: ContactId, words: &Words) -> Vec<Body> {
    use ContactChange as C;
    let set = vec![
        C::Name(String::new()),
        C::Email(String::new()),
        C::Phone(String::new()),
        C::Position(String::new()),
        C::Source(String::new()),
        C::Basis(LawfulBasis::Unknown),
        C::Since(None),
        C::Company(None),
    ];
    let mut bodies: Vec<Body> =
        vec![Action::Edit { id: person, set }.into(), Action::<ContactId, ContactChange>::Delete { id: person }.into()];
    for key in about(w, person) {
        match key {
            EntityKey::Deal(id) => bodies.extend(w.deals.get(&id).into_iter().flat_map(|d| deal(d, words))),
            EntityKey::Task(id) => {
                let title = w.tasks.get(&id).and_then(|task| words.scrub(&task.title));
                bodies.extend(title.map(|title| Action::Edit { id, set: vec![TaskChange::Title(title)] }.into()));
            }
            EntityKey::Insight(id) => {
                let text = w.insights.get(&id).and_then(|insight| words.scrub(&insight.text));
                bodies.extend(text.map(|text| Action::Edit { id, set: vec![InsightChange::Text(text)] }.into()));
            }
            // When and where somebody met us is theirs, too; what only the deal
            // was part of stays, for the numbers.
            EntityKey::Touchpoint(id) if w.touchpoints.get(&id).is_some_and(|t| t.contact == Some(person)) => {
                bodies.push(Action::Edit { id, set: vec![TouchpointChange::Contact(None)] }.into());
                bodies.push(Action::<_, TouchpointChange>::Delete { id }.into());
            }
            _ => {}
        }
    }
    bodies
}

fn deal(deal: &Deal, words: &Words) -> Vec<Body> {
    let id = deal.id;
    let mut set = Vec::new();
    set.extend(words.scrub(&deal.title).map(DealChange::Title));
    let clean = |text: &String| words.scrub(text).unwrap_or_else(|| text.clone());
    let fields: BTreeMap<_, _> = deal.fields.iter().map(|(name, value)| (clean(name), clean(value))).collect();
    if fields != deal.fields {
        set.push(DealChange::Fields(fields));
    }
    let mut bodies = Vec::new();
    if !set.is_empty() {
        bodies.push(DealAction::Edit { id, set }.into());
    }
    let loss =
        deal.place.loss.as_ref().map(|loss| (loss, Loss { reason: clean(&loss.reason), note: clean(&loss.note) }));
    if let Some((_, loss)) = loss.filter(|(before, after)| *before != after) {
        let to = Place { loss: Some(loss), ..deal.place.clone() };
        bodies.push(DealAction::Move { id, to, entered: None, retract: None, remark: None }.into());
    }
    bodies
}

/// Takes a person out of an operation, or of what it replaced, as it stands in
/// the history. Answers whether anything changed.
pub fn scrub(json: &mut Value, person: ContactId, words: &Words) -> bool {
    let own = person.to_string();
    let mut changed = false;
    for name in ["body", "undo"] {
        let Some(change) = json.get_mut(name) else { continue };
        if change.get("id").and_then(Value::as_str) == Some(&own) {
            for set in sets_mut(change) {
                for register in PERSONAL {
                    if let Some(value) = set.get_mut(register).filter(|value| value.as_str() != Some("")) {
                        *value = Value::String(String::new());
                        changed = true;
                    }
                }
            }
        } else if let Some(change) = change.as_object_mut() {
            for (_, value) in change.iter_mut().filter(|(name, _)| ["set", "to", "place"].contains(&name.as_str())) {
                changed |= words.scrub_value(value);
            }
        }
    }
    changed
}

fn sets(operation: &Value) -> impl Iterator<Item = &Value> {
    ["body", "undo"].into_iter().filter_map(|name| operation.get(name)?.get("set")?.as_array()).flatten()
}

fn sets_mut(change: &mut Value) -> impl Iterator<Item = &mut Value> {
    change.get_mut("set").and_then(Value::as_array_mut).into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use uuid::Uuid;

    fn words(list: &[&str]) -> Words {
        let mut words = Words::default();
        list.iter().for_each(|word| words.add(word));
        words
    }

    #[test]
    fn a_text_loses_the_words_in_any_case_and_nothing_else() {
        let words = words(&["Anna", "Anna Дуб", "anna@example.org", "+380 44", "An"]);
        let text = "Call ANNA ДУБ (Anna@Example.org, +380 44) or Annabel; an hour later Joanna: Straße";
        assert_eq!(words.scrub(text).unwrap(), "Call … (…, …) or Annabel; an hour later Joanna: Straße");
        assert_eq!(words.scrub("Anna").unwrap(), "…");
        assert_eq!(words.scrub("Nobody here: İstanbul"), None);
        assert_eq!(words.scrub(""), None);
    }

    #[test]
    fn an_operation_about_the_person_keeps_only_what_is_not_personal() {
        let person = ContactId(Uuid::from_u128(1));
        let mut line = json!({ "number": 1, "body": {
            "kind": "contact", "do": "create", "id": person,
            "set": [{ "name": "Anna" }, { "email": "a@b.c" }, { "position": "decides" }, { "basis": "consent" }],
        }});
        let mut learned = Words::default();
        learned.learn(&line);
        assert_eq!(learned, words(&["a@b.c", "anna"]));
        assert!(scrub(&mut line, person, &learned));
        assert_eq!(
            line["body"]["set"],
            json!([{ "name": "" }, { "email": "" }, { "position": "" }, { "basis": "consent" }])
        );
        assert!(!scrub(&mut line, person, &learned), "twice is once");
    }

    #[test]
    fn other_operations_lose_the_words_wherever_texts_stand() {
        let person = ContactId(Uuid::from_u128(1));
        let mut line = json!({ "undo": { "kind": "deal", "do": "edit", "id": Uuid::from_u128(2),
            "set": [{ "title": "Kitchen for Anna" }, { "fields": { "anna's dog": "Rex of ANNA" } }] } });
        assert!(scrub(&mut line, person, &words(&["anna"])));
        let set = json!([{ "title": "Kitchen for …" }, { "fields": { "…'s dog": "Rex of …" } }]);
        assert_eq!(line["undo"]["set"], set);
        assert_eq!(line["undo"]["kind"], "deal");
    }
}
