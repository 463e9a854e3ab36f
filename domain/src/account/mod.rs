//! Who can sign in: the rules of set-up, invitations, roles and passwords.
//! Operations never touch these; the server's endpoints do, and both sides ask
//! here first.
//!
//! - [`wire`]: what is said about them; [`password`]: which ones are no good
//! - [`rules`]: who may do what to whom; [`founding`]: a workspace's first records

pub mod founding;
pub mod password;
mod refusal;
pub mod rules;
pub mod wire;

pub use refusal::AccountRefusal;

/// Longest address, in characters.
const ADDRESS_MAX: usize = 254;
/// Longest name of a person or a workspace, in characters.
pub const NAME_MAX: usize = 100;

/// An address as it is stored and compared.
///
/// # Errors
/// When it can be no e-mail address.
pub fn address(typed: &str) -> Result<String, AccountRefusal> {
    let address = typed.trim().to_lowercase();
    let sound = address.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && !host.is_empty() && !host.contains('@') && !host.starts_with('.') && !host.ends_with('.')
    });
    let plain = !address.chars().any(|c| c.is_whitespace() || c.is_control());
    match sound && plain && address.chars().count() <= ADDRESS_MAX {
        true => Ok(address),
        false => Err(AccountRefusal::AddressInvalid),
    }
}

/// A name without spaces around it.
///
/// # Errors
/// When nothing is left, or too much.
pub fn name(typed: &str) -> Result<String, AccountRefusal> {
    let name = typed.trim();
    match name.chars().count() {
        0 => Err(AccountRefusal::NameMissing),
        count if count > NAME_MAX || name.contains(char::is_control) => Err(AccountRefusal::NameTooLong),
        _ => Ok(name.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_a_name_and_a_host() {
        assert_eq!(address(" Ann@Example.org ").as_deref(), Ok("ann@example.org"));
        for typed in [
            "",
            "ann",
            "@example.org",
            "ann@",
            "a b@example.org",
            "a@b@c",
            "a@.org",
            &format!("{}@a.org", "a".repeat(260)),
        ] {
            assert_eq!(address(typed), Err(AccountRefusal::AddressInvalid), "{typed}");
        }
    }

    #[test]
    fn a_name_says_something_and_not_too_much() {
        assert_eq!(name(" Олена Шевчук ").as_deref(), Ok("Олена Шевчук"));
        assert_eq!(name("  "), Err(AccountRefusal::NameMissing));
        assert_eq!(name(&"a".repeat(101)), Err(AccountRefusal::NameTooLong));
        assert_eq!(name("a\nb"), Err(AccountRefusal::NameTooLong));
    }
}
