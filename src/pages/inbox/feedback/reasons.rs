//! The whole in figures, and why leads were rejected or lost.

use super::{View, counted};
use crate::prelude::*;
use smarketing_domain::handoff::{Feedback, Group, Number, Part};

/// So many reasons for losing a deal are shown: those are free words, and many.
const LOSSES: usize = 8;

/// The whole in one sentence and its figures, and the reasons, most frequent first.
#[component]
pub fn Whole(whole: Feedback, seen: View) -> impl IntoView {
    let words = use_words();
    let i18n = words.i18n;
    let answered = whole.answered();
    let address = move |part: Part| {
        let number = Number::Group { by: Group::All, name: String::new(), part };
        HandoffPart::from(number).href(seen.period.get_untracked())
    };
    let rejected = whole
        .reasons
        .iter()
        .map(|(reason, n)| (reason_name(words, *reason).to_owned(), *n, address(Part::Rejected(Some(*reason)))));
    let lost = whole.losses.iter().map(|(reason, n)| (reason.clone(), *n, address(Part::Left(Some(reason.clone())))));
    let (rejected, lost) = (rejected.collect(), lost.collect());
    let figures = [
        (t_string!(i18n, feedback.offered), Part::Offered, whole.offered),
        (t_string!(i18n, feedback.answered), Part::Answered, answered),
        (t_string!(i18n, feedback.accepted), Part::Accepted, whole.accepted),
        (t_string!(i18n, feedback.refused), Part::Rejected(None), whole.rejected),
        (t_string!(i18n, feedback.lost_before), Part::Left(None), whole.left),
        (t_string!(i18n, feedback.waiting), Part::Waiting, whole.waiting()),
        (t_string!(i18n, feedback.won), Part::Won, whole.won),
    ];
    let figure = move |(name, part, count): (&'static str, Part, u64)| {
        view! { <div><dt>{name}</dt><dd>{counted(words, count, address(part))}</dd></div> }
    };
    view! {
        <section class="panel" data-feedback="all">
            <p class="feedback-sum">
                {t_string!(i18n, feedback.whole, accepted = words.number(whole.accepted), answered = words.number(answered)).to_string()}
                {whole.median_ms.map(|ms| format!(" {}", t_string!(i18n, feedback.median, time = words.duration(ms))))}
            </p>
            <dl class="feedback-figures">{figures.map(figure).collect_view()}</dl>
            <div class="feedback-reasons">
                <Reasons title=t_string!(i18n, feedback.rejected) reasons=rejected most=usize::MAX/>
                <Reasons title=t_string!(i18n, feedback.lost) reasons=lost most=LOSSES/>
            </div>
        </section>
    }
}

/// Reasons, how often each was given and where its deals are, the most frequent
/// `most` of them.
#[component]
fn Reasons(title: &'static str, reasons: Vec<(String, u64, String)>, most: usize) -> impl IntoView {
    let words = use_words();
    let mut reasons = reasons;
    sort::sort_by(&mut reasons, |a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    reasons.truncate(most);
    let longest = reasons.first().map_or(1, |(_, n, _)| *n).max(1);
    (!reasons.is_empty()).then(|| {
        view! {
            <div>
                <h2>{title}</h2>
                <ul class="bars">
                    {reasons.into_iter().map(|(reason, n, href)| view! {
                        <li>
                            <span class="bars-name">{reason}</span>
                            <span class="bars-track" aria-hidden="true"><span style:width=format!("{}%", 100 * n / longest)></span></span>
                            {counted(words, n, href)}
                        </li>
                    }).collect_view()}
                </ul>
            </div>
        }
    })
}
