//! What the hand-off is told in: reasons and moments.

use crate::words::Words;
use smarketing_domain::{deal::Unfit, touchpoint::Moment};
use smarketing_locales::t_string;

/// Why sales does not accept a lead.
pub fn reason_name(words: Words, reason: Unfit) -> &'static str {
    let i18n = words.i18n;
    match reason {
        Unfit::Budget => t_string!(i18n, inbox.reason_budget),
        Unfit::NotNow => t_string!(i18n, inbox.reason_not_now),
        Unfit::WrongProduct => t_string!(i18n, inbox.reason_wrong_product),
        Unfit::WrongPerson => t_string!(i18n, inbox.reason_wrong_person),
        Unfit::Unreachable => t_string!(i18n, inbox.reason_no_contact),
        Unfit::TooFar => t_string!(i18n, inbox.reason_too_far),
        Unfit::Duplicate => t_string!(i18n, inbox.reason_duplicate),
        Unfit::Other => t_string!(i18n, inbox.reason_else),
    }
}

/// What kind of moment it was.
pub fn moment_name(words: Words, moment: Moment) -> &'static str {
    let i18n = words.i18n;
    match moment {
        Moment::Know => t_string!(i18n, rules.know),
        Moment::Go => t_string!(i18n, rules.go),
        Moment::Do => t_string!(i18n, rules.act),
        Moment::Buy => t_string!(i18n, rules.buy),
    }
}
