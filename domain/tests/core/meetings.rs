//! What a meeting looks at, and what its minutes tell afterwards.

use crate::support::{ADMIN, Author, DEALS, SELLER, at, create, deal_in, edit, id, stage, studio, to, worth};
use smarketing_domain::{
    clock::{DAY, Timestamp},
    deal::DealChange,
    entity::{Entity, EntityKey},
    hourglass::Period,
    hypothesis::{Arm, HypothesisChange, Plan, Standing, Status, verdict::Verdict},
    ids::{DealId, HypothesisId, InsightId, MeetingId, StageId, StickerId, TaskId},
    insight::InsightChange,
    meeting::{
        Ending, Happened, LINES_MAX, Line, Lines, Meeting, MeetingChange,
        agenda::{Item, agreed, still_open, stuck, to_decide},
        minutes::{changes, ending, value},
        numbers::{Spans, USUAL, came},
        past, running,
    },
    operation::{Action, Authority, Body, DealAction, Refusal, apply, check, invert},
    rank::Rank,
    task::TaskChange,
    workshop::StickerChange,
    workspace::Workspace,
};

/// When the meeting begins, in seconds.
const BEGAN: i64 = 1_000;

/// The studio with a meeting that Ann, an admin, began; Ben, a salesperson, is there with
/// a phone of his own.
struct Room {
    w: Workspace,
    ann: Author,
    ben: Author,
}

impl Room {
    fn new() -> Self {
        let mut room = Self { w: studio(), ann: Author::new(10, ADMIN), ben: Author::new(11, SELLER) };
        room.ann(BEGAN, begun(1));
        room
    }

    fn ann(&mut self, seconds: i64, body: impl Into<Body>) {
        self.ann.change(&mut self.w, at(seconds), body);
    }

    fn ben(&mut self, seconds: i64, body: impl Into<Body>) {
        self.ben.change(&mut self.w, at(seconds), body);
    }

    fn told(&self) -> Vec<Line> {
        changes(&self.w, Period { from: at(BEGAN), to: at(BEGAN + 3_600) })
    }

    /// Who, to which record, what.
    fn brief(&self) -> Vec<(Option<u128>, EntityKey, Happened)> {
        self.told().into_iter().map(|l| (l.by.map(|by| by.0.as_u128() - 1), l.record, l.what)).collect()
    }
}

fn begun(n: u128) -> Body {
    create(id::<MeetingId>(n), Vec::<MeetingChange>::new())
}

fn ended(n: u128, ending: Option<Ending>) -> Body {
    edit(id::<MeetingId>(n), vec![MeetingChange::Ended(ending)])
}

fn deal(n: u128) -> EntityKey {
    id::<DealId>(n).into()
}

fn wrote(names: &[&str]) -> Happened {
    Happened::Wrote(names.iter().map(|name| (*name).to_owned()).collect())
}

#[test]
fn minutes_tell_who_did_what_and_nothing_from_before() {
    let mut room = Room::new();
    let stood = room.w.deals[&id(0)].place.stage;
    room.ann(BEGAN + 1, to(id(0), stage(5), BEGAN + 1));
    room.ben(BEGAN + 2, create(id::<InsightId>(7), vec![InsightChange::Text("They want oak".into())]));
    let set = vec![DealChange::Owner(Some(id(SELLER))), DealChange::Worth(worth(7))];
    room.ben(BEGAN + 3, DealAction::Edit { id: id(1), set });
    room.ann(BEGAN + 4, edit(id::<TaskId>(2), vec![TaskChange::Done(Some(at(BEGAN + 4)))]));
    room.ann(BEGAN + 5, DealAction::Delete { id: id(3) });
    let task = |n: u128| EntityKey::from(id::<TaskId>(n));
    assert_eq!(
        room.brief(),
        [
            (Some(ADMIN), deal(0), Happened::Moved { from: Some(stood), to: stage(5) }),
            (Some(SELLER), id::<InsightId>(7).into(), Happened::Made),
            (Some(SELLER), deal(1), wrote(&["owner", "worth"])),
            (Some(ADMIN), task(2), wrote(&["done"])),
            (Some(ADMIN), deal(3), Happened::Deleted),
        ]
    );
    // Nothing of it is of the hour before.
    assert!(changes(&room.w, Period { from: at(BEGAN - 900), to: at(BEGAN) }).is_empty());
}

