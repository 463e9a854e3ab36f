//! Which lanes there are, and which cards each of them has in each column.

use super::super::{cards::shown, desk::Desk};
use crate::{prelude::*, state::Column};
use smarketing_domain::{
    board::Total,
    cohort::group::Key,
    ids::StageId,
    view::lanes::{self, Cell, Lanes},
};
use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

/// The most cards that a lane is high; the others are scrolled to.
const ROWS_MAX: f64 = 2.6;

/// A lane.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// What its deals have in common.
    pub key: Key,
    /// Its name in the page.
    pub code: String,
    /// Over all its deals that are shown.
    pub total: Total,
    /// How many cards its fullest column has.
    pub tallest: usize,
}

impl Line {
    /// How many cards it is high.
    pub fn rows(&self) -> f64 {
        (self.tallest as f64).clamp(1.0, ROWS_MAX)
    }
}

/// What people call a lane.
pub fn lane_name(desk: Desk, key: &Key) -> String {
    let is_nobody = *key == Key::NotSet && desk.look.lanes.get_untracked() == Some(Lanes::Owner);
    match is_nobody {
        true => t_string!(desk.words.i18n, board.no_owner).to_owned(),
        false => desk.state.watch(Topic::Kind("member"), |w| group_name(desk.words, w, key)),
    }
}

/// The board in lanes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    /// The lanes from top to bottom.
    pub lines: Vec<Line>,
    columns: HashMap<StageId, Arc<Column>>,
    cells: HashMap<(String, StageId), Arc<Column>>,
}

impl Sheet {
    /// Of what the board shows now; listens.
    pub fn of(desk: Desk, by: Lanes) -> Self {
        let state = desk.state;
        if by == Lanes::Owner {
            state.track(Topic::Kind("member"));
        }
        let dimension = state.read(|w| by.dimension(w));
        let mut sheet = Self::default();
        let mut lines: BTreeMap<Key, Line> = BTreeMap::new();
        for stage in desk.stages.get() {
            let column = shown(state, stage, desk.filter, desk.look);
            for (key, Cell { deals, total }) in state.read(|w| lanes::split(w, &dimension, &column.deals)) {
                let code = group_code(&key);
                let blank = || Line { key: key.clone(), code: code.clone(), total: Total::default(), tallest: 0 };
                let line = lines.entry(key.clone()).or_insert_with(blank);
                line.total.count += total.count;
                line.total.sum_minor = line.total.sum_minor.saturating_add(total.sum_minor);
                line.tallest = line.tallest.max(deals.len());
                sheet.cells.insert((code, stage), Arc::new(Column { deals, total }));
            }
            sheet.columns.insert(stage, Arc::new(column));
        }
        let mut keys: Vec<Key> = lines.keys().cloned().collect();
        state.read(|w| lanes::in_order(w, &mut keys));
        sheet.lines = keys.into_iter().filter_map(|key| lines.remove(&key)).collect();
        sheet
    }

    /// A column over all lanes.
    pub fn column(&self, stage: StageId) -> Arc<Column> {
        self.columns.get(&stage).cloned().unwrap_or_default()
    }

    /// A lane's part of a column.
    pub fn cell(&self, lane: &str, stage: StageId) -> Arc<Column> {
        self.cells.get(&(lane.to_owned(), stage)).cloned().unwrap_or_default()
    }
}
