//! What was changed, in words.

use crate::{components::phase_name, state::State, words::Words};
use serde_json::Value;
use smarketing_domain::{
    clock::Timestamp,
    deal::{DealKind, Worth},
    entity::EntityKey,
    history::Deed,
    workshop::Phase,
    workspace::Workspace,
};
use smarketing_locales::t_string;

/// The longest value that is shown, in characters.
const LONGEST: usize = 140;

/// A deed in a line: `Title: Chair → Table`.
pub fn deed_words(words: Words, state: State, key: Option<EntityKey>, deed: &Deed) -> String {
    let i18n = words.i18n;
    match deed {
        Deed::Created => t_string!(i18n, history.created).to_owned(),
        Deed::Deleted => t_string!(i18n, history.deleted).to_owned(),
        Deed::Restored => t_string!(i18n, history.restored).to_owned(),
        Deed::Wrote { register, from, to } => {
            let name = register_name(words, register);
            let say = |value: &Value| value_words(words, state, key, register, value);
            match (from.as_ref().map(say), say(to)) {
                // What has no short form has only changed.
                (_, None) => format!("{name}: {}", t_string!(i18n, history.changed)),
                (Some(Some(from)), Some(to)) => format!("{name}: {from} → {to}"),
                (_, Some(to)) => format!("{name}: {to}"),
            }
        }
    }
}

/// A value in words; `None` for one that is too much for a line.
pub fn value_words(
    words: Words,
    state: State,
    key: Option<EntityKey>,
    register: &str,
    value: &Value,
) -> Option<String> {
    let i18n = words.i18n;
    let nothing = || t_string!(i18n, history.empty_value).to_owned();
    let text = match (register, value) {
        ("worth", value) => worth(words, value),
        ("kind", Value::String(_)) if matches!(key, Some(EntityKey::Deal(_))) => {
            words.deal_kind(serde_json::from_value::<DealKind>(value.clone()).ok()?).to_owned()
        }
        ("team", Value::String(team)) => team_words(words, team).to_owned(),
        ("cost", Value::Object(_)) => cost(words, value),
        ("evidence", Value::Array(links)) => state.read(|w| evidence(words, w, links)),
        // A member's own vote on a hypothesis; those on an insight are a list.
        ("votes", Value::Object(votes)) => vote(words, votes.values().next()?),
        // One shared view: what it is called.
        ("views", Value::Object(views)) => views.values().next()?.get("name")?.as_str()?.to_owned(),
        ("phase", Value::String(_)) => {
            phase_name(words, serde_json::from_value::<Phase>(value.clone()).ok()?).to_owned()
        }
        ("spend_minor", Value::Number(n)) => words.money(n.as_i64()?),
        ("done" | "started" | "at", Value::Number(n)) => words.date_time(Timestamp(n.as_i64()?)),
        ("contacts", Value::Array(ids)) => {
            let name = |id: &Value| state.read(|w| name_of(w, "contacts", id.as_str()?));
            ids.iter().filter_map(name).collect::<Vec<_>>().join(", ")
        }
        ("due" | "expected_close" | "since" | "day", Value::String(day)) => words.date(day.parse().ok()?),
        (_, Value::String(text)) => {
            let name = state.read(|w| name_of(w, register, text));
            name.unwrap_or_else(|| text.chars().take(LONGEST).collect())
        }
        (_, Value::Bool(true)) => t_string!(i18n, history.yes).to_owned(),
        (_, Value::Bool(false)) => t_string!(i18n, history.no).to_owned(),
        (_, Value::Number(n)) => n.to_string(),
        (_, Value::Null) => String::new(),
        (_, Value::Array(_) | Value::Object(_)) => return None,
    };
    Some(if text.is_empty() { nothing() } else { text })
}

fn worth(words: Words, value: &Value) -> String {
    let worth: Worth = serde_json::from_value(value.clone()).unwrap_or_default();
    let once = worth.once.map(|money| words.money(money.minor));
    let monthly =
        worth.monthly.map(|money| t_string!(words.i18n, history.monthly, money = words.money(money.minor)).to_string());
    once.into_iter().chain(monthly).collect::<Vec<_>>().join(" + ")
}

fn team_words(words: Words, team: &str) -> &str {
    let i18n = words.i18n;
    match team {
        "marketing" => t_string!(i18n, common.marketing),
        "sales" => t_string!(i18n, common.sales),
        "management" => t_string!(i18n, common.management),
        "both" => t_string!(i18n, write.both),
        other => other,
    }
}

/// As it is on the wire, as the two below: to read their types once more would make the
/// program larger.
fn cost(words: Words, cost: &Value) -> String {
    let money = cost.get("spend_minor").and_then(Value::as_i64).filter(|minor| *minor > 0);
    let halves = cost.get("half_days").and_then(Value::as_u64).filter(|halves| *halves > 0);
    let work = halves.map(|n| t_string!(words.i18n, write.work, n = words.exact(n as f64 / 2.0)).to_string());
    money.map(|minor| words.money(minor)).into_iter().chain(work).collect::<Vec<_>>().join(" + ")
}

