//! Header lines of other programs' exports, and the mapping guessed for each.

use smarketing_domain::{
    import::{
        csv,
        mapping::{Field as F, Mapping},
        words::Words,
    },
    workspace::Workspace,
};

/// The meaning of each column that has one.
fn guessed(header: &str) -> Vec<(String, F)> {
    // A date can be read as a text and as an amount as well.
    let cell = |name: &str| if name == "Deal - Status" { "Open" } else { "2025-01-20" };
    let row: Vec<&str> = header.split(',').map(cell).collect();
    let table = csv::parse(format!("{header}\n{}\n", row.join(",")).as_bytes()).expect("a table");
    let mapping = Mapping::guess(&table, &Workspace::default(), &Words::of("en"));
    let meant = mapping.columns.into_iter().filter(|c| !matches!(c.field, F::Keep | F::Ignore));
    meant.map(|c| (c.column, c.field)).collect()
}

fn check(header: &str, expected: &[(&str, F)]) {
    let found = guessed(header);
    let found: Vec<_> = found.iter().map(|(name, field)| (name.as_str(), *field)).collect();
    assert_eq!(found, expected);
}

#[test]
fn case_spaces_marks_and_the_word_deal_do_not_matter() {
    for name in ["Deal - Stage", "deal_stage", " STAGE ", "\u{feff}Stage", "Deal Stage"] {
        let found = guessed(&format!("{name},Other"));
        assert_eq!(found.iter().map(|(_, f)| *f).collect::<Vec<_>>(), [F::Stage], "{name}");
    }
}

#[test]
fn hubspot_columns_are_known() {
    check(
        "Record ID,Deal Name,Last Activity Date,State,Deal Stage,Close Date,Deal owner,Amount,Pipeline,Associated Product",
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
        "Record ID,First Name,Last Name,Email,Phone Number,Lead Status,Preferred channels,Create Date",
        &[
            ("Record ID", F::Id),
            ("First Name", F::ContactName),
            ("Last Name", F::ContactName),
            ("Email", F::ContactEmail),
            ("Phone Number", F::ContactPhone),
            ("Lead Status", F::Stage),
            ("Create Date", F::Created),
        ],
    );
}

#[test]
fn pipedrive_columns_are_known() {
    check(
        "Deal - ID,Deal - Title,Deal - Creator,Deal - Owner,Deal - Value,Deal - Currency of Value,\
         Deal - Weighted value,Deal - Organization,Deal - Organization ID,Deal - Contact person,Deal - Stage,\
         Deal - Status,Deal - Deal created,Deal - Update time,Deal - Last stage change,Deal - Won time,\
         Deal - Last email received,Deal - Lost time,Deal - Deal closed on,Deal - Lost reason,\
         Deal - Expected close date,Deal - Product name,Deal - Source channel,Deal - Source channel ID",
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
        "Person - Name*,Person - First name,Person - Phone,Person - Email (Work),Organization - Name*,Deal - Title,Deal - Value",
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
        "ID,Название сделки,Бюджет ,Ответственный,Дата создания сделки,Дата закрытия,Теги,Этап сделки,Воронка,\
         Полное имя контакта,Компания контакта,Компания,Рабочий телефон,Мобильный телефон,Рабочий email,Источник,\
         Должность,Товар,Товар,Источник",
        &[
            ("ID", F::Id),
            ("Название сделки", F::Title),
            ("Бюджет", F::Value),
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
fn bitrix_columns_are_known() {
    check(
        "ID,Сделка,Стадия сделки,Сумма/Валюта,Ответственный,Название сделки,Источник,Сумма,Валюта,Компания,Контакт,\
         Дата создания,Предполагаемая дата закрытия,Товар,UTM Source",
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
}

#[test]
fn zoho_columns_are_known() {
    check(
        "Record Id,Deal Name,Account Name,Account Name.id,Contact Name,Stage,Closing Date,Amount,Lead Source",
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
fn columns_of_a_plain_pipeline_are_known() {
    check(
        "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value",
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
        "Назва угоди,Відповідальний,Етап угоди,Сума,Компанія,Дата створення,Джерело,Ім'я,Прізвище,Мобільний телефон",
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
