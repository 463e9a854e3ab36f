//! (being written)
use crate::state::State;
use leptos::prelude::*;
/// .
#[derive(Clone, Copy, Debug, PartialEq)]
#[allow(missing_docs)]
pub enum SignInError { WrongCredentials, TooManyAttempts, Offline, NotSaved, Fault }
/// .
pub fn start(_s: State) {}
/// .
pub fn set_ready() {}
/// .
pub async fn sign_in(_s: State, _e: String, _p: String) -> Result<(), SignInError> { Ok(()) }
/// .
pub async fn sign_out(_s: State) -> Result<(), ()> { Ok(()) }
/// .
pub fn retry_now(_s: State) {}
/// .
pub async fn dismiss(_s: State, _i: usize) {}
/// .
pub fn apply_update() {}
/// .
pub fn update_waiting() -> ReadSignal<bool> { signal(false).0 }
