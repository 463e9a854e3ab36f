//! The exchange: what both teams heard, put together.

use crate::support::{ADMIN, Author, SELLER, at, create, deal_in, id, stage, stage_with, studio, to, worth};
use proptest::prelude::*;
use smarketing_domain::{
    deal::{DealChange, DealKind, Loss, Place, Unfit},
    exchange::{By, Group, Key, Said, Saying, Topic, deals, exchange, said_before},
    filter::Filter,
    handoff::reject,
    hourglass::Period,
    ids::*,
    insight::{InsightChange, InsightKind},
    operation::{Body, DealAction},
    rank::Rank,
    stage::StageRole,
    workspace::Workspace,
};

/// A studio in which people talk.
struct Studio {
    w: Workspace,
    author: Author,
}

impl Studio {
    fn new() -> Self {
        Self { w: studio(), author: Author::new(1, ADMIN) }
    }

    fn change(&mut self, seconds: i64, body: impl Into<Body>) {
        self.author.change(&mut self.w, at(seconds), body);
    }

    fn deal(&mut self, n: u128, stage: StageId, channel: &str) -> DealId {
        let deal = id(100 + n);
        self.change(10, deal_in(deal, stage, 10, "Chairs"));
        let set = vec![DealChange::Channel(channel.into()), DealChange::Worth(worth(50))];
        self.change(10, DealAction::Edit { id: deal, set });
        deal
    }

    fn hear(&mut self, seconds: i64, text: &str, kind: InsightKind, deal: Option<DealId>, votes: &[u128]) {
        let votes = votes.iter().map(|n| id(*n)).collect();
        let set = vec![
            InsightChange::Text(text.into()),
            InsightChange::Kind(kind),
            InsightChange::Deal(deal),
            InsightChange::Votes(votes),
        ];
        let insight: InsightId = id(500 + self.w.insights.len() as u128);
        self.change(seconds, create(insight, set));
    }

    fn lose(&mut self, seconds: i64, deal: DealId, reason: &str) {
        let loss = Some(Loss { reason: reason.into(), note: String::new() });
        let place = Place { stage: stage_with(StageRole::Lost), rank: Rank::between(None, None), loss };
        let entered = Some(at(seconds));
        self.change(seconds, DealAction::Move { id: deal, to: place, entered, retract: None, remark: None });
    }

    fn groups(&self, by: By) -> Vec<Group> {
        exchange(&self.w, &Filter::default(), None, &by)
    }

    fn sayings(&self, topic: Topic) -> Vec<Saying> {
        let groups = self.groups(By::Topic).into_iter().filter(|group| group.key == Key::Topic(topic));
        groups.flat_map(|group| group.sayings).collect()
    }
}

fn words(saying: &Saying) -> &str {
    match &saying.said {
        Said::Words(words) => words,
        Said::Unfit(_) => "",
    }
}

#[test]
fn the_same_words_are_one_saying_and_a_member_votes_once() {
    let mut studio = Studio::new();
    let (one, two) = (studio.deal(0, stage(2), "fair"), studio.deal(1, stage(2), "shop"));
    studio.hear(20, "They want oak.", InsightKind::Preference, Some(one), &[0, 1]);
    studio.hear(21, "they  want Oak", InsightKind::Preference, Some(two), &[1]);
    studio.hear(22, "They want oak.", InsightKind::Preference, Some(two), &[]);
    let sayings = studio.sayings(Topic::Heard(InsightKind::Preference));
    let [saying] = &sayings[..] else { panic!("{sayings:?}") };
    assert_eq!((words(saying), saying.voices, saying.deals.len(), saying.votes.len()), ("They want oak.", 3, 2, 2));
    assert_eq!((saying.minor, saying.insights.len()), (10_000, 3), "a deal is worth what it is once");
    let doubts = studio.sayings(Topic::Heard(InsightKind::Doubt));
    assert!(doubts.is_empty(), "another kind is another saying");
}

#[test]
fn reasons_of_lost_deals_and_rejected_leads_flow_in_by_themselves() {
    let mut studio = Studio::new();
    let (lost, offered) = (studio.deal(0, stage(5), "fair"), studio.deal(1, stage(3), "fair"));
    studio.lose(30, lost, "Too dear");
    studio.change(30, to(offered, stage_with(StageRole::Offered), 30));
    for body in reject(&studio.w, offered, Unfit::TooFar, "", id(900), at(31)).unwrap() {
        studio.change(31, body);
    }
    assert_eq!(studio.sayings(Topic::Lost).iter().map(words).collect::<Vec<_>>(), ["Too dear"]);
    let rejected = studio.sayings(Topic::Rejected);
    assert_eq!(rejected.iter().map(|s| s.said.clone()).collect::<Vec<_>>(), [Said::Unfit(Unfit::TooFar)]);
    assert!(rejected[0].deals.contains(&offered));
    assert!(!Topic::Lost.speaks_for_buying() && Topic::Heard(InsightKind::Need).speaks_for_buying());
}

