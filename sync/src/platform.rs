//! What a client's surroundings have to offer. In the app these are the
//! browser and its views; in the simulation a world of dice.

use crate::{
    answer::{ApiError, Reply},
    cache::{CacheError, Closed},
    desk::Beginning,
    message::Message,
    outbox::Place,
    seat::{Me, Seated},
    snapshot::Snapshot,
    status::{SyncStatus, TrayItem},
};
use smarketing_domain::{
    clock::Timestamp,
    entity::{Entity, EntityKey},
    ids::{ClientId, MemberId},
    operation::{Body, Operation},
    replica::Settled,
    wire::{Answer, Session, SignIn, SyncRequest},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

/// Called with operations that were just performed, to save and send them.
pub type Outgoing = Rc<dyn Fn(Vec<Operation>)>;

/// Clock, chance, network, storage and the other tabs.
pub trait Platform: Sized + 'static {
    /// What a person sees and touches.
    type Screen: Screen;
    /// The database on the device.
    type Database: Database;
    /// A held lock; let go when dropped.
    type Lock: 'static;
    /// An open stream of nudges; closed when dropped.
    type Stream: 'static;

    /// Milliseconds on a clock that is never set back.
    fn now(&self) -> u64;
    /// A random number from 0 to 1.
    fn chance(&self) -> f64;
    /// 64 random bits.
    fn fresh_client(&self) -> ClientId;
    /// Waits.
    fn sleep(&self, millis: u64) -> impl Future<Output = ()>;
    /// Waits until what was just shown can be seen, a moment at most: the network can wait
    /// so long. Saving cannot.
    fn painted(&self) -> impl Future<Output = ()>;
    /// Lets something run beside what runs now, and after it.
    fn spawn(&self, task: impl Future<Output = ()> + 'static);

    /// Who is signed in.
    fn session(&self) -> impl Future<Output = Result<Session, ApiError>>;
    /// Signs in.
    fn sign_in(&self, sign_in: &SignIn) -> impl Future<Output = Result<Session, ApiError>>;
    /// Signs out; without a session, too.
    fn sign_out(&self) -> impl Future<Output = Result<(), ApiError>>;
    /// Everything.
    fn snapshot(&self) -> impl Future<Output = Result<Snapshot, ApiError>>;
    /// Pushes and pulls.
    fn sync(&self, request: &SyncRequest) -> impl Future<Output = Result<Reply, ApiError>>;
    /// Opens the stream of nudges. `nudged` hears the server's counter, `lost`
    /// that the stream broke off (it is to be dropped soon after).
    fn stream(&self, nudged: Rc<dyn Fn(u64)>, lost: Rc<dyn Fn()>) -> Option<Self::Stream>;

    /// Opens the database, making it when there is none. `closed` hears that
    /// the connection has ended.
    fn open(&self, closed: Rc<dyn Fn(Closed)>) -> impl Future<Output = Result<Self::Database, CacheError>>;
    /// Notes that a member asked for this device to be wiped.
    fn note_farewell(&self, member: MemberId);
    /// Who asked for that.
    fn noted_farewell(&self) -> Option<MemberId>;
    /// Notes that the server said that a member was removed: to be told once, and
    /// for the other tabs, which may hear no more than that the session has ended.
    fn note_removal(&self, member: MemberId);
    /// Whose removal is noted.
    fn removed(&self) -> Vec<MemberId>;
    /// Forgets it: the server was asked since, and knows them.
    fn forget_removal(&self, member: MemberId);
    /// Forgets the note.
    fn forget_farewell(&self);

    /// Keeps what the other tabs tell until somebody listens.
    fn overhear(&self);
    /// Listens to the other tabs, and first to what they have told meanwhile.
    fn listen(&self, hears: impl Fn(Message) + 'static);
    /// Tells the other tabs.
    fn say(&self, message: &Message);
    /// Waits until `client`'s tab is gone (or never was), and takes its place.
    /// `None`: there are no locks here.
    fn lock(&self, client: ClientId) -> impl Future<Output = Option<Self::Lock>>;

    /// The first screen can be shown: listens to what the surroundings tell.
    fn begun(&self);
    /// Asks that what is kept is not thrown away when there is little room.
    fn ask_to_keep_storage(&self);
    /// Loads the page again.
    fn reload(&self);
}

/// What a person sees and touches.
pub trait Screen: 'static {
    /// Where performed operations go: those that were performed before, first.
    fn set_outgoing(&self, outgoing: Outgoing);
    /// How many of those wait for that.
    fn waiting(&self) -> usize;
    /// Begins with confirmed records, and with nothing that is not confirmed.
    fn begin(&self, beginning: Beginning);
    /// Shows operations that this tab has not performed itself.
    fn adopt(&self, operations: Vec<Operation>);
    /// Takes in what the server said to `client`.
    fn settle(&self, client: ClientId, answers: &[Answer], entities: Vec<Entity>, cursor: u64) -> Settled;
    /// No page is missing up to the cursor.
    fn caught_up(&self) -> Settled;
    /// What takes back the unconfirmed operations of these places.
    fn ways_back(&self, places: &BTreeSet<Place>) -> BTreeMap<Place, Body>;
    /// Learns the server's time.
    fn set_server_now(&self, server_now: Timestamp);
    /// How far the server has been read.
    fn cursor(&self) -> u64;
    /// Operations not confirmed, of all tabs.
    fn pending(&self) -> usize;
    /// Whether a record has been made, as far as is known here.
    fn has(&self, key: EntityKey) -> bool;
    /// What a record is called; empty when nothing is known of it.
    fn subject(&self, key: Option<EntityKey>) -> String;
    /// Who sits before the screen.
    fn seated(&self) -> Seated;
    /// Shows who sits before the screen.
    fn set_seated(&self, seated: Seated);
    /// Whether there are records to be shown.
    fn set_loaded(&self, loaded: bool);
    /// Shows how we stand with the server.
    fn show(&self, status: SyncStatus);
    /// Looks at the refused changes.
    fn tray<T>(&self, look: impl FnOnce(&[TrayItem]) -> T) -> T;
    /// Changes what refused changes are shown.
    fn change_tray(&self, change: impl FnOnce(&mut Vec<TrayItem>));

    /// The member, signed in or expired.
    fn me(&self) -> Option<Me> {
        self.seated().me().cloned()
    }
}

/// An open database. Dropping it closes it.
pub trait Database: 'static {
    /// One of its transactions.
    type Transaction: Transaction;

    /// A transaction that reads these stores.
    ///
    /// # Errors
    /// When the connection is closed.
    fn read(&self, stores: &[&str]) -> Result<Self::Transaction, CacheError>;
    /// A transaction that writes these stores; complete only when the disk has it.
    ///
    /// # Errors
    /// When the connection is closed.
    fn write(&self, stores: &[&str]) -> Result<Self::Transaction, CacheError>;
    /// Lets go of the database.
    fn close(&self);
}

