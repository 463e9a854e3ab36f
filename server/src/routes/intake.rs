//! `/api/intake`: leads and reach from forms and platforms, by keys that can
//! write and nothing else. For servers: no other origin is granted anything, and
//! a key in a web page would be everybody's.

use super::Body;
use crate::{
    app::{App, Shared},
    auth::token,
    error::Failure,
    hub::Batch,
    store::{Claim, KeyRow, NewClaim},
};
use axum::{
    Json,
    extract::State,
    http::{HeaderMap, header},
};
use serde::Serialize;
use smarketing_domain::{
    clock::{Clock, DAY, Timestamp},
    economics::ledger::reach_id,
    ids::{ClientId, CompanyId, ContactId, DealId, InsightId, MemberId},
    intake::{IntakeFault, Lead, LeadIds, REQUEST_MAX, ReachRows, Taken, derived},
    operation::{self, Authority, Operation},
    wire::Verdict,
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
    Body(lead): Body<Lead>,
) -> Result<Json<Taken>, Failure> {
    let key = key(&app, &headers, |key| key.leads).await?;
    let lead = lead.check()?;
    let request = request(&headers, lead.id.as_deref())?;
    let cap = app.caps.leads.load(Ordering::Relaxed);
    claim(&app, &key, "leads", &request, &lead, (1, cap)).await?;
    let id = |what: &str| derived(&[&key.id.to_string(), &request, what]);
    let ids = LeadIds {
        deal: DealId(id("deal")),
        contact: ContactId(id("contact")),
        company: CompanyId(id("company")),
        insight: InsightId(id("insight")),
    };
    write(&app, &key, move |w, now| lead.bodies(w, ids, now)).await?;
    Ok(Json(Taken { id: ids.deal.to_string() }))
}

/// Rows of reach are written over by channel and day.
///
/// # Errors
/// When the key does not allow it, the day's number is reached, or a row is no
/// good: then none is written.
pub async fn reach(
    State(app): State<Shared>,
    headers: HeaderMap,
    Body(rows): Body<ReachRows>,
) -> Result<Json<Taken>, Failure> {
    let key = key(&app, &headers, |key| key.reach).await?;
    let rows = rows.check()?;
    let request = request(&headers, rows.id.as_deref())?;
    let cap = app.caps.reach.load(Ordering::Relaxed);
    let units = rows.rows.len() as u64;
    let claimed = claim(&app, &key, "reach", &request, &rows, (units, cap)).await?;
    let workspace = key.workspace;
    let id_of = move |channel: &str, day| reach_id(workspace, channel, day);
    // What came before is not written over what came since.
    if claimed == Claim::New {
        write(&app, &key, move |w, _| rows.bodies(w, id_of)).await?;
    }
    Ok(Json(Taken { id: request }))
}

/// The key that the request shows, if it may bring this.
async fn key(app: &App, headers: &HeaderMap, may: impl Fn(&KeyRow) -> bool) -> Result<KeyRow, Failure> {
    let shown = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let (scheme, key) = shown.split_once(' ').unwrap_or_default();
    if !scheme.eq_ignore_ascii_case("bearer") {
        return Err(Failure::KeyUnknown);
    }
    let row = app.store.key(&token::digest(key.trim())).await?.ok_or(Failure::KeyUnknown)?;
    if may(&row) { Ok(row) } else { Err(Failure::KeyKind) }
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
    bodies: impl FnOnce(&smarketing_domain::workspace::Workspace, Timestamp) -> Result<Vec<operation::Body>, IntakeFault>
    + Send
    + 'static,
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
        (Batch { client, authority: Authority::Server, operations, gaps: false, now }, fault)
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
