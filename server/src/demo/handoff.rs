//! How this studio hands leads over: scoring rules, questions, encounters, and
//! what both teams promised each other.

use super::{
    calendar::{HOUR, after, before, opening},
    channels::CHANNELS,
    deals::Written,
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

const BUDGET: &str = "What is your budget?";
const BUDGETS: [&str; 4] = ["Up to €2,000", "€2,000 to €8,000", "€8,000 to €20,000", "More than €20,000"];
const WHEN: &str = "When do you need it?";
const WHENS: [&str; 3] = ["As soon as possible", "Within three months", "Just looking"];
const ROOM: &str = "Which room is it for?";
const ROOMS: [&str; 4] = ["Kitchen", "Living room", "Bedroom", "Office"];

/// The studio's rules, and what it knows of a lead to apply them.
pub(super) struct HandOff {
    rules: Vec<(RuleId, Known, i32)>,
    seed: u64,
}

/// What a rule looks at, as the demo knows it.
enum Known {
    Channel(&'static str),
    Budget(&'static [usize]),
    When(usize),
    Company,
}

impl HandOff {
    /// Writes rules, questions, threshold and promises down.
    pub(super) fn write(seed: u64, log: &mut Log, team: &Team, workspace: WorkspaceId, opened: Timestamp) -> Self {
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
        let rules: [(&str, Condition, Known, i32); 8] = [
            channel("Recommended to us", "Recommendations", 35),
            channel("Partner designer", "Partner designers", 35),
            channel("Came to the showroom", "Showroom", 25),
            channel("Searched for us", "Google Ads", 15),
            channel("Marketplace request", "Marketplace", 20),
            ("Has the budget", answer(BUDGET, &BUDGETS[2..]), Known::Budget(&[2, 3]), 25),
            ("Needs it soon", answer(WHEN, &WHENS[..1]), Known::When(0), 20),
            ("Buys for a company", Condition::People(2), Known::Company, 15),
        ];
        let mut kept = Vec::new();
        for (name, when, known, points) in rules {
            let id: RuleId = random.id(at);
            let set = vec![RuleChange::Name(name.to_owned()), RuleChange::When(when), RuleChange::Points(points)];
            log.push(at, team.manager, Action::Create { id, set });
            kept.push((id, known, points));
        }
        Self { rules: kept, seed }
    }

    /// What a lead answered: further facts of its deal. Leads that told us what
    /// they need were asked.
    pub(super) fn answers(&self, journey: &Journey) -> BTreeMap<String, String> {
        if journey.entered(Stop::Need).is_none() {
            return BTreeMap::new();
        }
        let (budget, when, room) = self.answered(journey);
        [(BUDGET, BUDGETS[budget]), (WHEN, WHENS[when]), (ROOM, ROOMS[room])]
            .map(|(question, answer)| (question.to_owned(), answer.to_owned()))
            .into()
    }

    fn answered(&self, journey: &Journey) -> (usize, usize, usize) {
        let mut random = Random::stream(self.seed, &format!("answers {}", journey.id));
        // Who pays well and comes by recommendation more often says so.
        let purse = journey.channel.purse;
        let budget = if random.chance(0.35 * purse) { 2 + random.below(2) } else { random.below(2) };
        let when = if random.chance(0.45) { 0 } else { 1 + random.below(2) };
        (budget, when, random.below(ROOMS.len()))
    }

    /// What was noted when it was offered: its points.
    pub(super) fn offered(&self, journey: &Journey) -> Remark {
        let (budget, when, _) = self.answered(journey);
        let holds = |known: &Known| match known {
            Known::Channel(name) => *name == journey.channel.name,
            Known::Budget(which) => which.contains(&budget),
            Known::When(which) => when == *which,
            Known::Company => journey.business,
        };
        let given = self.rules.iter().filter(|(_, known, _)| holds(known));
        Remark::Offered(given.map(|(rule, _, points)| Given { rule: *rule, points: *points }).collect())
    }

    /// What sales noted when it sent the lead back.
    pub(super) fn sent_back(&self, journey: &Journey) -> Remark {
        let mut random = Random::stream(self.seed, &format!("sent back {}", journey.id));
        let reasons: &[Unfit] = match journey.channel.name {
            "Marketplace" => &[Unfit::Budget, Unfit::Budget, Unfit::WrongProduct, Unfit::TooFar],
            _ => &[Unfit::NotNow, Unfit::Unreachable, Unfit::WrongPerson, Unfit::Budget],
        };
        let score = match self.offered(journey) {
            Remark::Offered(given) => smarketing_domain::score::sum(&given),
            Remark::Rejected { .. } => 0,
        };
        Remark::Rejected { reason: reasons[random.below(reasons.len())], score }
    }
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
        for (at, visit) in journey.visits.iter().enumerate().take(4) {
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
            let set = vec![
                TouchpointChange::Deal(Some(journey.id)),
                TouchpointChange::At(Some(visit.at)),
                TouchpointChange::Moment(moment),
                TouchpointChange::Channel(channel.to_owned()),
            ];
            log.push(when, visit.by, Action::Create { id, set });
        }
    }
}
