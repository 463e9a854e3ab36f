//! What a rule can ask of a lead, and what each past lead answers.

use super::past::Past;
use crate::{
    deal::Deal,
    ids::{ContactId, DealId},
    operation::LINE_MAX,
    score::{points::number, rule::Condition},
    touchpoint::{Moment, Touchpoint},
    workspace::Workspace,
};
use std::collections::BTreeMap;

/// What a rule can ask of a lead.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// The channel that brought it.
    Channel,
    /// An answer, or any field, by name.
    Field(String),
    /// How often they met us.
    Encounters {
        /// In such moments; `None`: any.
        moment: Option<Moment>,
        /// In this channel; empty: any.
        channel: String,
    },
    /// How many people take part.
    People,
    /// The stars that staff gave.
    Stars,
}

/// What each past lead answers.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Values {
    /// 0 is no answer, `n` is `names[n - 1]`.
    Words { names: Vec<String>, of: Vec<u32> },
    /// Not a number is no answer.
    Numbers(Vec<f64>),
    /// So many: there always is an answer, and rules ask for at least as many.
    Counts(Vec<f64>),
}

/// Fewer different numbers than these are words.
const NUMBERS_FROM: usize = 6;
/// Most channels that encounters are counted in, each for itself.
const CHANNELS_MAX: usize = 12;
/// Most fields that are looked at, the most frequent first.
const FIELDS_LOOKED_AT: usize = 200;

/// What can be asked of these leads.
pub(super) fn sources(workspace: &Workspace, pasts: &[Past]) -> Vec<Source> {
    let mut fields: BTreeMap<&str, usize> = BTreeMap::new();
    for deal in deals(workspace, pasts).flatten() {
        deal.fields.keys().for_each(|name| *fields.entry(name).or_default() += 1);
    }
    let mut sources = vec![Source::Channel];
    sources.extend(most_frequent(fields, FIELDS_LOOKED_AT).map(Source::Field));
    if !workspace.touchpoints.is_empty() {
        let mut channels: BTreeMap<&str, usize> = BTreeMap::new();
        workspace.touchpoints.values().for_each(|touch| *channels.entry(touch.channel.trim()).or_default() += 1);
        channels.remove("");
        let channels = most_frequent(channels, CHANNELS_MAX);
        sources.push(Source::Encounters { moment: None, channel: String::new() });
        sources.extend(Moment::ALL.map(|moment| Source::Encounters { moment: Some(moment), channel: String::new() }));
        sources.extend(channels.map(|channel| Source::Encounters { moment: None, channel }));
    }
    sources.extend([Source::People, Source::Stars]);
    sources
}

fn most_frequent(names: BTreeMap<&str, usize>, most: usize) -> impl Iterator<Item = String> + use<> {
    let mut names: Vec<(usize, String)> = names.into_iter().map(|(name, n)| (n, name.to_owned())).collect();
    crate::sort::sort_by(&mut names, |a, b| b.0.cmp(&a.0));
    names.into_iter().take(most).map(|(_, name)| name)
}

fn deals<'w>(workspace: &'w Workspace, pasts: &'w [Past]) -> impl Iterator<Item = Option<&'w Deal>> {
    pasts.iter().map(|past| workspace.deal(past.deal))
}

impl Source {
    /// What the leads answer.
    pub(super) fn values(&self, workspace: &Workspace, pasts: &[Past]) -> Values {
        let deals = deals(workspace, pasts);
        match self {
            Self::Channel => words(deals.map(|deal| deal.map_or("", |deal| &deal.channel))),
            Self::Field(name) => {
                let answers: Vec<&str> =
                    deals.map(|deal| deal.and_then(|deal| deal.fields.get(name)).map_or("", |s| s.trim())).collect();
                numbers(&answers).unwrap_or_else(|| words(answers.into_iter()))
            }
            Self::Encounters { moment, channel } => Values::Counts(encounters(workspace, pasts, *moment, channel)),
            Self::People => Values::Counts(deals.map(|deal| deal.map_or(0.0, |d| d.contacts.len() as f64)).collect()),
            Self::Stars => {
                Values::Counts(deals.map(|deal| deal.and_then(|d| d.rating).map_or(0.0, f64::from)).collect())
            }
        }
    }

