//! Which passwords are no good. Long ones are: no rules about signs and digits.

use super::AccountRefusal;

/// Shorter ones are too easy to guess, in characters.
pub const SHORTEST: usize = 8;
/// Longer ones are no passwords, in bytes.
pub const LONGEST: usize = 1024;

/// Passwords that are tried first, in the order of the alphabet. Those with fewer
/// than eight characters or with digits only are refused anyway.
const COMMON: &str = " 0987654321a 11111111a 1234qwer 123456789a 123456789q 12345678a 123qweasd 123qwe123 1a2b3c4d \
    1q2w3e4r 1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx 1qaz2wsx3edc 1qazxsw2 3rjs1la7qe a1234567 a12345678 a1b2c3d4 aa123456 \
    aa12345678 abcd1234 abcdefgh access14 adgjmptw administrator alexander anthony1 arsenal1 asdf1234 asdfasdf \
    asdfghjk asdfghjkl babygirl badgirl1 baseball basketball batman123 benjamin blink182 brooklyn butterfly carolina \
    changeme charlie1 charlotte cheyenne chocolate christian christine computer coolness corvette cowboys1 danielle \
    december diamond1 dolphins dragon12 einstein elephant elizabeth familia1 firebird fktrcfylh football forever1 \
    freedom1 friends1 g_czechout garfield gfhjkmgfhjkm gfhjkm123 giovanni hallo123 harley01 heather1 hello123 \
    holiday1 iloveu123 infinity internet iw14fi9j j38ifubn jackson1 jennifer jessica1 jonathan jordan23 justinbieber \
    kcj9wx5n letmein1 liverpool lovelove loveyou1 manchester marina123 marlboro maverick melissa1 mercedes michael1 \
    michelle midnight monica123 monkey12 morgan12 mustang1 myspace1 natasha1 nicholas november parolparol parol123 \
    passw0rd pa55word p@ssw0rd p@ssword patricia pokemon1 princess privet123 qazwsx12 qazwsxedc q1w2e3r4 q1w2e3r4t5 \
    q1w2e3r4t5y6 qweasdzxc qwe123qwe qweqweqwe rainbow1 rangers1 samantha samsung1 sandra12 scorpion secret12 \
    security september shadow12 shannon1 slipknot snowball sophie12 spiderman starwars steelers stephanie summer01 \
    sunshine superman superstar swordfish temp1234 test1234 testtest tigger12 tinkerbell trustno1 user1234 \
    veronica victoria vfhbyf123 watermelon whatever william1 wordpass yfnfif123 zaq12wsx zaqxswcde zxcv1234 zxcvbnm1 \
    zxcvbnm123 zxcvbnm, ytrewq123 йцукенгш йцукен123 пароль123 пароль12 привет123 любовь123 qwaszx12 \
    demo-demo-demo smarketing ";

/// Beginnings that make any password one of the first that are tried.
const BEGINNINGS: [&str; 8] = ["password", "qwerty", "qwertz", "iloveyou", "welcome", "letmein", "admin123", "abc123"];

/// Whether a new password of `email` is good enough.
///
/// # Errors
/// What is wrong with it.
pub fn check(password: &str, email: &str) -> Result<(), AccountRefusal> {
    let lower = password.to_lowercase();
    let email = email.trim().to_lowercase();
    if password.chars().count() < SHORTEST {
        Err(AccountRefusal::PasswordTooShort)
    } else if password.len() > LONGEST {
        Err(AccountRefusal::PasswordTooLong)
    } else if lower == email || email.split('@').next() == Some(&*lower) {
        Err(AccountRefusal::PasswordIsAddress)
    } else if is_common(&lower) {
        Err(AccountRefusal::PasswordCommon)
    } else {
        Ok(())
    }
}

fn is_common(lower: &str) -> bool {
    let plain = !lower.contains(' ');
    let same = |first: char| lower.chars().all(|c| c == first);
    // Long passphrases may begin as they like.
    let begins = |common: &str| lower.starts_with(common) && lower.chars().count() < 2 * SHORTEST;
    lower.chars().all(|c| c.is_ascii_digit())
        || lower.chars().next().is_some_and(same)
        || BEGINNINGS.iter().any(|common| begins(common))
        || plain && COMMON.contains(&format!(" {lower} "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passphrase_of_64_characters_passes() {
        let passphrase = "seven wooden chairs walk slowly over the green bridge at noon ok";
        assert_eq!(passphrase.chars().count(), 64);
        assert_eq!(check(passphrase, "a@example.org"), Ok(()));
        assert_eq!(check("сім стільців на мосту", "a@example.org"), Ok(()));
        assert_eq!(check("welcome to the green bridge at noon", "a@example.org"), Ok(()));
    }

    #[test]
    fn what_is_tried_first_does_not_pass() {
        for common in [
            "Password1",
            "12345678901",
            "qwertyuiop",
            "Sunshine",
            "zzzzzzzzzz",
            "йцукенгш",
            "p@ssw0rd",
            "demo-demo-demo",
        ] {
            assert_eq!(check(common, "a@example.org"), Err(AccountRefusal::PasswordCommon), "{common}");
        }
    }

    #[test]
    fn too_short_too_long_and_the_own_address_do_not_pass() {
        assert_eq!(check("seven7", "a@example.org"), Err(AccountRefusal::PasswordTooShort));
        assert_eq!(check(&"long ".repeat(300), "a@example.org"), Err(AccountRefusal::PasswordTooLong));
        assert_eq!(check("Somebody@example.org", "somebody@example.org"), Err(AccountRefusal::PasswordIsAddress));
        assert_eq!(check("somebody", "somebody@example.org"), Err(AccountRefusal::PasswordIsAddress));
    }
}
