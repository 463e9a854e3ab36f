//! What the picture shows, as plain values: the domain's bands with the names
//! and colours of their stages, and the interval of each conversion.

use crate::components::Scope;
use chrono::NaiveDate;
use smarketing_domain::{
    board::Total,
    hourglass::{self, Band},
    hypothesis::proportion::{Interval, Sample, wilson},
    ids::StageId,
    member::Team,
    stage::{Section, StageRole},
    workspace::Workspace,
};

/// How sure the intervals are.
pub const CONFIDENCE: f64 = 0.95;

/// One stage of the path.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Its name.
    pub name: String,
    /// Where in the hourglass.
    pub section: Section,
    /// Whether it is the first of its section.
    pub opens_section: bool,
    /// The team that acts here.
    pub team: Team,
    /// Its numbers.
    pub band: Band,
    /// Where its conversion may really lie. Of deals only: reach is counted,
    /// and people behind the counts overlap.
    pub interval: Option<Interval>,
    /// Whether a stage follows.
    pub leads_on: bool,
}

impl Row {
    /// Sum of values of deals that came here and no further, in minor units,
    /// given the row behind.
    fn stopped_minor(&self, next: Option<&Row>) -> i64 {
        self.band.entered_minor.saturating_sub(next.map_or(0, |n| n.band.entered_minor))
    }
}

/// A step of the path that loses the most.
#[derive(Clone, Debug, PartialEq)]
pub struct Weakest {
    /// The stage that is left too seldom.
    pub from: StageId,
    /// Its place among the rows.
    pub at: usize,
    /// Its name.
    pub from_name: String,
    /// The name of the stage that should follow.
    pub to_name: String,
    /// Passed among those whose outcome is known.
    pub share: f64,
    /// Deals that came here and no further.
    pub stopped: u64,
    /// The sum of their values, minor units.
    pub stopped_minor: i64,
    /// Where the share may really lie.
    pub interval: Option<Interval>,
}

/// Everything on the page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Glass {
    /// The stages of the path, in order.
    pub rows: Vec<Row>,
    /// Deals of the cohort.
    pub cohort: u64,
    /// Deals that a period leaves out because nobody knows when they began.
    pub undated: u64,
    /// Still to be decided, and their sum.
    pub open: Total,
    /// The open sum weighted by the chances of winning, minor units.
    pub weighted_minor: i64,
    /// Came to the won stage or beyond, and the sum of their values.
    pub won: Total,
    /// The stage of won deals.
    pub won_stage: Option<StageId>,
    /// Left without buying.
    pub lost: Total,
    /// The stage of lost deals.
    pub lost_stage: Option<StageId>,
    /// The step to work on, if there are enough deals to tell.
    pub weakest: Option<Weakest>,
    /// Whether the workspace has any deal, in the cohort or not.
    pub has_deals: bool,
}

impl Glass {
    /// The picture of a scope.
    pub fn of(workspace: &Workspace, scope: &Scope, today: NaiveDate) -> Self {
        let period = scope.period(today, workspace);
        let glass = hourglass::hourglass(workspace, &scope.filter, period);
        let weakest = glass.weakest().map(|band| band.stage);
        let rows = rows(workspace, glass.bands);
        let mut open = Total::default();
        let mut weighted_minor = 0_i64;
        for row in rows.iter().filter(|row| row.band.role.is_undecided()) {
            open.count += row.band.standing.count;
            open.sum_minor = open.sum_minor.saturating_add(row.band.standing.sum_minor);
            weighted_minor = weighted_minor.saturating_add(row.band.weighted_minor);
        }
        let won = rows.iter().find(|row| row.band.role == StageRole::Won);
        let undated = if period.is_some() { count_undated(workspace, scope) } else { 0 };
        Self {
            cohort: glass.cohort,
            undated,
            open,
            weighted_minor,
            won: won
                .map_or(Total::default(), |row| Total { count: row.band.entered, sum_minor: row.band.entered_minor }),
            won_stage: won.map(|row| row.band.stage),
            lost: glass.lost,
            lost_stage: workspace.stage_with(StageRole::Lost).map(|s| s.id),
            weakest: weakest.and_then(|stage| weakest_of(&rows, stage)),
            has_deals: workspace.living_deals().next().is_some(),
            rows,
        }
    }

