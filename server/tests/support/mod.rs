//! A real server on a real socket over a real database, and people who use it.

#![allow(dead_code)] // each of the two programs uses its own part

pub mod browser;
pub mod database;
pub mod events;
pub mod process;
pub mod shell;
pub mod traffic;

use reqwest::{RequestBuilder, Response, StatusCode};
use serde_json::{Value, json};
use smarketing_domain::{
    clock::{Clock, Timestamp},
    entity::Entity,
    ids::*,
    member::{MemberChange, Role, Team},
    operation::{Action, Body, Operation},
    rank::Rank,
    stage::StageRole,
    wire::{Session, Snapshot, SyncRequest, SyncResponse, Verdict},
    workspace::Workspace,
};
use smarketing_server::{
    app::{App, Shared},
    assets::Assets,
    auth::Passwords,
    commands::{Absent, WorkspaceHandle, open_workspace},
    serve::serve,
    store::{self, NewAccount},
    time,
};
use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};
use tokio::{net::TcpListener, sync::OnceCell, task::JoinHandle};
use uuid::Uuid;

pub const PASSWORD: &str = "green chairs in the rain";
pub const WORKSPACE: &str = "Studio";

/// A running server. Its clock can be put forward.
pub struct Server {
    pub url: String,
    pub app: Shared,
    pub folder: tempfile::TempDir,
    ahead: Arc<AtomicI64>,
    running: JoinHandle<std::io::Result<()>>,
}

impl Server {
    pub async fn start() -> Self {
        Self::start_with(None).await
    }

    /// With the app's files from a folder.
    pub async fn start_with(dist: Option<PathBuf>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = store::open(&address(&folder)).await.unwrap();
        let ahead = Arc::new(AtomicI64::new(0));
        let clock = ahead.clone();
        let clock = Arc::new(move || Timestamp(time::now().0 + clock.load(Ordering::Relaxed)));
        let dist = dist.unwrap_or_else(|| folder.path().join("no-app"));
        let app = App::with_clock(store, Assets::open(Some(dist)), clock);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let running = tokio::spawn(serve(listener, app.clone()));
        Self { url, app, folder, ahead, running }
    }

    pub fn database(&self) -> String {
        address(&self.folder)
    }

    pub fn put_clock_forward(&self, milliseconds: i64) {
        self.ahead.fetch_add(milliseconds, Ordering::Relaxed);
    }

    pub fn now(&self) -> Timestamp {
        self.app.now()
    }

    /// Asks it to stop, and waits until it has.
    pub async fn stop(self) -> tempfile::TempDir {
        self.app.stop.cancel();
        self.running.await.unwrap().unwrap();
        self.folder
    }

    pub fn get(&self, path: &str) -> RequestBuilder {
        reqwest::Client::new().get(format!("{}{path}", self.url))
    }

    pub fn post(&self, path: &str) -> RequestBuilder {
        reqwest::Client::new().post(format!("{}{path}", self.url))
    }

    /// A member of [`WORKSPACE`] who can sign in.
    pub async fn member(&self, email: &str, role: Role) -> MemberId {
        self.member_of(WORKSPACE, email, role).await
    }

    pub async fn member_of(&self, workspace: &str, email: &str, role: Role) -> MemberId {
        let mut handle = self.workspace(workspace).await;
        let member = MemberId(Uuid::now_v7());
        let set = vec![
            MemberChange::Name(email.to_owned()),
            MemberChange::Team(Team::Sales),
            MemberChange::Role(role),
            MemberChange::SignsIn(true),
        ];
        let verdicts = handle.commit(vec![Action::Create { id: member, set }.into()]).await.unwrap();
        assert!(matches!(verdicts[..], [Verdict::Accepted { .. }]), "{verdicts:?}");
        let account = NewAccount {
            email: email.to_owned(),
            password_hash: password_hash().await,
            workspace: handle.id(),
            member,
            created: time::now(),
        };
        self.app.store.add_accounts(vec![account]).await.unwrap();
        member
    }

    /// The workspace from the side of a command, as another process has it.
    pub async fn workspace(&self, name: &str) -> WorkspaceHandle {
        open_workspace(&self.database(), name, Absent::Furnished).await.unwrap()
    }

    /// Somebody signed in with a fresh client and everything read.
    pub async fn person(&self, email: &str, role: Role) -> Person {
        self.member(email, role).await;
        self.sign_in(email).await
    }

    pub async fn sign_in(&self, email: &str) -> Person {
        let (cookie, session) = sign_in(&self.url, email, PASSWORD).await;
        Person::new(&self.url, cookie, session).await
    }
}

/// The database of a folder, as given to `--database`.
pub fn address(folder: &tempfile::TempDir) -> String {
    database::address(folder.path())
}

async fn password_hash() -> String {
    static HASH: OnceCell<String> = OnceCell::const_new();
    HASH.get_or_init(|| async { Passwords::default().hash(PASSWORD).await.unwrap() }).await.clone()
}

pub async fn sign_in(url: &str, email: &str, password: &str) -> (String, Session) {
    let response = try_sign_in(url, email, password).await;
    assert_eq!(response.status(), StatusCode::OK);
    let cookie = cookie_of(&response).unwrap();
    (cookie, response.json().await.unwrap())
}

pub async fn try_sign_in(url: &str, email: &str, password: &str) -> Response {
    let typed = json!({ "email": email, "password": password });
    reqwest::Client::new().post(format!("{url}/api/session")).json(&typed).send().await.unwrap()
}

