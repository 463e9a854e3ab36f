//! A design in words.

use crate::{prelude::*, words::Words};
use smarketing_domain::{
    clock::DAY,
    hypothesis::{Kind, Measure, Unit, Way, registration::Part},
    ids::StageId,
};

/// All ways of assignment, in the order they are offered.
pub const WAYS: [Way; 4] = [Way::ByHash, Way::ByPerson, Way::BeforeAfter, Way::Elsewhere];

/// Who decides the arm.
pub fn way(words: Words, way: Way) -> &'static str {
    let i18n = words.i18n;
    match way {
        Way::ByHash => t_string!(i18n, trial.way_hash),
        Way::ByPerson => t_string!(i18n, trial.way_person),
        Way::BeforeAfter => t_string!(i18n, trial.way_before),
        Way::Elsewhere => t_string!(i18n, trial.way_elsewhere),
    }
}

/// What a comparison of such arms cannot prove.
pub fn cannot_prove(words: Words, way: Way) -> &'static str {
    let i18n = words.i18n;
    match way {
        Way::ByHash => t_string!(i18n, trial.proof_hash),
        Way::ByPerson => t_string!(i18n, trial.proof_person),
        Way::BeforeAfter => t_string!(i18n, trial.proof_before),
        Way::Elsewhere => t_string!(i18n, trial.proof_elsewhere),
    }
}

/// What comes into an arm.
pub fn unit(words: Words, unit: Unit) -> &'static str {
    let i18n = words.i18n;
    match unit {
        Unit::Deal => t_string!(i18n, trial.unit_deal),
        Unit::Company => t_string!(i18n, trial.unit_company),
    }
}

/// Where figures come from.
pub fn kind(words: Words, kind: Kind) -> &'static str {
    let i18n = words.i18n;
    match kind {
        Kind::Totals => t_string!(i18n, trial.kind_totals),
        Kind::Days => t_string!(i18n, trial.kind_days),
        Kind::Conversion => t_string!(i18n, trial.kind_conversion),
        Kind::Value => t_string!(i18n, trial.kind_value),
        Kind::Time => t_string!(i18n, trial.kind_time),
    }
}

/// A measure in full: what, from where to where, and how long it is waited.
pub fn measure(words: Words, state: State, measure: &Measure) -> String {
    let i18n = words.i18n;
    if !measure.is_live() {
        return kind(words, measure.kind).to_owned();
    }
    let name = |stage: Option<StageId>, none: &str| {
        let found = stage.and_then(|id| state.read(|w| w.stages.get(&id).map(|s| s.name.clone())));
        found.unwrap_or_else(|| none.to_owned())
    };
    let what = kind(words, measure.kind);
    let from = name(measure.from, t_string!(i18n, trial.from_beginning));
    let to = name(measure.to, t_string!(i18n, trial.to_won));
    let time = words.duration(i64::from(measure.days) * DAY);
    t_string!(i18n, trial.measure_is, what = what, from = from, to = to, time = time).to_string()
}

/// A part that was changed.
pub fn part(words: Words, part: Part) -> &'static str {
    let i18n = words.i18n;
    match part {
        Part::Plan => t_string!(i18n, trial.part_plan),
        Part::Segment => t_string!(i18n, trial.part_segment),
        Part::Arms => t_string!(i18n, trial.part_arms),
        Part::Measure => t_string!(i18n, trial.part_measure),
        Part::Assignment => t_string!(i18n, trial.part_assignment),
        Part::Briefs => t_string!(i18n, trial.part_briefs),
        Part::Errors => t_string!(i18n, trial.part_errors),
    }
}
