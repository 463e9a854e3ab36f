//! The board in swim lanes: the deals of each owner, channel or segment in a band
//! of their own, over the same columns. A deal stands in exactly one lane.

use crate::{
    board::Total,
    cohort::group::{Dimension, Key},
    deal::{Deal, DealChange},
    ids::DealId,
    operation::{Body, DealAction},
    sort,
    workspace::Workspace,
};
use std::collections::BTreeMap;

/// By what the board is divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lanes {
    /// Who looks after the deals.
    Owner,
    /// What brought them.
    Channel,
    /// Their segment: the fact of that name, or else how they came about.
    Segment,
}

impl Lanes {
    /// All of them, in the order they are offered.
    pub const ALL: [Lanes; 3] = [Self::Owner, Self::Channel, Self::Segment];

    /// Its name in an address.
    pub fn name(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Channel => "channel",
            Self::Segment => "segment",
        }
    }

    /// By its name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lanes| lanes.name() == name)
    }

    /// What divides this workspace's deals.
    pub fn dimension(self, workspace: &Workspace) -> Dimension {
        match self {
            Self::Owner => Dimension::Owner,
            Self::Channel => Dimension::Channel,
            Self::Segment => Dimension::named(workspace, self.name()).unwrap_or(Dimension::Kind),
        }
    }

    /// The change that brings a deal into the lane `to`; `None` where that is no
    /// choice of anybody's: what brought a customer is a fact, not a place.
    pub fn bring(self, deal: &Deal, to: &Key) -> Option<Body> {
        let owner = match (self, to) {
            (Self::Owner, Key::Owner(member)) => Some(*member),
            (Self::Owner, Key::NotSet) => None,
            _ => return None,
        };
        let set = vec![DealChange::Owner(owner)];
        (deal.owner != owner).then(|| DealAction::Edit { id: deal.id, set }.into())
    }

    /// The changes that bring several deals there; those that are there already have none.
    pub fn bring_all(self, workspace: &Workspace, deals: &[DealId], to: &Key) -> Vec<Body> {
        deals.iter().filter_map(|id| self.bring(workspace.deal(*id)?, to)).collect()
    }
}

/// The lane of a deal.
pub fn lane(by: &Dimension, deal: &Deal) -> Key {
    let text = |text: &str| if text.trim().is_empty() { Key::NotSet } else { Key::Text(text.to_owned()) };
    match by {
        Dimension::Owner => deal.owner.map_or(Key::NotSet, Key::Owner),
        Dimension::Channel => text(&deal.channel),
        Dimension::Kind => Key::Kind(deal.kind),
        Dimension::Field(name) => text(deal.fields.get(name).map_or("", String::as_str)),
        // A month is a matter of a cohort.
        Dimension::Month => Key::NotSet,
    }
}

/// One lane's deals of one column.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cell {
    /// In the column's order.
    pub deals: Vec<DealId>,
    /// Over all of them.
    pub total: Total,
}

/// A column's deals by their lanes.
pub fn split(workspace: &Workspace, by: &Dimension, column: &[DealId]) -> BTreeMap<Key, Cell> {
    let mut cells: BTreeMap<Key, Cell> = BTreeMap::new();
    for deal in column.iter().filter_map(|id| workspace.deal(*id)) {
        let cell = cells.entry(lane(by, deal)).or_default();
        cell.deals.push(deal.id);
        cell.total.add(deal);
    }
    cells
}

/// Lanes as people look for them: by their names, kinds as they are told, what is
/// not set last.
pub fn in_order(workspace: &Workspace, lanes: &mut [Key]) {
    sort::sort_by_key(lanes, |key| {
        let is_kind = matches!(key, Key::Kind(_));
        let name = key.name(workspace).filter(|_| !is_kind).map(|name| name.to_lowercase());
        (*key == Key::NotSet, name, key.clone())
    });
}
