//! The seven channels: how many leads each brings, how good they are, and what
//! it costs to be seen there.

use smarketing_domain::company::LawfulBasis;

/// One channel.
#[derive(Debug)]
pub(super) struct Channel {
    /// As on deals and reach.
    pub(super) name: &'static str,
    /// Its share of all leads, in percent.
    pub(super) share: f64,
    /// How it grew over the year: leads per day at the end against the beginning.
    pub(super) growth: f64,
    /// How many come on a weekday, Monday first; 1 is usual.
    pub(super) week: [f64; 7],
    /// The chance to tell us what they need, to be introduced to a designer,
    /// and to agree to a measurement.
    pub(super) passes: [f64; 3],
    /// How much they hesitate after the measurement; 1 is usual, more is worse.
    pub(super) doubt: f64,
    /// The share that buys for a company.
    pub(super) business: f64,
    /// The share that asks for a single small piece.
    pub(super) small: f64,
    /// What they spend, against what is usual.
    pub(super) purse: f64,
    /// How often we are seen for one visit; 0 where nobody counts.
    pub(super) views: f64,
    /// Visits for one lead.
    pub(super) visits: f64,
    /// Cents per visit.
    pub(super) visit_cents: f64,
    /// Cents per day, however many come.
    pub(super) day_cents: f64,
    /// Where a contact comes from.
    pub(super) source: &'static str,
    /// Why we may write to such a lead.
    pub(super) basis: LawfulBasis,
}

const ONLINE: [f64; 7] = [1.05, 1.0, 0.95, 0.95, 0.85, 0.95, 1.25];
const SEARCH: [f64; 7] = [1.2, 1.15, 1.1, 1.0, 0.9, 0.75, 0.9];

/// The position of Recommendations in [`CHANNELS`].
pub(super) const RECOMMENDATIONS: usize = 2;

/// All channels.
pub(super) const CHANNELS: [Channel; 7] = [
    Channel {
        name: "Instagram",
        share: 20.0,
        growth: 1.1,
        week: ONLINE,
        passes: [0.68, 0.58, 0.31],
        doubt: 2.1,
        business: 0.07,
        small: 0.1,
        purse: 0.9,
        views: 62.0,
        visits: 26.0,
        visit_cents: 90.0,
        day_cents: 0.0,
        source: "Instagram message",
        basis: LawfulBasis::Consent,
    },
    Channel {
        name: "Google Ads",
        share: 19.0,
        growth: 1.05,
        week: SEARCH,
        passes: [0.73, 0.63, 0.37],
        doubt: 1.85,
        business: 0.22,
        small: 0.06,
        purse: 1.0,
        views: 17.0,
        visits: 19.0,
        visit_cents: 195.0,
        day_cents: 0.0,
        source: "Form on the site",
        basis: LawfulBasis::Consent,
    },
    Channel {
        name: "Recommendations",
        share: 7.0,
        growth: 1.15,
        week: [1.1, 1.05, 1.0, 1.0, 0.95, 0.95, 0.9],
        passes: [0.88, 0.80, 0.54],
        doubt: 1.3,
        business: 0.16,
        small: 0.02,
        purse: 1.1,
        views: 0.0,
        visits: 3.0,
        visit_cents: 0.0,
        day_cents: 0.0,
        source: "Recommended by a customer",
        basis: LawfulBasis::LegitimateInterest,
    },
    Channel {
        name: "Showroom",
        share: 10.0,
        growth: 1.0,
        week: [0.7, 0.8, 0.9, 0.9, 1.1, 2.2, 0.0],
        passes: [0.84, 0.72, 0.44],
        doubt: 1.4,
        business: 0.08,
        small: 0.08,
        purse: 1.05,
        views: 0.0,
        visits: 5.0,
        visit_cents: 0.0,
        day_cents: 6_400.0,
        source: "Visit to the showroom",
        basis: LawfulBasis::Consent,
    },
    Channel {
        name: "Partner designers",
        share: 4.0,
        growth: 1.2,
        week: [1.3, 1.3, 1.2, 1.2, 1.1, 0.2, 0.05],
        passes: [0.94, 0.88, 0.64],
        doubt: 0.82,
        business: 0.3,
        small: 0.0,
        purse: 1.35,
        views: 9.0,
        visits: 2.5,
        visit_cents: 0.0,
        day_cents: 4_200.0,
        source: "Introduced by a partner designer",
        basis: LawfulBasis::LegitimateInterest,
    },
    Channel {
        name: "Pinterest",
        share: 9.0,
        growth: 0.9,
        week: ONLINE,
        passes: [0.62, 0.52, 0.27],
        doubt: 2.3,
        business: 0.03,
        small: 0.12,
        purse: 0.95,
        views: 95.0,
        visits: 38.0,
        visit_cents: 35.0,
        day_cents: 0.0,
        source: "Form on the site",
        basis: LawfulBasis::Consent,
    },
    Channel {
        name: "Marketplace",
        share: 31.0,
        growth: 1.6,
        week: ONLINE,
        passes: [0.46, 0.46, 0.13],
        doubt: 3.6,
        business: 0.05,
        small: 0.72,
        purse: 0.75,
        views: 28.0,
        visits: 14.0,
        visit_cents: 62.0,
        day_cents: 0.0,
        source: "Question under an offer",
        basis: LawfulBasis::Consent,
    },
];
