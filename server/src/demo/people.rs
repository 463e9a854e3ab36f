//! Customers' names and addresses: made up, and reachable by nobody.
//!
//! E-mail addresses end in domains reserved by RFC 2606; telephone numbers are
//! of ranges that regulators keep free for fiction (Ofcom, ARCEP, BNetzA, PTS).

use super::random::Random;
use std::collections::HashSet;

type Names = (&'static [&'static str], &'static [&'static str], f64);

/// First names, surnames, and how many customers bear them.
const NAMES: &[Names] = &[
    (
        &[
            "Oksana",
            "Iryna",
            "Nataliia",
            "Yuliia",
            "Kateryna",
            "Svitlana",
            "Maryna",
            "Halyna",
            "Sofiia",
            "Daryna",
            "Andrii",
            "Taras",
            "Bohdan",
            "Dmytro",
            "Oleksandr",
            "Mykola",
            "Vasyl",
            "Yevhen",
            "Serhii",
            "Roman",
        ],
        &[
            "Melnyk",
            "Shevchenko",
            "Boiko",
            "Kravchenko",
            "Koval",
            "Bondarenko",
            "Tkachenko",
            "Oliinyk",
            "Lysenko",
            "Rudenko",
            "Marchenko",
            "Savchenko",
            "Petrenko",
            "Moroz",
            "Klymenko",
            "Pavlenko",
            "Kharchenko",
            "Kushnir",
            "Hnatiuk",
            "Romaniuk",
            "Zinchenko",
            "Palamar",
            "Stepaniuk",
            "Vovk",
            "Sydorenko",
        ],
        40.0,
    ),
    (
        &["Anna", "Katrin", "Sabine", "Lena", "Julia", "Stefan", "Markus", "Felix", "Thomas", "Jan"],
        &["Schneider", "Fischer", "Wagner", "Becker", "Hoffmann", "Richter", "Krüger", "Vogel", "Brandt", "Lorenz"],
        17.0,
    ),
    (
        &["Magdalena", "Agnieszka", "Zofia", "Ewa", "Piotr", "Paweł", "Marcin", "Jakub"],
        &["Nowak", "Wójcik", "Mazur", "Kaczmarek", "Krawczyk", "Zając", "Dudek", "Sikora"],
        14.0,
    ),
    (
        &["Claire", "Camille", "Élodie", "Julien", "Antoine", "Mathieu"],
        &["Lambert", "Moreau", "Girard", "Fontaine", "Roussel", "Chevalier", "Marchand"],
        8.0,
    ),
    (
        &["Chiara", "Elena", "Francesca", "Marco", "Luca", "Davide"],
        &["Ferrari", "Conti", "Marino", "Greco", "Lombardi", "Moretti"],
        8.0,
    ),
    (
        &["Astrid", "Ingrid", "Elin", "Lars", "Nils", "Anders"],
        &["Berg", "Nyström", "Holm", "Lund", "Sandberg", "Ekström"],
        6.0,
    ),
    (
        &["Emma", "Alice", "Rachel", "David", "Simon", "Peter"],
        &["Hughes", "Palmer", "Walsh", "Bennett", "Carter", "Dunne"],
        7.0,
    ),
];

const DOMAINS: [&str; 3] = ["example.com", "example.org", "example.net"];

/// Gives out people, no address twice.
pub(super) struct People {
    random: Random,
    addresses: HashSet<String>,
}

/// Somebody.
pub(super) struct Person {
    pub(super) name: String,
    pub(super) email: String,
    pub(super) phone: String,
}

impl People {
    /// The people of a seed.
    pub(super) fn new(seed: u64) -> Self {
        Self { random: Random::stream(seed, "people"), addresses: HashSet::new() }
    }

    /// The next person; `domain` is their company's, if any.
    pub(super) fn next(&mut self, domain: Option<&str>) -> Person {
        let random = &mut self.random;
        let (firsts, lasts, _) = NAMES[random.weighted(NAMES.iter().map(|n| n.2))];
        let name = format!("{} {}", random.pick(firsts), random.pick(lasts));
        let phone = phone(random);
        let local = plain(&name);
        let domain = domain.unwrap_or_else(|| random.pick(&DOMAINS));
        let mut email = format!("{local}@{domain}");
        for number in 2.. {
            if self.addresses.insert(email.clone()) {
                break;
            }
            email = format!("{local}{number}@{domain}");
        }
        Person { name, email, phone }
    }
}

/// A number of a range that is kept free for fiction.
fn phone(random: &mut Random) -> String {
    match random.weighted([50.0, 20.0, 20.0, 10.0].into_iter()) {
        0 => format!("+33 6 39 98 {:02} {:02}", random.between(0, 99), random.between(0, 99)),
        1 => format!("+44 7700 900{:03}", random.between(0, 999)),
        2 => format!("+49 30 23125 {:03}", random.between(0, 999)),
        _ => format!("+46 70 174 06 {:02}", random.between(5, 99)),
    }
}

/// A name as the local part of an address.
pub(super) fn plain(name: &str) -> String {
    let fold = |c: char| match c {
        'é' | 'É' | 'è' => 'e',
        'ö' | 'ó' => 'o',
        'ü' => 'u',
        'ą' => 'a',
        'ł' => 'l',
        ' ' => '.',
        c => c.to_ascii_lowercase(),
    };
    name.chars().map(fold).filter(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_shares_an_address_and_all_addresses_are_reserved() {
        let mut people = People::new(1);
        let mut seen = HashSet::new();
        for _ in 0..5_000 {
            let person = people.next(None);
            assert!(person.email.is_ascii() && !person.email.contains(".."), "{}", person.email);
            assert!(DOMAINS.iter().any(|d| person.email.ends_with(d)));
            assert!(seen.insert(person.email));
        }
    }
}
