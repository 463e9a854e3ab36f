//! What channels cost and what they brought.
//!
//! Definitions (those of [`crate::hourglass`], with money):
//!
//! - **Spend** of a period is what is noted for its days. Where no day is noted,
//!   it is unknown, which is not zero.
//! - **Leads** of a period are the deals whose path began in it; further purchases
//!   of a customer are none, for nobody had to be found. **Accepted** are those that
//!   came to a stage of sales (the one where leads are offered does not count) or
//!   further, **customers** those that came to the won stage: up to now, whenever
//!   that was. **Open** are those that are neither customers nor lost.
//! - So the spend of a period is set against what came of the leads of that period.
//!   While leads are open, a customer of a young period looks dearer than it will be.
//! - [`attribution`] says which channels brought a lead. The parts of all channels
//!   make the whole exactly.
//! - **Won** is the value of the customers' first deals, paid once; **monthly** what
//!   they pay every month. What they buy later is not in it.
//! - A **filter** narrows the leads. Spend is noted by channel and day: with a filter by
//!   channel only that channel's counts, and with any other it is unknown what of
//!   it went to those leads.
//! - In total, all spend is divided by all leads, those of channels without spend
//!   and those of unknown origin included (a *blended* cost).

pub mod attribution;
pub mod compare;
pub mod cost;
pub mod ledger;
pub mod share;
pub mod upload;

pub use attribution::{Model, Source};
pub use cost::{Cost, FEW, Margin, Payback};
pub use ledger::{Ledger, Measure};
pub use share::{Amount, Share};

use crate::{
    clock::Timestamp,
    deal::Deal,
    filter::Filter,
    hourglass::Period,
    ids::DealId,
    path::Path,
    sort,
    stage::{Section, StageRole},
    workspace::Workspace,
    zone::midnight,
};
use attribution::Touches;
use std::{cmp::Reverse, collections::BTreeMap};

/// Which leads a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// All of them.
    Leads,
    /// Accepted by sales.
    Accepted,
    /// Won.
    Customers,
    /// Neither won nor lost yet.
    Open,
}

/// A channel, or all of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Line {
    /// Which; `None` of all of them.
    pub source: Option<Source>,
    /// As people write it; empty of all, and of what is not noted.
    pub name: String,
    /// How often it was seen.
    pub impressions: u64,
    /// How often somebody came by it.
    pub visits: u64,
    /// In minor units; `None` where nothing is noted.
    pub spend_minor: Option<i64>,
    /// See [`Part::Leads`].
    pub leads: Share,
    /// See [`Part::Accepted`].
    pub accepted: Share,
    /// See [`Part::Customers`].
    pub customers: Share,
    /// See [`Part::Open`].
    pub open: Share,
    /// Customers of whom no value is noted: they count as nothing in the money.
    pub unvalued: Share,
    /// What customers paid once.
    pub won: Amount,
    /// What customers pay a month.
    pub monthly: Amount,
}

/// All channels of a period.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Economics {
    /// Those with leads, reach or spend: the dearest first, unknown origin last.
    pub lines: Vec<Line>,
    /// All of them together.
    pub total: Line,
}

/// A lead, and how far it came.
struct Lead<'a> {
    deal: &'a Deal,
    is_accepted: bool,
    is_won: bool,
    is_open: bool,
    won_at: Option<Timestamp>,
}

impl Lead<'_> {
    fn is(&self, part: Part) -> bool {
        match part {
            Part::Leads => true,
            Part::Accepted => self.is_accepted,
            Part::Customers => self.is_won,
            Part::Open => self.is_open,
        }
    }
}

impl Line {
    /// Adds so much of a lead.
    fn add(&mut self, lead: &Lead<'_>, share: Share) {
        let part = |of: Part| if lead.is(of) { share } else { Share::default() };
        self.leads += part(Part::Leads);
        self.accepted += part(Part::Accepted);
        self.customers += part(Part::Customers);
        self.open += part(Part::Open);
        let worth = lead.deal.worth;
        if lead.is_won {
            self.won += Amount::of(lead.deal.value_minor(), share);
            self.monthly += Amount::of(worth.monthly.map_or(0, |money| money.minor), share);
            if worth.once.or(worth.monthly).is_none() {
                self.unvalued += share;
            }
        }
    }