#[test]
fn what_was_made_is_one_line_and_what_was_taken_back_is_none() {
    let mut room = Room::new();
    room.ben(BEGAN + 1, deal_in(id(20), stage(3), BEGAN, "New"));
    room.ben(BEGAN + 2, DealAction::Edit { id: id(20), set: vec![DealChange::Title("Newer".into())] });
    room.ben(BEGAN + 3, deal_in(id(21), stage(3), BEGAN, "A slip"));
    room.ben(BEGAN + 4, DealAction::Delete { id: id(21) });
    // A move, and its way back.
    let moved = room.ann.make(at(BEGAN + 5), to(id(0), stage(5), BEGAN + 5));
    let back = invert(&room.w, &moved.body, moved.stamp).unwrap();
    apply(&mut room.w, &moved);
    room.ann(BEGAN + 6, back);
    assert_eq!(room.brief(), [(Some(SELLER), deal(20), Happened::Made)]);
    // Where it went after it was made is told, the stage it was made in is not.
    room.ben(BEGAN + 7, to(id(20), stage(5), BEGAN + 7));
    let went = Happened::Moved { from: Some(stage(3)), to: stage(5) };
    assert_eq!(room.brief()[1], (Some(SELLER), deal(20), went));
}

#[test]
fn what_nobody_did_and_what_has_its_own_place_is_left_out() {
    let mut room = Room::new();
    let mut server = Author::new(99, ADMIN);
    server.member = Default::default();
    server.change(&mut room.w, at(BEGAN + 1), to(id(0), stage(5), BEGAN + 1));
    server.change(&mut room.w, at(BEGAN + 1), deal_in(id(20), stage(3), BEGAN, "From a form"));
    let note = vec![StickerChange::Text("A note".into()), StickerChange::Workshop(Some(id(0)))];
    room.ann(BEGAN + 2, create(id::<StickerId>(9), note));
    assert_eq!(room.brief(), []);
    // Whose tab it was is not always known: the line is there all the same.
    let mut quiet = Author::new(77, SELLER);
    quiet.change(&mut room.w, at(BEGAN + 3), edit(id::<TaskId>(1), vec![TaskChange::Title("Ring".into())]));
    assert_eq!(room.brief(), [(None, id::<TaskId>(1).into(), wrote(&["title"]))]);
}

#[test]
fn a_meeting_ends_with_its_minutes_and_takes_no_further_changes() {
    let mut room = Room::new();
    room.ann(BEGAN + 1, to(id(0), stage(5), BEGAN + 1));
    assert_eq!(running(&room.w).map(|meeting| meeting.id), Some(id(1)));
    let end = ending(&room.w, at(BEGAN), at(BEGAN + 60));
    assert_eq!((end.lines.read().len(), end.more), (1, 0));
    room.ben(BEGAN + 60, ended(1, Some(end.clone())));
    // What is written over later stays in the minutes.
    room.ann(BEGAN + 900, to(id(0), stage(6), BEGAN + 900));
    assert_eq!(room.w.meetings[&id(1)].ended, Some(end));
    // The studio has a meeting that nobody ended.
    assert_eq!(running(&room.w).map(|meeting| meeting.id), Some(id(0)));
    assert_eq!(past(&room.w).iter().map(|meeting| meeting.id).collect::<Vec<_>>(), [id(1)]);
}

