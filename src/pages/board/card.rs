//! A card: three lines of one height, in plain elements. One view per card
//! listens to what it shows; everything that is pressed is heard by the board.

use super::{
    desk::{Desk, Lifted},
    stance::{Stance, keep},
};
use crate::prelude::*;
use smarketing_domain::{
    clock::DAY,
    deal::Deal,
    hypothesis::assignment::arms_of,
    ids::{DealId, StageId},
    member::Team,
    task::{Urgency, urgency},
};

/// What a card says.
#[derive(Default)]
struct Face {
    title: String,
    subject: String,
    value: Option<String>,
    owner: Owner,
    age: String,
    age_title: String,
    rots: bool,
    arm: Option<ArmMark>,
    next: NextStep,
}

/// Its arm of a running hypothesis, and what to do differently.
struct ArmMark {
    hypothesis: String,
    arm: String,
    title: String,
}

#[derive(Default)]
struct Owner {
    initials: String,
    name: String,
    team: &'static str,
}

#[derive(Default)]
struct NextStep {
    urgency: &'static str,
    text: String,
    title: String,
}

/// The card of a deal, in `row` of its column; `hand`: what is lifted, as far as its column
/// is concerned; `is_stop`: Tab comes here.
pub fn card(
    desk: Desk,
    deal: DealId,
    hand: Memo<Option<Lifted>>,
    row: impl Fn() -> Option<usize> + Copy + Send + 'static,
    is_stop: impl Fn() -> bool + Copy + Send + 'static,
) -> impl IntoView {
    let goes_along = move |lifted| lifted == deal || desk.selection.goes_along(lifted, deal);
    let stance = move || Stance {
        row: row(),
        lifted: hand.get().filter(|lifted| goes_along(lifted.deal)).map(|lifted| lifted.by.look()),
        is_stop: is_stop(),
        is_chosen: desk.selection.has(deal),
    };
    view! {
        <li
            class="card"
            data-deal=deal.to_string()
            use:keep=stance
            inner_html=move || face(desk, deal).map(|face| drawn(desk, deal, &face)).unwrap_or_default()
        ></li>
    }
}

