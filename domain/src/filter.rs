//! Which deals are meant: the same filter narrows the board, the hourglass, a
//! list and a hypothesis' segment, and is kept in the address of a page.

use crate::{
    deal::{Deal, DealKind},
    ids::{ImportId, MemberId},
    record::is_default,
    workspace::Workspace,
};
use serde::{Deserialize, Serialize};

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
        let words: Vec<String> = self.text.split_whitespace().map(str::to_lowercase).collect();
        move |deal| {
            self.owner.is_none_or(|owner| deal.owner == Some(owner))
                && self.channel.as_ref().is_none_or(|channel| deal.channel == *channel)
                && self.kind.is_none_or(|kind| deal.kind == kind)
                && self.import.is_none_or(|import| deal.import == Some(import))
                && (words.is_empty() || {
                    let company = deal.company.and_then(|id| workspace.companies.get(&id));
                    let company = company.map_or("", |c| c.name.as_str());
                    let hay = format!("{}\n{}\n{}", deal.title, company, deal.channel).to_lowercase();
                    words.iter().all(|word| hay.contains(word))
                })
        }
    }
}
