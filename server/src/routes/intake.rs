//! `/api/intake`: leads and reach from forms and platforms, by keys that can
//! write and nothing else. These addresses are for servers: no other origin is
//! granted anything. What a page of a website sends comes to [`super::form`].

use super::Body;
use crate::{
    app::{App, Shared},
    auth::{Identity, token},
    error::Failure,
    hub::Batch,
    store::{CallRow, Claim, KeyRow, NewClaim},
};
use axum::{
    Json,
    extract::State,
    http::{HeaderMap, header},
};
use serde::Serialize;
use smarketing_domain::{
    account::{rules, wire::CallLine},
    clock::{Clock, DAY, Timestamp},
    economics::ledger::reach_id,
    ids::{ClientId, CompanyId, ContactId, DealId, InsightId, MemberId},
    intake::{IntakeFault, Lead, LeadIds, REQUEST_MAX, ReachRows, Taken, derived},
    operation::{self, Authority, Operation},
    wire::Verdict,
    workspace::Workspace,
};
use std::sync::atomic::{AtomicU64, Ordering};
use uuid::Uuid;

/// How much may come by one key on one day (UTC).
pub struct Caps {
    leads: AtomicU64,
    reach: AtomicU64,
}

impl Default for Caps {
    fn default() -> Self {
        Self { leads: AtomicU64::new(1_000), reach: AtomicU64::new(10_000) }
    }
}

impl Caps {
    /// Other numbers of leads and of rows of reach.
    pub fn set(&self, leads: u64, reach: u64) {
        self.leads.store(leads, Ordering::Relaxed);
        self.reach.store(reach, Ordering::Relaxed);
    }
}

/// A lead becomes a deal in the first stage of marketing.
///
/// # Errors
/// When the key does not allow it, the day's number is reached, or the lead says
/// nothing.
pub async fn leads(
    State(app): State<Shared>,
    headers: HeaderMap,
    body: Result<Body<Lead>, Failure>,
) -> Result<Json<Taken>, Failure> {
    let key = bearer(&app, &headers).await?;
    let taken = async {
        allowed(key.leads)?;
        let lead = body?.0.check()?;
        let request = request(&headers, lead.id.as_deref())?;
        take_lead(&app, &key, "leads", &request, lead, Answers::AndFacts).await
    };
    noted(&app, &key, "leads", 1, taken.await).await
}

/// What of the further facts of a lead is taken in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Answers {
    /// All of them: whoever holds the key is trusted with it.
    AndFacts,
    /// Answers to the workspace's questions.
    Only,
}

/// Makes a deal of a lead, once for each name of a request.
pub(super) async fn take_lead(
    app: &App,
    key: &KeyRow,
    kind: &'static str,
    request: &str,
    lead: Lead,
    answers: Answers,
) -> Result<Taken, Failure> {
    let cap = app.caps.leads.load(Ordering::Relaxed);
    claim(app, key, kind, request, &lead, (1, cap)).await?;
    let id = |what: &str| derived(&[&key.id.to_string(), request, what]);
    let ids = LeadIds {
        deal: DealId(id("deal")),
        contact: ContactId(id("contact")),
        company: CompanyId(id("company")),
        insight: InsightId(id("insight")),
    };
    let make = move |w: &Workspace, now| {
        let lead = if answers == Answers::Only { lead.answers_only(w) } else { lead };
        lead.answered(w).bodies(w, ids, now)
    };
    write(app, key, make).await?;
    Ok(Taken { id: ids.deal.to_string() })
}

/// Rows of reach are written over by channel and day.
///
/// # Errors
/// When the key does not allow it, the day's number is reached, or a row is no
/// good: then none is written.
pub async fn reach(
    State(app): State<Shared>,
    headers: HeaderMap,
    body: Result<Body<ReachRows>, Failure>,
) -> Result<Json<Taken>, Failure> {
    let key = bearer(&app, &headers).await?;
    let units = body.as_ref().map_or(0, |body| body.0.rows.len() as u64);
    let taken = async {
        allowed(key.reach)?;
        let rows = body?.0.check()?;
        let request = request(&headers, rows.id.as_deref())?;
        let cap = app.caps.reach.load(Ordering::Relaxed);
        let claimed = claim(&app, &key, "reach", &request, &rows, (units, cap)).await?;
        let workspace = key.workspace;
        let id_of = move |channel: &str, day| reach_id(workspace, channel, day);
        // What came before is not written over what came since.
        if claimed == Claim::New {
            write(&app, &key, move |w, _| rows.bodies(w, id_of)).await?;
        }
        Ok(Taken { id: request })
    };
    noted(&app, &key, "reach", units, taken.await).await
}

/// The last calls, for those who look after the forms and platforms.
///
/// # Errors
/// When the role is too low.
pub async fn calls(State(app): State<Shared>, headers: HeaderMap) -> Result<Json<Vec<CallLine>>, Failure> {
    let identity = Identity::of(&app, &headers).await?;
    rules::see_calls(identity.member()?.role)?;
    Ok(Json(app.store.calls(identity.session.workspace).await?))
}

