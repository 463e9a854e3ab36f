//! Which deals are meant: the same filter narrows the board, the hourglass, a
//! list and a hypothesis' segment, and is kept in the address of a page.

use crate::{
    deal::{Deal, DealKind},
    ids::{ImportId, MemberId},
    record::is_default,
    workspace::Workspace,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Conditions that all must hold; an absent one holds for every deal.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Filter {
    /// Looked after by this member.
    #[serde(default, skip_serializing_if = "is_default")]
    pub owner: Option<MemberId>,
    /// Brought by this channel.
    #[serde(default, skip_serializing_if = "is_default")]
    pub channel: Option<String>,
    /// Of this kind.
    #[serde(default, skip_serializing_if = "is_default")]
    pub kind: Option<DealKind>,
    /// Brought by this import.
    #[serde(default, skip_serializing_if = "is_default")]
    pub import: Option<ImportId>,
    /// Words that title, company or channel contain, in any case and order.
    #[serde(default, skip_serializing_if = "is_default")]
    pub text: String,
}

impl Filter {
    /// Whether it lets every deal through.
    pub fn is_empty(&self) -> bool {
        is_default(self)
    }

    /// A test of deals, with the words lower-cased once.
    pub fn compile<'a>(&'a self, workspace: &'a Workspace) -> impl Fn(&Deal) -> bool + 'a {
        let words = self.words();
        move |deal| self.matches(deal) && (words.is_empty() || hay_has(&hay(workspace, deal), &words))
    }

    /// Whether all conditions but the words hold.
    pub(crate) fn matches(&self, deal: &Deal) -> bool {
        self.owner.is_none_or(|owner| deal.owner == Some(owner))
            && self.channel.as_ref().is_none_or(|channel| deal.channel == *channel)
            && self.kind.is_none_or(|kind| deal.kind == kind)
            && self.import.is_none_or(|import| deal.import == Some(import))
    }

    /// Its words, lower-cased.
    pub(crate) fn words(&self) -> Vec<String> {
        self.text.split_whitespace().map(str::to_lowercase).collect()
    }
}

/// The channels and the owners of all living deals: what a filter can be made of.
pub fn choices(workspace: &Workspace) -> (BTreeSet<&str>, BTreeSet<MemberId>) {
    let mut found = (BTreeSet::new(), BTreeSet::new());
    for deal in workspace.living_deals() {
        found.0.insert(deal.channel.as_str());
        found.1.extend(deal.owner);
    }
    found.0.remove("");
    found
}

/// Where words are looked for: a deal's title, company and channel, lower-cased.
pub(crate) fn hay(workspace: &Workspace, deal: &Deal) -> String {
    let company = deal.company.and_then(|id| workspace.companies.get(&id));
    let company = company.map_or("", |c| c.name.as_str());
    format!("{}\n{}\n{}", deal.title, company, deal.channel).to_lowercase()
}

/// Whether it contains all words.
pub(crate) fn hay_has(hay: &str, words: &[String]) -> bool {
    words.iter().all(|word| hay.contains(word))
}