#[test]
fn of_very_many_changes_the_first_are_kept_and_the_rest_counted() {
    let mut room = Room::new();
    for n in 0..LINES_MAX as u128 + 5 {
        room.ben(BEGAN + 1, create(id::<InsightId>(100 + n), vec![InsightChange::Text("Said".into())]));
    }
    let end = ending(&room.w, at(BEGAN), at(BEGAN + 60));
    assert_eq!((end.lines.read().len(), end.more), (LINES_MAX, 5));
    assert_eq!(check(&room.w, Authority::Member(id(SELLER)), &ended(1, Some(end.clone()))), Ok(()));
    let too_many = Ending { lines: Lines::new(&[end.lines.read(), vec![end.lines.read()[0].clone()]].concat()), ..end };
    assert_eq!(check(&room.w, Authority::Server, &ended(1, Some(too_many))), Err(Refusal::OutOfRange));
}

#[test]
fn minutes_name_only_what_is_here_and_only_its_maker_or_a_manager_deletes_a_meeting() {
    let mut room = Room::new();
    let refused = |w: &Workspace, line: Line| {
        let end = Ending { at: at(BEGAN), lines: Lines::new(&[line]), more: 0 };
        check(w, Authority::Member(id(SELLER)), &ended(1, Some(end)))
    };
    let line = Line { at: at(BEGAN), by: Some(id(ADMIN)), record: deal(0), what: Happened::Made };
    assert_eq!(refused(&room.w, line.clone()), Ok(()));
    let gone = Err(Refusal::UnknownReference);
    assert_eq!(refused(&room.w, Line { record: deal(99), ..line.clone() }), gone);
    assert_eq!(refused(&room.w, Line { by: Some(id(99)), ..line.clone() }), gone);
    for (from, to) in [(Some(stage(99)), stage(1)), (None, stage(99))] {
        assert_eq!(refused(&room.w, Line { what: Happened::Moved { from, to }, ..line.clone() }), gone);
    }
    let long = Line { what: wrote(&[&"x".repeat(501)]), ..line };
    assert_eq!(refused(&room.w, long), Err(Refusal::TextTooLong));
    let delete: Body = Action::<MeetingId, MeetingChange>::Delete { id: id(1) }.into();
    assert_eq!(check(&room.w, Authority::Member(id(SELLER)), &delete), Err(Refusal::NotYours));
    room.ann(BEGAN + 1, delete);
}

