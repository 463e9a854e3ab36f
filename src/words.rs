//! Language, numbers, money, dates and durations as people of each locale
//! write them. Numbers and dates are the browser's own `Intl`: no tables in the
//! program. Everything here listens to the chosen language.

use chrono::NaiveDate;
use js_sys::{Array, Function, Object, Reflect};
use leptos_i18n::{I18nContext, Locale as _};
use smarketing_domain::{
    clock::{DAY, Timestamp},
    deal::DealKind,
    money::Currency,
    operation::Refusal,
    task::Urgency,
    zone,
};
use smarketing_locales::{I18nKeys, Locale, t_string, use_i18n};
use std::{cell::RefCell, collections::HashMap};
use wasm_bindgen::{JsCast, JsValue};

use crate::state::{State, Topic, use_state};

/// Ways to write a number or a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Style {
    Number,
    Compact,
    Percent,
    PercentTenth,
    PercentExact,
    SignedTenth,
    Exact,
    Money(Currency),
    MoneyWhole(Currency),
    MoneyCompact(Currency),
    Date,
    DayMonth,
    Month,
    Weekday,
    DateTime,
}

thread_local! {
    /// Formatters are dear to make: one for each locale and style.
    static FORMATS: RefCell<HashMap<(Locale, Style), Function>> = RefCell::default();
}

/// The words of the chosen language, and how it writes figures.
#[derive(Clone, Copy)]
pub struct Words {
    /// For `t!` and `t_string!`.
    pub i18n: I18nContext<Locale, I18nKeys>,
    state: State,
}

/// The words, from context.
pub fn use_words() -> Words {
    Words { i18n: use_i18n(), state: use_state() }
}

impl Words {
    /// The chosen language.
    pub fn locale(&self) -> Locale {
        self.i18n.get_locale()
    }

    /// `12,345`.
    pub fn number(&self, n: u64) -> String {
        self.format(Style::Number, n as f64)
    }

    /// `12K`, for reach; the exact number belongs into a title.
    pub fn compact(&self, n: u64) -> String {
        self.format(if n < 10_000 { Style::Number } else { Style::Compact }, n as f64)
    }

    /// A share of 0 to 1 as `42%`.
    pub fn percent(&self, share: f64) -> String {
        self.format(Style::Percent, share)
    }

    /// A measured share of 0 to 1 to a tenth: `42.3%`.
    pub fn percent_tenth(&self, share: f64) -> String {
        self.format(Style::PercentTenth, share)
    }

    /// A planned share of 0 to 1 as it was typed: `42.25%`, `42%`.
    pub fn percent_exact(&self, share: f64) -> String {
        self.format(Style::PercentExact, share)
    }

    /// A measured difference to a tenth, with its sign: `+4.2`, `−0.3`.
    pub fn signed_tenth(&self, n: f64) -> String {
        minus(self.format(Style::SignedTenth, n))
    }

    /// A mark under an axis that goes below nothing: `−10`, `2.25`.
    pub fn mark(&self, n: f64) -> String {
        minus(self.format(Style::Exact, n))
    }

    /// A number with at most two decimals: `2.25`, `5`.
    pub fn exact(&self, n: f64) -> String {
        self.format(Style::Exact, n)
    }

    /// Minor units of the workspace's currency, to the cent where there are cents.
    pub fn money(&self, minor: i64) -> String {
        let currency = self.currency();
        let whole = minor % currency.scale() == 0;
        let style = if whole { Style::MoneyWhole(currency) } else { Style::Money(currency) };
        self.format(style, minor as f64 / currency.scale() as f64)
    }

    /// Large amounts shortened: `€12.3K`, and from a hundred on without cents; the exact one belongs into a title.
    pub fn money_short(&self, minor: i64) -> String {
        let currency = self.currency();
        let style = match minor.abs() / currency.scale() {
            0..100 => return self.money(minor),
            100..10_000 => Style::MoneyWhole(currency),
            _ => Style::MoneyCompact(currency),
        };
        self.format(style, minor as f64 / currency.scale() as f64)
    }

    /// `3 Nov 2026`.
    pub fn date(&self, day: NaiveDate) -> String {
        self.format(Style::Date, Timestamp::from_day(day).0 as f64)
    }

