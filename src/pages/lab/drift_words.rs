//! The drift of a play in plain words.

use crate::{prelude::*, words::Words};
use smarketing_domain::hypothesis::{
    drift::{Drift, State as Drifted},
    play::Promised,
};

/// What can be said, as an attribute.
pub fn code(drift: &Drift) -> &'static str {
    match drift.state {
        Drifted::Fading => "fading",
        Drifted::Holding => "holding",
        Drifted::TooEarly { .. } => "too_early",
        Drifted::Unknown => "unknown",
    }
}

/// What can be said, in a line.
pub fn line(words: Words, drift: &Drift) -> String {
    let i18n = words.i18n;
    match drift.state {
        Drifted::Fading => t_string!(i18n, plays.fading).to_owned(),
        Drifted::Holding => t_string!(i18n, plays.holding).to_owned(),
        Drifted::TooEarly { more } => t_string!(i18n, plays.too_early, n = words.number(more)).to_string(),
        Drifted::Unknown => t_string!(i18n, plays.unknown).to_owned(),
    }
}

/// The figures behind it.
pub fn figures(words: Words, drift: &Drift, promised: Option<Promised>) -> String {
    let i18n = words.i18n;
    let rate = drift.sample().map_or_else(|| "–".to_owned(), |sample| words.percent_tenth(sample.rate()));
    let (converted, counted) = (words.number(drift.converted), words.number(drift.counted));
    let waiting = words.number(drift.waiting);
    let later = t_string!(i18n, plays.later, converted = converted, counted = counted, rate = rate, waiting = waiting)
        .to_string();
    let Some(promised) = promised else { return later };
    let percent = |share: f64| words.percent_tenth(share);
    let (rate, low, high) = (percent(promised.rate()), percent(promised.low()), percent(promised.high()));
    let promised = t_string!(i18n, plays.promised, rate = rate, low = low, high = high).to_string();
    format!("{promised} {later}")
}
