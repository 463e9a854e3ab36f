//! The deals behind a saying of the exchange, as an address names them:
//! `saying` is what it is about, `said` its words; `by` and `group` the group it
//! stands in. Filter and period stand beside them, as on every page.

use super::{Scope, group_code, group_key, group_name, insight_kind_name, reason_name};
use crate::{route, words::Words};
use chrono::NaiveDate;
use serde::{Serialize, de::DeserializeOwned};
use smarketing_domain::{
    cohort::group,
    deal::Unfit,
    exchange::{By, Key, Said, Topic, deals},
    ids::{DealId, StageId},
    workspace::Workspace,
};
use smarketing_locales::t_string;

/// The deals of one saying of a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SayingPart {
    /// By what sayings are put together.
    pub by: By,
    /// Which group.
    pub key: Key,
    /// What it is about.
    pub topic: Topic,
    /// What was said.
    pub said: Said,
}

impl SayingPart {
    /// What an address asks for; `None` when it asks for no saying.
    pub fn read(get: impl Fn(&str) -> Option<String>) -> Option<Self> {
        let topic = topic(&get("saying")?)?;
        let (sort, text) = get("said")?.split_once(':').map(|(s, t)| (s.to_owned(), t.to_owned()))?;
        let said = match sort.as_str() {
            "words" => Said::Words(text),
            "unfit" => Said::Unfit(decoded::<Unfit>(&text)?),
            _ => return None,
        };
        let by = by(&get("by").unwrap_or_default());
        let key = match (&by, get("group")) {
            (By::Topic, _) => Key::Topic(topic),
            (_, group) => key(&group.unwrap_or_default())?,
        };
        Some(Self { by, key, topic, said })
    }

    fn query(&self) -> String {
        let said = match &self.said {
            Said::Words(words) => format!("words:{words}"),
            Said::Unfit(reason) => format!("unfit:{}", encoded(reason)),
        };
        let mut query = format!("saying={}&said={}", topic_code(self.topic), route::encode(&said));
        if self.by != By::Topic {
            let (by, group) = (by_name(&self.by), key_code(&self.key));
            query += &format!("&by={}&group={}", route::encode(&by), route::encode(&group));
        }
        query
    }

    /// The address of the list; `scope` is the filter and period of the page.
    pub fn href(&self, scope: &Scope) -> String {
        let rest = scope.query();
        let rest = if rest.is_empty() { rest } else { format!("&{rest}") };
        format!("{}?{}{rest}", route::DEALS, self.query())
    }

    /// The page it was said on.
    pub fn back(&self, scope: &Scope) -> String {
        let by = by_name(&self.by);
        let by = (!by.is_empty()).then(|| format!("by={}", route::encode(&by)));
        let parts = [Some("tab=exchange".to_owned()), by, Some(scope.query())];
        let parts: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
        format!("{}?{}", route::INBOX, parts.join("&"))
    }

    /// The deals meant.
    pub fn ids(&self, workspace: &Workspace, scope: &Scope, today: NaiveDate) -> Vec<DealId> {
        let period = scope.period(today, workspace);
        deals(workspace, &scope.filter, period, (&self.by, &self.key), (self.topic, &self.said))
    }

    /// Which deals these are, in words.
    pub fn words(&self, words: Words, workspace: &Workspace) -> String {
        let i18n = words.i18n;
        let (about, said) = (topic_name(words, self.topic), said_words(words, &self.said));
        let saying = t_string!(i18n, exchange.head, about = about, said = said).to_string();
        match &self.key {
            Key::Topic(_) => saying,
            key => format!("{saying}, {}", key_name(words, workspace, key)),
        }
    }
}

/// What a saying is about, in words.
pub fn topic_name(words: Words, topic: Topic) -> &'static str {
    let i18n = words.i18n;
    match topic {
        Topic::Heard(kind) => insight_kind_name(words, kind),
        Topic::Lost => t_string!(i18n, exchange.lost),
        Topic::Rejected => t_string!(i18n, exchange.rejected),
    }
}

/// A saying in words.
pub fn said_words(words: Words, said: &Said) -> String {
    match said {
        Said::Words(text) => text.clone(),
        Said::Unfit(reason) => reason_name(words, *reason).to_owned(),
    }
}

