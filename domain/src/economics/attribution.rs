//! Which channels brought a deal, and how much of it each.
//!
//! - A deal was **touched** by the channels of its touchpoints, and of those of its
//!   contacts that name no deal, up to the moment when it was won. Touchpoints
//!   without a channel or a moment say nothing here.
//! - Where there are none, the deal's own channel is its only touch.
//! - Channels are the same whatever their capitals and the blanks around.

use super::share::{MOST, Share};
use crate::{
    clock::Timestamp,
    deal::Deal,
    ids::{ContactId, DealId, TouchpointId},
    sort,
    workspace::Workspace,
};
use std::collections::BTreeMap;

/// To whom a deal is credited.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Model {
    /// Whole to the channel that touched it first.
    #[default]
    First,
    /// Whole to the channel that touched it last before it was won.
    Last,
    /// In equal parts to all channels that touched it, each once. Of more than
    /// [`MOST`] the first ones share it.
    Even,
}

impl Model {
    /// All of them, in the order they are offered.
    pub const ALL: [Model; 3] = [Self::First, Self::Last, Self::Even];
}

/// Where a deal came from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Source {
    /// A channel, as [`key`] writes it.
    Channel(String),
    /// Nobody noted it.
    NotNoted,
}

impl Source {
    /// The source of this name; of a blank one nothing is noted.
    pub fn named(channel: &str) -> Self {
        let key = key(channel);
        if key.is_empty() { Self::NotNoted } else { Self::Channel(key) }
    }
}

/// A channel's name for comparing.
pub fn key(channel: &str) -> String {
    channel.trim().to_lowercase()
}

/// One encounter: when, which record, and the channel's name.
type Touch<'a> = (Timestamp, TouchpointId, &'a str);

/// The touchpoints of a workspace, by whom they touched.
pub(super) struct Touches<'a> {
    of_deal: BTreeMap<DealId, Vec<Touch<'a>>>,
    of_contact: BTreeMap<ContactId, Vec<Touch<'a>>>,
}

impl<'a> Touches<'a> {
    pub(super) fn of(workspace: &'a Workspace) -> Self {
        let mut touches = Self { of_deal: BTreeMap::new(), of_contact: BTreeMap::new() };
        for touch in workspace.touchpoints.values().filter(|t| t.meta.is_alive() && !t.channel.trim().is_empty()) {
            let Some(at) = touch.at else { continue };
            let touched = (at, touch.id, touch.channel.as_str());
            match (touch.deal, touch.contact) {
                (Some(deal), _) => touches.of_deal.entry(deal).or_default().push(touched),
                (None, Some(contact)) => touches.of_contact.entry(contact).or_default().push(touched),
                (None, None) => {}
            }
        }
        touches
    }

    /// Who gets how much of a deal that was won then; `None` of one that was not,
    /// or nobody knows when. The parts make one whole.
    pub(super) fn credit(&self, deal: &'a Deal, won: Option<Timestamp>, model: Model) -> Vec<(&'a str, Share)> {
        let own = self.of_deal.get(&deal.id).into_iter();
        let theirs = deal.contacts.iter().filter_map(|id| self.of_contact.get(id));
        let in_time = |touch: &Touch<'a>| won.is_none_or(|won| touch.0 <= won);
        let mut touches: Vec<Touch<'a>> = own.chain(theirs).flatten().copied().filter(in_time).collect();
        sort::sort_by_key(&mut touches, |(at, id, _)| (*at, *id));
        let touched = touches.into_iter().map(|(_, _, channel)| channel);
        let mut channels: Vec<&'a str> = touched.collect();
        if channels.is_empty() {
            channels.push(&deal.channel);
        }
        divided(&channels, model)
    }
}

/// Divides one deal among the channels that touched it, in the order they did.
fn divided<'a>(channels: &[&'a str], model: Model) -> Vec<(&'a str, Share)> {
    let whole = |channel: Option<&&'a str>| channel.map(|channel| (*channel, Share::WHOLE)).into_iter().collect();
    match model {
        Model::First => whole(channels.first()),
        Model::Last => whole(channels.last()),
        Model::Even => {
            let mut distinct: Vec<&'a str> = Vec::new();
            for channel in channels {
                if distinct.len() < MOST && !distinct.iter().any(|known| key(known) == key(channel)) {
                    distinct.push(channel);
                }
            }
            let part = Share::among(distinct.len());
            distinct.into_iter().map(|channel| (channel, part)).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_model_credits_whom_it_names() {
        let touched = ["Search", "Fair", " search ", "Friends"];
        assert_eq!(divided(&touched, Model::First), [("Search", Share::WHOLE)]);
        assert_eq!(divided(&touched, Model::Last), [("Friends", Share::WHOLE)]);
        let third = Share::among(3);
        assert_eq!(divided(&touched, Model::Even), [("Search", third), ("Fair", third), ("Friends", third)]);
    }

    #[test]
    fn of_very_many_channels_the_first_ones_share() {
        let names: Vec<String> = (0..40).map(|n| format!("Channel {n}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let shares = divided(&names, Model::Even);
        assert_eq!((shares.len(), shares.iter().map(|(_, share)| *share).sum()), (MOST, Share::WHOLE));
    }
}