    /// How many a number counts.
    pub fn count(&self, part: Part) -> Share {
        match part {
            Part::Leads => self.leads,
            Part::Accepted => self.accepted,
            Part::Customers => self.customers,
            Part::Open => self.open,
        }
    }
}

/// Whether spend can be told of the leads that a filter lets through.
pub fn has_spend_of_its_own(filter: &Filter) -> bool {
    *filter == Filter { channel: filter.channel.clone(), ..Filter::default() }
}

/// What channels cost in `period` and what came of those of its leads that `filter` lets
/// through, credited by `model`.
pub fn economics(workspace: &Workspace, filter: &Filter, period: Option<Period>, model: Model) -> Economics {
    let touches = Touches::of(workspace);
    let mut lines: BTreeMap<Source, Line> = BTreeMap::new();
    let mut total = Line::default();
    let wanted = filter.compile(workspace);
    for lead in leads(workspace, period).filter(|lead| wanted(lead.deal)) {
        total.add(&lead, Share::WHOLE);
        for (channel, share) in touches.credit(lead.deal, lead.won_at, model) {
            line(&mut lines, channel).add(&lead, share);
        }
    }
    let told = has_spend_of_its_own(filter);
    let only = filter.channel.as_deref().map(Source::named);
    let is_told = |channel: &str| told && only.as_ref().is_none_or(|only| *only == Source::named(channel));
    for row in workspace.reach.values().filter(|row| row.meta.is_alive() && is_told(&row.channel)) {
        let in_period = |p: Period| row.day.is_some_and(|day| p.contains(midnight(workspace, day)));
        if period.is_none_or(in_period) {
            for line in [line(&mut lines, &row.channel), &mut total] {
                line.impressions = line.impressions.saturating_add(row.impressions);
                line.visits = line.visits.saturating_add(row.visits);
                line.spend_minor = Some(line.spend_minor.unwrap_or(0).saturating_add(row.spend_minor));
            }
        }
    }
    let mut lines: Vec<Line> = lines.into_values().collect();
    let order = |line: &Line| (line.source == Some(Source::NotNoted), Reverse(line.spend_minor), Reverse(line.leads));
    sort::sort_by_key(&mut lines, order);
    Economics { lines, total }
}

/// The deals that a number counts, in whole or in part.
pub fn deals(
    workspace: &Workspace,
    period: Option<Period>,
    model: Model,
    source: Option<&Source>,
    part: Part,
) -> Vec<DealId> {
    let touches = Touches::of(workspace);
    let is_theirs = |lead: &Lead<'_>| {
        source.is_none_or(|source| {
            touches.credit(lead.deal, lead.won_at, model).iter().any(|(channel, _)| Source::named(channel) == *source)
        })
    };
    leads(workspace, period).filter(|lead| lead.is(part) && is_theirs(lead)).map(|lead| lead.deal.id).collect()
}

/// The line of a channel, called as it is written first.
fn line<'a>(lines: &'a mut BTreeMap<Source, Line>, channel: &str) -> &'a mut Line {
    let source = Source::named(channel);
    lines.entry(source.clone()).or_insert_with(|| Line {
        source: Some(source),
        name: channel.trim().to_owned(),
        ..Line::default()
    })
}

fn leads(workspace: &Workspace, period: Option<Period>) -> impl Iterator<Item = Lead<'_>> {
    let path = Path::of(workspace);
    let sold = |section| matches!(section, Section::Sales | Section::Customer);
    let accepted_from = path.stages.iter().position(|s| sold(s.section) && s.role != StageRole::Offered);
    let won_from = path.stages.iter().position(|s| s.role == StageRole::Won);
    let deals = workspace.living_deals().filter(move |deal| {
        !deal.kind.is_further_purchase() && period.is_none_or(|p| deal.began().is_some_and(|at| p.contains(at)))
    });
    deals.map(move |deal| {
        let furthest = path.furthest(deal);
        let came_to = |place: Option<usize>| place.is_some() && furthest >= place;
        let is_won = came_to(won_from);
        let reaches_won = |stage| path.position(stage) >= won_from;
        Lead {
            deal,
            is_accepted: came_to(accepted_from),
            is_won,
            is_open: !is_won && !path.is_lost(deal),
            // Undated entries come first: then nobody knows when it was won.
            won_at: if is_won { deal.history().find(|e| reaches_won(e.stage)).and_then(|e| e.at) } else { None },
        }
    })
}
