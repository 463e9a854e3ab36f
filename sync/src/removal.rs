//! Members who were removed from the workspace: nothing of them stays on the
//! device, whichever of its tabs hears of it.
//!
//! The tab that hears it ends the session, after which the server has no more to
//! tell the others than that there is none. So the device notes who was removed,
//! and a tab whose session has ended looks there.

use crate::{
    answer::ApiError,
    driver::Driver,
    platform::{Platform, Screen},
    seat::Seated,
};
use smarketing_domain::ids::MemberId;
use std::rc::Rc;

impl<P: Platform> Driver<P> {
    /// A member was removed from the workspace: nothing of them stays on the
    /// device. What cannot be wiped now is wiped when the app next starts. When
    /// it is not who sits here, only the session is gone: somebody signed in
    /// elsewhere in this browser, and was removed.
    pub async fn leave(self: Rc<Self>, removed: Option<MemberId>) {
        if let (Some(removed), Some(me)) = (removed, self.me())
            && removed != me.member
        {
            self.sweep(removed, self.seating.get()).await;
            return self.session_ended();
        }
        let (me, seating) = (self.me(), self.seating.get());
        // Where nobody sits the device may still have what they left.
        let Some(member) = removed.or(me.as_ref().map(|me| me.member)) else {
            return self.screen.set_seated(Seated::SignedOut);
        };
        self.platform.note_farewell(member);
        self.platform.note_removal(member);
        // The session has nothing more to say; offline it is ended then, too.
        let _ = self.platform.sign_out().await;
        if self.seating.get() != seating {
            // They have gone already, or somebody else sits here by now.
            return self.sweep(member, seating).await;
        }
        // What cannot be wiped now is wiped when the app next starts.
        let _ = self.vacate(member).await;
    }

    /// Wipes what a removed member left, while somebody else sits here. It was
    /// asked for when the seating was `asked`: whoever has been confirmed since to
    /// sit here has come back.
    pub async fn sweep(self: &Rc<Self>, member: MemberId, asked: u32) {
        self.platform.note_removal(member);
        let sits = || self.me().is_some_and(|me| me.member == member);
        let is_back = || sits() && self.seated_at.get() > asked;
        if !is_back() {
            // At once: the page may be closed before the seat is taken.
            self.platform.note_farewell(member);
        }
        // While somebody takes the seat, it is still the former member's.
        drop(self.taking.lock().await);
        if is_back() {
            if self.platform.noted_farewell() == Some(member) {
                self.platform.forget_farewell();
            }
        } else if sits() {
            // Somebody else was to take the seat, and could not.
            let _ = self.vacate(member).await;
        } else {
            self.platform.note_farewell(member);
            // What cannot be wiped now is wiped when the app next starts.
            let _ = self.finish_farewell().await;
        }
    }

    /// Asks the server what it answers for a member only. Who is known to it although
    /// their removal was noted here before it was asked has come back, with a backup.
    pub async fn knowing<T>(
        &self,
        asking: impl Future<Output = Result<T, ApiError>>,
        whom: impl Fn(&T) -> Option<MemberId>,
    ) -> Result<T, ApiError> {
        let removed = self.platform.removed();
        let answer = asking.await;
        let known = answer.as_ref().ok().and_then(whom);
        if let Some(member) = known.filter(|member| removed.contains(member)) {
            self.platform.forget_removal(member);
        }
        answer
    }
}
