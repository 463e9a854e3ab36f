//! Whom a request's token stands for.

use super::token;
use crate::{app::App, error::Failure, store::SessionRow};
use axum::http::HeaderMap;
use smarketing_domain::{clock::Timestamp, entity::Entity, member::Member, wire::Session};

/// A session's use is noted once an hour, in milliseconds.
const NOTED: i64 = 60 * 60 * 1000;

/// A signed-in member.
pub struct Identity {
    /// The session.
    pub session: SessionRow,
    /// The member's record; it may have been deleted meanwhile.
    record: Member,
}

impl Identity {
    /// Whom the request's cookie stands for.
    ///
    /// # Errors
    /// When there is no session, or it has ended.
    pub async fn of(app: &App, headers: &HeaderMap) -> Result<Self, Failure> {
        let token_hash = token::digest(token::shown(headers).ok_or(Failure::SignedOut)?);
        let identity = Self::with_token(app, &token_hash).await?;
        let now = app.now();
        if now.since(identity.session.seen) > NOTED {
            let store = app.store.clone();
            // Nobody waits for this.
            tokio::spawn(async move {
                let expires = Timestamp(now.0 + token::LASTS * 1000);
                if let Err(error) = store.touch_session(&token_hash, now, expires).await {
                    tracing::warn!(%error, "a session's use was not noted");
                }
            });
        }
        Ok(identity)
    }

    /// Whom the token with this digest stands for. That it was used is not noted.
    ///
    /// # Errors
    /// When there is no such session, or it has ended.
    pub async fn with_token(app: &App, token_hash: &str) -> Result<Self, Failure> {
        let (session, json) = app.store.session(token_hash, app.now()).await?.ok_or(Failure::SignedOut)?;
        let Ok(Entity::Member(record)) = serde_json::from_str(&json) else {
            tracing::error!("a member's record is unreadable");
            return Err(Failure::Internal);
        };
        Ok(Self { session, record })
    }

    /// The member, unless they were removed.
    ///
    /// # Errors
    /// When they were removed: there is nothing here for them.
    pub fn member(&self) -> Result<&Member, Failure> {
        Some(&self.record).filter(|member| member.meta.is_alive()).ok_or(Failure::Removed)
    }

    /// What the app is told about it.
    ///
    /// # Errors
    /// When the member was removed.
    pub fn describe(&self, now: Timestamp) -> Result<Session, Failure> {
        let member = self.member()?;
        Ok(Session {
            workspace: self.session.workspace,
            member: member.id,
            name: member.name.clone(),
            team: member.team,
            role: member.role,
            server_now: now,
        })
    }
}
