//! Reads a change from its JSON.
//!
//! Written by hand: which change it is must be known before it can be read, and
//! serde's own way for that first keeps everything in a general form, at a high
//! price in code that the browser has to load.

use super::{Action, Body, DealAction};
use crate::{
    clock::{Stamp, Timestamp},
    deal::{DealChange, Past, Place},
    ids::DealId,
};
use serde::{Deserialize, Deserializer, de::DeserializeOwned};
use serde_json::value::RawValue;
use std::borrow::Cow;
use uuid::Uuid;

impl<'de> Deserialize<'de> for Body {
    /// Never fails on JSON: what cannot be read is an unknown change, which is kept.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let json = Box::<RawValue>::deserialize(deserializer)?;
        let unknown = || Self::Unknown(serde_json::from_str(json.get()).unwrap_or_default());
        Ok(known(json.get()).unwrap_or_else(unknown))
    }
}

/// Says what the change is about.
#[derive(Deserialize)]
struct Tag<'a> {
    #[serde(borrow)]
    kind: Cow<'a, str>,
    #[serde(borrow, rename = "do")]
    verb: Cow<'a, str>,
}

/// A change that this version knows.
fn known(json: &str) -> Option<Body> {
    let Tag { kind, verb } = serde_json::from_str(json).ok()?;
    Some(match &*kind {
        "settings" => Body::Settings(action(&verb, json)?),
        "stage" => Body::Stage(action(&verb, json)?),
        "member" => Body::Member(action(&verb, json)?),
        "company" => Body::Company(action(&verb, json)?),
        "contact" => Body::Contact(action(&verb, json)?),
        "deal" => Body::Deal(deal_action(&verb, json)?),
        "task" => Body::Task(action(&verb, json)?),
        "insight" => Body::Insight(action(&verb, json)?),
        "hypothesis" => Body::Hypothesis(action(&verb, json)?),
        "reach" => Body::Reach(action(&verb, json)?),
        "import" => Body::Import(action(&verb, json)?),
        _ => return None,
    })
}

/// The fields of every [`Action`], whatever the record.
#[derive(Deserialize)]
struct Fields<'a> {
    id: Uuid,
    #[serde(default, borrow)]
    set: Option<&'a RawValue>,
}

fn action<I: From<Uuid>, C: DeserializeOwned>(verb: &str, json: &str) -> Option<Action<I, C>> {
    let Fields { id, set } = serde_json::from_str(json).ok()?;
    let id = id.into();
    let set = || -> Option<Vec<C>> { serde_json::from_str(set?.get()).ok() };
    Some(match verb {
        "create" => Action::Create { id, set: set()? },
        "edit" => Action::Edit { id, set: set()? },
        "delete" => Action::Delete { id },
        "restore" => Action::Restore { id },
        _ => return None,
    })
}

/// The fields of every [`DealAction`].
#[derive(Deserialize)]
struct DealFields {
    id: DealId,
    place: Option<Place>,
    past: Option<Vec<Past>>,
    set: Option<Vec<DealChange>>,
    to: Option<Place>,
    entered: Option<Timestamp>,
    retract: Option<Stamp>,
}

fn deal_action(verb: &str, json: &str) -> Option<DealAction> {
    let fields: DealFields = serde_json::from_str(json).ok()?;
    let id = fields.id;
    Some(match verb {
        "create" => DealAction::Create { id, place: fields.place?, past: fields.past?, set: fields.set? },
        "move" => DealAction::Move { id, to: fields.to?, entered: fields.entered, retract: fields.retract },
        "edit" => DealAction::Edit { id, set: fields.set? },
        "delete" => DealAction::Delete { id },
        "restore" => DealAction::Restore { id },
        _ => return None,
    })
}
