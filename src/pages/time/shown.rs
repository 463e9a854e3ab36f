//! What is shown of a day, as plain values.

use chrono::NaiveDate;
use smarketing_domain::{
    ago::{Card, Deed, Tape},
    board::Total,
    clock::Timestamp,
    hourglass::Band,
    ids::{DealId, StageId},
    lens::walk::Place,
    member::Team,
    stage::{Section, StageRole},
    workspace::Workspace,
    zone::midnight,
};

/// Deeds and cards of a column that are shown at first, and more each time.
pub const DEEDS: usize = 20;
/// See [`DEEDS`].
pub const CARDS: usize = 12;

/// Which day, and how much of it.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    /// The day.
    pub day: NaiveDate,
    /// Whether it is not over yet.
    pub is_today: bool,
    /// Deeds, at most.
    pub deeds: usize,
    /// Cards of a column, at most; none where the board is not shown.
    pub cards: usize,
    /// Now.
    pub now: Timestamp,
}

/// A stage of the path.
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
    /// Whether a stage follows.
    pub leads_on: bool,
    /// Its numbers.
    pub band: Band,
}

/// A column of the board.
#[derive(Clone, Debug, PartialEq)]
pub struct Pile {
    /// Its stage.
    pub stage: StageId,
    /// What it is called.
    pub name: String,
    /// Whose it is, as a colour.
    pub hue: &'static str,
    /// The deals that stood there.
    pub total: Total,
    /// The latest of them.
    pub faces: Vec<Face>,
}

/// A card.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Face {
    /// Its deal.
    pub deal: DealId,
    /// What it is about.
    pub title: String,
    /// The buying organisation.
    pub company: String,
    /// What it is worth at present, minor units.
    pub minor: i64,
    /// How long it had stood there, in milliseconds.
    pub stood: Option<i64>,
    /// Deleted since.
    pub is_deleted: bool,
}

impl Face {
    /// What does not change from day to day: the card is drawn anew when that does.
    pub fn lasting(&self) -> Self {
        Self { stood: None, ..self.clone() }
    }
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// What.
    pub deed: Deed,
    /// To what.
    pub title: String,
}

/// Everything that is shown of a day.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shown {
    /// The stages of the path, in order.
    pub rows: Vec<Row>,
    /// Still to be decided then.
    pub open: Total,
    /// Had come to the won stage or beyond.
    pub won: Total,
    /// Were lost.
    pub lost: Total,
    /// The columns; none where the board is not shown.
    pub piles: Vec<Pile>,
    /// What happened, the latest first.
    pub lines: Vec<Line>,
    /// The same in numbers.
    pub happened: smarketing_domain::ago::Day,
}

impl Shown {
    /// Winds the tape to the end of a day, and reads off what stands there.
    pub fn of(w: &Workspace, tape: &mut Tape, asked: Asked) -> Self {
        let from = midnight(w, asked.day);
        let next = asked.day.succ_opt().filter(|_| !asked.is_today);
        let until = next.map(|next| midnight(w, next));
        tape.wind(until);
        let glass = tape.hourglass();
        let rows = rows(w, glass.bands);
        let won = rows.iter().find(|row| row.band.role == StageRole::Won);
        let won = won.map(|row| Total { count: row.band.entered, sum_minor: row.band.entered_minor });
        let mut happened = tape.day(from, until, asked.deeds);
        let title = |id| w.deals.get(&id).map(|deal| deal.title.clone()).unwrap_or_default();
        let lines = std::mem::take(&mut happened.deeds);
        let lines = lines.into_iter().map(|deed| Line { title: title(deed.deal), deed }).collect();
        let end = until.unwrap_or(asked.now);
        let piles = if asked.cards == 0 { Vec::new() } else { piles(w, tape, &rows, glass.lost, asked.cards, end) };
        Self { open: tape.open(), won: won.unwrap_or_default(), lost: glass.lost, rows, piles, lines, happened }
    }
}

fn rows(w: &Workspace, bands: Vec<Band>) -> Vec<Row> {
    let last = bands.len().saturating_sub(1);
    let mut before = None;
    let rows = bands.into_iter().enumerate().filter_map(|(at, band)| {
        let stage = w.stages.get(&band.stage)?;
        let opens_section = before.replace(stage.section) != Some(stage.section);
        let (name, section, team) = (stage.name.clone(), stage.section, stage.team);
        Some(Row { name, section, opens_section, team, leads_on: at < last, band })
    });
    rows.collect()
}

fn piles(w: &Workspace, tape: &Tape, rows: &[Row], lost: Total, most: usize, end: Timestamp) -> Vec<Pile> {
    let columns = rows.iter().filter(|row| row.band.role.holds_deals());
    let columns = columns.map(|row| (row.band.stage, row.name.clone(), hue(row.section), row.band.standing));
    let role_lost = w.stage_with(StageRole::Lost).map(|stage| (stage.id, stage.name.clone(), hue(stage.section), lost));
    let columns: Vec<_> = columns.chain(role_lost).collect();
    let place = |stage: StageId| {
        let is_lost = w.stages.get(&stage).is_some_and(|stage| stage.role == StageRole::Lost);
        if is_lost { Place::Lost } else { Place::Stage(stage) }
    };
    let places: Vec<Place> = columns.iter().map(|(stage, ..)| place(*stage)).collect();
    let cards = tape.cards(&places, most);
    let pile = |((stage, name, hue, total), cards): (_, Vec<Card>)| {
        let faces = cards.into_iter().filter_map(|card| face(w, card, end)).collect();
        Pile { stage, name, hue, total, faces }
    };
    columns.into_iter().zip(cards).map(pile).collect()
}

fn face(w: &Workspace, card: Card, end: Timestamp) -> Option<Face> {
    let deal = w.deals.get(&card.deal)?;
    let company = deal.company.and_then(|id| w.companies.get(&id)).filter(|company| company.meta.is_alive());
    Some(Face {
        deal: deal.id,
        title: deal.title.clone(),
        company: company.map(|company| company.name.clone()).unwrap_or_default(),
        minor: deal.value_minor(),
        stood: card.since.map(|since| end.since(since).max(0)),
        is_deleted: deal.meta.is_deleted(),
    })
}

/// A section as a colour.
pub fn hue(section: Section) -> &'static str {
    match section {
        Section::Reach => "reach",
        Section::Marketing => "marketing",
        Section::Sales => "sales",
        Section::Customer => "customer",
    }
}
