//! What channels brought and cost.

use super::{IntakeFault, ROWS_MAX, within};
use crate::{
    ids::ReachId,
    money::Currency,
    operation::{Action, Body, LINE_MAX, MONEY_MAX},
    reach::ReachChange,
    workspace::Workspace,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Largest count of one day.
const COUNT_MAX: u64 = 1_000_000_000_000;

/// `POST /api/intake/reach`: what channels brought and cost.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ReachRows {
    /// The request's name, where there is no `Idempotency-Key`.
    pub id: Option<String>,
    /// The currency of the spend; otherwise the workspace's.
    pub currency: Option<Currency>,
    /// One for each channel and day.
    pub rows: Vec<ReachRow>,
}

/// One channel on one day. What is left out stays as it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReachRow {
    /// As channels are called in the workspace.
    pub channel: String,
    /// The calendar day.
    pub day: NaiveDate,
    /// How often we were seen.
    #[serde(default)]
    pub impressions: Option<u64>,
    /// How often somebody came.
    #[serde(default)]
    pub visits: Option<u64>,
    /// Spend in minor units (cents).
    #[serde(default)]
    pub spend_minor: Option<i64>,
}

impl ReachRows {
    /// Without blanks around its texts, and sound.
    ///
    /// # Errors
    /// What is wrong first.
    pub fn check(mut self) -> Result<Self, IntakeFault> {
        if self.rows.is_empty() || self.rows.len() > ROWS_MAX {
            return Err(IntakeFault::Rows);
        }
        for row in &mut self.rows {
            row.channel = row.channel.trim().to_owned();
            if row.channel.is_empty() {
                return Err(IntakeFault::ChannelMissing);
            }
            if !within(&row.channel, LINE_MAX) {
                return Err(IntakeFault::TooLong("channel"));
            }
            let counts = [row.impressions, row.visits].into_iter().flatten().all(|count| count <= COUNT_MAX);
            if !counts || !row.spend_minor.is_none_or(|minor| (0..=MONEY_MAX).contains(&minor)) {
                return Err(IntakeFault::OutOfRange);
            }
        }
        Ok(self)
    }

    /// The changes that make it so: a row of a channel and day is written over,
    /// or made with the id that `id_of` names.
    ///
    /// # Errors
    /// When the spend is in another currency.
    pub fn bodies(&self, w: &Workspace, id_of: impl Fn(&str, NaiveDate) -> ReachId) -> Result<Vec<Body>, IntakeFault> {
        if self.currency.is_some_and(|currency| currency != w.currency()) {
            return Err(IntakeFault::WrongCurrency);
        }
        let key = |channel: &str, day| (channel.trim().to_lowercase(), day);
        let alive = w.reach.values().filter(|row| row.meta.is_alive());
        let mut known: BTreeMap<_, ReachId> = alive.map(|row| (key(&row.channel, row.day), row.id)).collect();
        let mut bodies = Vec::with_capacity(self.rows.len());
        for row in &self.rows {
            let numbers = [
                row.impressions.map(ReachChange::Impressions),
                row.visits.map(ReachChange::Visits),
                row.spend_minor.map(ReachChange::SpendMinor),
            ];
            let numbers = numbers.into_iter().flatten();
            let place = key(&row.channel, Some(row.day));
            if let Some(id) = known.get(&place) {
                bodies.push(Action::Edit { id: *id, set: numbers.collect() }.into());
                continue;
            }
            let id = id_of(&place.0, row.day);
            known.insert(place, id);
            let mut set = vec![ReachChange::Channel(row.channel.clone()), ReachChange::Day(Some(row.day))];
            set.extend(numbers);
            // One that was deleted comes back with what is known now.
            if w.reach.get(&id).is_some_and(|row| row.meta.is_deleted()) {
                bodies.push(Action::Restore { id }.into());
            }
            bodies.push(Action::Create { id, set }.into());
        }
        Ok(bodies)
    }
}
