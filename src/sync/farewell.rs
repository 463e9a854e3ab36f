//! The notes that this device is to be wiped of a member, and why.

use smarketing_domain::ids::MemberId;

const KEY: &str = "smarketing.signing-out";
const REMOVED: &str = "smarketing.removed";
const TOLD: &str = "smarketing.removal-to-tell";

fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok()?
}

pub fn note(member: MemberId) {
    if let Some(storage) = storage() {
        // Without room for the note the wiping is only not repeated.
        let _ = storage.set_item(KEY, &member.to_string());
        // Their views of the board may name customers (`pages/board/views/private.rs`).
        let _ = storage.remove_item(&format!("smarketing.views.{member}"));
    }
}

pub fn noted() -> Option<MemberId> {
    storage()?.get_item(KEY).ok()??.parse().ok()
}

pub fn forget() {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(KEY);
    }
}

pub fn note_removal(member: MemberId) {
    if let Some(storage) = storage() {
        // Without room for it the sign-in page says nothing of it.
        let _ = storage.set_item(TOLD, "1");
    }
    let others = removed().into_iter().filter(|known| *known != member);
    keep_removed(others.chain([member]));
}

/// Whose removal is noted.
pub fn removed() -> Vec<MemberId> {
    let noted = storage().and_then(|storage| storage.get_item(REMOVED).ok()?).unwrap_or_default();
    noted.split(' ').filter_map(|id| id.parse().ok()).collect()
}

pub fn forget_removal(member: MemberId) {
    keep_removed(removed().into_iter().filter(|known| *known != member));
}

fn keep_removed(members: impl Iterator<Item = MemberId>) {
    if let Some(storage) = storage() {
        let ids: Vec<String> = members.map(|member| member.to_string()).collect();
        // Without room for it a tab that hears only of the session's end asks to sign in again.
        let _ = storage.set_item(REMOVED, &ids.join(" "));
    }
}

/// Whether the last member on this device was removed; told once.
pub fn take_removal() -> bool {
    let Some(storage) = storage() else { return false };
    let noted = matches!(storage.get_item(TOLD), Ok(Some(_)));
    if noted {
        let _ = storage.remove_item(TOLD);
    }
    noted
}
