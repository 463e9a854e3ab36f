//! Whether a stage's name states what has happened to the customer.
//!
//! A stage is a state of the customer, in the past tense: "Proposal received", not
//! "Send proposal". Names that are something else get a friendly hint, never a
//! refusal. Words are looked at, not understood: **better no hint than a wrong
//! one**, so a single word in the past tense is enough to say nothing.
//!
//! The language is told by the letters. Cyrillic that could be either Russian or
//! Ukrainian is asked in both, and a past tense in one of them is enough.

mod english;
mod russian;
mod ukrainian;

/// What a name seems to be instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hint {
    /// Something to do: "Call the client", "Отправить смету".
    ToDo,
    /// Something that goes on: "Negotiation", "Погодження".
    Activity,
    /// Something that we have done: "Proposal sent", "Мы позвонили".
    OurDeed,
    /// A drawer of ours: "New", "Hot lead", "В работе". It says nothing of the customer.
    Drawer,
}

/// What one language knows about words in lower case.
struct Language {
    /// A form of the past, or a word that only stands with one.
    is_past: fn(&str) -> bool,
    /// A verb as one tells somebody (or oneself) to do it; asked of the first word.
    is_to_do: fn(&str) -> bool,
    /// A noun for what goes on, or for what is in the works.
    is_activity: fn(&str) -> bool,
    /// What drawers are called: one such word is enough where nothing is in the past.
    drawers: &'static [&'static str],
    /// Names us as those who act; asked of the first word.
    we: &'static [&'static str],
    /// What we hand to customers.
    ours: &'static [&'static str],
    /// Says that it was handed over.
    sent: &'static [&'static str],
}

/// The hint for a name; `None` for one that may well be right.
pub fn hint(name: &str) -> Option<Hint> {
    let name = name.to_lowercase();
    let has = |letters: &str| name.contains(|c| letters.contains(c));
    let languages: &[&Language] = if has("іїєґ") {
        &[&ukrainian::LANGUAGE]
    } else if has("ыэъё") {
        &[&russian::LANGUAGE]
    } else if name.contains(|c| matches!(c, 'а'..='я')) {
        &[&russian::LANGUAGE, &ukrainian::LANGUAGE]
    } else {
        &[&english::LANGUAGE]
    };
    let is_letter = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '’' | 'ʼ' | '-');
    let words: Vec<&str> = name.split(|c| !is_letter(c)).filter(|word| !word.is_empty()).collect();
    let first = words.first()?;
    let among = |list: &[&str]| words.iter().any(|word| list.contains(word));
    let any = |asked: fn(&Language, &str) -> bool| languages.iter().any(|language| asked(language, first));
    if languages.iter().any(|l| l.we.contains(first) || among(l.ours) && among(l.sent)) {
        return Some(Hint::OurDeed);
    }
    if languages.iter().any(|l| words.iter().any(|word| (l.is_past)(word))) {
        return None;
    }
    if any(|l, word| (l.is_to_do)(word)) {
        return Some(Hint::ToDo);
    }
    if any(|l, word| (l.is_activity)(word)) {
        return Some(Hint::Activity);
    }
    languages.iter().any(|l| among(l.drawers)).then_some(Hint::Drawer)
}

#[cfg(test)]
mod tests;
