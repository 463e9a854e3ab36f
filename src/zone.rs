//! The time that the clocks on this device show.

use js_sys::Date;
use smarketing_domain::clock::Timestamp;
use wasm_bindgen::JsValue;

/// Minutes that the device's clocks are ahead of UTC at `at`: the response clock
/// runs by them (see [`smarketing_domain::handoff::Zone`]).
pub fn minutes_ahead(at: Timestamp) -> i32 {
    -Date::new(&JsValue::from_f64(at.0 as f64)).get_timezone_offset() as i32
}