/// What was linked, each in a few words.
fn evidence(words: Words, w: &Workspace, links: &[Value]) -> String {
    let said = |link: &Value| {
        if let Some(id) = link.get("insight").and_then(Value::as_str) {
            return name_of(w, "insight", id);
        }
        let number = link.get("number")?;
        let stage = |end: &str| name_of(w, "stage", number.get(end)?.as_str()?);
        let count = |of: &str| number.get(of).and_then(Value::as_u64).unwrap_or_default();
        let (converted, entered) = (words.number(count("converted")), words.number(count("entered")));
        Some(format!("{} → {}: {converted}/{entered}", stage("from")?, stage("to")?))
    };
    links.iter().filter_map(said).collect::<Vec<_>>().join(", ").chars().take(LONGEST).collect()
}

fn vote(words: Words, vote: &Value) -> String {
    let mark = |name: &str| vote.get(name).and_then(Value::as_u64).map(|mark| words.number(mark));
    match (mark("impact"), mark("confidence"), mark("ease")) {
        (Some(impact), Some(confidence), Some(ease)) => {
            t_string!(words.i18n, write.marks, impact = impact, confidence = confidence, ease = ease).to_string()
        }
        _ => t_string!(words.i18n, write.no_vote).to_owned(),
    }
}

/// What the record is called that a register refers to.
fn name_of(w: &Workspace, register: &str, id: &str) -> Option<String> {
    match register {
        "company" => w.companies.get(&id.parse().ok()?).map(|r| r.name.clone()),
        "contacts" => w.contacts.get(&id.parse().ok()?).map(|r| r.name.clone()),
        "owner" | "assignee" => w.members.get(&id.parse().ok()?).map(|r| r.name.clone()),
        "deal" | "grew_from" => w.deals.get(&id.parse().ok()?).map(|r| r.title.clone()),
        "stage" => w.stages.get(&id.parse().ok()?).map(|r| r.name.clone()),
        "insight" => w.insights.get(&id.parse().ok()?).map(|r| r.text.clone()),
        "workshop" => w.workshops.get(&id.parse().ok()?).map(|r| r.title.clone()),
        "on" | "across" | "origin" => w.stickers.get(&id.parse().ok()?).map(|r| r.text.clone()),
        "import" => w.imports.get(&id.parse().ok()?).map(|r| r.file.clone()),
        _ => None,
    }
}

macro_rules! by_name {
    ($words:expr, $name:expr, $($known:ident $key:ident,)*) => {
        match $name {
            $(stringify!($known) => t_string!($words.i18n, history.$key),)*
            other => other,
        }
    };
}

/// What a kind of records is called; its own name for one that this version does not know.
pub fn kind_name(words: Words, kind: &str) -> &str {
    by_name! { words, kind,
        settings k_settings, stage k_stage, member k_member, company k_company, contact k_contact, deal k_deal,
        task k_task, insight k_insight, hypothesis k_hypothesis, reach k_reach, import k_import, workshop k_workshop,
        sticker k_sticker, meeting k_meeting,
    }
}

/// What a register is called; its own name for one that this version does not know.
pub fn register_name(words: Words, register: &str) -> &str {
    by_name! { words, register,
        text r_text, kind r_kind, deal r_deal, company r_company, votes r_votes, name r_name, section r_section,
        role r_role, team r_team, rank r_rank, probability r_probability, rot_days r_rot_days, target r_target, required r_required, retired r_retired,
        fields r_fields, email r_email, phone r_phone, position r_position, basis r_basis, source r_source,
        since r_since, channel r_channel, day r_day, impressions r_impressions, visits r_visits,
        spend_minor r_spend_minor, file r_file, at r_at, deals r_deals, refused r_refused, undone r_undone,
        title r_title, saw r_saw, believe r_believe, segment r_segment, metric r_metric, plan r_plan,
        standing r_standing, arms r_arms, started r_started, decision r_decision, play r_play, evidence r_evidence, cost r_cost, currency r_currency,
        language r_language, visibility r_visibility, response_hours r_response_hours, calendar r_calendar, zone r_zone, won_plan r_won_plan, views r_views, contacts r_contacts,
        worth r_worth, owner r_owner, expected_close r_expected_close, grew_from r_grew_from, import r_import,
        assignee r_assignee, due r_due, done r_done, signs_in r_signs_in, stage r_stage, loss r_loss,
        workshop r_workshop, phase r_phase, on r_on, across r_across, origin r_origin, ended r_ended,
        amended r_amended, registered r_registered, design r_design, days r_days,
        continued r_continued,
    }
}
