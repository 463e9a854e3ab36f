//! The rows of the list, and how they are sorted.

use super::which::Which;
use crate::components::Scope;
use chrono::NaiveDate;
use smarketing_domain::{
    alphabet,
    clock::Timestamp,
    deal::Deal,
    ids::{DealId, MemberId},
    sheet, sort,
    stage::{Section, StageRole},
    workspace::Workspace,
};
use std::{cmp::Ordering, collections::HashMap, sync::Arc};

/// A deal as the list shows it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Row {
    /// Which.
    pub id: DealId,
    /// What it is about.
    pub title: String,
    /// Who buys: the organisation, or the first person where there is none.
    pub customer: String,
    /// Paid once, minor units; `None` is unknown.
    pub minor: Option<i64>,
    /// The stage's name.
    pub stage: String,
    /// Its place in order, Lost last.
    pub stage_at: usize,
    /// Its section; `None` for lost deals.
    pub section: Option<Section>,
    /// Who looks after it.
    pub owner: Option<MemberId>,
    /// Their name.
    pub owner_name: String,
    /// When it entered the stage it stands in.
    pub since: Option<Timestamp>,
    /// When it is expected to be decided; `None` too once it is.
    pub close: Option<NaiveDate>,
}

/// The rows of the deals meant, in no particular order.
pub fn rows(workspace: &Workspace, which: &Which, scope: &Scope, today: NaiveDate, now: Timestamp) -> Vec<Arc<Row>> {
    let order = workspace.stages_in_order().into_iter().enumerate();
    let order: HashMap<_, _> = order.map(|(at, stage)| (stage.id, at)).collect();
    let deals = which.ids(workspace, scope, today, now).into_iter().filter_map(|id| workspace.deal(id));
    deals.map(|deal| Arc::new(row(workspace, &order, deal))).collect()
}

fn row(workspace: &Workspace, order: &HashMap<smarketing_domain::ids::StageId, usize>, deal: &Deal) -> Row {
    let stage = workspace.stages.get(&deal.place.stage);
    let owner = deal.owner.and_then(|id| workspace.members.get(&id));
    Row {
        id: deal.id,
        title: deal.title.clone(),
        customer: sheet::customer(workspace, deal).unwrap_or_default().to_owned(),
        minor: deal.worth.once.map(|m| m.minor),
        stage: stage.map(|s| s.name.clone()).unwrap_or_default(),
        stage_at: order.get(&deal.place.stage).copied().unwrap_or(usize::MAX),
        section: stage.filter(|s| s.role != StageRole::Lost).map(|s| s.section),
        owner: deal.owner,
        owner_name: owner.map(|m| m.name.clone()).unwrap_or_default(),
        since: deal.in_stage_since(),
        close: deal.expected_close.filter(|_| stage.is_some_and(|s| s.role.is_undecided())),
    }
}

/// A column of the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)] // each is the field of a row it shows
pub enum Column {
    Title,
    Customer,
    Value,
    Stage,
    Owner,
    #[default]
    Since,
    Close,
}

impl Column {
    /// From left to right.
    pub const ALL: [Column; 7] =
        [Self::Title, Self::Customer, Self::Value, Self::Stage, Self::Owner, Self::Since, Self::Close];

    /// Its name in an address.
    pub fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Customer => "customer",
            Self::Value => "value",
            Self::Stage => "stage",
            Self::Owner => "person",
            Self::Since => "since",
            Self::Close => "close",
        }
    }

    /// The column with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|column| column.name() == name)
    }

    /// Whether one wants to see the largest first.
    fn begins_large(self) -> bool {
        matches!(self, Self::Value | Self::Since)
    }
}

/// How the list is sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order {
    /// By which column.
    pub column: Column,
    /// From large to small.
    pub is_falling: bool,
}

impl Default for Order {
    fn default() -> Self {
        Self::by(Column::default())
    }
}

impl Order {
    /// By a column, the way one usually wants it.
    pub fn by(column: Column) -> Self {
        Self { column, is_falling: column.begins_large() }
    }

