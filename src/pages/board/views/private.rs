//! One's own views: kept on this device, by the name of the member, until they sign
//! out. What is shared with the workspace lies in its settings.

use smarketing_domain::{
    ids::{MemberId, ViewId},
    sort,
    view::{SavedView, in_order},
};
use std::collections::BTreeMap;

/// Where a member's views are kept; signing out takes them away
/// (`src/sync/farewell.rs` has the same name).
fn key(member: MemberId) -> String {
    format!("smarketing.views.{member}")
}

fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok()?
}

/// The views of a member; none where they cannot be read.
pub fn load(member: MemberId) -> Vec<(ViewId, SavedView)> {
    let text = storage().and_then(|storage| storage.get_item(&key(member)).ok().flatten()).unwrap_or_default();
    let kept: BTreeMap<ViewId, SavedView> = serde_json::from_str(&text).unwrap_or_default();
    let mut views: Vec<_> = kept.into_iter().collect();
    in_order(&mut views);
    views
}

/// Keeps the views of a member; false where the browser has no room for them.
pub fn keep(member: MemberId, views: &[(ViewId, SavedView)]) -> bool {
    let kept: BTreeMap<ViewId, SavedView> = sort::gather(views.iter().cloned());
    let kept = serde_json::to_string(&kept).ok().zip(storage());
    kept.is_some_and(|(text, storage)| storage.set_item(&key(member), &text).is_ok())
}
