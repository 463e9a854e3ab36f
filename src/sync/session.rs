//! Signing in and out on this device.
//!
//! Changes of one member are never sent in the name of another: operations
//! carry their author. When somebody else signs in, what the former member had
//! not sent stays in IndexedDB, unseen, and is sent when that member signs in
//! here again. Only signing out wipes it, after a warning.

use super::{
    api::{self, ApiError},
    cache::CacheError,
    change::Change,
    driver::Driver,
    tabs::Said,
};
use crate::state::{Me, Session};
use leptos::prelude::*;
use smarketing_domain::{ids::MemberId, wire::SignIn};
use std::rc::Rc;

/// Why signing in did not work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignInError {
    /// Address and password do not belong together.
    WrongCredentials,
    /// Too many failed attempts: wait.
    TooManyAttempts,
    /// The server cannot be reached.
    Offline,
    /// The browser does not let us save: signing in would put changes at risk.
    NotSaved,
    /// The server made a mistake.
    Fault,
}

/// Why signing out did not work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignOutError {
    /// The server cannot be reached, so the session would go on. Nothing was changed.
    Offline,
    /// The server made a mistake. Nothing was changed.
    Fault,
    /// Signed out, but the browser did not let us wipe the device.
    NotWiped,
}

impl Driver {
    /// Signs in at the server, then here.
    pub async fn sign_in(self: &Rc<Self>, email: String, password: String) -> Result<(), SignInError> {
        let session = api::sign_in(&SignIn { email, password }).await.map_err(|error| match error {
            ApiError::SignedOut => SignInError::WrongCredentials,
            ApiError::TooMany => SignInError::TooManyAttempts,
            ApiError::Unreachable | ApiError::TimedOut => SignInError::Offline,
            _ => SignInError::Fault,
        })?;
        self.state.set_server_now(session.server_now);
        if self.take_seat(session.into()).await.is_err() {
            // The session ends by itself in time should this fail.
            let _ = api::sign_out().await;
            return Err(SignInError::NotSaved);
        }
        self.say(Said::SignedIn);
        Ok(())
    }

    /// The server says who is signed in: goes on as they left off here.
    pub async fn take_seat(self: &Rc<Self>, me: Me) -> Result<(), CacheError> {
        let known = self.me();
        // Answers to what was asked before do not count any more.
        self.seating.set(self.seating.get() + 1);
        let stays = known.as_ref().is_some_and(|known| (known.workspace, known.member) == (me.workspace, me.member));
        if !stays {
            self.change_seat(me).await?;
        } else if known.as_ref() != Some(&me) || !self.state.session.with_untracked(is_signed_in) {
            self.writer.push(Change { session: Some(me.clone()), ..Change::default() });
            self.state.session.set(Session::SignedIn(me));
        }
        self.tell(super::engine::Engine::seated);
        self.show();
        Ok(())
    }

    async fn change_seat(self: &Rc<Self>, me: Me) -> Result<(), CacheError> {
        if self.me().is_some() && self.writer.unsaved() > 0 {
            // The other member's changes are nowhere but in memory.
            return Err(CacheError::Refused("unsaved changes".to_owned()));
        }
        self.writer.flush().await;
        let cache = self.writer.cache().await?;
        let mut kept = cache.read().await?;
        if kept.session.as_ref().map(|known| (known.workspace, known.member)) != Some((me.workspace, me.member)) {
            cache.seat(&me).await?;
            (kept.read, kept.entities) = (None, Vec::new());
        }
        kept.session = Some(me);
        self.clear();
        self.restore(kept);
        Ok(())
    }

    /// Signs out at the server, wipes the device, tells the other tabs.
    ///
    /// Only a wiped device is shown as signed out, and the wish to be wiped is
    /// noted first: a page closed on the way is wiped when the app next starts.
    pub async fn sign_out(self: &Rc<Self>) -> Result<(), SignOutError> {
        let Some(me) = self.me() else { return Ok(()) };
        farewell::note(me.member);
        match api::sign_out().await {
            // Without a session there is nothing to end.
            Ok(()) | Err(ApiError::SignedOut | ApiError::Removed) => {}
            Err(error) => {
                farewell::forget();
                let offline = matches!(error, ApiError::Unreachable | ApiError::TimedOut);
                return Err(if offline { SignOutError::Offline } else { SignOutError::Fault });
            }
        }
        self.vacate(&me).await.map_err(|_| SignOutError::NotWiped)
    }

    /// The member was removed from the workspace: nothing of it stays on the
    /// device. What cannot be wiped now is wiped when the app next starts.
    pub async fn leave(self: Rc<Self>) {
        // The session has nothing more to say; offline it is ended then, too.
        let me = self.me();
        if let Some(me) = &me {
            farewell::note(me.member);
            farewell::note_removal();
        }
        let _ = api::sign_out().await;
        match me {
            Some(me) => drop(self.vacate(&me).await),
            None => self.state.session.set(Session::SignedOut),
        }
    }

    async fn vacate(self: &Rc<Self>, me: &Me) -> Result<(), CacheError> {
        self.say(Said::SignedOut);
        self.clear();
        let wiped = self.wipe(me.member).await;
        self.state.session.set(Session::SignedOut);
        self.show();
        wiped
    }

    /// Finishes a signing out that was cut off.
    pub async fn finish_sign_out(self: &Rc<Self>) -> Result<(), CacheError> {
        let Some(member) = farewell::noted() else { return Ok(()) };
        // Offline the session lives on at the server, but nothing of it here.
        let _ = api::sign_out().await;
        self.wipe(member).await
    }

    async fn wipe(self: &Rc<Self>, member: MemberId) -> Result<(), CacheError> {
        self.writer.flush().await;
        self.writer.cache().await?.wipe(member).await?;
        farewell::forget();
        Ok(())
    }
}

/// Whether the last member on this device was removed; told once.
pub fn was_removed() -> bool {
    farewell::take_removal()
}

/// The note that this device is to be wiped of a member.
mod farewell {
    use smarketing_domain::ids::MemberId;

    const KEY: &str = "smarketing.signing-out";
    const REMOVED: &str = "smarketing.removed";

    fn storage() -> Option<web_sys::Storage> {
        web_sys::window()?.local_storage().ok()?
    }

    pub fn note(member: MemberId) {
        if let Some(storage) = storage() {
            // Without room for the note the wiping is only not repeated.
            let _ = storage.set_item(KEY, &member.to_string());
        }
    }

    pub fn noted() -> Option<MemberId> {
        storage()?.get_item(KEY).ok()??.parse().ok()
    }

    pub fn forget() {
        if let Some(storage) = storage() {
            let _ = storage.remove_item(KEY);
        }
    }

    pub fn note_removal() {
        if let Some(storage) = storage() {
            // Without room for it the sign-in page says nothing of it.
            let _ = storage.set_item(REMOVED, "1");
        }
    }

    pub fn take_removal() -> bool {
        let Some(storage) = storage() else { return false };
        let noted = matches!(storage.get_item(REMOVED), Ok(Some(_)));
        if noted {
            let _ = storage.remove_item(REMOVED);
        }
        noted
    }
}

fn is_signed_in(session: &Session) -> bool {
    matches!(session, Session::SignedIn(_))
}
