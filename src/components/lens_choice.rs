//! Which deals of a lens an address asks for: the page of lenses and the list of
//! deals speak of the same ones.
//!
//! `lens` names the lens. Of moves, `leave` and `enter` are places, or `here` is
//! one; of stays, `stay` is a stage, `ended` and `band` (or `stays`) which of them; of
//! AARRR, `metric` is the metric, `of` which of its deals, and each metric's name
//! its stage. Filter and period stand beside them, as on every page.

use super::Scope;
use crate::route;
use chrono::NaiveDate;
use smarketing_domain::{
    clock::Timestamp,
    cohort::{
        Window,
        conversion::{self, Look},
    },
    ids::{DealId, StageId},
    lens::{
        aarrr::{Asked, Metric, Stages, journeys_of},
        flow,
        stay::{self, Band, Ending, stays},
        walk::Place,
    },
    workspace::Workspace,
};

/// The deals behind a number of a lens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LensPart {
    /// Of the flow between places.
    Flow(flow::Part),
    /// Of the time in a stage.
    Stay(StageId, stay::Part),
    /// Of a metric.
    Metric(MetricChoice, Metric, conversion::Part),
}

/// The stages that metrics are read from, and how long each deal is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MetricChoice {
    /// In the order of [`Metric::ALL`]; the usual one where absent.
    pub stages: [Option<StageId>; 5],
    /// How long each deal is given.
    pub window: Window,
}

/// The window where an address names none, in days.
const USUAL_DAYS: u16 = 90;

impl MetricChoice {
    /// What an address asks for; what cannot be read is left out.
    pub fn read(get: impl Fn(&str) -> Option<String>) -> Self {
        Self {
            stages: METRICS.map(|(_, name)| get(name).and_then(|id| id.parse().ok())),
            window: get("window").and_then(|text| text.parse().ok()).unwrap_or(Window::days(USUAL_DAYS)),
        }
    }

    fn query(&self) -> String {
        let stages = METRICS.iter().zip(self.stages).filter_map(|((_, name), id)| Some(format!("{name}={}", id?)));
        stages.chain([format!("window={}", self.window)]).collect::<Vec<_>>().join("&")
    }

    /// The stages meant; `None` where there is none before the won one.
    pub fn of(&self, workspace: &Workspace) -> Option<Stages> {
        let choice = |metric| METRICS.iter().zip(self.stages).find(|((of, _), _)| *of == metric)?.1;
        Stages::chosen(workspace, choice)
    }

    /// When and how long it is looked at.
    pub fn look(&self, as_of: Timestamp) -> Look {
        Look { as_of, window: self.window }
    }
}

impl LensPart {
    /// What an address asks for; `None` when it asks for no number of a lens.
    pub fn read(get: impl Fn(&str) -> Option<String>) -> Option<Self> {
        let place = |name| place(&get(name)?);
        match get("lens")?.as_str() {
            "flow" => Some(Self::Flow(match (place("leave"), place("enter"), place("here")) {
                (Some(from), Some(to), _) => flow::Part::Between(from, to),
                (None, Some(to), _) => flow::Part::Into(to),
                (Some(from), None, _) => flow::Part::OutOf(from),
                (None, None, Some(here)) => flow::Part::Standing(here),
                (None, None, None) => flow::Part::Undated,
            })),
            "stay" => {
                let part = match get("stays").as_deref() {
                    Some("late") => stay::Part::Late,
                    Some("undated") => stay::Part::Undated,
                    _ => stay::Part::Known {
                        ending: get("ended").and_then(|name| found(&ENDINGS, &name)),
                        band: get("band").and_then(|name| found(&BANDS, &name)),
                    },
                };
                Some(Self::Stay(get("stay")?.parse().ok()?, part))
            }
            "aarrr" => {
                let metric = found(&METRICS, &get("metric")?)?;
                let part = get("of").and_then(|name| found(&PARTS, &name)).unwrap_or(conversion::Part::Passed);
                Some(Self::Metric(MetricChoice::read(get), metric, part))
            }
            _ => None,
        }
    }

    /// What an address says of it.
    fn query(&self) -> String {
        match self {
            Self::Flow(part) => {
                let places = match *part {
                    flow::Part::Between(from, to) => format!("&leave={}&enter={}", place_code(from), place_code(to)),
                    flow::Part::Into(to) => format!("&enter={}", place_code(to)),
                    flow::Part::OutOf(from) => format!("&leave={}", place_code(from)),
                    flow::Part::Standing(here) => format!("&here={}", place_code(here)),
                    flow::Part::Undated => String::new(),
                };
                format!("lens=flow{places}")
            }
            Self::Stay(stage, part) => {
                let which = match part {
                    stay::Part::Late => "&stays=late".to_owned(),
                    stay::Part::Undated => "&stays=undated".to_owned(),
                    stay::Part::Known { ending, band } => {
                        let ending = ending.map(|ending| format!("&ended={}", named(&ENDINGS, ending)));
                        let band = band.map(|band| format!("&band={}", named(&BANDS, band)));
                        [ending, band].into_iter().flatten().collect()
                    }
                };
                format!("lens=stay&stay={stage}{which}")
            }
            Self::Metric(choice, metric, part) => {
                let (metric, part) = (named(&METRICS, *metric), named(&PARTS, *part));
                format!("lens=aarrr&metric={metric}&of={part}&{}", choice.query())
            }
        }
    }

