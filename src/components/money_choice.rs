//! How channels are credited and what their deals leave, as an address asks for
//! it: the page of spend and cost and the list of deals speak of the same ones.
//!
//! `credit` is the model of attribution, `margin` the gross margin in percent;
//! `money` and `source` name the deals behind a number. The period stands beside
//! them, as on every page.

use super::{PeriodChoice, Scope};
use crate::{route, words::Words};
use chrono::NaiveDate;
use smarketing_domain::{
    economics::{Margin, Model, Part, Source, deals},
    ids::DealId,
    workspace::Workspace,
};
use smarketing_locales::t_string;

/// How the figures are computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MoneyChoice {
    /// To whom a deal is credited.
    pub model: Model,
    /// What is left of a sale.
    pub margin: Margin,
}

/// The models by their names in an address.
const MODELS: [(Model, &str); 3] = [(Model::First, "first"), (Model::Last, "last"), (Model::Even, "even")];

/// The parts by their names in an address.
const PARTS: [(Part, &str); 4] =
    [(Part::Leads, "leads"), (Part::Accepted, "accepted"), (Part::Customers, "customers"), (Part::Open, "open")];

/// A model's name in an address.
pub fn model_code(model: Model) -> &'static str {
    MODELS.into_iter().find(|(of, _)| *of == model).map_or("", |(_, name)| name)
}

/// A model in words.
pub fn model_name(words: Words, model: Model) -> &'static str {
    let i18n = words.i18n;
    match model {
        Model::First => t_string!(i18n, money.credit_first),
        Model::Last => t_string!(i18n, money.credit_last),
        Model::Even => t_string!(i18n, money.credit_even),
    }
}

impl MoneyChoice {
    /// What an address asks for; what cannot be read is left out.
    pub fn read(get: impl Fn(&str) -> Option<String>) -> Self {
        let model = get("credit").and_then(|name| MODELS.into_iter().find(|(_, n)| *n == name));
        let margin = get("margin").and_then(|text| text.trim().parse().ok()).and_then(Margin::percent);
        Self { model: model.map_or_else(Model::default, |(model, _)| model), margin: margin.unwrap_or(Margin::ALL) }
    }

    /// As a query string, with the period.
    pub fn query(self, period: PeriodChoice) -> String {
        let margin = (self.margin != Margin::ALL).then(|| format!("margin={}", self.margin.in_percent()));
        let parts = [Some(format!("credit={}", model_code(self.model))), margin, Some(period.query())];
        parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("&")
    }
}

/// The page of spend and cost for a period.
pub fn money_address(period: PeriodChoice) -> String {
    let query = period.query();
    if query.is_empty() { route::MONEY.to_owned() } else { format!("{}?{query}", route::MONEY) }
}

/// The deals behind a number of the page of spend and cost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MoneyPart {
    /// How they are credited.
    pub choice: MoneyChoice,
    /// To which channel; all of them if absent.
    pub source: Option<Source>,
    /// Which of them.
    pub part: Part,
}

impl MoneyPart {
    /// What an address asks for; `None` when it asks for no such number.
    pub fn read(get: impl Fn(&str) -> Option<String>) -> Option<Self> {
        let name = get("money")?;
        let (part, _) = PARTS.into_iter().find(|(_, n)| *n == name)?;
        let source = get("source").and_then(|code| match code.split_once(':') {
            Some(("name", name)) => Some(Source::named(name)),
            _ => (code == "none").then_some(Source::NotNoted),
        });
        Some(Self { choice: MoneyChoice::read(get), source, part })
    }

    /// The address of the list; `scope` is the filter and period of the page.
    pub fn href(&self, scope: &Scope) -> String {
        let part = PARTS.into_iter().find(|(part, _)| *part == self.part).map_or("", |(_, name)| name);
        let source = self.source.as_ref().map(|source| match source {
            Source::Channel(name) => format!("&source={}", route::encode(&format!("name:{name}"))),
            Source::NotNoted => "&source=none".to_owned(),
        });
        let filter = route::filter_query(&scope.filter);
        let filter = if filter.is_empty() { filter } else { format!("&{filter}") };
        let choice = self.choice.query(scope.choice);
        format!("{}?money={part}{}&{choice}{filter}", route::DEALS, source.unwrap_or_default())
    }

    /// The deals meant.
    pub fn ids(&self, workspace: &Workspace, period: PeriodChoice, today: NaiveDate) -> Vec<DealId> {
        deals(workspace, period.period(today, workspace), self.choice.model, self.source.as_ref(), self.part)
    }

    /// Which deals these are, in words.
    pub fn words(&self, words: Words, workspace: &Workspace) -> String {
        let i18n = words.i18n;
        let what = match self.part {
            Part::Leads => t_string!(i18n, money.head_leads),
            Part::Accepted => t_string!(i18n, money.head_accepted),
            Part::Customers => t_string!(i18n, money.head_customers),
            Part::Open => t_string!(i18n, money.head_open),
        };
        let Some(source) = &self.source else {
            return t_string!(i18n, money.head_all, what = what).to_string();
        };
        let written = || smarketing_domain::economics::ledger::channels(workspace).into_iter();
        let channel = match source {
            Source::NotNoted => t_string!(i18n, money.not_noted).to_owned(),
            Source::Channel(key) => written().find(|name| Source::named(name) == *source).unwrap_or(key.clone()),
        };
        let credit = model_name(words, self.choice.model).to_lowercase();
        t_string!(i18n, money.head_of, what = what, channel = channel, credit = credit).to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_comes_back_from_its_address() {
        for (part, _) in PARTS {
            for (model, _) in MODELS {
                for source in [None, Some(Source::NotNoted), Some(Source::named("fair: north"))] {
                    let margin = Margin::percent(40).unwrap_or(Margin::ALL);
                    let asked = MoneyPart { choice: MoneyChoice { model, margin }, source, part };
                    let href = asked.href(&Scope { choice: PeriodChoice::Year, ..Scope::default() });
                    let query = href.split_once('?').unwrap().1.replace("%3A", ":").replace("%20", " ");
                    let get = |name: &str| {
                        let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
                        pairs.find(|(n, _)| *n == name).map(|(_, value)| value.to_owned())
                    };
                    assert_eq!((MoneyPart::read(get), PeriodChoice::read(get)), (Some(asked), PeriodChoice::Year));
                }
            }
        }
    }

    #[test]
    fn an_address_that_cannot_be_read_asks_for_the_usual() {
        assert_eq!(MoneyPart::read(|name| (name == "credit").then(|| "even".to_owned())), None);
        let odd = MoneyChoice::read(|_| Some("1000".to_owned()));
        assert_eq!(odd, MoneyChoice { model: Model::First, margin: Margin::ALL });
    }
}
