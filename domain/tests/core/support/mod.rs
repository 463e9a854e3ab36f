//! What the tests share: a small studio to begin with, clients with clocks of
//! their own, random changes, and a server that is nothing but the rules.

mod choice;
mod server;

pub use choice::{Choice, body, choice, choices};
pub use server::{Client, Server, steps};

use proptest::prelude::ProptestConfig;
use smarketing_domain::{
    clock::{Clock, Stamp, Timestamp},
    company::{CompanyChange, ContactChange},
    deal::{DealChange, Loss, Past, Place, Worth},
    hypothesis::{Arm, HypothesisChange, Standing, Status},
    ids::*,
    insight::InsightChange,
    meeting::MeetingChange,
    member::{MemberChange, Role, Team},
    money::{Currency, Money},
    operation::{Action, Authority, Body, DealAction, Operation, admit, apply},
    rank::Rank,
    settings::SettingsChange,
    stage::StageRole,
    task::TaskChange,
    template::{FURNITURE_STUDIO, stages},
    workshop::{StickerChange, WorkshopChange},
    workspace::Workspace,
};
use uuid::Uuid;

/// So many random cases, times the variable `CASES` where it is set: for a
/// long run, `CASES=100 cargo test -p smarketing-domain --release`.
pub fn cases(count: u32) -> ProptestConfig {
    let factor = std::env::var("CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(1);
    ProptestConfig { cases: count * factor, failure_persistence: None, ..ProptestConfig::default() }
}

/// The `n`-th id of a kind.
pub fn id<I: From<Uuid>>(n: u128) -> I {
    Uuid::from_u128(n + 1).into()
}

/// The author of everything that the studio begins with.
pub const ADMIN: u128 = 0;
/// A salesperson.
pub const SELLER: u128 = 1;
/// Sees everything, changes nothing.
pub const VIEWER: u128 = 3;
/// Members of the studio.
pub const MEMBERS: u128 = 4;
/// Deals of the studio.
pub const DEALS: u128 = 5;

/// A moment: `seconds` after the studio opened.
pub fn at(seconds: i64) -> Timestamp {
    Timestamp(1_700_000_000_000 + 1_000 * seconds)
}

/// A stamp of a client at a moment.
pub fn stamp(seconds: i64, counter: u32, client: u64) -> Stamp {
    Stamp { millis: at(seconds).0 as u64, counter, client: ClientId(client) }
}

/// The stage at a place of the template.
pub fn stage(n: usize) -> StageId {
    id(n as u128)
}

/// The first stage of the template with a role.
pub fn stage_with(role: StageRole) -> StageId {
    stage(FURNITURE_STUDIO.iter().position(|step| step.role == role).unwrap())
}

/// A loss reason.
pub fn loss() -> Loss {
    Loss { reason: "price".into(), note: String::new() }
}

/// So many euros, once.
pub fn worth(euros: i64) -> Worth {
    Worth { once: Some(Money::new(100 * euros, Currency::EUR)), monthly: None }
}

/// The creation of a deal that entered `stage` at `seconds`, first of its column.
pub fn deal_in(deal: DealId, stage: StageId, seconds: i64, title: &str) -> DealAction {
    let place = Place { stage, rank: Rank::between(None, None), loss: None };
    let past = vec![Past::of(stage, Some(at(seconds)))];
    DealAction::Create { id: deal, place, past, set: vec![DealChange::Title(title.into())] }
}

/// A move that enters a stage.
pub fn to(deal: DealId, stage: StageId, seconds: i64) -> Body {
    let place = Place { stage, rank: Rank::between(None, None), loss: None };
    DealAction::Move { id: deal, to: place, entered: Some(at(seconds)), retract: None, remark: None }.into()
}

/// Somebody who makes changes one after the other.
pub struct Author {
    /// Whose changes.
    pub member: MemberId,
    clock: Clock,
    number: u64,
}

impl Author {
    /// A client of a member.
    pub fn new(client: u64, member: u128) -> Self {
        Self { member: id(member), clock: Clock::new(ClientId(client)), number: 0 }
    }

    /// The next operation.
    pub fn make(&mut self, now: Timestamp, body: impl Into<Body>) -> Operation {
        self.number += 1;
        Operation { number: self.number, stamp: self.clock.tick(now), author: self.member, body: body.into() }
    }

    /// Makes a change of a workspace, which must be allowed.
    pub fn change(&mut self, workspace: &mut Workspace, now: Timestamp, body: impl Into<Body>) -> Operation {
        let operation = self.make(now, body);
        let admitted = admit(workspace, Authority::Server, &operation);
        assert_eq!(admitted, Ok(()), "{:?}", operation.body);
        apply(workspace, &operation);
        operation
    }
}

/// A furniture studio with four members and a few records of each kind.
pub fn studio() -> Workspace {
    studio_made_of().0
}

/// The studio, and the operations that made it.
pub fn studio_made_of() -> (Workspace, Vec<Operation>) {
    let (mut w, mut server) = (Workspace::default(), Author::new(0, ADMIN));
    let operations = opening().into_iter().map(|body| server.change(&mut w, at(0), body)).collect();
    (w, operations)
}

fn opening() -> Vec<Body> {
    let mut bodies: Vec<Body> = vec![create(
        id::<WorkspaceId>(0),
        vec![SettingsChange::Name("Studio".into()), SettingsChange::Currency(Currency::EUR)],
    )];
    let roles = [(Team::Management, Role::Admin), (Team::Sales, Role::Member), (Team::Marketing, Role::Manager)];
    for (n, (team, role)) in roles.into_iter().chain([(Team::Management, Role::Viewer)]).enumerate() {
        let name = MemberChange::Name(format!("Member {n}"));
        let set = vec![name, MemberChange::Team(team), MemberChange::Role(role), MemberChange::SignsIn(true)];
        bodies.push(create(id::<MemberId>(n as u128), set));
    }
    let ids: Vec<StageId> = (0..FURNITURE_STUDIO.len()).map(stage).collect();
    bodies.extend(stages(FURNITURE_STUDIO, &ids, "en"));
    for n in 0..2 {
        bodies.push(create(id::<CompanyId>(n), vec![CompanyChange::Name(format!("Company {n}"))]));
        let set = vec![ContactChange::Name(format!("Person {n}")), ContactChange::Company(Some(id(n)))];
        bodies.push(create(id::<ContactId>(n), set));
    }
    for n in 0..DEALS {
        let in_stage = stage(2 + n as usize % 6);
        bodies.push(deal_in(id(n), in_stage, -100 + n as i64, &format!("Deal {n}")).into());
        bodies.push(create(id::<TaskId>(n), vec![TaskChange::Title("Call".into()), TaskChange::Deal(Some(id(n)))]));
    }
    bodies.push(create(id::<InsightId>(0), vec![InsightChange::Text("They fear the mess".into())]));
    bodies.push(create(id::<WorkshopId>(0), vec![WorkshopChange::Title("What holds them back".into())]));
    let set = vec![StickerChange::Workshop(Some(id(0))), StickerChange::Text("They work at home".into())];
    bodies.push(create(id::<StickerId>(0), set));
    bodies.push(create(id::<MeetingId>(0), Vec::<MeetingChange>::new()));
    let arm = |name: &str| Arm { name: name.into(), exposed: 0, converted: 0 };
    let running = Standing { status: Status::Running, rank: Rank::between(None, None) };
    bodies.push(create(
        id::<HypothesisId>(0),
        vec![
            HypothesisChange::Title("Photos first".into()),
            HypothesisChange::Standing(running),
            HypothesisChange::Arms(vec![arm("as before"), arm("with photos")]),
        ],
    ));
    bodies
}

/// A creation.
pub fn create<I, C>(id: I, set: Vec<C>) -> Body
where
    Action<I, C>: Into<Body>,
{
    Action::Create { id, set }.into()
}

/// An edit.
pub fn edit<I, C>(id: I, set: Vec<C>) -> Body
where
    Action<I, C>: Into<Body>,
{
    Action::Edit { id, set }.into()
}
