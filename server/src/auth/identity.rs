//! Whom a request's token stands for.

use super::{recent::Known, token};
use crate::{app::App, error::Failure, store::SessionRow};
use axum::http::HeaderMap;
use smarketing_domain::{
    clock::Timestamp,
    entity::Entity,
    member::{Member, Role},
    visibility::Visibility,
    wire::Session,
};

/// A session's use is noted once an hour, in milliseconds.
const NOTED: i64 = 60 * 60 * 1000;

/// A signed-in member.
pub struct Identity {
    /// The session.
    pub session: SessionRow,
    /// The member's record; it may have been deleted meanwhile.
    record: Member,
    visibility: Visibility,
}

impl From<Known> for Identity {
    fn from(Known { session, record, visibility }: Known) -> Self {
        Self { session, record, visibility }
    }
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
        let (now, recent) = (app.now(), app.hub.recent());
        if let Some(known) = recent.find(token_hash, now) {
            return Ok(known.into());
        }
        let round = recent.round();
        let (session, json, own) = app.store.session(token_hash, now).await?.ok_or(Failure::SignedOut)?;
        let Ok(Entity::Member(record)) = serde_json::from_str(&json) else {
            tracing::error!("a member's record is unreadable");
            return Err(Failure::Internal);
        };
        let own = own.and_then(|json| serde_json::from_str::<Entity>(&json).ok());
        let visibility = match own {
            Some(Entity::Settings(own)) => own.visibility,
            _ => Visibility::default(),
        };
        let known = Known { session, record, visibility };
        recent.keep(round, known.clone(), now);
        Ok(known.into())
    }

    /// Whether there may be rows that they do not see.
    pub fn is_narrow(&self) -> bool {
        self.visibility == Visibility::Teams && self.record.role < Role::Manager
    }

    /// The member, unless they were removed.
    ///
    /// # Errors
    /// When they were removed: there is nothing here for them.
    pub fn member(&self) -> Result<&Member, Failure> {
        Some(&self.record).filter(|member| member.meta.is_alive()).ok_or(Failure::Removed(self.session.member))
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
