//! One row of the file as a deal to be: every rule about a single row is here.

use super::{
    amount,
    date::{self, DateOrder},
    draft::{Draft, Person},
    error::{RowError, RowFault},
    history::{Dates, closed_early, past},
    layout::{Column, Layout, Outcome},
    mapping::{Field, fold},
    table::{Fault, Row},
    words::Words,
};
use crate::{
    deal::Worth,
    money::{Money, NoMoney},
    operation::{LINE_MAX, MONEY_MAX, TEXT_MAX},
    stage::StageRole,
    zone,
};
use std::collections::BTreeMap;

/// Reads a row.
///
/// # Errors
/// The first rule that it breaks.
pub fn read<'t>(layout: &Layout, words: &Words, row: Row<'t>) -> Result<Draft<'t>, RowError> {
    let reader = Reader { layout, row };
    reader.refuse_fault()?;
    let dates = reader.dates()?;
    let (stage, outcome) = reader.stage()?;
    let at = match outcome {
        Outcome::Open => stage,
        Outcome::Won => layout.won,
        Outcome::Lost => layout.lost,
    };
    let past = past(layout, &dates, stage, at);
    let (reason, mut fields) = (reader.line(Field::LossReason)?, reader.fields()?);
    let loss = (at == layout.lost).then(|| match reason {
        "" => layout.loss_reason.clone().unwrap_or_else(|| words.not_stated.to_owned()),
        reason => reason.to_owned(),
    });
    let closed_early = closed_early(&past, at) && outcome != Outcome::Open;
    if closed_early {
        fields.insert(words.note.to_owned(), words.closed_early.to_owned());
    }
    let contact = reader.contact()?;
    let company = reader.line(Field::Company)?;
    let external_id = reader.line(Field::Id)?;
    let expected = dates.expected.or(dates.closed.filter(|_| outcome == Outcome::Open));
    Ok(Draft {
        line: row.line(),
        external_id,
        title: reader.title(company, &contact, external_id)?,
        stage: at,
        loss,
        past,
        owner: reader.line(Field::Owner)?,
        company,
        contact,
        worth: reader.worth()?,
        channel: reader.line(Field::Channel)?,
        expected_close: expected.and_then(|at| zone::day(&layout.zone, at)),
        closed_early,
        fields,
    })
}

/// A row with the layout that says what its cells mean.
struct Reader<'l, 't> {
    layout: &'l Layout,
    row: Row<'t>,
}

