//! The database on the device: IndexedDB.

use super::transaction::Transaction;
use idb::{Database, DatabaseEvent, Factory, ObjectStoreParams};
use smarketing_sync::{
    cache::{ALL, CacheError, Closed},
    platform,
};
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::IdbDatabase;

/// 2: there are blocks, and a store of what was accepted. What version 1 has kept is
/// read as it is, and comes into blocks when records are next written.
pub(super) const VERSION: u32 = 2;

/// An open database.
#[derive(Debug)]
pub struct Indexed {
    raw: IdbDatabase,
    /// Holds the handlers.
    _database: Database,
}

impl Indexed {
    /// Opens the database of this name, making it when there is none.
    pub async fn open(name: &str, closed: Rc<dyn Fn(Closed)>) -> Result<Self, CacheError> {
        Self::try_open(name, closed).await.map_err(Failure::into)
    }

    async fn try_open(name: &str, closed: Rc<dyn Fn(Closed)>) -> Result<Self, Failure> {
        let raw = match super::ahead::opened(name, VERSION).await {
            Some(ahead) => ahead,
            None => make(name).await?,
        };
        let mut database = Database::from(raw.clone());
        database.on_version_change({
            let (raw, closed) = (raw.clone(), closed.clone());
            move |event| {
                let version = js_sys::Reflect::get(&event, &"newVersion".into()).unwrap_or(JsValue::NULL);
                if version.is_null() {
                    // Somebody deletes the database: do not stand in the way.
                    raw.close();
                    closed(Closed::Gone);
                } else {
                    closed(Closed::Outdated);
                }
            }
        });
        database.on_close(move |_| closed(Closed::Gone));
        Ok(Self { raw, _database: database })
    }
}

/// Opens the database of this name, making it, or the stores that it lacks.
async fn make(name: &str) -> Result<IdbDatabase, Failure> {
    let mut request = Factory::new()?.open(name, Some(VERSION))?;
    request.on_upgrade_needed(|event| {
        let Ok(database) = event.database() else { return };
        let present = database.store_names();
        for store in ALL.iter().filter(|store| !present.iter().any(|name| name == *store)) {
            // A failure shows when the store is used.
            let _ = database.create_object_store(store, ObjectStoreParams::new());
        }
    });
    Ok(request.await?.into())
}

impl platform::Database for Indexed {
    type Transaction = Transaction;

    fn read(&self, stores: &[&str]) -> Result<Transaction, CacheError> {
        Ok(Transaction::begin(&self.raw, stores, "readonly")?)
    }

    fn write(&self, stores: &[&str]) -> Result<Transaction, CacheError> {
        Ok(Transaction::begin(&self.raw, stores, "readwrite")?)
    }

    fn close(&self) {
        self.raw.close();
    }
}

impl Drop for Indexed {
    fn drop(&mut self) {
        self.raw.close();
    }
}

/// Why the browser did not do what was asked.
pub struct Failure(CacheError);

impl From<Failure> for CacheError {
    fn from(failure: Failure) -> Self {
        failure.0
    }
}

impl From<idb::Error> for Failure {
    fn from(error: idb::Error) -> Self {
        use idb::Error::{DomException, IndexedDbNotFound, TransactionOpenFailed};
        match error {
            DomException(exception) => Self::of(&exception),
            TransactionOpenFailed(value) | IndexedDbNotFound(value) => Self::from(value),
            other => Self(CacheError::Refused(other.to_string())),
        }
    }
}

impl From<JsValue> for Failure {
    fn from(value: JsValue) -> Self {
        match value.dyn_ref::<web_sys::DomException>() {
            Some(exception) => Self::of(exception),
            None => Self(CacheError::Refused(format!("{value:?}"))),
        }
    }
}

impl Failure {
    fn of(exception: &web_sys::DomException) -> Self {
        Self(match exception.name().as_str() {
            "InvalidStateError" | "NotFoundError" => CacheError::Gone,
            "VersionError" => CacheError::TooOld,
            name => CacheError::Refused(name.to_owned()),
        })
    }
}
