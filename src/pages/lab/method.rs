//! By which method a verdict was found, and why this one, in plain words.

use super::Judged;
use crate::{prelude::*, words::Words};
use smarketing_domain::{
    hypothesis::verdict::{Basis, Method as By},
    statistics::choice::{Reason, Test},
};

/// A p value below this is not told apart from others as small.
const P_TINY: f64 = 0.001;

/// The name of the method, its p value, and the reasons for it.
#[component]
pub fn Method(
    /// Of what.
    judged: Memo<Judged>,
) -> impl IntoView {
    let i18n = use_i18n();
    let words = use_words();
    move || {
        judged.with(|seen| {
            let basis = seen.judgement.basis.as_ref()?;
            let line = |why: &Reason| {
                let text = reason(words, why)?;
                Some(view! { <li data-reason=why.code()>{text}</li> })
            };
            Some(view! {
                <div class="lab-method" data-method=basis.method.code()>
                    <p><b>{t!(i18n, lab.method)}</b>" "{name(words, basis.method)}</p>
                    <ul>{basis.reasons.iter().filter_map(line).collect_view()}</ul>
                    {chance(words, basis).map(|text| view! { <p>{text}</p> })}
                </div>
            })
        })
    }
}

fn name(words: Words, method: By) -> &'static str {
    let i18n = words.i18n;
    match method {
        By::SampleRatio => t_string!(i18n, lab.m_sample_ratio),
        By::PlannedSize => t_string!(i18n, lab.m_planned_size),
        By::Compared(Test::ZTest) => t_string!(i18n, lab.m_z_test),
        By::Compared(Test::Boschloo) => t_string!(i18n, lab.m_boschloo),
        By::Compared(Test::Fisher) => t_string!(i18n, lab.m_fisher),
        By::Compared(Test::Welch) => t_string!(i18n, lab.m_welch),
        By::Compared(Test::EValue) => t_string!(i18n, lab.m_e_value),
        By::Compared(Test::ConfidenceSequence) => t_string!(i18n, lab.m_sequence),
    }
}

/// `None` for what is no reason of a verdict on shares.
fn reason(words: Words, reason: &Reason) -> Option<String> {
    let i18n = words.i18n;
    let about = |n: f64| words.number(n.floor() as u64);
    Some(match *reason {
        Reason::EnoughExpected { fewest } => t_string!(i18n, lab.r_enough, n = about(fewest)).to_string(),
        Reason::FewExpected { fewest } => {
            t_string!(i18n, lab.r_few, n = words.exact((fewest * 10.0).round() / 10.0)).to_string()
        }
        Reason::NothingToTest => t_string!(i18n, lab.r_nothing).to_owned(),
        Reason::TooManyForBoschloo { units } => t_string!(i18n, lab.r_many, n = words.number(units)).to_string(),
        Reason::LooksOften => t_string!(i18n, lab.r_often).to_owned(),
        Reason::PlanExpectsEnough { fewest } => t_string!(i18n, lab.r_plan_enough, n = about(fewest)).to_string(),
        Reason::PlanExpectsFew { fewest } => t_string!(i18n, lab.r_plan_few, n = about(fewest)).to_string(),
        Reason::NoPlan => t_string!(i18n, lab.r_no_plan).to_owned(),
        Reason::SizePlanned { per_arm } => t_string!(i18n, lab.r_size, n = words.number(per_arm)).to_string(),
        Reason::CountedOn { times } => {
            t_string!(i18n, lab.r_counted_on, n = words.exact((times * 10.0).floor() / 10.0)).to_string()
        }
        Reason::SplitUneven { p } if p < P_TINY / 10.0 => t_string!(i18n, lab.r_split_tiny).to_owned(),
        Reason::SplitUneven { p } => t_string!(i18n, lab.r_split, n = about(1.0 / p)).to_string(),
        Reason::SeveralDecisions { comparisons } => {
            t_string!(i18n, lab.r_several, n = words.number(comparisons as u64)).to_string()
        }
        Reason::MeansCompared | Reason::Screening { .. } => return None,
    })
}

/// What the p value of a test that is looked at once means.
fn chance(words: Words, basis: &Basis) -> Option<String> {
    let i18n = words.i18n;
    let By::Compared(Test::ZTest | Test::Boschloo | Test::Fisher) = basis.method else { return None };
    let p = basis.p?;
    let text = if p < P_TINY {
        t_string!(i18n, lab.p_tiny, p = words.percent_exact(P_TINY)).to_string()
    } else {
        t_string!(i18n, lab.p_value, p = words.percent_tenth(p)).to_string()
    };
    Some(text)
}
