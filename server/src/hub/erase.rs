//! How a person is forgotten: like any change of the server's own, with numbers
//! and stamps, so that every client reads it; and, in the same transaction, out
//! of every operation of the history that says something about them.

use super::{PushError, Room, around::Kept};
use crate::store::{Client, Commit, LogRow, StoreError, Stored, Writing};
use serde_json::Value;
use smarketing_domain::{
    clock::{Clock, Timestamp},
    entity::EntityKey,
    history::Replaced,
    ids::{ClientId, ContactId, MemberId},
    operation::{Operation, apply},
    privacy::{self, Words},
    wire::{Answer, Verdict},
};
use std::collections::BTreeMap;
use uuid::Uuid;

impl Room {
    /// Erases a person; answers nothing when there is none.
    ///
    /// # Errors
    /// When the database failed.
    pub async fn erase(&mut self, person: ContactId, now: Timestamp) -> Result<Vec<Answer>, PushError> {
        let mut tx = self.begin().await?;
        let Some(contact) = self.workspace.contacts.get(&person).filter(|c| c.meta.born.is_some()) else {
            return Ok(Vec::new());
        };
        let about = privacy::about(&self.workspace, person);
        let mut words = Words::of(contact);
        let history = self.forget(&mut *tx, person, &about, &mut words).await?;
        // From here on memory is ahead of the database until the commit.
        self.stale = true;
        let mut commit = self.erased(person, &words, now)?;
        commit.rewritten = history;
        let answers = commit.answers.clone();
        let kept = Kept::of(std::slice::from_ref(&commit));
        tx.commit(vec![commit]).await?;
        self.stale = false;
        self.keep(kept);
        Ok(answers)
    }

    /// The lines of the history that have to change, as they shall stand there.
    async fn forget(
        &self,
        tx: &mut dyn Writing,
        person: ContactId,
        about: &[EntityKey],
        words: &mut Words,
    ) -> Result<Vec<LogRow>, StoreError> {
        let mut lines = Vec::new();
        for key in about {
            for row in tx.logged(key.id(), 0).await? {
                let read = |json: &str| {
                    serde_json::from_str::<Value>(json).map_err(|_| StoreError::Unreadable("operation.json"))
                };
                let replaced = row.replaced.as_deref().map(read).transpose()?;
                lines.push((*key, row.seq, read(&row.operation)?, replaced));
            }
        }
        // Also by a name that they had before, or that was mistyped.
        for (_, _, operation, replaced) in lines.iter().filter(|(key, ..)| *key == person.into()) {
            words.learn(operation);
            replaced.iter().for_each(|replaced| words.learn(replaced));
        }
        let mut rewritten = Vec::new();
        for (_, seq, mut operation, mut replaced) in lines {
            let mut changed = privacy::scrub(&mut operation, person, words);
            if let Some(replaced) = &mut replaced {
                changed |= privacy::scrub(replaced, person, words);
            }
            if changed {
                let replaced = replaced.map(|replaced| replaced.to_string());
                rewritten.push(LogRow { seq, operation: operation.to_string(), replaced });
            }
        }
        Ok(rewritten)
    }

    /// Applies the changes of an erasure. What they replace is kept nowhere.
    fn erased(&mut self, person: ContactId, words: &Words, now: Timestamp) -> Result<Commit, StoreError> {
        let client = ClientId(Uuid::new_v4().as_u64_pair().1);
        let mut clock = Clock::new(client);
        // Later than everything that was written, also by a clock ahead of ours.
        for key in privacy::about(&self.workspace, person) {
            let last = self.workspace.entity(key).and_then(|entity| entity.meta().last_written());
            last.into_iter().for_each(|stamp| clock.observe(stamp));
        }
        let (mut operations, mut answers, mut touched) = (Vec::new(), Vec::new(), BTreeMap::new());
        for (number, body) in (1..).zip(privacy::erasure(&self.workspace, person, words)) {
            let operation = Operation { number, stamp: clock.tick(now), author: MemberId::default(), body };
            self.counter += 1;
            let (seq, sent) = (self.counter, operation.stamp);
            touched.extend(apply(&mut self.workspace, &operation).map(|key| (key, seq)));
            operations.push(Stored { seq, sent, operation, replaced: Replaced::default(), overwritten: Vec::new() });
            answers.push(Answer { number, verdict: Verdict::accepted(seq) });
        }
        let state = Client { member: MemberId::default(), last: answers.len() as u64 };
        let (entities, counter) = (self.render(touched)?, self.counter);
        Ok(Commit { client, before: None, state, operations, answers, entities, counter, rewritten: Vec::new() })
    }
}
