//! Two workshops: one that is over, whose idea became a hypothesis, and one in which
//! people are voting.

use super::{
    calendar::{before, opening},
    log::Log,
    random::Random,
    team::Team,
};
use smarketing_domain::{
    clock::Timestamp,
    ids::{MemberId, StickerId, WorkshopId},
    operation::Action,
    workshop::{Phase, StickerChange, StickerKind, WorkshopChange},
};

/// What the idea that was chosen became.
pub(super) const BECAME: &str = "Call within the hour";

/// A workshop in words. Trends and barriers stand with who wrote them, and who put
/// dots on them (places at the table); ideas with their trend and barrier.
struct Meeting {
    title: &'static str,
    days_ago: f64,
    phase: Phase,
    trends: &'static [(&'static str, usize, &'static [usize])],
    barriers: &'static [(&'static str, usize, &'static [usize])],
    ideas: &'static [(&'static str, usize, usize, usize, &'static [usize])],
}

const OVER: Meeting = Meeting {
    title: "Why do good leads go cold?",
    days_ago: 63.0,
    phase: Phase::Ended,
    trends: &[
        ("People write to three studios on the same evening", 1, &[0, 1, 2, 3, 4]),
        ("More of them come from Marketplace, and know less about us", 2, &[2, 3]),
        ("Everybody works at home two days a week", 0, &[1]),
    ],
    barriers: &[
        ("Our designers call when they are back from a measurement", 3, &[0, 1, 3, 4, 4]),
        ("Nobody says when we are going to call", 4, &[0, 2]),
    ],
    ideas: &[
        ("Call within one working hour, whoever is free", 0, 0, 3, &[0, 0, 1, 2, 3, 4]),
        ("A message at once: when we call, and who", 0, 1, 4, &[1, 2, 4]),
        ("A short film about the first visit instead of a call", 1, 0, 2, &[2, 3]),
        ("Calls between six and eight for those who work at home", 2, 0, 0, &[1]),
    ],
};

const OPEN: Meeting = Meeting {
    title: "More friends of our customers",
    days_ago: 0.9,
    phase: Phase::Vote,
    trends: &[
        ("Customers show their kitchens on Instagram the day they are ready", 1, &[2, 4]),
        ("Partner designers send a third of what we build", 2, &[2]),
    ],
    barriers: &[
        ("We do not ask: after the handover nobody calls any more", 4, &[4, 4]),
        ("A voucher feels like payment for friendship", 3, &[2]),
    ],
    ideas: &[],
};

/// Milliseconds between two things that somebody does.
const PACE: i64 = 40_000;

/// Writes them down; answers the idea that became a hypothesis.
pub(super) fn write(seed: u64, log: &mut Log, team: &Team, now: Timestamp) -> StickerId {
    let mut random = Random::stream(seed, "workshops");
    let over = opening(&mut random, before(now, OVER.days_ago));
    let chosen = hold(&OVER, over, &mut random, log, team);
    hold(&OPEN, before(now, OPEN.days_ago), &mut random, log, team);
    chosen.first().copied().unwrap_or_default()
}

/// Holds a meeting; answers its ideas.
fn hold(meeting: &Meeting, begun: Timestamp, random: &mut Random, log: &mut Log, team: &Team) -> Vec<StickerId> {
    let table = [team.manager, team.marketers[0], team.marketers[1], team.sellers[0], team.sellers[1]];
    let mut clock = begun;
    let mut tick = || {
        clock = Timestamp(clock.0 + PACE);
        clock
    };
    let workshop: WorkshopId = random.id(begun);
    let set = vec![WorkshopChange::Title(meeting.title.to_owned())];
    log.push(begun, team.manager, Action::Create { id: workshop, set });

    let mut put = |at: Timestamp, by: MemberId, kind, text: &str, on, across, log: &mut Log| {
        let id: StickerId = random.id(at);
        let mut set = vec![StickerChange::Workshop(Some(workshop)), StickerChange::Kind(kind)];
        if kind != StickerKind::Dot {
            set.push(StickerChange::Text(text.to_owned()));
        }
        set.extend([StickerChange::On(on), StickerChange::Across(across)]);
        log.push(at, by, Action::Create { id, set });
        id
    };
    let go = |at, phase, log: &mut Log| {
        let set = vec![WorkshopChange::Phase(phase)];
        log.push(at, team.manager, Action::Edit { id: workshop, set });
    };
    let mut sides = [Vec::new(), Vec::new()];
    let kinds = [(StickerKind::Trend, meeting.trends), (StickerKind::Barrier, meeting.barriers)];
    for (side, (kind, notes)) in sides.iter_mut().zip(kinds) {
        side.extend(notes.iter().map(|(text, by, _)| put(tick(), table[*by], kind, text, None, None, log)));
    }
    go(tick(), Phase::Vote, log);
    for (side, notes) in sides.iter().zip([meeting.trends, meeting.barriers]) {
        for (id, by) in side.iter().zip(notes).flat_map(|(id, (_, _, dots))| dots.iter().map(move |by| (*id, *by))) {
            put(tick(), table[by], StickerKind::Dot, "", Some(id), None, log);
        }
    }
    if meeting.phase == Phase::Vote {
        return Vec::new();
    }
    go(tick(), Phase::Cross, log);
    let [trends, barriers] = &sides;
    let mut ideas = Vec::new();
    for (text, trend, barrier, by, _) in meeting.ideas {
        let crossing = (Some(trends[*trend]), Some(barriers[*barrier]));
        ideas.push(put(tick(), table[*by], StickerKind::Idea, text, crossing.0, crossing.1, log));
    }
    go(tick(), Phase::Weigh, log);
    for (id, (_, _, _, _, dots)) in ideas.iter().zip(meeting.ideas) {
        for by in *dots {
            put(tick(), table[*by], StickerKind::Dot, "", Some(*id), None, log);
        }
    }
    go(tick(), Phase::Choose, log);
    go(tick(), meeting.phase, log);
    ideas
}
