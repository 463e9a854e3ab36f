//! How it went: written down, started, gone on with, decided.

use super::Judged;
use crate::prelude::*;
use smarketing_domain::{clock::Timestamp, hypothesis::Choice, ids::MemberId};

/// The dates of a hypothesis, and who.
#[component]
pub fn History(
    /// Of what.
    judged: Memo<Judged>,
) -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let words = use_words();
    let name = move |id: MemberId| {
        state.watch(Topic::Record(id.into()), |w| w.members.get(&id).map(|m| m.name.clone())).unwrap_or_default()
    };
    let line = move |word: &'static str, at: Timestamp, by: Option<MemberId>| {
        let day = words.day(at).map(|day| words.date(day)).unwrap_or_default();
        let by = by.map(name).filter(|name| !name.is_empty());
        let rest = [Some(day), by].into_iter().flatten().collect::<Vec<_>>().join(" · ");
        view! { <li><b>{word}</b><span>{rest}</span></li> }
    };
    let lines = move || {
        judged.with(|seen| {
            let hypothesis = &seen.hypothesis;
            let born = hypothesis.meta.born.map(|b| line(t_string!(i18n, lab.was_written), b.stamp.at(), Some(b.by)));
            let started = hypothesis.started.map(|at| line(t_string!(i18n, lab.was_started), at, None));
            let decided = hypothesis.decision.as_ref().map(|decision| {
                let word = match decision.choice {
                    Choice::Adopt => t_string!(i18n, lab.adopted),
                    Choice::Stop => t_string!(i18n, lab.stopped),
                };
                line(word, decision.at, Some(decision.by))
            });
            let continued = hypothesis.continued.as_ref();
            let continued = continued.map(|c| line(t_string!(i18n, lab.goes_on), c.at, Some(c.by)));
            [born, started, continued, decided].into_iter().flatten().collect_view()
        })
    };
    view! {
        <section class="panel lab-history" aria-labelledby="lab-history">
            <h2 id="lab-history">{t!(i18n, lab.history)}</h2>
            <ol>{lines}</ol>
        </section>
    }
}
