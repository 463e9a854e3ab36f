//! The note that a member asked for this device to be wiped.

use smarketing_domain::ids::MemberId;

const KEY: &str = "smarketing.signing-out";

fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok()?
}

pub fn note(member: MemberId) {
    if let Some(storage) = storage() {
        // Without room for the note the wiping is only not repeated.
        let _ = storage.set_item(KEY, &member.to_string());
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
