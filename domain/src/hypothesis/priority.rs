//! Which idea is tried next: ICE, with the votes of both teams.
//!
//! **ICE** (Sean Ellis; in Ellis and Brown, "Hacking Growth", 2017, chapter 4) asks three
//! things of an idea, each from 1 to 10: its **impact** if it works, the **confidence** that
//! it does, and the **ease** of trying it. Its score is their mean.
//!
//! Every member has one vote, a register of their own. The **priority** is the mean of the
//! marketing team's mean score and the sales team's: a side of six does not outnumber a side
//! of two. While one side has not voted the other's mean stands in, and is **provisional**;
//! so is the mean of management, whose votes otherwise count on neither side, while neither
//! team has voted. Votes of those who have left do not count, and of those who changed teams
//! they count where they are now.
//!
//! How far the teams are **apart** is told beside it, for that is what is worth talking about.

use super::Hypothesis;
use crate::{
    ids::{HypothesisId, MemberId},
    member::Team,
    workspace::Workspace,
};
use serde::{Deserialize, Serialize};

/// The highest mark; the lowest is 1.
pub const MARK_MAX: u8 = 10;
/// From so many points between the teams they should talk about it.
pub const APART: f64 = 2.0;

/// One member's vote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ice {
    /// How much it changes if it works.
    pub impact: u8,
    /// How sure they are that it does.
    pub confidence: u8,
    /// How easily it is tried.
    pub ease: u8,
}

/// What is asked of an idea.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// How much it changes if it works.
    Impact,
    /// How sure they are that it does.
    Confidence,
    /// How easily it is tried.
    Ease,
}

impl Mark {
    /// All, in order.
    pub const ALL: [Mark; 3] = [Self::Impact, Self::Confidence, Self::Ease];
}

impl Ice {
    /// The marks, in the order of [`Mark::ALL`].
    pub fn marks(&self) -> [u8; 3] {
        [self.impact, self.confidence, self.ease]
    }

    /// Whether each mark is one.
    pub fn is_sound(&self) -> bool {
        self.marks().iter().all(|mark| (1..=MARK_MAX).contains(mark))
    }
}

/// What some members say together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Side {
    /// How many voted.
    pub voters: usize,
    /// The means of their marks, in the order of [`Mark::ALL`].
    pub marks: [f64; 3],
}

impl Side {
    fn of(votes: &[Ice]) -> Option<Self> {
        let voters = votes.len();
        let mean = |i: usize| votes.iter().map(|vote| f64::from(vote.marks()[i])).sum::<f64>() / voters as f64;
        (voters > 0).then(|| Self { voters, marks: [mean(0), mean(1), mean(2)] })
    }

    /// The mean of the three.
    pub fn score(&self) -> f64 {
        self.marks.iter().sum::<f64>() / 3.0
    }
}

/// What the teams say of an idea.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Priority {
    /// Who brings leads.
    pub marketing: Option<Side>,
    /// Who turns them into customers.
    pub sales: Option<Side>,
    /// Who looks after both.
    pub management: Option<Side>,
}

impl Priority {
    /// The priority of a hypothesis.
    pub fn of(w: &Workspace, hypothesis: &Hypothesis) -> Self {
        let voters = hypothesis.votes.iter().filter_map(|(member, vote)| Some((team(w, member)?, *vote)));
        Self::among(voters)
    }

    /// The priority that these votes give.
    pub fn among(votes: impl IntoIterator<Item = (Team, Ice)>) -> Self {
        let votes: Vec<(Team, Ice)> = votes.into_iter().collect();
        let side = |team: Team| {
            let own: Vec<Ice> = votes.iter().filter(|(of, _)| *of == team).map(|(_, vote)| *vote).collect();
            Side::of(&own)
        };
        Self { marketing: side(Team::Marketing), sales: side(Team::Sales), management: side(Team::Management) }
    }

    /// From 1 to 10; `None` before anybody has voted.
    pub fn score(&self) -> Option<f64> {
        match (self.marketing, self.sales) {
            (Some(one), Some(other)) => Some((one.score() + other.score()) / 2.0),
            (one, other) => Some(one.or(other).or(self.management)?.score()),
        }
    }

    /// The teams that have not voted.
    pub fn missing(&self) -> Vec<Team> {
        let sides = [(Team::Marketing, self.marketing), (Team::Sales, self.sales)];
        sides.into_iter().filter_map(|(team, side)| side.is_none().then_some(team)).collect()
    }

    /// Whether it will be another one when the rest has voted.
    pub fn is_provisional(&self) -> bool {
        self.score().is_some() && !self.missing().is_empty()
    }

    /// How far the teams are apart; `None` until both have voted.
    pub fn apart(&self) -> Option<Apart> {
        let (marketing, sales) = (self.marketing?, self.sales?);
        let gap = |i: usize| marketing.marks[i] - sales.marks[i];
        // Of two marks that are as far apart, the first.
        let widest = (0..3).rev().max_by(|a, b| gap(*a).abs().total_cmp(&gap(*b).abs()))?;
        Some(Apart {
            score: (marketing.score() - sales.score()).abs(),
            mark: Mark::ALL[widest],
            marketing: marketing.marks[widest],
            sales: sales.marks[widest],
        })
    }
}

