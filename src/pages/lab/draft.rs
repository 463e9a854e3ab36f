//! A sentence that is being written, and whether it can be kept.

use super::typed;
use crate::components::plain_amount;
use smarketing_domain::{
    filter::Filter,
    hypothesis::{Cost, Evidence, Hypothesis, HypothesisChange as Change, Plan, RunBy, verdict::planned_per_arm},
    money::{Currency, Money},
    operation::MONEY_MAX,
    record::Record,
};

/// What was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// A short name; empty to take it from the belief.
    pub title: String,
    /// Because we saw …
    pub saw: String,
    /// … we believe that …
    pub believe: String,
    /// … for …
    pub segment: Filter,
    /// … will change …
    pub metric: String,
    /// … by at least so many percentage points …
    pub effect: String,
    /// … from so many percent.
    pub baseline: String,
    /// Who runs it.
    pub team: RunBy,
    /// What was seen, as links.
    pub evidence: Vec<Evidence>,
    /// The money that it costs; empty for none.
    pub spend: String,
    /// The days of work that it takes; empty for none.
    pub days: String,
    /// What money is typed in.
    pub currency: Currency,
}

/// Why a draft cannot be kept: one for each field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Nothing is believed.
    Believe,
    /// The effect is no size.
    Effect,
    /// The baseline is no share.
    Baseline,
    /// From the baseline no such change is possible.
    Plan,
    /// The money is no amount.
    Spend,
    /// The work is no number of days.
    Days,
}

impl Draft {
    /// A hypothesis as one would type it.
    pub fn of(hypothesis: &Hypothesis, currency: Currency) -> Self {
        let Cost { spend_minor, half_days } = hypothesis.cost;
        let spend = match (spend_minor, currency.scale()) {
            (0, _) => String::new(),
            (minor, scale) if minor % scale == 0 => (minor / scale).to_string(),
            (minor, _) => plain_amount(minor, currency.decimals()),
        };
        Self {
            title: hypothesis.title.clone(),
            saw: hypothesis.saw.clone(),
            believe: hypothesis.believe.clone(),
            segment: hypothesis.segment.clone(),
            metric: hypothesis.metric.clone(),
            effect: typed::as_typed(hypothesis.plan.effect_bp),
            baseline: typed::as_typed(hypothesis.plan.baseline_bp),
            team: hypothesis.team,
            evidence: hypothesis.evidence.clone(),
            spend,
            days: typed::days_as_typed(half_days),
            currency,
        }
    }

    /// The plan, if it is one.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn plan(&self) -> Result<Plan, Vec<Fault>> {
        let effect_bp = typed::hundredths(&self.effect).filter(|bp| *bp > 0);
        let baseline_bp = typed::hundredths(&self.baseline);
        match (effect_bp, baseline_bp) {
            (Some(effect_bp), Some(baseline_bp)) => Ok(Plan { baseline_bp, effect_bp }),
            (effect, baseline) => {
                let faults = [effect.is_none().then_some(Fault::Effect), baseline.is_none().then_some(Fault::Baseline)];
                Err(faults.into_iter().flatten().collect())
            }
        }
    }

    /// The cost, if it is one.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn cost(&self) -> Result<Cost, Vec<Fault>> {
        let spend = match self.spend.trim() {
            "" => Some(0),
            text => Money::parse(text, self.currency).ok().map(|money| money.minor),
        };
        match (spend.filter(|minor| (0..=MONEY_MAX).contains(minor)), typed::half_days(&self.days)) {
            (Some(spend_minor), Some(half_days)) => Ok(Cost { spend_minor, half_days }),
            (spend, days) => {
                let faults = [spend.is_none().then_some(Fault::Spend), days.is_none().then_some(Fault::Days)];
                Err(faults.into_iter().flatten().collect())
            }
        }
    }

    /// How many each of `arms` arms would need.
    pub fn needed(&self, arms: usize) -> Option<u64> {
        planned_per_arm(&self.plan().ok()?, arms.max(2))
    }

    /// All of it as first values.
    ///
    /// # Errors
    /// What is missing or wrong, in the order of the sentence.
    pub fn changes(&self) -> Result<Vec<Change>, Vec<Fault>> {
        let plan = self.plan();
        let mut faults = Vec::new();
        if self.believe.trim().is_empty() {
            faults.push(Fault::Believe);
        }
        if plan.as_ref().is_ok_and(|plan| planned_per_arm(plan, 2).is_none()) {
            faults.push(Fault::Plan);
        }
        let cost = self.cost();
        faults.extend(plan.as_ref().err().into_iter().flatten());
        faults.extend(cost.as_ref().err().into_iter().flatten());
        let (Ok(plan), Ok(cost)) = (plan, cost) else { return Err(faults) };
        if !faults.is_empty() {
            return Err(faults);
        }
        let title = match self.title.trim() {
            "" => capital(&typed::name_from(&self.believe)),
            title => title.to_owned(),
        };
        Ok(vec![
            Change::Title(title),
            Change::Saw(self.saw.trim().to_owned()),
            Change::Believe(self.believe.trim().to_owned()),
            Change::Segment(self.segment.clone()),
            Change::Metric(self.metric.trim().to_owned()),
            Change::Plan(plan),
            Change::Team(self.team),
            Change::Evidence(self.evidence.clone()),
            Change::Cost(cost),
        ])
    }

    /// What differs from `present`, so that a colleague's change of another
    /// part of the sentence stays.
    ///
    /// # Errors
    /// What is missing or wrong.
    pub fn changes_to(&self, present: &Hypothesis) -> Result<Vec<Change>, Vec<Fault>> {
        let changes = self.changes()?;
        Ok(changes.into_iter().filter(|change| present.present(change) != *change).collect())
    }
}