/// What people call a group of sayings.
pub fn key_name(words: Words, workspace: &Workspace, key: &Key) -> String {
    let named = match key {
        Key::Topic(topic) => return topic_name(words, *topic).to_owned(),
        Key::Stage(_, stage) => return workspace.stages.get(stage).map(|s| s.name.clone()).unwrap_or_default(),
        Key::NotSet => return t_string!(words.i18n, exchange.no_deal).to_owned(),
        Key::Text(text) => group::Key::Text(text.clone()),
        Key::Owner(id) => group::Key::Owner(*id),
        Key::Kind(kind) => group::Key::Kind(*kind),
    };
    group_name(words, workspace, &named)
}

/// How a fact of deals begins in an address: its name may be that of anything.
const FACT: &str = "fact:";

/// The name of a grouping in an address.
pub fn by_name(by: &By) -> String {
    match by {
        By::Topic => String::new(),
        By::Stage => "stage".to_owned(),
        By::Channel => "channel".to_owned(),
        By::Owner => "owner".to_owned(),
        By::Kind => "kind".to_owned(),
        By::Field(name) => format!("{FACT}{name}"),
    }
}

/// The grouping with this name; by topic for any other.
pub fn by(name: &str) -> By {
    match name {
        "stage" => By::Stage,
        "channel" => By::Channel,
        "owner" => By::Owner,
        "kind" => By::Kind,
        name => name.strip_prefix(FACT).map_or(By::Topic, |fact| By::Field(fact.to_owned())),
    }
}

/// A group's name in an address; one of a topic has none.
fn key_code(key: &Key) -> String {
    match key {
        Key::Topic(_) => String::new(),
        Key::Stage(at, stage) => format!("stage:{at}:{stage}"),
        Key::Text(text) => group_code(&group::Key::Text(text.clone())),
        Key::Owner(id) => group_code(&group::Key::Owner(*id)),
        Key::Kind(kind) => group_code(&group::Key::Kind(*kind)),
        Key::NotSet => group_code(&group::Key::NotSet),
    }
}

fn key(code: &str) -> Option<Key> {
    if let Some((at, stage)) = code.strip_prefix("stage:").and_then(|rest| rest.split_once(':')) {
        return Some(Key::Stage(at.parse().ok()?, stage.parse::<StageId>().ok()?));
    }
    Some(match group_key(code)? {
        group::Key::Text(text) => Key::Text(text),
        group::Key::Owner(id) => Key::Owner(id),
        group::Key::Kind(kind) => Key::Kind(kind),
        group::Key::NotSet => Key::NotSet,
        group::Key::Month { .. } => return None,
    })
}

fn topic_code(topic: Topic) -> String {
    match topic {
        Topic::Heard(kind) => encoded(&kind),
        Topic::Lost => "lost".to_owned(),
        Topic::Rejected => "rejected".to_owned(),
    }
}

fn topic(code: &str) -> Option<Topic> {
    Topic::ALL.into_iter().find(|topic| topic_code(*topic) == code)
}

/// The name that a choice has in the API.
fn encoded(choice: &impl Serialize) -> String {
    let name = serde_json::to_value(choice).ok();
    name.and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default()
}

fn decoded<T: DeserializeOwned>(name: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(name.to_owned())).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use smarketing_domain::{deal::DealKind, ids::MemberId, insight::InsightKind};

    #[test]
    fn a_saying_comes_back_from_its_address() {
        let owner = Key::Owner(MemberId(uuid::Uuid::from_u128(7)));
        let stage = Key::Stage(3, StageId(uuid::Uuid::from_u128(8)));
        let need = Topic::Heard(InsightKind::Need);
        for (by, key) in [
            (By::Topic, Key::Topic(need)),
            (By::Stage, stage),
            (By::Channel, Key::Text("none: of stage:1:2".to_owned())),
            (By::Owner, owner),
            (By::Kind, Key::Kind(DealKind::WinBack)),
            (By::Field("template".to_owned()), Key::NotSet),
        ] {
            let words = Said::Words("unfit:budget".to_owned());
            let part = SayingPart { by, key, topic: need, said: words };
            let query = part.query().replace("%3A", ":").replace("%20", " ");
            let get = |name: &str| {
                let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
                pairs.find(|(n, _)| *n == name).map(|(_, value)| value.to_owned())
            };
            assert_eq!(SayingPart::read(get), Some(part));
        }
    }

    #[test]
    fn an_address_without_a_saying_asks_for_none() {
        assert_eq!(SayingPart::read(|name| (name == "by").then(|| "stage".to_owned())), None);
        assert_eq!(SayingPart::read(|_| Some("lost".to_owned())), None);
    }
}
