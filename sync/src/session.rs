//! Signing in and out on this device.
//!
//! Changes of one member are never sent in the name of another: operations
//! carry their author. When somebody else signs in, what the former member had
//! not sent stays in IndexedDB, unseen, and is sent when that member signs in
//! here again. Only signing out wipes it, after a warning.

use crate::{
    answer::ApiError,
    cache::CacheError,
    change::Change,
    driver::Driver,
    engine::Engine,
    message::Said,
    platform::{Platform, Screen},
    seat::{Me, Seated},
};
use smarketing_domain::{ids::MemberId, wire::SignIn, workspace::Workspace};
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

impl<P: Platform> Driver<P> {
    /// Signs in at the server, then here.
    ///
    /// # Errors
    /// When the server refuses or cannot be reached, or the device cannot save.
    pub async fn sign_in(self: &Rc<Self>, email: String, password: String) -> Result<(), SignInError> {
        let answer =
            self.knowing(self.platform.sign_in(&SignIn { email, password }), |session| Some(session.member)).await;
        let session = answer.map_err(|error| match error {
            ApiError::SignedOut => SignInError::WrongCredentials,
            ApiError::TooMany => SignInError::TooManyAttempts,
            ApiError::Unreachable | ApiError::TimedOut => SignInError::Offline,
            _ => SignInError::Fault,
        })?;
        self.set_server_now(session.server_now);
        if self.take_seat(session.into()).await.is_err() {
            // The session ends by itself in time should this fail.
            let _ = self.platform.sign_out().await;
            return Err(SignInError::NotSaved);
        }
        self.say(Said::SignedIn);
        Ok(())
    }

    /// The server says who is signed in: goes on as they left off here.
    ///
    /// # Errors
    /// When the device cannot save; then nothing is changed.
    pub async fn take_seat(self: &Rc<Self>, me: Me) -> Result<(), CacheError> {
        let known = self.me();
        // Answers to what was asked before do not count any more.
        self.seating.set(self.seating.get() + 1);
        let stays = known.as_ref().is_some_and(|known| (known.workspace, known.member) == (me.workspace, me.member));
        if !stays {
            if !self.change_seat(me).await? {
                return Ok(());
            }
        } else {
            // Also when nothing is new: somebody else may have sat here in
            // another tab, and what was kept is gone with them.
            self.seated_at.set(self.seating.get());
            self.writer.push(Change { session: Some(me.clone()), ..Change::default() });
            if known.as_ref() != Some(&me) || !is_signed_in(&self.screen.seated()) {
                self.screen.set_seated(Seated::SignedIn(me));
            }
        }
        self.tell(Engine::seated);
        self.show();
        Ok(())
    }

    /// Answers whether the seat is theirs now: not when somebody else has taken
    /// it while the disk was asked.
    async fn change_seat(self: &Rc<Self>, me: Me) -> Result<bool, CacheError> {
        let _taking = self.taking.lock().await;
        if let Some(left) = self.platform.noted_farewell() {
            // Whoever left is wiped before somebody sits down. Should that fail, it is
            // done when the app next starts; but nobody comes back over what they left.
            let wiped = self.finish_farewell().await;
            if left == me.member {
                wiped?;
            }
        }
        let seating = self.seating.get();
        let mut kept = loop {
            self.writer.flush().await;
            if self.unsaved() > 0 {
                // The other member's changes are nowhere but in memory.
                return Err(CacheError::Refused("unsaved changes".to_owned()));
            }
            let cache = self.writer.cache().await?;
            let mut kept = cache.read().await?;
            if kept.session.as_ref().map(|known| (known.workspace, known.member)) != Some((me.workspace, me.member)) {
                cache.seat(&me).await?;
                (kept.read, kept.records) = (None, Workspace::default());
            }
            if self.seating.get() != seating {
                return Ok(false);
            }
            // The other member may have gone on working meanwhile.
            if self.unsaved() == 0 {
                break kept;
            }
        };
        kept.session = Some(me);
        self.clear();
        self.restore(kept);
        Ok(true)
    }

