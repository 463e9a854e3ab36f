//! How far the board was scrolled, for coming back from a deal. Lasts as long
//! as the page is not reloaded.

use super::lens::Lens;
use smarketing_domain::ids::StageId;
use std::{cell::RefCell, collections::HashMap};

#[derive(Default)]
struct Memory {
    strips: HashMap<&'static str, i32>,
    lists: HashMap<StageId, i32>,
}

thread_local! {
    static MEMORY: RefCell<Memory> = RefCell::default();
}

/// How far the strip was scrolled through this lens.
pub fn strip(lens: Lens) -> i32 {
    MEMORY.with_borrow(|m| m.strips.get(lens.name()).copied().unwrap_or_default())
}

/// Remembers it.
pub fn keep_strip(lens: Lens, scroll: i32) {
    MEMORY.with_borrow_mut(|m| m.strips.insert(lens.name(), scroll));
}

/// How far a column was scrolled.
pub fn list(stage: StageId) -> i32 {
    MEMORY.with_borrow(|m| m.lists.get(&stage).copied().unwrap_or_default())
}

/// Remembers it.
pub fn keep_list(stage: StageId, scroll: i32) {
    MEMORY.with_borrow_mut(|m| m.lists.insert(stage, scroll));
}