/// Answers a call, and notes how it went.
async fn noted(
    app: &App,
    key: &KeyRow,
    what: &'static str,
    units: u64,
    taken: Result<Taken, Failure>,
) -> Result<Json<Taken>, Failure> {
    note(app, key, (what, units), Outcome::of(taken.as_ref().err())).await;
    taken.map(Json)
}

/// How a call went.
pub(super) struct Outcome {
    /// Why it was not taken in.
    pub(super) code: Option<&'static str>,
    subject: Option<String>,
}

impl Outcome {
    /// Well, or not.
    pub(super) fn of(failure: Option<&Failure>) -> Self {
        Self { code: failure.map(Failure::code), subject: failure.and_then(Failure::subject) }
    }
}

/// Notes how a call went. That it cannot be noted does not undo it.
pub(super) async fn note(
    app: &App,
    key: &KeyRow,
    (what, units): (&'static str, u64),
    Outcome { code, subject }: Outcome,
) {
    let (workspace, key_name, at) = (key.workspace, key.name.clone(), app.now());
    let row = CallRow { workspace, key_name, at, what, units, code, subject };
    if let Err(error) = app.store.note_call(row).await {
        tracing::error!(%error, "a call of the intake was not noted");
    }
}

/// The key that the request shows.
async fn bearer(app: &App, headers: &HeaderMap) -> Result<KeyRow, Failure> {
    let shown = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let (scheme, key) = shown.split_once(' ').unwrap_or_default();
    if !scheme.eq_ignore_ascii_case("bearer") {
        return Err(Failure::KeyUnknown);
    }
    known(app, key).await
}

/// The key that somebody shows, if there is one.
pub(super) async fn known(app: &App, key: &str) -> Result<KeyRow, Failure> {
    app.store.key(&token::digest(key.trim())).await?.ok_or(Failure::KeyUnknown)
}

/// Refuses what a key may not bring.
pub(super) fn allowed(may: bool) -> Result<(), Failure> {
    if may { Ok(()) } else { Err(Failure::KeyKind) }
}

/// What the sender calls the request; a new name where it says none.
fn request(headers: &HeaderMap, id: Option<&str>) -> Result<String, Failure> {
    let header = match headers.get("idempotency-key") {
        Some(value) => Some(value.to_str().map_err(|_| IntakeFault::TooLong("Idempotency-Key"))?),
        None => None,
    };
    match header.or(id).map(str::trim).filter(|name| !name.is_empty()) {
        Some(name) if name.chars().count() > REQUEST_MAX => Err(IntakeFault::TooLong("Idempotency-Key").into()),
        // Some databases refuse texts with a NUL.
        Some(name) => Ok(name.replace('\0', "\u{fffd}")),
        None => Ok(Uuid::new_v4().to_string()),
    }
}

async fn claim(
    app: &App,
    key: &KeyRow,
    kind: &'static str,
    request: &str,
    body: &impl Serialize,
    (units, cap): (u64, u64),
) -> Result<Claim, Failure> {
    let body = serde_json::to_string(body).map_err(|_| Failure::Internal)?;
    let (request, body_hash, now) = (request.to_owned(), token::digest(&body), app.now());
    match app.store.claim(NewClaim { key: key.id, kind, request, body_hash, units, cap, now }).await? {
        Claim::Other => Err(Failure::OtherRequest),
        Claim::Full => Err(Failure::DayFull { seconds: (DAY - now.0.rem_euclid(DAY)) as u64 / 1000 + 1 }),
        claim => Ok(claim),
    }
}

/// Makes the changes that `bodies` asks for with the server's own authority.
async fn write(
    app: &App,
    key: &KeyRow,
    bodies: impl FnOnce(&Workspace, Timestamp) -> Result<Vec<operation::Body>, IntakeFault> + Send + 'static,
) -> Result<(), Failure> {
    let now = app.now();
    let make = move |workspace: &_| {
        let client = ClientId(Uuid::new_v4().as_u64_pair().1);
        let mut clock = Clock::new(client);
        let (bodies, fault) = match bodies(workspace, now) {
            Ok(bodies) => (bodies, None),
            Err(fault) => (Vec::new(), Some(fault)),
        };
        let operation =
            |(number, body)| Operation { number, stamp: clock.tick(now), author: MemberId::default(), body };
        let operations = (1..).zip(bodies).map(operation).collect();
        (Batch { client, authority: Authority::Server, operations, gaps: false, seen: u64::MAX, now }, fault)
    };
    let (answers, fault) = app.hub.make(key.workspace, make).await?;
    if let Some(fault) = fault {
        return Err(fault.into());
    }
    for answer in answers {
        if let Verdict::Rejected { code, .. } = answer.verdict {
            tracing::error!(code, "a change from outside was refused");
            return Err(Failure::Internal);
        }
    }
    Ok(())
}
