//! How this studio hands leads over: scoring rules, questions, encounters, and
//! what both teams promised each other.

use super::{
    calendar::{HOUR, after, before, days_between, opening},
    channels::CHANNELS,
    deals::Written,
    facts,
    journeys::{Journey, Stop},
    log::Log,
    random::Random,
    team::Team,
};
use smarketing_domain::{
    clock::Timestamp,
    deal::{Given, Remark, Unfit},
    ids::{QuestionId, RuleId, TouchpointId, WorkspaceId},
    operation::Action,
    question::{AnswerKind, QuestionChange},
    rank::Rank,
    score::{Condition, RuleChange},
    settings::{Promise, SettingsChange},
    touchpoint::{Moment, TouchpointChange},
};
use std::collections::BTreeMap;

/// From so many points on a lead is offered by itself.
const OFFER_FROM: i32 = 60;
/// What marketing promises: leads of so many points.
const PROMISED: i32 = 40;
/// Encounters are kept of the leads of the last so many days.
const KEPT: f64 = 60.0;
/// So many of each.
const ENCOUNTERS: usize = 4;

const BUDGET: &str = "What is your budget?";
const BUDGETS: [&str; 4] = ["Up to €2,000", "€2,000 to €8,000", "€8,000 to €20,000", "More than €20,000"];
const WHEN: &str = "When do you need it?";
const WHENS: [&str; 3] = ["As soon as possible", "Within three months", "Just looking"];
const ROOM: &str = "Which room is it for?";
const ROOMS: [&str; 4] = ["Kitchen", "Living room", "Bedroom", "Office"];

/// After so many days what somebody did with us is worth half.
const FADES: u16 = 21;
/// So long it counts at all.
const LATELY: u16 = 45;

/// The studio's rules, and what it knows of a lead to apply them.
pub(super) struct HandOff {
    rules: Vec<(RuleId, Known, i32)>,
    seed: u64,
    now: Timestamp,
}