    /// `3 Nov`.
    pub fn day_month(&self, day: NaiveDate) -> String {
        self.format(Style::DayMonth, Timestamp::from_day(day).0 as f64)
    }

    /// `November 2026`.
    pub fn month(&self, day: NaiveDate) -> String {
        self.format(Style::Month, Timestamp::from_day(day).0 as f64)
    }

    /// `Tue`.
    pub fn weekday(&self, day: NaiveDate) -> String {
        self.format(Style::Weekday, Timestamp::from_day(day).0 as f64)
    }

    /// `3 Nov 2026, 14:05` in the device's time zone.
    pub fn date_time(&self, at: Timestamp) -> String {
        self.format(Style::DateTime, at.0 as f64)
    }

    /// A duration in one unit: `5 min`, `3 h`, `12 days`.
    pub fn duration(&self, ms: i64) -> String {
        let i18n = self.i18n;
        let ms = ms.max(0);
        if ms < DAY / 24 {
            t_string!(i18n, common.minutes, count = (ms / 60_000) as u32).to_string()
        } else if ms < 2 * DAY {
            t_string!(i18n, common.hours, count = (ms * 24 / DAY) as u32).to_string()
        } else {
            t_string!(i18n, common.days, count = (ms / DAY) as u32).to_string()
        }
    }

    /// Why a change is not allowed, and what to do.
    pub fn refusal(&self, refusal: Refusal) -> String {
        self.refusal_code(refusal.code()).unwrap_or_else(|| refusal.to_string())
    }

    /// The sentence for a refusal code; `None` for a code this version does not know.
    pub fn refusal_code(&self, code: &str) -> Option<String> {
        let i18n = self.i18n;
        macro_rules! sentences {
            ($($code:ident)*) => {
                match code {
                    $(stringify!($code) => t_string!(i18n, refusal.$code),)*
                    _ => return None,
                }
            };
        }
        let sentence = sentences! {
            not_a_member role_too_low unknown_operation unknown_record already_exists deleted unknown_stage
            stage_retired stage_holds_no_deals stage_has_deals stage_is_needed loss_reason_missing
            loss_reason_out_of_place remark_out_of_place requirement_missing history_missing unknown_reference text_missing text_too_long wrong_currency
            negative_value out_of_range converted_exceeds_exposed decision_missing vote_of_another server_only not_yours last_admin overwritten
        };
        Some(sentence.to_string())
    }

    /// The urgency of a next step due on `due`, in words.
    pub fn urgency(&self, urgency: Urgency, due: Option<NaiveDate>) -> String {
        let i18n = self.i18n;
        match (urgency, due) {
            (Urgency::Overdue, Some(due)) => {
                t_string!(i18n, common.overdue_since, day = self.day_month(due)).to_string()
            }
            (Urgency::Overdue, None) => t_string!(i18n, common.overdue).to_string(),
            (Urgency::Today, _) => t_string!(i18n, common.today).to_string(),
            (Urgency::NoNextStep, _) => t_string!(i18n, common.no_next_step).to_string(),
            (Urgency::Later, Some(due)) => self.day_month(due),
            (Urgency::Later, None) => t_string!(i18n, common.some_day).to_string(),
        }
    }

    /// How a deal came about.
    pub fn deal_kind(&self, kind: DealKind) -> &'static str {
        let i18n = self.i18n;
        match kind {
            DealKind::New => t_string!(i18n, common.kind_new),
            DealKind::Repeat => t_string!(i18n, common.kind_repeat),
            DealKind::Upsell => t_string!(i18n, common.kind_upsell),
            DealKind::CrossSell => t_string!(i18n, common.kind_cross_sell),
            DealKind::DownSell => t_string!(i18n, common.kind_down_sell),
            DealKind::WinBack => t_string!(i18n, common.kind_win_back),
            DealKind::Referral => t_string!(i18n, common.kind_referral),
        }
    }

    /// Today's calendar day: that of the workspace, on this device's clock.
    pub fn today(&self) -> NaiveDate {
        let now = crate::state::device_now();
        let day = self.state.watch(Topic::Kind("settings"), |w| zone::day(&crate::zone::of_clock(w), now));
        day.unwrap_or_default()
    }

    /// The workspace's calendar day at a moment.
    pub fn day(&self, at: Timestamp) -> Option<NaiveDate> {
        self.state.read(|w| zone::day(w, at))
    }

    /// The currency of the workspace.
    pub fn currency(&self) -> Currency {
        self.state.watch(Topic::Kind("settings"), |w| w.currency())
    }

    fn format(&self, style: Style, value: f64) -> String {
        let locale = self.locale();
        let format = FORMATS.with_borrow_mut(|formats| {
            formats.entry((locale, style)).or_insert_with(|| formatter(locale, style)).clone()
        });
        let value = match style {
            Style::Date | Style::DayMonth | Style::Month | Style::Weekday | Style::DateTime => {
                js_sys::Date::new(&JsValue::from_f64(value)).into()
            }
            _ => JsValue::from_f64(value),
        };
        format.call1(&JsValue::NULL, &value).ok().and_then(|text| text.as_string()).unwrap_or_default()
    }
}

