//! Leads whose score reaches the threshold are offered to sales: by the server,
//! right after the change that brought them there. So it happens once, whoever
//! made the change, and for leads that come from outside, too.

use super::{Batch, PushError, Room};
use smarketing_domain::{
    clock::{Clock, Timestamp},
    deal::Deal,
    entity::EntityKey,
    ids::{ClientId, DealId, MemberId},
    operation::{Authority, Body, Operation},
    score::Offers,
    stage::{Section, Stage, StageRole},
    workspace::Workspace,
};
use std::collections::BTreeSet;
use uuid::Uuid;

impl Room {
    /// Offers what has become due by the changes since this was asked last, and
    /// takes back what other rules offer no more.
    ///
    /// # Errors
    /// When the database failed. The changes themselves stand; what is due is
    /// found again with the next change in this workspace.
    pub async fn offer(&mut self, now: Timestamp) -> Result<(), PushError> {
        // What is in memory may not have come to be: it is looked at when it is read anew.
        if self.stale {
            return Ok(());
        }
        let touched = std::mem::take(&mut self.touched);
        if bodies(&self.workspace, &touched, now).is_empty() {
            return Ok(());
        }
        let offered = self.execute_with(|w| batch(bodies(w, &touched, now), now)).await;
        if offered.is_err() {
            self.touched.extend(touched);
        }
        offered.map(drop)
    }
}

fn batch(bodies: Vec<Body>, now: Timestamp) -> Batch {
    let client = ClientId(Uuid::new_v4().as_u64_pair().1);
    let mut clock = Clock::new(client);
    let operation = |(number, body)| Operation { number, stamp: clock.tick(now), author: MemberId::default(), body };
    let operations = (1..).zip(bodies).map(operation).collect();
    Batch { client, authority: Authority::Server, operations, gaps: false, seen: u64::MAX, now }
}

/// The changes that offer what is due among the touched leads; of all leads when
/// the rules themselves were touched.
fn bodies(w: &Workspace, touched: &BTreeSet<EntityKey>, now: Timestamp) -> Vec<Body> {
    let threshold_is_set = w.own().is_some_and(|own| own.offer_from.is_some());
    if touched.is_empty() || !threshold_is_set {
        return Vec::new();
    }
    let by_rules = touched.iter().any(|key| matches!(key, EntityKey::Rule(_) | EntityKey::Settings(_)));
    let leads: Vec<&Deal> = match by_rules {
        true => w.living_deals().collect(),
        false => theirs(w, touched).into_iter().filter_map(|id| w.deal(id)).filter(|deal| waits(w, deal)).collect(),
    };
    // Going over all rules and encounters is for those who may be offered.
    if leads.is_empty() {
        return Vec::new();
    }
    let Some(offers) = Offers::new(w, now) else { return Vec::new() };
    let mut bodies = Vec::new();
    for deal in leads {
        if let Some(score) = offers.due(deal) {
            bodies.push(offers.offer(deal.id, &score, now));
        } else if by_rules && offers.undue(deal) {
            bodies.extend(offers.withdraw(deal, now));
        }
    }
    bodies
}

/// The deals that the touched records are about.
fn theirs(w: &Workspace, touched: &BTreeSet<EntityKey>) -> BTreeSet<DealId> {
    let mut deals = BTreeSet::new();
    for key in touched {
        match key {
            EntityKey::Deal(id) => {
                deals.insert(*id);
            }
            EntityKey::Touchpoint(id) => {
                let Some(touch) = w.touchpoints.get(id) else { continue };
                deals.extend(touch.deal);
                if let Some(contact) = touch.contact {
                    deals.extend(w.living_deals().filter(|d| d.contacts.contains(&contact)).map(|d| d.id));
                }
            }
            _ => {}
        }
    }
    deals
}

fn waits(w: &Workspace, deal: &Deal) -> bool {
    let in_marketing = |stage: &Stage| stage.section == Section::Marketing && stage.role == StageRole::Open;
    w.stages.get(&deal.place.stage).is_some_and(in_marketing)
}
