//! The saved views, and what can be done with them. A shared one is changed as
//! any record is; one's own are kept on this device.

use super::{super::desk::Desk, private};
use crate::prelude::*;
use leptos::ev;
use smarketing_domain::{
    ids::{MemberId, ViewId},
    member::Role,
    operation::{Action, Body, Refusal},
    record::Each,
    settings::SettingsChange,
    view::{self, SavedView, VIEWS_MAX},
};

/// A saved view, as it is listed.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Which.
    pub id: ViewId,
    /// Its name, and what it shows.
    pub view: SavedView,
    /// Whether everybody has it.
    pub is_shared: bool,
}

impl Entry {
    /// Changes with whatever is shown of it.
    pub fn key(&self) -> (ViewId, bool, String, String) {
        (self.id, self.is_shared, self.view.name().to_owned(), self.view.query().to_owned())
    }
}

/// The saved views.
#[derive(Clone, Copy)]
pub struct Book {
    desk: Desk,
    private: RwSignal<Vec<(ViewId, SavedView)>>,
    /// All that there are, by their names: shared ones first.
    pub entries: Memo<Vec<Entry>>,
    /// What the board shows now.
    pub query: Memo<String>,
    /// One's own view that was just deleted.
    pub gone: RwSignal<Option<(ViewId, SavedView)>>,
}

impl Book {
    /// The views of the workspace, and one's own.
    pub fn new(desk: Desk) -> Self {
        let private = RwSignal::new(Vec::new());
        Effect::new(move || {
            private.set(desk.state.me().map(|me| private::load(me.member)).unwrap_or_default());
        });
        // Another tab of the same device has changed them.
        let stored = window_event_listener(ev::storage, move |_| {
            if let Some(me) = desk.state.me_untracked() {
                private.set(private::load(me.member));
            }
        });
        on_cleanup(move || stored.remove());
        let entries = Memo::new(move |_| {
            let entry = |is_shared: bool| move |(id, view): (ViewId, SavedView)| Entry { id, view, is_shared };
            let shared = desk.state.watch(Topic::Kind("settings"), view::shared).into_iter().map(entry(true));
            shared.chain(private.get().into_iter().map(entry(false))).collect()
        });
        let query = Memo::new(move |_| view::kept(&desk.address.query()));
        Self { desk, private, entries, query, gone: RwSignal::new(None) }
    }

    /// The view that is on the board now, if it is a saved one.
    pub fn current(&self) -> Option<Entry> {
        let query = self.query.get();
        self.entries.with(|all| all.iter().find(|entry| view::is_same(entry.view.query(), &query)).cloned())
    }

    fn me(&self) -> Option<MemberId> {
        self.desk.state.me_untracked().map(|me| me.member)
    }

    /// Whether the person may share views.
    pub fn can_share(&self) -> bool {
        let me = self.desk.state.me().map(|me| me.member);
        let is_member = |id| {
            self.desk
                .state
                .watch(Topic::Kind("member"), |w| w.members.get(&id).is_some_and(|member| member.role >= Role::Member))
        };
        me.is_some_and(is_member)
    }

    /// Whether the person may change this view.
    pub fn can_change(&self, entry: &Entry) -> bool {
        let may = |me| self.desk.state.read(|w| view::may_change(w, &entry.view, me));
        !entry.is_shared || self.can_share() && self.me().is_some_and(may)
    }

    /// The view of this name that saving would replace.
    pub fn replaced(&self, name: &str, is_shared: bool) -> Option<Entry> {
        let name = name.trim().to_lowercase();
        let fits = |e: &&Entry| e.is_shared == is_shared && e.view.name().to_lowercase() == name;
        self.entries.with(|all| all.iter().find(fits).cloned()).filter(|entry| self.can_change(entry))
    }

    /// Saves what the board shows; false when that could not be.
    pub fn save(&self, name: &str, is_shared: bool) -> bool {
        let Some(me) = self.me() else { return false };
        let query = self.query.get_untracked();
        match untrack(|| self.replaced(name, is_shared)) {
            Some(entry) => self.write(entry.id, Some(entry.view.changed(name, &query)), is_shared, true),
            None => self.write(new_id(), Some(SavedView::new(name, &query, me)), is_shared, true),
        }
    }

