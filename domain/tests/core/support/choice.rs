//! Random changes. A choice is plain numbers, read against a workspace as it
//! is: so it hits records that are there, and shrinks well when a rule breaks.

use super::{ADMIN, DEALS, MEMBERS, at, create, edit, id, loss, stage, worth};
use proptest::{collection::vec, prelude::*};
use smarketing_domain::{
    board,
    clock::{Stamp, Timestamp},
    company::{CompanyChange, ContactChange},
    deal::{DealChange, DealKind, Given, Past, Place, Remark, Unfit, Worth},
    filter::Filter,
    hypothesis::{
        Amendment, Arm, Choice as Decided, Continued, Cost, Decision, Design, Evidence, Frozen, HypothesisChange, Ice,
        Plan, Standing, Status, evidence::Number, play::Play, registration::Part,
    },
    ids::*,
    import::ImportChange,
    insight::InsightChange,
    meeting::{Ending, Happened, Line, Lines, MeetingChange},
    member::{MemberChange, Team},
    money::{Currency, Money},
    operation::{Action, Body, DealAction},
    question::QuestionChange,
    rank::Rank,
    reach::ReachChange,
    record::Each,
    score::{Condition, RuleChange},
    settings::SettingsChange,
    stage::{StageChange, StageRole},
    task::TaskChange,
    template::FURNITURE_STUDIO,
    touchpoint::TouchpointChange,
    view::SavedView,
    workshop::{Phase, StickerChange, StickerKind, WorkshopChange},
    workspace::Workspace,
};

/// A random change, as numbers.
#[derive(Clone, Copy, Debug)]
pub struct Choice {
    /// Which kind of change.
    pub what: u8,
    /// Which record.
    pub which: u8,
    /// Which other record, or which value.
    pub other: u8,
    /// Whether to make a usual mistake.
    pub slip: u8,
    /// How far the maker's clock is off, in seconds.
    pub skew: i8,
}

/// One change.
pub fn choice() -> impl Strategy<Value = Choice> {
    (0..30_u8, any::<u8>(), any::<u8>(), any::<u8>(), any::<i8>()).prop_map(|(what, which, other, slip, skew)| Choice {
        what,
        which,
        other,
        slip,
        skew,
    })
}

/// A few changes.
pub fn choices(count: std::ops::Range<usize>) -> impl Strategy<Value = Vec<Choice>> {
    vec(choice(), count)
}

