//! Names that CRM programs give to the columns of their exports, in English,
//! Russian and Ukrainian: written as people see them, compared by
//! [`super::header::normal`].

use crate::import::mapping::Field;

/// Names of columns, the likelier first.
#[rustfmt::skip]
pub const NAMES: &[(Field, &[&str])] = &[
    (Field::Id, &["id", "record id", "external id", "number", "номер", "код"]),
    (Field::Title, &[
        "title", "name", "название", "назва", "наименование", "найменування", "subject", "тема", "deal", "сделка",
        "угода", "лид", "лід", "opportunity",
    ]),
    (Field::Stage, &[
        "stage", "stage name", "pipeline stage", "этап", "стадия", "етап", "стадія", "этап воронки", "етап воронки",
    ]),
    (Field::Status, &["status", "статус"]),
    (Field::Owner, &[
        "owner", "owner name", "sales agent", "assigned to", "responsible", "responsible user", "salesperson",
        "sales rep", "agent", "account executive", "manager", "sr id", "ответственный", "ответственный пользователь",
        "менеджер", "владелец", "відповідальний", "відповідальна особа", "відповідальна", "власник",
    ]),
    (Field::Company, &[
        "company", "company name", "organization", "organization name", "organisation", "account", "account name",
        "associated company", "primary company", "customer", "компания", "название компании", "организация",
        "контрагент", "компания контакта", "компанія", "назва компанії", "організація", "компанія контакту",
    ]),
    (Field::ContactName, &[
        "contact", "contact name", "contact person", "person", "person name", "primary contact",
        "associated contact", "full name", "полное имя контакта", "полное имя", "контакт", "контактное лицо",
        "имя контакта", "повне ім'я контакту", "повне ім'я", "контактна особа", "ім'я контакту",
    ]),
    (Field::ContactPosition, &["job title", "position", "должность", "посада"]),
    (Field::Value, &[
        "value", "amount", "close value", "budget", "price", "sale", "sum", "total", "revenue", "бюджет", "сумма",
        "стоимость", "сума", "вартість", "amount in company currency",
    ]),
    (Field::Currency, &["currency", "currency of value", "currency code", "валюта"]),
    (Field::Monthly, &[
        "monthly recurring revenue", "mrr", "monthly value", "ежемесячный платеж", "щомісячний платіж",
    ]),
    (Field::Channel, &[
        "source", "источник", "джерело", "channel", "канал", "source channel", "source origin", "original source",
        "original traffic source", "traffic source", "utm source", "origin",
    ]),
    (Field::Product, &[
        "product", "product name", "products", "associated product", "товар", "товары", "продукт", "услуга",
        "послуга",
    ]),
    (Field::Created, &[
        "created", "create date", "created date", "creation date", "created at", "created on", "created time",
        "date created", "add time", "first contact date", "дата создания", "создана", "создан", "дата створення", "створено", "створена",
    ]),
    (Field::Entered, &[
        "last stage change", "stage entered", "stage entered date", "stage change date", "stage date",
        "дата смены этапа", "дата изменения этапа", "дата смены стадии", "дата зміни етапу", "дата зміни стадії",
    ]),
    (Field::Closed, &[
        "close date", "closed on", "closed date", "closed at", "closing date", "date closed", "actual close date",
        "дата закрытия", "дата завершения", "дата закриття", "дата завершення",
    ]),
    (Field::WonAt, &["won time", "won date", "won at", "date won", "дата выигрыша", "дата виграшу"]),
    (Field::LostAt, &["lost time", "lost date", "lost at", "date lost", "дата проигрыша", "дата програшу"]),
    (Field::ExpectedClose, &[
        "expected close date", "expected close", "expected closing date", "planned close date",
        "предполагаемая дата закрытия", "ожидаемая дата закрытия", "передбачувана дата закриття",
        "очікувана дата закриття",
    ]),
    (Field::LossReason, &[
        "lost reason", "loss reason", "reason lost", "reason for loss", "closed lost reason", "причина отказа",
        "причина проигрыша", "причина закрытия", "причина відмови", "причина програшу", "причина закриття",
    ]),
];

/// Names of which every column counts, in the file's order.
#[rustfmt::skip]
pub const REPEATED: &[(Field, &[&str])] = &[
    (Field::ContactEmail, &[
        "email", "e-mail", "email address", "work email", "contact email", "person email work", "person email home",
        "рабочий email", "личный email", "другой email", "рабочий e-mail", "частный e-mail", "другой e-mail",
        "почта", "электронная почта", "робочий email", "особистий email", "інший email", "робочий e-mail", "пошта",
        "електронна пошта",
    ]),
    (Field::ContactPhone, &[
        "phone", "phone number", "mobile", "mobile phone", "mobile phone number", "work phone", "contact phone",
        "person phone", "телефон", "рабочий телефон", "рабочий прямой телефон", "мобильный телефон",
        "домашний телефон", "другой телефон", "телефон контакта", "робочий телефон", "мобільний телефон",
        "домашній телефон", "інший телефон",
    ]),
];

/// Parts of a contact's name, used where no column has the whole.
#[rustfmt::skip]
pub const NAME_PARTS: &[&str] = &[
    "first name", "middle name", "last name", "имя", "отчество", "фамилия", "ім'я", "по батькові", "прізвище",
    "person first name", "person last name", "contact first name", "contact last name",
];

/// Names of columns that say with yes or no, or 1 and 0, whether a deal was won.
#[rustfmt::skip]
pub const OUTCOMES: &[&str] = &[
    "converted", "is converted", "won", "is won", "bought", "purchased", "outcome", "куплено", "купил", "купили",
    "конвертирован", "сконвертирован", "выиграна", "купив", "конвертовано", "виграна",
];
