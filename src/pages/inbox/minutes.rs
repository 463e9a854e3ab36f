//! Minutes of meetings that ended lately, where the team looks for what is new.

use crate::prelude::*;
use smarketing_domain::{
    clock::{DAY, Timestamp},
    ids::MeetingId,
    meeting::past,
};

/// For so many days minutes are new.
const NEW_DAYS: i64 = 7;

/// The ways to them; nothing where there are none.
#[component]
pub fn NewMinutes() -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let state = use_state();
    let ticks = calm_ticks(state);
    let ended = Memo::new(move |_| {
        ticks.track();
        let since = Timestamp(state.now().0 - NEW_DAYS * DAY);
        state.watch(Topic::Kind("meeting"), |w| {
            let ended = past(w).into_iter().filter_map(|m| Some((m.id, m.began()?, m.ended.as_ref()?.at)));
            ended.filter(|(_, _, at)| *at > since).map(|(id, began, _)| (id, began)).collect::<Vec<_>>()
        })
    });
    let line = move |(id, began): (MeetingId, Timestamp)| {
        let day = words.day(began).map(|day| words.date(day)).unwrap_or_default();
        let text = t_string!(i18n, meeting.of_day, day = day).to_string();
        view! { <li data-new-minutes=id.to_string()><Icon name=IconName::Customers/><a href=route::meeting(id)>{text}</a></li> }
    };
    view! {
        <Show when=move || !ended.with(Vec::is_empty)>
            <section class="panel inbox-minutes" aria-labelledby="new-minutes">
                <h2 id="new-minutes">{t!(i18n, meeting.past)}</h2>
                <ul>{move || ended.get().into_iter().map(line).collect_view()}</ul>
            </section>
        </Show>
    }
}
