//! What both teams heard from customers, side by side: insights, and the reasons
//! that leads were rejected and deals were lost for, which flow in by themselves.
//!
//! Definitions:
//!
//! - A **voice** is one insight about a deal (or about none), one lost deal with its
//!   reason, or one rejected offer with its reason. Of a deal that was offered and
//!   rejected twice both count as said, and the deal counts once.
//! - A **saying** is what voices of one kind have in common: the same words, where
//!   spaces, case and a full stop do not matter. It is shown in the words that are
//!   used most.
//! - A voice belongs to the **stage** its deal has come to: where it stands; for a
//!   lost deal the furthest one before. To the **segment** of its deal: its channel,
//!   owner or kind, or a further fact of it, such as product or template.
//! - A **vote** is a member's: who votes for two insights of one saying has one.

use crate::{
    clock::Timestamp,
    deal::{Deal, DealKind, Unfit},
    filter::Filter,
    handoff::{Answer, cases},
    hourglass::Period,
    ids::{DealId, InsightId, MemberId, StageId},
    insight::{Insight, InsightKind},
    path::Path,
    workspace::Workspace,
};
use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

/// What a voice is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Topic {
    /// An insight of this kind.
    Heard(InsightKind),
    /// Why a deal was lost.
    Lost,
    /// Why sales did not accept a lead.
    Rejected,
}

impl Topic {
    /// All, in the order they are shown: first why they buy, then why they do not.
    pub const ALL: [Topic; 7] = [
        Self::Heard(InsightKind::Need),
        Self::Heard(InsightKind::Preference),
        Self::Heard(InsightKind::Motivation),
        Self::Heard(InsightKind::Objection),
        Self::Heard(InsightKind::Doubt),
        Self::Lost,
        Self::Rejected,
    ];

    /// Whether it says why they buy; the others say why they do not.
    pub fn speaks_for_buying(self) -> bool {
        use InsightKind::{Motivation, Need, Preference};
        matches!(self, Self::Heard(Need | Preference | Motivation))
    }
}

/// What was said.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Said {
    /// In somebody's words.
    Words(String),
    /// One of the reasons to reject a lead.
    Unfit(Unfit),
}

/// By what sayings are put together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum By {
    /// By what they are about.
    #[default]
    Topic,
    /// By how far their deals came.
    Stage,
    /// By the channel that brought their deals.
    Channel,
    /// By who looks after their deals.
    Owner,
    /// By how their deals came about.
    Kind,
    /// By a further fact of their deals, by its whole name.
    Field(String),
}

/// What the sayings of a group have in common.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    /// A topic.
    Topic(Topic),
    /// A place on the path, and its stage.
    Stage(usize, StageId),
    /// A channel, or the text of a further fact.
    Text(String),
    /// An owner.
    Owner(MemberId),
    /// A kind.
    Kind(DealKind),
    /// Of no deal, or of one that has nothing noted there.
    NotSet,
}

/// The same thing, said once or often.
#[derive(Clone, Debug, PartialEq)]
pub struct Saying {
    /// What it is about.
    pub topic: Topic,
    /// What was said, as it is said most.
    pub said: Said,
    /// How often.
    pub voices: u64,
    /// In which deals, in the order of their ids.
    pub deals: BTreeSet<DealId>,
    /// What they are worth together, in minor units.
    pub minor: i64,
    /// Who found it important.
    pub votes: BTreeSet<MemberId>,
    /// The insights; none for reasons.
    pub insights: Vec<InsightId>,
}

/// Sayings that have something in common, the most important first: by votes,
/// then by deals, then by voices.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// What they have in common.
    pub key: Key,
    /// The sayings.
    pub sayings: Vec<Saying>,
}

/// One voice, before it is put together with others.
struct Voice<'a> {
    topic: Topic,
    said: Said,
    deal: Option<&'a Deal>,
    insight: Option<&'a Insight>,
}

/// What was said of the deals that `filter` lets through, in `period`: insights by
/// when they were written down, reasons by when the deal was lost or rejected. What
/// has no known moment is left out of every period, and is there without one.
pub fn exchange(workspace: &Workspace, filter: &Filter, period: Option<Period>, by: &By) -> Vec<Group> {
    let path = Path::of(workspace);
    let mut groups: BTreeMap<Key, BTreeMap<(Topic, Said), Gathered>> = BTreeMap::new();
    for voice in voices(workspace, &path, filter, period) {
        let key = match by {
            By::Topic => Key::Topic(voice.topic),
            By::Stage => voice.deal.and_then(|deal| place(&path, deal)).unwrap_or(Key::NotSet),
            segment => voice.deal.map_or(Key::NotSet, |deal| segment_of(deal, segment)),
        };
        let same = (voice.topic, folded(&voice.said));
        groups.entry(key).or_default().entry(same).or_default().add(voice);
    }
    let finish = |(key, sayings): (Key, BTreeMap<(Topic, Said), Gathered>)| {
        let mut sayings: Vec<Saying> = sayings.into_iter().map(|((topic, _), found)| found.finish(topic)).collect();
        sayings.sort_by_key(|s| (Reverse(s.votes.len()), Reverse(s.deals.len()), Reverse(s.voices), s.said.clone()));
        Group { key, sayings }
    };
    groups.into_iter().map(finish).collect()
}

