//! The deals behind a number of the hand-off, as an address names them.
//!
//! `handoff` says what the offers are told apart by, `of` which of them; `name` is
//! a channel or campaign, `rule` a rule, `speed` how fast, `week` the Monday of the
//! week, `reason` or `loss` why. The period stands beside them, as on every page.

use super::{PeriodChoice, Scope, reason_name};
use crate::{route, words::Words, zone};
use chrono::{Days, NaiveDate};
use smarketing_domain::{
    clock::Timestamp,
    deal::Unfit,
    handoff::{Case, Group, Kept, Level, Number, Part, deals_of, offers_behind},
    hourglass::Period,
    ids::DealId,
    workspace::Workspace,
    zone::midnight,
};
use smarketing_locales::t_string;

/// The deals behind a number of the hand-off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandoffPart {
    /// Which number.
    pub number: Number,
    /// The Monday of the week, for a number of the agreement.
    pub week: Option<NaiveDate>,
}

impl From<Number> for HandoffPart {
    fn from(number: Number) -> Self {
        Self { number, week: None }
    }
}

/// The groupings by their names in an address.
const GROUPS: [(Group, &str); 3] = [(Group::All, "all"), (Group::Channel, "channel"), (Group::Campaign, "campaign")];

/// How fast, by their names in an address.
const SPEEDS: [(Level, &str); 4] =
    [(Level::Fresh, "half"), (Level::Due, "promised"), (Level::Late, "twice"), (Level::Escalated, "longer")];

/// The numbers of the agreement by their names in an address.
const KEPT: [(Kept, &str); 6] = [
    (Kept::Accepted, "accepted"),
    (Kept::Below, "below"),
    (Kept::InTime, "in_time"),
    (Kept::Late, "late"),
    (Kept::Overdue, "overdue"),
    (Kept::Waiting, "waiting"),
];

/// The reasons to reject by their names in an address.
const REASONS: [(Unfit, &str); 8] = [
    (Unfit::Budget, "budget"),
    (Unfit::NotNow, "not_now"),
    (Unfit::WrongProduct, "wrong_product"),
    (Unfit::WrongPerson, "wrong_person"),
    (Unfit::Unreachable, "unreachable"),
    (Unfit::TooFar, "too_far"),
    (Unfit::Duplicate, "duplicate"),
    (Unfit::Other, "other"),
];

impl HandoffPart {
    /// What an address asks for; `None` when it asks for no number of the hand-off.
    pub fn read(get: impl Fn(&str) -> Option<String>) -> Option<Self> {
        let sort = get("handoff")?;
        let of = get("of").unwrap_or_default();
        if sort == "week" {
            let (number, week) = (Number::Week(found(&KEPT, &of)?), get("week")?.parse().ok()?);
            return Some(Self { number, week: Some(week) });
        }
        let part = part(&of, &get)?;
        let number = match sort.as_str() {
            "rule" => Number::Rule { rule: get("rule")?.parse().ok()?, part },
            "speed" => Number::Speed { level: found(&SPEEDS, &get("speed")?)?, part },
            sort => Number::Group { by: found(&GROUPS, sort)?, name: get("name").unwrap_or_default(), part },
        };
        Some(number.into())
    }

    fn query(&self) -> String {
        let with = |name: &str, value: &str| format!("&{name}={}", route::encode(value));
        match &self.number {
            Number::Group { by, name, part } => {
                let name = if name.is_empty() { String::new() } else { with("name", name) };
                format!("handoff={}{name}{}", named(&GROUPS, *by), part_query(part))
            }
            Number::Rule { rule, part } => format!("handoff=rule&rule={rule}{}", part_query(part)),
            Number::Speed { level, part } => {
                format!("handoff=speed&speed={}{}", named(&SPEEDS, *level), part_query(part))
            }
            Number::Week(kept) => {
                let week = self.week.map(|monday| with("week", &monday.to_string())).unwrap_or_default();
                format!("handoff=week&of={}{week}", named(&KEPT, *kept))
            }
        }
    }

    /// The address of the list.
    pub fn href(&self, period: PeriodChoice) -> String {
        let parts = [self.query(), period.query()];
        let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        format!("{}?{}", route::DEALS, parts.join("&"))
    }