    /// The condition of one of these answers; of an answer at all when there is none.
    pub(super) fn answered(&self, any_of: Vec<String>) -> Condition {
        match self {
            Self::Field(field) => Condition::Answer { field: field.clone(), any_of },
            _ => Condition::Channel(any_of.into_iter().next().unwrap_or_default()),
        }
    }

    /// Whether one condition can ask for several answers at once.
    pub(super) fn takes_several(&self) -> bool {
        matches!(self, Self::Field(_))
    }

    /// The condition of at least so many.
    pub(super) fn at_least(&self, least: f64) -> Condition {
        let least = least.clamp(1.0, f64::from(u16::MAX)) as u16;
        match self {
            Self::Encounters { moment, channel } => Condition::Touched {
                moment: *moment,
                channel: channel.clone(),
                campaign: String::new(),
                times: least,
                within_days: None,
            },
            Self::Stars => Condition::Rating(least.min(5) as u8),
            _ => Condition::People(least),
        }
    }
}

/// The answers as numbers, when nearly all of them are and they differ enough.
fn numbers(answers: &[&str]) -> Option<Values> {
    let read: Vec<f64> = answers.iter().map(|text| number(text).unwrap_or(f64::NAN)).collect();
    let given = answers.iter().filter(|text| !text.is_empty()).count();
    let mut different: Vec<u64> = read.iter().filter(|n| n.is_finite()).map(|n| n.to_bits()).collect();
    let are_numbers = given > 0 && different.len() * 10 >= given * 9;
    different.sort_unstable();
    different.dedup();
    (are_numbers && different.len() >= NUMBERS_FROM).then_some(Values::Numbers(read))
}

/// The answers as words: capitals and blanks do not matter, as for the rules.
fn words<'a>(answers: impl Iterator<Item = &'a str>) -> Values {
    let mut known: BTreeMap<String, u32> = BTreeMap::new();
    let mut names: Vec<String> = Vec::new();
    let of = answers.map(|text| {
        let text = text.trim();
        // No rule can name a longer one.
        if text.is_empty() || text.chars().count() > LINE_MAX {
            return 0;
        }
        *known.entry(text.to_lowercase()).or_insert_with(|| {
            names.push(text.to_owned());
            names.len() as u32
        })
    });
    let of = of.collect();
    Values::Words { names, of }
}

/// How often each lead met us before its outcome was decided.
fn encounters(workspace: &Workspace, pasts: &[Past], moment: Option<Moment>, channel: &str) -> Vec<f64> {
    let mut of_deal: BTreeMap<DealId, usize> = BTreeMap::new();
    let mut of_contact: BTreeMap<ContactId, Vec<usize>> = BTreeMap::new();
    for (case, past) in pasts.iter().enumerate() {
        of_deal.insert(past.deal, case);
        for contact in workspace.deal(past.deal).into_iter().flat_map(|deal| &deal.contacts) {
            of_contact.entry(*contact).or_default().push(case);
        }
    }
    let plain = |text: &str| text.trim().to_lowercase();
    let channel = plain(channel);
    let mut counts = vec![0.0; pasts.len()];
    let fits = |touch: &&Touchpoint| {
        touch.meta.is_alive()
            && moment.is_none_or(|moment| touch.moment == moment)
            && (channel.is_empty() || plain(&touch.channel) == channel)
    };
    for touch in workspace.touchpoints.values().filter(fits) {
        let cases: &[usize] = match (touch.deal, touch.contact) {
            (Some(deal), _) => of_deal.get(&deal).map(std::slice::from_ref).unwrap_or_default(),
            (None, Some(contact)) => of_contact.get(&contact).map(Vec::as_slice).unwrap_or_default(),
            (None, None) => &[],
        };
        for case in cases {
            // What came after the outcome did not lead to it.
            if touch.at.zip(pasts[*case].decided).is_some_and(|(at, decided)| at < decided) {
                counts[*case] += 1.0;
            }
        }
    }
    counts
}
