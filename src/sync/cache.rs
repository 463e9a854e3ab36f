//! What the device keeps, in IndexedDB: the confirmed records, how far they
//! have been read, the outbox and the tray. Every method is one transaction,
//! and nothing counts as kept before the transaction's `complete`.
//!
//! | store | key | value |
//! | --- | --- | --- |
//! | `meta` | `session`, `read` | who is signed in; epoch and cursor |
//! | `entities` | `kind/id` | the record's JSON as it came |
//! | `outbox` | `[client, number]` | the operation's JSON |
//! | `tray` | `[client, number]` | the refused operation's JSON and why |
//!
//! Operations and tray items carry their author. Those of another member stay
//! where they are, unseen and unsent, until that member signs in here again.

use super::{
    change::{Change, Kept, Read, TrayRow},
    outbox::Place,
    transaction::{Transaction, text},
};
use crate::state::Me;
use idb::{Database, DatabaseEvent, Factory, ObjectStoreParams};
use smarketing_domain::{
    entity::Entity,
    ids::{ClientId, MemberId},
    operation::Operation,
};
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::IdbDatabase;

const META: &str = "meta";
const ENTITIES: &str = "entities";
const OUTBOX: &str = "outbox";
const TRAY: &str = "tray";
const ALL: [&str; 4] = [META, ENTITIES, OUTBOX, TRAY];
const VERSION: u32 = 1;

/// Why something could not be kept or read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CacheError {
    /// The connection is closed or the database is gone: open it again.
    Gone,
    /// The database is of a newer version than this page.
    TooOld,
    /// The browser refused (a full disk, a quota, blocked storage).
    Refused(String),
}

/// Why the connection ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closed {
    /// The database was deleted, or the browser closed it.
    Gone,
    /// A newer page wants to change the database: reload.
    Outdated,
}

/// An open database.
#[derive(Debug)]
pub struct Cache {
    raw: IdbDatabase,
    /// Holds the handlers.
    _database: Database,
}

