//! What a test of means is planned on: typed, or taken from the deals of the last year.

use super::{
    super::{Judged, scale::size},
    design::edited,
};
use crate::{components::plain_amount, prelude::*, words::Words};
use smarketing_domain::{
    filter::Filter,
    hypothesis::{Design, Kind, MeanPlan, live::Deals, verdict::Scale},
    ids::HypothesisId,
    money::{Currency, Money},
    operation::Refusal,
};

/// A smallest effect that is offered at first, as a part of the usual mean.
const EFFECT_PART: u64 = 10;

/// The three numbers, each edited in place.
#[component]
pub fn MeanFields(
    /// Of which hypothesis.
    id: HypothesisId,
    /// The hypothesis.
    judged: Memo<Judged>,
) -> impl IntoView {
    let i18n = use_i18n();
    let state = use_state();
    let words = use_words();
    let notices = use_notices();
    let kind = Memo::new(move |_| judged.with(|seen| seen.hypothesis.design.measure.kind));
    let plan = Memo::new(move |_| judged.with(|seen| seen.hypothesis.design.mean.unwrap_or_default()));
    let field = move |name: &'static str, part: Part| {
        let label = Signal::derive(move || match part {
            Part::Effect => t_string!(i18n, trial.mean_effect).to_owned(),
            Part::Usual => t_string!(i18n, trial.mean_usual).to_owned(),
            Part::Spread => t_string!(i18n, trial.mean_spread).to_owned(),
        });
        let value = Signal::derive(move || match part.of(plan.get()) {
            0 => String::new(),
            n => size(words, Scale::of(kind.get()), n as f64 * kind.get().plan_unit()),
        });
        let raw = Signal::derive(move || plain(words, kind.get(), part.of(plan.get())));
        let hint = Signal::derive(move || t_string!(i18n, trial.mean_hint).to_owned());
        let save = Callback::new(move |text: String| {
            let n = read(words, kind.get_untracked(), &text)?;
            edited(state, id, &|design| {
                let mut plan = design.mean.unwrap_or_default();
                *part.of_mut(&mut plan) = n;
                design.mean = Some(plan);
            })
        });
        view! { <dt>{label}</dt><dd data-mean=name><EditText value raw label hint save/></dd> }
    };
    let past = move |_| {
        let seen = judged.get_untracked().hypothesis;
        let plan = state.read(|w| plan_from_past(&Deals::new(w, state.now()), &seen.segment, &seen.design));
        let Some(plan) = plan else {
            notices.error(t_string!(i18n, trial.no_past));
            return;
        };
        show_refusal(edited(state, id, &|design| design.mean = Some(plan)), notices, words);
    };
    let is_decided = move || judged.with(|seen| seen.hypothesis.decision.is_some());
    view! {
        <dl class="lab-briefs">
            {field("effect", Part::Effect)}
            {field("usual", Part::Usual)}
            {field("spread", Part::Spread)}
        </dl>
        <Show when=move || !is_decided()>
            <button type="button" class="button" data-mean-past on:click=past>{t!(i18n, trial.from_past)}</button>
        </Show>
        <p class="field-hint">{t!(i18n, trial.mean_why)}</p>
    }
}

/// The plan that the last year suggests: an effect of a tenth, unless one was chosen.
pub fn plan_from_past(deals: &Deals<'_>, segment: &Filter, design: &Design) -> Option<MeanPlan> {
    let unit = design.measure.kind.plan_unit();
    let past = deals.past_mean(segment, &design.measure)?;
    let whole = |value: f64| (value / unit).round().max(0.0) as u64;
    let (usual, spread) = (whole(past.mean), whole(past.sd));
    let chosen = design.mean.map(|plan| plan.effect).filter(|effect| *effect > 0);
    let effect = chosen.unwrap_or((usual / EFFECT_PART).max(1));
    (spread > 0).then_some(MeanPlan { usual, spread, effect })
}

/// One of the numbers of a plan.
#[derive(Clone, Copy)]
enum Part {
    Effect,
    Usual,
    Spread,
}

impl Part {
    fn of(self, plan: MeanPlan) -> u64 {
        match self {
            Self::Effect => plan.effect,
            Self::Usual => plan.usual,
            Self::Spread => plan.spread,
        }
    }

    fn of_mut(self, plan: &mut MeanPlan) -> &mut u64 {
        match self {
            Self::Effect => &mut plan.effect,
            Self::Usual => &mut plan.usual,
            Self::Spread => &mut plan.spread,
        }
    }
}

/// As it is typed: an amount in the workspace's currency, or days.
fn plain(words: Words, kind: Kind, n: u64) -> String {
    let decimals = if kind == Kind::Time { 2 } else { words.currency().decimals() };
    if n == 0 { String::new() } else { plain_amount(i64::try_from(n).unwrap_or(i64::MAX), decimals) }
}

/// What was typed. Days are read like an amount of a currency with hundredths.
fn read(words: Words, kind: Kind, text: &str) -> Result<u64, Refusal> {
    let currency = if kind == Kind::Time { Currency::EUR } else { words.currency() };
    let minor = Money::parse(text, currency).map_err(|_| Refusal::OutOfRange)?.minor;
    u64::try_from(minor).map_err(|_| Refusal::OutOfRange)
}
