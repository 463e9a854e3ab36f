//! What the demo shows of the hand-off: rules, offers, and facts to compare by.

use super::{
    generate,
    tests::{NOW, at, default_demo, workspace},
};
use smarketing_domain::{
    cohort::group::dividing_facts,
    deal::{Deal, Remark},
    handoff::{Group, feedback, rule_records},
    score::{Condition, Preview, Rule, Scorer, preview, sum},
    stage::StageRole,
};

#[test]
fn who_is_offered_deserves_it_and_no_rule_saved_as_it_is_changes_anything() {
    for (seed, now) in [(2026, NOW), (7, "2026-03-03T08:00:00Z"), (8, "2026-11-23T09:30:00Z")] {
        let now = at(now);
        let w = workspace(&generate(seed, None, now));
        let rules: Vec<Rule> = w.rules.values().cloned().collect();
        assert_eq!(preview(&w, &rules, w.own().unwrap().offer_from.unwrap(), now), Preview::default(), "{seed}");
        let stage = w.stage_with(StageRole::Offered).unwrap().id;
        let offered: Vec<&Deal> = w.living_deals().filter(|deal| deal.place.stage == stage).collect();
        assert!(offered.len() > 20, "{}", offered.len());
        // What was noted with the last offer is what the rules said then.
        let scorer = |at| Scorer::new(&w, at);
        for deal in offered {
            let entry = deal.history().last().unwrap();
            let Some(Remark::Offered(given)) = &entry.remark else { panic!("{deal:?}") };
            assert_eq!(sum(given), scorer(entry.at.unwrap()).score(deal).total, "{deal:?}");
        }
    }
}

#[test]
fn its_rules_ask_for_everything_that_rules_can_ask_for_but_numbers() {
    let (_, w) = default_demo();
    let has = |is: fn(&Rule) -> bool| w.rules.values().any(is);
    assert!(has(|r| matches!(r.when, Condition::Channel(_))) && has(|r| matches!(r.when, Condition::Answer { .. })));
    assert!(has(|r| matches!(r.when, Condition::People(_))) && has(|r| matches!(r.when, Condition::Rating(_))));
    assert!(has(|r| matches!(r.when, Condition::Touched { .. }) && r.half_life_days.is_some()));
    let records = rule_records(w, None);
    assert_eq!(records.len(), w.rules.len(), "each has helped");
    assert!(records.iter().any(|record| record.misleads()) && records.iter().any(|record| !record.misleads()));
}

#[test]
fn its_deals_can_be_compared_by_segment_product_template_and_campaign() {
    let (_, w) = default_demo();
    let facts = dividing_facts(w, 6);
    for name in ["segment", "product", "template", "campaign"] {
        assert!(facts.iter().any(|fact| fact == name), "{name}: {facts:?}");
    }
    let campaigns = feedback(w, &smarketing_domain::zone::Utc, Group::Campaign, None);
    assert!(campaigns.iter().filter(|group| !group.name.is_empty() && group.offered >= 20).count() >= 5);
}