/// The change that is meant, made at `now`.
pub fn body(w: &Workspace, choice: Choice, now: Timestamp) -> Body {
    let Choice { which, other, .. } = choice;
    let (which, small) = (u128::from(which), u64::from(other));
    let member = id::<MemberId>(u128::from(other) % (MEMBERS + 1));
    match choice.what {
        0..12 => deal(w, choice, now),
        12 => stage_change(choice),
        13 | 14 => hypothesis(choice, member, now),
        15 => {
            let set =
                vec![TaskChange::Deal(Some(id(u128::from(small) % (DEALS + 1)))), TaskChange::Assignee(Some(member))];
            made_or_edited(id::<TaskId>(which % 6), set, TaskChange::Title("Call".into()), choice)
        }
        16 => {
            let set =
                vec![InsightChange::Votes([member].into()), InsightChange::Company(Some(id(u128::from(small) % 3)))];
            made_or_edited(id::<InsightId>(which % 2), set, InsightChange::Text("Doubt".into()), choice)
        }
        17 => {
            let set = vec![CompanyChange::Fields([("size".into(), other.to_string())].into())];
            made_or_edited(id::<CompanyId>(which % 3), set, CompanyChange::Name(format!("C{other}")), choice)
        }
        18 => {
            let set = vec![ContactChange::Company(Some(id(which % 3))), ContactChange::Phone(other.to_string())];
            made_or_edited(id::<ContactId>(which % 3), set, ContactChange::Name(format!("P{other}")), choice)
        }
        19 => {
            let set = vec![ReachChange::Visits(small), ReachChange::SpendMinor(i64::from(other) - 10)];
            made_or_edited(id::<ReachId>(which % 2), set, ReachChange::Channel("fair".into()), choice)
        }
        20 => {
            let set = vec![MemberChange::Team(Team::Sales)];
            made_or_edited(id::<MemberId>(which % 6), set, MemberChange::Name(format!("M{other}")), choice)
        }
        21 => {
            let currency = if choice.slip.is_multiple_of(2) { Currency::USD } else { Currency::EUR };
            let set = vec![SettingsChange::Name(format!("Studio {other}")), SettingsChange::Currency(currency)];
            let view = SavedView::new(&format!("V{other}"), "lens=sales", member);
            let views = SettingsChange::Views(Each::one(id(which % 3), (other % 5 > 0).then_some(view)));
            edit(id::<WorkspaceId>(0), if choice.slip.is_multiple_of(3) { vec![views] } else { set })
        }
        22 => {
            let set = vec![ImportChange::Deals(small)];
            made_or_edited(id::<ImportId>(which % 2), set, ImportChange::File("deals.csv".into()), choice)
        }
        23 => {
            let when = Condition::People(u16::from(other % 4));
            let set = vec![RuleChange::When(when), RuleChange::Points(i32::from(other) * 5)];
            made_or_edited(id::<RuleId>(which % 2), set, RuleChange::Name(format!("R{other}")), choice)
        }
        24 => {
            let set = vec![QuestionChange::Text(format!("How large? {other}")), QuestionChange::Retired(false)];
            made_or_edited(id::<QuestionId>(which % 2), set, QuestionChange::Field(format!("q{other}")), choice)
        }
        25 => {
            let set = vec![TouchpointChange::At(Some(now)), TouchpointChange::Channel("fair".into())];
            let deal = Some(id(u128::from(small) % (DEALS + 1)));
            made_or_edited(id::<TouchpointId>(which % 3), set, TouchpointChange::Deal(deal), choice)
        }
        26 => {
            let set = vec![WorkshopChange::Phase(Phase::ALL[usize::from(other) % 6])];
            made_or_edited(id::<WorkshopId>(which % 2), set, WorkshopChange::Title(format!("W{other}")), choice)
        }
        27 => sticker(choice),
        28 => {
            let what = if choice.slip.is_multiple_of(2) {
                Happened::Made
            } else {
                Happened::Moved { from: None, to: stage(2) }
            };
            let record = id::<DealId>(u128::from(small) % (DEALS + 2)).into();
            let line = Line { at: now, by: Some(member), record, what };
            let ended = Some(Ending { at: now, lines: Lines::new(&[line]), more: small });
            made_or_edited(
                id::<MeetingId>(which % 2),
                vec![MeetingChange::Ended(ended)],
                MeetingChange::At(format!("item {other}")),
                choice,
            )
        }
        _ => Body::Unknown(serde_json::json!({ "kind": "play", "at": other })),
    }
}

fn made_or_edited<I, C>(id: I, mut set: Vec<C>, name: C, choice: Choice) -> Body
where
    Action<I, C>: Into<Body>,
{
    match choice.slip % 8 {
        0..3 => {
            set.push(name);
            create(id, set)
        }
        3..6 => {
            set.truncate(1 + usize::from(choice.other % 2));
            edit(id, set)
        }
        6 => Action::<I, C>::Delete { id }.into(),
        _ => Action::<I, C>::Restore { id }.into(),
    }
}

/// Notes and, of every fourth id, dots.
fn sticker(choice: Choice) -> Body {
    let (which, other) = (u128::from(choice.which) % 8, u128::from(choice.other));
    let kinds = [StickerKind::Trend, StickerKind::Barrier, StickerKind::Idea, StickerKind::Dot];
    let kind = kinds[which as usize % 4];
    let on = StickerChange::On(Some(id(other % 9)));
    let set = vec![on, StickerChange::Workshop(Some(id(other % 3))), StickerChange::Kind(kind)];
    let across = StickerChange::Across(Some(id(other % 5)));
    let name = if kind == StickerKind::Dot { across } else { StickerChange::Text(format!("S{other}")) };
    made_or_edited(id::<StickerId>(which), set, name, choice)
}