/// With a capital at its beginning.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(upper).unwrap_or_default() + letters.as_str()
}

/// The browser has the tables for every alphabet: they need not be in our program.
#[cfg(target_arch = "wasm32")]
fn upper(letter: char) -> String {
    js_sys::JsString::from(letter.to_string()).to_upper_case().into()
}

#[cfg(not(target_arch = "wasm32"))]
fn upper(letter: char) -> String {
    letter.to_uppercase().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> Draft {
        Draft {
            believe: "calling within an hour".into(),
            effect: "5".into(),
            baseline: "20".into(),
            ..Draft::default()
        }
    }

    #[test]
    fn a_belief_and_a_plan_are_enough() {
        let changes = draft().changes().unwrap();
        assert!(changes.contains(&Change::Title("Calling within an hour".into())));
        assert!(changes.contains(&Change::Plan(Plan { baseline_bp: 2_000, effect_bp: 500 })));
        assert_eq!(draft().needed(2), Some(1_091));
    }

    #[test]
    fn every_fault_is_told_at_once() {
        let draft = Draft { effect: "0".into(), baseline: "x".into(), ..Draft::default() };
        assert_eq!(draft.changes(), Err(vec![Fault::Believe, Fault::Effect, Fault::Baseline]));
        assert_eq!(draft.needed(2), None);
    }

    #[test]
    fn a_plan_must_be_possible() {
        let draft = Draft { effect: "60".into(), baseline: "50".into(), ..draft() };
        assert_eq!(draft.changes(), Err(vec![Fault::Plan]));
    }

    #[test]
    fn a_cost_is_typed_as_people_type_it_and_comes_back() {
        let priced = |spend: &str, days: &str| Draft { spend: spend.into(), days: days.into(), ..draft() };
        assert_eq!(priced("1.5k", "2,5").cost(), Ok(Cost { spend_minor: 150_000, half_days: 5 }));
        assert_eq!(priced("", " ").cost(), Ok(Cost::default()));
        assert_eq!(priced("-1", "a week").changes(), Err(vec![Fault::Spend, Fault::Days]));
        let cost = Cost { spend_minor: 30_050, half_days: 3 };
        let back = Draft::of(&Hypothesis { cost, ..Hypothesis::default() }, Currency::EUR);
        assert_eq!((back.spend.as_str(), back.days.as_str(), back.cost()), ("300.50", "1.5", Ok(cost)));
    }

    #[test]
    fn only_what_differs_is_written() {
        let mut hypothesis = Hypothesis::blank(Default::default());
        draft().changes().unwrap().into_iter().for_each(|change| hypothesis.write(change));
        let typed = |hypothesis: &Hypothesis| Draft::of(hypothesis, Currency::EUR);
        assert_eq!(typed(&hypothesis).changes_to(&hypothesis), Ok(vec![]));
        let edited = Draft { metric: "meetings".into(), ..typed(&hypothesis) };
        assert_eq!(edited.changes_to(&hypothesis), Ok(vec![Change::Metric("meetings".into())]));
    }
}
