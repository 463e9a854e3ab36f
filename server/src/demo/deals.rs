//! Journeys written down as deals with their history.

use super::{
    calendar::{after, before, day},
    contacts::AddressBook,
    handoff::{HandOff, is_by_rules},
    journeys::{Journey, Stop, Visit},
    log::Log,
    projects::Project,
    random::Random,
};
use smarketing_domain::{
    clock::Timestamp,
    deal::{DealChange, Past, Place, Remark, Worth},
    ids::{CompanyId, ContactId, DealId, MemberId, StageId},
    operation::DealAction,
    rank::Rank,
};
use std::collections::{BTreeMap, HashMap};

/// Leads of the last so many days have a contact record, whatever became of them.
const RECENT: f64 = 45.0;
/// The changes of the last so many days are told one by one.
const TOLD: f64 = 30.0;

/// What the other parts of the demo need to know of a deal.
pub(super) struct Written {
    pub(super) journey: Journey,
    pub(super) project: Project,
    pub(super) company: Option<CompanyId>,
    /// The first name of whom to talk to; empty when nobody wrote it down.
    pub(super) first_name: String,
    pub(super) contacts: Vec<ContactId>,
}

/// Writes all journeys down.
pub(super) struct Writer<'a> {
    pub(super) log: &'a mut Log,
    pub(super) stages: &'a [StageId],
    pub(super) now: Timestamp,
    /// How leads are handed over; `None`: for measuring, with histories in as few
    /// operations as possible.
    pub(super) hand_off: Option<HandOff>,
    random: Random,
    book: AddressBook,
}

impl<'a> Writer<'a> {
    /// A writer for a seed.
    pub(super) fn new(
        seed: u64,
        log: &'a mut Log,
        stages: &'a [StageId],
        now: Timestamp,
        hand_off: Option<HandOff>,
    ) -> Self {
        let random = Random::stream(seed, "projects");
        Self { log, stages, now, hand_off, random, book: AddressBook::new(seed) }
    }

    /// Writes them down in the order given: who recommends before who came.
    pub(super) fn write(&mut self, journeys: Vec<Journey>) -> Vec<Written> {
        let ranks = newest_on_top(&journeys);
        let mut written: Vec<Written> = Vec::with_capacity(journeys.len());
        let mut position: HashMap<DealId, usize> = HashMap::new();
        for journey in journeys {
            let parent = journey.grew_from.and_then(|id| position.get(&id)).map(|&i| &written[i]);
            let known = parent.filter(|p| journey.kind.is_further_purchase() && !p.contacts.is_empty());
            let (company, contacts, first_name) =
                known.map(|p| (p.company, p.contacts.clone(), p.first_name.clone())).unwrap_or_default();
            let accepted = journey.last().stop != Stop::Lost && !journey.is_open_lead()
                || journey.entered(Stop::Measurement).is_some();
            let sector = known.filter(|p| p.company.is_some()).map(|p| p.project.product.name);
            let project = Project::of(&mut self.random, journey.channel, journey.business, accepted, sector);
            let mut deal = Written { journey, project, company, first_name, contacts };
            if deal.contacts.is_empty()
                && (accepted || deal.journey.began() >= before(self.now, RECENT) || deal.journey.is_open())
            {
                self.book.introduce(self.log, &mut deal);
            }
            self.tell(&deal, &ranks[&deal.journey.id]);
            position.insert(deal.journey.id, written.len());
            written.push(deal);
        }
        written
    }

    /// Notes the deal: its first steps at once, the later ones one by one.
    fn tell(&mut self, deal: &Written, rank: &Rank) {
        let journey = &deal.journey;
        let (first, later) = journey.visits.split_at(self.told_at_once(journey));
        let last = first[first.len() - 1];
        let accepted = first.iter().any(|v| v.stop >= Stop::Measurement && v.stop < Stop::Lost);
        let past = (0..first.len()).map(|n| self.past(deal, n)).collect();
        let mut set =
            vec![DealChange::Title(deal.project.title.clone()), DealChange::Channel(journey.channel.name.to_owned())];
        set.extend(deal.company.map(|id| DealChange::Company(Some(id))));
        if !deal.contacts.is_empty() {
            set.push(DealChange::Contacts(deal.contacts.clone()));
        }
        if journey.grew_from.is_some() {
            set.extend([DealChange::Kind(journey.kind), DealChange::GrewFrom(journey.grew_from)]);
        }
        set.extend(self.facts(deal));
        let stars = self.hand_off.as_ref().and_then(|hand_off| hand_off.stars(deal));
        set.extend(stars.map(|stars| DealChange::Rating(Some(stars))));
        if accepted {
            set.extend(self.promises(deal));
        } else {
            set.push(DealChange::Owner(Some(journey.marketer)));
            set.extend(self.guess(deal).map(DealChange::Worth));
        }
        let id = journey.id;
        self.log.push(last.at, last.by, DealAction::Create { id, place: self.place(journey, last, rank), past, set });
        for (n, &visit) in later.iter().enumerate() {
            let to = self.place(journey, visit, rank);
            let remark = self.remark(deal, first.len() + n);
            // Who has the points was offered by the rules, and nobody made that change.
            let by = if remark.as_ref().is_some_and(is_by_rules) { MemberId::default() } else { visit.by };
            let to_there = DealAction::Move { id, to, entered: Some(visit.at), retract: None, remark };
            self.log.push(visit.at, by, to_there);
            if visit.stop == Stop::Measurement {
                let set = self.promises(deal);
                self.log.push(visit.at, visit.by, DealAction::Edit { id, set });
            }
        }
    }