#[test]
fn minutes_come_back_from_the_wire_without_the_lines_of_a_later_version() {
    let mut room = Room::new();
    room.ann(BEGAN + 1, to(id(0), stage(5), BEGAN + 1));
    room.ben(BEGAN + 2, edit(id::<TaskId>(1), vec![TaskChange::Title("Ring".into())]));
    room.ann(BEGAN + 60, ended(1, Some(ending(&room.w, at(BEGAN), at(BEGAN + 60)))));
    let whole = Entity::Meeting(room.w.meetings[&id(1)].clone());
    let json = serde_json::to_string(&whole).unwrap();
    assert_eq!(Entity::read(&json).unwrap(), Some(whole.clone()));
    let newer = json.replacen(r#""lines":["#, r#""lines":[{"at":1,"record":"play/1","what":"sung"},"#, 1);
    assert_ne!(newer, json);
    let lines = |meeting: &Meeting| meeting.ended.as_ref().unwrap().lines.clone();
    let Some(Entity::Meeting(read)) = Entity::read(&newer).unwrap() else { panic!("{newer}") };
    assert_eq!(lines(&read).read(), lines(&room.w.meetings[&id(1)]).read());
    assert_eq!(lines(&read).each().iter().filter(|line| line.is_none()).count(), 1);
    let write = ended(1, read.ended.clone());
    let refused = check(&room.w, Authority::Member(id(SELLER)), &write);
    assert_eq!(refused, Err(Refusal::OutOfRange), "what cannot be read could name anything");
}

#[test]
fn a_value_is_told_until_it_is_written_again() {
    let mut room = Room::new();
    room.ben(BEGAN + 1, edit(id::<TaskId>(1), vec![TaskChange::Title("Ring".into())]));
    let seen = |room: &Room| value(&room.w, id::<TaskId>(1).into(), "title", at(BEGAN + 60));
    assert_eq!(seen(&room), Some("Ring".into()));
    room.ben(BEGAN + 61, edit(id::<TaskId>(1), vec![TaskChange::Title("Write".into())]));
    assert_eq!(seen(&room), None);
    assert_eq!(value(&room.w, deal(99), "title", at(BEGAN)), None);
}

#[test]
fn numbers_go_back_to_the_last_meeting_or_a_week() {
    let mut room = Room::new();
    let now = at(BEGAN + 60);
    let spans = |w: &Workspace| Spans::of(w, at(BEGAN), now);
    let week = spans(&room.w);
    assert!(!week.met);
    assert_eq!((week.since.from, week.since.to), (Timestamp(at(BEGAN).0 - USUAL), Timestamp(now.0 + 1)));
    assert_eq!(week.since.to.since(week.since.from), week.before.to.since(week.before.from));
    assert_eq!(week.before.to, week.since.from);
    let end = |days: i64| Ending { at: Timestamp(at(BEGAN).0 - days * DAY / 4), ..Ending::default() };
    for (n, quarters) in [(2, 12), (3, 8), (4, 1)] {
        room.ann(BEGAN + 1, begun(n));
        room.ann(BEGAN + 1, ended(n, Some(end(quarters))));
    }
    let met = spans(&room.w);
    assert!(met.met);
    assert_eq!(met.since.from, end(8).at, "one that has just ended is this one");
}

#[test]
fn a_deal_counts_once_for_each_stage_and_time() {
    let mut w = studio();
    let mut ann = Author::new(10, ADMIN);
    let now = at(BEGAN);
    let spans = Spans::of(&w, now, now);
    let days = |n: i64| now.0 / 1_000 - at(0).0 / 1_000 - n * DAY / 1_000;
    // Came twice in this week, and once in the week before.
    ann.change(&mut w, at(1), deal_in(id(20), stage(3), days(10), "A"));
    ann.change(&mut w, at(1), DealAction::Edit { id: id(20), set: vec![DealChange::Worth(worth(5))] });
    for (n, days_ago) in [(5, 3), (4, 2), (5, 1)] {
        ann.change(&mut w, at(2), to(id(20), stage(n), days(days_ago)));
    }
    let came = came(&w, spans);
    let of = |n: usize| came.iter().find(|came| came.stage == stage(n)).unwrap();
    // Five deals of the studio came to other stages within this week.
    let studio = |stage: StageId| (0..DEALS).filter(|n| w.deals[&id(*n)].entries[0].stage == stage).count() as u64;
    assert_eq!(of(5).since.count, 1 + studio(stage(5)));
    assert_eq!(of(5).since.sum_minor, 500);
    assert_eq!((of(3).since.count, of(3).before.count), (studio(stage(3)), 1));
    assert_eq!(of(5).before.count, 0);
}

#[test]
fn stuck_deals_are_those_over_their_own_stages_clock_the_most_overdue_first() {
    let w = studio();
    assert_eq!(stuck(&w, at(0)), []);
    let later = Timestamp(at(0).0 + 400 * DAY);
    let all = stuck(&w, later);
    assert!(!all.is_empty());
    for one in &all {
        assert_eq!(w.deals[&one.deal].place.stage, one.stage);
        assert_eq!(w.stages[&one.stage].rot_days, Some(one.rot_days));
        assert!(w.stages[&one.stage].role.is_undecided(), "what is won or lost is not stuck");
        assert!(one.stood_ms > i64::from(one.rot_days) * DAY);
    }
    let over = |at: usize| all[at].stood_ms as f64 / f64::from(all[at].rot_days);
    assert!((1..all.len()).all(|at| over(at - 1) >= over(at)));
}

#[test]
fn tests_with_an_answer_are_to_be_decided_and_the_others_run_on() {
    let mut w = studio();
    let mut ann = Author::new(10, ADMIN);
    let arm = |name: &str, exposed, converted| Arm { name: name.into(), exposed, converted };
    let mut test = |n: u128, status, converted| {
        let set = vec![
            HypothesisChange::Title(format!("H{n}")),
            HypothesisChange::Standing(Standing { status, rank: Rank::between(None, None) }),
            HypothesisChange::Plan(Plan { baseline_bp: 2_000, effect_bp: 1_000 }),
            HypothesisChange::Arms(vec![arm("as before", 2_000, 400), arm("new", 2_000, converted)]),
        ];
        ann.change(&mut w, at(1), create(id::<HypothesisId>(n), set));
    };
    test(5, Status::Running, 800);
    test(6, Status::Idea, 800);
    let (due, on) = to_decide(&w, at(2));
    assert_eq!(due.iter().map(|due| due.hypothesis).collect::<Vec<_>>(), [id(5)]);
    assert!(matches!(due[0].verdict, Verdict::Better { .. }));
    assert_eq!(on, 1, "the studio's own has nobody in its arms yet");
}

#[test]
fn actions_are_the_tasks_of_the_meeting_and_stay_until_they_are_done() {
    let mut room = Room::new();
    let action = |text: &str, due: Option<&str>| {
        vec![
            TaskChange::Title(text.into()),
            TaskChange::Due(due.map(|day| day.parse().unwrap())),
            TaskChange::Assignee(Some(id(SELLER))),
        ]
    };
    for (n, due) in [(30, None), (31, Some("2026-12-02")), (32, Some("2026-12-01"))] {
        room.ann(BEGAN + n as i64, create(id::<TaskId>(n), action("Do it", due)));
    }
    let made = agreed(&room.w, Period { from: at(BEGAN), to: at(BEGAN + 60) });
    assert_eq!(made, [id(30), id(31), id(32)]);
    assert_eq!(still_open(&room.w), [], "they are this meeting's");
    let end = ending(&room.w, at(BEGAN), at(BEGAN + 60));
    room.ann(BEGAN + 60, ended(1, Some(end)));
    assert_eq!(still_open(&room.w), [id(32), id(31), id(30)]);
    room.ben(BEGAN + 70, edit(id::<TaskId>(32), vec![TaskChange::Done(Some(at(BEGAN + 70)))]));
    room.ben(BEGAN + 70, Action::<TaskId, TaskChange>::Delete { id: id(30) });
    assert_eq!(still_open(&room.w), [id(31)]);
}

#[test]
fn the_agenda_is_walked_both_ways_and_named_in_addresses() {
    let walked: Vec<_> = std::iter::successors(Some(Item::Numbers), |item| item.next()).collect();
    assert_eq!(walked, Item::ALL);
    assert!(Item::ALL.iter().all(|item| item.next().is_none_or(|next| next.previous() == Some(*item))));
    assert!(Item::ALL.iter().all(|item| Item::named(item.name()) == *item));
    assert_eq!(Item::named("sung"), Item::Numbers);
}

#[test]
fn others_are_told_which_item_the_one_who_leads_is_at() {
    let mut room = Room::new();
    assert_eq!(running(&room.w).unwrap().item(), Item::Numbers);
    room.ann(BEGAN + 60, at_item("forecast"));
    assert_eq!(running(&room.w).unwrap().item(), Item::Forecast);
    // A later version may know more items.
    room.ann(BEGAN + 70, at_item("weather"));
    assert_eq!(running(&room.w).unwrap().item(), Item::Numbers);
    let long = check(&room.w, Authority::Member(id(ADMIN)), &at_item(&"x".repeat(5_000)));
    assert!(long.is_err());
    assert!(room.told().is_empty(), "turning a page is no change");
}

fn at_item(name: &str) -> Body {
    edit(id::<MeetingId>(1), vec![MeetingChange::At(name.to_owned())])
}
