//! What was changed, in words.

use crate::{state::State, words::Words};
use serde_json::Value;
use smarketing_domain::{
    clock::Timestamp,
    deal::{DealKind, Worth},
    entity::EntityKey,
    history::Deed,
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

/// What the record is called that a register refers to.
fn name_of(w: &Workspace, register: &str, id: &str) -> Option<String> {
    match register {
        "company" => w.companies.get(&id.parse().ok()?).map(|r| r.name.clone()),
        "contacts" => w.contacts.get(&id.parse().ok()?).map(|r| r.name.clone()),
        "owner" | "assignee" => w.members.get(&id.parse().ok()?).map(|r| r.name.clone()),
        "deal" | "grew_from" => w.deals.get(&id.parse().ok()?).map(|r| r.title.clone()),
        "stage" => w.stages.get(&id.parse().ok()?).map(|r| r.name.clone()),
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
        task k_task, insight k_insight, hypothesis k_hypothesis, reach k_reach, import k_import,
    }
}

fn register_name(words: Words, register: &str) -> &str {
    by_name! { words, register,
        text r_text, kind r_kind, deal r_deal, company r_company, votes r_votes, name r_name, section r_section,
        role r_role, team r_team, rank r_rank, probability r_probability, rot_days r_rot_days, target r_target, required r_required, retired r_retired,
        fields r_fields, email r_email, phone r_phone, position r_position, basis r_basis, source r_source,
        since r_since, channel r_channel, day r_day, impressions r_impressions, visits r_visits,
        spend_minor r_spend_minor, file r_file, at r_at, deals r_deals, refused r_refused, undone r_undone,
        title r_title, saw r_saw, believe r_believe, segment r_segment, metric r_metric, plan r_plan,
        standing r_standing, arms r_arms, started r_started, decision r_decision, play r_play, currency r_currency,
        language r_language, visibility r_visibility, response_hours r_response_hours, calendar r_calendar, zone r_zone, won_plan r_won_plan, contacts r_contacts,
        worth r_worth, owner r_owner, expected_close r_expected_close, grew_from r_grew_from, import r_import,
        assignee r_assignee, due r_due, done r_done, signs_in r_signs_in, stage r_stage, loss r_loss,
    }
}
