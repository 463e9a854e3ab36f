//! A person who was erased is taken out of what the device keeps beside the records:
//! out of accepted and of refused operations. What was done to their own record is not
//! kept at all; other operations lose the words that call them, as the server's history
//! does ([`privacy::scrub`]).

use crate::{
    accepted::{ACCEPTED, Accepted},
    cache::{CacheError, TRAY, parse},
    change::TrayRow,
    outbox::Place,
    platform::{Key, Transaction},
};
use serde_json::Value;
use smarketing_domain::{
    company::Contact,
    entity::EntityKey,
    ids::ContactId,
    operation::Operation,
    privacy::{self, Words},
};

/// A row of one of the stores.
struct Row {
    store: &'static str,
    place: Place,
    about: Option<EntityKey>,
    json: Value,
}

/// Takes a person out; `former` is their record as the device had it, if it did.
///
/// # Errors
/// When the transaction has ended.
pub async fn forget<T: Transaction>(tx: &T, person: ContactId, former: Option<&Contact>) -> Result<(), CacheError> {
    let (own, others): (Vec<_>, Vec<_>) = rows(tx).await?.into_iter().partition(|row| row.about == Some(person.into()));
    let mut words = former.map(Words::of).unwrap_or_default();
    for row in &own {
        // Also by a name that they had before.
        words.learn(&row.json);
        row.json.get("operation").into_iter().for_each(|operation| words.learn(operation));
        tx.delete(row.store, Key::Place(row.place))?;
    }
    for mut row in others {
        let mut changed = privacy::scrub(&mut row.json, person, &words);
        if let Some(operation) = row.json.get_mut("operation") {
            changed |= privacy::scrub(operation, person, &words);
        }
        if let Some(subject) = row.json.get_mut("subject")
            && let Some(scrubbed) = subject.as_str().and_then(|text| words.scrub(text))
        {
            *subject = Value::String(scrubbed);
            changed = true;
        }
        if changed {
            tx.put(row.store, Key::Place(row.place), &row.json.to_string())?;
        }
    }
    Ok(())
}

/// The people whose own records these operations are about.
///
/// # Errors
/// When the transaction has ended.
pub async fn people<T: Transaction>(tx: &T) -> Result<Vec<ContactId>, CacheError> {
    let mut people: Vec<_> = rows(tx)
        .await?
        .iter()
        .filter_map(|row| match row.about {
            Some(EntityKey::Contact(person)) => Some(person),
            _ => None,
        })
        .collect();
    people.sort_unstable();
    people.dedup();
    Ok(people)
}

async fn rows<T: Transaction>(tx: &T) -> Result<Vec<Row>, CacheError> {
    let accepted = tx.all(ACCEPTED).await?;
    let refused = tx.all(TRAY).await?;
    let accepted = accepted.iter().filter_map(|json| {
        let Accepted { operation, .. } = parse(json)?;
        row(ACCEPTED, &operation, json)
    });
    let refused = refused.iter().filter_map(|json| {
        let TrayRow { operation, .. } = parse(json)?;
        row(TRAY, &operation, json)
    });
    Ok(accepted.chain(refused).collect())
}

fn row(store: &'static str, operation: &Operation, json: &str) -> Option<Row> {
    let place = (operation.stamp.client, operation.number);
    Some(Row { store, place, about: operation.body.key(), json: parse(json)? })
}
