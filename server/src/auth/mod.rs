//! Who is asking.
//!
//! - [`password`]: checking passwords; [`throttle`]: slowing down who guesses
//! - [`token`]: what a browser shows; [`identity`]: whom that stands for

mod identity;
mod password;
pub mod throttle;
pub mod token;

pub use identity::Identity;
pub use password::{Passwords, WEAKEST, too_weak};

/// An address as it is stored and compared.
pub fn address(typed: &str) -> String {
    typed.trim().to_lowercase()
}
