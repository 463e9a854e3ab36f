//! The time that clocks show: those of the workspace's zone, and the device's.

use js_sys::{Array, Date, Function, Intl::DateTimeFormat, Object, Reflect};
use smarketing_domain::{clock::Timestamp, workspace::Workspace, zone::Zone};
use std::cell::RefCell;
use wasm_bindgen::{JsCast, JsValue};

const MINUTE: i64 = 60_000;
/// Clocks are asked at the ends of so much time; no zone has changed them twice in
/// it. Two weeks.
const BLOCK: i64 = 14 * 24 * 60 * MINUTE;

/// Whose clocks the workspace's working hours and today's date are told by: those
/// of its zone, or the device's while it has chosen none.
pub fn of_clock(workspace: &Workspace) -> impl Zone + '_ {
    let is_chosen = workspace.own().is_some_and(|own| !own.zone.is_empty());
    let here = device_ahead(js_sys::Date::now() as i64);
    move |at| if is_chosen { workspace.minutes_ahead(at) } else { of_device(here, at) }
}

/// Minutes that the device's clocks are ahead of UTC at `at`; `here`: now. Whoever
/// carries the device into another zone has them told anew.
fn of_device(here: i32, at: Timestamp) -> i32 {
    DEVICE.with_borrow_mut(|device| {
        if device.0 != here {
            *device = (here, Vec::new());
        }
        known(&mut device.1, at, |ms| Some(device_ahead(ms))).unwrap_or(here)
    })
}

fn device_ahead(ms: i64) -> i32 {
    -date(Timestamp(ms)).get_timezone_offset() as i32
}

/// Minutes that the clocks of a zone are ahead of UTC at `at`; `None` for one that
/// the browser does not know (see [`smarketing_domain::zone::Zones`]).
pub fn minutes_ahead(name: &str, at: Timestamp) -> Option<i32> {
    LAST.with_borrow_mut(|last| {
        if last.name != name {
            *last = Known { name: name.to_owned(), shown: shown(name), blocks: Vec::new() };
        }
        let Known { shown, blocks, .. } = last;
        let shown = shown.as_ref()?;
        let ask = |ms: i64| ahead(&shown.call1(&JsValue::NULL, &date(Timestamp(ms))).ok()?.as_string()?);
        known(blocks, at, ask)
    })
}

/// Minutes ahead of UTC at `at`, from what has been asked before, or asked now.
fn known(blocks: &mut Vec<Block>, at: Timestamp, ask: impl Fn(i64) -> Option<i32>) -> Option<i32> {
    let number = at.0.div_euclid(BLOCK);
    // A few dozen a year: walked through faster than a tree's code is fetched.
    if let Some(block) = blocks.iter().find(|block| block.number == number) {
        return Some(block.at(at.0));
    }
    let block = Block::ask(number, ask)?;
    blocks.push(block);
    Some(block.at(at.0))
}

thread_local! {
    /// The zone that was asked for last: a workspace has one.
    static LAST: RefCell<Known> = RefCell::default();
    /// What the device's clocks have said, while they were so many minutes ahead.
    static DEVICE: RefCell<(i32, Vec<Block>)> = RefCell::default();
}

/// What the browser has said of a zone.
#[derive(Default)]
struct Known {
    name: String,
    /// Writes a moment with the zone's offset; absent where there is no such zone.
    shown: Option<Function>,
    blocks: Vec<Block>,
}

/// Minutes ahead of UTC, in one block of time.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Block {
    /// Which one, counted from 1970.
    number: i64,
    before: i32,
    /// From this moment on it is `after`.
    changes: i64,
    after: i32,
}

