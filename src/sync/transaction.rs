//! One IndexedDB transaction with strict durability. It is aborted when it is
//! dropped before its `complete`.

use super::indexed::Failure;
use idb::ObjectStore;
use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use smarketing_sync::{
    cache::CacheError,
    platform::{self, Key},
};
use std::cell::Cell;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{IdbDatabase, IdbTransaction};

/// Texts from so many bytes on are kept as bytes: the browser would count their
/// letters one by one, and take two bytes for each where one of them is Cyrillic.
const LONG: usize = 16 * 1024;

/// One transaction. Between its requests nothing else may be awaited: it would
/// commit by itself.
pub struct Transaction {
    raw: IdbTransaction,
    /// Resolves at `complete`, rejects at `abort`.
    end: Cell<Option<JsFuture>>,
}

impl Transaction {
    /// To read (`readonly`) or to write (`readwrite`) these stores.
    pub fn begin(database: &IdbDatabase, stores: &[&str], mode: &str) -> Result<Self, Failure> {
        let names: Array = stores.iter().map(|name| JsValue::from(*name)).collect();
        let options = Object::new();
        Reflect::set(&options, &"durability".into(), &"strict".into())?;
        // The binding with options is not stable yet: called by name.
        let transaction: Function = Reflect::get(database, &"transaction".into())?.dyn_into()?;
        let raw: IdbTransaction = transaction.call3(database, &names, &mode.into(), &options)?.dyn_into()?;
        // A quota that is used up can abort without any request's error.
        let end = Promise::new(&mut |resolve, reject| {
            raw.set_oncomplete(Some(&resolve));
            raw.set_onabort(Some(&reject));
        });
        Ok(Self { raw, end: Cell::new(Some(JsFuture::from(end))) })
    }

    fn store(&self, name: &str) -> Result<ObjectStore, Failure> {
        Ok(ObjectStore::from(self.raw.object_store(name)?))
    }

    async fn value(&self, store: &str, key: JsValue) -> Result<Option<String>, Failure> {
        Ok(self.store(store)?.get(key)?.await?.and_then(text))
    }

    async fn values(&self, store: &str) -> Result<Vec<JsValue>, Failure> {
        Ok(self.store(store)?.get_all(None, None)?.await?)
    }

    fn change(
        &self,
        store: &str,
        change: impl FnOnce(ObjectStore) -> Result<(), idb::Error>,
    ) -> Result<(), CacheError> {
        Ok(self.store(store).and_then(|store| change(store).map_err(Failure::from))?)
    }
}

impl platform::Transaction for Transaction {
    async fn get(&self, store: &str, key: Key<'_>) -> Result<Option<String>, CacheError> {
        Ok(self.value(store, value(key)).await?)
    }

    async fn all(&self, store: &str) -> Result<Vec<String>, CacheError> {
        Ok(self.values(store).await?.into_iter().filter_map(text).collect())
    }

    async fn each(&self, store: &str, take: impl FnMut(String)) -> Result<(), CacheError> {
        // Each is let go before the next is copied out of the browser's memory into ours.
        self.values(store).await?.into_iter().filter_map(text).for_each(take);
        Ok(())
    }

    fn put(&self, store: &str, key: Key<'_>, text: &str) -> Result<(), CacheError> {
        let kept = if text.len() < LONG { text.into() } else { Uint8Array::from(text.as_bytes()).into() };
        self.change(store, |store| store.put(&kept, Some(&value(key))).map(drop))
    }

    fn delete(&self, store: &str, key: Key<'_>) -> Result<(), CacheError> {
        self.change(store, |store| store.delete(value(key)).map(drop))
    }

    fn clear(&self, store: &str) -> Result<(), CacheError> {
        self.change(store, |store| store.clear().map(drop))
    }

    async fn complete(self) -> Result<(), CacheError> {
        let Some(end) = self.end.take() else { return Ok(()) };
        match end.await {
            Ok(_) => Ok(()),
            Err(_) => Err(match self.raw.error() {
                Some(error) => Failure::from(JsValue::from(error)).into(),
                None => CacheError::Gone,
            }),
        }
    }
}

/// A text that was put.
fn text(kept: JsValue) -> Option<String> {
    match kept.dyn_ref::<Uint8Array>() {
        Some(bytes) => String::from_utf8(bytes.to_vec()).ok(),
        None => kept.as_string(),
    }
}

fn value(key: Key<'_>) -> JsValue {
    match key {
        Key::Name(name) => name.into(),
        Key::Place((client, number)) => Array::of2(&client.to_string().into(), &(number as f64).into()).into(),
    }
}

impl Drop for Transaction {
    fn drop(&mut self) {
        if self.end.take().is_some() {
            // It fails when the transaction has ended by itself: just as well.
            let _ = self.raw.abort();
        }
    }
}