    /// The address of the list; `scope` is the filter and period of the page.
    pub fn href(&self, scope: &Scope) -> String {
        joined(route::DEALS, [self.query(), scope.query()])
    }

    /// The page that it belongs to.
    pub fn back(&self, scope: &Scope) -> String {
        let own = match self {
            Self::Flow(_) => "lens=flow".to_owned(),
            Self::Stay(..) => "lens=stay".to_owned(),
            Self::Metric(choice, ..) => format!("lens=aarrr&{}", choice.query()),
        };
        joined(route::LENSES, [own, scope.query()])
    }

    /// The deals meant, as of a moment.
    pub fn ids(&self, workspace: &Workspace, scope: &Scope, today: NaiveDate, now: Timestamp) -> Vec<DealId> {
        let period = scope.period(today, workspace);
        match self {
            Self::Flow(part) => flow::deals(workspace, &scope.filter, period, *part),
            Self::Stay(stage, part) => {
                let all = stays(workspace, &scope.filter, period, now);
                let stage = all.into_iter().find(|of| of.stage == *stage);
                stage.map(|stage| stage.deals(*part)).unwrap_or_default()
            }
            Self::Metric(choice, metric, part) => {
                let Some(stages) = choice.of(workspace) else { return Vec::new() };
                let look = choice.look(now);
                let asked = Asked { filter: &scope.filter, period, stages, look };
                conversion::deals(&journeys_of(workspace, &asked, *metric), *part, look)
            }
        }
    }
}

fn joined(path: &str, parts: [String; 2]) -> String {
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    format!("{path}?{}", parts.join("&"))
}

/// The metrics by their names in an address, in their order.
pub const METRICS: [(Metric, &str); 5] = [
    (Metric::Acquisition, "acquisition"),
    (Metric::Activation, "activation"),
    (Metric::Retention, "retention"),
    (Metric::Referral, "referral"),
    (Metric::Revenue, "revenue"),
];

/// The endings by their names in an address and in the markup.
pub const ENDINGS: [(Ending, &str); 4] =
    [(Ending::On, "on"), (Ending::Back, "back"), (Ending::Lost, "lost"), (Ending::Here, "here")];

const BANDS: [(Band, &str); 7] = [
    (Band::Day, "1"),
    (Band::ThreeDays, "3"),
    (Band::Week, "7"),
    (Band::TwoWeeks, "14"),
    (Band::Month, "30"),
    (Band::Quarter, "90"),
    (Band::Longer, "more"),
];

const PARTS: [(conversion::Part, &str); 4] = [
    (conversion::Part::Entered, "all"),
    (conversion::Part::Passed, "passed"),
    (conversion::Part::Open, "open"),
    (conversion::Part::Undated, "undated"),
];

fn named<T: Copy + PartialEq>(names: &[(T, &'static str)], wanted: T) -> &'static str {
    names.iter().find(|(of, _)| *of == wanted).map_or("", |(_, name)| name)
}

fn found<T: Copy>(names: &[(T, &'static str)], wanted: &str) -> Option<T> {
    names.iter().find(|(_, name)| *name == wanted).map(|(of, _)| *of)
}

fn place_code(place: Place) -> String {
    match place {
        Place::Outside => "outside".to_owned(),
        Place::Lost => "lost".to_owned(),
        Place::Stage(id) => id.to_string(),
    }
}

fn place(code: &str) -> Option<Place> {
    match code {
        "outside" => Some(Place::Outside),
        "lost" => Some(Place::Lost),
        id => Some(Place::Stage(id.parse().ok()?)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_of_a_lens_comes_back_from_its_address() {
        let stage = |n| StageId(uuid::Uuid::from_u128(n));
        let (a, b) = (Place::Stage(stage(1)), Place::Stage(stage(2)));
        let flows = [
            flow::Part::Between(Place::Outside, a),
            flow::Part::Between(b, Place::Lost),
            flow::Part::Into(a),
            flow::Part::OutOf(Place::Lost),
            flow::Part::Standing(b),
            flow::Part::Undated,
        ];
        let bands = Band::ALL.map(|band| stay::Part::Known { ending: Some(Ending::Back), band: Some(band) });
        let whole = stay::Part::Known { ending: None, band: None };
        let stays = bands.into_iter().chain([whole, stay::Part::Late, stay::Part::Undated]);
        let choice =
            MetricChoice { stages: [None, Some(stage(3)), None, None, Some(stage(4))], window: Window::days(14) };
        let metrics = Metric::ALL.map(|metric| LensPart::Metric(choice, metric, conversion::Part::Open));
        let all = flows.map(LensPart::Flow).into_iter().chain(stays.map(|part| LensPart::Stay(stage(5), part)));
        for part in all.chain(metrics) {
            let href = part.href(&Scope::default());
            let (_, query) = href.split_once('?').unwrap();
            let get = |name: &str| {
                let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
                pairs.find(|(n, _)| *n == name).map(|(_, value)| value.to_owned())
            };
            assert_eq!(LensPart::read(get), Some(part), "{query}");
        }
    }

    #[test]
    fn an_address_that_names_no_lens_asks_for_none() {
        assert_eq!(LensPart::read(|name| (name == "stay").then(|| "x".to_owned())), None);
    }
}