/// What a rule looks at, as the demo knows it.
enum Known {
    Channel(&'static str),
    Budget(&'static [usize]),
    When(usize),
    People(usize),
    Stars(u8),
    Did,
}

/// What a lead told us, and what we think of it.
struct Answers {
    budget: usize,
    when: usize,
    room: usize,
    stars: Option<u8>,
}

impl HandOff {
    /// Writes rules, questions, threshold and promises down.
    pub(super) fn write(
        seed: u64,
        log: &mut Log,
        team: &Team,
        workspace: WorkspaceId,
        (opened, now): (Timestamp, Timestamp),
    ) -> Self {
        let mut random = Random::stream(seed, "hand-off");
        let at = Timestamp(opened.0 + 3 * HOUR);
        let set = vec![
            SettingsChange::OfferFrom(Some(OFFER_FROM)),
            SettingsChange::Promise(Promise { leads_per_week: 12, least_score: Some(PROMISED) }),
        ];
        log.push(at, team.admin, Action::Edit { id: workspace, set });
        questions(&mut random, log, team, at);
        let answer = |field: &str, any_of: &[&str]| Condition::Answer {
            field: field.to_owned(),
            any_of: any_of.iter().map(|&text| text.to_owned()).collect(),
        };
        let channel = |rule: &'static str, name: &'static str, points| {
            (rule, Condition::Channel(name.to_owned()), Known::Channel(name), points)
        };
        let did = Condition::Touched {
            moment: Some(Moment::Do),
            channel: String::new(),
            campaign: String::new(),
            times: 1,
            within_days: Some(LATELY),
        };
        let rules: [(&str, Condition, Known, i32); 10] = [
            channel("Recommended to us", "Recommendations", 35),
            channel("Partner designer", "Partner designers", 35),
            channel("Came to the showroom", "Showroom", 25),
            channel("Searched for us", "Google Ads", 15),
            channel("Marketplace request", "Marketplace", 20),
            ("Has the budget", answer(BUDGET, &BUDGETS[2..]), Known::Budget(&[2, 3]), 25),
            ("Needs it soon", answer(WHEN, &WHENS[..1]), Known::When(0), 20),
            ("Two people decide", Condition::People(2), Known::People(2), 15),
            ("We gave it four stars", Condition::Rating(4), Known::Stars(4), 20),
            ("Did something with us lately", did, Known::Did, 12),
        ];
        let mut kept = Vec::new();
        for (name, when, known, points) in rules {
            let id: RuleId = random.id(at);
            let mut set = vec![RuleChange::Name(name.to_owned()), RuleChange::When(when), RuleChange::Points(points)];
            if matches!(known, Known::Did) {
                set.push(RuleChange::HalfLifeDays(Some(FADES)));
            }
            log.push(at, team.manager, Action::Create { id, set });
            kept.push((id, known, points));
        }
        Self { rules: kept, seed, now }
    }

    /// What is noted of a lead: facts to compare by, and what it answered. Leads
    /// that told us what they need were asked.
    pub(super) fn facts(&self, deal: &Written) -> BTreeMap<String, String> {
        let mut facts = facts::of(self.seed, deal);
        if is_known(&deal.journey) {
            let said = self.answered(deal);
            let answers = [(BUDGET, BUDGETS[said.budget]), (WHEN, WHENS[said.when]), (ROOM, ROOMS[said.room])];
            facts.extend(answers.map(|(question, answer)| (question.to_owned(), answer.to_owned())));
        }
        facts
    }

    /// The stars that staff gave it.
    pub(super) fn stars(&self, deal: &Written) -> Option<u8> {
        is_known(&deal.journey).then(|| self.answered(deal).stars).flatten()
    }

    fn answered(&self, deal: &Written) -> Answers {
        let journey = &deal.journey;
        let mut random = Random::stream(self.seed, &format!("answers {}", journey.id));
        // Who pays well and comes by recommendation more often says so.
        let purse = journey.channel.purse;
        let budget = if random.chance(0.35 * purse) { 2 + random.below(2) } else { random.below(2) };
        let when = if random.chance(0.45) { 0 } else { 1 + random.below(2) };
        let mut said = Answers { budget, when, room: random.below(ROOMS.len()), stars: None };
        said.stars = random.chance(0.6).then(|| 2 + random.below(2) as u8);
        let (first, by_hand) = (random.below(3), random.chance(0.2));
        // Who is offered has the points for it, but for some that marketing offered by
        // hand; nobody else has them.
        let is_offered = journey.entered(Stop::Designer).is_some();
        let deserves = is_offered && (!by_hand || journey.last().stop == Stop::Designer);
        for fact in (first..first + 3).map(|fact| fact % 3) {
            let reaches = self.lasting(deal, &said) >= OFFER_FROM;
            match (reaches, fact) {
                (false, 0) if deserves => said.budget = 2 + said.budget % 2,
                (false, 1) if deserves => said.when = 0,
                (false, _) if deserves => said.stars = Some(4 + random.below(2) as u8),
                (true, 0) if !is_offered => said.budget %= 2,
                (true, 1) if !is_offered => said.when = 1 + random.below(2),
                _ => {}
            }
        }
        said
    }

    /// The points that do not fade.
    fn lasting(&self, deal: &Written, said: &Answers) -> i32 {
        let holding = self.rules.iter().filter(|(_, known, _)| holds(known, deal, said));
        holding.map(|(_, _, points)| points).sum()
    }

    /// Which rules gave how many points at the `n`-th visit.
    fn given(&self, deal: &Written, n: usize) -> Vec<Given> {
        let said = self.answered(deal);
        let did = self.did(&deal.journey, n);
        let given = self.rules.iter().filter_map(|(rule, known, points)| {
            let points = match known {
                Known::Did => faded(*points, did?),
                known => holds(known, deal, &said).then_some(*points)?,
            };
            (points != 0).then_some(Given { rule: *rule, points })
        });
        given.collect()
    }

    /// How many days before the `n`-th visit they had last done something with us, as
    /// [`encounters`] notes it.
    fn did(&self, journey: &Journey, n: usize) -> Option<f64> {
        if journey.began() < before(self.now, KEPT) {
            return None;
        }
        let kept = journey.visits.iter().take(ENCOUNTERS).take(n + 1);
        let days = days_between(kept.skip(2).last()?.at, journey.visits[n].at);
        (days <= f64::from(LATELY)).then_some(days)
    }

    /// What was noted when it was offered, at its `n`-th visit: its points.
    pub(super) fn offered(&self, deal: &Written, n: usize) -> Remark {
        Remark::Offered(self.given(deal, n))
    }

    /// What sales noted when it sent the lead back.
    pub(super) fn sent_back(&self, deal: &Written, n: usize) -> Remark {
        let journey = &deal.journey;
        let mut random = Random::stream(self.seed, &format!("sent back {}", journey.id));
        let reasons: &[Unfit] = match journey.channel.name {
            "Marketplace" => &[Unfit::Budget, Unfit::Budget, Unfit::WrongProduct, Unfit::TooFar],
            _ => &[Unfit::NotNow, Unfit::Unreachable, Unfit::WrongPerson, Unfit::Budget],
        };
        let score = smarketing_domain::score::sum(&self.given(deal, n));
        Remark::Rejected { reason: reasons[random.below(reasons.len())], score }
    }
}

/// Whether an offer's points were enough for the rules to make it.
pub(super) fn is_by_rules(remark: &Remark) -> bool {
    matches!(remark, Remark::Offered(given) if smarketing_domain::score::sum(given) >= OFFER_FROM)
}

/// Whether they were asked, and somebody has an opinion.
fn is_known(journey: &Journey) -> bool {
    journey.entered(Stop::Need).or(journey.entered(Stop::Designer)).is_some()
}

/// Whether a rule holds whose points last.
fn holds(known: &Known, deal: &Written, said: &Answers) -> bool {
    match known {
        Known::Channel(name) => *name == deal.journey.channel.name,
        Known::Budget(which) => which.contains(&said.budget),
        Known::When(which) => said.when == *which,
        Known::People(least) => deal.contacts.len() >= *least,
        Known::Stars(least) => said.stars.is_some_and(|stars| stars >= *least),
        Known::Did => false,
    }
}

/// What is left of points after so many days, as the rules of scores say.
fn faded(points: i32, days: f64) -> i32 {
    (f64::from(points) * (-days / f64::from(FADES)).exp2()).round() as i32
}

fn questions(random: &mut Random, log: &mut Log, team: &Team, at: Timestamp) {
    let asked: [(&str, &[&str]); 3] = [(BUDGET, &BUDGETS), (WHEN, &WHENS), (ROOM, &ROOMS)];
    let ranks = Rank::spread_after(None, asked.len());
    for ((text, options), rank) in asked.into_iter().zip(ranks) {
        let id: QuestionId = random.id(at);
        let set = vec![
            QuestionChange::Field(text.to_owned()),
            QuestionChange::Text(text.to_owned()),
            QuestionChange::Kind(AnswerKind::Choice),
            QuestionChange::Options(options.iter().map(|&option| option.to_owned()).collect()),
            QuestionChange::Rank(rank),
        ];
        log.push(at, team.manager, Action::Create { id, set });
    }
}

/// The encounters of recent leads, around the days they moved on.
pub(super) fn encounters(seed: u64, log: &mut Log, now: Timestamp, deals: &[Written]) {
    let mut random = Random::stream(seed, "encounters");
    for deal in deals.iter().filter(|deal| deal.journey.began() >= before(now, KEPT)) {
        let journey = &deal.journey;
        for (at, visit) in journey.visits.iter().enumerate().take(ENCOUNTERS) {
            let moment = match at {
                0 => Moment::Know,
                1 => Moment::Go,
                _ => Moment::Do,
            };
            // Whoever came by one channel comes back by another now and then.
            let strays = at > 0 && random.chance(0.35);
            let channel = if strays { CHANNELS[random.below(CHANNELS.len())].name } else { journey.channel.name };
            let when = opening(&mut random, after(visit.at, 0.01));
            let when = log.once_known(journey.id, Timestamp(when.0.min(now.0)));
            let id: TouchpointId = random.id(when);
            let mut set = vec![
                TouchpointChange::Deal(Some(journey.id)),
                TouchpointChange::At(Some(visit.at)),
                TouchpointChange::Moment(moment),
                TouchpointChange::Channel(channel.to_owned()),
            ];
            let campaign = facts::campaign(seed, journey).filter(|_| at == 0);
            set.extend(campaign.map(|name| TouchpointChange::Campaign(name.to_owned())));
            log.push(when, visit.by, Action::Create { id, set });
        }
    }
}
