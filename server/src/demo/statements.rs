//! The twelve hypotheses of the studio, in words and counts.

use smarketing_domain::{hypothesis::Choice, member::Team as Side};

/// How far one has come.
pub(super) enum State {
    /// Written down.
    Idea,
    /// Designed.
    Ready,
    /// Started so many days ago.
    Running(f64),
    /// Started and decided so many days ago, and why so.
    Decided(f64, f64, Choice, &'static str),
}

/// One hypothesis.
pub(super) struct Statement {
    pub(super) title: &'static str,
    /// Because we saw …
    pub(super) saw: &'static str,
    /// … we believe that …
    pub(super) believe: &'static str,
    /// … will change this.
    pub(super) metric: &'static str,
    /// For the leads of one channel, or of all.
    pub(super) channel: Option<&'static str>,
    pub(super) side: Side,
    /// Expected of the control, and the smallest effect that matters, in
    /// hundredths of a percentage point.
    pub(super) plan: (u32, u32),
    /// Name, how many were in it, how many of them did it.
    pub(super) arms: &'static [(&'static str, u64, u64)],
    /// Days ago it was written down.
    pub(super) written: f64,
    pub(super) state: State,
}

/// All of them, those that are decided last.
pub(super) const STATEMENTS: &[Statement] = &[
    Statement {
        title: "Call within the hour",
        saw: "people who wait longer than a day for our first call agree to a measurement half as often as those called the same morning",
        believe: "a call from a designer within one working hour of the introduction",
        metric: "leads that agree to a measurement",
        channel: None,
        side: Side::Sales,
        plan: (3_400, 1_500),
        arms: &[("Call when a designer is free", 171, 57), ("Call within one hour", 168, 86)],
        written: 61.0,
        state: State::Running(49.0),
    },
    Statement {
        title: "Drawings for designers in five days",
        saw: "partner designers told us three times that their clients sign whatever comes with drawings within a week",
        believe: "a first drawing within five days of the measurement",
        metric: "deals that agree the contract",
        channel: Some("Partner designers"),
        side: Side::Sales,
        plan: (5_500, 2_500),
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
        plan: (2_200, 800),
        arms: &[("Two questions", 481, 106), ("Six questions", 474, 99)],
        written: 168.0,
        state: State::Running(155.0),
    },
    Statement {
        title: "Recommendation at the hand-over",
        saw: "customers praise us while the furniture is being mounted, and only one in five remembers to do so a month later",
        believe: "asking for a recommendation at the hand-over instead of by e-mail",
        metric: "customers who recommend us within 60 days",
        channel: None,
        side: Side::Marketing,
        plan: (2_000, 1_200),
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
        plan: (6_000, 1_500),
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
        plan: (3_400, 1_000),
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
        channel: None,
        side: Side::Marketing,
        plan: (5_400, 1_100),
        arms: &[("No prices", 346, 187), ("Price ranges", 341, 226)],
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
        plan: (7_600, 1_200),
        arms: &[("No reminder", 162, 121), ("Message two days before", 159, 142)],
        written: 262.0,
        state: State::Decided(
            247.0,
            118.0,
            Choice::Adopt,
            "Fourteen points more designs, and no wasted drives in the last six weeks of the test.",
        ),
    },
    Statement {
        title: "Ten percent for a fast signature",
        saw: "quotes stay open for two weeks and longer while customers compare",
        believe: "a ten percent discount for signing within seven days",
        metric: "quotes that become contracts",
        channel: None,
        side: Side::Sales,
        plan: (6_000, 1_500),
        arms: &[("No discount", 152, 91), ("Ten percent for seven days", 155, 95)],
        written: 309.0,
        state: State::Decided(
            300.0,
            96.0,
            Choice::Stop,
            "One point, which may be chance, for a tenth of the price. Those who signed would have signed anyway.",
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
        arms: &[("Single pictures", 4_791, 125), ("Board with prices", 4_772, 120)],
        written: 263.0,
        state: State::Decided(
            250.0,
            74.0,
            Choice::Stop,
            "As many requests as before. Nine and a half thousand visits are enough to know that a whole point is not there.",
        ),
    },
];