    /// The page that it belongs to.
    pub fn back(&self, period: PeriodChoice) -> String {
        let (tab, rest) = match self.week {
            Some(monday) => ("agreement", format!("week={monday}")),
            None => ("feedback", period.query()),
        };
        let rest = if rest.is_empty() { rest } else { format!("&{rest}") };
        format!("{}?tab={tab}{rest}", route::INBOX)
    }

    /// The offers that the number counts.
    pub fn offers(&self, workspace: &Workspace, scope: &Scope, today: NaiveDate, now: Timestamp) -> Vec<Case> {
        let period = match self.week {
            Some(monday) => Some(week_from(workspace, monday)),
            None => scope.period(today, workspace),
        };
        offers_behind(workspace, &zone::of_clock(workspace), &self.number, period, now)
    }

    /// The deals meant: of these offers, those that the filter lets through.
    pub fn ids(&self, workspace: &Workspace, scope: &Scope, today: NaiveDate, now: Timestamp) -> Vec<DealId> {
        let wanted = scope.filter.compile(workspace);
        let mut ids = deals_of(&self.offers(workspace, scope, today, now));
        ids.retain(|id| workspace.deal(*id).is_some_and(&wanted));
        ids
    }

    /// Which deals these are, in words.
    pub fn words(&self, words: Words, workspace: &Workspace) -> String {
        let i18n = words.i18n;
        let (of, part) = match &self.number {
            Number::Group { by: Group::All, part, .. } => (None, part_words(words, part)),
            Number::Group { name, part, .. } if name.is_empty() => {
                (Some(t_string!(i18n, feedback.unknown).to_owned()), part_words(words, part))
            }
            Number::Group { name, part, .. } => (Some(name.clone()), part_words(words, part)),
            Number::Rule { rule, part } => {
                (workspace.rules.get(rule).map(|rule| rule.name.clone()), part_words(words, part))
            }
            Number::Speed { level, part } => {
                let took = t_string!(i18n, feedback.answer_took);
                (Some(format!("{took}: {}", speed_name(words, *level))), part_words(words, part))
            }
            Number::Week(kept) => {
                (self.week.map(|monday| week_words(words, monday)), kept_name(words, *kept).to_owned())
            }
        };
        let parts = [Some(t_string!(i18n, inbox.title).to_owned()), Some(part), of];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }
}

/// The week that begins with this Monday, by the workspace's clocks.
pub fn week_from(workspace: &Workspace, monday: NaiveDate) -> Period {
    let next = monday.checked_add_days(Days::new(7)).unwrap_or(monday);
    let begins = |day| midnight(&zone::of_clock(workspace), day);
    Period { from: begins(monday), to: begins(next) }
}

/// A week's first and last day.
pub fn week_words(words: Words, monday: NaiveDate) -> String {
    let last = monday.checked_add_days(Days::new(6)).unwrap_or(monday);
    format!("{} – {}", words.day_month(monday), words.day_month(last))
}

/// How long an answer took, by the promised time.
pub fn speed_name(words: Words, level: Level) -> &'static str {
    let i18n = words.i18n;
    match level {
        Level::Fresh => t_string!(i18n, feedback.within_half),
        Level::Due => t_string!(i18n, feedback.within),
        Level::Late => t_string!(i18n, feedback.within_twice),
        Level::Escalated => t_string!(i18n, feedback.longer),
    }
}

/// A number of the agreement in words.
pub fn kept_name(words: Words, kept: Kept) -> &'static str {
    let i18n = words.i18n;
    match kept {
        Kept::Accepted => t_string!(i18n, feedback.kept_accepted),
        Kept::Below => t_string!(i18n, feedback.kept_below),
        Kept::InTime => t_string!(i18n, feedback.in_time),
        Kept::Late => t_string!(i18n, feedback.late),
        Kept::Overdue => t_string!(i18n, feedback.overdue),
        Kept::Waiting => t_string!(i18n, feedback.still_waiting),
    }
}

