//! Values on their way into the database and out of it.

use super::{Result, StoreError};

/// A counter or number as it was stored.
pub fn number(stored: i64) -> u64 {
    u64::try_from(stored).unwrap_or(0)
}

/// A counter or number as it is stored.
pub fn column(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

/// An id as it was stored in `place`.
pub fn read<T: std::str::FromStr>(text: &str, place: &'static str) -> Result<T> {
    text.parse().map_err(|_| StoreError::Unreadable(place))
}

/// A broken uniqueness rule as what it means here.
pub fn exists(what: &'static str) -> impl Fn(sqlx::Error) -> StoreError {
    move |error| match &error {
        sqlx::Error::Database(e) if e.is_unique_violation() => StoreError::Exists(what),
        _ => error.into(),
    }
}

/// Runs a write to its end, whatever happens to the one who asked for it.
pub async fn detached<T: Send + 'static>(write: impl Future<Output = Result<T>> + Send + 'static) -> Result<T> {
    tokio::spawn(write).await.map_err(|_| StoreError::Interrupted)?
}
