//! `--demo`: an empty database becomes a workspace to look at.

use super::{
    CommandError,
    offline::{Absent, founding, open_in, settle},
};
use crate::{
    auth::Passwords,
    demo::{self, Busy, Demo},
    store::{NewAccount, NewWorkspace, Store},
    time::now,
};
use smarketing_domain::{
    entity::Entity,
    ids::{MemberId, WorkspaceId},
    wire::Verdict,
};
use std::sync::Arc;
use uuid::Uuid;

/// The password of all demo sign-ins.
pub const PASSWORD: &str = "demo-demo-demo";
/// Addresses of the demo end with this; nobody can receive mail there.
const DOMAIN: &str = "@demo.local";
/// The same demo for everybody.
const SEED: u64 = 2026;
/// Changes that are made of one look at the workspace.
const AT_ONCE: usize = 10_000;

/// Makes the demo in an empty database, and prints its sign-ins.
///
/// # Errors
/// When the database has other data.
pub async fn prepare(store: &Arc<dyn Store>, open_deals: Option<u32>, changes: usize) -> Result<(), CommandError> {
    let mut emails: Vec<String> = store.accounts().await?.into_iter().map(|a| a.email).collect();
    emails.retain(|email| email.ends_with(DOMAIN));
    if emails.is_empty() {
        if !store.workspaces().await?.is_empty() {
            return Err(CommandError::Other(
                "this database has other data, and the demo goes into an empty one only: \
                 leave out --demo, or give another --database"
                    .to_owned(),
            ));
        }
        emails = fill(store, demo::generate(SEED, open_deals, now())).await?;
        change(store, changes).await?;
    }
    println!("The demo workspace is ready. Sign in as:");
    for email in emails {
        println!("  {email}  {PASSWORD}");
    }
    Ok(())
}

/// Makes so many changes, by the rules that hold for everybody.
async fn change(store: &Arc<dyn Store>, mut count: usize) -> Result<(), CommandError> {
    let Some(line) = store.workspaces().await?.pop().filter(|_| count > 0) else { return Ok(()) };
    let mut workspace = open_in(store.clone(), &line.name, Absent::Fail).await?;
    let mut busy = Busy::new(SEED);
    while count > 0 {
        let bodies = busy.changes(workspace.workspace(), count.min(AT_ONCE));
        count -= bodies.len();
        if bodies.is_empty() || !workspace.commit(bodies).await?.iter().all(Verdict::is_accepted) {
            return Err(CommandError::Other("a change of the demo was refused".to_owned()));
        }
    }
    Ok(())
}

async fn fill(store: &Arc<dyn Store>, demo: Demo) -> Result<Vec<String>, CommandError> {
    let at = now();
    let mut entities = settle(demo.steps.into_iter().map(|step| (step.body, step.at, step.author)));
    let own = entities.iter().find_map(|entity| match entity {
        Entity::Settings(settings) => Some(settings.id),
        _ => None,
    });
    let id = own.unwrap_or_else(|| WorkspaceId(Uuid::now_v7()));
    if own.is_none() {
        let settings = settle([(founding(id, &demo.workspace_name), at, MemberId::default())]);
        entities.splice(0..0, settings);
    }
    let password_hash = Passwords::default()
        .hash(PASSWORD)
        .await
        .ok_or_else(|| CommandError::Other("the demo's password could not be hashed".to_owned()))?;
    let accounts: Vec<_> = demo
        .accounts
        .into_iter()
        .map(|account| NewAccount {
            email: account.email.to_owned(),
            password_hash: password_hash.clone(),
            workspace: id,
            member: account.member,
            created: at,
        })
        .collect();
    let emails = accounts.iter().map(|account: &NewAccount| account.email.clone()).collect();
    store.create_workspace(NewWorkspace { id, name: demo.workspace_name, created: at, entities, accounts }).await?;
    Ok(emails)
}
