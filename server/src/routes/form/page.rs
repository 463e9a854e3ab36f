//! What somebody reads who sent a form without a script: in their language, and with
//! a way back.

use crate::error::Failure;
use axum::http::{HeaderMap, header};
use smarketing_domain::intake::IntakeFault;

/// Which language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// English, also for all others.
    En,
    /// Russian.
    Ru,
    /// Ukrainian.
    Uk,
}

impl Language {
    /// The first of ours that the browser names.
    pub fn of(headers: &HeaderMap) -> Self {
        let named = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let known = named.split(',').find_map(|tag| match tag.trim().get(..2)? {
            "en" => Some(Self::En),
            "ru" => Some(Self::Ru),
            "uk" => Some(Self::Uk),
            _ => None,
        });
        known.unwrap_or(Self::En)
    }

    fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Ru => "ru",
            Self::Uk => "uk",
        }
    }

    fn say(self, [en, ru, uk]: [&'static str; 3]) -> &'static str {
        match self {
            Self::En => en,
            Self::Ru => ru,
            Self::Uk => uk,
        }
    }
}

const THANKS: [&str; 3] = ["Thank you", "Спасибо", "Дякуємо"];
const TAKEN: [&str; 3] = [
    "We have your message and will answer you.",
    "Мы получили ваше сообщение и ответим вам.",
    "Ми отримали ваше повідомлення й відповімо вам.",
];
const FAILED: [&str; 3] = ["That did not work", "Не получилось", "Не вийшло"];
const EMPTY: [&str; 3] = [
    "Nothing says who you are. Go back and fill in your name, e-mail or telephone.",
    "Не сказано, кто вы. Вернитесь и укажите имя, почту или телефон.",
    "Не сказано, хто ви. Поверніться й укажіть ім'я, пошту або телефон.",
];
const EMAIL: [&str; 3] = [
    "The e-mail address is none. Go back and correct it.",
    "Адрес почты записан с ошибкой. Вернитесь и исправьте его.",
    "Адресу пошти записано з помилкою. Поверніться й виправте її.",
];
const LONG: [&str; 3] = [
    "A text is too long. Go back and shorten it.",
    "Слишком длинный текст. Вернитесь и сократите его.",
    "Занадто довгий текст. Поверніться й скоротіть його.",
];
const OURS: [&str; 3] = [
    "The form cannot take messages now. Go back: your text is still there. Try later, or write to us in another way.",
    "Форма сейчас не принимает сообщения. Вернитесь: ваш текст на месте. Попробуйте позже или напишите нам иначе.",
    "Форма зараз не приймає повідомлень. Поверніться: ваш текст на місці. Спробуйте пізніше або напишіть нам інакше.",
];
const BACK: [&str; 3] = ["Back to the site", "Вернуться на сайт", "Повернутися на сайт"];

/// The page. `site` is the origin that the form came from.
pub fn page(language: Language, outcome: &Result<(), Failure>, site: Option<&str>) -> String {
    let (title, text) = match outcome {
        Ok(()) => (THANKS, TAKEN),
        Err(Failure::Intake(IntakeFault::LeadEmpty)) => (FAILED, EMPTY),
        Err(Failure::Intake(IntakeFault::EmailInvalid)) => (FAILED, EMAIL),
        Err(Failure::Intake(IntakeFault::TooLong(_))) | Err(Failure::BodyTooLarge) => (FAILED, LONG),
        Err(_) => (FAILED, OURS),
    };
    let (title, text) = (language.say(title), language.say(text));
    let back = site
        .map_or_else(String::new, |site| format!("<p><a href=\"{}\">{}</a></p>", escaped(site), language.say(BACK)));
    format!(
        "<!doctype html><html lang=\"{}\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <meta name=\"color-scheme\" content=\"light dark\"><title>{title}</title><h1>{title}</h1><p>{text}</p>{back}</html>",
        language.code()
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn the_page_speaks_the_language_of_the_browser() {
        let of = |tags: &'static str| {
            Language::of(&HeaderMap::from_iter([(header::ACCEPT_LANGUAGE, HeaderValue::from_static(tags))]))
        };
        assert_eq!(of("de-DE,uk;q=0.8,en;q=0.5"), Language::Uk);
        assert_eq!((of("ru"), of("fr"), of("")), (Language::Ru, Language::En, Language::En));
        assert!(page(Language::Uk, &Ok(()), None).contains("Дякуємо"));
    }

    #[test]
    fn nothing_that_was_sent_becomes_markup() {
        let html = page(Language::En, &Err(Failure::KeyUnknown), Some("https://x.example\"><script>"));
        assert!(!html.contains("<script>") && html.contains("Back to the site"));
    }
}
