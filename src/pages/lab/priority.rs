//! What both teams say of an idea, and where they do not agree.

use super::{Judged, vote::VoteForm};
use crate::{prelude::*, words::Words};
use smarketing_domain::{
    hypothesis::priority::{Mark, Priority, Side},
    ids::HypothesisId,
    member::Team,
};

/// The priority of a hypothesis, kept up to date.
fn priority(state: State, id: HypothesisId) -> Memo<Priority> {
    Memo::new(move |_| {
        // Who is in which team decides how votes count.
        state.track(Topic::Kind("member"));
        state.watch(Topic::Record(id.into()), |w| w.hypotheses.get(&id).map(|h| Priority::of(w, h))).unwrap_or_default()
    })
}

/// A mark in words.
pub fn mark_name(words: Words, mark: Mark) -> &'static str {
    let i18n = words.i18n;
    match mark {
        Mark::Impact => t_string!(i18n, write.impact),
        Mark::Confidence => t_string!(i18n, write.confidence),
        Mark::Ease => t_string!(i18n, write.ease),
    }
}

/// Points to a tenth.
fn points(words: Words, n: f64) -> String {
    words.exact((n * 10.0).round() / 10.0)
}

/// The priority on a card; nothing before somebody has voted.
#[component]
pub fn PriorityChip(
    /// Of which hypothesis.
    id: HypothesisId,
) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let priority = priority(use_state(), id);
    move || {
        let priority = priority.get();
        let n = points(words, priority.score()?);
        let is_provisional = priority.is_provisional();
        let text = match is_provisional {
            true => t_string!(i18n, write.chip_provisional, n = n).to_string(),
            false => t_string!(i18n, write.chip, n = n).to_string(),
        };
        Some(view! { <span class="chip lab-priority-chip" data-provisional=is_provisional.to_string()>{text}</span> })
    }
}

/// The priority with its votes, and one's own.
#[component]
pub fn PriorityPanel(
    /// Of which hypothesis.
    id: HypothesisId,
    /// The hypothesis.
    judged: Memo<Judged>,
) -> impl IntoView {
    let i18n = use_i18n();
    let words = use_words();
    let priority = priority(use_state(), id);
    let score = move || priority.with(Priority::score);
    let attribute = move || score().map(|score| format!("{score:.2}"));
    let is_provisional = move || priority.with(Priority::is_provisional).to_string();
    view! {
        <section class="panel lab-priority" aria-labelledby="lab-priority" data-priority=attribute data-provisional=is_provisional>
            <h2 id="lab-priority">{t!(i18n, write.priority)}</h2>
            {move || match score() {
                Some(score) => view! {
                    <p class="lab-score number">{t_string!(i18n, write.score, n = points(words, score)).to_string()}</p>
                }.into_any(),
                None => view! { <p class="lab-note">{t!(i18n, write.nobody_voted)}</p> }.into_any(),
            }}
            {move || missing(words, &priority.get()).map(|text| view! { <p class="lab-provisional"><Icon name=IconName::Warning/>{text}</p> })}
            {move || apart(words, &priority.get())}
            <ul class="lab-sides">{move || sides(words, &priority.get())}</ul>
            <VoteForm id judged/>
            <p class="field-hint">{t!(i18n, write.how)}</p>
        </section>
    }
}

/// Who has to vote before it is more than provisional.
fn missing(words: Words, priority: &Priority) -> Option<&'static str> {
    let i18n = words.i18n;
    priority.score()?;
    match priority.missing()[..] {
        [] => None,
        [Team::Marketing] => Some(t_string!(i18n, write.no_marketing)),
        [Team::Sales] => Some(t_string!(i18n, write.no_sales)),
        _ => Some(t_string!(i18n, write.no_team)),
    }
}

/// How far the teams are apart, and on what.
fn apart(words: Words, priority: &Priority) -> Option<impl IntoView + use<>> {
    let i18n = words.i18n;
    let apart = priority.apart()?;
    let n = points(words, apart.score);
    let text = match apart.is_worth_talking() {
        true => {
            let mark = mark_name(words, apart.mark);
            let (marketing, sales) = (points(words, apart.marketing), points(words, apart.sales));
            t_string!(i18n, write.apart, n = n, mark = mark, marketing = marketing, sales = sales).to_string()
        }
        false => t_string!(i18n, write.agree, n = n).to_string(),
    };
    Some(view! { <p class="lab-apart" data-talk=apart.is_worth_talking().to_string()>{text}</p> })
}

fn sides(words: Words, priority: &Priority) -> impl IntoView + use<> {
    let i18n = words.i18n;
    let sides = [
        (t_string!(i18n, common.marketing), "marketing", priority.marketing),
        (t_string!(i18n, common.sales), "sales", priority.sales),
        (t_string!(i18n, common.management), "reach", priority.management),
    ];
    let line = |(name, hue, side): (&'static str, &'static str, Side)| {
        view! {
            <li data-side=hue>
                <span class="chip" data-section=hue>{name}</span>
                <b class="number">{points(words, side.score())}</b>
                <small>{t_string!(i18n, write.voters, count = side.voters as u32).to_string()}" · "{marks_words(words, side.marks)}</small>
            </li>
        }
    };
    sides.into_iter().filter_map(|(name, hue, side)| Some((name, hue, side?))).map(line).collect_view()
}

/// Three marks in a line.
fn marks_words(words: Words, marks: [f64; 3]) -> String {
    let [impact, confidence, ease] = marks.map(|mark| points(words, mark));
    t_string!(words.i18n, write.marks, impact = impact, confidence = confidence, ease = ease).to_string()
}
