//! One IndexedDB transaction with strict durability. It is aborted when it is
//! dropped before its `complete`.

use super::cache::CacheError;
use idb::ObjectStore;
use js_sys::{Array, Function, Object, Promise, Reflect};
use std::cell::Cell;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{IdbDatabase, IdbTransaction};

/// One transaction. Between its requests nothing else may be awaited: it would
/// commit by itself.
pub struct Transaction {
    raw: IdbTransaction,
    /// Resolves at `complete`, rejects at `abort`.
    end: Cell<Option<JsFuture>>,
}

impl Transaction {
    /// To read.
    pub fn read(database: &IdbDatabase, stores: &[&str]) -> Result<Self, CacheError> {
        Self::begin(database, stores, "readonly")
    }

    /// To write; complete only when the disk has it.
    pub fn write(database: &IdbDatabase, stores: &[&str]) -> Result<Self, CacheError> {
        Self::begin(database, stores, "readwrite")
    }

    fn begin(database: &IdbDatabase, stores: &[&str], mode: &str) -> Result<Self, CacheError> {
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

    fn store(&self, name: &str) -> Result<ObjectStore, CacheError> {
        Ok(ObjectStore::from(self.raw.object_store(name)?))
    }

    /// A value.
    pub async fn get(&self, store: &str, key: &JsValue) -> Result<Option<String>, CacheError> {
        Ok(self.store(store)?.get(key.clone())?.await?.and_then(|value| value.as_string()))
    }

    /// All values of a store.
    pub async fn all(&self, store: &str) -> Result<Vec<String>, CacheError> {
        let values = self.store(store)?.get_all(None, None)?.await?;
        Ok(values.iter().filter_map(JsValue::as_string).collect())
    }

    /// Writes a value.
    pub fn put(&self, store: &str, key: &JsValue, value: &str) -> Result<(), CacheError> {
        self.store(store)?.put(&value.into(), Some(key))?;
        Ok(())
    }

    /// Removes a value, if it is there.
    pub fn delete(&self, store: &str, key: &JsValue) -> Result<(), CacheError> {
        self.store(store)?.delete(key.clone())?;
        Ok(())
    }

    /// Removes all values of a store.
    pub fn clear(&self, store: &str) -> Result<(), CacheError> {
        self.store(store)?.clear()?;
        Ok(())
    }

    /// Waits until all of it is on the disk.
    pub async fn complete(self) -> Result<(), CacheError> {
        let Some(end) = self.end.take() else { return Ok(()) };
        match end.await {
            Ok(_) => Ok(()),
            Err(_) => Err(self.raw.error().map_or(CacheError::Gone, |error| CacheError::from(JsValue::from(error)))),
        }
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

/// A value as JSON.
pub fn text(value: &impl serde::Serialize) -> Result<String, CacheError> {
    serde_json::to_string(value).map_err(|error| CacheError::Refused(error.to_string()))
}
