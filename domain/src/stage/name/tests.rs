use super::{Hint, hint};
use crate::template::TEMPLATES;

#[test]
fn no_name_of_a_template_gets_a_hint() {
    for name in TEMPLATES.iter().flat_map(|t| t.steps).flat_map(|step| step.names) {
        assert_eq!(hint(name), None, "{name}");
    }
}

/// Names of the past tense, and names that are not understood.
#[test]
fn a_name_that_may_well_be_right_gets_none() {
    for name in [
        "",
        "—",
        "42",
        "Proposal received",
        "Invited us",
        "Has a need",
        "Call booked",
        "Meeting held",
        "Sent a request",
        "Met the designer",
        "Is in the showroom",
        "Read the offer",
        "Trusted",
        "Paid the invoice",
        "Ready for a quote",
        "Spring sale",
        "VIP",
        // Russian
        "Получили смету",
        "Решили купить",
        "Купить решили",
        "Договор подписан",
        "Согласование завершено",
        "Согласились на замер",
        "Пришёл в салон",
        "Познакомились",
        "Заявка принята",
        "Новости",
        "Часть проекта",
        "Печать",
        "Отправили заявку",
        "Деньги получены",
        "Готов к покупке",
        // Ukrainian
        "Отримали кошторис",
        "Вирішив купити",
        "Договір підписано",
        "Погодження завершено",
        "Контакти",
        "Дати зустрічей",
        "Завітали до салону",
        "Повідомлений про ціну",
        "Обрав кухню",
        "Надіслали заявку",
        "Зʼявилися на сайті",
    ] {
        assert_eq!(hint(name), None, "{name}");
    }
}

#[test]
fn something_to_do_is_seen_in_each_language() {
    for name in [
        "Send proposal",
        "call the client",
        "QUALIFY",
        "Follow up",
        "Negotiate the price",
        "Отправить КП",
        "Позвонить клиенту",
        "Провести встречу",
        "Договориться о цене",
        "Выставить счёт",
        "Найти решающего",
        "Надіслати пропозицію",
        "Зателефонувати клієнту",
        "Узгодити договір",
        "Домовитися про замір",
        "Кваліфікувати",
        "Підписати договір",
    ] {
        assert_eq!(hint(name), Some(Hint::ToDo), "{name}");
    }
}

#[test]
fn something_that_goes_on_is_seen_in_each_language() {
    for name in [
        "Negotiation",
        "Negotiating",
        "Proposal",
        "Waiting for payment",
        "Demo",
        "Согласование договора",
        "Презентация",
        "Ожидание оплаты",
        "Переговоры",
        "Звонок",
        "Замер",
        "Погодження договору",
        "Презентація",
        "Очікування оплати",
        "Переговори",
        "Дзвінок",
        "Зустріч",
    ] {
        assert_eq!(hint(name), Some(Hint::Activity), "{name}");
    }
}

#[test]
fn what_we_have_done_is_seen_in_each_language() {
    for name in [
        "We called",
        "Proposal sent",
        "Quote sent to the customer",
        "Мы позвонили",
        "КП отправлено",
        "Счёт выставлен",
        "Ми подзвонили",
        "Пропозицію надіслано",
        "Рахунок виставлено",
    ] {
        assert_eq!(hint(name), Some(Hint::OurDeed), "{name}");
    }
}

#[test]
fn a_drawer_of_ours_gets_its_hint_in_each_language() {
    for name in [
        "Lead",
        "New",
        "Лид",
        "Hot lead",
        "In progress",
        "Open",
        "Новый лид",
        "В работе",
        "Думает",
        "Новий лід",
        "В роботі",
        "Прорахунок",
    ] {
        assert_eq!(hint(name), Some(Hint::Drawer), "{name}");
    }
    for name in ["Left a new lead", "Opened a new shop", "Оставили новую заявку", "Залишили заявку"]
    {
        assert_eq!(hint(name), None, "{name}");
    }
    assert_eq!(hint("Need analysis"), hint("Analysis"), "a need is no past");
}