#[test]
fn a_lost_deal_speaks_from_the_furthest_stage_it_came_to() {
    let mut studio = Studio::new();
    let deal = studio.deal(0, stage(2), "fair");
    studio.change(20, to(deal, stage(6), 20));
    studio.lose(30, deal, "Too dear");
    let groups = studio.groups(By::Stage);
    let of = |key: &Key| groups.iter().find(|group| group.key == *key).map(|group| group.sayings.len());
    let reached = groups.iter().find(|g| g.sayings.iter().any(|s| s.topic == Topic::Lost)).unwrap();
    assert!(matches!(reached.key, Key::Stage(_, at) if at == stage(6)), "{:?}", reached.key);
    assert_eq!(of(&Key::NotSet), Some(1), "what belongs to no deal has a group of its own");
}

#[test]
fn what_was_said_most_is_offered_first_to_be_said_again() {
    let mut studio = Studio::new();
    for (n, text) in ["Fast delivery", "Oak", "Oak", "Fast delivery", "Oak", "A quiet chair"].into_iter().enumerate() {
        studio.hear(20 + n as i64, text, InsightKind::Motivation, None, &[]);
    }
    assert_eq!(said_before(&studio.w, InsightKind::Motivation, 2), ["Oak", "Fast delivery"]);
    assert!(said_before(&studio.w, InsightKind::Doubt, 2).is_empty());
}

#[test]
fn a_filter_leaves_out_what_belongs_to_no_deal_and_a_period_what_has_no_moment_in_it() {
    let mut studio = Studio::new();
    let deal = studio.deal(0, stage(2), "fair");
    studio.hear(100, "They want oak", InsightKind::Need, Some(deal), &[]);
    let said = |filter: &Filter, period| {
        let groups = exchange(&studio.w, filter, period, &By::Topic);
        groups.iter().flat_map(|g| &g.sayings).map(|s| words(s).to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(said(&Filter::default(), None).len(), 2, "the studio has one of its own");
    let fair = Filter { channel: Some("fair".into()), ..Filter::default() };
    assert_eq!(said(&fair, None), ["They want oak"]);
    let shop = Filter { channel: Some("shop".into()), ..Filter::default() };
    assert!(said(&shop, None).is_empty());
    let later = Period { from: at(90), to: at(110) };
    assert_eq!(said(&Filter::default(), Some(later)), ["They want oak"]);
}

#[test]
fn sayings_are_put_together_by_what_their_deals_have_in_common() {
    let mut studio = Studio::new();
    let deal = studio.deal(0, stage(2), "fair");
    let template = [("template".to_owned(), " Oak ".to_owned())].into();
    let set =
        vec![DealChange::Owner(Some(id(SELLER))), DealChange::Kind(DealKind::Upsell), DealChange::Fields(template)];
    studio.change(15, DealAction::Edit { id: deal, set });
    studio.hear(20, "They want oak", InsightKind::Need, Some(deal), &[]);
    let key_of = |by: By| {
        let mut groups = studio.groups(by).into_iter();
        groups.find(|g| g.sayings.iter().any(|s| words(s) == "They want oak")).unwrap().key
    };
    assert_eq!(key_of(By::Channel), Key::Text("fair".to_owned()));
    assert_eq!(key_of(By::Owner), Key::Owner(id(SELLER)));
    assert_eq!(key_of(By::Kind), Key::Kind(DealKind::Upsell));
    assert_eq!(key_of(By::Field("template".to_owned())), Key::Text("Oak".to_owned()));
    assert_eq!(key_of(By::Field("product".to_owned())), Key::NotSet);
}

proptest! {
    #![proptest_config(crate::support::cases(64))]

    #[test]
    fn every_grouping_has_the_same_voices(
        heard in prop::collection::vec((0..4_usize, 0..5_u128, 0..3_usize, prop::option::of(0..6_u128)), 0..24),
        lost in prop::collection::btree_set(0..6_u128, 0..6),
    ) {
        let texts = ["Oak", "oak.", "Fast", "Dear"];
        let kinds = [InsightKind::Need, InsightKind::Doubt, InsightKind::Motivation];
        let mut studio = Studio::new();
        for n in 0..6 {
            studio.deal(n, stage(2 + n as usize % 5), ["fair", "shop", ""][n as usize % 3]);
        }
        for (text, vote, kind, deal) in &heard {
            studio.hear(20, texts[*text], kinds[*kind], deal.map(|n| id(100 + n)), &[*vote % 3, SELLER]);
        }
        for n in &lost {
            studio.lose(40, id(100 + n), texts[*n as usize % 4]);
        }
        let voices = |by| studio.groups(by).iter().flat_map(|g| &g.sayings).map(|s| s.voices).sum::<u64>();
        let all = 1 + heard.len() as u64 + lost.len() as u64;
        let ways = [By::Topic, By::Stage, By::Channel, By::Owner, By::Kind, By::Field("template".to_owned())];
        prop_assert_eq!(ways.clone().map(voices), [all; 6]);
        // The list of a saying has exactly the deals that it counts.
        for by in &ways {
            for group in studio.groups(by.clone()) {
                for saying in &group.sayings {
                    let found = deals(&studio.w, &Filter::default(), None, (by, &group.key), (saying.topic, &saying.said));
                    prop_assert_eq!(found, saying.deals.iter().copied().collect::<Vec<_>>());
                }
            }
        }
        for group in studio.groups(By::Channel) {
            let order: Vec<_> = group.sayings.iter().map(|s| (s.votes.len(), s.deals.len(), s.voices)).collect();
            prop_assert!(order.is_sorted_by(|a, b| a >= b), "{:?}", order);
        }
    }
}