/// `name=token` of the cookie that a response sets.
pub fn cookie_of(response: &Response) -> Option<String> {
    let line = response.headers().get("set-cookie")?.to_str().ok()?;
    Some(line.split(';').next()?.to_owned())
}

/// Status, code and the whole problem of a refused request.
pub async fn problem(response: Response) -> (u16, String, Value) {
    let status = response.status().as_u16();
    assert_eq!(response.headers()["content-type"], "application/problem+json");
    assert_eq!(response.headers()["cache-control"], "no-store");
    let problem: Value = response.json().await.unwrap();
    assert_eq!(problem["status"], status);
    assert!(problem["detail"].as_str().unwrap().ends_with('.'), "{problem}");
    (status, problem["code"].as_str().unwrap().to_owned(), problem)
}

/// A signed-in browser.
pub struct Person {
    pub http: reqwest::Client,
    pub url: String,
    pub cookie: String,
    pub session: Session,
    pub client: ClientId,
    pub clock: Clock,
    pub number: u64,
    pub epoch: EpochId,
    pub cursor: u64,
    pub workspace: Workspace,
}

impl Person {
    pub async fn new(url: &str, cookie: String, session: Session) -> Self {
        let client = ClientId(Uuid::new_v4().as_u64_pair().0);
        let mut person = Self {
            http: reqwest::Client::new(),
            url: url.to_owned(),
            cookie,
            session,
            client,
            clock: Clock::new(client),
            number: 0,
            epoch: EpochId::default(),
            cursor: 0,
            workspace: Workspace::default(),
        };
        person.bootstrap().await;
        person
    }

    /// Takes a snapshot in the place of everything read so far.
    pub async fn bootstrap(&mut self) {
        let snapshot: Snapshot = self.get("/api/snapshot").send().await.unwrap().json().await.unwrap();
        (self.epoch, self.cursor) = (snapshot.epoch, snapshot.cursor);
        self.workspace = Workspace::default();
        snapshot.entities.into_iter().for_each(|entity| self.workspace.put(entity));
    }

    pub fn get(&self, path: &str) -> RequestBuilder {
        self.http.get(format!("{}{path}", self.url)).header("cookie", &self.cookie)
    }

    pub fn post(&self, path: &str) -> RequestBuilder {
        self.http.post(format!("{}{path}", self.url)).header("cookie", &self.cookie)
    }

    /// An operation made now, with the next number.
    pub fn operation(&mut self, body: impl Into<Body>) -> Operation {
        self.number += 1;
        let stamp = self.clock.tick(time::now());
        Operation { number: self.number, stamp, author: MemberId::default(), body: body.into() }
    }

    pub fn request(&self, operations: &[Operation]) -> SyncRequest {
        SyncRequest {
            client: self.client,
            epoch: self.epoch,
            cursor: self.cursor,
            operations: operations.to_vec(),
            gaps: false,
            seen: None,
            told: None,
        }
    }

    /// Sends operations and takes in the answer.
    pub async fn sync(&mut self, operations: &[Operation]) -> SyncResponse {
        let response = self.try_sync(operations).await;
        assert_eq!(response.status(), StatusCode::OK);
        let answer: SyncResponse = response.json().await.unwrap();
        if !answer.reset {
            self.cursor = answer.cursor;
            answer.entities.iter().cloned().for_each(|entity| self.workspace.put(entity));
        }
        answer
    }

    pub async fn try_sync(&self, operations: &[Operation]) -> Response {
        self.post("/api/sync").json(&self.request(operations)).send().await.unwrap()
    }

    /// Sends operations without caring whether an answer comes.
    pub async fn try_sync_quietly(&self, operations: &[Operation]) -> Option<Response> {
        self.post("/api/sync").json(&self.request(operations)).send().await.ok()
    }

    /// Makes one change and answers what became of it.
    pub async fn make(&mut self, body: impl Into<Body>) -> Verdict {
        let operation = self.operation(body);
        self.sync(&[operation]).await.answers.remove(0).verdict
    }

    /// Reads all that is new, page by page.
    pub async fn pull(&mut self) -> Vec<Entity> {
        let mut read = Vec::new();
        loop {
            let answer = self.sync(&[]).await;
            read.extend(answer.entities);
            if !answer.more {
                return read;
            }
        }
    }

    /// Stages in which deals are open, in order.
    pub fn open_stages(&self) -> Vec<StageId> {
        let open = |role: StageRole| role == StageRole::Open;
        self.workspace.stages_in_order().into_iter().filter(|s| open(s.role)).map(|s| s.id).collect()
    }

    /// A change that makes a deal in the first open stage.
    pub fn new_deal(&self, title: &str) -> Body {
        let id = DealId(Uuid::now_v7());
        let stage = self.open_stages()[0];
        let body = json!({
            "kind": "deal", "do": "create", "id": id,
            "place": { "stage": stage, "rank": Rank::spread_after(None, 1)[0] },
            "past": [{ "stage": stage, "at": time::now() }],
            "set": [{ "title": title }],
        });
        serde_json::from_value(body).unwrap()
    }
}

pub fn deal_of(body: &Body) -> DealId {
    match body {
        Body::Deal(action) => action.id(),
        _ => panic!("not about a deal"),
    }
}

pub fn code_of(verdict: &Verdict) -> &str {
    match verdict {
        Verdict::Accepted { .. } => "accepted",
        Verdict::Rejected { code, .. } => code,
    }
}