    /// Calls a view otherwise.
    pub fn rename(&self, entry: &Entry, name: &str) -> bool {
        let to = entry.view.changed(name, entry.view.query());
        self.write(entry.id, Some(to), entry.is_shared, true)
    }

    /// Puts what the board shows into a view.
    pub fn renew(&self, entry: &Entry) {
        let to = entry.view.changed(entry.view.name(), &self.query.get_untracked());
        self.write(entry.id, Some(to), entry.is_shared, true);
    }

    /// Gives one's own view to everybody, or takes a shared one back to oneself.
    pub fn turn(&self, entry: &Entry) {
        let (words, notices) = (self.desk.words, self.desk.notices);
        let i18n = words.i18n;
        let Some(me) = self.me() else { return };
        let own = SavedView::new(entry.view.name(), entry.view.query(), me);
        // First where it comes to: in no moment it is nowhere.
        let turned = self.write(entry.id, Some(own), !entry.is_shared, false)
            && self.write(entry.id, None, entry.is_shared, false);
        if turned {
            let name = entry.view.name().to_owned();
            notices.say(match entry.is_shared {
                true => t_string!(i18n, views.made_private, name = name).to_string(),
                false => t_string!(i18n, views.made_shared, name = name).to_string(),
            });
        }
    }

    /// Deletes a view; it can be brought back.
    pub fn delete(&self, entry: &Entry) {
        if self.write(entry.id, None, entry.is_shared, true) && !entry.is_shared {
            self.gone.set(Some((entry.id, entry.view.clone())));
        }
    }

    /// Brings one's own view back that was just deleted.
    pub fn bring_back(&self) {
        if let Some((id, view)) = self.gone.get_untracked() {
            self.gone.set(None);
            self.write(id, Some(view), false, false);
        }
    }

    fn write(&self, id: ViewId, to: Option<SavedView>, is_shared: bool, is_told: bool) -> bool {
        let (words, notices) = (self.desk.words, self.desk.notices);
        let i18n = words.i18n;
        let name = || self.name(id, is_shared, to.as_ref());
        let told = match &to {
            Some(_) => t_string!(i18n, views.kept, name = name()).to_string(),
            None => t_string!(i18n, views.deleted, name = name()).to_string(),
        };
        if is_shared {
            let is_full = self.desk.state.read(|w| w.own().is_some_and(|own| own.views.iter().count() >= VIEWS_MAX));
            let is_there = self.desk.state.read(|w| w.own().is_some_and(|own| own.views.get(id).is_some()));
            if to.is_some() && is_full && !is_there {
                notices.error(t_string!(i18n, views.too_many, max = VIEWS_MAX.to_string()).to_string());
                return false;
            }
            let written = self.change(id, to).and_then(|body| self.desk.state.perform(vec![body]));
            let is_done = show_refusal(written, notices, words);
            if is_done && is_told {
                notices.done(told);
            }
            return is_done;
        }
        let Some(me) = self.me() else { return false };
        let mut all = self.private.get_untracked();
        all.retain(|(other, _)| *other != id);
        all.extend(to.map(|view| (id, view)));
        view::in_order(&mut all);
        if !private::keep(me, &all) {
            notices.error(t_string!(i18n, views.no_room));
            return false;
        }
        self.private.set(all);
        self.gone.set(None);
        if is_told {
            notices.say(told);
        }
        true
    }

    fn name(&self, id: ViewId, is_shared: bool, to: Option<&SavedView>) -> String {
        let present = self.entries.with_untracked(|all| {
            let entry = all.iter().find(|entry| entry.id == id && entry.is_shared == is_shared);
            entry.map(|entry| entry.view.clone())
        });
        to.or(present.as_ref()).map(|view| view.name().to_owned()).unwrap_or_default()
    }

    fn change(&self, id: ViewId, to: Option<SavedView>) -> Result<Body, Refusal> {
        let own = self.desk.state.read(|w| w.own().map(|own| own.id)).ok_or(Refusal::UnknownRecord)?;
        let set = vec![SettingsChange::Views(Each::one(id, to))];
        Ok(Action::Edit { id: own, set }.into())
    }
}
