//! Why customers leave: it depends on how far they came and where they came from.

use super::{channels::Channel, journeys::Stop, random::Random};
use smarketing_domain::deal::Loss;

const NO_REPLY: &str = "No reply";
const WRONG_CONTACT: &str = "Wrong contact details";
const LOOKING: &str = "Just looking for ideas";
const FAR: &str = "Out of our area";
const SMALL_BUDGET: &str = "Budget too small";
const WAITED: &str = "Waited too long for us";
const OTHERS: &str = "Chose another studio";
const EXPENSIVE: &str = "Too expensive";
const POSTPONED: &str = "Renovation postponed";
const SLOW_DELIVERY: &str = "Delivery takes too long";

/// The reason of somebody who leaves from `stop`; `waited`: in months when
/// designers answered late.
pub(super) fn loss(random: &mut Random, channel: &Channel, stop: Stop, waited: bool) -> Loss {
    let mut reasons = match stop {
        Stop::Request => {
            vec![(NO_REPLY, 52.0), (WRONG_CONTACT, 9.0), (LOOKING, 16.0), (FAR, 9.0), (SMALL_BUDGET, 12.0)]
        }
        Stop::Need => vec![(NO_REPLY, 38.0), (SMALL_BUDGET, 24.0), (LOOKING, 14.0), (FAR, 8.0), (POSTPONED, 10.0)],
        Stop::Designer => vec![
            (WAITED, if waited { 46.0 } else { 9.0 }),
            (NO_REPLY, 20.0),
            (OTHERS, if waited { 20.0 } else { 12.0 }),
            (SMALL_BUDGET, 22.0),
            (POSTPONED, 8.0),
        ],
        Stop::Measurement => vec![(POSTPONED, 34.0), (OTHERS, 26.0), (EXPENSIVE, 24.0), (NO_REPLY, 14.0)],
        Stop::Design => vec![(OTHERS, 42.0), (POSTPONED, 26.0), (EXPENSIVE, 22.0), (NO_REPLY, 8.0)],
        Stop::Quote => vec![(EXPENSIVE, 50.0), (OTHERS, 26.0), (SLOW_DELIVERY, 14.0), (POSTPONED, 10.0)],
        _ => vec![(SLOW_DELIVERY, 44.0), (POSTPONED, 32.0), (EXPENSIVE, 22.0)],
    };
    for (reason, weight) in &mut reasons {
        *weight *= leaning(channel.name, reason);
    }
    let reason = reasons[random.weighted(reasons.iter().map(|(_, weight)| *weight))].0;
    let told = stop >= Stop::Designer && random.chance(0.3);
    let note = if told { random.pick(story(reason)).to_owned() } else { String::new() };
    Loss { reason: reason.to_owned(), note }
}

/// How much more often a channel's leads leave for a reason.
fn leaning(channel: &str, reason: &str) -> f64 {
    match (channel, reason) {
        ("Marketplace", SMALL_BUDGET) => 3.0,
        ("Marketplace", WRONG_CONTACT) => 1.6,
        ("Pinterest", LOOKING) => 3.0,
        ("Instagram", LOOKING) => 1.6,
        ("Google Ads", FAR) => 1.8,
        ("Showroom" | "Recommendations" | "Partner designers", NO_REPLY | WRONG_CONTACT) => 0.5,
        ("Partner designers", POSTPONED) => 1.8,
        _ => 1.0,
    }
}

/// What a salesperson writes beside a reason.
fn story(reason: &str) -> &'static [&'static str] {
    match reason {
        WAITED => &[
            "Asked on Friday, we called on Wednesday. Had found somebody by then.",
            "Two studios answered the same day.",
            "“I thought you had too much work to want mine.”",
        ],
        OTHERS => {
            &["Took the studio that measured first.", "A friend's joiner does it.", "Liked the other showroom better."]
        }
        EXPENSIVE => &[
            "Expected about a third less.",
            "Compared with a flat-pack kitchen.",
            "Would have signed without the stone worktop, asked too late.",
        ],
        POSTPONED => &[
            "The flat is handed over half a year late.",
            "Builder is behind, asks us to call in spring.",
            "The loan was refused.",
        ],
        SLOW_DELIVERY => &["Moves in six weeks, we need eleven.", "Handles alone would have taken a month."],
        SMALL_BUDGET => &["Has 800 for a whole kitchen.", "Wanted one shelf, delivered and mounted."],
        _ => &["Called three times, wrote twice.", "Reads messages, does not answer."],
    }
}