    /// How many of the first visits one operation tells: those of one person;
    /// all of somebody who left long ago.
    fn told_at_once(&self, journey: &Journey) -> usize {
        let visits = &journey.visits;
        let recent = before(self.now, TOLD);
        let old = visits.iter().take_while(|v| v.at < recent).count();
        let until_bought = visits.iter().take_while(|v| v.stop <= Stop::Bought || v.stop == Stop::Lost).count();
        let of_one = visits.iter().take_while(|v| v.by == visits[0].by).count();
        let gone = journey.last().stop == Stop::Lost && journey.last().at < recent;
        let count = if gone || self.hand_off.is_none() { visits.len() } else { old.min(of_one) };
        count.min(until_bought).max(1)
    }

    fn past(&self, deal: &Written, n: usize) -> Past {
        let visit = deal.journey.visits[n];
        Past { stage: self.stage(visit.stop), at: Some(visit.at), remark: self.remark(deal, n) }
    }

    /// What is noted with the `n`-th visit: an offer, or that it was sent back.
    fn remark(&self, deal: &Written, n: usize) -> Option<Remark> {
        let journey = &deal.journey;
        let hand_off = self.hand_off.as_ref()?;
        let came_from = n.checked_sub(1).map(|before| journey.visits[before].stop);
        match (came_from, journey.visits[n].stop) {
            (_, Stop::Designer) => Some(hand_off.offered(deal, n)),
            (Some(Stop::Designer), Stop::Need) => Some(hand_off.sent_back(deal, n)),
            _ => None,
        }
    }

    fn stage(&self, stop: Stop) -> StageId {
        self.stages[stop as usize]
    }

    fn place(&self, journey: &Journey, visit: Visit, rank: &Rank) -> Place {
        let loss = journey.loss.clone().filter(|_| visit.stop == Stop::Lost);
        Place { stage: self.stage(visit.stop), rank: rank.clone(), loss }
    }

    /// What marketing knows of the value: often nothing yet.
    fn guess(&mut self, deal: &Written) -> Option<Worth> {
        let known = match deal.journey.visits.iter().map(|v| v.stop).filter(|s| *s != Stop::Lost).max() {
            Some(Stop::Request) => 0.3,
            Some(Stop::Need) => 0.75,
            _ => 0.95,
        };
        self.random.chance(known).then_some(Worth { once: Some(deal.project.value), monthly: None })
    }

    /// What sales knows once it has accepted a lead.
    fn promises(&mut self, deal: &Written) -> Vec<DealChange> {
        let journey = &deal.journey;
        let accepted = journey.entered(Stop::Measurement).unwrap_or(journey.began());
        // Still open: from today on, but a few had been expected before.
        let left = match journey.last().stop {
            Stop::Measurement => 34.0,
            Stop::Design => 24.0,
            Stop::Quote => 14.0,
            _ => 6.0,
        };
        let days = self.random.around(left, 0.4);
        let slipped = self.random.chance(0.12);
        let close = match journey.is_open() {
            true if slipped => before(self.now, days / 4.0),
            true => after(self.now, days),
            false => after(accepted, 42.0),
        };
        vec![
            DealChange::Owner(Some(journey.seller)),
            DealChange::Worth(Worth { once: Some(deal.project.value), monthly: None }),
            DealChange::ExpectedClose(Some(day(close))),
        ]
    }

    /// Further facts of deals that people work on.
    fn facts(&mut self, deal: &Written) -> Option<DealChange> {
        let answers = self.hand_off.as_ref().map(|hand_off| hand_off.facts(deal)).unwrap_or_default();
        if !deal.journey.is_open() || deal.contacts.is_empty() {
            return (!answers.is_empty()).then_some(DealChange::Fields(answers));
        }
        let wanted = self.random.pick(&[
            "as soon as possible",
            "in two months",
            "before the holidays",
            "when the flat is ready",
            "no hurry",
        ]);
        let heard = self.random.pick(&["style", "price", "delivery time", "materials", "fits an odd wall"]);
        let mut facts = BTreeMap::from([
            ("Wanted".to_owned(), wanted.to_owned()),
            ("Cares most about".to_owned(), heard.to_owned()),
        ]);
        facts.extend(answers);
        if !deal.journey.business {
            facts.insert("Room".to_owned(), deal.project.product.name.to_owned());
        }
        Some(DealChange::Fields(facts))
    }
}

/// The order keys: in each stage, who came last stands first.
fn newest_on_top(journeys: &[Journey]) -> HashMap<DealId, Rank> {
    let mut columns: BTreeMap<Stop, Vec<&Journey>> = BTreeMap::new();
    for journey in journeys {
        columns.entry(journey.last().stop).or_default().push(journey);
    }
    let mut ranks = HashMap::with_capacity(journeys.len());
    for mut column in columns.into_values() {
        column.sort_by_key(|j| std::cmp::Reverse((j.last().at, j.id)));
        let keys = Rank::spread_after(None, column.len());
        ranks.extend(column.iter().map(|j| j.id).zip(keys));
    }
    ranks
}
