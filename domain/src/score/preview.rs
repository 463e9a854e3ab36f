//! What a change of the rules would do, before it is made.

use super::{offer::Offers, points::Scorer, rule::Rule};
use crate::{clock::Timestamp, ids::DealId, workspace::Workspace};

/// Whom other rules would offer, and whom they would withdraw.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Preview {
    /// Leads that would be offered now and are not.
    pub offered: Vec<DealId>,
    /// Leads that the rules have offered and would not any more.
    pub withdrawn: Vec<DealId>,
}

/// What `rules` with this threshold would do at `now`. Rules that are paused or
/// deleted count for nothing.
pub fn preview(workspace: &Workspace, rules: &[Rule], threshold: i32, now: Timestamp) -> Preview {
    let active = rules.iter().filter(|rule| rule.is_active()).collect();
    let Some(offers) = Offers::by(workspace, Scorer::by(workspace, active, now), threshold) else {
        return Preview::default();
    };
    let mut preview = Preview::default();
    for deal in workspace.living_deals() {
        if offers.due(deal).is_some() {
            preview.offered.push(deal.id);
        } else if offers.undue(deal) {
            preview.withdrawn.push(deal.id);
        }
    }
    preview
}
