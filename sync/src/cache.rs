//! What the device keeps, in six stores of a database: the confirmed records, how far they
//! have been read, the outbox, the tray, and what the server accepted of one's own
//! (see [`crate::accepted`]). Every method is one transaction,
//! and nothing counts as kept before the transaction's `complete`.
//!
//! | store | key | value |
//! | --- | --- | --- |
//! | `meta` | `session`, `read`, `blocks` | who is signed in; epoch and cursor; which blocks there are |
//! | `blocks` | the first key in it | many records ([`crate::blocks`]) |
//! | `entities` | `kind/id` | the JSON of a record that is newer than its block |
//! | `outbox` | `[client, number]` | the operation's JSON |
//! | `tray` | `[client, number]` | the refused operation's JSON and why |
//! | `accepted` | `[client, number]` | the operation's JSON, and when and in which life it was accepted |
//!
//! Operations and tray items carry their author. Those of another member stay
//! where they are, unseen and unsent, until that member signs in here again.

use crate::{
    accepted::{self, ACCEPTED},
    blocks::lines,
    change::{Change, Kept, Read, TrayRow},
    platform::{Database, Key, Transaction},
    records::News,
    rows::make_room,
    seat::Me,
};
use futures::future::{try_join, try_join4};
use smarketing_domain::{
    entity::Entity,
    fault::{Fault, planted},
    ids::{ClientId, MemberId},
    operation::Operation,
    workspace::Workspace,
};

pub(crate) const META: &str = "meta";
pub(crate) const BLOCKS: &str = "blocks";
pub(crate) const ENTITIES: &str = "entities";
/// The store of what is not confirmed.
pub const OUTBOX: &str = "outbox";
pub(crate) const TRAY: &str = "tray";
/// All stores.
pub const ALL: [&str; 6] = [META, BLOCKS, ENTITIES, OUTBOX, TRAY, ACCEPTED];

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

/// What the device keeps.
#[derive(Debug)]
pub struct Cache<D>(D);

impl<D: Database> Cache<D> {
    /// Over an open database.
    pub fn new(database: D) -> Self {
        Self(database)
    }

    /// Lets go of the database.
    pub fn close(&self) {
        self.0.close();
    }

    /// The database.
    pub(crate) fn database(&self) -> &D {
        &self.0
    }

    /// Everything.
    ///
    /// # Errors
    /// When the database is closed or refuses.
    pub async fn read(&self) -> Result<Kept, CacheError> {
        let tx = self.0.read(&ALL)?;
        let mut records = Workspace::default();
        let mut take = |json: &str| {
            // What cannot be read stays where it is.
            if let Ok(Some(entity)) = Entity::read(json) {
                records.put(entity);
            }
        };
        // All is asked for at once: an answer takes a way through the browser that is much
        // longer than its reading, and a start waits for each.
        let about = try_join(tx.get(META, Key::Name("session")), tx.get(META, Key::Name("read")));
        let lists = try_join(tx.all(OUTBOX), tx.all(TRAY));
        let blocks = tx.each(BLOCKS, |text| {
            make_room(text.len());
            lines(&text).for_each(&mut take);
        });
        let ((session, read), (outbox, tray), (), newer) = try_join4(about, lists, blocks, tx.all(ENTITIES)).await?;
        newer.iter().for_each(|json| take(json));
        // What was asked for is there: nothing is kept by this, and a start does not wait
        // until the browser says so.
        drop(tx);
        let (session, read) = (session.and_then(parse), read.and_then(parse));
        Ok(Kept { session, read, records, outbox, tray })
    }

    /// The operations that a client left here.
    ///
    /// # Errors
    /// When the database is closed or refuses.
    pub async fn read_outbox(&self, client: ClientId) -> Result<Vec<Operation>, CacheError> {
        let tx = self.0.read(&[OUTBOX])?;
        let rows = tx.all(OUTBOX).await?;
        tx.complete().await?;
        let operations = rows.iter().filter_map(parse::<Operation, _>);
        Ok(operations.filter(|operation| operation.stamp.client == client).collect())
    }

    /// Who is signed in, according to the database.
    ///
    /// # Errors
    /// When the database is closed or refuses.
    pub async fn read_session(&self) -> Result<Option<Me>, CacheError> {
        let tx = self.0.read(&[META])?;
        let session = tx.get(META, Key::Name("session")).await?;
        tx.complete().await?;
        Ok(session.and_then(parse))
    }

