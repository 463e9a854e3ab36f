//! Files of leads that say which were won, and the scoring rules that are
//! learned from them.

use crate::support::{Desk, NOW};
use smarketing_domain::{
    ids::RuleId,
    import::{csv, mapping::Mapping, words::Words},
    money::Currency,
    operation::Action,
    score::{
        Condition, RuleChange, Scorer,
        assistant::{Assistant, LeftOut, Proposal, Source, TooFew, pasts},
    },
    stage::StageRole,
    statistics::roc::auc,
    workspace::Workspace,
};
use std::{fmt::Write, time::Instant};

const HEADER: &str = "Lead Number,Source,Converted,Visits,Occupation,City,Tags,Mood";

/// Leads of which references, employed people and frequent visitors buy more
/// often; tags are written afterwards, and so is the mood, under a name that says
/// nothing.
fn leads(count: usize, seed: u64) -> String {
    let mut state = seed;
    let mut dice = move |sides: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % sides
    };
    let mut text = format!("{HEADER}\n");
    for nth in 0..count {
        let reference = dice(5) == 0;
        let occupation = ["", "Student", "Employed"][dice(3) as usize];
        let visits = dice(20);
        let chance = 10 + 30 * u64::from(reference) + 25 * u64::from(occupation == "Employed") + visits;
        let won = dice(100) < chance;
        let source = if reference { "Reference" } else { ["Google", "Fair"][dice(2) as usize] };
        let tags = if won { "Will pay" } else { "Ringing" };
        let mood = if won == (dice(200) > 0) { "sunny" } else { "grey" };
        let city = ["Oslo", "Turku", "Riga"][dice(3) as usize];
        let _ = writeln!(text, "{},{source},{},{visits},{occupation},{city},{tags},{mood}", nth + 1, u8::from(won));
    }
    text
}

fn desk(text: &str) -> Desk {
    let mut desk = Desk::new(Currency::USD);
    assert_eq!(desk.import_text(text), []);
    desk
}

fn propose(workspace: &Workspace, wanted: &[&str]) -> Proposal {
    let wanted = wanted.iter().map(|name| (*name).to_owned()).collect();
    let mut assistant = Assistant::new(workspace, wanted).expect("enough outcomes");
    while !assistant.step(workspace) {}
    assistant.finish().expect("a proposal")
}

/// The area under the ROC curve of a workspace's own rules.
fn area(workspace: &Workspace) -> f64 {
    let scorer = Scorer::new(workspace, NOW);
    let score = |deal| f64::from(scorer.score(workspace.deal(deal).expect("a deal")).total);
    auc(pasts(workspace).into_iter().map(|past| (score(past.deal), past.good))).expect("both outcomes").area
}

fn accept(desk: &mut Desk, proposal: &Proposal) {
    for rule in &proposal.rules {
        let id = RuleId(desk.id());
        let set = vec![
            RuleChange::Name("Proposed".into()),
            RuleChange::When(rule.when.clone()),
            RuleChange::Points(rule.points),
        ];
        desk.perform(Action::Create { id, set }.into());
    }
}

fn asks_for(proposal: &Proposal, wanted: &str) -> bool {
    proposal.rules.iter().any(|rule| match &rule.when {
        Condition::Answer { field, .. } | Condition::Number { field, .. } => field == wanted,
        _ => false,
    })
}

#[test]
fn a_column_that_answers_whether_it_was_won_is_the_outcome_and_the_others_are_kept() {
    let desk = desk("Lead Number,Converted,Visits\n1,1,3\n2,0,\n3,1,5\n");
    let w = &desk.workspace;
    let count = |role| {
        let stage = w.stage_with(role).expect("a stage").id;
        w.living_deals().filter(|deal| deal.place.stage == stage).count()
    };
    assert_eq!((count(StageRole::Won), count(StageRole::Lost)), (2, 1));
    let visits: Vec<Option<&str>> = w.living_deals().map(|d| d.fields.get("Visits").map(String::as_str)).collect();
    assert_eq!(visits, [Some("3"), None, Some("5")]);
    assert!(w.living_deals().all(|deal| !deal.fields.contains_key("Converted")));
}

#[test]
fn yes_and_no_are_outcomes_in_three_languages_and_a_stage_comes_before_them() {
    for (name, yes, no) in [("is_converted", "TRUE", "false"), ("Купили", "да", "нет"), ("Куплено", "так", "ні")]
    {
        let desk = desk(&format!("id,{name}\n1,{yes}\n2,{no}\n"));
        let stage = |role| desk.workspace.stage_with(role).map(|stage| stage.id);
        let at: Vec<_> = desk.workspace.living_deals().map(|deal| Some(deal.place.stage)).collect();
        assert_eq!(at, [stage(StageRole::Won), stage(StageRole::Lost)], "{name}");
    }
    let desk = desk("id,stage,converted\n1,Offer,1\n");
    assert!(desk.workspace.living_deals().all(|deal| deal.fields["converted"] == "1"));
    // Numbers that are more than yes and no are no outcome.
    let table = csv::parse(b"id,won\n1,1\n2,7\n").expect("a table");
    let mapping = Mapping::guess(&table, &Workspace::default(), &Words::of("en"));
    assert_eq!(mapping.columns[1].field, smarketing_domain::import::mapping::Field::Keep);
}

