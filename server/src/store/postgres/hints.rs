//! What other instances tell: LISTEN and NOTIFY. Only hints; a connection that
//! is lost comes back by itself, and what was told meanwhile is looked up.

use crate::store::Hint;
use futures_util::stream::{self, BoxStream, StreamExt};
use smarketing_domain::ids::WorkspaceId;
use sqlx::postgres::{PgConnectOptions, PgListener, PgPoolOptions};
use std::time::Duration;

/// Where it is told.
pub const CHANNEL: &str = "smarketing";
/// Held by every running instance, shared: a database whose backup is put in
/// place must be nobody's ("smarketi" as a number).
pub const IN_USE: i64 = 0x736d_6172_6b65_7469;
/// The first wait after a lost connection; each next one is twice as long.
const SOON: Duration = Duration::from_millis(100);
/// The longest wait.
const LATE: Duration = Duration::from_secs(5);

/// A connection of its own, while there is one.
struct Ear {
    options: PgConnectOptions,
    listener: Option<PgListener>,
    wait: Duration,
}

/// What is told, without end.
pub fn listen(options: PgConnectOptions) -> BoxStream<'static, Hint> {
    let ear = Ear { options, listener: None, wait: SOON };
    stream::unfold(ear, |mut ear| async move {
        let hint = ear.next().await;
        Some((hint, ear))
    })
    .boxed()
}

/// A workspace and its counter in one word.
pub fn payload(workspace: WorkspaceId, counter: u64) -> String {
    format!("{workspace} {counter}")
}

fn hint(payload: &str) -> Hint {
    let told = payload.split_once(' ').and_then(|(id, counter)| Some((id.parse().ok()?, counter.parse().ok()?)));
    told.map_or(Hint::Look, |(workspace, counter)| Hint::Written(workspace, counter))
}

impl Ear {
    async fn next(&mut self) -> Hint {
        loop {
            if let Some(listener) = &mut self.listener {
                match listener.try_recv().await {
                    Ok(Some(told)) => {
                        self.wait = SOON;
                        return hint(told.payload());
                    }
                    Ok(None) => tracing::warn!("the connection for hints was lost"),
                    Err(error) => tracing::warn!(%error, "the connection for hints was lost"),
                }
                self.listener = None;
            }
            match self.connect().await {
                Ok(listener) => {
                    self.listener = Some(listener);
                    return Hint::Look;
                }
                Err(error) => {
                    tracing::warn!(%error, "hints of other instances cannot be heard");
                    tokio::time::sleep(self.wait).await;
                    self.wait = (self.wait * 2).min(LATE);
                }
            }
        }
    }

    async fn connect(&self) -> Result<PgListener, sqlx::Error> {
        let pool = PgPoolOptions::new().max_connections(1).connect_lazy_with(self.options.clone());
        let mut listener = PgListener::connect_with(&pool).await?;
        listener.eager_reconnect(false);
        sqlx::query("SELECT pg_try_advisory_lock_shared($1)").bind(IN_USE).execute(&mut listener).await?;
        listener.listen(CHANNEL).await?;
        Ok(listener)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_is_understood_and_anything_else_is_a_reason_to_look() {
        let id = WorkspaceId(uuid::Uuid::now_v7());
        assert_eq!(hint(&payload(id, 7)), Hint::Written(id, 7));
        assert_eq!(hint("of a later version"), Hint::Look);
        assert_eq!(hint(""), Hint::Look);
    }
}
