//! What items, times and verdicts are called here.

use crate::{prelude::*, words::Words, zone};
use smarketing_domain::{
    clock::Timestamp,
    hypothesis::verdict::{Fault, Verdict},
    ids::MemberId,
    meeting::agenda::Item,
    stage::Section,
    zone::Zone,
};

/// An item of the agenda.
pub fn item_name(words: Words, item: Item) -> &'static str {
    let i18n = words.i18n;
    match item {
        Item::Numbers => t_string!(i18n, meeting.numbers),
        Item::Bottleneck => t_string!(i18n, meeting.bottleneck),
        Item::Agreement => t_string!(i18n, meeting.agreement),
        Item::Stuck => t_string!(i18n, meeting.stuck),
        Item::Forecast => t_string!(i18n, forecast.title),
        Item::Hypotheses => t_string!(i18n, meeting.hypotheses),
        Item::Actions => t_string!(i18n, meeting.actions),
        Item::End => t_string!(i18n, meeting.end),
    }
}

/// The time of day, `14:05`, on the workspace's clocks.
pub fn clock(state: State, at: Timestamp) -> String {
    let ahead = state.read(|w| i64::from(zone::of_clock(w).minutes_ahead(at)));
    let minutes = (at.0.div_euclid(60_000) + ahead).rem_euclid(24 * 60);
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// A calendar day in words.
pub fn day(words: Words, at: Timestamp) -> String {
    words.day(at).map(|day| words.date(day)).unwrap_or_default()
}

/// What a member is called; listens to it.
pub fn person(state: State, id: MemberId) -> Option<String> {
    state.watch(Topic::Record(id.into()), |w| w.members.get(&id).map(|member| member.name.clone()))
}

/// A verdict in a few words, and its tone.
pub fn verdict(words: Words, verdict: &Verdict) -> (&'static str, &'static str) {
    let i18n = words.i18n;
    match verdict {
        Verdict::Better { .. } => (t_string!(i18n, lab.b_better), "good"),
        Verdict::Worse { .. } => (t_string!(i18n, lab.b_worse), "danger"),
        Verdict::NoDifferenceWorthHaving { .. } => (t_string!(i18n, lab.b_flat), "flat"),
        Verdict::Unclear { .. } => (t_string!(i18n, lab.b_unclear), "flat"),
        Verdict::Broken { why: Fault::PlanImpossible } => (t_string!(i18n, lab.b_plan), "warning"),
        Verdict::Broken { .. } => (t_string!(i18n, lab.b_broken), "warning"),
        Verdict::NotStarted | Verdict::NotEnoughYet { .. } => (t_string!(i18n, lab.b_not_started), "flat"),
    }
}

/// A section as the style sheets know it.
pub fn hue(section: Section) -> &'static str {
    match section {
        Section::Reach => "reach",
        Section::Marketing => "marketing",
        Section::Sales => "sales",
        Section::Customer => "customer",
    }
}
