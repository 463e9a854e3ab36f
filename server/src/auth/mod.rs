//! Who is asking.
//!
//! - [`password`]: checking passwords; [`throttle`]: slowing down who guesses
//! - [`token`]: what a browser shows; [`identity`]: whom that stands for, and
//!   [`recent`] whom it stood for a moment ago
//! - [`entry`]: how a session begins; [`browser`]: what it is called in a list
//! - [`gate`]: who may set up a fresh server

pub mod browser;
pub mod entry;
pub mod gate;
mod identity;
mod password;
mod recent;
pub mod throttle;
pub mod token;

pub use gate::Gate;
pub use identity::Identity;
pub use password::Passwords;
pub use recent::Recent;

/// An address as it is stored and compared.
pub fn address(typed: &str) -> String {
    // Some databases refuse texts with a NUL; nobody's address has one.
    typed.trim().to_lowercase().replace('\0', "\u{fffd}")
}
