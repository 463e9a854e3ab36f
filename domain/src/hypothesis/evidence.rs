//! What a hypothesis stands on: "because we saw …", as links.
//!
//! An **insight** is linked by its id: whoever follows the link reads it as it is now. A
//! **number** is a conversion as it was when it was linked, for it moves on, and what was
//! seen then is what made somebody believe: of the deals of a segment that had entered one
//! stage, how many had come to another, as [`crate::cohort`] defines both, whenever that was.

use crate::{
    clock::Timestamp,
    cohort::{
        Cohort, Window,
        conversion::{Look, conversion},
        journeys,
    },
    filter::Filter,
    ids::{InsightId, StageId},
    insight::Insight,
    workspace::Workspace,
};
use serde::{Deserialize, Serialize};

/// Most links of a hypothesis.
pub const EVIDENCE_MAX: usize = 20;
/// Most deals that a number can be of.
pub const COUNT_MAX: u64 = 1_000_000_000;

/// Something that was seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// What a customer said.
    Insight(InsightId),
    /// How many came from stage to stage.
    Number(Number),
}

/// A conversion, as it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Number {
    /// The stage that was entered.
    pub from: StageId,
    /// The stage that counts as converted.
    pub to: StageId,
    /// Of which deals.
    #[serde(default, skip_serializing_if = "Filter::is_empty")]
    pub segment: Filter,
    /// How many had entered.
    pub entered: u64,
    /// How many of them had converted.
    pub converted: u64,
    /// When it was counted.
    pub at: Timestamp,
}

impl Number {
    /// The number as it is at `now`; `None` where the stages are not in use, or do not stand
    /// in this order.
    pub fn count(w: &Workspace, segment: &Filter, from: StageId, to: StageId, now: Timestamp) -> Option<Self> {
        let cohort = Cohort::new(w, from, to, None).ok()?;
        // The plain counts have no window: any one will do.
        let look = Look { as_of: now, window: Window::days(1) };
        let seen = conversion(&journeys(w, segment, &cohort, now), look);
        Some(Self { from, to, segment: segment.clone(), entered: seen.entered, converted: seen.passed, at: now })
    }

    /// The share that converted; `None` when nobody had entered.
    pub fn share(&self) -> Option<f64> {
        (self.entered > 0).then(|| self.converted as f64 / self.entered as f64)
    }

    /// Whether it speaks of the same as another, whatever was counted.
    pub fn is_about_the_same(&self, other: &Self) -> bool {
        (self.from, self.to, &self.segment) == (other.from, other.to, &other.segment)
    }

    /// Whether it can have been counted.
    pub fn is_sound(&self) -> bool {
        self.converted <= self.entered && self.entered <= COUNT_MAX
    }
}

impl Evidence {
    /// Whether both are links to the same.
    pub fn is_about_the_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Insight(a), Self::Insight(b)) => a == b,
            (Self::Number(a), Self::Number(b)) => a.is_about_the_same(b),
            _ => false,
        }
    }
}

/// A linked insight, while it is there: it may have been deleted since.
pub fn insight(w: &Workspace, id: InsightId) -> Option<&Insight> {
    w.insights.get(&id).filter(|insight| insight.meta.is_alive())
}

/// Insights with all words of `text` that are not linked yet: those found important by most
/// first, of equal ones the newest.
pub fn found<'a>(w: &'a Workspace, text: &str, linked: &[Evidence], most: usize) -> Vec<&'a Insight> {
    let text = text.to_lowercase();
    let is_meant = |insight: &&Insight| {
        let said = insight.text.to_lowercase();
        let is_linked = linked.contains(&Evidence::Insight(insight.id));
        insight.meta.is_alive() && !is_linked && !said.trim().is_empty() && has_words(&said, &text)
    };
    let mut found: Vec<&Insight> = w.insights.values().filter(is_meant).collect();
    let born = |insight: &Insight| insight.meta.born.map(|born| born.stamp);
    crate::sort::sort_by_key(&mut found, |i| std::cmp::Reverse((i.votes.len(), born(i), i.id)));
    found.truncate(most);
    found
}

fn has_words(said: &str, words: &str) -> bool {
    words.split_whitespace().all(|word| said.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn number(entered: u64, converted: u64) -> Number {
        let stage = |n| StageId(Uuid::from_u128(n));
        let segment = Filter { channel: Some("Fair".into()), ..Filter::default() };
        Number { from: stage(1), to: stage(2), segment, entered, converted, at: Timestamp(7) }
    }

    #[test]
    fn a_number_is_the_same_link_however_it_has_moved_on() {
        let (then, now) = (Evidence::Number(number(40, 10)), Evidence::Number(number(60, 20)));
        assert!(then.is_about_the_same(&now) && then != now);
        assert!(!then.is_about_the_same(&Evidence::Insight(Uuid::from_u128(1).into())));
    }

    #[test]
    fn nobody_converts_who_did_not_enter() {
        assert_eq!(number(40, 10).share(), Some(0.25));
        assert_eq!(number(0, 0).share(), None);
        assert!(number(4, 4).is_sound() && !number(4, 5).is_sound() && !number(COUNT_MAX + 1, 5).is_sound());
    }

    #[test]
    fn links_read_back_as_they_were_written() {
        for link in [Evidence::Number(number(4, 1)), Evidence::Insight(Uuid::from_u128(9).into())] {
            let json = serde_json::to_string(&link).unwrap();
            assert_eq!(serde_json::from_str::<Evidence>(&json).unwrap(), link, "{json}");
        }
    }
}
