//! What the studio notes of every lead to compare by: campaign, segment, product,
//! and the template of its first answer.

use super::{deals::Written, journeys::Journey, random::Random};
use smarketing_domain::handoff::CAMPAIGN;
use std::collections::BTreeMap;

/// Below so many cents it is one piece, not a room.
const ONE_PIECE: i64 = 100_000;

/// How leads are first answered.
const TEMPLATES: [&str; 3] = ["Short note", "Photos of similar work", "Price range at once"];

/// The facts of a deal.
pub(super) fn of(seed: u64, deal: &Written) -> BTreeMap<String, String> {
    let journey = &deal.journey;
    let mut random = Random::stream(seed, &format!("facts {}", journey.id));
    let template = random.pick(&TEMPLATES);
    let is_new_flat = random.chance(0.45);
    let segment = match (journey.business, deal.project.value.minor < ONE_PIECE) {
        (true, _) => "Company",
        (false, true) => "One piece",
        (false, false) if is_new_flat => "New flat",
        (false, false) => "Renovation",
    };
    let facts = [
        ("segment", Some(segment)),
        ("product", Some(deal.project.product.name)),
        ("template", Some(template)),
        (CAMPAIGN, campaign(seed, journey)),
    ];
    facts.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?.to_owned()))).collect()
}

/// The campaign that brought a lead; most leads of paid channels name one.
pub(super) fn campaign(seed: u64, journey: &Journey) -> Option<&'static str> {
    let campaigns: &[&str] = match journey.channel.name {
        _ if journey.kind.is_further_purchase() => return None,
        "Google Ads" if journey.business => &["Offices and cafés", "Offices and cafés", "Our name"],
        "Google Ads" => &["Kitchens near me", "Kitchens near me", "Built-in wardrobes", "Our name"],
        "Instagram" => &["Before and after", "Small flats", "Small flats"],
        "Pinterest" => &["Oak boards", "Children's rooms"],
        "Marketplace" => &["Ready in two weeks", "Ready in two weeks", "Summer sale"],
        _ => return None,
    };
    let mut random = Random::stream(seed, &format!("campaign {}", journey.id));
    random.chance(0.95).then(|| random.pick(campaigns))
}
