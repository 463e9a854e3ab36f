//! What accepted operations replaced: for the history of a record, for taking
//! back a change of long ago, and for telling an author what came too late.

use crate::{
    clock::{Stamp, Timestamp},
    deal::{PLACE, Place},
    meeting::MeetingChange,
    operation::{Action, Body, DealAction, Operation, invert},
    record::{Meta, Record},
    table::Table,
    workspace::Workspace,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// For so many days a member can take back what they changed.
pub const DAYS: i64 = 30;

/// The code under which a lost write waits for its author; the message beside it
/// names the registers, with spaces between them.
pub const OVERWRITTEN: &str = "overwritten";

/// The name of a deleted record's register in [`Replaced::lost`].
pub(crate) const PRESENCE: &str = "presence";

/// What stood where an operation wrote, when it was accepted.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Replaced {
    /// The change that takes it back; it holds the values that stood there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undo: Option<Body>,
    /// Registers that had a newer value already: they were not written.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lost: Vec<String>,
}

/// An accepted operation, and what it replaced.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Logged {
    /// Its place in the workspace's order.
    pub seq: u64,
    /// As it was applied.
    pub operation: Operation,
    /// What stood there; unknown for what was accepted by older servers.
    #[serde(default)]
    pub replaced: Replaced,
}

/// `GET /api/history`: accepted operations, newest first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Log {
    /// Newest first.
    pub lines: Vec<Logged>,
    /// There are older ones.
    pub more: bool,
}

/// One thing that an operation did.
#[derive(Clone, Debug, PartialEq)]
pub enum Deed {
    /// It made the record.
    Created,
    /// It took the record out of sight.
    Deleted,
    /// It brought the record back.
    Restored,
    /// It wrote a register.
    Wrote {
        /// The register.
        register: String,
        /// Its former value; `None` is unknown.
        from: Option<Value>,
        /// Its new value.
        to: Value,
    },
}

/// What stands where `operation` is going to write, asked before it is applied.
pub fn replaced(before: &Workspace, operation: &Operation) -> Replaced {
    let undo = invert(before, &operation.body, operation.stamp);
    Replaced { undo, lost: late(before, &operation.body, operation.stamp) }
}

fn late(w: &Workspace, body: &Body, stamp: Stamp) -> Vec<String> {
    let is_late = |(_, written): &(String, Option<Stamp>)| written.is_some_and(|written| written > stamp);
    differing(w, body).into_iter().filter(is_late).map(|(register, _)| register).collect()
}

/// The registers in which `body` writes something else than what stands there, and
/// when that was written. A birth writes over nobody.
pub(crate) fn differing(w: &Workspace, body: &Body) -> Vec<(String, Option<Stamp>)> {
    match body {
        Body::Settings(a) => differing_in(&w.settings, a),
        Body::Stage(a) => differing_in(&w.stages, a),
        Body::Member(a) => differing_in(&w.members, a),
        Body::Company(a) => differing_in(&w.companies, a),
        Body::Contact(a) => differing_in(&w.contacts, a),
        Body::Task(a) => differing_in(&w.tasks, a),
        Body::Insight(a) => differing_in(&w.insights, a),
        Body::Rule(a) => differing_in(&w.rules, a),
        Body::Question(a) => differing_in(&w.questions, a),
        Body::Touchpoint(a) => differing_in(&w.touchpoints, a),
        Body::Hypothesis(a) => differing_in(&w.hypotheses, a),
        Body::Reach(a) => differing_in(&w.reach, a),
        Body::Import(a) => differing_in(&w.imports, a),
        Body::Workshop(a) => differing_in(&w.workshops, a),
        Body::Sticker(a) => differing_in(&w.stickers, a),
        Body::Meeting(a) => differing_in(&w.meetings, a),
        Body::Deal(action) => {
            let Some(deal) = w.deals.get(&action.id()) else { return Vec::new() };
            match action {
                DealAction::Create { .. } => Vec::new(),
                DealAction::Edit { set, .. } => differing_registers(deal, set),
                DealAction::Move { to, .. } if *to == deal.place => Vec::new(),
                DealAction::Move { .. } => vec![(PLACE.to_owned(), deal.meta.written(PLACE))],
                DealAction::Delete { .. } => differing_presence(&deal.meta, true),
                DealAction::Restore { .. } => differing_presence(&deal.meta, false),
            }
        }
        Body::Unknown(_) => Vec::new(),
    }
}

fn differing_in<R: Record>(records: &Table<R>, action: &Action<R::Id, R::Change>) -> Vec<(String, Option<Stamp>)>
where
    R::Id: Ord,
{
    let Some(record) = records.get(&action.id()) else { return Vec::new() };
    match action {
        Action::Create { .. } => Vec::new(),
        Action::Edit { set, .. } => differing_registers(record, set),
        Action::Delete { .. } => differing_presence(record.meta(), true),
        Action::Restore { .. } => differing_presence(record.meta(), false),
    }
}

fn differing_registers<R: Record>(record: &R, set: &[R::Change]) -> Vec<(String, Option<Stamp>)> {
    let differs = |change: &&R::Change| record.present(change) != **change;
    let register = |change: &R::Change| {
        let name = R::register(change);
        (name.clone().into_owned(), record.meta().written(&name))
    };
    set.iter().filter(differs).map(register).collect()
}

