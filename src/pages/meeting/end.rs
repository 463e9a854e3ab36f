//! The end of the agenda: what was changed so far, and the button that keeps it.

use super::{
    Held, ITEM, OF,
    minutes::{Minutes, MinutesView, TakeAlong},
};
use crate::prelude::*;
use smarketing_domain::{
    ids::MeetingId,
    meeting::{MeetingChange, minutes::ending},
    operation::Action,
};

/// The last item.
#[component]
pub fn End(
    /// The meeting.
    held: Held,
) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let notices = use_notices();
    let address = use_address();
    let ticks = calm_ticks(state);
    let so_far = Memo::new(move |_| {
        ticks.track();
        let now = state.now();
        Minutes { began: held.began, ending: state.read(|w| ending(w, held.began, now)) }
    });
    let id = held.id;
    let end = move |_| {
        let ended = state.read(|w| ending(w, held.began, state.now()));
        let write = Action::Edit { id, set: vec![MeetingChange::Ended(Some(ended))] };
        if show_refusal(state.perform(vec![write.into()]), notices, words) {
            address.set(&[(ITEM, String::new()), (OF, id.to_string())]);
            notices.done(t_string!(i18n, meeting.ended));
        }
    };
    let discard = move |_| {
        let write = Action::<MeetingId, MeetingChange>::Delete { id };
        if show_refusal(state.perform(vec![write.into()]), notices, words) {
            address.set(&[(ITEM, String::new())]);
            notices.done(t_string!(i18n, meeting.discarded));
        }
    };
    view! {
        <p class="meeting-lead">{t!(i18n, meeting.end_lead)}</p>
        <MinutesView minutes=so_far/>
        <div class="meeting-ways">
            <button type="button" class="button" data-variant="primary" data-end on:click=end>
                <Icon name=IconName::Check/>{t!(i18n, meeting.end_and_keep)}
            </button>
            <button type="button" class="button" data-variant="quiet" data-discard on:click=discard>{t!(i18n, meeting.discard)}</button>
        </div>
        <TakeAlong minutes=so_far/>
    }
}