impl<'t> Reader<'_, 't> {
    fn refuse_fault(&self) -> Result<(), RowError> {
        let label = |column| self.layout.columns.get(column).map(|c: &Column| c.label.clone());
        let (column, code, value) = match self.row.fault() {
            None => return Ok(()),
            Some(Fault::Ragged(cells)) => (None, RowFault::Ragged, cells.to_string()),
            Some(Fault::CellTooLarge(column)) => (label(column), RowFault::CellTooLarge, String::new()),
            Some(Fault::UnclosedQuote) => (None, RowFault::UnclosedQuote, String::new()),
            Some(Fault::Damaged) => (None, RowFault::Damaged, String::new()),
        };
        Err(RowError::new(self.row.line(), column, code, &value))
    }

    fn refuse(&self, column: Option<&Column>, code: RowFault, value: &str) -> RowError {
        RowError::new(self.row.line(), column.map(|c| c.label.clone()), code, value)
    }

    /// The first cell with text of the columns that mean `field`.
    fn cell(&self, field: Field) -> (Option<&Column>, &'t str) {
        let mut first = None;
        for column in self.layout.of(field) {
            let cell = self.row.cell(column.at);
            if !cell.is_empty() {
                return (Some(column), cell);
            }
            first = first.or(Some(column));
        }
        (first, "")
    }

    /// The same, where only a short text is allowed.
    fn line(&self, field: Field) -> Result<&'t str, RowError> {
        let (column, cell) = self.cell(field);
        self.short(column, cell)?;
        Ok(cell)
    }

    fn short(&self, column: Option<&Column>, text: &str) -> Result<(), RowError> {
        let fits = text.len() <= LINE_MAX || text.chars().count() <= LINE_MAX;
        if fits { Ok(()) } else { Err(self.refuse(column, RowFault::TextTooLong, text)) }
    }

    fn dates(&self) -> Result<Dates, RowError> {
        let mut dates = Dates::default();
        for column in self.layout.columns.iter().filter(|c| c.field.is_date()) {
            let cell = self.row.cell(column.at);
            if date::is_blank(cell) {
                continue;
            }
            let order = column.date_order.unwrap_or(DateOrder::Ymd);
            let at = date::parse_in(&self.layout.zone, cell, order);
            let at = at.ok_or_else(|| self.refuse(Some(column), RowFault::BadDate, cell))?;
            let slot = match (column.field, column.stage) {
                (Field::Entered, Some(stage)) => {
                    dates.stages.push((stage, at));
                    continue;
                }
                (Field::Created, _) => &mut dates.created,
                (Field::Closed, _) => &mut dates.closed,
                (Field::WonAt, _) => &mut dates.won,
                (Field::LostAt, _) => &mut dates.lost,
                (Field::ExpectedClose, _) => &mut dates.expected,
                _ => &mut dates.entered,
            };
            slot.get_or_insert(at);
        }
        Ok(dates)
    }

    /// The stage that the row names, and how the deal stands.
    fn stage(&self) -> Result<(usize, Outcome), RowError> {
        let (column, text) = self.cell(Field::Stage);
        let named = match (text, self.layout.stage_when_empty) {
            ("", stage) => stage,
            (text, _) => {
                Some(self.layout.stage(text).ok_or_else(|| self.refuse(column, RowFault::UnknownStage, text))?)
            }
        };
        let (status_column, text) = self.cell(Field::Status);
        let status = match text {
            "" => None,
            text => {
                Some(Outcome::named(text).ok_or_else(|| self.refuse(status_column, RowFault::UnknownStatus, text))?)
            }
        };
        let decided = |stage: usize| match self.layout.stages[stage].role {
            StageRole::Won => Outcome::Won,
            StageRole::Lost => Outcome::Lost,
            _ => Outcome::Open,
        };
        match (named, status) {
            (Some(stage), Some(outcome @ (Outcome::Won | Outcome::Lost))) => Ok((stage, outcome)),
            (Some(stage), _) => Ok((stage, decided(stage))),
            (None, Some(Outcome::Won)) => Ok((self.layout.won, Outcome::Won)),
            (None, Some(Outcome::Lost)) => Ok((self.layout.lost, Outcome::Lost)),
            (None, _) => Err(self.refuse(column, RowFault::StageMissing, "")),
        }
    }

    fn contact(&self) -> Result<Person<'t>, RowError> {
        let mut parts: Vec<&str> = self.layout.of(Field::ContactName).map(|c| self.row.cell(c.at)).collect();
        parts.retain(|part| !part.is_empty());
        parts.dedup();
        let name = parts.join(" ");
        self.short(self.layout.of(Field::ContactName).next(), &name)?;
        let (email, phone) = (self.line(Field::ContactEmail)?, self.line(Field::ContactPhone)?);
        Ok(Person { name, email, phone, position: self.line(Field::ContactPosition)? })
    }

    /// The title, else "company · product", else the id.
    fn title(&self, company: &str, contact: &Person<'_>, id: &str) -> Result<String, RowError> {
        let title = self.line(Field::Title)?;
        if !title.is_empty() {
            return Ok(title.to_owned());
        }
        let product = self.cell(Field::Product).1;
        let customer = if company.is_empty() { contact.called() } else { company };
        let parts = match (customer, product) {
            ("", "") => vec![id],
            ("", product) => vec![product, id],
            (customer, "") => vec![customer, id],
            (customer, product) => vec![customer, product],
        };
        let title = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
        let column = self.layout.of(Field::Title).next().or(self.layout.of(Field::Id).next());
        if title.is_empty() {
            return Err(self.refuse(column, RowFault::TitleMissing, ""));
        }
        Ok(title.chars().take(LINE_MAX).collect())
    }

    fn worth(&self) -> Result<Worth, RowError> {
        Ok(Worth { once: self.money(Field::Value)?, monthly: self.money(Field::Monthly)? })
    }

    fn money(&self, field: Field) -> Result<Option<Money>, RowError> {
        let (column, cell) = self.cell(field);
        if date::is_blank(cell) {
            return Ok(None);
        }
        let refuse = |code| self.refuse(column, code, cell);
        let ours = self.layout.currency;
        let (currency_column, stated) = self.cell(Field::Currency);
        if !stated.is_empty() && amount::currency_named(stated) != Some(ours) {
            return Err(self.refuse(currency_column, RowFault::OtherCurrency, stated));
        }
        if amount::currency_beside(cell).is_some_and(|beside| beside != ours) {
            return Err(refuse(RowFault::OtherCurrency));
        }
        let mark = column.and_then(|c| c.decimal_mark);
        let money = amount::parse(cell, mark, ours).map_err(|why| match why {
            NoMoney::NotANumber => refuse(RowFault::BadAmount),
            NoMoney::TooPrecise => refuse(RowFault::TooPrecise),
            NoMoney::TooLarge => refuse(RowFault::AmountTooLarge),
        })?;
        match money.minor {
            ..0 => Err(refuse(RowFault::NegativeAmount)),
            minor if minor > MONEY_MAX => Err(refuse(RowFault::AmountTooLarge)),
            _ => Ok(Some(money)),
        }
    }

    /// What is kept under the columns' names: the id, the product, and every
    /// column that is to be kept.
    fn fields(&self) -> Result<BTreeMap<String, String>, RowError> {
        let mut fields = BTreeMap::new();
        for column in self.layout.columns.iter().filter(|c| c.is_kept()) {
            let cell = self.row.cell(column.at);
            if cell.len() > TEXT_MAX && cell.chars().count() > TEXT_MAX {
                return Err(self.refuse(Some(column), RowFault::TextTooLong, cell));
            }
            if !cell.is_empty() {
                fields.insert(column.label.clone(), cell.to_owned());
            }
        }
        Ok(fields)
    }
}

