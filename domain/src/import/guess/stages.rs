//! Which stages the texts of a stage column mean, and in which order they stand.

use crate::{
    import::{
        mapping::{NewStage, StageTarget, StageUse, fold},
        words::Words,
    },
    sort,
    stage::StageRole,
    workspace::Workspace,
};

/// Most different texts of a stage column: a column with more is something else.
const TEXTS_MAX: usize = 100;

/// Words of stage names by how far down the path they usually stand, 0 to 100.
/// Beginnings of words, so that cases and tenses do not matter.
#[rustfmt::skip]
const USUAL_ORDER: &[(u8, &[&str])] = &[
    (5, &[
        "prospect", "incoming", "неразобран", "нерозібран", "новы", "новая", "нова", "new", "lead", "лид", "лід",
        "заявк",
    ]),
    (15, &["initial", "first", "первичн", "первинн", "appointment", "contacted", "attempt"]),
    (25, &["contact", "контакт", "engag", "discover", "связа", "зв'яза"]),
    (35, &["qualif", "квалиф", "кваліф", "need", "потребн", "потреб"]),
    (45, &[
        "meeting", "demo", "present", "встреч", "зустріч", "презентац", "замер", "замір", "discussion", "working",
        "работе", "роботі", "подготов", "підготов",
    ]),
    (55, &["value", "perception", "decision", "принима", "прийма", "решени", "рішенн", "evaluat"]),
    (65, &["proposal", "quote", "offer", "предложен", "пропозиц", "смет", "кошторис", "коммерческ", "комерційн"]),
    (75, &["negotiat", "переговор", "review", "согласован", "узгоджен"]),
    (85, &["contract", "договор", "договір", "commit", "signed", "подпис", "підпис"]),
    (90, &["invoice", "payment", "счет", "счёт", "рахун", "оплат", "предоплат", "финальн"]),
];

/// What each of `texts` (in the order they first occur) means in `workspace`.
pub fn guess<'t>(texts: impl IntoIterator<Item = &'t str>, workspace: &Workspace) -> Vec<StageUse> {
    let mut seen = std::collections::HashSet::new();
    let distinct = texts.into_iter().filter(|text| !text.is_empty() && seen.insert(*text));
    let mut folded = std::collections::HashSet::new();
    let distinct: Vec<&str> = distinct.filter(|text| folded.insert(fold(text))).take(TEXTS_MAX).collect();
    let existing: Vec<_> = workspace.stages_in_order().into_iter().filter(|s| s.role.holds_deals()).collect();
    let mut uses: Vec<(u8, StageUse)> = distinct
        .into_iter()
        .map(|text| {
            let role = role(text);
            let name = fold(text);
            let known = existing.iter().find(|s| fold(&s.name) == name);
            let known = known.or_else(|| existing.iter().find(|s| role != StageRole::Open && s.role == role));
            let to = match known {
                Some(stage) => StageTarget::Existing(stage.id),
                None => StageTarget::New(NewStage::new(text, role)),
            };
            let place = match role {
                StageRole::Won => 110,
                StageRole::Lost => 120,
                _ => usual_place(&name),
            };
            (place, StageUse { text: text.to_owned(), to })
        })
        .collect();
    sort::sort_by_key(&mut uses, |(place, _)| *place);
    uses.into_iter().map(|(_, stage)| stage).collect()
}

/// The stage of rows that name none: the workspace's first open one.
pub fn first_open(workspace: &Workspace, words: &Words) -> StageTarget {
    match workspace.stage_with(StageRole::Open) {
        Some(stage) => StageTarget::Existing(stage.id),
        None => StageTarget::New(NewStage::new(words.open, StageRole::Open)),
    }
}

/// Whether a stage's name says that its deals are won or lost.
pub fn role(name: &str) -> StageRole {
    let name = fold(name);
    let word = |wanted: &[&str]| name.split(|c: char| !c.is_alphanumeric()).any(|word| wanted.contains(&word));
    let begins = |wanted: &[&str]| wanted.iter().any(|stem| name.starts_with(stem));
    let contains = |wanted: &[&str]| wanted.iter().any(|stem| name.contains(stem));
    if word(&["lost", "closedlost", "disqualified", "rejected", "отказ", "відмова"])
        || contains(&["не реализ", "не реаліз", "провал", "проигра", "програн", "програш", "потерян", "втрачен"])
        || begins(&["некачествен", "неякісн"])
    {
        StageRole::Lost
    } else if word(&["won", "closedwon", "выиграна", "выиграно", "выигран", "виграна", "виграно", "виграш"])
        || begins(&["успешн", "успішн"])
        || contains(&["сделка успеш", "угода успіш", "сделка заключена"])
    {
        StageRole::Won
    } else {
        StageRole::Open
    }
}

/// How far down the path a stage of this name usually stands; the middle when
/// the name says nothing.
fn usual_place(name: &str) -> u8 {
    let words: Vec<&str> = name.split(|c: char| !c.is_alphanumeric() && c != '\'').collect();
    let stands = |stems: &&[&str]| words.iter().any(|word| stems.iter().any(|stem| word.starts_with(stem)));
    // The furthest step that is named: "Contract discussion" is about the contract.
    USUAL_ORDER.iter().rev().find(|(_, stems)| stands(stems)).map_or(50, |(place, _)| *place)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(texts: &[&str]) -> Vec<String> {
        guess(texts.iter().copied(), &Workspace::default()).into_iter().map(|s| s.text).collect()
    }

    #[test]
    fn stages_stand_in_the_order_of_the_path_whatever_the_order_of_rows() {
        assert_eq!(order(&["Won", "Engaging", "Lost", "Prospecting"]), ["Prospecting", "Engaging", "Won", "Lost"]);
        for path in [
            &[
                "Appointment Scheduled",
                "Qualified To Buy",
                "Presentation Scheduled",
                "Decision Maker Bought-In",
                "Contract Sent",
                "Closed Won",
                "Closed Lost",
            ][..],
            &[
                "Qualification",
                "Value Proposition",
                "Proposal/Price Quote",
                "Negotiation/Review",
                "Closed Won",
                "Closed Lost",
            ],
            &[
                "Первичный контакт",
                "Принимают решение",
                "Переговоры",
                "Согласование договора",
                "Успешно реализовано",
                "Закрыто и не реализовано",
            ],
            &["Новая", "Подготовка документов", "Счёт на предоплату", "Сделка успешна", "Сделка провалена"],
            &["Нова заявка", "Зустріч", "Пропозиція", "Договір", "Успішно реалізовано", "Закрито і не реалізовано"],
        ] {
            let mut shuffled = path.to_vec();
            shuffled.reverse();
            assert_eq!(order(&shuffled), path);
        }
    }

    #[test]
    fn won_and_lost_are_known_by_name() {
        for name in ["Won", "Closed - won", "Успешно реализовано", "Угода успішна"] {
            assert_eq!(role(name), StageRole::Won, "{name}");
        }
        for name in ["Lost", "Closed-Lost to Competition", "Закрыто и не реализовано", "Сделка провалена", "Програно"]
        {
            assert_eq!(role(name), StageRole::Lost, "{name}");
        }
        assert_eq!(role("Almost wonderful"), StageRole::Open);
        assert_eq!(role("Програма лояльності"), StageRole::Open);
    }

    #[test]
    fn one_stage_spelled_twice_is_one() {
        assert_eq!(order(&["Offer", " offer ", "OFFER"]).len(), 1);
    }
}
