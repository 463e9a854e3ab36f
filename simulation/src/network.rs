//! The way between a tab and the server: requests and answers are lost,
//! doubled, late and out of order.

use crate::{executor::Life, world::World};
use futures::{
    channel::oneshot,
    future::{Either, select},
};
use smarketing_domain::wire::Session;
use smarketing_sync::answer::ApiError;
use std::{fmt, pin::pin, rc::Rc};

/// After this the server counts as unreachable, in milliseconds.
const PATIENCE: u64 = 15_000;
/// What is under way belongs to nobody: it arrives also when its sender is gone.
pub const UNDER_WAY: Life = 0;

/// What can be asked.
#[derive(Clone, Debug)]
pub enum Call {
    /// Who is signed in.
    Who,
    /// To sign in, with this address.
    SignIn(String),
    /// To sign out.
    SignOut,
    /// Everything.
    Snapshot,
    /// An exchange, as JSON.
    Sync(String),
}

/// What can be answered.
#[derive(Clone)]
pub enum Said {
    /// Somebody is signed in (with this cookie).
    Session(Box<Session>, Option<u64>),
    /// Nobody is signed in any more.
    Gone,
    /// A body of JSON.
    Body(Vec<u8>),
}

impl fmt::Debug for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Session(session, _) => write!(f, "the session of {}", session.name),
            Self::Gone => f.write_str("signed out"),
            Self::Body(body) => f.write_str(&String::from_utf8_lossy(body)),
        }
    }
}

impl Said {
    /// Who is signed in.
    pub fn session(self) -> Result<Session, ApiError> {
        match self {
            Self::Session(session, _) => Ok(*session),
            _ => Err(ApiError::Fault),
        }
    }

    /// The body.
    pub fn body(&self) -> &[u8] {
        match self {
            Self::Body(body) => body,
            _ => &[],
        }
    }
}

/// Where an answer is waited for.
pub type Reply = oneshot::Sender<Result<Said, ApiError>>;

/// Asks the server and waits for the answer, as long as patience lasts.
pub async fn ask(world: &Rc<World>, device: usize, life: Life, call: Call) -> Result<Said, ApiError> {
    let (reply, answer) = oneshot::channel();
    if world.mishap(5) {
        let again = call.clone();
        world.later(UNDER_WAY, move |world| arrive(world, device, again, oneshot::channel().0));
    }
    world.later(UNDER_WAY, move |world| arrive(world, device, call, reply));
    match select(answer, pin!(world.sleep(life, PATIENCE))).await {
        Either::Left((answer, _)) => {
            let said = answer.unwrap_or(Err(ApiError::Unreachable))?;
            match &said {
                Said::Session(_, Some(cookie)) => world.device(device).cookie.set(Some(*cookie)),
                Said::Gone => world.device(device).cookie.set(None),
                _ => {}
            }
            Ok(said)
        }
        Either::Right(_) => Err(ApiError::TimedOut),
    }
}

/// A request reaches the server; or not.
fn arrive(world: &Rc<World>, device: usize, call: Call, reply: Reply) {
    if world.is_cut_off(device) || world.mishap(8) {
        world.tell(|| format!("device {device}: a request is lost"));
        return lose(world, reply);
    }
    let cookie = world.device(device).cookie.get();
    world.tell(|| format!("device {device}: {call:?}"));
    let (done, answer) = oneshot::channel();
    world.server.take(world, cookie, call, done);
    let back = world.clone();
    world.executor.spawn(UNDER_WAY, async move {
        // The server may have died over it.
        let answer = answer.await.unwrap_or(Err(ApiError::Unreachable));
        back.later(UNDER_WAY, move |world| {
            if world.mishap(15) {
                world.tell(|| format!("device {device}: an answer is lost"));
                lose(world, reply);
            } else {
                world.tell(|| format!("device {device}: gets {answer:?}"));
                let removed = if let Err(ApiError::Removed(member)) = answer { member } else { None };
                if let Ok(Said::Session(session, _)) = &answer {
                    world.ledger.borrow_mut().back(device, session.member);
                }
                // Whoever asked may have given up, or be gone.
                let heard = reply.send(answer).is_ok();
                if let Some(member) = removed.filter(|_| heard) {
                    world.ledger.borrow_mut().removed(device, member);
                }
            }
        });
    });
}

/// Nothing comes back: at once, or never.
fn lose(world: &Rc<World>, reply: Reply) {
    if world.percent(50) {
        let _ = reply.send(Err(ApiError::Unreachable));
    } else {
        world.server.forget(reply);
    }
}

/// An open stream of nudges.
pub struct Stream {
    /// The world.
    pub world: Rc<World>,
    /// Which stream.
    pub id: u64,
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.world.server.hang_up(self.id);
    }
}
