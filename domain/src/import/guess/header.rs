//! What a column's name says it means: names that CRM programs give to the
//! columns of their exports, in English, Russian and Ukrainian.

use crate::import::mapping::Field;

/// Names of columns, the likelier first. Written as people see them; compared
/// by [`normal`].
const NAMES: &[(Field, &[&str])] = &[
    (Field::Id, &["id", "record id", "external id", "number", "номер", "код"]),
    (
        Field::Title,
        &[
            "title",
            "name",
            "название",
            "назва",
            "наименование",
            "найменування",
            "subject",
            "тема",
            "deal",
            "сделка",
            "угода",
            "лид",
            "лід",
            "opportunity",
        ],
    ),
    (
        Field::Stage,
        &["stage", "stage name", "pipeline stage", "этап", "стадия", "етап", "стадія", "этап воронки", "етап воронки"],
    ),
    (Field::Status, &["status", "статус"]),
    (
        Field::Owner,
        &[
            "owner",
            "owner name",
            "sales agent",
            "assigned to",
            "responsible",
            "responsible user",
            "salesperson",
            "sales rep",
            "agent",
            "account executive",
            "manager",
            "ответственный",
            "ответственный пользователь",
            "менеджер",
            "владелец",
            "відповідальний",
            "відповідальна особа",
            "відповідальна",
            "власник",
        ],
    ),
    (
        Field::Company,
        &[
            "company",
            "company name",
            "organization",
            "organization name",
            "organisation",
            "account",
            "account name",
            "associated company",
            "primary company",
            "customer",
            "компания",
            "название компании",
            "организация",
            "контрагент",
            "компания контакта",
            "компанія",
            "назва компанії",
            "організація",
            "компанія контакту",
        ],
    ),
    (
        Field::ContactName,
        &[
            "contact",
            "contact name",
            "contact person",
            "person",
            "person name",
            "primary contact",
            "associated contact",
            "full name",
            "полное имя контакта",
            "полное имя",
            "контакт",
            "контактное лицо",
            "имя контакта",
            "повне ім'я контакту",
            "повне ім'я",
            "контактна особа",
            "ім'я контакту",
        ],
    ),
    (Field::ContactPosition, &["job title", "position", "должность", "посада"]),
    (
        Field::Value,
        &[
            "value",
            "amount",
            "close value",
            "budget",
            "price",
            "sale",
            "sum",
            "total",
            "revenue",
            "бюджет",
            "сумма",
            "стоимость",
            "сума",
            "вартість",
            "amount in company currency",
        ],
    ),
    (Field::Currency, &["currency", "currency of value", "currency code", "валюта"]),
    (Field::Monthly, &["monthly recurring revenue", "mrr", "monthly value", "ежемесячный платеж", "щомісячний платіж"]),
    (
        Field::Channel,
        &[
            "source",
            "источник",
            "джерело",
            "channel",
            "канал",
            "source channel",
            "source origin",
            "original source",
            "original traffic source",
            "traffic source",
            "utm source",
        ],
    ),
    (
        Field::Product,
        &[
            "product",
            "product name",
            "products",
            "associated product",
            "товар",
            "товары",
            "продукт",
            "услуга",
            "послуга",
        ],
    ),
    (
        Field::Created,
        &[
            "created",
            "create date",
            "created date",
            "creation date",
            "created at",
            "created on",
            "created time",
            "date created",
            "add time",
            "дата создания",
            "создана",
            "создан",
            "дата створення",
            "створено",
            "створена",
        ],
    ),
    (
        Field::Entered,
        &[
            "last stage change",
            "stage entered",
            "stage entered date",
            "stage change date",
            "stage date",
            "дата смены этапа",
            "дата изменения этапа",
            "дата смены стадии",
            "дата зміни етапу",
            "дата зміни стадії",
        ],
    ),
    (
        Field::Closed,
        &[
            "close date",
            "closed on",
            "closed date",
            "closed at",
            "closing date",
            "date closed",
            "actual close date",
            "дата закрытия",
            "дата завершения",
            "дата закриття",
            "дата завершення",
        ],
    ),
    (Field::WonAt, &["won time", "won date", "won at", "date won", "дата выигрыша", "дата виграшу"]),
    (Field::LostAt, &["lost time", "lost date", "lost at", "date lost", "дата проигрыша", "дата програшу"]),
    (
        Field::ExpectedClose,
        &[
            "expected close date",
            "expected close",
            "expected closing date",
            "planned close date",
            "предполагаемая дата закрытия",
            "ожидаемая дата закрытия",
            "передбачувана дата закриття",
            "очікувана дата закриття",
        ],
    ),
    (
        Field::LossReason,
        &[
            "lost reason",
            "loss reason",
            "reason lost",
            "reason for loss",
            "closed lost reason",
            "причина отказа",
            "причина проигрыша",
            "причина закрытия",
            "причина відмови",
            "причина програшу",
            "причина закриття",
        ],
    ),
];

