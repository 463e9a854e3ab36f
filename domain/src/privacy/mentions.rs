//! Where a person may be named in texts that erasing leaves alone: hypotheses, workshops,
//! what was heard elsewhere, tasks and deals of others. For people to look through: an Anna
//! may be another Anna.

use super::{Words, about};
use crate::{
    company::{Company, Contact},
    deal::Deal,
    entity::EntityKey,
    hypothesis::Hypothesis,
    ids::ContactId,
    record::Record,
    table::Table,
    workspace::Workspace,
};
use std::collections::BTreeSet;

/// Characters of a text that are shown before the name, and from it on.
const BEFORE: usize = 40;
const AFTER: usize = 80;

/// A record with a text in which the person may be named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The record.
    pub at: EntityKey,
    /// The name, and what stands around it.
    pub excerpt: String,
    /// Whether it is the whole name, the address or the number, and not only a part of the name.
    pub is_whole: bool,
}

/// The living records whose texts may name a person, beside those that erasing them reaches:
/// those with the whole name first. None for somebody who is not known.
pub fn mentions(w: &Workspace, person: ContactId) -> Vec<Mention> {
    let Some(contact) = w.contacts.get(&person).filter(|contact| contact.meta.is_alive()) else { return Vec::new() };
    let reached: BTreeSet<EntityKey> = about(w, person).into_iter().collect();
    let names = Names { whole: whole(contact), any: Words::of(contact), reached };
    let mut found = Vec::new();
    names.look(&w.hypotheses, hypothesis, &mut found);
    names.look(&w.workshops, |workshop| vec![&workshop.title], &mut found);
    names.look(&w.stickers, |sticker| vec![&sticker.text], &mut found);
    names.look(&w.insights, |insight| vec![&insight.text], &mut found);
    names.look(&w.tasks, |task| vec![&task.title], &mut found);
    names.look(&w.deals, deal, &mut found);
    names.look(&w.companies, company, &mut found);
    // Shared views: what they are called, and the words that they look for.
    if let Some(own) = w.own() {
        let texts = own.views.iter().flat_map(|(_, view)| [view.name().to_owned(), view.words()]);
        found.extend(texts.filter_map(|text| names.find(own.id.into(), &[text.as_str()])));
    }
    crate::sort::sort_by_key(&mut found, |mention| !mention.is_whole);
    found
}

fn whole(contact: &Contact) -> Words {
    let mut words = Words::default();
    [&contact.name, &contact.email, &contact.phone].into_iter().for_each(|word| words.add(word));
    words
}

struct Names {
    whole: Words,
    any: Words,
    reached: BTreeSet<EntityKey>,
}

impl Names {
    fn look<'a, R: Record>(&self, records: &'a Table<R>, texts: impl Fn(&'a R) -> Vec<&'a str>, into: &mut Vec<Mention>)
    where
        R::Id: Into<EntityKey>,
    {
        for record in records.values().filter(|record| record.meta().is_alive()) {
            let at: EntityKey = record.id().into();
            if self.reached.contains(&at) {
                continue;
            }
            into.extend(self.find(at, &texts(record)));
        }
    }

    fn find(&self, at: EntityKey, texts: &[&str]) -> Option<Mention> {
        let by = |words: &Words| texts.iter().find_map(|text| Some(excerpt(text, words.find(text, 0)?.start)));
        let mention = |excerpt, is_whole| Mention { at, excerpt, is_whole };
        let whole = by(&self.whole).map(|excerpt| mention(excerpt, true));
        whole.or_else(|| by(&self.any).map(|excerpt| mention(excerpt, false)))
    }
}

/// A line of what stands around a place in a text.
fn excerpt(text: &str, at: usize) -> String {
    let (before, after) = text.split_at(at);
    let from = before.char_indices().rev().nth(BEFORE - 1).map_or(0, |(from, _)| from);
    let to = after.char_indices().nth(AFTER).map_or(text.len(), |(to, _)| at + to);
    let line = text[from..to].split_whitespace().collect::<Vec<_>>().join(" ");
    let more = |is_more: bool| if is_more { "…" } else { "" };
    format!("{}{line}{}", more(from > 0), more(to < text.len()))
}

/// All that is written in a hypothesis, with what was written down at its start.
fn hypothesis(h: &Hypothesis) -> Vec<&str> {
    let mut texts: Vec<&str> = vec![&h.title, &h.saw, &h.believe, &h.metric, &h.segment.text];
    texts.extend(h.arms.iter().map(|arm| arm.name.as_str()));
    texts.extend(h.design.briefs.iter().map(String::as_str));
    texts.extend(h.decision.iter().map(|decision| decision.reason.as_str()));
    texts.extend(h.continued.iter().map(|continued| continued.reason.as_str()));
    if let Some(play) = &h.play {
        texts.push(&play.what);
        texts.extend(play.retired.iter().map(|retired| retired.reason.as_str()));
    }
    for frozen in h.registered.iter().chain(h.amended.iter().map(|(_, amendment)| &amendment.to)) {
        texts.push(&frozen.segment.text);
        texts.extend(frozen.arms.iter().chain(&frozen.design.briefs).map(String::as_str));
    }
    texts
}

fn deal(deal: &Deal) -> Vec<&str> {
    let fields = deal.fields.iter().flat_map(|(name, value)| [name.as_str(), value]);
    let loss = deal.place.loss.iter().flat_map(|loss| [loss.reason.as_str(), &loss.note]);
    std::iter::once(deal.title.as_str()).chain(fields).chain(loss).collect()
}

fn company(company: &Company) -> Vec<&str> {
    let fields = company.fields.iter().flat_map(|(name, value)| [name.as_str(), value]);
    std::iter::once(company.name.as_str()).chain(fields).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_is_a_line_around_the_name() {
        assert_eq!(excerpt("Ask Anna\nabout oak", 4), "Ask Anna about oak");
        let long = format!("{}Анна{}", "до ".repeat(40), " після".repeat(40));
        let seen = excerpt(&long, long.find("Анна").unwrap());
        assert!(seen.starts_with('…') && seen.ends_with('…') && seen.contains("до Анна після"), "{seen}");
        assert!(seen.chars().count() <= BEFORE + AFTER + 2);
        assert_eq!(excerpt("", 0), "");
    }
}