/// A face as HTML: a hundred cards are drawn before anything can be seen, each of as few
/// elements as it can be. What stands where is the style sheet's.
fn drawn(desk: Desk, deal: DealId, face: &Face) -> String {
    let Face { title, owner, next, .. } = face;
    let move_label = t_string!(desk.words.i18n, board.move_title, title = title.clone()).to_string();
    let mut html = Markup::default();
    html.tag(if face.rots { r#"<div class="card-face" data-rotting>"# } else { r#"<div class="card-face">"# });
    html.tag(r#"<a class="card-title one-line" draggable="false" tabindex="-1" href=""#).words(&route::deal(deal));
    html.tag(r#"" title=""#).words(title).tag(r#"">"#).words(title).tag("</a>");
    match &face.arm {
        None => html.tag(r#"<span class="card-subject one-line">"#).words(&face.subject).tag("</span>"),
        Some(arm) => with_arm(&mut html, &face.subject, arm),
    };
    html.tag(r#"<span class="card-value number">"#).words(face.value.as_deref().unwrap_or_default());
    html.tag(r#"</span><span class="avatar" role="img" data-team=""#).words(owner.team);
    html.tag(r#"" title=""#).words(&owner.name).tag(r#"" aria-label=""#).words(&owner.name);
    html.tag(r#"">"#).words(&owner.initials).tag(r#"</span><span class="card-age number" title=""#);
    html.words(&face.age_title).tag(r#"">"#).words(&face.age);
    html.tag(r#"</span><span class="urgency one-line" data-urgency=""#).words(next.urgency);
    html.tag(r#"" title=""#).words(&next.title).tag(r#"">"#).words(&next.text);
    html.tag(r#"</span></div><button type="button" class="card-menu" data-move aria-haspopup="menu""#);
    html.tag(r#" tabindex="-1" aria-label=""#).words(&move_label).tag(r#""></button>"#);
    html.into_html()
}

/// Beside what the card is about stands the arm of its test.
fn with_arm<'a>(html: &'a mut Markup, subject: &str, arm: &ArmMark) -> &'a mut Markup {
    html.tag(r#"<span class="card-subject card-tried"><span class="one-line">"#).words(subject).tag("</span>");
    html.tag(r#"<span class="card-arm one-line" role="note" data-trial=""#).words(&arm.hypothesis);
    html.tag(r#"" title=""#).words(&arm.title).tag(r#"" aria-label=""#).words(&arm.title);
    html.tag(r#"">"#).words(&arm.arm).tag("</span></span>")
}

fn face(desk: Desk, id: DealId) -> Option<Face> {
    let state = desk.state;
    let deal = state.watch(Topic::Record(id.into()), |w| w.deal(id).cloned())?;
    let (age, age_title, rots) = age(desk, &deal);
    Some(Face {
        subject: subject(state, &deal),
        value: value(desk, &deal),
        owner: owner(desk, &deal),
        arm: arm(desk, &deal),
        next: next_step(desk, id),
        title: deal.title,
        age,
        age_title,
        rots,
    })
}

/// The arm of the first running hypothesis that the deal is in; the title has all of them.
fn arm(desk: Desk, deal: &Deal) -> Option<ArmMark> {
    desk.trials.with(|trials| {
        let all = desk.state.read(|w| {
            let arms = arms_of(trials, w, deal).into_iter();
            arms.map(|(trial, arm)| (trial.id, arm_words(desk.words, trial, arm))).collect::<Vec<_>>()
        });
        let (hypothesis, said) = all.first()?;
        let more = if all.len() > 1 { format!(" +{}", all.len() - 1) } else { String::new() };
        Some(ArmMark {
            hypothesis: hypothesis.to_string(),
            arm: format!("{}{more}", said.arm),
            title: all.iter().map(|(_, said)| said.in_full.clone()).collect::<Vec<_>>().join("\n"),
        })
    })
}

/// The company; for a private person, the channel they came by.
fn subject(state: State, deal: &Deal) -> String {
    let company = deal.company.and_then(|id| {
        state.watch(Topic::Record(id.into()), |w| w.companies.get(&id).map(|company| company.name.clone()))
    });
    company.unwrap_or_else(|| deal.channel.clone())
}

fn value(desk: Desk, deal: &Deal) -> Option<String> {
    let i18n = desk.words.i18n;
    let once = deal.worth.once.map(|money| desk.words.money(money.minor));
    let monthly = || {
        let money = desk.words.money(deal.worth.monthly?.minor);
        Some(t_string!(i18n, board.monthly, money = money).to_string())
    };
    once.or_else(monthly)
}

fn owner(desk: Desk, deal: &Deal) -> Owner {
    let i18n = desk.words.i18n;
    let member = deal.owner.and_then(|id| desk.state.watch(Topic::Record(id.into()), |w| w.members.get(&id).cloned()));
    let Some(member) = member else {
        return Owner { name: t_string!(i18n, board.no_owner).to_owned(), team: "nobody", ..Owner::default() };
    };
    let team = match member.team {
        Team::Marketing => "marketing",
        Team::Sales => "sales",
        Team::Management => "management",
    };
    Owner { initials: member.initials(), name: member.name, team }
}

/// How long it has been in its stage, in short and in words, and whether that is too long.
fn age(desk: Desk, deal: &Deal) -> (String, String, bool) {
    let i18n = desk.words.i18n;
    let Some(since) = deal.in_stage_since() else {
        return ("—".to_owned(), t_string!(i18n, board.age_unknown).to_owned(), false);
    };
    let ms = desk.state.now().since(since);
    let rot_days = rot_days(desk.state, deal.place.stage);
    let rots = rot_days.is_some_and(|days| ms > i64::from(days) * DAY);
    let age = desk.words.duration(ms);
    let title = if rots {
        t_string!(i18n, board.age_rotting, age = age.clone()).to_string()
    } else {
        t_string!(i18n, board.age, age = age.clone()).to_string()
    };
    (age, title, rots)
}

fn rot_days(state: State, stage: StageId) -> Option<u16> {
    state.watch(Topic::Record(stage.into()), |w| w.stages.get(&stage).and_then(|s| s.rot_days))
}

/// The day first: it is what a glance looks for.
fn next_step(desk: Desk, deal: DealId) -> NextStep {
    let Desk { state, words, .. } = desk;
    let task = state.next_task(deal);
    let task = task.and_then(|id| state.watch(Topic::Record(id.into()), |w| w.tasks.get(&id).cloned()));
    let level = urgency(task.as_ref(), words.today());
    let due = task.as_ref().and_then(|t| t.due);
    let in_full = words.urgency(level, due);
    let (name, when) = match level {
        Urgency::Overdue => ("overdue", due.map_or(in_full.clone(), |due| words.day_month(due))),
        Urgency::Today => ("today", in_full.clone()),
        Urgency::NoNextStep => ("no_next_step", in_full.clone()),
        Urgency::Later => ("later", in_full.clone()),
    };
    match task {
        None => NextStep { urgency: name, text: when, title: in_full },
        Some(task) => NextStep {
            urgency: name,
            text: format!("{when} · {}", task.title),
            title: format!("{in_full} · {}", task.title),
        },
    }
}
