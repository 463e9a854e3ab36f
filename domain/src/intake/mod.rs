//! What comes in from outside, by keys that can only write: leads of web forms,
//! reach of advertising platforms. What becomes of it is decided here.
//!
//! - [`lead`]: somebody who may become a customer; [`form`]: the same from an HTML
//!   form; [`reach`]: counts and spend

pub mod form;
mod lead;
mod reach;

pub use lead::{Lead, LeadIds};
pub use reach::{ReachRow, ReachRows};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// Most rows of reach in one request.
pub const ROWS_MAX: usize = 500;
/// Longest name of a request, in characters.
pub const REQUEST_MAX: usize = 200;
/// What an intake is answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// The deal of a lead; the name of a request of reach.
    pub id: String,
}

/// Why something was not taken in. Each has a stable code and says what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IntakeFault {
    /// Nothing to call it by.
    #[error("The lead is empty. Give at least one of title, name, email, phone and company.")]
    LeadEmpty,
    /// No address.
    #[error("The email is no e-mail address. Write it like name@example.org, or leave it out.")]
    EmailInvalid,
    /// Too long.
    #[error("The field {0} is too long. Shorten it.")]
    TooLong(&'static str),
    /// Too many further facts.
    #[error("The fields are too many, or one has no name. Give at most 100, each with a name.")]
    Fields,
    /// No rows, or too many.
    #[error("Give between 1 and 500 rows in one request.")]
    Rows,
    /// A channel without a name.
    #[error("A row has no channel. Name it as the channel is called in the workspace.")]
    ChannelMissing,
    /// A number that cannot be.
    #[error("A number is out of range: counts and spend are not negative, and at most 1,000,000,000,000.")]
    OutOfRange,
    /// Another currency.
    #[error("The spend is in another currency than the workspace. Convert it first.")]
    WrongCurrency,
    /// Nowhere to put it.
    #[error("The workspace has no stage in which a lead can stand. Add one on the settings page, then send it again.")]
    NoStage,
}

impl IntakeFault {
    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::LeadEmpty => "lead_empty",
            Self::EmailInvalid => "email_invalid",
            Self::TooLong(_) => "field_too_long",
            Self::Fields => "fields_invalid",
            Self::Rows => "rows_out_of_range",
            Self::ChannelMissing => "channel_missing",
            Self::OutOfRange => "number_out_of_range",
            Self::WrongCurrency => "wrong_currency",
            Self::NoStage => "no_stage",
        }
    }
}

/// The same id for the same names, whoever asks: what comes twice is one record.
pub fn derived(names: &[&str]) -> Uuid {
    let mut digest = Sha256::new();
    for name in names {
        digest.update((name.len() as u64).to_be_bytes());
        digest.update(name.as_bytes());
    }
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest.finalize()[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

fn within(text: &str, most: usize) -> bool {
    text.len() <= most || text.chars().count() <= most
}

#[cfg(test)]
mod tests;
