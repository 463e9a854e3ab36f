//! What the two teams believe and try: twelve hypotheses in all states.

use super::{
    calendar::{before, opening},
    log::Log,
    random::Random,
    team::Team,
};
use smarketing_domain::{
    clock::Timestamp,
    filter::Filter,
    hypothesis::{Arm, Choice, Decision, HypothesisChange, Plan, Standing, Status},
    ids::HypothesisId,
    member::Team as Side,
    operation::Action,
    rank::Rank,
};

/// How far one has come, and how many days ago.
enum State {
    Idea,
    Ready,
    /// Started so many days ago.
    Running(f64),
    /// Started, decided, and why.
    Decided(f64, f64, Choice, &'static str),
}

struct Statement {
    title: &'static str,
    saw: &'static str,
    believe: &'static str,
    metric: &'static str,
    channel: Option<&'static str>,
    side: Side,
    /// Expected of the control, and the smallest effect that matters, in
    /// hundredths of a percentage point.
    plan: (u32, u32),
    /// Name, how many were in it, how many of them did it.
    arms: &'static [(&'static str, u64, u64)],
    /// Days ago it was written down.
    written: f64,
    state: State,
}

const STATEMENTS: &[Statement] = &[
    Statement {
        title: "Call within the hour",
        saw: "people who wait longer than a day for our first call agree to a measurement half as often as those called the same morning",
        believe: "a call from a designer within one working hour of the introduction",
        metric: "leads that agree to a measurement",
        channel: None,
        side: Side::Sales,
        plan: (3_400, 800),
        arms: &[("Call when a designer is free", 214, 71), ("Call within one hour", 209, 104)],
        written: 61.0,
        state: State::Running(44.0),
    },
    Statement {
        title: "Drawings for designers in five days",
        saw: "partner designers told us three times that their clients sign whatever comes with drawings within a week",
        believe: "a first drawing within five days of the measurement",
        metric: "deals that agree the contract",
        channel: Some("Partner designers"),
        side: Side::Sales,
        plan: (5_500, 1_500),
        arms: &[("Drawing as usual, about ten days", 23, 12), ("Drawing within five days", 21, 13)],
        written: 58.0,
        state: State::Running(51.0),
    },
    Statement {
        title: "Longer form for Marketplace",
        saw: "seven of ten Marketplace leads ask for a single piece, which we do not build",
        believe: "four more questions in the form, so that only people with a project send it",
        metric: "leads that are introduced to a designer",
        channel: Some("Marketplace"),
        side: Side::Marketing,
        plan: (2_200, 600),
        arms: &[("Two questions", 611, 137), ("Six questions", 598, 130)],
        written: 150.0,
        state: State::Running(128.0),
    },
    Statement {
        title: "Recommendation at the hand-over",
        saw: "customers praise us while the furniture is being mounted, and only one in five remembers to do so a month later",
        believe: "asking for a recommendation at the hand-over instead of by e-mail",
        metric: "customers who recommend us within 60 days",
        channel: None,
        side: Side::Marketing,
        plan: (2_000, 700),
        arms: &[("E-mail after a month", 0, 0), ("Asked at the hand-over", 0, 0)],
        written: 33.0,
        state: State::Ready,
    },
    Statement {
        title: "Quote at three levels",
        saw: "every second customer who found the quote too expensive would have taken it without the stone worktop",
        believe: "a quote with three levels of material instead of one",
        metric: "quotes that become contracts",
        channel: None,
        side: Side::Sales,
        plan: (6_200, 900),
        arms: &[("One price", 0, 0), ("Good, better, best", 0, 0)],
        written: 26.0,
        state: State::Ready,
    },
    Statement {
        title: "Measure on Saturdays",
        saw: "couples ask for a date when both are at home and then wait two weeks for it",
        believe: "offering measurements on Saturday mornings",
        metric: "leads that agree to a measurement",
        channel: None,
        side: Side::Sales,
        plan: (3_200, 700),
        arms: &[],
        written: 19.0,
        state: State::Idea,
    },
    Statement {
        title: "Marketplace money to designers",
        saw: "Marketplace brings three of ten leads and one of a hundred purchases, partner designers one of twenty-five leads and every fifth purchase",
        believe: "spending half of the Marketplace budget on evenings for partner designers",
        metric: "purchases per thousand euro",
        channel: None,
        side: Side::Marketing,
        plan: (300, 200),
        arms: &[],
        written: 12.0,
        state: State::Idea,
    },
    Statement {
        title: "A call after the delivery",
        saw: "a customer told us she would have ordered the hallway as well, had we ever called again",
        believe: "a call from the same salesperson six weeks after the delivery",
        metric: "customers who buy again within half a year",
        channel: None,
        side: Side::Sales,
        plan: (1_000, 500),
        arms: &[],
        written: 5.0,
        state: State::Idea,
    },
    Statement {
        title: "Prices on the site",
        saw: "every third request asked for nothing but a price, and ended with our answer",
        believe: "price ranges per metre on every product page",
        metric: "leads that tell us what they need",
        channel: Some("Google Ads"),
        side: Side::Marketing,
        plan: (6_300, 700),
        arms: &[("No prices", 342, 212), ("Price ranges", 337, 252)],
        written: 318.0,
        state: State::Decided(
            301.0,
            219.0,
            Choice::Adopt,
            "Twelve points more, and fewer talks that end with the first number. On all pages since.",
        ),
    },
    Statement {
        title: "Reminder before the measurement",
        saw: "one visit in eight found nobody at home or the kitchen still full of boxes",
        believe: "a message two days before the measurement that says what to prepare",
        metric: "measurements that lead to a design",
        channel: None,
        side: Side::Sales,
        plan: (7_600, 800),
        arms: &[("No reminder", 181, 134), ("Message two days before", 176, 153)],
        written: 262.0,
        state: State::Decided(
            247.0,
            148.0,
            Choice::Adopt,
            "Thirteen points more designs, and no wasted drives in the last six weeks of the test.",
        ),
    },
    Statement {
        title: "Ten percent for a fast signature",
        saw: "quotes stay open for two weeks and longer while customers compare",
        believe: "a ten percent discount for signing within seven days",
        metric: "quotes that become contracts",
        channel: None,
        side: Side::Sales,
        plan: (6_000, 1_000),
        arms: &[("No discount", 148, 91), ("Ten percent for seven days", 151, 97)],
        written: 205.0,
        state: State::Decided(
            196.0,
            96.0,
            Choice::Stop,
            "Three points, which may be chance, for a tenth of the price. Those who signed would have signed anyway.",
        ),
    },
    Statement {
        title: "A Pinterest board of our kitchens",
        saw: "people come with boards full of pictures, none of which is ours",
        believe: "a board of thirty of our own kitchens, with measurements and prices",
        metric: "visits that leave a request",
        channel: Some("Pinterest"),
        side: Side::Marketing,
        plan: (260, 100),
        arms: &[("Single pictures", 3_904, 104), ("Board with prices", 3_871, 98)],
        written: 176.0,
        state: State::Decided(
            163.0,
            74.0,
            Choice::Stop,
            "As many requests as before. Eight thousand visits are enough to know that a whole point is not there.",
        ),
    },
];

