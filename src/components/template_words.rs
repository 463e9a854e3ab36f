//! What templates of stages are called.

use crate::words::Words;
use smarketing_domain::template::TemplateName;
use smarketing_locales::t_string;

/// Its name, and what it is about.
pub fn template_words(words: Words, name: TemplateName) -> (&'static str, &'static str) {
    let i18n = words.i18n;
    match name {
        TemplateName::FurnitureBySales => {
            (t_string!(i18n, stages.t_furniture_by_sales), t_string!(i18n, stages.h_furniture_by_sales))
        }
        TemplateName::FurnitureByMarketing => {
            (t_string!(i18n, stages.t_furniture_by_marketing), t_string!(i18n, stages.h_furniture_by_marketing))
        }
        TemplateName::B2bAgency => (t_string!(i18n, stages.t_b2b_agency), t_string!(i18n, stages.h_b2b_agency)),
        TemplateName::CoffeeShop => (t_string!(i18n, stages.t_coffee_shop), t_string!(i18n, stages.h_coffee_shop)),
        TemplateName::MarketingHourglass => {
            (t_string!(i18n, stages.t_marketing_hourglass), t_string!(i18n, stages.h_marketing_hourglass))
        }
        TemplateName::SalesHourglass => {
            (t_string!(i18n, stages.t_sales_hourglass), t_string!(i18n, stages.h_sales_hourglass))
        }
    }
}
