//! Finding things by a few letters: deals, people and hypotheses.
//!
//! Every word that was typed has to be found, in any order, in what a thing is called or
//! in what stands beside it. Better than that it fits when its name begins so, then when
//! words of it do; of things that fit alike, open deals come first, then what was
//! written last.

use crate::{
    clock::Stamp,
    company::Contact,
    deal::Deal,
    ids::{ContactId, DealId, HypothesisId},
    record::Meta,
    sort,
    workspace::Workspace,
};
use std::{cmp::Reverse, collections::BTreeMap};

/// Something that can be gone to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Thing {
    /// A deal.
    Deal(DealId),
    /// A person, who is met on the latest of their deals.
    Person(ContactId, DealId),
    /// A hypothesis.
    Hypothesis(HypothesisId),
}

/// A thing, and how it is told from others of its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// What it is.
    pub thing: Thing,
    /// What it is called.
    pub name: String,
    /// A deal's company and stage, a person's deal; empty where there is nothing to add.
    pub about: String,
}

/// What was typed, in words.
#[derive(Clone, Debug)]
pub struct Typed {
    words: Vec<String>,
}

/// How well something fits: the first is the best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// Its name begins as it was typed.
    Begins,
    /// Every word begins one of the name's.
    Words,
    /// Every word stands somewhere in the name.
    Within,
    /// Some only stand beside the name.
    Beside,
}

impl Typed {
    /// Reads what was typed; capitals do not matter.
    pub fn new(text: &str) -> Self {
        Self { words: text.split_whitespace().map(str::to_lowercase).collect() }
    }

    /// Nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// How well a name fits, with what stands beside it; `None`: it does not. To nothing
    /// everything fits.
    pub fn fit(&self, name: &str, beside: &str) -> Option<Fit> {
        let name = name.to_lowercase();
        let is_in = |text: &str| self.words.iter().all(|word| text.contains(word.as_str()));
        if is_in(&name) {
            let begins = name.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
            let begun = |word: &String| begins.iter().any(|own| own.starts_with(word.as_str()));
            return Some(match () {
                () if name.starts_with(&self.words.join(" ")) => Fit::Begins,
                () if self.words.iter().all(begun) => Fit::Words,
                () => Fit::Within,
            });
        }
        is_in(&format!("{name}\n{}", beside.to_lowercase())).then_some(Fit::Beside)
    }
}

/// The order of what was found.
type Order = (Fit, bool, Reverse<Option<Stamp>>, Thing);

/// At most so many things for what was typed, the best first; none for nothing.
pub fn find(workspace: &Workspace, typed: &Typed, most: usize) -> Vec<Found> {
    if typed.is_empty() {
        return Vec::new();
    }
    let w = workspace;
    let order = |fit, is_over, meta: &Meta, thing| -> Order { (fit, is_over, Reverse(meta.last_written()), thing) };
    let deal = |deal: &Deal| {
        let fit = typed.fit(&deal.title, company(w, deal))?;
        Some(order(fit, !is_open(w, deal), &deal.meta, Thing::Deal(deal.id)))
    };
    let mut found: Vec<Order> = w.living_deals().filter_map(deal).collect();
    found.extend(
        people(w, typed)
            .into_iter()
            .map(|(fit, contact, id)| order(fit, false, &contact.meta, Thing::Person(contact.id, id))),
    );
    found.extend(
        w.hypotheses
            .values()
            .filter(|h| h.meta.is_alive())
            .filter_map(|h| Some(order(typed.fit(&h.title, "")?, false, &h.meta, Thing::Hypothesis(h.id)))),
    );
    let mut best: Vec<Order> = Vec::with_capacity(most + 1);
    // Of ten thousand that fit only a handful are shown: the others are not sorted.
    for one in found {
        if best.len() < most || best.last().is_some_and(|last| one < *last) {
            best.push(one);
            sort::sort_by(&mut best, Ord::cmp);
            best.truncate(most);
        }
    }
    best.into_iter().map(|(.., thing)| told(w, thing)).collect()
}

/// The people who fit, each with their latest deal; those without a deal cannot be gone to.
fn people<'a>(w: &'a Workspace, typed: &Typed) -> Vec<(Fit, &'a Contact, DealId)> {
    let living = w.contacts.values().filter(|contact| contact.meta.is_alive());
    let fitting: Vec<(Fit, &Contact)> = living.filter_map(|c| Some((typed.fit(&c.name, "")?, c))).collect();
    if fitting.is_empty() {
        return Vec::new();
    }
    let mut latest: BTreeMap<ContactId, (Stamp, DealId)> = BTreeMap::new();
    for deal in w.living_deals() {
        let Some(stamp) = deal.meta.last_written() else { continue };
        for contact in &deal.contacts {
            let known = latest.entry(*contact).or_insert((stamp, deal.id));
            *known = (*known).max((stamp, deal.id));
        }
    }
    fitting.into_iter().filter_map(|(fit, contact)| Some((fit, contact, latest.get(&contact.id)?.1))).collect()
}

fn is_open(w: &Workspace, deal: &Deal) -> bool {
    w.stages.get(&deal.place.stage).is_some_and(|stage| stage.role.is_undecided())
}

fn company<'a>(w: &'a Workspace, deal: &Deal) -> &'a str {
    deal.company.and_then(|id| w.companies.get(&id)).map_or("", |company| &company.name)
}

fn told(w: &Workspace, thing: Thing) -> Found {
    let title = |id: DealId| w.deal(id).map(|deal| deal.title.clone()).unwrap_or_default();
    let (name, about) = match thing {
        Thing::Deal(id) => {
            let stage = w.deal(id).and_then(|deal| w.stages.get(&deal.place.stage)).map_or("", |s| &s.name);
            let parts = [w.deal(id).map_or("", |deal| company(w, deal)), stage];
            (title(id), parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "))
        }
        Thing::Person(id, deal) => (w.contacts.get(&id).map(|c| c.name.clone()).unwrap_or_default(), title(deal)),
        Thing::Hypothesis(id) => (w.hypotheses.get(&id).map(|h| h.title.clone()).unwrap_or_default(), String::new()),
    };
    Found { thing, name, about }
}