/// Writes them down, step by step: written, made ready, started, counted, decided.
pub(super) fn write(seed: u64, log: &mut Log, team: &Team, now: Timestamp) {
    let mut random = Random::stream(seed, "hypotheses");
    let ranks = Rank::spread_after(None, STATEMENTS.len());
    for (statement, rank) in STATEMENTS.iter().zip(ranks) {
        let by = if statement.side == Side::Marketing { team.marketers[0] } else { team.sellers[1] };
        let stand = |status| HypothesisChange::Standing(Standing { status, rank: rank.clone() });
        let mut last = Timestamp::default();
        let mut moment = |random: &mut Random, days: f64| {
            let at = opening(random, before(now, days));
            last = Timestamp(at.0.max(last.0 + 1).min(now.0));
            last
        };

        let at = moment(&mut random, statement.written);
        let id: HypothesisId = random.id(at);
        log.push(at, by, Action::Create { id, set: words(statement, stand(Status::Idea)) });
        let mut edit = |at, by, set| log.push(at, by, Action::Edit { id, set });
        if matches!(statement.state, State::Idea) {
            continue;
        }
        edit(moment(&mut random, statement.written * 0.96), by, vec![stand(Status::Ready), arms(statement, false)]);
        let (started, counted, decision) = match statement.state {
            State::Running(started) => (started, 0.7, None),
            State::Decided(started, ended, choice, reason) => (started, ended + 1.0, Some((ended, choice, reason))),
            State::Idea | State::Ready => continue,
        };
        let at = moment(&mut random, started);
        edit(at, by, vec![stand(Status::Running), HypothesisChange::Started(Some(at))]);
        edit(moment(&mut random, counted), by, vec![arms(statement, true)]);
        if let Some((ended, choice, reason)) = decision {
            let at = moment(&mut random, ended);
            let decision = Decision { choice, reason: reason.to_owned(), by: team.manager, at };
            edit(at, team.manager, vec![stand(Status::Decided), HypothesisChange::Decision(Some(decision))]);
        }
    }
}

/// The arms, as designed or as counted.
fn arms(statement: &Statement, counted: bool) -> HypothesisChange {
    let count = |n: u64| if counted { n } else { 0 };
    let arm = |&(name, exposed, converted): &(&str, u64, u64)| Arm {
        name: name.to_owned(),
        exposed: count(exposed),
        converted: count(converted),
    };
    HypothesisChange::Arms(statement.arms.iter().map(arm).collect())
}

fn words(statement: &Statement, standing: HypothesisChange) -> Vec<HypothesisChange> {
    vec![
        HypothesisChange::Title(statement.title.to_owned()),
        HypothesisChange::Saw(statement.saw.to_owned()),
        HypothesisChange::Believe(statement.believe.to_owned()),
        HypothesisChange::Metric(statement.metric.to_owned()),
        HypothesisChange::Segment(Filter { channel: statement.channel.map(str::to_owned), ..Filter::default() }),
        HypothesisChange::Plan(Plan { baseline_bp: statement.plan.0, effect_bp: statement.plan.1 }),
        HypothesisChange::Team(statement.side),
        standing,
    ]
}
