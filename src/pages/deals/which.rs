//! Which deals a list is about, as its address says.

use crate::{
    components::{CohortPart, HandoffPart, LensPart, MoneyPart, SayingPart, Scope},
    route,
};
use chrono::NaiveDate;
use smarketing_domain::{
    clock::Timestamp,
    deal::{Deal, DealKind},
    hourglass::{Part, deals_behind},
    ids::{DealId, StageId},
    sort,
    stage::{Section, StageRole},
    workspace::Workspace,
};
use std::collections::{BTreeSet, HashSet};

/// Which deals.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Which {
    /// All of them.
    #[default]
    All,
    /// Still to be decided.
    Open,
    /// Stand in a stage of this section; lost ones left out.
    Section(Section),
    /// Behind a number of the hourglass.
    Behind(StageId, Part),
    /// Grew out of won deals, as counted at this stage (Repeat or Referral).
    Grown(StageId),
    /// Behind a number of a cohort.
    Cohort(CohortPart),
    /// Behind a number of spend and cost.
    Money(MoneyPart),
    /// Behind a number of a lens.
    Lens(LensPart),
    /// In which something was said.
    Saying(SayingPart),
    /// Behind a number of the hand-off.
    Handoff(HandoffPart),
}

impl Which {
    /// What an address asks for; what cannot be read means all.
    pub fn read(get: impl Fn(&str) -> Option<String>) -> Self {
        if let Some(part) = CohortPart::read(&get) {
            return Self::Cohort(part);
        }
        if let Some(part) = MoneyPart::read(&get) {
            return Self::Money(part);
        }
        if let Some(part) = LensPart::read(&get) {
            return Self::Lens(part);
        }
        if let Some(part) = SayingPart::read(&get) {
            return Self::Saying(part);
        }
        if let Some(part) = HandoffPart::read(&get) {
            return Self::Handoff(part);
        }
        let stage = get("stage").and_then(|id| id.parse::<StageId>().ok());
        let part = get("part").unwrap_or_default();
        match (stage, part.as_str()) {
            (Some(stage), "grown") => return Self::Grown(stage),
            (Some(stage), part) => return Self::Behind(stage, route::part(part).unwrap_or(Part::Standing)),
            (None, _) => {}
        }
        match get("section").as_deref() {
            Some("open") => Self::Open,
            Some("reach") => Self::Section(Section::Reach),
            Some("marketing") => Self::Section(Section::Marketing),
            Some("sales") => Self::Section(Section::Sales),
            Some("customer") => Self::Section(Section::Customer),
            _ => Self::All,
        }
    }

    /// The deals meant, as of a moment.
    pub fn ids(&self, workspace: &Workspace, scope: &Scope, today: NaiveDate, now: Timestamp) -> Vec<DealId> {
        let period = scope.period(today, workspace);
        let standing_in = |is_meant: &dyn Fn(Section, StageRole) -> bool| {
            let stages = workspace.stages.values().filter(|s| is_meant(s.section, s.role));
            let stages: BTreeSet<StageId> = sort::gather(stages.map(|s| s.id));
            listed(workspace, scope, today, |deal| stages.contains(&deal.place.stage))
        };
        match *self {
            Self::All => listed(workspace, scope, today, |_| true),
            Self::Open => standing_in(&|_, role| role.is_undecided()),
            Self::Section(section) => standing_in(&|of, role| of == section && role != StageRole::Lost),
            Self::Behind(stage, part) => deals_behind(workspace, &scope.filter, period, stage, part),
            Self::Grown(stage) => {
                let won = workspace.stage_with(StageRole::Won).map(|s| s.id);
                let won = won.map(|won| deals_behind(workspace, &scope.filter, period, won, Part::Entered));
                let won: HashSet<DealId> = won.unwrap_or_default().into_iter().collect();
                let role = workspace.stages.get(&stage).map(|s| s.role);
                // As the hourglass counts: the cohort is of the won deals.
                let grew = workspace.living_deals().filter(|deal| {
                    deal.grew_from.is_some_and(|from| won.contains(&from))
                        && match role {
                            Some(StageRole::Referral) => deal.kind == DealKind::Referral,
                            Some(StageRole::Repeat) => deal.kind.is_further_purchase(),
                            _ => false,
                        }
                });
                grew.map(|deal| deal.id).collect()
            }
            Self::Cohort(ref part) => part.ids(workspace, scope, today, now),
            Self::Money(ref part) => {
                let wanted = scope.filter.compile(workspace);
                let mut ids = part.ids(workspace, scope.choice, today);
                ids.retain(|id| workspace.deal(*id).is_some_and(&wanted));
                ids
            }
            Self::Lens(ref part) => part.ids(workspace, scope, today, now),
            Self::Saying(ref part) => part.ids(workspace, scope, today),
            Self::Handoff(ref part) => part.ids(workspace, scope, today, now),
        }
    }
}

fn listed(workspace: &Workspace, scope: &Scope, today: NaiveDate, is_meant: impl Fn(&Deal) -> bool) -> Vec<DealId> {
    let wanted = scope.filter.compile(workspace);
    let period = scope.period(today, workspace);
    workspace
        .living_deals()
        .filter(|deal| is_meant(deal) && wanted(deal))
        .filter(|deal| period.is_none_or(|p| deal.began().is_some_and(|at| p.contains(at))))
        .map(|deal| deal.id)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(query: &str) -> Which {
        Which::read(|name| {
            let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
            pairs.find(|(n, _)| *n == name).map(|(_, value)| value.to_owned())
        })
    }

    #[test]
    fn an_address_names_a_number_a_section_or_nothing() {
        let stage = StageId(uuid::Uuid::from_u128(7));
        assert_eq!(read(&format!("stage={stage}&part=lost")), Which::Behind(stage, Part::Lost));
        assert_eq!(read(&format!("stage={stage}")), Which::Behind(stage, Part::Standing));
        assert_eq!(read(&format!("stage={stage}&part=grown")), Which::Grown(stage));
        assert_eq!(read("section=customer"), Which::Section(Section::Customer));
        assert_eq!(read("stage=what&part=lost"), Which::All);
        assert_eq!(read(""), Which::All);
    }
}
