//! The server's process: the acceptance that ships, over a database in memory.
//! It may die at every await.

use crate::{
    executor::Life,
    network::{Call, Reply, Said, Stream},
    shelf::{Content, Shelf},
    world::World,
};
use futures::{
    StreamExt,
    channel::{
        mpsc::{UnboundedReceiver, UnboundedSender, unbounded},
        oneshot,
    },
};
use smarketing_domain::{
    clock::Timestamp,
    ids::{EpochId, MemberId, WorkspaceId},
    wire::{Answer, Session, SyncRequest, Verdict},
};
use smarketing_server::hub::{Asking, Batch, Page, PushError, Room, exchange, snapshot, write_snapshot};
use smarketing_sync::answer::ApiError;
use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    rc::Rc,
    sync::Arc,
};
use uuid::Uuid;

/// The largest request, in bytes: small, so that it is met.
const BODY_MAX: usize = 6_000;

struct Job {
    batch: Batch,
    reply: oneshot::Sender<Result<Vec<Answer>, PushError>>,
}

struct Listening {
    id: u64,
    device: usize,
    life: Life,
    nudged: Rc<dyn Fn(u64)>,
    lost: Rc<dyn Fn()>,
}

/// The server.
pub struct Server {
    /// Its database.
    pub shelf: Shelf,
    /// The workspace.
    pub workspace: WorkspaceId,
    /// Who is signed in, by cookie.
    pub sessions: RefCell<BTreeMap<u64, MemberId>>,
    /// A copy of the database.
    pub backup: RefCell<Option<Content>>,
    /// The largest request, in bytes.
    pub body_max: Cell<usize>,
    page: Page,
    life: Cell<Life>,
    last: Cell<u64>,
    jobs: RefCell<Option<UnboundedSender<Job>>>,
    streams: RefCell<Vec<Listening>>,
    silent: RefCell<Vec<Reply>>,
}

impl Server {
    /// A server that is not running.
    pub fn new(shelf: Shelf, workspace: WorkspaceId, page: Page) -> Self {
        Self {
            shelf,
            workspace,
            sessions: RefCell::default(),
            backup: RefCell::default(),
            body_max: Cell::new(BODY_MAX),
            page,
            life: Cell::default(),
            last: Cell::default(),
            jobs: RefCell::default(),
            streams: RefCell::default(),
            silent: RefCell::default(),
        }
    }

    /// Whether it is running.
    pub fn is_up(&self) -> bool {
        self.life.get() != 0
    }

    /// Starts it.
    pub fn start(&self, world: &Rc<World>) {
        world.tell(|| "the server starts".to_owned());
        let (jobs, queue) = unbounded();
        self.life.set(world.born());
        *self.jobs.borrow_mut() = Some(jobs);
        world.executor.spawn(self.life.get(), work(world.clone(), queue));
    }

    /// Kills it, wherever it stands.
    pub fn die(&self, world: &Rc<World>) {
        world.tell(|| "the server dies".to_owned());
        world.end(self.life.replace(0));
        self.jobs.take();
        for stream in self.streams.take() {
            world.later(stream.life, move |_| (stream.lost)());
        }
    }

    /// Puts the copy of the database in its place: another life begins.
    pub fn restore(&self, world: &Rc<World>) {
        let Some(mut content) = self.backup.borrow().clone() else { return };
        world.tell(|| format!("the server goes back to {}", content.counter));
        content.epoch = EpochId(Uuid::from_u128(u128::from(world.bits())));
        *self.shelf.content() = content;
    }

    /// A reply that never comes.
    pub fn forget(&self, reply: Reply) {
        self.silent.borrow_mut().push(reply);
    }

    /// Takes a request.
    pub fn take(&self, world: &Rc<World>, cookie: Option<u64>, call: Call, reply: Reply) {
        if !self.is_up() {
            let _ = reply.send(Err(ApiError::Unreachable));
            return;
        }
        let at = world.clone();
        world.executor.spawn(self.life.get(), async move {
            let said = answer(&at, cookie, call).await;
            // Whoever asked may have gone away.
            let _ = reply.send(said);
        });
    }

    /// Opens a stream of nudges.
    pub fn listen(
        &self,
        world: &Rc<World>,
        device: usize,
        life: Life,
        nudged: Rc<dyn Fn(u64)>,
        lost: Rc<dyn Fn()>,
    ) -> Stream {
        self.last.set(self.last.get() + 1);
        let id = self.last.get();
        if self.is_up() && !world.is_cut_off(device) {
            let counter = self.shelf.content().counter;
            let first = nudged.clone();
            world.later(life, move |_| first(counter));
            self.streams.borrow_mut().push(Listening { id, device, life, nudged, lost });
        } else {
            world.later(life, move |_| lost());
        }
        Stream { world: world.clone(), id }
    }

    /// Closes a stream.
    pub fn hang_up(&self, id: u64) {
        self.streams.borrow_mut().retain(|stream| stream.id != id);
    }

