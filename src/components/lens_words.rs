//! Lenses in words: places, endings, lengths of stay, metrics.

use super::LensPart;
use crate::words::Words;
use smarketing_domain::{
    cohort::conversion,
    ids::StageId,
    lens::{
        aarrr::Metric,
        flow,
        stay::{self, Band, Ending},
        walk::Place,
    },
    workspace::Workspace,
};
use smarketing_locales::t_string;

/// What people call a place.
pub fn place_name(words: Words, workspace: &Workspace, place: Place) -> String {
    match place {
        Place::Outside => t_string!(words.i18n, lens.outside).to_owned(),
        Place::Lost => t_string!(words.i18n, lens.lost).to_owned(),
        Place::Stage(id) => stage_name(workspace, id),
    }
}

fn stage_name(workspace: &Workspace, id: StageId) -> String {
    workspace.stages.get(&id).map(|stage| stage.name.clone()).unwrap_or_default()
}

/// How a stay ended.
pub fn ending_name(words: Words, ending: Ending) -> &'static str {
    let i18n = words.i18n;
    match ending {
        Ending::On => t_string!(i18n, lens.ended_on),
        Ending::Back => t_string!(i18n, lens.ended_back),
        Ending::Lost => t_string!(i18n, lens.ended_lost),
        Ending::Here => t_string!(i18n, lens.ended_here),
    }
}

/// How long stays of a band last.
pub fn band_name(words: Words, band: Band) -> &'static str {
    let i18n = words.i18n;
    match band {
        Band::Day => t_string!(i18n, lens.band_day),
        Band::ThreeDays => t_string!(i18n, lens.band_three_days),
        Band::Week => t_string!(i18n, lens.band_week),
        Band::TwoWeeks => t_string!(i18n, lens.band_two_weeks),
        Band::Month => t_string!(i18n, lens.band_month),
        Band::Quarter => t_string!(i18n, lens.band_quarter),
        Band::Longer => t_string!(i18n, lens.band_longer),
    }
}

/// What people call a metric.
pub fn metric_name(words: Words, metric: Metric) -> &'static str {
    let i18n = words.i18n;
    match metric {
        Metric::Acquisition => t_string!(i18n, lens.acquisition),
        Metric::Activation => t_string!(i18n, lens.activation),
        Metric::Retention => t_string!(i18n, lens.retention),
        Metric::Referral => t_string!(i18n, lens.referral),
        Metric::Revenue => t_string!(i18n, lens.revenue),
    }
}

/// Which deals a number of a lens counts, as a heading.
pub fn lens_part_words(words: Words, workspace: &Workspace, part: &LensPart) -> String {
    let i18n = words.i18n;
    match part {
        LensPart::Flow(part) => {
            let name = |place| place_name(words, workspace, place);
            match *part {
                flow::Part::Between(from, to) => {
                    t_string!(i18n, lens.head_between, from = name(from), to = name(to)).to_string()
                }
                flow::Part::Into(to) => t_string!(i18n, lens.head_into, to = name(to)).to_string(),
                flow::Part::OutOf(from) => t_string!(i18n, lens.head_out_of, from = name(from)).to_string(),
                flow::Part::Standing(here) => t_string!(i18n, lens.head_standing, place = name(here)).to_string(),
                flow::Part::Undated => t_string!(i18n, lens.head_undated_moves).to_owned(),
            }
        }
        LensPart::Stay(stage, part) => {
            let stage = stage_name(workspace, *stage);
            match *part {
                stay::Part::Late => t_string!(i18n, lens.head_late, stage = stage).to_string(),
                stay::Part::Undated => t_string!(i18n, lens.head_undated_stays, stage = stage).to_string(),
                stay::Part::Known { ending, band } => {
                    let all = t_string!(i18n, lens.head_stays, stage = stage).to_string();
                    let ending = ending.map(|ending| ending_name(words, ending));
                    let band = band.map(|band| band_name(words, band));
                    [ending, band].into_iter().flatten().fold(all, |all, more| format!("{all}, {more}"))
                }
            }
        }
        LensPart::Metric(_, metric, part) => {
            let name = metric_name(words, *metric);
            match part {
                conversion::Part::Open => t_string!(i18n, lens.head_metric_open, metric = name).to_string(),
                conversion::Part::Undated => t_string!(i18n, lens.head_metric_undated, metric = name).to_string(),
                conversion::Part::Entered if *metric != Metric::Acquisition => {
                    t_string!(i18n, lens.head_metric_base, metric = name).to_string()
                }
                _ => name.to_owned(),
            }
        }
    }
}
