//! A condition in words.

use crate::{components::moment_name, words::Words};
use smarketing_domain::score::Condition;
use smarketing_locales::t_string;

/// What has to hold, as a sentence.
pub fn describe(words: Words, condition: &Condition) -> String {
    let i18n = words.i18n;
    match condition {
        Condition::Channel(channel) => t_string!(i18n, rules.is_channel, channel = channel).to_string(),
        Condition::Answer { field, any_of } if any_of.is_empty() => {
            t_string!(i18n, rules.is_answered, field = field).to_string()
        }
        Condition::Answer { field, any_of } => {
            t_string!(i18n, rules.is_answer, field = field, answers = any_of.join(" / ")).to_string()
        }
        Condition::Number { field, from, below } => {
            let from = from.map(|n| format!("≥ {}", words.exact(n)));
            let below = below.map(|n| format!("< {}", words.exact(n)));
            let bounds: Vec<String> = from.into_iter().chain(below).collect();
            format!("{field} {}", bounds.join(", "))
        }
        Condition::Touched { moment, channel, campaign, times, within_days } => {
            let count = t_string!(i18n, rules.met_times, count = u32::from(*times)).to_string();
            let days = within_days.map(|days| t_string!(i18n, rules.in_days, count = u32::from(days)).to_string());
            let moment = moment.map(|moment| moment_name(words, moment).to_owned());
            let parts = [Some(count), moment, Some(channel.clone()), Some(campaign.clone()), days];
            parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
        }
        Condition::People(least) => t_string!(i18n, rules.is_people, count = u32::from(*least)).to_string(),
        Condition::Rating(stars) => t_string!(i18n, rules.is_rated, count = u32::from(*stars)).to_string(),
    }
}