/// Names of which every column counts, in the file's order.
const REPEATED: &[(Field, &[&str])] = &[
    (
        Field::ContactEmail,
        &[
            "email",
            "e-mail",
            "email address",
            "work email",
            "contact email",
            "person email work",
            "person email home",
            "рабочий email",
            "личный email",
            "другой email",
            "рабочий e-mail",
            "частный e-mail",
            "другой e-mail",
            "почта",
            "электронная почта",
            "робочий email",
            "особистий email",
            "інший email",
            "робочий e-mail",
            "пошта",
            "електронна пошта",
        ],
    ),
    (
        Field::ContactPhone,
        &[
            "phone",
            "phone number",
            "mobile",
            "mobile phone",
            "mobile phone number",
            "work phone",
            "contact phone",
            "person phone",
            "телефон",
            "рабочий телефон",
            "рабочий прямой телефон",
            "мобильный телефон",
            "домашний телефон",
            "другой телефон",
            "телефон контакта",
            "робочий телефон",
            "мобільний телефон",
            "домашній телефон",
            "інший телефон",
        ],
    ),
];

/// Parts of a contact's name, used where no column has the whole.
const NAME_PARTS: &[&str] = &[
    "first name",
    "middle name",
    "last name",
    "имя",
    "отчество",
    "фамилия",
    "ім'я",
    "по батькові",
    "прізвище",
    "person first name",
    "person last name",
    "contact first name",
    "contact last name",
];

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
    const RECORD: [&str; 14] = [
        "deal",
        "deals",
        "opportunity",
        "lead",
        "сделка",
        "сделки",
        "сделок",
        "лид",
        "лида",
        "угода",
        "угоди",
        "угод",
        "лід",
        "ліда",
    ];
    let lower = name.trim_matches('\u{feff}').to_lowercase().replace('ё', "е");
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let own: Vec<&str> = words.iter().copied().filter(|word| !RECORD.contains(word)).collect();
    (if own.is_empty() { words } else { own }).join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use Field as F;

    /// The fields of the named columns; the rest must be kept.
    fn check(header: &[&str], expected: &[(&str, Field)]) {
        let header: Vec<String> = header.iter().map(|name| (*name).to_owned()).collect();
        let found: Vec<_> = header.iter().zip(fields(&header)).filter(|(_, f)| *f != F::Keep).collect();
        let found: Vec<_> = found.iter().map(|(name, field)| (name.as_str(), *field)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn case_spaces_marks_and_the_word_deal_do_not_matter() {
        for name in ["Deal - Stage", "deal_stage", " STAGE ", "\u{feff}Stage", "Deal Stage"] {
            assert_eq!(normal(name), "stage", "{name}");
        }
        assert_eq!(normal("Бюджет "), "бюджет");
        assert_eq!(normal("Сделка"), "сделка");
    }

    #[test]
    fn hubspot_columns_are_known() {
        check(
            &[
                "Record ID",
                "Deal Name",
                "Last Activity Date",
                "State",
                "Deal Stage",
                "Close Date",
                "Deal owner",
                "Amount",
                "Pipeline",
                "Associated Product",
            ],
            &[
                ("Record ID", F::Id),
                ("Deal Name", F::Title),
                ("Deal Stage", F::Stage),
                ("Close Date", F::Closed),
                ("Deal owner", F::Owner),
                ("Amount", F::Value),
                ("Associated Product", F::Product),
            ],
        );
        check(
            &["Record ID", "First Name", "Last Name", "Email", "Phone Number", "Lead Status", "Create Date"],
            &[
                ("Record ID", F::Id),
                ("First Name", F::ContactName),
                ("Last Name", F::ContactName),
                ("Email", F::ContactEmail),
                ("Phone Number", F::ContactPhone),
                ("Lead Status", F::Status),
                ("Create Date", F::Created),
            ],
        );
    }

    #[test]
    fn pipedrive_columns_are_known() {
        check(
            &[
                "Deal - ID",
                "Deal - Title",
                "Deal - Creator",
                "Deal - Owner",
                "Deal - Value",
                "Deal - Currency of Value",
                "Deal - Weighted value",
                "Deal - Organization",
                "Deal - Organization ID",
                "Deal - Contact person",
                "Deal - Stage",
                "Deal - Status",
                "Deal - Deal created",
                "Deal - Update time",
                "Deal - Last stage change",
                "Deal - Won time",
                "Deal - Last email received",
                "Deal - Lost time",
                "Deal - Deal closed on",
                "Deal - Lost reason",
                "Deal - Expected close date",
                "Deal - Product name",
                "Deal - Source channel",
                "Deal - Source channel ID",
            ],
            &[
                ("Deal - ID", F::Id),
                ("Deal - Title", F::Title),
                ("Deal - Owner", F::Owner),
                ("Deal - Value", F::Value),
                ("Deal - Currency of Value", F::Currency),
                ("Deal - Organization", F::Company),
                ("Deal - Contact person", F::ContactName),
                ("Deal - Stage", F::Stage),
                ("Deal - Status", F::Status),
                ("Deal - Deal created", F::Created),
                ("Deal - Last stage change", F::Entered),
                ("Deal - Won time", F::WonAt),
                ("Deal - Lost time", F::LostAt),
                ("Deal - Deal closed on", F::Closed),
                ("Deal - Lost reason", F::LossReason),
                ("Deal - Expected close date", F::ExpectedClose),
                ("Deal - Product name", F::Product),
                ("Deal - Source channel", F::Channel),
            ],
        );
        check(
            &[
                "Person - Name*",
                "Person - First name",
                "Person - Phone",
                "Person - Email (Work)",
                "Organization - Name*",
                "Deal - Title",
                "Deal - Value",
                "Note - Content*",
            ],
            &[
                ("Person - Name*", F::ContactName),
                ("Person - Phone", F::ContactPhone),
                ("Person - Email (Work)", F::ContactEmail),
                ("Organization - Name*", F::Company),
                ("Deal - Title", F::Title),
                ("Deal - Value", F::Value),
            ],
        );
    }

    #[test]
    fn amocrm_columns_are_known_and_the_first_of_a_name_counts() {
        check(
            &[
                "ID",
                "Название сделки",
                "Бюджет ",
                "Ответственный",
                "Дата создания сделки",
                "Дата закрытия",
                "Теги",
                "Этап сделки",
                "Воронка",
                "Полное имя контакта",
                "Компания контакта",
                "Компания",
                "Рабочий телефон",
                "Мобильный телефон",
                "Рабочий email",
                "Источник",
                "Должность",
                "Товар",
                "Товар",
                "Источник",
            ],
            &[
                ("ID", F::Id),
                ("Название сделки", F::Title),
                ("Бюджет ", F::Value),
                ("Ответственный", F::Owner),
                ("Дата создания сделки", F::Created),
                ("Дата закрытия", F::Closed),
                ("Этап сделки", F::Stage),
                ("Полное имя контакта", F::ContactName),
                ("Компания", F::Company),
                ("Рабочий телефон", F::ContactPhone),
                ("Мобильный телефон", F::ContactPhone),
                ("Рабочий email", F::ContactEmail),
                ("Источник", F::Channel),
                ("Должность", F::ContactPosition),
                ("Товар", F::Product),
            ],
        );
    }

    #[test]
    fn bitrix_and_zoho_columns_are_known() {
        check(
            &[
                "ID",
                "Сделка",
                "Стадия сделки",
                "Сумма/Валюта",
                "Ответственный",
                "Название сделки",
                "Источник",
                "Сумма",
                "Валюта",
                "Компания",
                "Контакт",
                "Дата создания",
                "Предполагаемая дата закрытия",
                "Товар",
                "UTM Source",
            ],
            &[
                ("ID", F::Id),
                ("Стадия сделки", F::Stage),
                ("Ответственный", F::Owner),
                ("Название сделки", F::Title),
                ("Источник", F::Channel),
                ("Сумма", F::Value),
                ("Валюта", F::Currency),
                ("Компания", F::Company),
                ("Контакт", F::ContactName),
                ("Дата создания", F::Created),
                ("Предполагаемая дата закрытия", F::ExpectedClose),
                ("Товар", F::Product),
            ],
        );
        check(
            &[
                "Record Id",
                "Deal Name",
                "Account Name",
                "Account Name.id",
                "Contact Name",
                "Stage",
                "Closing Date",
                "Amount",
                "Lead Source",
            ],
            &[
                ("Record Id", F::Id),
                ("Deal Name", F::Title),
                ("Account Name", F::Company),
                ("Contact Name", F::ContactName),
                ("Stage", F::Stage),
                ("Closing Date", F::Closed),
                ("Amount", F::Value),
                ("Lead Source", F::Channel),
            ],
        );
    }

    #[test]
    fn a_pipeline_of_another_program_is_known() {
        check(
            &[
                "opportunity_id",
                "sales_agent",
                "product",
                "account",
                "deal_stage",
                "engage_date",
                "close_date",
                "close_value",
            ],
            &[
                ("opportunity_id", F::Id),
                ("sales_agent", F::Owner),
                ("product", F::Product),
                ("account", F::Company),
                ("deal_stage", F::Stage),
                ("close_date", F::Closed),
                ("close_value", F::Value),
            ],
        );
    }

    #[test]
    fn ukrainian_columns_are_known() {
        check(
            &[
                "Назва угоди",
                "Відповідальний",
                "Етап угоди",
                "Сума",
                "Компанія",
                "Дата створення",
                "Джерело",
                "Ім'я",
                "Прізвище",
                "Мобільний телефон",
            ],
            &[
                ("Назва угоди", F::Title),
                ("Відповідальний", F::Owner),
                ("Етап угоди", F::Stage),
                ("Сума", F::Value),
                ("Компанія", F::Company),
                ("Дата створення", F::Created),
                ("Джерело", F::Channel),
                ("Ім'я", F::ContactName),
                ("Прізвище", F::ContactName),
                ("Мобільний телефон", F::ContactPhone),
            ],
        );
    }
}