fn deal(w: &Workspace, choice: Choice, now: Timestamp) -> Body {
    let deal: DealId = id(u128::from(choice.which) % (DEALS + 2));
    match choice.what {
        0 => {
            let place = place(w, choice);
            let first = Past::of(stage(2), (!choice.other.is_multiple_of(3)).then(|| at(i64::from(choice.other))));
            let past = vec![first, Past::of(place.stage, Some(now))];
            let set = vec![DealChange::Title(format!("New {}", choice.other)), DealChange::Worth(worth(7))];
            DealAction::Create { id: deal, place, past, set }
        }
        1..5 => {
            let ahead = if choice.slip.is_multiple_of(7) { 1_000 * i64::from(choice.other) } else { 0 };
            let entered = Some(Timestamp(now.0 + ahead));
            let remark = match choice.slip % 5 {
                0 => Some(Remark::Offered(vec![Given { rule: id(0), points: 7 }])),
                1 => Some(Remark::Rejected { reason: Unfit::NotNow, score: 7 }),
                _ => None,
            };
            DealAction::Move { id: deal, to: place(w, choice), entered, retract: None, remark }
        }
        5 => {
            let mut to = place(w, choice);
            if let Some(deal) = w.deals.get(&deal).filter(|_| !choice.slip.is_multiple_of(4)) {
                to = Place { rank: to.rank, ..deal.place.clone() };
            }
            DealAction::Move { id: deal, to, entered: None, retract: None, remark: None }
        }
        6 => {
            let stamps: Vec<Stamp> =
                w.deals.get(&deal).map_or(Vec::new(), |d| d.entries.iter().map(|e| e.stamp).collect());
            let retract = stamps.get(usize::from(choice.slip) % (stamps.len() + 1)).copied();
            DealAction::Move { id: deal, to: place(w, choice), entered: None, retract, remark: None }
        }
        7..10 => DealAction::Edit { id: deal, set: deal_changes(choice) },
        10 => DealAction::Delete { id: deal },
        _ => DealAction::Restore { id: deal },
    }
    .into()
}

/// A place, most often a sound one.
fn place(w: &Workspace, choice: Choice) -> Place {
    let stage: StageId = stage(usize::from(choice.other) % (FURNITURE_STUDIO.len() + 2));
    let lost = w.stages.get(&stage).is_some_and(|s| s.role == StageRole::Lost);
    let slipped = choice.slip.is_multiple_of(13);
    let column = board::column(w, stage);
    let before = column.get(usize::from(choice.slip) % (column.len() + 1)).map(|d| &d.place.rank);
    let rank = if choice.slip == 77 { Rank::default() } else { Rank::between(before, None) };
    Place { stage, rank, loss: (lost != slipped).then(loss) }
}

fn deal_changes(choice: Choice) -> Vec<DealChange> {
    let n = u128::from(choice.other);
    let currency = if choice.slip.is_multiple_of(5) { Currency::USD } else { Currency::EUR };
    let money = Money::new(i64::from(choice.other) * 100 - 500, currency);
    let all = [
        DealChange::Title(format!("Deal {n}")),
        DealChange::Company(Some(id(n % 3))),
        DealChange::Contacts(vec![id(n % 2)]),
        DealChange::Channel(["fair", "search", ""][choice.other as usize % 3].into()),
        DealChange::Worth(Worth { once: Some(money), monthly: (n % 2 == 0).then_some(money) }),
        DealChange::Owner(Some(id(n % (MEMBERS + 1)))),
        DealChange::Kind(DealKind::ALL[choice.other as usize % 7]),
        DealChange::GrewFrom(Some(id(n % (DEALS + 1)))),
        DealChange::Fields([("wood".into(), n.to_string())].into()),
        DealChange::Import((n % 2 == 0).then(|| id(n % 3))),
    ];
    let first = usize::from(choice.slip) % all.len();
    all.iter().cycle().skip(first).take(1 + usize::from(choice.other % 3)).cloned().collect()
}

