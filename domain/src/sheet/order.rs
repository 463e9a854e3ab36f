//! The table's columns, and by which of them it is sorted.

/// A column of the table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Column {
    /// What the deal is called.
    Title,
    /// Who buys: the company, or the first person where there is none.
    Customer,
    /// The stage, in the order of the path.
    #[default]
    Stage,
    /// Paid once.
    Value,
    /// Who looks after it.
    Owner,
    /// What brought it.
    Channel,
    /// When it is expected to be decided.
    Close,
    /// What is to be done next, by its day.
    NextStep,
    /// How long it has stood in its stage.
    Days,
    /// Its points.
    Score,
}

impl Column {
    /// From left to right.
    pub const ALL: [Column; 10] = [
        Self::Title,
        Self::Customer,
        Self::Stage,
        Self::Value,
        Self::Owner,
        Self::Channel,
        Self::Close,
        Self::NextStep,
        Self::Days,
        Self::Score,
    ];

    /// Its name in an address.
    pub fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Customer => "customer",
            Self::Stage => "stage",
            Self::Value => "value",
            Self::Owner => "person",
            Self::Channel => "source",
            Self::Close => "close",
            Self::NextStep => "next",
            Self::Days => "days",
            Self::Score => "score",
        }
    }

    /// The column with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|column| column.name() == name)
    }

    /// Whether it can be changed where it stands.
    pub fn is_editable(self) -> bool {
        matches!(self, Self::Title | Self::Stage | Self::Value | Self::Owner | Self::Close)
    }

    /// Whether it holds numbers.
    pub fn is_number(self) -> bool {
        matches!(self, Self::Value | Self::Days | Self::Score)
    }
}

/// How the table is sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Order {
    /// By which column.
    pub column: Column,
    /// From large to small.
    pub is_falling: bool,
}

impl Order {
    /// By a column, the way one usually wants it: the largest numbers first.
    pub fn by(column: Column) -> Self {
        Self { column, is_falling: column.is_number() }
    }

    /// After the head of `column` has been pressed.
    pub fn press(self, column: Column) -> Self {
        if self.column == column { Self { column, is_falling: !self.is_falling } } else { Self::by(column) }
    }

    /// The order that an address asks for; what cannot be read is the board's own.
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

#[cfg(test)]
mod tests {
    use super::*;

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
        assert_eq!(Order::read(|_| Some("what".to_owned())), Order::default());
    }
}
