//! By what a name means that a cohort is divided, as people type it.

use super::group::Dimension;
use crate::workspace::Workspace;
use std::collections::BTreeMap;

/// What every deal has, by the names that people and other systems give it.
#[rustfmt::skip]
const BUILT_IN: [(Dimension, &[&str]); 4] = [
    (Dimension::Channel, &[
        "channel", "source", "lead source", "source channel", "traffic source", "origin", "utm source",
        "канал", "источник", "источник лида", "джерело", "джерело ліда",
    ]),
    (Dimension::Owner, &[
        "owner", "deal owner", "responsible", "assigned to", "salesperson", "manager",
        "ответственный", "владелец", "менеджер", "відповідальний", "відповідальна особа", "власник",
    ]),
    (Dimension::Kind, &["kind", "deal kind", "вид", "вид сделки", "вид угоди"]),
    (Dimension::Month, &[
        "month", "month of entering", "месяц", "месяц прихода", "місяць", "місяць приходу",
    ]),
];

/// Facts that are called differently in different languages and systems.
#[rustfmt::skip]
const ALIKE: [&[&str]; 4] = [
    &["segment", "segments", "industry", "сегмент", "отрасль", "галузь"],
    &["product", "products", "product name", "service", "товар", "продукт", "услуга", "послуга"],
    &["template", "шаблон"],
    &["behaviour", "behavior", "behaviour profile", "behavior profile", "поведение", "поведінка"],
];

/// How well a fact is meant, the best last.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Meant {
    /// Its name has the words within it, in another language or spelling.
    AlikeWithin,
    /// Its name has them within it.
    Within,
    /// Its name ends with them.
    Ends,
    /// It is called so elsewhere.
    Alike,
    /// That is its name.
    Exactly,
}

impl Dimension {
    /// The dimension of a name. Spaces, underscores and case do not matter. In this
    /// order it is:
    ///
    /// - `channel`, `owner`, `kind` or `month`, as the API calls them;
    /// - a further fact that living deals have, by its whole name;
    /// - what every deal has, by another name (`Lead Source`, `Канал`, `Власник`);
    /// - a fact by a name in another language or spelling, by its last words
    ///   (`segment` finds `business_segment`) or by words within it (`behaviour`
    ///   finds `lead_behaviour_profile`), of several the one that most deals have.
    ///
    /// # Errors
    /// The names of all facts there are, when none is meant.
    pub fn named(workspace: &Workspace, name: &str) -> Result<Self, Vec<String>> {
        let wanted = words(name);
        let built_in = |all: bool| {
            let is_called = |names: &[&str]| names.iter().take(if all { names.len() } else { 1 }).any(|n| *n == wanted);
            BUILT_IN.into_iter().find(|(_, names)| is_called(names)).map(|(of, _)| of)
        };
        if let Some(of) = built_in(false) {
            return Ok(of);
        }
        let mut facts: BTreeMap<&str, usize> = BTreeMap::new();
        for field in workspace.living_deals().flat_map(|d| d.fields.keys()) {
            *facts.entry(field).or_default() += 1;
        }
        let means = facts.iter().filter_map(|(field, count)| Some((meant(&wanted, &words(field))?, *count, *field)));
        let best = means.max_by_key(|(how, count, _)| (*how, *count));
        match (best, built_in(true)) {
            (Some((Meant::Exactly, _, field)), _) | (Some((_, _, field)), None) => Ok(Self::Field(field.to_owned())),
            (_, Some(of)) => Ok(of),
            (None, None) => Err(facts.into_keys().map(str::to_owned).collect()),
        }
    }
}

/// Whether and how `wanted` means a fact of this name.
fn meant(wanted: &str, name: &str) -> Option<Meant> {
    if wanted.is_empty() {
        return None;
    }
    let within = |part: &str| format!(" {name} ").contains(&format!(" {part} "));
    let alike = || ALIKE.into_iter().filter(|names| names.contains(&wanted)).flatten();
    match () {
        () if name == wanted => Some(Meant::Exactly),
        () if alike().any(|other| *other == name) => Some(Meant::Alike),
        () if name.ends_with(&format!(" {wanted}")) => Some(Meant::Ends),
        () if within(wanted) => Some(Meant::Within),
        () if alike().any(|other| within(other)) => Some(Meant::AlikeWithin),
        () => None,
    }
}

/// Lower case, words only.
fn words(name: &str) -> String {
    let lower = name.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fact_is_meant_by_its_name_its_words_or_its_name_elsewhere() {
        for (wanted, name, how) in [
            ("Business Segment", "business_segment", Some(Meant::Exactly)),
            ("segment", "business_segment", Some(Meant::Ends)),
            ("behaviour", "lead_behaviour_profile", Some(Meant::Within)),
            ("behavior", "lead_behaviour_profile", Some(Meant::AlikeWithin)),
            ("product", "Товар", Some(Meant::Alike)),
            ("сегмент", "business_segment", Some(Meant::AlikeWithin)),
            ("segment", "segmentation", None),
            ("", "x", None),
        ] {
            assert!(meant(&words(wanted), &words(name)) == how, "{wanted} {name}");
        }
    }

    #[test]
    fn what_every_deal_has_is_found_by_many_names() {
        let named = |name| Dimension::named(&Workspace::default(), name);
        for name in ["Channel", "Lead Source", "lead_source", "Канал", "Джерело"] {
            assert_eq!(named(name), Ok(Dimension::Channel), "{name}");
        }
        assert_eq!((named("Власник"), named("МЕСЯЦ")), (Ok(Dimension::Owner), Ok(Dimension::Month)));
        assert_eq!(named("template"), Err(Vec::new()));
    }
}
