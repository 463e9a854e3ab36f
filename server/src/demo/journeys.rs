//! How one customer walks the hourglass: stage by stage, until they buy, leave,
//! or the clock reaches today.

use super::{
    calendar::{HOUR, after, days_between, opening},
    channels::Channel,
    losses,
    luck::Luck,
    random::Random,
    team::Team,
};
use smarketing_domain::{
    clock::Timestamp,
    deal::{DealKind, Loss},
    ids::{DealId, MemberId},
};

/// A stage in which deals stand, by its place in the template.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(usize)]
pub(super) enum Stop {
    /// Left a request.
    Request = 2,
    /// Told us what they need.
    Need,
    /// Introduced to a designer.
    Designer,
    /// Agreed to a measurement: sales has accepted the lead.
    Measurement,
    /// Received the design.
    Design,
    /// Received the quote.
    Quote,
    /// Agreed the contract.
    Contract,
    /// Bought.
    Bought,
    /// Bought again.
    Again,
    /// Recommended us.
    Recommended,
    /// Left without buying.
    Lost,
}

/// A stage was entered.
#[derive(Clone, Copy, Debug)]
pub(super) struct Visit {
    pub(super) stop: Stop,
    pub(super) at: Timestamp,
    pub(super) by: MemberId,
}

/// One customer's path so far.
#[derive(Clone, Debug)]
pub(super) struct Journey {
    pub(super) id: DealId,
    pub(super) channel: &'static Channel,
    pub(super) kind: DealKind,
    pub(super) grew_from: Option<DealId>,
    pub(super) business: bool,
    pub(super) marketer: MemberId,
    pub(super) seller: MemberId,
    /// In order of time; never empty.
    pub(super) visits: Vec<Visit>,
    pub(super) loss: Option<Loss>,
}

impl Journey {
    /// The first touch.
    pub(super) fn began(&self) -> Timestamp {
        self.visits[0].at
    }

    /// Where it stands.
    pub(super) fn last(&self) -> Visit {
        self.visits[self.visits.len() - 1]
    }

    /// Still to be decided.
    pub(super) fn is_open(&self) -> bool {
        self.last().stop < Stop::Bought
    }

    /// Open, and not yet accepted by sales.
    pub(super) fn is_open_lead(&self) -> bool {
        self.last().stop < Stop::Measurement
    }

    /// When it entered a stage, if it did.
    pub(super) fn entered(&self, stop: Stop) -> Option<Timestamp> {
        self.visits.iter().find(|v| v.stop == stop).map(|v| v.at)
    }
}

/// What shapes every walk from outside.
pub(super) struct World<'a> {
    pub(super) team: &'a Team,
    pub(super) now: Timestamp,
    pub(super) luck: Luck,
}

/// How long a stay lasts: the median in days, and how much it varies.
type Pace = (f64, f64);

/// The chance to go on from the sales stages, for a customer who hesitates as usual.
const GOES_ON: [f64; 4] = [0.87, 0.88, 0.72, 0.95];
/// How long those who go on stay in the sales stages, and those who leave.
const STAYS: [(Pace, Pace); 4] =
    [((10.0, 0.5), (16.0, 0.6)), ((7.5, 0.55), (17.0, 0.6)), ((13.0, 0.65), (28.0, 0.5)), ((6.5, 0.5), (11.0, 0.5))];

