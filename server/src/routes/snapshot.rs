//! `/api/snapshot`: everything, packed once for all who ask.

use crate::{
    app::Shared,
    assets::encodings,
    auth::Identity,
    error::Failure,
    hub::{self, view, write_snapshot},
    store::Changes,
};
use axum::{
    body::Bytes,
    extract::State,
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};
use brotli::{CompressorWriter, enc::BrotliEncoderParams};
use flate2::{Compression, write::GzEncoder};
use smarketing_domain::ids::{EpochId, MemberId, WorkspaceId};
use std::{
    collections::HashMap,
    io::{self, BufWriter, Write},
    sync::{Arc, Mutex, PoisonError},
};
use tokio::{sync::Mutex as Queue, task::spawn_blocking};

/// What of it is handed on to be packed at a time, in bytes.
const STRETCH: usize = 64 * 1024;
/// How hard it is packed, from 0 to 11: as fast as can be, for somebody waits for it.
const BROTLI: i32 = 0;
/// How far back it is looked for the same, as a power of two of bytes.
const WINDOW: i32 = 22;

/// The snapshot of each workspace at its latest counter, as it is sent: after an
/// outage all clients of a workspace ask for the same, and packing takes longest.
#[derive(Default)]
pub struct Snapshots {
    latest: Mutex<HashMap<(WorkspaceId, Option<&'static str>), Latest>>,
}

/// Counter and body. Whoever comes while it is made waits for it.
type Latest = Arc<Queue<(u64, Bytes)>>;

impl Snapshots {
    fn latest(&self, workspace: WorkspaceId, coding: Option<&'static str>) -> Latest {
        let mut latest = self.latest.lock().unwrap_or_else(PoisonError::into_inner);
        latest.entry((workspace, coding)).or_default().clone()
    }
}

/// Everything as of now.
///
/// # Errors
/// When nobody is signed in or the database does not answer.
pub async fn snapshot(State(app): State<Shared>, headers: HeaderMap) -> Result<Response, Failure> {
    let identity = Identity::of(&app, &headers).await?;
    identity.member()?;
    let workspace = identity.session.workspace;
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let coding = encodings(accepted).next().map(|(coding, _)| coding);
    let body = match identity.is_narrow() {
        true => pack(app.store.epoch(), seen(&app, workspace, identity.session.member).await?, coding).await?,
        false => shared(&app, workspace, coding).await?,
    };
    let headers = [(header::CONTENT_TYPE, "application/json"), (header::VARY, "accept-encoding")];
    let mut response = (headers, body).into_response();
    if let Some(coding) = coding {
        response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
    }
    Ok(response)
}

/// The records that a member sees. Made for each of them.
async fn seen(app: &Shared, workspace: WorkspaceId, member: MemberId) -> Result<Changes, Failure> {
    let changes = hub::snapshot(&*app.store, workspace).await?;
    Ok(app.hub.look(workspace, move |all| view::whole(all, member, changes)).await??)
}

/// What everybody else gets.
async fn shared(app: &Shared, workspace: WorkspaceId, coding: Option<&'static str>) -> Result<Bytes, Failure> {
    // What is made for others while one waits is at least as new as this.
    let counter = app.store.counter(workspace).await?;
    let latest = app.snapshots.latest(workspace, coding);
    let mut latest = latest.lock().await;
    if latest.0 < counter {
        let changes = hub::snapshot(&*app.store, workspace).await?;
        *latest = (changes.cursor, pack(app.store.epoch(), changes, coding).await?);
    }
    Ok(latest.1.clone())
}

/// Writes a snapshot in one of the [`encodings`]. Not on a thread that answers requests.
async fn pack(epoch: EpochId, changes: Changes, coding: Option<&'static str>) -> Result<Bytes, Failure> {
    let packed = spawn_blocking(move || match coding {
        Some("br") => brotli(epoch, changes),
        Some(_) => gzip(epoch, changes),
        None => plain(epoch, changes),
    });
    packed.await.map_err(|_| Failure::Internal)?.map(Bytes::from).map_err(|_| Failure::Internal)
}

fn brotli(epoch: EpochId, changes: Changes) -> io::Result<Vec<u8>> {
    let params = BrotliEncoderParams { quality: BROTLI, lgwin: WINDOW, ..BrotliEncoderParams::default() };
    let mut out = BufWriter::with_capacity(STRETCH, CompressorWriter::with_params(Vec::new(), STRETCH, &params));
    write_snapshot(&mut out, epoch, changes)?;
    Ok(out.into_inner()?.into_inner())
}

fn gzip(epoch: EpochId, changes: Changes) -> io::Result<Vec<u8>> {
    let mut out = BufWriter::with_capacity(STRETCH, GzEncoder::new(Vec::new(), Compression::fast()));
    write_snapshot(&mut out, epoch, changes)?;
    out.into_inner()?.finish()
}

fn plain(epoch: EpochId, changes: Changes) -> io::Result<Vec<u8>> {
    let mut out = Vec::new();
    write_snapshot(&mut out, epoch, changes)?;
    out.flush()?;
    Ok(out)
}