#[test]
fn with_too_few_outcomes_nothing_is_proposed() {
    let desk = desk(&leads(60, 1));
    let few = Assistant::new(&desk.workspace, Vec::new()).map(|_| ());
    let won = pasts(&desk.workspace).iter().filter(|past| past.good).count() as u64;
    assert_eq!(few, Err(TooFew { good: won, bad: 60 - won }));
}

#[test]
fn what_decides_is_proposed_and_the_points_tell_new_leads_apart() {
    let proposal = propose(&desk(&leads(2_000, 1)).workspace, &[]);
    assert!(proposal.rules.iter().any(|rule| rule.when == Condition::Channel("Reference".into()) && rule.points > 0));
    assert!(asks_for(&proposal, "Occupation") && asks_for(&proposal, "Visits") && !asks_for(&proposal, "City"));
    let mut other = desk(&leads(2_000, 2));
    accept(&mut other, &proposal);
    // What nobody could know better: the chances themselves reach 0.70 here.
    let area = area(&other.workspace);
    assert!(area > 0.67, "{area}");
    assert!((area - proposal.expected.area).abs() < 0.04, "{area} {:?}", proposal.expected);
}

#[test]
fn what_is_known_only_afterwards_is_left_out_and_a_person_can_take_it_in() {
    let desk = desk(&leads(1_000, 1));
    let proposal = propose(&desk.workspace, &[]);
    let why = |name: &str| {
        let source = Source::Field(name.to_owned());
        proposal.left_out.iter().find(|(left, _)| *left == source).map(|(_, why)| why.clone())
    };
    assert_eq!((why("Tags"), why("Lead Number")), (Some(LeftOut::Judgement), Some(LeftOut::Number)));
    assert!(matches!(why("Mood"), Some(LeftOut::TooTelling(area)) if area > 0.9), "{:?}", why("Mood"));
    assert!(!asks_for(&proposal, "Tags") && !asks_for(&proposal, "Mood"));
    let with = propose(&desk.workspace, &["Mood"]);
    assert!(asks_for(&with, "Mood") && with.expected.area > 0.9);
    // It is in, and stands out.
    assert!(with.doubts.iter().any(|doubt| doubt.source == Source::Field("Mood".into())), "{:?}", with.doubts);
}

#[test]
fn every_rule_says_what_it_holds_for_and_the_trial_is_what_the_rules_would_do() {
    let mut desk = desk(&leads(1_000, 1));
    let proposal = propose(&desk.workspace, &[]);
    let points: Vec<i32> = proposal.rules.iter().map(|rule| rule.points).collect();
    let trial = proposal.trial(&points);
    let grown: f64 = proposal.rules.iter().map(|rule| rule.adds).sum();
    assert!((trial.area - 0.5 - grown).abs() < 1e-9);
    for rule in &proposal.rules {
        let rate = rule.good as f64 / rule.cases as f64;
        assert!(rule.share.contains(rate) && rule.points != 0 && rule.adds > 0.0, "{rule:?}");
    }
    accept(&mut desk, &proposal);
    assert!((area(&desk.workspace) - trial.area).abs() < 1e-9);
    assert_eq!(proposal.trial(&vec![0; points.len()]).area, 0.5);
}

#[test]
fn the_same_leads_give_the_same_rules_whatever_the_line_ends() {
    let text = leads(600, 3);
    let one = propose(&desk(&text).workspace, &[]);
    let other = propose(&desk(&text.replace('\n', "\r\n")).workspace, &[]);
    assert_eq!(one, other);
}

#[test]
fn ten_thousand_leads_take_less_than_a_second() {
    let desk = desk(&leads(10_000, 4));
    let began = Instant::now();
    let proposal = propose(&desk.workspace, &[]);
    eprintln!("10,000 leads: {:?}, {} rules", began.elapsed(), proposal.rules.len());
    // Other tests run beside it.
    assert!(began.elapsed().as_secs() < 3);
}

/// 4,627 real leads. They lie beside the checkout; where they do not, the test
/// says so and passes.
#[test]
fn real_leads_are_told_apart_without_hindsight() {
    let path = format!("{}/../../shared/data/leads/Leads_dev_half.csv", env!("CARGO_MANIFEST_DIR"));
    let Ok(text) = std::fs::read_to_string(&path) else {
        eprintln!("skipped: Leads_dev_half.csv is not beside the checkout");
        return;
    };
    let rows: Vec<&str> = text.lines().collect();
    let half = |odd: usize| {
        let body = rows[1..].iter().enumerate().filter(|(nth, _)| nth % 2 == odd).map(|(_, row)| *row);
        [rows[0]].into_iter().chain(body).collect::<Vec<_>>().join("\n")
    };
    let mut areas = Vec::new();
    for odd in [0, 1] {
        let proposal = propose(&desk(&half(odd)).workspace, &[]);
        for hindsight in
            ["Tags", "Lead Quality", "Lead Profile", "Last Notable Activity", "Asymmetrique Activity Score"]
        {
            assert!(!asks_for(&proposal, hindsight), "{hindsight}");
        }
        let mut other = desk(&half(1 - odd));
        accept(&mut other, &proposal);
        areas.push(area(&other.workspace));
    }
    eprintln!("the area under the ROC curve on the other half: {areas:?}");
    assert!(areas.iter().all(|area| *area >= 0.84), "{areas:?}");
}
