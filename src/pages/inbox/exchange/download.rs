//! What is shown as a table, to take along: all sayings, the folded ones included.

use crate::{components::plain_amount, prelude::*, words::Words};
use smarketing_domain::exchange::{Group, Saying};

/// A line for each saying of each group.
pub fn lines(words: Words, state: State, groups: &[Group]) -> Lines {
    let i18n = words.i18n;
    let head = [
        t_string!(i18n, exchange.group),
        t_string!(i18n, exchange.about),
        t_string!(i18n, exchange.said),
        t_string!(i18n, exchange.voices_column),
        t_string!(i18n, exchange.deals_column),
        t_string!(i18n, exchange.worth),
        t_string!(i18n, lists.currency),
        t_string!(i18n, exchange.votes_column),
    ];
    let currency = words.currency();
    let line = |group: &str, saying: &Saying| {
        vec![
            group.to_owned(),
            topic_name(words, saying.topic).to_owned(),
            said_words(words, &saying.said),
            saying.voices.to_string(),
            saying.deals.len().to_string(),
            plain_amount(saying.minor, currency.decimals()),
            currency.to_string(),
            saying.votes.len().to_string(),
        ]
    };
    let of_group = |group: &Group| {
        let name = state.read(|w| said_key_name(words, w, &group.key));
        group.sayings.iter().map(|saying| line(&name, saying)).collect::<Vec<_>>()
    };
    let head = std::iter::once(head.map(str::to_owned).to_vec());
    head.chain(groups.iter().flat_map(of_group)).collect()
}
