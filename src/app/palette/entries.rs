//! What can be chosen in the palette.

use crate::{prelude::*, words::Words};
use smarketing_domain::{
    find::{Found, Thing, Typed, find},
    view::{SavedView, kept, shared},
};

/// Things of the workspace in the list, at most.
const THINGS: usize = 12;
/// The board, asked for a new deal.
pub const NEW_DEAL: &str = "/board?add=1";

/// What an entry does.
#[derive(Clone, Debug, PartialEq)]
pub enum Act {
    /// Goes there.
    Go(String),
    /// Takes the last step back.
    Undo,
    /// Makes it again.
    Redo,
    /// Shows all keys.
    Help,
}

/// A line of the list.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Its picture.
    pub icon: IconName,
    /// What it is called.
    pub name: String,
    /// What tells it from others; its key, of an action that has one.
    pub about: String,
    /// What kind of thing it is.
    pub kind: &'static str,
    /// What it does.
    pub act: Act,
}

/// The lines for what was typed: actions and pages that fit, then things; without a word
/// all actions and pages.
pub fn entries(state: State, words: Words, text: &str) -> Vec<Entry> {
    let typed = Typed::new(text);
    let own = actions(words).into_iter().chain(pages(words));
    // Without a word the list is short already.
    let own = own.chain(views(state, words).into_iter().filter(|_| !text.trim().is_empty()));
    let mut fitting: Vec<_> = own.filter_map(|e| Some((typed.fit(&e.name, e.kind)?, e))).collect();
    sort::sort_by_key(&mut fitting, |(fit, _)| *fit);
    let found = state.read(|w| find(w, &typed, THINGS));
    let things = found.into_iter().map(|found| thing(words, found));
    fitting.into_iter().map(|(_, entry)| entry).chain(things).collect()
}

fn actions(words: Words) -> Vec<Entry> {
    let i18n = words.i18n;
    let action = |icon, name: &str, key: &str, act| Entry {
        icon,
        name: name.to_owned(),
        about: key.to_owned(),
        kind: t_string!(i18n, palette.action),
        act,
    };
    vec![
        action(IconName::Plus, t_string!(i18n, palette.new_deal), "C", Act::Go(NEW_DEAL.to_owned())),
        action(IconName::Undo, t_string!(i18n, palette.undo), "Ctrl Z", Act::Undo),
        action(IconName::Undo, t_string!(i18n, palette.redo), "Ctrl Shift Z", Act::Redo),
        action(IconName::More, t_string!(i18n, palette.help), "?", Act::Help),
    ]
}

/// The views of the board that the workspace shares.
fn views(state: State, words: Words) -> Vec<Entry> {
    let entry = |(_, view): (_, SavedView)| Entry {
        icon: IconName::Board,
        name: view.name().to_owned(),
        about: String::new(),
        kind: t_string!(words.i18n, views.kind),
        act: Act::Go(format!("{}?{}", route::BOARD, kept(view.query()))),
    };
    state.read(shared).into_iter().map(entry).collect()
}

fn pages(words: Words) -> Vec<Entry> {
    let i18n = words.i18n;
    let page = |icon, name: &str, to: &str| Entry {
        icon,
        name: name.to_owned(),
        about: String::new(),
        kind: t_string!(i18n, palette.page),
        act: Act::Go(to.to_owned()),
    };
    let customers = format!("{}?section=customer", route::DEALS);
    vec![
        page(IconName::Hourglass, t_string!(i18n, shell.hourglass), route::HOURGLASS),
        page(IconName::Board, t_string!(i18n, shell.board), route::BOARD),
        page(IconName::Inbox, t_string!(i18n, shell.inbox), route::INBOX),
        page(IconName::Lab, t_string!(i18n, shell.lab), route::HYPOTHESES),
        page(IconName::Customers, t_string!(i18n, shell.customers), &customers),
        page(IconName::Settings, t_string!(i18n, shell.settings), route::SETTINGS),
        page(IconName::Customers, t_string!(i18n, meeting.title), route::MEETING),
        page(IconName::Calendar, t_string!(i18n, forecast.title), route::FORECAST),
        page(IconName::Clock, t_string!(i18n, time.title), route::TIME),
        page(IconName::Hourglass, t_string!(i18n, cohort.title), route::CONVERSION),
        page(IconName::Hourglass, t_string!(i18n, lens.title), route::LENSES),
        page(IconName::Hourglass, t_string!(i18n, money.title), route::MONEY),
        page(IconName::Lab, t_string!(i18n, workshop.title), route::WORKSHOPS),
        page(IconName::Undo, t_string!(i18n, history.title), route::CHANGES),
        page(IconName::Trash, t_string!(i18n, lists.trash), route::TRASH),
        page(IconName::Plus, t_string!(i18n, import.title), route::IMPORT),
    ]
}

fn thing(words: Words, found: Found) -> Entry {
    let i18n = words.i18n;
    let (icon, kind, to) = match found.thing {
        Thing::Deal(id) => (IconName::Board, t_string!(i18n, lists.title), route::deal(id)),
        Thing::Person(_, deal) => (IconName::Person, t_string!(i18n, palette.person), route::deal(deal)),
        Thing::Hypothesis(id) => (IconName::Lab, t_string!(i18n, palette.hypothesis), route::hypothesis(id)),
    };
    Entry { icon, name: found.name, about: found.about, kind, act: Act::Go(to) }
}