    /// Makes changes, all or none; answers how far the kept records have been
    /// read after them. Records are kept only where they follow on what is
    /// there: another tab may have written newer ones.
    ///
    /// No records and no refusals are kept where nobody is signed in: another tab has
    /// wiped the device, and this one has not heard of it yet.
    ///
    /// # Errors
    /// When the database is closed or refuses; then nothing is changed.
    pub async fn write(&self, changes: &[Change]) -> Result<Option<Read>, CacheError> {
        let touches_records = changes.iter().any(|change| change.received.is_some());
        let tx = if touches_records { self.0.write(&ALL)? } else { self.0.write(&[META, OUTBOX, TRAY, ACCEPTED])? };
        let wiped = tx.get(META, Key::Name("session")).await?.is_none();
        let wiped = wiped && changes.iter().all(|change| change.session.is_none());
        let mut read: Option<Read> = tx.get(META, Key::Name("read")).await?.and_then(parse);
        let mut news = News::default();
        for received in changes.iter().filter_map(|change| change.received.as_ref()).filter(|_| !wiped) {
            let Some(next) = received.follows(read) else { continue };
            if received.since.is_none() {
                news.begin_anew();
            }
            if !planted(Fault::CursorWithoutRows) {
                news.add(&received.rows);
            }
            if !planted(Fault::RowsWithoutCursor) {
                tx.put(META, Key::Name("read"), &text(&next)?)?;
                read = Some(next);
            }
        }
        news.forget(&tx).await?;
        news.write(&tx).await?;
        for change in changes {
            write_lists(&tx, change, wiped)?;
            if !wiped {
                accepted::write(&tx, change, read).await?;
            }
        }
        accepted::tidy(&tx, changes, read).await?;
        tx.complete().await?;
        Ok(read)
    }

    /// Another member takes the seat: forgets the records, keeps outbox and tray.
    ///
    /// # Errors
    /// When the database is closed or refuses.
    pub async fn seat(&self, me: &Me) -> Result<(), CacheError> {
        let tx = self.0.write(&[META, BLOCKS, ENTITIES])?;
        let known: Option<Me> = tx.get(META, Key::Name("session")).await?.and_then(parse);
        if known.is_some_and(|known| (known.workspace, known.member) == (me.workspace, me.member)) {
            // Another tab was faster, and may have received records by now.
            return tx.complete().await;
        }
        tx.clear(META)?;
        tx.clear(BLOCKS)?;
        tx.clear(ENTITIES)?;
        tx.put(META, Key::Name("session"), &text(me)?)?;
        tx.complete().await
    }

    /// Forgets everything of a member: what others left unsent stays, and so do
    /// the records when somebody else has taken the seat.
    ///
    /// # Errors
    /// When the database is closed or refuses.
    pub async fn wipe(&self, member: MemberId) -> Result<(), CacheError> {
        let tx = self.0.write(&ALL)?;
        for row in tx.all(OUTBOX).await?.iter().filter_map(parse::<Operation, _>) {
            if row.author == member {
                tx.delete(OUTBOX, Key::Place((row.stamp.client, row.number)))?;
            }
        }
        for row in tx.all(TRAY).await?.iter().filter_map(parse::<TrayRow, _>) {
            if row.operation.author == member {
                tx.delete(TRAY, Key::Place(row.place()))?;
            }
        }
        accepted::wipe(&tx, member).await?;
        let seated: Option<Me> = tx.get(META, Key::Name("session")).await?.and_then(parse);
        if seated.is_none_or(|seated| seated.member == member) {
            tx.clear(META)?;
            tx.clear(BLOCKS)?;
            tx.clear(ENTITIES)?;
        }
        tx.complete().await
    }
}

/// What was refused comes into no tray where the device was `wiped`: the tab has not
/// heard yet that nobody will look for it.
fn write_lists(tx: &impl Transaction, change: &Change, wiped: bool) -> Result<(), CacheError> {
    if let Some(me) = &change.session {
        tx.put(META, Key::Name("session"), &text(me)?)?;
    }
    for place in &change.remove {
        tx.delete(OUTBOX, Key::Place(*place))?;
        if !change.accepted.iter().any(|row| row.place() == *place) {
            tx.delete(ACCEPTED, Key::Place(*place))?;
        }
    }
    for operation in &change.put {
        tx.put(OUTBOX, Key::Place((operation.stamp.client, operation.number)), &text(operation)?)?;
    }
    for row in change.refused.iter().filter(|_| !wiped) {
        tx.put(TRAY, Key::Place(row.place()), &text(row)?)?;
    }
    for place in &change.dismissed {
        tx.delete(TRAY, Key::Place(*place))?;
    }
    Ok(())
}

/// A value that was kept; `None` when it cannot be read.
pub(crate) fn parse<T: serde::de::DeserializeOwned, S: AsRef<str>>(json: S) -> Option<T> {
    serde_json::from_str(json.as_ref()).ok()
}

/// A value as JSON.
pub(crate) fn text(value: &impl serde::Serialize) -> Result<String, CacheError> {
    serde_json::to_string(value).map_err(|error| CacheError::Refused(error.to_string()))
}