    /// After the head of `column` has been pressed.
    pub fn press(self, column: Column) -> Self {
        if self.column == column { Self { column, is_falling: !self.is_falling } } else { Self::by(column) }
    }

    /// The order that an address asks for.
    pub fn read(get: impl Fn(&str) -> Option<String>) -> Self {
        let usual = get("sort").and_then(|name| Column::named(&name)).map_or_else(Self::default, Self::by);
        match get("order").as_deref() {
            Some("up") => Self { is_falling: false, ..usual },
            Some("down") => Self { is_falling: true, ..usual },
            _ => usual,
        }
    }

    /// What an address says of it.
    pub fn query(self) -> [(&'static str, String); 2] {
        [("sort", self.column.name().to_owned()), ("order", if self.is_falling { "down" } else { "up" }.to_owned())]
    }
}

/// The rows in order. What is unknown comes last either way.
pub fn sorted(rows: &[Arc<Row>], order: Order) -> Vec<Arc<Row>> {
    match order.column {
        Column::Title => sort_by(rows, order, |row| alphabet::key(&row.title)),
        Column::Customer => sort_by(rows, order, |row| alphabet::key(&row.customer)),
        Column::Owner => sort_by(rows, order, |row| alphabet::key(&row.owner_name)),
        Column::Value => sort_by(rows, order, |row| row.minor),
        Column::Stage => sort_by(rows, order, |row| Some(row.stage_at)),
        Column::Since => sort_by(rows, order, |row| row.since),
        Column::Close => sort_by(rows, order, |row| row.close),
    }
}

/// Sorts by keys that are computed once each.
fn sort_by<K: Ord>(rows: &[Arc<Row>], order: Order, key: impl Fn(&Row) -> Option<K>) -> Vec<Arc<Row>> {
    let mut keyed: Vec<(Option<K>, &Arc<Row>)> = rows.iter().map(|row| (key(row), row)).collect();
    sort::sort_by(&mut keyed, |(a, row_a), (b, row_b)| {
        let by_key = match (a, b) {
            (Some(a), Some(b)) if order.is_falling => b.cmp(a),
            (Some(a), Some(b)) => a.cmp(b),
            (None, None) => Ordering::Equal,
            (None, Some(_)) => Ordering::Greater,
            (Some(_), None) => Ordering::Less,
        };
        by_key.then_with(|| row_a.id.cmp(&row_b.id))
    });
    keyed.into_iter().map(|(_, row)| Arc::clone(row)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(id: u128, title: &str, minor: Option<i64>) -> Arc<Row> {
        Arc::new(Row {
            id: DealId(uuid::Uuid::from_u128(id)),
            title: title.to_owned(),
            customer: String::new(),
            minor,
            stage: String::new(),
            stage_at: 0,
            section: None,
            owner: None,
            owner_name: String::new(),
            since: None,
            close: None,
        })
    }

    fn titles(rows: &[Arc<Row>], order: Order) -> Vec<String> {
        sorted(rows, order).iter().map(|row| row.title.clone()).collect()
    }

    #[test]
    fn what_is_unknown_comes_last_either_way() {
        let rows = [row(1, "unknown", None), row(2, "small", Some(1)), row(3, "large", Some(9))];
        let order = Order::by(Column::Value);
        assert_eq!(titles(&rows, order), ["large", "small", "unknown"]);
        assert_eq!(titles(&rows, order.press(Column::Value)), ["small", "large", "unknown"]);
    }

    #[test]
    fn pressing_another_head_starts_its_usual_way() {
        let order = Order::by(Column::Value).press(Column::Title);
        assert_eq!(order, Order { column: Column::Title, is_falling: false });
        assert!(order.press(Column::Title).is_falling);
    }

    #[test]
    fn an_order_comes_back_from_its_address() {
        for column in Column::ALL {
            for order in [Order::by(column), Order::by(column).press(column)] {
                let query = order.query();
                let get = |name: &str| query.iter().find(|(n, _)| *n == name).map(|(_, v)| v.clone());
                assert_eq!(Order::read(get), order);
            }
        }
    }
}
