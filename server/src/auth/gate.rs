//! Who may set up a fresh server: whoever can read what it printed at its start.

use super::token;
use tokio::sync::{Mutex, MutexGuard};

/// Open from a start without any workspace until one is made.
#[derive(Default)]
pub struct Gate {
    code_hash: Mutex<Option<String>>,
}

/// The gate, held: one set-up at a time.
pub struct Turn<'a>(MutexGuard<'a, Option<String>>);

impl Gate {
    /// Opens it; answers the code, or `None` when the machine has no randomness.
    pub async fn open(&self) -> Option<String> {
        let code = token::new()?;
        *self.code_hash.lock().await = Some(token::digest(&code));
        Some(code)
    }

    /// Whether the server waited to be set up when it was last asked.
    pub async fn is_open(&self) -> bool {
        self.code_hash.lock().await.is_some()
    }

    /// Waits for those who set it up at this moment.
    pub async fn turn(&self) -> Turn<'_> {
        Turn(self.code_hash.lock().await)
    }
}

impl Turn<'_> {
    /// Whether it is open at all.
    pub fn is_open(&self) -> bool {
        self.0.is_some()
    }

    /// Whether this code opens it. Digests are compared: their time tells nothing.
    pub fn opens(&self, code: &str) -> bool {
        self.0.as_ref() == Some(&token::digest(code.trim()))
    }

    /// Closes it for good.
    pub fn close(mut self) {
        *self.0 = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_printed_code_opens_it_and_only_until_it_is_closed() {
        let gate = Gate::default();
        assert!(!gate.turn().await.opens(""));
        let code = gate.open().await.unwrap();
        let turn = gate.turn().await;
        assert!(turn.is_open() && turn.opens(&code) && turn.opens(&format!(" {code}\n")) && !turn.opens("guess"));
        turn.close();
        assert!(!gate.turn().await.opens(&code) && !gate.is_open().await);
    }
}
