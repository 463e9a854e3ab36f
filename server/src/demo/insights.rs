//! What customers said, as the teams wrote it down.

use super::{
    calendar::{after, opening},
    deals::Written,
    journeys::Stop,
    log::Log,
    random::Random,
    team::Team,
};
use smarketing_domain::{
    clock::Timestamp,
    ids::InsightId,
    insight::{InsightChange, InsightKind as Kind},
    operation::Action,
};
use std::collections::BTreeSet;

/// In which deals such a thing is heard.
#[derive(Clone, Copy)]
enum Heard {
    /// About this product.
    About(&'static str),
    /// From leads of this channel.
    Via(&'static str),
    /// From somebody who left for this reason.
    Leaving(&'static str),
    /// From customers.
    Bought,
    /// In any deal that sales works on.
    Anywhere,
}
use Heard::{About, Anywhere, Bought, Leaving, Via};

/// Text, kind, where it was heard, and how many found it important.
const SAID: &[(&str, Kind, Heard, i64)] = &[
    (
        "“I wrote to three studios on Sunday. You were the last to call, on Thursday.”",
        Kind::Objection,
        Leaving("Waited too long for us"),
        6,
    ),
    (
        "“By the time your designer called we had a measurement booked with somebody else.”",
        Kind::Objection,
        Leaving("Waited too long for us"),
        5,
    ),
    (
        "“I would have liked to know when you call. I kept the phone with me for two days.”",
        Kind::Need,
        Leaving("Waited too long for us"),
        4,
    ),
    (
        "Sends voice messages at ten in the evening and would love to be answered in the same way.",
        Kind::Preference,
        Via("Instagram"),
        2,
    ),
    (
        "“I saw the walnut kitchen in your story. I don't want a similar one, I want that one.”",
        Kind::Motivation,
        Via("Instagram"),
        3,
    ),
    ("Asks for the price in the first message. Without a number the talk ends there.", Kind::Need, Via("Instagram"), 4),
    (
        "Wanted a single shelf, delivered. Did not know that we only build to measure.",
        Kind::Need,
        Via("Marketplace"),
        5,
    ),
    (
        "“On the Marketplace it looked as if the price was for the whole kitchen, not per metre.”",
        Kind::Doubt,
        Via("Marketplace"),
        6,
    ),
    ("“Is that new or used?”", Kind::Doubt, Via("Marketplace"), 1),
    (
        "The designer brings the floor plan and the budget. We only have to keep the date.",
        Kind::Motivation,
        Via("Partner designers"),
        5,
    ),
    (
        "The designer wants to show our materials at her own table, not in our showroom.",
        Kind::Need,
        Via("Partner designers"),
        4,
    ),
    (
        "“My client signs whatever I recommend, as long as I get drawings within a week.”",
        Kind::Motivation,
        Via("Partner designers"),
        5,
    ),
    ("Has a board with ninety pictures and no measurements.", Kind::Preference, Via("Pinterest"), 2),
    ("“I am collecting ideas, we build next year.”", Kind::Doubt, Via("Pinterest"), 3),
    (
        "“I searched for a kitchen with delivery before Christmas, that is why I clicked.”",
        Kind::Need,
        Via("Google Ads"),
        2,
    ),
    (
        "Compared our page with two others, and stayed because of the photos taken in real flats.",
        Kind::Motivation,
        Via("Google Ads"),
        3,
    ),
    (
        "Opened every drawer in the showroom twice. The sound of the closing decided it.",
        Kind::Motivation,
        Via("Showroom"),
        4,
    ),
    ("“Could we come on a Saturday evening? On weekdays it is always one of us only.”", Kind::Need, Via("Showroom"), 3),
    (
        "“My sister has your wardrobe and it still closes after four moves of the bed.”",
        Kind::Motivation,
        Via("Recommendations"),
        3,
    ),
    ("Knew the price range from a friend; did not flinch at the quote.", Kind::Motivation, Via("Recommendations"), 4),
    ("“Three names on one line, and I can't see what the handles cost.”", Kind::Objection, Leaving("Too expensive"), 5),
    (
        "Would have taken it without the stone worktop, but nobody offered that.",
        Kind::Objection,
        Leaving("Too expensive"),
        6,
    ),
    ("“It is a good price, only not one I can pay at once.”", Kind::Objection, Leaving("Too expensive"), 4),
    (
        "“They came to measure the next day. That is really the only reason.”",
        Kind::Objection,
        Leaving("Chose another studio"),
        5,
    ),
    (
        "The builder is half a year behind. Wants to hear from us when the walls are dry.",
        Kind::Need,
        Leaving("Renovation postponed"),
        2,
    ),
    ("“Eleven weeks? We move in six.”", Kind::Objection, Leaving("Delivery takes too long"), 3),
    ("Does not want handles at all, fears fingerprints on the matt fronts.", Kind::Doubt, About("Kitchen"), 2),
    ("“Will the oak turn yellow beside the window?”", Kind::Doubt, About("Kitchen"), 3),
    ("Wants to see how the corner cupboard opens before deciding; a video would do.", Kind::Need, About("Kitchen"), 3),
    (
        "The wall is five centimetres off from bottom to top. Was told elsewhere that it can't be done.",
        Kind::Need,
        About("Wardrobe"),
        2,
    ),
    (
        "“Sliding doors, please, but none that jump out when the children run past.”",
        Kind::Preference,
        About("Wardrobe"),
        1,
    ),
    (
        "Is afraid of the smell of fresh lacquer in the nursery; asked for a certificate.",
        Kind::Doubt,
        About("Children's room"),
        4,
    ),
    ("Needs the invoice split by room for the bookkeeping.", Kind::Need, About("Office"), 1),
    ("Wants to try one desk for a week before ordering all of them.", Kind::Need, About("Office"), 4),
    (
        "Can close for three days only, in February. Everything has to be mounted in that time.",
        Kind::Need,
        About("Café"),
        3,
    ),
    ("Wants one finished room to show to the investors, then decides on the others.", Kind::Need, About("Hotel"), 3),
    ("“Two people were here to mount it and they even swept the floor.”", Kind::Motivation, Bought, 4),
    (
        "Asked whether she gets anything when her neighbour orders; would recommend us anyway.",
        Kind::Motivation,
        Bought,
        5,
    ),
    ("“I never heard from you after the delivery. I'd have ordered the hallway as well.”", Kind::Need, Bought, 6),
    ("Wants one person to call, not a different one in each phase.", Kind::Preference, Anywhere, 4),
    ("“I decide with my husband, and he only sees the drawings on his phone.”", Kind::Preference, Anywhere, 3),
    ("Can't tell the difference between the two quotes except for the sum.", Kind::Doubt, Anywhere, 4),
];

/// Writes the insights down, each in a deal that it fits.
pub(super) fn write(seed: u64, log: &mut Log, team: &Team, now: Timestamp, deals: &[Written]) {
    let mut random = Random::stream(seed, "insights");
    for &(text, kind, heard, votes) in SAID {
        // Of the latest that fit: people remember what was said recently.
        let mut fitting: Vec<&Written> = deals.iter().rev().filter(|deal| fits(deal, heard)).take(60).collect();
        if fitting.is_empty() {
            fitting = deals.iter().rev().take(60).collect();
        }
        let Some(deal) = fitting.get(random.below(fitting.len())) else { continue };
        let last = deal.journey.last();
        let said = opening(&mut random, after(last.at, 0.05));
        let at = log.once_known(deal.journey.id, Timestamp(said.0.min(now.0)));
        let votes: BTreeSet<_> =
            team.everybody().into_iter().cycle().skip(random.below(8)).take(votes as usize).collect();
        let by_sales = deal.journey.entered(Stop::Designer).is_some();
        let by = if by_sales { deal.journey.seller } else { deal.journey.marketer };
        let mut set = vec![
            InsightChange::Text(text.to_owned()),
            InsightChange::Kind(kind),
            InsightChange::Deal(Some(deal.journey.id)),
            InsightChange::Votes(votes),
        ];
        if deal.company.is_some() {
            set.push(InsightChange::Company(deal.company));
        }
        let id: InsightId = random.id(at);
        log.push(at, by, Action::Create { id, set });
    }
}

fn fits(deal: &Written, heard: Heard) -> bool {
    let journey = &deal.journey;
    let reason = journey.loss.as_ref().map(|loss| loss.reason.as_str());
    let in_sales = journey.entered(Stop::Measurement).is_some();
    match heard {
        About(product) => in_sales && deal.project.product.name == product,
        Via("Marketplace") => {
            journey.channel.name == "Marketplace" && journey.entered(Stop::Need).is_some() && !in_sales
        }
        Via(channel) => journey.channel.name == channel && in_sales,
        Leaving(left) => reason == Some(left) && journey.entered(Stop::Designer).is_some(),
        Bought => journey.entered(Stop::Bought).is_some() && !journey.is_open(),
        Anywhere => in_sales && journey.is_open(),
    }
}
