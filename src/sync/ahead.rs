//! The database that the page's script opened while the program was still being compiled
//! (`scripts/split`): opening takes the browser as long as it takes the program to start.

use js_sys::{Promise, Reflect};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::IdbDatabase;

/// Where the script leaves a promise of it.
const PLACE: &str = "openedAhead";

/// That database, once, if it has this name and version.
pub async fn opened(name: &str, version: u32) -> Option<IdbDatabase> {
    let (page, place) = (js_sys::global(), PLACE.into());
    let promise: Promise = Reflect::get(&page, &place).ok()?.dyn_into().ok()?;
    Reflect::delete_property(&page, &place).ok()?;
    let database: IdbDatabase = JsFuture::from(promise).await.ok()?.dyn_into().ok()?;
    if database.name() == name && database.version() == f64::from(version) {
        return Some(database);
    }
    // In the way of whoever changes it to another.
    database.close();
    None
}
