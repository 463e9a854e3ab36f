//! The few words that an import writes into records of its own accord, in the
//! language of whoever imports.

/// Words that an import writes into records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words {
    /// The loss reason where the file has none.
    pub not_stated: &'static str,
    /// The stage of won deals where the file names none.
    pub won: &'static str,
    /// The stage of lost deals where the file names none.
    pub lost: &'static str,
    /// The stage of deals whose stage the file does not say.
    pub open: &'static str,
    /// The name of the field that says what is odd about a row.
    pub note: &'static str,
    /// The note on a deal that was closed before it began.
    pub closed_early: &'static str,
}

impl Words {
    /// The words in `language`: `ru`, `uk`, and English for everything else.
    pub fn of(language: &str) -> Self {
        match language {
            "ru" => Self {
                not_stated: "Не указана",
                won: "Купили",
                lost: "Ушли без покупки",
                open: "Оставили заявку",
                note: "Заметка об импорте",
                closed_early: "Дата закрытия раньше первой даты; обе оставлены как в файле",
            },
            "uk" => Self {
                not_stated: "Не вказано",
                won: "Купили",
                lost: "Пішли без покупки",
                open: "Залишили заявку",
                note: "Нотатка про імпорт",
                closed_early: "Дата закриття раніше за першу дату; обидві залишено як у файлі",
            },
            _ => Self {
                not_stated: "Not stated",
                won: "Bought",
                lost: "Left without buying",
                open: "Left a request",
                note: "Import note",
                closed_early: "The closing date is before the first date; both are kept as in the file",
            },
        }
    }
}