    fn announce(&self, world: &Rc<World>, counter: u64) {
        for stream in self.streams.borrow().iter() {
            if world.mishap(15) || world.is_cut_off(stream.device) {
                continue;
            }
            let nudged = stream.nudged.clone();
            world.later(stream.life, move |_| nudged(counter));
        }
    }

    fn now(&self, world: &World) -> Timestamp {
        Timestamp(world.true_now())
    }
}

/// The only writer of the workspace in this process.
async fn work(world: Rc<World>, mut queue: UnboundedReceiver<Job>) {
    let server = &world.server;
    let mut room = Room::new(Arc::new(server.shelf.clone()), server.workspace);
    while let Some(Job { batch, reply }) = queue.next().await {
        let result = room.execute(batch).await;
        let accepted = |answers: &Vec<Answer>| answers.iter().any(|a| matches!(a.verdict, Verdict::Accepted { .. }));
        if result.as_ref().is_ok_and(accepted) {
            server.announce(&world, room.counter());
        }
        let _ = reply.send(result);
    }
}

async fn answer(world: &Rc<World>, cookie: Option<u64>, call: Call) -> Result<Said, ApiError> {
    let server = &world.server;
    let life = server.life.get();
    world.pause(life).await;
    if let Call::SignIn(email) = &call {
        let member: MemberId = email.parse().map_err(|_| ApiError::Fault)?;
        // Removed: nothing here to sign in to.
        let session = describe(world, member).map_err(|_| ApiError::SignedOut)?;
        let cookie = world.bits();
        server.sessions.borrow_mut().insert(cookie, member);
        return Ok(Said::Session(Box::new(session), Some(cookie)));
    }
    let known = cookie.and_then(|cookie| server.sessions.borrow().get(&cookie).copied());
    let member = known.ok_or(ApiError::SignedOut)?;
    match call {
        Call::Who => Ok(Said::Session(Box::new(describe(world, member)?), None)),
        Call::SignIn(_) => Err(ApiError::Fault),
        Call::SignOut => {
            server.sessions.borrow_mut().retain(|id, _| Some(*id) != cookie);
            Ok(Said::Gone)
        }
        Call::Snapshot => {
            describe(world, member)?;
            let changes = snapshot(&server.shelf, server.workspace).await.map_err(|_| ApiError::Fault)?;
            let epoch = server.shelf.content().epoch;
            let mut body = Vec::new();
            write_snapshot(&mut body, epoch, changes).map_err(|_| ApiError::Fault)?;
            Ok(Said::Body(body))
        }
        Call::Sync(body) => sync(world, member, body).await,
    }
}

async fn sync(world: &Rc<World>, member: MemberId, body: String) -> Result<Said, ApiError> {
    let server = &world.server;
    if body.len() > server.body_max.get() {
        return Err(ApiError::TooLarge);
    }
    let request: SyncRequest = serde_json::from_str(&body).map_err(|_| ApiError::Fault)?;
    let removed = describe(world, member).is_err();
    let (epoch, now) = (server.shelf.content().epoch, server.now(world));
    let knows = request.epoch == epoch;
    let asking = Asking { workspace: server.workspace, member, removed, epoch, now, known: 0 };
    let push = |batch| async move {
        let (reply, answer) = oneshot::channel();
        let jobs = server.jobs.borrow().clone().ok_or(PushError::Interrupted)?;
        jobs.unbounded_send(Job { batch, reply }).map_err(|_| PushError::Interrupted)?;
        answer.await.map_err(|_| PushError::Interrupted)?
    };
    let done = exchange(&server.shelf, asking, request, server.page, push).await;
    let done = done.map_err(|error| match error {
        PushError::Gap { .. } => ApiError::Gap,
        PushError::ForeignClient => ApiError::ForeignClient,
        PushError::ForeignAuthor => ApiError::ForeignAuthor,
        PushError::Interrupted => ApiError::Unreachable,
        PushError::Store(_) => ApiError::Fault,
    })?;
    let done = done.ok_or(ApiError::Removed(Some(member)))?;
    world.ledger.borrow_mut().answered(knows, done.reset);
    let answers = serde_json::to_string(&done.answers).map_err(|_| ApiError::Fault)?;
    let tray = serde_json::to_string(&done.told).map_err(|_| ApiError::Fault)?;
    let rows: Vec<&str> = done.changes.rows.iter().map(|row| &*row.json).collect();
    let (now, changes) = (server.now(world).0, &done.changes);
    Ok(Said::Body(
        format!(
            r#"{{"epoch":"{epoch}","server_now":{now},"answers":{answers},"entities":[{}],"cursor":{},"more":{},"reset":{},"tray":{tray}}}"#,
            rows.join(","),
            changes.cursor,
            changes.more,
            done.reset
        )
        .into_bytes(),
    ))
}

fn describe(world: &World, member: MemberId) -> Result<Session, ApiError> {
    let content = world.server.shelf.content();
    let record =
        content.workspace.members.get(&member).filter(|m| m.meta.is_alive()).ok_or(ApiError::Removed(Some(member)))?;
    Ok(Session {
        workspace: world.server.workspace,
        member,
        name: record.name.clone(),
        team: record.team,
        role: record.role,
        server_now: Timestamp(world.true_now()),
    })
}
