//! The minutes of a meeting that is over, for everybody of the workspace.

use super::{
    OF,
    minutes::{Minutes, MinutesView, TakeAlong},
    words::{clock, day, person},
};
use crate::prelude::*;
use smarketing_domain::{
    ids::{MeetingId, MemberId},
    meeting::{self, MeetingChange},
    member::Role,
    operation::Action,
};

/// The minutes.
#[component]
pub fn Kept(
    /// Of which meeting.
    id: MeetingId,
) -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let seen = Memo::new(move |_| {
        state.watch(Topic::Record(id.into()), |w| {
            let meeting = w.meetings.get(&id).filter(|meeting| meeting.meta.is_alive())?;
            over(meeting)
        })
    });
    let is_there = Memo::new(move |_| seen.with(Option::is_some));
    let by = move || seen.with(|seen| seen.as_ref().map(|(by, _)| *by)).unwrap_or_default();
    let minutes = Signal::derive(move || seen.get().map(|(_, minutes)| minutes).unwrap_or_default());
    view! {
        <Show
            when=move || is_there.get()
            fallback=move || view! {
                <div class="page">
                    <Empty icon=IconName::Customers text=Signal::derive(move || t_string!(i18n, meeting.missing).to_owned())>
                        <a class="button" data-variant="primary" href=route::MEETING>{t!(i18n, meeting.to_all)}</a>
                    </Empty>
                </div>
            }
        >
            <article class="page meeting-kept" data-minutes=id.to_string()>
                <Head id by=Signal::derive(by) minutes/>
                <TakeAlong minutes/>
                <section class="panel meeting-paper"><MinutesView minutes/></section>
            </article>
        </Show>
    }
}

fn over(meeting: &meeting::Meeting) -> Option<(MemberId, Minutes)> {
    Some((meeting.by()?, Minutes { began: meeting.began()?, ending: meeting.ended.clone()? }))
}

#[component]
fn Head(id: MeetingId, by: Signal<MemberId>, minutes: Signal<Minutes>) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let notices = use_notices();
    let address = use_address();
    let may_delete = move || state.me().is_some_and(|me| me.member == by.get() || me.role >= Role::Manager);
    let delete = move |_| {
        let write = Action::<MeetingId, MeetingChange>::Delete { id };
        if show_refusal(state.perform(vec![write.into()]), notices, words) {
            notices.done(t_string!(i18n, meeting.discarded));
            address.set(&[(OF, String::new())]);
        }
    };
    let title = move || {
        let day = minutes.with(|minutes| day(words, minutes.began));
        t_string!(i18n, meeting.of_day, day = day).to_string()
    };
    let about = move || {
        let (from, to) = minutes.with(|minutes| (clock(state, minutes.began), clock(state, minutes.ending.at)));
        [Some(format!("{from}–{to}")), person(state, by.get())].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    };
    view! {
        <header class="page-head">
            <a class="button" data-variant="quiet" data-icon-only href=route::MEETING aria-label=move || t_string!(i18n, meeting.to_all)>
                <Icon name=IconName::Left/>
            </a>
            <h1>{title}</h1>
            <span>{about}</span>
            <Show when=may_delete>
                <button class="button" data-variant="quiet" data-icon-only aria-label=move || t_string!(i18n, common.delete) on:click=delete>
                    <Icon name=IconName::Trash/>
                </button>
            </Show>
        </header>
    }
}