/// Where the teams do not agree.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Apart {
    /// Between their scores.
    pub score: f64,
    /// The mark that they are furthest apart on …
    pub mark: Mark,
    /// … of marketing …
    pub marketing: f64,
    /// … and of sales.
    pub sales: f64,
}

impl Apart {
    /// Between their marks.
    pub fn points(&self) -> f64 {
        (self.marketing - self.sales).abs()
    }

    /// Whether they should talk about it: means that agree may hide marks that do not.
    pub fn is_worth_talking(&self) -> bool {
        self.points() >= APART
    }
}

/// The order of these hypotheses by priority, the highest first; those that nobody voted on
/// come last. Equal ones stay in the order in which they came.
pub fn by_priority(w: &Workspace, ids: Vec<HypothesisId>) -> Vec<HypothesisId> {
    // In millionths: what differs by less differs by the order of adding up.
    let score = |id: HypothesisId| Some((Priority::of(w, w.hypotheses.get(&id)?).score()? * 1e6).round() as i64);
    let mut scored: Vec<(Option<i64>, HypothesisId)> = ids.into_iter().map(|id| (score(id), id)).collect();
    crate::sort::sort_by_key(&mut scored, |(score, _)| std::cmp::Reverse(*score));
    scored.into_iter().map(|(_, id)| id).collect()
}

fn team(w: &Workspace, member: MemberId) -> Option<Team> {
    w.members.get(&member).filter(|member| member.meta.is_alive()).map(|member| member.team)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::{collection::vec, prelude::*};

    fn ice(impact: u8, confidence: u8, ease: u8) -> Ice {
        Ice { impact, confidence, ease }
    }

    fn vote() -> impl Strategy<Value = Ice> {
        (1..=MARK_MAX, 1..=MARK_MAX, 1..=MARK_MAX).prop_map(|(i, c, e)| ice(i, c, e))
    }

    fn team() -> impl Strategy<Value = Team> {
        prop_oneof![Just(Team::Marketing), Just(Team::Sales), Just(Team::Management)]
    }

    #[test]
    fn a_larger_side_does_not_outnumber_a_smaller_one() {
        let one = [(Team::Marketing, ice(9, 9, 9))];
        let six = [(Team::Sales, ice(3, 3, 3)); 6];
        let priority = Priority::among(one.into_iter().chain(six));
        assert_eq!(priority.score(), Some(6.0));
        assert!(!priority.is_provisional());
        assert_eq!(priority.apart().map(|apart| (apart.score, apart.mark)), Some((6.0, Mark::Impact)));
    }

    #[test]
    fn what_one_side_says_alone_is_provisional() {
        let priority = Priority::among([(Team::Marketing, ice(8, 6, 7))]);
        assert_eq!((priority.score(), priority.missing()), (Some(7.0), vec![Team::Sales]));
        assert!(priority.is_provisional() && priority.apart().is_none());
        let management = Priority::among([(Team::Management, ice(4, 4, 4))]);
        assert_eq!((management.score(), management.missing().len()), (Some(4.0), 2));
        assert_eq!(Priority::default().score(), None);
        assert!(!Priority::default().is_provisional());
    }

    #[test]
    fn sides_that_agree_on_the_whole_may_differ_in_a_mark() {
        let apart = Priority::among([(Team::Marketing, ice(9, 5, 1)), (Team::Sales, ice(5, 5, 5))]).apart().unwrap();
        assert_eq!((apart.score, apart.mark, apart.points()), (0.0, Mark::Impact, 4.0));
        assert!(apart.is_worth_talking());
    }

    proptest! {
        #[test]
        fn a_priority_lies_between_the_marks_and_knows_no_order(mut votes in vec((team(), vote()), 1..30)) {
            let priority = Priority::among(votes.clone());
            let score = priority.score().unwrap();
            prop_assert!((1.0..=10.0).contains(&score));
            votes.reverse();
            prop_assert!((Priority::among(votes).score().unwrap() - score).abs() < 1e-9);
        }

        #[test]
        fn the_same_vote_once_more_on_a_side_changes_nothing(votes in vec((team(), vote()), 1..20), times in 2..5_usize) {
            let once = Priority::among(votes.clone()).score().unwrap();
            let often = votes.into_iter().flat_map(|(team, vote)| {
                let times = if team == Team::Sales { times } else { 1 };
                std::iter::repeat_n((team, vote), times)
            });
            prop_assert!((Priority::among(often).score().unwrap() - once).abs() < 1e-9);
        }

        #[test]
        fn managements_votes_move_nothing_once_a_team_has_voted(
            votes in vec((prop_oneof![Just(Team::Marketing), Just(Team::Sales)], vote()), 1..9),
            managers in vec(vote(), 0..9),
        ) {
            let alone = Priority::among(votes.clone());
            let all = votes.into_iter().chain(managers.into_iter().map(|vote| (Team::Management, vote)));
            let with = Priority::among(all);
            prop_assert_eq!((alone.score(), alone.apart()), (with.score(), with.apart()));
        }

        #[test]
        fn a_mark_that_rises_never_lowers_the_priority(votes in vec((team(), vote()), 1..20), which in 0..20_usize) {
            let before = Priority::among(votes.clone()).score().unwrap();
            let mut votes = votes;
            let which = which % votes.len();
            votes[which].1.impact = MARK_MAX;
            prop_assert!(Priority::among(votes).score().unwrap() >= before - 1e-9);
        }
    }
}
