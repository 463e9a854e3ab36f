//! Views of the board: which deals and stages it shows, and how. A view is the
//! query of an address; a saved one has a name besides, and is a link.
//!
//! What is shared with the workspace lies in its settings, each view a register of
//! its own: of two members who save one at the same moment neither loses theirs.
//! Anybody who may change deals saves one; its author or a manager changes it or
//! takes it away. What a later version writes into the address stays in it.
//!
//! [`urgent`]: the order by urgency; [`lanes`]: the board in swim lanes.

pub mod lanes;
pub mod urgent;

use crate::{
    ids::{MemberId, ViewId},
    member::Role,
    sort,
    workspace::Workspace,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Longest name, in characters.
pub const NAME_MAX: usize = 60;
/// Longest query, in characters.
pub const QUERY_MAX: usize = 2_000;
/// Most views that a workspace shares: nobody finds theirs among more.
pub const VIEWS_MAX: usize = 100;
/// Most parts of a view, those of later versions counted.
const PARTS_MAX: usize = 20;

/// What stands in an address for a moment only.
const PASSING: [&str; 1] = ["add"];

/// A view that somebody saved. By names, so that what a later version notes of it
/// is kept, and so that reading it costs the first screen nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SavedView(BTreeMap<String, String>);

impl SavedView {
    /// A view as its author saves it.
    pub fn new(name: &str, query: &str, by: MemberId) -> Self {
        let parts = [("name", name.trim().to_owned()), ("query", kept(query)), ("by", by.to_string())];
        Self(sort::gather(parts.map(|(part, value)| (part.to_owned(), value))))
    }

    fn part(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// What people call it.
    pub fn name(&self) -> &str {
        self.part("name")
    }

    /// What stands behind the question mark of its address.
    pub fn query(&self) -> &str {
        self.part("query")
    }

    /// Who saved it.
    pub fn by(&self) -> Option<MemberId> {
        self.part("by").parse().ok()
    }

    /// The same view by another name, or of other deals; whose it is stays.
    pub fn changed(&self, name: &str, query: &str) -> Self {
        let mut parts = self.0.clone();
        parts.insert("name".to_owned(), name.trim().to_owned());
        parts.insert("query".to_owned(), kept(query));
        Self(parts)
    }

    /// What its address says, to be read by people.
    pub fn words(&self) -> String {
        let mut bytes = self.query().bytes();
        let mut words = Vec::new();
        while let Some(byte) = bytes.next() {
            let mut rest = bytes.clone();
            let mut digit = || char::from(rest.next()?).to_digit(16);
            let coded = if byte == b'%' { digit().zip(digit()) } else { None };
            match coded {
                Some((high, low)) => {
                    words.push((high * 16 + low) as u8);
                    bytes = rest;
                }
                None => words.push(if byte == b'+' { b' ' } else { byte }),
            }
        }
        String::from_utf8_lossy(&words).into_owned()
    }

    /// Whether it is too long in any part.
    pub fn is_too_long(&self) -> bool {
        let is_long = |text: &str, max: usize| text.len() > max && text.chars().count() > max;
        is_long(self.name(), NAME_MAX)
            || self.0.iter().any(|(part, value)| is_long(part, NAME_MAX) || is_long(value, QUERY_MAX))
    }

    /// Whether it has more parts than a view can have.
    pub fn is_overfull(&self) -> bool {
        self.0.len() > PARTS_MAX
    }
}

/// The views that the workspace shares, by their names.
pub fn shared(workspace: &Workspace) -> Vec<(ViewId, SavedView)> {
    let views = workspace.own().into_iter().flat_map(|own| own.views.iter());
    let mut views: Vec<_> = views.map(|(id, view)| (id, view.clone())).collect();
    in_order(&mut views);
    views
}

/// Views by their names, as people look for them.
pub fn in_order(views: &mut [(ViewId, SavedView)]) {
    sort::sort_by_key(views, |(id, view)| (view.name().to_lowercase(), *id));
}

/// Whether `member` may change a shared view or take it away.
pub fn may_change(workspace: &Workspace, view: &SavedView, member: MemberId) -> bool {
    view.by() == Some(member) || workspace.members.get(&member).is_some_and(|m| m.role >= Role::Manager)
}

/// Whether two queries ask for the same: order does not matter, nor what is empty.
pub fn is_same(one: &str, other: &str) -> bool {
    pairs(one) == pairs(other)
}

/// What of an address makes up a view.
pub fn kept(query: &str) -> String {
    pairs(query).join("&")
}

fn pairs(query: &str) -> Vec<&str> {
    let pairs = query.trim_start_matches('?').split('&');
    let says = |pair: &&str| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        !value.is_empty() && !PASSING.contains(&name)
    };
    let mut pairs: Vec<&str> = pairs.filter(says).collect();
    sort::sort_by(&mut pairs, |a, b| a.cmp(b));
    pairs.dedup();
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn a_view_keeps_what_the_address_says_even_what_nobody_knows_here() {
        let me = MemberId(Uuid::from_u128(7));
        let view = SavedView::new(" Fair ", "?sort=urgency&add=1&channel=Fair%20%26%20co&from-later=x&owner=", me);
        assert_eq!((view.name(), view.by()), ("Fair", Some(me)));
        assert_eq!(view.query(), "channel=Fair%20%26%20co&from-later=x&sort=urgency");
        assert_eq!(view.words(), "channel=Fair & co&from-later=x&sort=urgency");
        let other = view.changed("Other", "lens=sales");
        assert_eq!((other.name(), other.query(), other.by()), ("Other", "lens=sales", Some(me)));
    }

    #[test]
    fn the_same_is_asked_for_in_any_order() {
        assert!(is_same("?lens=sales&sort=urgency", "sort=urgency&lens=sales&text="));
        assert!(is_same("", "?add=1"));
        assert!(!is_same("lens=sales", "lens=marketing"));
    }

    #[test]
    fn what_a_later_version_notes_of_a_view_is_kept() {
        let json = r#"{"by":"00000000-0000-0000-0000-000000000007","icon":"star","name":"N","query":""}"#;
        let view: SavedView = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&view.changed("N", "")).unwrap(), json);
    }

    #[test]
    fn names_and_queries_have_an_end() {
        let me = MemberId::default();
        assert!(!SavedView::new(&"ї".repeat(NAME_MAX), "lens=sales", me).is_too_long());
        assert!(SavedView::new(&"ї".repeat(NAME_MAX + 1), "lens=sales", me).is_too_long());
        assert!(SavedView::new("N", &format!("text={}", "x".repeat(QUERY_MAX)), me).is_too_long());
    }
}
