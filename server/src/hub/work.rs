//! What a room is asked to do, and what of it is done together.

use super::{Batch, PushError, Room, exchange::Pushed};
use smarketing_domain::{clock::Timestamp, ids::ContactId, operation::Authority, wire::Answer, workspace::Workspace};
use std::collections::VecDeque;
use tokio::sync::oneshot;

/// Operations that are committed together, about.
const TOGETHER: usize = 1_000;

/// Of what a sender wants to know: the cursor, and about how many bytes.
pub type Wanted = Option<(u64, usize)>;

/// What a room is asked to do.
pub enum Work {
    /// Execute a batch.
    Push(Batch, Wanted),
    /// Execute a batch that is made from the workspace as it is then.
    Make(Box<dyn FnOnce(&Workspace) -> Batch + Send>),
    /// Let somebody look at the workspace as it is then.
    Look(Box<dyn FnOnce(&Workspace) + Send>),
    /// Erase a person.
    Erase(ContactId, Timestamp),
}

/// Work, and the way to tell what became of it.
pub struct Job {
    pub work: Work,
    pub reply: Reply,
}

/// The way to a sender.
pub type Reply = oneshot::Sender<Result<Pushed, PushError>>;

/// What is done in one go.
pub enum Turn {
    /// Batches of different clients, and what each sender wants to know.
    Batches(Vec<Batch>, Vec<(Wanted, Reply)>),
    /// Everything else.
    Alone(Job),
}

/// What is done next: batches from the front, as many as are committed together.
/// One of each client, for a second one builds on what became of the first.
pub fn next(waiting: &mut VecDeque<Job>) -> Option<Turn> {
    let (mut batches, mut asked, mut size) = (Vec::<Batch>::new(), Vec::new(), 0);
    while let Some(job) = waiting.pop_front() {
        let Job { work: Work::Push(batch, wanted), reply } = job else {
            if batches.is_empty() {
                return Some(Turn::Alone(job));
            }
            waiting.push_front(job);
            break;
        };
        size += batch.operations.len();
        let alone = size > TOGETHER || batches.iter().any(|other| other.client == batch.client);
        if alone && !batches.is_empty() {
            waiting.push_front(Job { work: Work::Push(batch, wanted), reply });
            break;
        }
        batches.push(batch);
        asked.push((wanted, reply));
    }
    (!batches.is_empty()).then_some(Turn::Batches(batches, asked))
}

impl Room {
    /// Does what is done alone.
    ///
    /// # Errors
    /// When it is refused, or the database failed.
    pub async fn work(&mut self, work: Work) -> Result<Vec<Answer>, PushError> {
        match work {
            Work::Push(batch, _) => self.execute(batch).await,
            Work::Make(make) => self.execute_with(make).await,
            Work::Erase(person, now) => self.erase(person, now).await,
            Work::Look(look) => {
                self.refresh().await?;
                look(self.workspace());
                Ok(Vec::new())
            }
        }
    }
}

/// Whether something of a batch has come to be.
pub fn is_accepted(answers: &[Answer]) -> bool {
    answers.iter().any(|answer| answer.verdict.is_accepted())
}

/// Whether a member speaks who is none any more.
pub fn is_gone(batch: &Batch, workspace: &Workspace) -> bool {
    let Authority::Member(member) = batch.authority else { return false };
    !workspace.members.get(&member).is_some_and(|member| member.meta.is_alive())
}
