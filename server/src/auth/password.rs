//! Passwords: argon2id with the parameters OWASP recommends.

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use smarketing_domain::account::password::LONGEST;
use std::{
    sync::{Arc, LazyLock},
    time::Duration,
};
use tokio::{sync::Semaphore, time::timeout};

/// Hashes at once: each takes a core and 19 MiB.
const AT_ONCE: usize = 2;
/// How long a sign-in waits for its turn.
const PATIENCE: Duration = Duration::from_secs(10);

/// Checks passwords, a few at once.
#[derive(Clone)]
pub struct Passwords {
    turns: Arc<Semaphore>,
}

impl Default for Passwords {
    fn default() -> Self {
        Self { turns: Arc::new(Semaphore::new(AT_ONCE)) }
    }
}

impl Passwords {
    /// Waits for a turn; `None` when too many others wait.
    pub async fn turn(&self) -> Option<Turn> {
        let turn = timeout(PATIENCE, self.turns.clone().acquire_owned()).await.ok()?.ok()?;
        Some(Turn { _permit: Arc::new(turn) })
    }

    /// The hash of a new password; `None` when it cannot be made.
    pub async fn hash(&self, password: &str) -> Option<String> {
        let turn = self.turn().await?;
        let password = password.to_owned();
        turn.run(move || hash(&password)).await?
    }
}

/// Leave to hash.
pub struct Turn {
    _permit: Arc<tokio::sync::OwnedSemaphorePermit>,
}

impl Turn {
    /// Whether `password` has this hash. Without a hash (an unknown address, or
    /// one whose owner was removed) it does the same work, and answers no.
    pub async fn verify(&self, password: String, hash: Option<String>) -> bool {
        let hash = hash.filter(|hash| PasswordHash::new(hash).is_ok());
        let known = hash.is_some();
        // Also the first of these is made where it holds up nobody.
        let check = move || verify(&password, hash.as_deref().unwrap_or(&NOBODY));
        self.run(check).await.unwrap_or(false) && known
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
        // The work goes on when the request is gone: it keeps the turn.
        let permit = self._permit.clone();
        let run = move || {
            let _permit = permit;
            work()
        };
        tokio::task::spawn_blocking(run).await.ok()
    }
}

/// The hash of a password that nobody has, with the same parameters.
static NOBODY: LazyLock<String> = LazyLock::new(|| hash("\u{0}nobody").unwrap_or_default());

fn argon2() -> Option<Argon2<'static>> {
    let params = Params::new(19 * 1024, 2, 1, None).ok()?;
    Some(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hash(password: &str) -> Option<String> {
    let made: PasswordHash = argon2()?.hash_password(password.as_bytes()).ok()?;
    Some(made.to_string())
}

fn verify(password: &str, hash: &str) -> bool {
    let (Ok(parsed), Some(argon2)) = (PasswordHash::new(hash), argon2()) else { return false };
    // The work is done for an over-long one, too: its length must not show in the time.
    let matches = argon2.verify_password(password.get(..LONGEST).unwrap_or(password).as_bytes(), &parsed).is_ok();
    matches && password.len() <= LONGEST
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_fits_its_own_hash_only() {
        let made = hash("correct horse battery staple").unwrap();
        assert!(made.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(verify("correct horse battery staple", &made));
        assert!(!verify("correct horse", &made) && !verify("", &made));
    }
}
