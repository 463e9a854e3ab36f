//! What people do at a canvas: one handle for all of its parts.

use crate::{prelude::*, words::Words};
use smarketing_domain::{
    ids::{HypothesisId, MemberId, StickerId, WorkshopId},
    member::Role,
    operation::{Action, Body, Refusal},
    workshop::{
        Phase, StickerChange, StickerKind, WorkshopChange,
        canvas::{Canvas, Note},
        origin::{crossing, first_values},
    },
};

/// A canvas, as the member sees it, and what they can do there.
#[derive(Clone, Copy)]
pub struct Table {
    /// Which workshop.
    pub workshop: WorkshopId,
    /// What lies on it.
    pub canvas: Memo<Canvas>,
    state: State,
    words: Words,
    notices: Notices,
}

impl Table {
    /// The table of a workshop; listens to whatever lies on it.
    pub fn at(workshop: WorkshopId) -> Self {
        let state = use_state();
        let canvas = Memo::new(move |_| {
            [Topic::Record(workshop.into()), Topic::Kind("sticker"), Topic::Kind("hypothesis")]
                .into_iter()
                .for_each(|topic| state.track(topic));
            let me = state.me().map(|me| me.member).unwrap_or_default();
            state.read(|w| Canvas::of(w, workshop, me))
        });
        Self { workshop, canvas, state, words: use_words(), notices: use_notices() }
    }

    /// How far the workshop has come.
    pub fn phase(self) -> Memo<Phase> {
        let canvas = self.canvas;
        Memo::new(move |_| canvas.with(|canvas| canvas.phase))
    }

    /// What a sticker says, and what is thought of it.
    pub fn note(self, id: StickerId) -> Memo<Option<Note>> {
        let canvas = self.canvas;
        Memo::new(move |_| canvas.with(|canvas| canvas.note(id).cloned()))
    }

    /// Whether the member may change what `author` wrote.
    pub fn may_change(self, author: MemberId) -> bool {
        let Some(me) = self.state.me() else { return false };
        let is_manager = self.state.watch(Topic::Record(me.member.into()), |w| {
            w.members.get(&me.member).is_some_and(|member| member.role >= Role::Manager)
        });
        me.member == author || is_manager
    }

    fn perform(self, body: Body) -> bool {
        show_refusal(self.state.perform(vec![body]), self.notices, self.words)
    }

    fn put(self, kind: StickerKind, more: Vec<StickerChange>) -> bool {
        let mut set = vec![StickerChange::Workshop(Some(self.workshop)), StickerChange::Kind(kind)];
        set.extend(more);
        self.perform(Action::Create { id: new_id::<StickerId>(), set }.into())
    }

    /// Writes something down; an idea at its crossing.
    pub fn write(self, kind: StickerKind, text: String, crossing: Option<(StickerId, StickerId)>) -> bool {
        let mut more = vec![StickerChange::Text(text.clone())];
        if let Some((trend, barrier)) = crossing {
            more.extend([StickerChange::On(Some(trend)), StickerChange::Across(Some(barrier))]);
        }
        let is_written = self.put(kind, more);
        if is_written {
            self.notices.announce(t_string!(self.words.i18n, workshop.added, text = text).to_string());
        }
        is_written
    }

    /// Writes something else in its place.
    pub fn rename(self, id: StickerId, text: String) -> Result<(), Refusal> {
        let set = vec![StickerChange::Text(text.trim().to_owned())];
        self.state.perform(vec![Action::Edit { id, set }.into()])
    }

    /// Takes a note off the canvas; it can be undone.
    pub fn delete(self, id: StickerId) {
        if self.perform(Action::<StickerId, StickerChange>::Delete { id }.into()) {
            self.notices.done(t_string!(self.words.i18n, workshop.note_deleted));
        }
    }

    /// Puts one of the member's dots on a note, if they have one left.
    pub fn put_dot(self, on: StickerId) {
        let i18n = self.words.i18n;
        if self.canvas.with_untracked(|canvas| canvas.left) == 0 {
            self.notices.say(t_string!(i18n, workshop.no_dots));
        } else if self.put(StickerKind::Dot, vec![StickerChange::On(Some(on))]) {
            self.tell_left();
        }
    }

    /// Takes one of the member's dots back.
    pub fn take_dot(self, dot: StickerId) {
        if self.perform(Action::<StickerId, StickerChange>::Delete { id: dot }.into()) {
            self.tell_left();
        }
    }

    fn tell_left(self) {
        let left = self.canvas.with_untracked(|canvas| canvas.left) as u32;
        self.notices.announce(t_string!(self.words.i18n, workshop.dots_left, n = left).to_string());
    }

    /// Goes on to a step, or back to it.
    pub fn go(self, phase: Phase) {
        if self.canvas.with_untracked(|canvas| canvas.phase) != phase {
            self.perform(Action::Edit { id: self.workshop, set: vec![WorkshopChange::Phase(phase)] }.into());
        }
    }

    /// Makes an idea a hypothesis that knows where it came from.
    pub fn choose(self, idea: StickerId) {
        let i18n = self.words.i18n;
        let team = self.state.me_untracked().map(|me| me.team).unwrap_or_default();
        let arms = [t_string!(i18n, lab.control_name), t_string!(i18n, lab.variant_name)];
        let set = self.state.read(|w| {
            let from = crossing(w, idea)?;
            let saw = match (from.trend.is_empty(), from.barrier.is_empty()) {
                (false, false) => t_string!(i18n, workshop.saw, trend = from.trend, barrier = from.barrier).to_string(),
                _ => from.trend + &from.barrier,
            };
            Some(first_values(w, w.stickers.get(&idea)?, saw, arms, team))
        });
        let Some(set) = set else { return };
        if self.perform(Action::Create { id: new_id::<HypothesisId>(), set }.into()) {
            self.notices.done(t_string!(i18n, workshop.made));
        }
    }
}
