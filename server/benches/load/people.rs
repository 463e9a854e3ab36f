//! Who is at work: members with sessions, made in the database itself. Signing
//! in takes its time on purpose, and is not what is measured.

use smarketing_domain::{
    clock::{DAY, Timestamp},
    ids::{DealId, MemberId},
    member::{MemberChange, Role, Team},
    operation::{Action, Body},
    rank::Rank,
    stage::StageRole,
    workspace::Workspace,
};
use smarketing_server::{
    auth::{Passwords, token},
    commands::{Absent, open_workspace},
    store::{self, NewAccount, SessionRow},
    time::now,
};
use uuid::Uuid;

/// Sessions of one member: as many as may have streams.
const SESSIONS: usize = 5;
/// Deals that are there from the beginning.
const DEALS: usize = 500;

/// Makes a workspace of this name and `clients` sessions there; answers their cookies.
pub async fn prepare(database: &str, name: &str, clients: usize) -> Vec<String> {
    let store = store::open(database).await.expect("the database opens");
    let mut workspace = open_workspace(database, name, Absent::Furnished).await.expect("a workspace");
    let members: Vec<MemberId> = (0..clients.div_ceil(SESSIONS)).map(|_| MemberId(Uuid::now_v7())).collect();
    let mut bodies: Vec<Body> = members
        .iter()
        .map(|id| {
            let set = vec![
                MemberChange::Name("Somebody".to_owned()),
                MemberChange::Team(Team::Sales),
                MemberChange::Role(Role::Member),
                MemberChange::SignsIn(true),
            ];
            Action::Create { id: *id, set }.into()
        })
        .collect();
    bodies.extend((0..DEALS).map(|n| new_deal(workspace.workspace(), &format!("Deal {n}"))));
    workspace.commit(bodies).await.expect("members and deals");

    let password_hash = Passwords::default().hash("green chairs in the rain").await.expect("a hash");
    let created = now();
    let email = |n: usize| format!("p{n}@{name}.example.org");
    let accounts = members.iter().enumerate().map(|(n, member)| NewAccount {
        email: email(n),
        password_hash: password_hash.clone(),
        workspace: workspace.id(),
        member: *member,
        created,
    });
    store.add_accounts(accounts.collect()).await.expect("accounts");
    let mut cookies = Vec::with_capacity(clients);
    for n in 0..clients {
        let which = n / SESSIONS;
        let account = store.account(&email(which)).await.expect("it answers").expect("it is there");
        let token = token::new().expect("randomness");
        let row = SessionRow {
            token_hash: token::digest(&token),
            account: account.id,
            workspace: workspace.id(),
            member: members[which],
            created,
            expires: Timestamp(created.0 + DAY),
            seen: created,
            browser: String::new(),
        };
        store.add_session(row).await.expect("a session");
        cookies.push(format!("{}={token}", token::COOKIE));
    }
    cookies
}

/// A change that makes a deal in the first open stage.
pub fn new_deal(workspace: &Workspace, title: &str) -> Body {
    let open = workspace.stages_in_order().into_iter().find(|stage| stage.role == StageRole::Open);
    let stage = open.expect("an open stage").id;
    let body = serde_json::json!({
        "kind": "deal", "do": "create", "id": DealId(Uuid::now_v7()),
        "place": { "stage": stage, "rank": Rank::spread_after(None, 1)[0] },
        "past": [{ "stage": stage, "at": now() }],
        "set": [{ "title": title }],
    });
    serde_json::from_value(body).expect("a change")
}
