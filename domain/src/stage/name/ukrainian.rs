//! Ukrainian.

use super::Language;

pub(super) const LANGUAGE: Language = Language {
    is_past,
    is_to_do: is_infinitive,
    is_activity: |word| {
        ACTIVITIES.contains(&word)
            || ["ання", "ення", "яння", "іння", "ація", "енція"].iter().any(|e| word.ends_with(e))
    },
    drawers: &[
        "лід",
        "ліди",
        "новий",
        "нова",
        "нове",
        "нові",
        "гарячий",
        "гарячі",
        "теплий",
        "теплі",
        "холодний",
        "холодні",
        "роботі",
        "процесі",
        "очікуванні",
        "думає",
        "думають",
        "прорахунок",
        "заявка",
        "заявки",
        "воронка",
    ],
    we: &["ми"],
    ours: &["кп", "пропозиція", "пропозицію", "кошторис", "рахунок"],
    sent: &["надіслано", "відправлено", "надіслали", "відправили", "вислали", "виставлено", "виставили"],
};

const ACTIVITIES: [&str; 15] = [
    "бриф",
    "відправка",
    "доставка",
    "договір",
    "дзвінок",
    "замір",
    "зустріч",
    "кошторис",
    "кп",
    "монтаж",
    "оплата",
    "переговори",
    "підготовка",
    "пропозиція",
    "рахунок",
];

/// Common verbs whose ending nouns have, too: "дати", "контакти".
const VERBS: [&str; 26] = [
    "відправити",
    "дізнатися",
    "довести",
    "закрити",
    "замовити",
    "запропонувати",
    "запросити",
    "зателефонувати",
    "зробити",
    "надіслати",
    "написати",
    "обговорити",
    "оплатити",
    "отримати",
    "передати",
    "перевірити",
    "підписати",
    "погодити",
    "подзвонити",
    "показати",
    "призначити",
    "провести",
    "продати",
    "скласти",
    "узгодити",
    "уточнити",
];

/// Verbs in -в, -ла, -ло, -ли, forms in -но and -то, and participles. Some nouns end
/// so, too: then a hint is missing, which is better than a wrong one.
fn is_past(word: &str) -> bool {
    let stem = word.strip_suffix("ся").or_else(|| word.strip_suffix("сь")).unwrap_or(word);
    let ends = |ends: &[&str]| ends.iter().any(|end| stem.ends_with(end));
    let letters = stem.chars().count();
    letters > 3 && (ends(&["в", "ла", "ло", "ли"]) || ends(&["ено", "ано", "яно", "рито", "нято", "уто"]))
        || letters > 5 && ends(&["ений", "ена", "ене", "ені", "аний", "ана", "ане", "ані", "тий", "ята", "яті"])
        || ["є", "мав", "був", "була", "було", "були", "готовий", "готова", "готові", "чекає", "чекають"]
            .contains(&word)
}

fn is_infinitive(word: &str) -> bool {
    let is_verb = ["увати", "ювати", "тися", "тись"].iter().any(|end| word.ends_with(end));
    is_verb && word.chars().count() > 6 || VERBS.contains(&word)
}
