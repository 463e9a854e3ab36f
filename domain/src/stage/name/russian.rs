//! Russian.

use super::Language;

pub(super) const LANGUAGE: Language = Language {
    is_past,
    is_to_do: is_infinitive,
    is_activity: |word| {
        ACTIVITIES.contains(&word) || ["ание", "ение", "яние", "ация", "енция"].iter().any(|end| word.ends_with(end))
    },
    drawers: &[
        "лид",
        "лиды",
        "новый",
        "новая",
        "новое",
        "новые",
        "горячий",
        "горячие",
        "тёплый",
        "тёплые",
        "теплый",
        "теплые",
        "холодный",
        "холодные",
        "работе",
        "процессе",
        "ожидании",
        "думает",
        "думают",
        "просчёт",
        "просчет",
        "заявка",
        "заявки",
        "воронка",
    ],
    we: &["мы"],
    ours: &["кп", "предложение", "смета", "смету", "счёт", "счет"],
    sent: &["отправлено", "отправлена", "отправлен", "отправили", "выслали", "выставлен", "выставили"],
};

const ACTIVITIES: [&str; 16] = [
    "бриф",
    "доставка",
    "договор",
    "замер",
    "звонок",
    "кп",
    "монтаж",
    "оплата",
    "отгрузка",
    "отправка",
    "переговоры",
    "подготовка",
    "смета",
    "счёт",
    "счет",
    "встреча",
];

/// Nouns that end as infinitives do.
const NOUNS: [&str; 11] =
    ["знать", "кровать", "кисть", "медь", "нить", "память", "печать", "путь", "сеть", "суть", "часть"];

/// Verbs in -л, participles in -н and -т, and what is built from them. Some nouns
/// end so, too: then a hint is missing, which is better than a wrong one.
fn is_past(word: &str) -> bool {
    let stem = word.strip_suffix("ся").or_else(|| word.strip_suffix("сь")).unwrap_or(word);
    let ends = |ends: &[&str]| ends.iter().any(|end| stem.ends_with(end));
    let long = stem.chars().count() > 3;
    long && (ends(&["л", "ла", "ло", "ли", "шел", "шёл"])
        || ends(&["ен", "ена", "ено", "ены", "ён", "ан", "ана", "ано", "аны", "ян", "яна", "яно", "яны"])
        || ends(&["нный", "нная", "нное", "нные", "вший", "вшая", "вшее", "вшие"])
        || ends(&["рыт", "рыта", "рыто", "рыты", "нят", "нята", "нято", "няты"]))
        || ["готов", "готова", "готовы", "есть", "был", "была", "было", "были", "ждёт", "ждут", "нужен", "нужна"]
            .contains(&word)
}

fn is_infinitive(word: &str) -> bool {
    let stem = word.strip_suffix("ся").or_else(|| word.strip_suffix("сь")).unwrap_or(word);
    let ends = |ends: &[&str]| ends.iter().any(|end| stem.ends_with(end));
    let long = stem.chars().count() > 3;
    long && ends(&["ать", "ять", "еть", "ить", "ыть", "уть", "оть", "йти", "ести", "езти"]) && !NOUNS.contains(&word)
}