fn part_words(words: Words, part: &Part) -> String {
    let i18n = words.i18n;
    let name = match part {
        Part::Offered => t_string!(i18n, feedback.offered),
        Part::Answered => t_string!(i18n, feedback.answered),
        Part::Accepted => t_string!(i18n, feedback.accepted),
        Part::Rejected(_) => t_string!(i18n, feedback.refused),
        Part::Left(_) => t_string!(i18n, feedback.lost_before),
        Part::Waiting => t_string!(i18n, feedback.waiting),
        Part::Won => t_string!(i18n, feedback.won),
    };
    match part {
        Part::Rejected(Some(reason)) => format!("{name}: {}", reason_name(words, *reason)),
        Part::Left(Some(reason)) => format!("{name}: {reason}"),
        _ => name.to_owned(),
    }
}

fn part(of: &str, get: impl Fn(&str) -> Option<String>) -> Option<Part> {
    Some(match of {
        "offered" => Part::Offered,
        "answered" => Part::Answered,
        "accepted" => Part::Accepted,
        "rejected" => Part::Rejected(match get("reason") {
            Some(name) => Some(found(&REASONS, &name)?),
            None => None,
        }),
        "left" => Part::Left(get("loss")),
        "waiting" => Part::Waiting,
        "won" => Part::Won,
        _ => return None,
    })
}

fn part_query(part: &Part) -> String {
    match part {
        Part::Offered => "&of=offered".to_owned(),
        Part::Answered => "&of=answered".to_owned(),
        Part::Accepted => "&of=accepted".to_owned(),
        Part::Rejected(None) => "&of=rejected".to_owned(),
        Part::Rejected(Some(reason)) => format!("&of=rejected&reason={}", named(&REASONS, *reason)),
        Part::Left(None) => "&of=left".to_owned(),
        Part::Left(Some(reason)) => format!("&of=left&loss={}", route::encode(reason)),
        Part::Waiting => "&of=waiting".to_owned(),
        Part::Won => "&of=won".to_owned(),
    }
}

fn named<T: Copy + PartialEq>(names: &[(T, &'static str)], wanted: T) -> &'static str {
    names.iter().find(|(of, _)| *of == wanted).map_or("", |(_, name)| name)
}

fn found<T: Copy>(names: &[(T, &'static str)], wanted: &str) -> Option<T> {
    names.iter().find(|(_, name)| *name == wanted).map(|(of, _)| *of)
}

#[cfg(test)]
mod tests {
    use super::*;
    use smarketing_domain::ids::RuleId;

    #[test]
    fn a_number_of_the_hand_off_comes_back_from_its_address() {
        let reasons = REASONS.map(|(reason, _)| Part::Rejected(Some(reason)));
        let plain = [Part::Offered, Part::Answered, Part::Accepted, Part::Rejected(None), Part::Waiting, Part::Won];
        let left = [Part::Left(None), Part::Left(Some("too dear".to_owned()))];
        let mut all: Vec<HandoffPart> = Vec::new();
        for part in reasons.into_iter().chain(plain).chain(left) {
            let rule = RuleId(uuid::Uuid::from_u128(7));
            all.push(Number::Rule { rule, part: part.clone() }.into());
            all.extend(SPEEDS.map(|(level, _)| Number::Speed { level, part: part.clone() }.into()));
            for (by, _) in GROUPS {
                for name in ["", "fair: north"] {
                    all.push(Number::Group { by, name: name.to_owned(), part: part.clone() }.into());
                }
            }
        }
        let week = NaiveDate::from_ymd_opt(2026, 11, 16);
        all.extend(KEPT.map(|(kept, _)| HandoffPart { number: Number::Week(kept), week }));
        for asked in all {
            let href = asked.href(PeriodChoice::Quarter);
            let query = href.split_once('?').unwrap().1.replace("%3A", ":").replace("%20", " ");
            let get = |name: &str| {
                let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
                pairs.find(|(n, _)| *n == name).map(|(_, value)| value.to_owned())
            };
            assert_eq!((HandoffPart::read(get), PeriodChoice::read(get)), (Some(asked), PeriodChoice::Quarter));
        }
    }

    #[test]
    fn an_address_that_cannot_be_read_asks_for_none() {
        assert_eq!(HandoffPart::read(|name| (name == "of").then(|| "won".to_owned())), None);
        assert_eq!(HandoffPart::read(|_| Some("what".to_owned())), None);
    }
}