/// Browsers put a hyphen where some languages have no minus of their own.
fn minus(number: String) -> String {
    number.replace('-', "−")
}

/// The region whose habits are meant when the browser does not tell.
fn tag(locale: Locale) -> String {
    let code = locale.as_str();
    let own = web_sys::window().and_then(|w| w.navigator().language()).unwrap_or_default();
    if own.starts_with(code) {
        return own;
    }
    match locale {
        Locale::en => "en-GB",
        Locale::ru => "ru-RU",
        Locale::uk => "uk-UA",
    }
    .to_owned()
}

fn formatter(locale: Locale, style: Style) -> Function {
    let locales = Array::of1(&tag(locale).into());
    let options = Object::new();
    let set = |key: &str, value: JsValue| {
        // Setting a property of a fresh object cannot fail.
        let _ = Reflect::set(&options, &key.into(), &value);
    };
    let text = |key: &str, value: &str| set(key, value.into());
    match style {
        Style::Number => set("maximumFractionDigits", 0.into()),
        Style::Compact => {
            text("notation", "compact");
            set("maximumFractionDigits", 1.into());
        }
        Style::Percent => {
            text("style", "percent");
            set("maximumSignificantDigits", 2.into());
        }
        Style::PercentTenth => {
            text("style", "percent");
            set("minimumFractionDigits", 1.into());
            set("maximumFractionDigits", 1.into());
        }
        Style::PercentExact => {
            text("style", "percent");
            set("maximumFractionDigits", 2.into());
        }
        Style::SignedTenth => {
            text("signDisplay", "exceptZero");
            set("minimumFractionDigits", 1.into());
            set("maximumFractionDigits", 1.into());
        }
        Style::Exact => set("maximumFractionDigits", 2.into()),
        Style::Money(currency) | Style::MoneyWhole(currency) | Style::MoneyCompact(currency) => {
            text("style", "currency");
            text("currency", currency.code());
            text("currencyDisplay", "narrowSymbol");
            match style {
                Style::MoneyWhole(_) => set("maximumFractionDigits", 0.into()),
                Style::MoneyCompact(_) => {
                    text("notation", "compact");
                    set("maximumSignificantDigits", 3.into());
                }
                _ => {}
            }
        }
        Style::Date | Style::DayMonth | Style::Month | Style::Weekday => {
            // Calendar days have no time zone: they are stored as UTC midnight.
            text("timeZone", "UTC");
            match style {
                Style::Weekday => text("weekday", "short"),
                Style::Month => {
                    text("month", "long");
                    text("year", "numeric");
                }
                _ => {
                    text("day", "numeric");
                    text("month", "short");
                    if style == Style::Date {
                        text("year", "numeric");
                    }
                }
            }
        }
        Style::DateTime => {
            text("dateStyle", "medium");
            text("timeStyle", "short");
        }
    }
    let is_time = matches!(style, Style::Date | Style::DayMonth | Style::Month | Style::Weekday | Style::DateTime);
    let object: Object = if is_time {
        js_sys::Intl::DateTimeFormat::new(&locales, &options).into()
    } else {
        js_sys::Intl::NumberFormat::new(&locales, &options).into()
    };
    // `format` is a getter that answers a bound function.
    Reflect::get(&object, &"format".into()).ok().and_then(|f| f.dyn_into().ok()).unwrap_or_default()
}
