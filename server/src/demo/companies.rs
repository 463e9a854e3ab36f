//! The organisations that buy for their offices, cafés and hotels.

use super::{people::plain, random::Random};
use std::collections::HashSet;

const PLACES: &[&str] =
    &["Lviv", "Kyiv", "Lviv", "Ivano-Frankivsk", "Kraków", "Berlin", "Rzeszów", "Vienna", "Ternopil", "Prague"];

const NAMES: &[&str] = &[
    "Lumen",
    "Kvitka",
    "Nord",
    "Arka",
    "Zernyatko",
    "Alma",
    "Bellevue",
    "Dvir",
    "Silva",
    "Polyana",
    "Meridian",
    "Kolo",
    "Amber",
    "Tin",
    "Vesna",
    "Cedar",
    "Lypa",
    "Harbour",
    "Obriy",
    "Karpaty",
    "Sonata",
    "Fjord",
    "Maple",
    "Ranok",
    "Linden",
    "Orion",
    "Delta",
    "Stone",
    "Mriya",
    "Quartz",
];

/// Gives out companies, no name twice.
pub(super) struct Companies {
    random: Random,
    names: HashSet<String>,
}

/// Some organisation.
pub(super) struct Organisation {
    pub(super) name: String,
    /// Of its addresses; ends in the top-level domain reserved for examples.
    pub(super) domain: String,
    pub(super) place: &'static str,
}

impl Companies {
    /// The companies of a seed.
    pub(super) fn new(seed: u64) -> Self {
        Self { random: Random::stream(seed, "companies"), names: HashSet::new() }
    }

    /// The next company that buys such a product.
    pub(super) fn next(&mut self, product: &str) -> Organisation {
        let kinds: &[&str] = match product {
            "Café" => &["Café {}", "Bakery {}", "Bistro {}", "{} Coffee", "Restaurant {}"],
            "Hotel" => &["Hotel {}", "{} Guesthouse", "{} Apartments", "Boutique Hotel {}"],
            "Clinic" => &["{} Dental", "Clinic {}", "{} Physio", "{} Eye Clinic"],
            "Shop" => &["{} Books", "{} Flowers", "{} Wine", "{} Shoes"],
            _ => &[
                "{} Software",
                "{} Law",
                "{} Architects",
                "{} Logistics",
                "{} Accounting",
                "{} Coworking",
                "{} Travel",
                "{} Media",
            ],
        };
        let mut name = self.random.pick(kinds).replace("{}", self.random.pick(NAMES));
        let place = self.random.pick(PLACES);
        if self.names.contains(&name) {
            name = format!("{name} {place}");
        }
        let base = name.clone();
        for number in 2.. {
            if self.names.insert(name.clone()) {
                break;
            }
            name = format!("{base} {number}");
        }
        let domain = format!("{}.example", plain(&name).replace('.', "-"));
        Organisation { name, domain, place }
    }
}