fn differing_presence(meta: &Meta, gone: bool) -> Vec<(String, Option<Stamp>)> {
    let is_so = meta.presence.map_or(!gone, |presence| presence.gone == gone);
    if is_so { Vec::new() } else { vec![(PRESENCE.to_owned(), meta.presence.map(|presence| presence.stamp))] }
}

/// Of `body` what came too late: the writes of the registers in `lost`.
pub fn lost_part(body: Body, lost: &[String]) -> Body {
    let mut form = form(&body);
    if let Some(set) = form.get_mut("set").and_then(Value::as_array_mut) {
        // Of a register with keys a change writes one, so its name is enough.
        let name = |register: &str| register.split('/').next().unwrap_or_default().to_owned();
        set.retain(|change| lost.iter().any(|register| change.get(name(register)).is_some()));
    }
    serde_json::from_str(&form.to_string()).unwrap_or(body)
}

/// The change that makes `body` hold after all when it is made `now`: a move
/// enters its stage anew.
pub fn again(body: Body, now: Timestamp) -> Body {
    match body {
        Body::Deal(DealAction::Move { id, to, entered, remark, .. }) => {
            DealAction::Move { id, to, entered: entered.map(|_| now), retract: None, remark }.into()
        }
        other => other,
    }
}

/// What a change asks for, part by part, without what stood there before.
pub fn asked(body: &Body) -> Vec<Deed> {
    match body {
        Body::Deal(DealAction::Move { to, .. }) => moved(None, to),
        body => deeds(body, None),
    }
}

impl Logged {
    /// What it did, part by part. Nothing for a card that was only put between
    /// others of its stage, and for a page of the agenda that was turned.
    pub fn deeds(&self) -> Vec<Deed> {
        let undo = self.replaced.undo.as_ref();
        match &self.operation.body {
            Body::Deal(DealAction::Move { to, .. }) => {
                let from = match undo {
                    Some(Body::Deal(DealAction::Move { to, .. })) => Some(to),
                    _ => None,
                };
                moved(from, to)
            }
            // Whoever leads a meeting turns its pages: nothing of which anybody wants to hear later.
            Body::Meeting(Action::Edit { set, .. }) if set.iter().all(|c| matches!(c, MeetingChange::At(_))) => {
                Vec::new()
            }
            body => deeds(body, undo),
        }
    }

    /// The change that takes it back now; `None` when nothing is known of what
    /// stood there. Of a move that others have followed only the stage entry is
    /// taken back: the deal stays where it is by now.
    pub fn undo(&self, now: &Workspace) -> Option<Body> {
        let undo = self.replaced.undo.clone()?;
        if let (Body::Deal(DealAction::Move { id, retract, .. }), Body::Deal(DealAction::Move { .. })) =
            (&undo, &self.operation.body)
        {
            let deal = now.deal(*id)?;
            if deal.meta.written(PLACE) != Some(self.operation.stamp) {
                let to = deal.place.clone();
                return retract.map(|stamp| {
                    DealAction::Move { id: *id, to, entered: None, retract: Some(stamp), remark: None }.into()
                });
            }
        }
        Some(undo)
    }

    /// Whether it is still in its time: see [`DAYS`].
    pub fn is_recent(&self, now: Timestamp) -> bool {
        now.since(self.operation.stamp.at()) <= DAYS * crate::clock::DAY
    }
}

fn moved(from: Option<&Place>, to: &Place) -> Vec<Deed> {
    let mut deeds = Vec::new();
    if from.is_none_or(|from| from.stage != to.stage) {
        let value = |place: &Place| Value::String(place.stage.to_string());
        deeds.push(Deed::Wrote { register: "stage".to_owned(), from: from.map(value), to: value(to) });
    }
    let reason = |place: &Place| place.loss.as_ref().map_or(Value::Null, |loss| Value::String(loss.reason.clone()));
    if from.map(reason).unwrap_or_default() != reason(to) {
        deeds.push(Deed::Wrote { register: "loss".to_owned(), from: from.map(reason), to: reason(to) });
    }
    deeds
}

fn deeds(body: &Body, undo: Option<&Body>) -> Vec<Deed> {
    let form = form(body);
    match form.get("do").and_then(Value::as_str) {
        // Over a record that was there it is an edit.
        Some("create") if undo.and_then(form_do).as_deref() != Some("edit") => vec![Deed::Created],
        Some("delete") => vec![Deed::Deleted],
        Some("restore") => vec![Deed::Restored],
        _ => wrote(&form, undo),
    }
}

fn wrote(form: &Value, undo: Option<&Body>) -> Vec<Deed> {
    let former = undo.map(self::form);
    let former = |register: &str| {
        let before = former.as_ref()?.get("set")?.as_array()?;
        before.iter().find_map(|change| change.get(register)).cloned()
    };
    let set = form.get("set").and_then(Value::as_array).into_iter().flatten();
    let changes = set.filter_map(Value::as_object).flatten();
    let deeds = changes.map(|(register, to)| {
        let from = former(register);
        Deed::Wrote { register: register.clone(), from, to: to.clone() }
    });
    deeds.filter(|deed| !matches!(deed, Deed::Wrote { from: Some(from), to, .. } if from == to)).collect()
}

/// A change as it is on the wire: there registers have names. By way of its text:
/// a second way to write each kind of change would make the program larger.
fn form(body: &Body) -> Value {
    serde_json::to_string(body).ok().and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default()
}

fn form_do(body: &Body) -> Option<String> {
    Some(form(body).get("do")?.as_str()?.to_owned())
}
