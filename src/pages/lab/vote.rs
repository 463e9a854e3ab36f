//! One's own vote: three marks from 1 to 10.

use super::{Judged, change, priority::mark_name};
use crate::prelude::*;
use smarketing_domain::{
    hypothesis::{
        HypothesisChange, Ice, Status,
        priority::{MARK_MAX, Mark},
    },
    ids::HypothesisId,
    member::Role,
    record::Each,
};

/// The marks that an own vote begins with: the middle says the least.
const MIDDLE: [u8; 3] = [5; 3];

/// The own vote; viewers have none, and what is decided is voted on no more.
#[component]
pub fn VoteForm(
    /// On which hypothesis.
    id: HypothesisId,
    /// The hypothesis.
    judged: Memo<Judged>,
) -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let words = use_words();
    let notices = use_notices();
    let me = Memo::new(move |_| state.me().map(|me| (me.member, me.role >= Role::Member)));
    let own = Memo::new(move |_| {
        let (member, _) = me.get()?;
        judged.with(|seen| seen.hypothesis.votes.get(member).copied())
    });
    let is_open = move || judged.with(|seen| seen.hypothesis.standing.status != Status::Decided);
    let marks = RwSignal::new(MIDDLE);
    // One's vote of another device, or one that was undone, is what is shown.
    Effect::new(move || marks.set(own.get().map_or(MIDDLE, |vote| vote.marks())));
    let write = move |vote: Option<Ice>, said: &'static str| {
        let Some((member, _)) = me.get_untracked() else { return };
        let set = vec![HypothesisChange::Votes(Each::one(member, vote))];
        if show_refusal(change(state, id, set), notices, words) {
            notices.done(said);
        }
    };
    let vote = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let [impact, confidence, ease] = marks.get_untracked();
        write(Some(Ice { impact, confidence, ease }), t_string!(i18n, write.voted));
    };
    let take_back = move |_| write(None, t_string!(i18n, write.vote_gone));
    let verb =
        move || if own.get().is_some() { t_string!(i18n, write.change_vote) } else { t_string!(i18n, write.vote) };
    view! {
        <Show
            when=move || is_open() && me.get().is_some_and(|(_, may)| may)
            fallback=move || is_open().then(|| view! { <p class="lab-note">{t!(i18n, write.viewers)}</p> })
        >
            <form class="lab-vote" on:submit=vote>
                <fieldset>
                    <legend>{t!(i18n, write.your_vote)}</legend>
                    {Mark::ALL.into_iter().enumerate().map(|(i, mark)| view! { <MarkField mark i marks/> }).collect_view()}
                </fieldset>
                <div class="lab-vote-do">
                    <button type="submit" class="button" data-variant="primary">{verb}</button>
                    <Show when=move || own.get().is_some()>
                        <button type="button" class="button" data-variant="quiet" on:click=take_back>{t!(i18n, write.take_back)}</button>
                    </Show>
                </div>
            </form>
        </Show>
    }
}

/// One mark: arrow keys and a finger move it.
#[component]
fn MarkField(mark: Mark, i: usize, marks: RwSignal<[u8; 3]>) -> impl IntoView {
    let i18n = use_i18n();
    let words = use_words();
    let hint = move || match mark {
        Mark::Impact => t_string!(i18n, write.impact_hint),
        Mark::Confidence => t_string!(i18n, write.confidence_hint),
        Mark::Ease => t_string!(i18n, write.ease_hint),
    };
    let value = move || marks.with(|marks| marks[i]);
    let choose = move |text: String| {
        if let Some(chosen) = text.parse::<u8>().ok().filter(|mark| (1..=MARK_MAX).contains(mark)) {
            marks.update(|marks| marks[i] = chosen);
        }
    };
    let name = ["impact", "confidence", "ease"][i];
    let (id, hint_id) = (format!("lab-{name}"), format!("lab-{name}-hint"));
    view! {
        <div class="lab-mark">
            <label for=id.clone()>{move || mark_name(words, mark)}</label>
            <output for=id.clone() class="number">{move || words.number(value().into())}</output>
            <input
                type="range" id=id min="1" max=MARK_MAX.to_string() step="1" aria-describedby=hint_id.clone()
                prop:value=move || value().to_string() on:input:target=move |ev| choose(ev.target().value())
            />
            <small id=hint_id>{hint}</small>
        </div>
    }
}
