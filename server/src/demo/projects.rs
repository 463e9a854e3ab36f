//! What people want built, in their words, and what it is worth.

use super::{channels::Channel, random::Random};
use smarketing_domain::money::{Currency, Money};

/// What one deal is about.
pub(super) struct Project {
    pub(super) title: String,
    pub(super) product: &'static Product,
    pub(super) value: Money,
}

/// A kind of furniture job.
pub(super) struct Product {
    /// A room, or a kind of company.
    pub(super) name: &'static str,
    /// How often it is asked for, against the others of its list.
    weight: f64,
    /// Smallest and largest size, in tenths of a metre, or in people, tables, rooms.
    sizes: (i64, i64),
    /// Euro per metre, person, table or room.
    price: f64,
    /// `{m}` metres, `{cm}` centimetres, `{n}` pieces, `{wood}` a surface.
    titles: &'static [&'static str],
}

const fn product(
    name: &'static str,
    weight: f64,
    sizes: (i64, i64),
    price: f64,
    titles: &'static [&'static str],
) -> Product {
    Product { name, weight, sizes, price, titles }
}

/// For homes; sizes in tenths of a metre.
const HOME: &[Product] = &[
    product(
        "Kitchen",
        28.0,
        (22, 56),
        2_700.0,
        &[
            "Kitchen, {wood}, {m} m",
            "Kitchen, {wood}, {m} m",
            "Kitchen with island, {m} m",
            "L-shaped kitchen, {m} m",
            "Kitchen for a new flat",
            "Kitchen, {wood} fronts",
        ],
    ),
    product("Kitchen", 5.0, (22, 44), 950.0, &["New fronts and worktop", "New kitchen fronts, {wood}"]),
    product(
        "Wardrobe",
        20.0,
        (14, 36),
        1_250.0,
        &[
            "Wardrobe in the hall",
            "Built-in wardrobe, {m} m",
            "Wardrobe with sliding doors, {m} m",
            "Bedroom wardrobe, {wood}",
            "Wardrobe under a sloping roof",
        ],
    ),
    product("Walk-in closet", 7.0, (20, 50), 1_150.0, &["Walk-in closet, {m} m", "Walk-in closet beside the bedroom"]),
    product(
        "Living room",
        14.0,
        (20, 46),
        1_350.0,
        &[
            "TV wall, {wood}, {m} m",
            "Living room wall, {m} m",
            "Bookcase, {wood}, {m} m",
            "Shelves around the fireplace",
            "Living room, {wood}",
        ],
    ),
    product(
        "Children's room",
        8.0,
        (10, 18),
        2_500.0,
        &["Children's room for two", "Loft bed and desk", "Nursery, {wood}", "Teenager's room"],
    ),
    product(
        "Home office",
        7.0,
        (14, 28),
        1_250.0,
        &["Home office, {wood}", "Desk and shelves under the stairs", "Home office in a niche, {m} m"],
    ),
    product("Bathroom", 5.0, (8, 16), 1_500.0, &["Bathroom vanity, {cm} cm", "Bathroom cabinets, {wood}"]),
    product("Hallway", 5.0, (12, 26), 950.0, &["Hallway bench and coat rack", "Hallway cabinet, {m} m"]),
    product("Dining", 3.0, (18, 28), 950.0, &["Dining table, {wood}, {m} m", "Dining table and bench, {wood}"]),
];

/// For companies; sizes in people, tables, rooms, metres.
const WORK: &[Product] = &[
    product(
        "Office",
        34.0,
        (4, 16),
        1_300.0,
        &["Office for {n} people", "Office for {n} people", "Desks and cabinets for {n}"],
    ),
    product("Office", 9.0, (6, 14), 650.0, &["Meeting room for {n}"]),
    product(
        "Café",
        22.0,
        (5, 14),
        1_150.0,
        &["Counter and {n} tables", "Bar and {n} tables", "Terrace and counter, {n} tables"],
    ),
    product(
        "Hotel",
        15.0,
        (4, 18),
        2_400.0,
        &["{n} hotel rooms", "Furniture for {n} guest rooms", "Wardrobes for {n} rooms"],
    ),
    product("Clinic", 11.0, (2, 6), 3_300.0, &["Cabinets for {n} treatment rooms", "Waiting area and {n} rooms"]),
    product("Shop", 12.0, (4, 12), 900.0, &["Shop shelves, {n} m", "Counter and shelves, {n} m"]),
];

/// What people ask for under a Marketplace offer; sizes in tenths of a metre.
const SMALL: &[Product] = &[
    product(
        "Single piece",
        5.0,
        (6, 12),
        260.0,
        &["Coffee table, {wood}", "Shelf, {cm} cm", "Bedside table, {wood}", "Small desk, {cm} cm"],
    ),
    product(
        "Single piece",
        3.0,
        (6, 14),
        310.0,
        &["Shoe cabinet, {cm} cm", "Chest of drawers", "Wall shelf for books", "TV bench, {cm} cm"],
    ),
    product("Single piece", 2.0, (4, 12), 330.0, &["Two bar stools", "Kitchen table for two", "Coat rack"]),
];

/// Surfaces people ask for, the most popular twice.
const WOODS: &[&str] = &["oak", "oak", "oak", "walnut", "ash", "birch", "white matt", "grey matt", "beech"];

impl Project {
    /// What a lead of `channel` asks for; `accepted`: they went so far that it
    /// is no single small piece; `sector`: of a company that we know.
    pub(super) fn of(
        random: &mut Random,
        channel: &Channel,
        business: bool,
        accepted: bool,
        sector: Option<&str>,
    ) -> Self {
        let list = if business {
            WORK
        } else if !accepted && random.chance(channel.small) {
            SMALL
        } else {
            HOME
        };
        let weight =
            |product: &Product| if sector.is_none_or(|name| name == product.name) { product.weight } else { 0.0 };
        let product = &list[random.weighted(list.iter().map(weight))];
        let size = random.between(product.sizes.0, product.sizes.1);
        let metres = size as f64 / 10.0;
        let title = random
            .pick(product.titles)
            .replace("{wood}", random.pick(WOODS))
            .replace("{m}", &format!("{metres:.1}"))
            .replace("{cm}", &(size * 10).to_string())
            .replace("{n}", &size.to_string());
        let count = if business { size as f64 } else { metres };
        let purse = if business { 1.0 } else { channel.purse };
        let euro = random.around(product.price * count * purse, 0.22);
        let tens = ((euro / 10.0).round() as i64).max(6);
        Self { title, product, value: Money::new(tens * 1_000, Currency::EUR) }
    }
}