impl Cache {
    /// Opens the database of this name, making it when there is none.
    pub async fn open(name: &str, closed: Rc<dyn Fn(Closed)>) -> Result<Self, CacheError> {
        let mut request = Factory::new()?.open(name, Some(VERSION))?;
        request.on_upgrade_needed(|event| {
            let Ok(database) = event.database() else { return };
            let present = database.store_names();
            for store in ALL.iter().filter(|store| !present.iter().any(|name| name == *store)) {
                // A failure shows when the store is used.
                let _ = database.create_object_store(store, ObjectStoreParams::new());
            }
        });
        let raw: IdbDatabase = request.await?.into();
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

    /// Lets go of the database.
    pub fn close(&self) {
        self.raw.close();
    }

    /// Everything.
    pub async fn read(&self) -> Result<Kept, CacheError> {
        let tx = Transaction::read(&self.raw, &ALL)?;
        let session = tx.get(META, &"session".into()).await?.and_then(parse);
        let read = tx.get(META, &"read".into()).await?.and_then(parse);
        let outbox = tx.all(OUTBOX).await?;
        let tray = tx.all(TRAY).await?;
        let entities = tx.all(ENTITIES).await?;
        tx.complete().await?;
        Ok(Kept {
            session,
            read,
            // What cannot be read stays where it is.
            entities: entities.iter().filter_map(|json| Entity::read(json).ok().flatten()).collect(),
            outbox: outbox.iter().filter_map(parse).collect(),
            tray: tray.iter().filter_map(parse).collect(),
        })
    }

    /// The operations that a client left here.
    pub async fn read_outbox(&self, client: ClientId) -> Result<Vec<Operation>, CacheError> {
        let tx = Transaction::read(&self.raw, &[OUTBOX])?;
        let rows = tx.all(OUTBOX).await?;
        tx.complete().await?;
        let operations = rows.iter().filter_map(parse::<Operation, _>);
        Ok(operations.filter(|operation| operation.stamp.client == client).collect())
    }

    /// Who is signed in, according to the database.
    pub async fn read_session(&self) -> Result<Option<Me>, CacheError> {
        let tx = Transaction::read(&self.raw, &[META])?;
        let session = tx.get(META, &"session".into()).await?;
        tx.complete().await?;
        Ok(session.and_then(parse))
    }

    /// Makes changes, all or none; answers how far the kept records have been
    /// read after them. Records are kept only where they follow on what is
    /// there: another tab may have written newer ones.
    pub async fn write(&self, changes: &[Change]) -> Result<Option<Read>, CacheError> {
        let touches_records = changes.iter().any(|change| change.received.is_some());
        let tx = if touches_records {
            Transaction::write(&self.raw, &ALL)?
        } else {
            Transaction::write(&self.raw, &[META, OUTBOX, TRAY])?
        };
        let mut read: Option<Read> = tx.get(META, &"read".into()).await?.and_then(parse);
        for change in changes {
            write_lists(&tx, change)?;
            let Some(received) = &change.received else { continue };
            let Some(next) = received.follows(read) else { continue };
            if received.since.is_none() {
                tx.clear(ENTITIES)?;
            }
            for (key, json) in &received.rows {
                tx.put(ENTITIES, &key.into(), json)?;
            }
            tx.put(META, &"read".into(), &text(&next)?)?;
            read = Some(next);
        }
        tx.complete().await?;
        Ok(read)
    }

    /// Another member takes the seat: forgets the records, keeps outbox and tray.
    pub async fn seat(&self, me: &Me) -> Result<(), CacheError> {
        let tx = Transaction::write(&self.raw, &[META, ENTITIES])?;
        tx.clear(META)?;
        tx.clear(ENTITIES)?;
        tx.put(META, &"session".into(), &text(me)?)?;
        tx.complete().await
    }

    /// Forgets everything but what other members left unsent.
    pub async fn wipe(&self, member: MemberId) -> Result<(), CacheError> {
        let tx = Transaction::write(&self.raw, &ALL)?;
        for row in tx.all(OUTBOX).await?.iter().filter_map(parse::<Operation, _>) {
            if row.author == member {
                tx.delete(OUTBOX, &key((row.stamp.client, row.number)))?;
            }
        }
        for row in tx.all(TRAY).await?.iter().filter_map(parse::<TrayRow, _>) {
            if row.operation.author == member {
                tx.delete(TRAY, &key(row.place()))?;
            }
        }
        tx.clear(META)?;
        tx.clear(ENTITIES)?;
        tx.complete().await
    }
}

impl Drop for Cache {
    fn drop(&mut self) {
        self.raw.close();
    }
}

fn write_lists(tx: &Transaction, change: &Change) -> Result<(), CacheError> {
    if let Some(me) = &change.session {
        tx.put(META, &"session".into(), &text(me)?)?;
    }
    for place in &change.remove {
        tx.delete(OUTBOX, &key(*place))?;
    }
    for operation in &change.put {
        tx.put(OUTBOX, &key((operation.stamp.client, operation.number)), &text(operation)?)?;
    }
    for row in &change.refused {
        tx.put(TRAY, &key(row.place()), &text(row)?)?;
    }
    for place in &change.dismissed {
        tx.delete(TRAY, &key(*place))?;
    }
    Ok(())
}

fn key((client, number): Place) -> JsValue {
    js_sys::Array::of2(&client.to_string().into(), &(number as f64).into()).into()
}

fn parse<T: serde::de::DeserializeOwned, S: AsRef<str>>(json: S) -> Option<T> {
    serde_json::from_str(json.as_ref()).ok()
}

impl From<idb::Error> for CacheError {
    fn from(error: idb::Error) -> Self {
        use idb::Error::{DomException, IndexedDbNotFound, TransactionOpenFailed};
        match error {
            DomException(exception) => Self::of(&exception),
            TransactionOpenFailed(value) | IndexedDbNotFound(value) => Self::from(value),
            other => Self::Refused(other.to_string()),
        }
    }
}

impl From<JsValue> for CacheError {
    fn from(value: JsValue) -> Self {
        match value.dyn_ref::<web_sys::DomException>() {
            Some(exception) => Self::of(exception),
            None => Self::Refused(format!("{value:?}")),
        }
    }
}

impl CacheError {
    fn of(exception: &web_sys::DomException) -> Self {
        match exception.name().as_str() {
            "InvalidStateError" | "NotFoundError" => Self::Gone,
            "VersionError" => Self::TooOld,
            name => Self::Refused(name.to_owned()),
        }
    }
}
