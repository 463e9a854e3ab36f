//! What stands in the set-up's fields, and what is wrong with it.

use crate::{prelude::*, sync::accounts::AccountError};
use smarketing_domain::{
    account::{AccountRefusal, address, founding, name, wire::SetUp},
    calendar::{Calendar, minutes},
    money::Currency,
    template::TemplateName,
};
use smarketing_locales::Locale;

/// The fields.
#[derive(Clone, Copy)]
pub struct Draft {
    /// The code was not in the link.
    pub asks_for_code: bool,
    /// The set-up code.
    pub code: RwSignal<String>,
    /// The workspace's name.
    pub workspace: RwSignal<String>,
    /// Three letters.
    pub currency: RwSignal<String>,
    /// Of the stages' names.
    pub language: RwSignal<&'static str>,
    /// Monday first.
    pub days: RwSignal<[bool; 7]>,
    /// When work begins.
    pub from: RwSignal<String>,
    /// When work ends.
    pub to: RwSignal<String>,
    /// The zone whose clocks count days and hours.
    pub zone: RwSignal<String>,
    /// Hours to answer a lead.
    pub response: RwSignal<String>,
    /// With the stages of a template; `None`: an import brings them.
    pub template: RwSignal<Option<TemplateName>>,
    /// The first admin's name.
    pub name: RwSignal<String>,
    /// Their address.
    pub email: RwSignal<String>,
    /// Their password.
    pub password: RwSignal<String>,
}

/// Where something is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The code.
    Code,
    /// The workspace's name.
    Workspace,
    /// The currency.
    Currency,
    /// Days or hours.
    Calendar,
    /// The time zone.
    Zone,
    /// Hours to answer.
    Response,
    /// The person's name.
    Name,
    /// The address.
    Email,
    /// The password.
    Password,
}

impl Place {
    /// The field's id in the page.
    pub fn id(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Workspace => "workspace",
            Self::Currency => "currency",
            Self::Calendar => "from",
            Self::Zone => "zone",
            Self::Response => "response",
            Self::Name => "name",
            Self::Email => "email",
            Self::Password => "password",
        }
    }
}

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A field breaks a rule.
    Rule(Place, AccountRefusal),
    /// It is no currency.
    Currency,
    /// No day, or no time between the hours.
    Calendar,
    /// It is no time zone.
    Zone,
    /// The server said so.
    Told(AccountError),
}

impl Fault {
    /// Where, if it is about one field.
    pub fn place(self) -> Option<Place> {
        use AccountRefusal as R;
        Some(match self {
            Self::Rule(place, _) => place,
            Self::Currency => Place::Currency,
            Self::Calendar => Place::Calendar,
            Self::Zone => Place::Zone,
            Self::Told(AccountError::Refused(refusal)) => match refusal {
                R::SetupCodeWrong => Place::Code,
                R::NameTaken => Place::Workspace,
                R::AddressInvalid => Place::Email,
                R::PasswordTooShort | R::PasswordTooLong | R::PasswordIsAddress | R::PasswordCommon => Place::Password,
                _ => return None,
            },
            Self::Told(_) => return None,
        })
    }

    /// What is said at a field.
    pub fn at(self, place: Place, words: words::Words) -> Option<String> {
        (self.place() == Some(place)).then(|| self.sentence(words))
    }

    /// What is said under the form.
    pub fn anywhere(self, words: words::Words) -> Option<String> {
        self.place().is_none().then(|| self.sentence(words))
    }

    fn sentence(self, words: words::Words) -> String {
        let i18n = words.i18n;
        match self {
            Self::Rule(_, refusal) => account_refusal(words, refusal),
            Self::Currency => t_string!(i18n, account.currency_wrong),
            Self::Calendar => t_string!(i18n, account.calendar_wrong),
            Self::Zone => t_string!(i18n, account.zone_wrong),
            Self::Told(error) => account_error(words, error),
        }
        .to_owned()
    }
}

