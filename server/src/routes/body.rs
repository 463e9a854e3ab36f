//! A request's body as JSON, with errors that say where.

use crate::error::Failure;
use axum::extract::{FromRequest, Request};
use futures_util::TryStreamExt;
use serde::de::DeserializeOwned;
use smarketing_domain::wire::BODY_MAX;
use std::time::Duration;
use tokio::time::timeout;

/// Bytes of a body that is too large are read up to here and thrown away, so
/// that the sender gets to read the answer.
const PATIENCE: usize = 8 * BODY_MAX;

/// Whoever needs longer than this to send a body is not sending one.
const SLOWEST: Duration = Duration::from_secs(60);

/// A JSON body.
pub struct Body<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, _: &S) -> Result<Self, Failure> {
        let bytes = bytes(request).await?;
        serde_json::from_slice(&bytes).map(Body).map_err(|error| Failure::MalformedJson(error.to_string()))
    }
}

/// All bytes of a body.
///
/// # Errors
/// When it is too large, or does not come.
pub async fn bytes(request: Request) -> Result<Vec<u8>, Failure> {
    timeout(SLOWEST, read(request)).await.map_err(|_| Failure::BodyCutOff)?
}

async fn read(request: Request) -> Result<Vec<u8>, Failure> {
    let mut stream = request.into_body().into_data_stream();
    let (mut bytes, mut size) = (Vec::new(), 0);
    while let Some(part) = stream.try_next().await.map_err(|_| Failure::BodyCutOff)? {
        size += part.len();
        if size > PATIENCE {
            break;
        }
        if size <= BODY_MAX {
            bytes.extend_from_slice(&part);
        }
    }
    if size > BODY_MAX { Err(Failure::BodyTooLarge) } else { Ok(bytes) }
}
