//! Words of workshops that also histories use.

use crate::words::Words;
use smarketing_domain::workshop::Phase;
use smarketing_locales::t_string;

/// A step of a workshop in words.
pub fn phase_name(words: Words, phase: Phase) -> &'static str {
    let i18n = words.i18n;
    match phase {
        Phase::Collect => t_string!(i18n, workshop.p_collect),
        Phase::Vote => t_string!(i18n, workshop.p_vote),
        Phase::Cross => t_string!(i18n, workshop.p_cross),
        Phase::Weigh => t_string!(i18n, workshop.p_weigh),
        Phase::Choose => t_string!(i18n, workshop.p_choose),
        Phase::Ended => t_string!(i18n, workshop.p_ended),
    }
}