impl Block {
    /// Asks at both ends, and where they differ for the minute between them.
    fn ask(number: i64, ask: impl Fn(i64) -> Option<i32>) -> Option<Self> {
        let (mut low, mut high) = (number.checked_mul(BLOCK)?, number.checked_add(1)?.checked_mul(BLOCK)?);
        let (before, after) = (ask(low)?, ask(high)?);
        while before != after && high - low > MINUTE {
            let middle = (low + (high - low) / 2).div_euclid(MINUTE) * MINUTE;
            *(if ask(middle)? == before { &mut low } else { &mut high }) = middle;
        }
        Some(Self { number, before, changes: high, after })
    }

    fn at(self, ms: i64) -> i32 {
        if ms < self.changes { self.before } else { self.after }
    }
}

/// The minutes at the end of `11/22/2026, GMT+02:00`.
fn ahead(text: &str) -> Option<i32> {
    let (_, offset) = text.rsplit_once("GMT")?;
    if offset.is_empty() {
        return Some(0);
    }
    let sign = if offset.starts_with('+') { 1 } else { -1 };
    // The minus of `Intl` is a sign of its own.
    let digits = offset.trim_start_matches(|c: char| !c.is_ascii_digit());
    let mut parts = digits.split(':').map(|part| part.parse::<i32>().ok());
    let (hours, minutes) = (parts.next()??, parts.next().unwrap_or(Some(0))?);
    Some(sign * (hours * 60 + minutes))
}

/// The browser's formatter of a zone's offsets; `None` when there is no such zone.
fn shown(name: &str) -> Option<Function> {
    let options = Object::new();
    for (key, value) in [("timeZone", name), ("timeZoneName", "longOffset")] {
        Reflect::set(&options, &key.into(), &value.into()).ok()?;
    }
    // Made by hand: the binding of the constructor cannot say that it was refused.
    let make: Function = Reflect::get(&js_sys::global(), &"Intl".into())
        .and_then(|intl| Reflect::get(&intl, &"DateTimeFormat".into()))
        .ok()?
        .dyn_into()
        .ok()?;
    let format = Reflect::construct(&make, &Array::of2(&"en-US".into(), &options)).ok()?;
    Reflect::get(format.unchecked_ref::<DateTimeFormat>(), &"format".into()).ok()?.dyn_into().ok()
}

fn date(at: Timestamp) -> Date {
    Date::new(&JsValue::from_f64(at.0 as f64))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    const HOUR: i64 = 60 * MINUTE;

    #[test]
    fn an_offset_is_read_as_intl_writes_it() {
        for (text, minutes) in [
            ("11/22/2026, GMT", 0),
            ("11/22/2026, GMT+02:00", 120),
            ("11/22/2026, GMT-03:30", -210),
            ("11/22/2026, GMT\u{2212}05:00", -300),
            ("1/1/1900, GMT+02:02:04", 122),
            ("11/22/2026, GMT+14", 840),
        ] {
            assert_eq!(ahead(text), Some(minutes), "{text}");
        }
        assert_eq!(ahead("11/22/2026, EST"), None);
    }

    #[test]
    fn a_change_of_the_clocks_is_found_to_the_minute() {
        let changes = 20 * BLOCK + 5 * HOUR;
        for (before, after) in [(120, 180), (180, 120)] {
            let ask = |ms| Some(if ms < changes { before } else { after });
            let block = Block::ask(20, ask).unwrap();
            assert_eq!(block, Block { number: 20, before, changes, after });
            assert_eq!([changes - 1, changes].map(|ms| block.at(ms)), [before, after]);
        }
    }

    #[test]
    fn where_nothing_changes_only_the_ends_are_asked_for() {
        let asked = Cell::new(0);
        let ask = |_| {
            asked.set(asked.get() + 1);
            Some(120)
        };
        let block = Block::ask(-3, ask).unwrap();
        assert_eq!((block.at(-3 * BLOCK), block.at(-2 * BLOCK - 1), asked.get()), (120, 120, 2));
    }

    #[test]
    fn a_moment_beyond_all_time_is_not_asked_for() {
        assert_eq!(Block::ask(i64::MAX / BLOCK, |_| Some(0)), None);
        assert_eq!(Block::ask(3, |_| None), None);
    }
}