impl Draft {
    /// What most companies want, with the code of the link.
    pub fn new(code: &str, locale: Locale) -> Self {
        let (language, currency) = match locale {
            Locale::uk => ("uk", "UAH"),
            Locale::ru => ("ru", "EUR"),
            Locale::en => ("en", "EUR"),
        };
        let calendar = Calendar::default();
        let (from, to) = calendar.hours();
        Self {
            asks_for_code: code.is_empty(),
            code: RwSignal::new(code.to_owned()),
            workspace: RwSignal::default(),
            currency: RwSignal::new(currency.to_owned()),
            language: RwSignal::new(language),
            days: RwSignal::new(calendar.days()),
            from: RwSignal::new(from),
            to: RwSignal::new(to),
            zone: RwSignal::default(),
            response: RwSignal::new("24".to_owned()),
            template: RwSignal::new(Some(TemplateName::FurnitureBySales)),
            name: RwSignal::default(),
            email: RwSignal::default(),
            password: RwSignal::default(),
        }
    }

    /// What is asked for, by the rules that the server asks, too.
    ///
    /// # Errors
    /// What is wrong first, from above.
    pub fn read(&self) -> Result<SetUp, Fault> {
        let at = |place| move |refusal| Fault::Rule(place, refusal);
        let code = self.code.get_untracked();
        if code.trim().is_empty() {
            return Err(Fault::Rule(Place::Code, AccountRefusal::SetupCodeWrong));
        }
        let workspace = name(&self.workspace.get_untracked()).map_err(at(Place::Workspace))?;
        let currency: Currency = self.currency.get_untracked().parse().map_err(|_| Fault::Currency)?;
        let time = |text: RwSignal<String>| minutes(&text.get_untracked()).ok_or(Fault::Calendar);
        let calendar = Calendar::new(self.days.get_untracked(), time(self.from)?, time(self.to)?);
        let hours = self.response.get_untracked().trim().parse().unwrap_or(0);
        if !founding::RESPONSE_HOURS.contains(&hours) {
            return Err(Fault::Rule(Place::Response, AccountRefusal::OutOfRange));
        }
        let asked = SetUp {
            code,
            workspace,
            currency,
            language: self.language.get_untracked().to_owned(),
            calendar: calendar.map_err(|_| Fault::Calendar)?,
            zone: self.zone.get_untracked().trim().to_owned(),
            response_hours: hours,
            template: self.template.get_untracked(),
            name: name(&self.name.get_untracked()).map_err(at(Place::Name))?,
            email: address(&self.email.get_untracked()).map_err(at(Place::Email))?,
            password: self.password.get_untracked(),
        };
        founding::check(&asked).map_err(at(Place::Password))?;
        Ok(asked)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled() -> Draft {
        let draft = Draft::new("code", Locale::uk);
        draft.workspace.set(" Студія ".to_owned());
        draft.name.set("Олена".to_owned());
        draft.email.set("Olena@Example.org".to_owned());
        draft.password.set("зелені стільці під дощем".to_owned());
        draft
    }

    #[test]
    fn a_filled_form_asks_for_what_stands_in_it() {
        let owner = Owner::new();
        owner.set();
        let asked = filled().read().unwrap();
        assert_eq!((asked.workspace.as_str(), asked.email.as_str()), ("Студія", "olena@example.org"));
        assert_eq!((asked.currency.code(), asked.language.as_str()), ("UAH", "uk"));
        assert_eq!(asked.calendar, Calendar::default());
    }

    #[test]
    fn what_is_wrong_is_told_at_its_field() {
        let owner = Owner::new();
        owner.set();
        let fault = |change: &dyn Fn(&Draft)| {
            let draft = filled();
            change(&draft);
            draft.read().unwrap_err().place().unwrap()
        };
        assert_eq!(fault(&|d| d.code.set(" ".to_owned())), Place::Code);
        assert_eq!(fault(&|d| d.workspace.set(String::new())), Place::Workspace);
        assert_eq!(fault(&|d| d.currency.set("€".to_owned())), Place::Currency);
        assert_eq!(fault(&|d| d.days.set([false; 7])), Place::Calendar);
        assert_eq!(fault(&|d| d.to.set("08:00".to_owned())), Place::Calendar);
        assert_eq!(fault(&|d| d.response.set("soon".to_owned())), Place::Response);
        assert_eq!(fault(&|d| d.name.set(String::new())), Place::Name);
        assert_eq!(fault(&|d| d.email.set("olena".to_owned())), Place::Email);
        assert_eq!(fault(&|d| d.password.set("password1".to_owned())), Place::Password);
    }
}