    /// The row of a stage.
    pub fn row(&self, stage: StageId) -> Option<&Row> {
        self.rows.iter().find(|row| row.band.stage == stage)
    }

    /// Whether nothing at all has been counted.
    pub fn is_empty(&self) -> bool {
        self.rows.iter().all(|row| row.band.entered == 0)
    }

    /// The sections with the rows they span: first, and how many.
    pub fn sections(&self) -> Vec<(Section, usize, usize)> {
        let mut spans: Vec<(Section, usize, usize)> = Vec::new();
        for (at, row) in self.rows.iter().enumerate() {
            match spans.last_mut() {
                Some((_, _, rows)) if !row.opens_section => *rows += 1,
                _ => spans.push((row.section, at, 1)),
            }
        }
        spans
    }
}

fn rows(workspace: &Workspace, bands: Vec<Band>) -> Vec<Row> {
    let count = bands.len();
    let mut before = None;
    let rows = bands.into_iter().enumerate().filter_map(|(at, band)| {
        let stage = workspace.stages.get(&band.stage)?;
        let opens_section = before.replace(stage.section) != Some(stage.section);
        let leads_on = at + 1 < count;
        let sample = (leads_on && band.role.holds_deals()).then(|| Sample::new(band.known(), band.passed).ok());
        Some(Row {
            name: stage.name.clone(),
            section: stage.section,
            opens_section,
            team: stage.team,
            interval: sample.flatten().map(|sample| wilson(sample, CONFIDENCE)),
            leads_on,
            band,
        })
    });
    rows.collect()
}

fn weakest_of(rows: &[Row], stage: StageId) -> Option<Weakest> {
    let at = rows.iter().position(|row| row.band.stage == stage)?;
    let (row, next) = (&rows[at], rows.get(at + 1)?);
    Some(Weakest {
        from: stage,
        at,
        from_name: row.name.clone(),
        to_name: next.name.clone(),
        share: row.band.passed_of_known()?,
        stopped: row.band.entered.saturating_sub(row.band.passed),
        stopped_minor: row.stopped_minor(Some(next)),
        interval: row.interval,
    })
}

/// Deals that the filter lets through and no period can hold.
fn count_undated(workspace: &Workspace, scope: &Scope) -> u64 {
    let wanted = scope.filter.compile(workspace);
    workspace.living_deals().filter(|deal| wanted(deal) && deal.began().is_none()).count() as u64
}

/// A conversion as the contract writes it: 6 decimals, empty when unknown.
pub fn six_decimals(conversion: Option<f64>) -> String {
    conversion.map(|share| format!("{share:.6}")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(section: Section, opens_section: bool, entered: u64, passed: u64, entered_minor: i64) -> Row {
        let band = Band {
            stage: StageId(uuid::Uuid::from_u128(entered.into())),
            role: StageRole::Open,
            standing: Total::default(),
            weighted_minor: 0,
            entered,
            passed,
            lost: entered - passed,
            entered_minor,
            median_ms: None,
            grown: 0,
        };
        let interval = None;
        Row { name: String::new(), section, opens_section, team: Team::Sales, band, interval, leads_on: true }
    }

    #[test]
    fn what_stopped_at_the_weakest_step_is_counted_and_summed() {
        let rows = [row(Section::Marketing, true, 100, 24, 5_000), row(Section::Sales, true, 24, 12, 2_000)];
        let weakest = weakest_of(&rows, rows[0].band.stage).unwrap();
        assert_eq!((weakest.stopped, weakest.stopped_minor, weakest.share), (76, 3_000, 0.24));
    }

    #[test]
    fn neighbouring_rows_of_a_section_are_one_span() {
        let rows = vec![
            row(Section::Reach, true, 9, 3, 0),
            row(Section::Marketing, true, 3, 2, 0),
            row(Section::Marketing, false, 2, 1, 0),
        ];
        let glass = Glass { rows, ..Glass::default() };
        assert_eq!(glass.sections(), [(Section::Reach, 0, 1), (Section::Marketing, 1, 2)]);
    }

    #[test]
    fn an_unknown_conversion_is_empty() {
        assert_eq!(six_decimals(None), "");
        assert_eq!(six_decimals(Some(1.0 / 3.0)), "0.333333");
    }
}