impl Outcome {
    /// What a cell of the status column means: a status, or yes and no where the
    /// column asks whether the deal was won.
    fn named(text: &str) -> Option<Self> {
        Self::status(text).or_else(|| Some(if is_yes(text)? { Self::Won } else { Self::Lost }))
    }

    /// What a status text means.
    fn status(text: &str) -> Option<Self> {
        Some(match fold(text).as_str() {
            "open" | "new" | "in progress" | "active" | "открыта" | "открыт" | "в работе" | "відкрита" | "відкрито"
            | "в роботі" => Self::Open,
            "won" | "выиграна" | "выиграно" | "виграна" | "виграно" | "успешно" | "успішно" => {
                Self::Won
            }
            "lost" | "проиграна" | "проиграно" | "програна" | "програно" => {
                Self::Lost
            }
            _ => return None,
        })
    }

    /// Whether a text is a status.
    pub(crate) fn is_named(text: &str) -> bool {
        Self::status(text).is_some()
    }

    /// Whether a text says that a deal was won, or that it was not.
    pub(crate) fn is_answer(text: &str) -> bool {
        Self::named(text).is_some()
    }
}

/// Yes or no, in words or as programs write it.
fn is_yes(text: &str) -> Option<bool> {
    match fold(text).as_str() {
        "1" | "yes" | "y" | "true" | "да" | "так" => Some(true),
        "0" | "no" | "n" | "false" | "нет" | "ні" => Some(false),
        _ => None,
    }
}
