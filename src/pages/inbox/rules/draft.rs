//! A rule while it is written.

use leptos::prelude::*;
use smarketing_domain::{
    operation::Refusal,
    score::{Condition, Rule, RuleChange},
    touchpoint::Moment,
};

/// What a rule asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    #[default]
    Channel,
    Answer,
    Number,
    Touched,
    People,
    Rating,
}

impl Kind {
    pub const ALL: [Kind; 6] = [Self::Channel, Self::Answer, Self::Number, Self::Touched, Self::People, Self::Rating];
}

/// The fields of the form; texts as they were typed.
#[derive(Clone, Copy)]
pub struct Draft {
    pub name: RwSignal<String>,
    pub kind: RwSignal<Kind>,
    pub points: RwSignal<String>,
    pub half_life: RwSignal<String>,
    /// The channel, of the deal or of the encounters.
    pub channel: RwSignal<String>,
    /// The deal's field that is asked for.
    pub field: RwSignal<String>,
    /// One answer a line.
    pub answers: RwSignal<String>,
    pub from: RwSignal<String>,
    pub below: RwSignal<String>,
    pub moment: RwSignal<Option<Moment>>,
    pub campaign: RwSignal<String>,
    /// So many encounters, people or stars.
    pub least: RwSignal<String>,
    pub within: RwSignal<String>,
}

impl Draft {
    /// Of a rule that is there, or of a new one.
    pub fn of(rule: Option<&Rule>) -> Self {
        let draft = Self {
            name: text(rule.map(|r| r.name.clone())),
            kind: RwSignal::default(),
            points: text(Some(rule.map_or(10, |r| r.points).to_string())),
            half_life: text(rule.and_then(|r| r.half_life_days).map(|days| days.to_string())),
            channel: text(None),
            field: text(None),
            answers: text(None),
            from: text(None),
            below: text(None),
            moment: RwSignal::default(),
            campaign: text(None),
            least: text(Some("1".to_owned())),
            within: text(None),
        };
        if let Some(rule) = rule {
            draft.read(&rule.when);
        }
        draft
    }

    fn read(&self, condition: &Condition) {
        let kind = match condition {
            Condition::Channel(channel) => {
                self.channel.set(channel.clone());
                Kind::Channel
            }
            Condition::Answer { field, any_of } => {
                self.field.set(field.clone());
                self.answers.set(any_of.join("\n"));
                Kind::Answer
            }
            Condition::Number { field, from, below } => {
                self.field.set(field.clone());
                self.from.set(from.map(|n| n.to_string()).unwrap_or_default());
                self.below.set(below.map(|n| n.to_string()).unwrap_or_default());
                Kind::Number
            }
            Condition::Touched { moment, channel, campaign, times, within_days } => {
                self.moment.set(*moment);
                self.channel.set(channel.clone());
                self.campaign.set(campaign.clone());
                self.least.set(times.to_string());
                self.within.set(within_days.map(|n| n.to_string()).unwrap_or_default());
                Kind::Touched
            }
            Condition::People(least) => {
                self.least.set(least.to_string());
                Kind::People
            }
            Condition::Rating(stars) => {
                self.least.set(stars.to_string());
                Kind::Rating
            }
        };
        self.kind.set(kind);
    }

    /// The rule's registers.
    ///
    /// # Errors
    /// When a number is none. Other rules are asked when the change is made.
    pub fn changes(&self) -> Result<Vec<RuleChange>, Refusal> {
        let points = self.points.get().trim().replace('−', "-").parse().map_err(|_| Refusal::OutOfRange)?;
        Ok(vec![
            RuleChange::Name(self.name.get().trim().to_owned()),
            RuleChange::When(self.condition()?),
            RuleChange::Points(points),
            RuleChange::HalfLifeDays(number(&self.half_life.get())?),
        ])
    }

    fn condition(&self) -> Result<Condition, Refusal> {
        let trimmed = |signal: RwSignal<String>| signal.get().trim().to_owned();
        let least = || number::<u16>(&self.least.get())?.ok_or(Refusal::OutOfRange);
        Ok(match self.kind.get() {
            Kind::Channel => Condition::Channel(trimmed(self.channel)),
            Kind::Answer => {
                let answers = self.answers.get();
                let any_of = answers.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned);
                Condition::Answer { field: trimmed(self.field), any_of: any_of.collect() }
            }
            Kind::Number => {
                let bound = |signal: RwSignal<String>| number::<f64>(&signal.get().replace(',', "."));
                Condition::Number { field: trimmed(self.field), from: bound(self.from)?, below: bound(self.below)? }
            }
            Kind::Touched => Condition::Touched {
                moment: self.moment.get(),
                channel: trimmed(self.channel),
                campaign: trimmed(self.campaign),
                times: least()?,
                within_days: number(&self.within.get())?,
            },
            Kind::People => Condition::People(least()?),
            Kind::Rating => Condition::Rating(u8::try_from(least()?).map_err(|_| Refusal::OutOfRange)?),
        })
    }
}

fn text(text: Option<String>) -> RwSignal<String> {
    RwSignal::new(text.unwrap_or_default())
}

/// What was typed as a number; nothing typed is `None`.
fn number<N: std::str::FromStr>(text: &str) -> Result<Option<N>, Refusal> {
    match text.trim() {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|_| Refusal::OutOfRange),
    }
}
