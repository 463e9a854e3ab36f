//! Reads a change from its JSON.

use super::{Action, Body, DealAction};
use crate::{
    company::{Company, Contact},
    deal::Deal,
    hypothesis::Hypothesis,
    import::Import,
    insight::Insight,
    json::Fields,
    meeting::Meeting,
    member::Member,
    question::Question,
    reach::Reach,
    record::Record,
    score::Rule,
    settings::Settings,
    stage::Stage,
    task::Task,
    touchpoint::Touchpoint,
    workshop::{Sticker, Workshop},
};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use uuid::Uuid;

impl<'de> Deserialize<'de> for Body {
    /// Never fails on JSON: what cannot be read is an unknown change, which is kept.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let json = Box::<RawValue>::deserialize(deserializer)?;
        let unknown = || Self::Unknown(serde_json::from_str(json.get()).unwrap_or_default());
        Ok(known(json.get()).unwrap_or_else(unknown))
    }
}

/// A change that this version knows.
fn known(json: &str) -> Option<Body> {
    let fields = Fields::of(json).ok()?;
    let (kind, verb): (String, String) = (fields.read("kind").ok()?, fields.read("do").ok()?);
    Some(match &*kind {
        "settings" => Body::Settings(action::<Settings>(&verb, &fields)?),
        "stage" => Body::Stage(action::<Stage>(&verb, &fields)?),
        "member" => Body::Member(action::<Member>(&verb, &fields)?),
        "company" => Body::Company(action::<Company>(&verb, &fields)?),
        "contact" => Body::Contact(action::<Contact>(&verb, &fields)?),
        "deal" => Body::Deal(deal_action(&verb, &fields)?),
        "task" => Body::Task(action::<Task>(&verb, &fields)?),
        "insight" => Body::Insight(action::<Insight>(&verb, &fields)?),
        "rule" => Body::Rule(action::<Rule>(&verb, &fields)?),
        "question" => Body::Question(action::<Question>(&verb, &fields)?),
        "touchpoint" => Body::Touchpoint(action::<Touchpoint>(&verb, &fields)?),
        "hypothesis" => Body::Hypothesis(action::<Hypothesis>(&verb, &fields)?),
        "reach" => Body::Reach(action::<Reach>(&verb, &fields)?),
        "import" => Body::Import(action::<Import>(&verb, &fields)?),
        "workshop" => Body::Workshop(action::<Workshop>(&verb, &fields)?),
        "sticker" => Body::Sticker(action::<Sticker>(&verb, &fields)?),
        "meeting" => Body::Meeting(action::<Meeting>(&verb, &fields)?),
        _ => return None,
    })
}

fn action<R: Record<Id: From<Uuid>>>(verb: &str, fields: &Fields<'_>) -> Option<Action<R::Id, R::Change>> {
    let id = fields.read::<Uuid>("id").ok()?.into();
    let set = || R::read_changes(fields.get("set")?).ok();
    Some(match verb {
        "create" => Action::Create { id, set: set()? },
        "edit" => Action::Edit { id, set: set()? },
        "delete" => Action::Delete { id },
        "restore" => Action::Restore { id },
        _ => return None,
    })
}

fn deal_action(verb: &str, fields: &Fields<'_>) -> Option<DealAction> {
    let id = fields.read::<Uuid>("id").ok()?.into();
    let set = || Deal::read_changes(fields.get("set")?).ok();
    Some(match verb {
        "create" => {
            DealAction::Create { id, place: fields.read("place").ok()?, past: fields.read("past").ok()?, set: set()? }
        }
        "move" => DealAction::Move {
            id,
            to: fields.read("to").ok()?,
            entered: fields.find("entered").ok()?.flatten(),
            retract: fields.find("retract").ok()?.flatten(),
            remark: fields.find("remark").ok()?.flatten(),
        },
        "edit" => DealAction::Edit { id, set: set()? },
        "delete" => DealAction::Delete { id },
        "restore" => DealAction::Restore { id },
        _ => return None,
    })
}