fn stage_change(choice: Choice) -> Body {
    let stage: StageId = stage(usize::from(choice.which) % (FURNITURE_STUDIO.len() + 2));
    let role = [StageRole::Open, StageRole::Won, StageRole::Visits][choice.other as usize % 3];
    match choice.slip % 8 {
        0 | 1 => create(
            stage,
            vec![
                StageChange::Name("Sat on it".into()),
                StageChange::Role(role),
                StageChange::Retired(choice.slip > 128),
            ],
        ),
        2 => edit(stage, vec![StageChange::Probability(choice.other), StageChange::Name("Saw".into())]),
        3 => edit(stage, vec![StageChange::Rank(Rank::between(None, None))]),
        4 | 5 => edit(stage, vec![StageChange::Retired(choice.other.is_multiple_of(2))]),
        6 => Action::<StageId, StageChange>::Delete { id: stage }.into(),
        _ => Action::<StageId, StageChange>::Restore { id: stage }.into(),
    }
}

fn hypothesis(choice: Choice, by: MemberId, now: Timestamp) -> Body {
    let n = u64::from(choice.other);
    let decision =
        Decision { choice: Decided::Adopt, reason: "more".into(), by: if n < 9 { by } else { id(ADMIN) }, at: now };
    let status = Status::ALL[choice.which as usize % 4];
    let standing = HypothesisChange::Standing(Standing { status, rank: Rank::between(None, None) });
    let arm = Arm { name: "arm".into(), exposed: n, converted: u64::from(choice.slip) };
    let decision = HypothesisChange::Decision((!choice.slip.is_multiple_of(3)).then_some(decision));
    let play = HypothesisChange::Play(Some(Play {
        what: "call".into(),
        stage: stage(choice.other.into()),
        goal: stage(choice.which.into()),
        days: n as u16,
        since: now,
        promised: None,
        retired: None,
    }));
    let number = Number {
        from: stage(choice.other.into()),
        to: stage(choice.which.into()),
        segment: Filter { owner: (n % 2 == 0).then_some(by), ..Filter::default() },
        entered: n,
        converted: u64::from(choice.slip),
        at: now,
    };
    let ice = Ice { impact: choice.other % 12, confidence: 5, ease: 7 };
    let plan = Plan { baseline_bp: 100 * u32::from(choice.other), effect_bp: 500 };
    let frozen = Frozen { by, at: now, design: Design::default(), plan, segment: Filter::default(), arms: Vec::new() };
    let amendment = Amendment { parts: vec![Part::Plan], to: frozen };
    let continued = Continued { reason: "more".into(), by: if n < 9 { by } else { id(ADMIN) }, at: now };
    let set = match choice.slip % 13 {
        0 => vec![standing],
        1 => vec![standing, decision],
        2 => vec![decision],
        5 => vec![play],
        6 => vec![HypothesisChange::Evidence(vec![Evidence::Insight(id(n.into())), Evidence::Number(number)])],
        7 => vec![HypothesisChange::Cost(Cost { spend_minor: 100 - n as i64, half_days: n as u16 })],
        8 | 9 => vec![HypothesisChange::Votes(Each::one(by, (n % 5 > 0).then_some(ice)))],
        10 => vec![HypothesisChange::Amended(Each::one(id(u128::from(n) % 4), (n % 5 > 0).then_some(amendment)))],
        11 => vec![HypothesisChange::Continued((n % 3 > 0).then_some(continued))],
        3 => vec![HypothesisChange::Arms(vec![arm.clone(), arm])],
        _ => vec![HypothesisChange::Plan(plan)],
    };
    let hypothesis: HypothesisId = id(u128::from(choice.which) / 4 % 2);
    match choice.skew {
        -128..-90 => {
            let title = HypothesisChange::Title("Call first".into());
            create(hypothesis, set.into_iter().chain([title]).collect())
        }
        120..=127 => Action::<HypothesisId, HypothesisChange>::Delete { id: hypothesis }.into(),
        _ => edit(hypothesis, set),
    }
}