/// The deals of one saying of a group, in the order of their ids; the saying is
/// found by what it is about and by its words.
pub fn deals(
    workspace: &Workspace,
    filter: &Filter,
    period: Option<Period>,
    (by, key): (&By, &Key),
    (topic, said): (Topic, &Said),
) -> Vec<DealId> {
    let mut groups = exchange(workspace, filter, period, by).into_iter().filter(|group| group.key == *key);
    let words = folded(said);
    let is_meant = |saying: &Saying| saying.topic == topic && folded(&saying.said) == words;
    let saying = groups.next().and_then(|group| group.sayings.into_iter().find(is_meant));
    saying.map_or_else(Vec::new, |saying| saying.deals.into_iter().collect())
}

/// What was already said on a topic, most often first, to be said again with one
/// tap; at most `most`.
pub fn said_before(workspace: &Workspace, kind: InsightKind, most: usize) -> Vec<String> {
    let groups = exchange(workspace, &Filter::default(), None, &By::Topic);
    let own = groups.into_iter().filter(|group| group.key == Key::Topic(Topic::Heard(kind)));
    let mut sayings: Vec<Saying> = own.flat_map(|group| group.sayings).collect();
    sayings.sort_by_key(|saying| Reverse(saying.voices));
    let words = sayings.into_iter().filter_map(|saying| match saying.said {
        Said::Words(words) => Some(words),
        Said::Unfit(_) => None,
    });
    words.take(most).collect()
}

fn voices<'a>(workspace: &'a Workspace, path: &Path<'_>, filter: &'a Filter, period: Option<Period>) -> Vec<Voice<'a>> {
    let wanted = filter.compile(workspace);
    let in_time = |at: Option<Timestamp>| period.is_none_or(|p| at.is_some_and(|at| p.contains(at)));
    let mut voices = Vec::new();
    for insight in workspace.insights.values().filter(|i| i.meta.is_alive() && !i.text.trim().is_empty()) {
        let deal = insight.deal.and_then(|id| workspace.deal(id));
        let is_meant = deal.map_or(filter.is_empty(), &wanted);
        if is_meant && in_time(insight.meta.born.map(|born| born.stamp.at())) {
            let said = Said::Words(insight.text.trim().to_owned());
            voices.push(Voice { topic: Topic::Heard(insight.kind), said, deal, insight: Some(insight) });
        }
    }
    for deal in workspace.living_deals().filter(|deal| path.is_lost(deal) && wanted(deal)) {
        let reason = deal.place.loss.as_ref().map(|loss| loss.reason.trim()).filter(|reason| !reason.is_empty());
        let at = deal.history().last().filter(|entry| entry.stage == deal.place.stage).and_then(|entry| entry.at);
        if let Some(reason) = reason.filter(|_| in_time(at)) {
            voices.push(Voice {
                topic: Topic::Lost,
                said: Said::Words(reason.to_owned()),
                deal: Some(deal),
                insight: None,
            });
        }
    }
    for case in cases(workspace).iter().filter(|case| in_time(case.answered)) {
        let deal = workspace.deal(case.deal).filter(|deal| wanted(deal));
        if let (Answer::Rejected(reason), Some(deal)) = (&case.answer, deal) {
            voices.push(Voice { topic: Topic::Rejected, said: Said::Unfit(*reason), deal: Some(deal), insight: None });
        }
    }
    voices
}

/// The segment of a deal.
fn segment_of(deal: &Deal, by: &By) -> Key {
    let text = |text: &str| match text.trim() {
        "" => Key::NotSet,
        text => Key::Text(text.to_owned()),
    };
    match by {
        By::Owner => deal.owner.map_or(Key::NotSet, Key::Owner),
        By::Kind => Key::Kind(deal.kind),
        By::Field(name) => text(deal.fields.get(name).map_or("", String::as_str)),
        By::Channel => text(&deal.channel),
        By::Topic | By::Stage => Key::NotSet,
    }
}

/// How far a deal has come.
fn place(path: &Path<'_>, deal: &Deal) -> Option<Key> {
    let at = if path.is_lost(deal) { path.furthest(deal) } else { path.position(deal.place.stage) }?;
    Some(Key::Stage(at, path.stages.get(at)?.id))
}

/// The form in which the same words are the same.
fn folded(said: &Said) -> Said {
    match said {
        Said::Words(words) => {
            let words = words.trim_end_matches(['.', '!', ' ']).to_lowercase();
            Said::Words(words.split_whitespace().collect::<Vec<_>>().join(" "))
        }
        Said::Unfit(reason) => Said::Unfit(*reason),
    }
}

/// The voices of one saying.
#[derive(Default)]
struct Gathered {
    words: BTreeMap<Said, u64>,
    deals: BTreeSet<DealId>,
    minor: i64,
    votes: BTreeSet<MemberId>,
    insights: Vec<InsightId>,
}

impl Gathered {
    fn add(&mut self, voice: Voice<'_>) {
        *self.words.entry(voice.said).or_default() += 1;
        if let Some(deal) = voice.deal.filter(|deal| self.deals.insert(deal.id)) {
            self.minor = self.minor.saturating_add(deal.value_minor());
        }
        if let Some(insight) = voice.insight {
            self.votes.extend(&insight.votes);
            self.insights.push(insight.id);
        }
    }

    fn finish(self, topic: Topic) -> Saying {
        let voices = self.words.values().sum();
        // Of two that are said as often, the first of the alphabet.
        let most = self.words.into_iter().rev().max_by_key(|(_, count)| *count);
        Saying {
            topic,
            said: most.map_or_else(|| Said::Words(String::new()), |(said, _)| said),
            voices,
            deals: self.deals,
            minor: self.minor,
            votes: self.votes,
            insights: self.insights,
        }
    }
}