    /// Signs out at the server, wipes the device, tells the other tabs.
    ///
    /// Only a wiped device is shown as signed out, and the wish to be wiped is
    /// noted first: a page closed on the way is wiped when the app next starts.
    ///
    /// # Errors
    /// When the server cannot be reached (nothing is changed then), or the
    /// device could not be wiped.
    pub async fn sign_out(self: &Rc<Self>) -> Result<(), SignOutError> {
        let Some(me) = self.me() else { return Ok(()) };
        // Another tab may have heard that they are removed: that is not taken back.
        let was_noted = self.platform.noted_farewell() == Some(me.member);
        self.platform.note_farewell(me.member);
        match self.platform.sign_out().await {
            // Without a session there is nothing to end.
            Ok(()) | Err(ApiError::SignedOut | ApiError::Removed(_)) => {}
            Err(error) => {
                if !was_noted {
                    self.platform.forget_farewell();
                }
                let offline = matches!(error, ApiError::Unreachable | ApiError::TimedOut);
                return Err(if offline { SignOutError::Offline } else { SignOutError::Fault });
            }
        }
        self.vacate(me.member).await.map_err(|_| SignOutError::NotWiped)
    }

    /// The server no longer knows who sits here. Whose removal another tab heard of leaves.
    pub fn session_ended(self: &Rc<Self>) {
        match self.me() {
            Some(me) if self.platform.removed().contains(&me.member) => {
                let driver = self.clone();
                self.platform.spawn(async move {
                    if driver.me().is_some_and(|sits| sits.member == me.member) {
                        // What cannot be wiped now is wiped when the app next starts.
                        let _ = driver.vacate(me.member).await;
                    }
                });
            }
            Some(me) => {
                self.screen.set_seated(Seated::Expired(me));
                self.tell(Engine::ended);
            }
            None => {
                self.screen.set_seated(Seated::SignedOut);
                self.engine.borrow_mut().nobody();
            }
        }
    }

    /// The seat is empty, here and in the other tabs, and what they left is wiped.
    ///
    /// # Errors
    /// When the device could not be wiped.
    pub async fn vacate(self: &Rc<Self>, member: MemberId) -> Result<(), CacheError> {
        // Once more: a signing out that failed meanwhile has taken it back.
        self.platform.note_farewell(member);
        self.say(Said::SignedOut);
        self.clear();
        let wiped = self.wipe(member).await;
        self.screen.set_seated(Seated::SignedOut);
        self.show();
        wiped
    }

    /// Finishes a signing out that was cut off.
    ///
    /// # Errors
    /// When the device could not be wiped.
    pub async fn finish_sign_out(self: &Rc<Self>) -> Result<(), CacheError> {
        let Some(member) = self.platform.noted_farewell() else { return Ok(()) };
        // Offline the session lives on at the server, but nothing of it here.
        let _ = self.platform.sign_out().await;
        self.wipe(member).await
    }

    /// Wipes what somebody who has signed out, or was removed, left here, in
    /// whichever tab: it may have been closed before it had done so.
    ///
    /// # Errors
    /// When the device could not be wiped.
    pub async fn finish_farewell(self: &Rc<Self>) -> Result<(), CacheError> {
        for member in self.platform.noted_farewell().into_iter().chain(self.platform.removed()) {
            self.wipe(member).await?;
        }
        Ok(())
    }

    async fn wipe(self: &Rc<Self>, member: MemberId) -> Result<(), CacheError> {
        self.writer.flush().await;
        let cache = self.writer.cache().await?;
        let is_noted = || self.platform.noted_farewell() == Some(member);
        if !is_noted() && !self.platform.removed().contains(&member) {
            // Another tab was faster, and they may have come back by now.
            return Ok(());
        }
        cache.wipe(member).await?;
        if is_noted() {
            self.platform.forget_farewell();
        }
        Ok(())
    }
}

fn is_signed_in(seated: &Seated) -> bool {
    matches!(seated, Seated::SignedIn(_))
}