impl World<'_> {
    /// A walk that begins at `first` at `at`, up to now.
    pub(super) fn walk(
        &mut self,
        random: &mut Random,
        channel: &'static Channel,
        kind: DealKind,
        first: Stop,
        at: Timestamp,
    ) -> Journey {
        let (marketer, seller) = (self.team.marketer(random), self.team.seller(random));
        let mut journey = Journey {
            id: random.id(at),
            channel,
            kind,
            grew_from: None,
            business: random.chance(channel.business),
            marketer,
            seller,
            visits: vec![Visit { stop: first, at, by: if first < Stop::Measurement { marketer } else { seller } }],
            loss: None,
        };
        let mut sent_back = false;
        while journey.is_open() {
            let from = journey.last();
            let (stop, days) = self.next(random, &journey, from, &mut sent_back);
            let at = opening(random, after(from.at, days.max(0.02)));
            if at > self.now {
                break;
            }
            if stop == Stop::Lost {
                journey.loss = Some(losses::loss(random, channel, from.stop, self.waited(from.at)));
            }
            let by_sales = from.stop >= Stop::Measurement || stop >= Stop::Measurement && from.stop == Stop::Designer;
            let by = if by_sales || stop < from.stop { seller } else { marketer };
            journey.visits.push(Visit { stop, at, by });
        }
        journey
    }

    /// Where they go from a stage, and after how many days.
    fn next(&mut self, random: &mut Random, journey: &Journey, from: Visit, sent_back: &mut bool) -> (Stop, f64) {
        let [tells, meets, agrees] = journey.channel.passes;
        let known = journey.kind.is_further_purchase();
        // A company decides more slowly.
        let slow = if journey.business { 1.3 } else { 1.0 };
        let mut stay = |pace: Pace| random.around(pace.0 * slow, pace.1);
        let (passing, leaving, waits) = match from.stop {
            Stop::Request => (stay((0.9, 0.9)), stay((11.0, 0.5)), 0.0),
            Stop::Need => (stay((2.8, 0.8)), stay((11.0, 0.6)), 0.0),
            Stop::Designer => {
                let wait = random.around(self.response_hours(from.at), 0.85) / 24.0;
                (wait + random.around(1.6 * slow, 0.7), wait + random.around(8.0, 0.6), wait)
            }
            stop => {
                let (passing, leaving) = STAYS[stop as usize - Stop::Measurement as usize];
                (stay(passing), stay(leaving), 0.0)
            }
        };
        let (onward, chance) = match from.stop {
            Stop::Request => (Stop::Need, tells),
            Stop::Need if *sent_back => (Stop::Designer, 0.3),
            Stop::Need => (Stop::Designer, if known { 0.97 } else { meets }),
            Stop::Designer => {
                if !*sent_back && !known && random.chance(0.07) {
                    *sent_back = true;
                    return (Stop::Need, waits + random.around(0.8, 0.5));
                }
                (Stop::Measurement, if known { 0.9 } else { (agrees * patience(waits)).min(0.95) })
            }
            stop => {
                let doubt = if known { 0.55 } else { journey.channel.doubt };
                let chance = GOES_ON[stop as usize - Stop::Measurement as usize].powf(doubt);
                (following(stop), chance)
            }
        };
        let purpose = (if known { "known" } else { journey.channel.name }, from.stop as usize);
        if self.luck.strikes(random, purpose, chance) { (onward, passing) } else { (Stop::Lost, leaving) }
    }

    /// Hours until a designer first answers. Marketplace leads pile up over the
    /// year, nobody was hired, and the answer comes later and later.
    fn response_hours(&self, at: Timestamp) -> f64 {
        let age = days_between(at, self.now);
        let late = ((200.0 - age) / 150.0).clamp(0.0, 1.0);
        5.0 + 33.0 * late
    }

    /// Whether leads of that time waited long for an answer.
    fn waited(&self, at: Timestamp) -> bool {
        self.response_hours(at) * HOUR as f64 > 12.0 * HOUR as f64
    }
}

/// How waiting `days` for the first answer changes the chance to agree.
fn patience(days: f64) -> f64 {
    match days * 24.0 {
        hours if hours < 4.0 => 1.3,
        hours if hours < 12.0 => 1.15,
        hours if hours < 24.0 => 0.97,
        hours if hours < 48.0 => 0.78,
        _ => 0.55,
    }
}

fn following(stop: Stop) -> Stop {
    match stop {
        Stop::Measurement => Stop::Design,
        Stop::Design => Stop::Quote,
        Stop::Quote => Stop::Contract,
        _ => Stop::Bought,
    }
}
