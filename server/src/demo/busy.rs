//! What many people do all day: small changes to deals that are there. For measuring
//! how a workspace with a long log behaves; the demo itself tells a story instead.

use super::random::Random;
use smarketing_domain::{
    deal::{Deal, DealChange, Place, Worth},
    money::Money,
    operation::{Body, DealAction},
    rank::Rank,
    workspace::Workspace,
};

/// Such changes, one after another.
pub struct Busy(Random);

impl Busy {
    /// The same for the same seed.
    pub fn new(seed: u64) -> Self {
        Self(Random::stream(seed, "busy"))
    }

    /// The next `count` changes of a workspace as it is now.
    pub fn changes(&mut self, workspace: &Workspace, count: usize) -> Vec<Body> {
        let deals: Vec<&Deal> = workspace.living_deals().collect();
        if deals.is_empty() {
            return Vec::new();
        }
        let mut changes = Vec::with_capacity(count);
        for _ in 0..count {
            let deal = self.0.pick(&deals);
            changes.push(self.change(workspace, deal).into());
        }
        changes
    }

    fn change(&mut self, workspace: &Workspace, deal: &Deal) -> DealAction {
        let id = deal.id;
        let set = match self.0.below(10) {
            0..3 => {
                // Another place in its column.
                let rank = Rank::between(Some(&deal.place.rank), None);
                let to = Place { rank, ..deal.place.clone() };
                return DealAction::Move { id, to, entered: None, retract: None, remark: None };
            }
            3..6 => {
                let once = Money { minor: self.0.between(500, 50_000) * 100, currency: workspace.currency() };
                DealChange::Worth(Worth { once: Some(once), ..deal.worth })
            }
            6..8 => DealChange::Title(format!("Order {}", self.0.between(1, 99_999))),
            _ => DealChange::Rating(u8::try_from(self.0.between(1, 5)).ok()),
        };
        DealAction::Edit { id, set: vec![set] }
    }
}
