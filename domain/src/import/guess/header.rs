//! What a column's name says it means.

use super::names::{NAME_PARTS, NAMES, OUTCOMES, REPEATED};
use crate::import::mapping::Field;

/// What each column's name says it means; [`Field::Keep`] where it says nothing.
pub fn fields(header: &[String]) -> Vec<Field> {
    let names: Vec<String> = header.iter().map(|name| normal(name)).collect();
    let mut fields = vec![Field::Keep; names.len()];
    for (field, known) in NAMES {
        // The best name wins; of two columns of that name the first.
        let mut known = known.iter().map(|name| normal(name));
        let found = known.find_map(|wanted| names.iter().position(|name| *name == wanted));
        if let Some(at) = found.filter(|at| fields[*at] == Field::Keep) {
            fields[at] = *field;
        }
    }
    for (field, known) in REPEATED {
        give(&mut fields, &names, *field, known);
    }
    if !fields.contains(&Field::ContactName) {
        give(&mut fields, &names, Field::ContactName, NAME_PARTS);
    }
    fields
}

/// Whether a column's name asks if the deal was won.
pub fn asks_for_outcome(name: &str) -> bool {
    let name = normal(name);
    OUTCOMES.iter().any(|known| normal(known) == name)
}

/// Gives every column of a known name that has no meaning yet this one.
fn give(fields: &mut [Field], names: &[String], field: Field, known: &[&str]) {
    let known: Vec<String> = known.iter().map(|name| normal(name)).collect();
    for (slot, name) in fields.iter_mut().zip(names) {
        if *slot == Field::Keep && known.contains(name) {
            *slot = field;
        }
    }
}

/// A name for comparing: lower case, words only, without the words for the
/// record itself ("Deal - Stage", "deal_stage" and "Stage" are one name).
pub fn normal(name: &str) -> String {
    #[rustfmt::skip]
    const RECORD: [&str; 14] = [
        "deal", "deals", "opportunity", "lead", "сделка", "сделки", "сделок", "лид", "лида", "угода", "угоди", "угод",
        "лід", "ліда",
    ];
    let lower = name.trim_matches('\u{feff}').to_lowercase().replace('ё', "е");
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let own: Vec<&str> = words.iter().copied().filter(|word| !RECORD.contains(word)).collect();
    (if own.is_empty() { words } else { own }).join(" ")
}