/// A key in a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key<'a> {
    /// A name.
    Name(&'a str),
    /// A client and a number; sorted by both.
    Place(Place),
}

/// One transaction: all of it is kept, or nothing. It is aborted when it is
/// dropped before its `complete`. Between its requests nothing else may be
/// awaited: it would commit by itself.
pub trait Transaction: Sized {
    /// Bytes of records in a block, about.
    const BLOCK: usize = 512 * 1024;
    /// So many changed records may lie beside the blocks.
    const LOOSE: usize = 2_000;

    /// A value.
    fn get(&self, store: &str, key: Key<'_>) -> impl Future<Output = Result<Option<String>, CacheError>>;
    /// All values of a store, in the order of their keys.
    fn all(&self, store: &str) -> impl Future<Output = Result<Vec<String>, CacheError>>;
    /// Hands out all values of a store, one after another, in the order of their keys.
    fn each(&self, store: &str, take: impl FnMut(String)) -> impl Future<Output = Result<(), CacheError>>;
    /// Writes a value.
    ///
    /// # Errors
    /// When the transaction has ended.
    fn put(&self, store: &str, key: Key<'_>, value: &str) -> Result<(), CacheError>;
    /// Removes a value, if it is there.
    ///
    /// # Errors
    /// When the transaction has ended.
    fn delete(&self, store: &str, key: Key<'_>) -> Result<(), CacheError>;
    /// Removes all values of a store.
    ///
    /// # Errors
    /// When the transaction has ended.
    fn clear(&self, store: &str) -> Result<(), CacheError>;
    /// Waits until all of it is on the disk.
    fn complete(self) -> impl Future<Output = Result<(), CacheError>>;
}
