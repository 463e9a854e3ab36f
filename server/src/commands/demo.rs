//! `--demo`: an empty database becomes a workspace to look at.

use super::{
    CommandError,
    offline::{founding, settle},
};
use crate::{
    auth::Passwords,
    demo::{self, Demo},
    store::{NewAccount, NewWorkspace, Store},
    time::now,
};
use smarketing_domain::{
    entity::Entity,
    ids::{MemberId, WorkspaceId},
};
use std::sync::Arc;
use uuid::Uuid;

/// The password of all demo sign-ins.
pub const PASSWORD: &str = "demo-demo-demo";
/// Addresses of the demo end with this; nobody can receive mail there.
const DOMAIN: &str = "@demo.local";
/// The same demo for everybody.
const SEED: u64 = 2026;

/// Makes the demo in an empty database, and prints its sign-ins.
///
/// # Errors
/// When the database has other data.
pub async fn prepare(store: &Arc<dyn Store>, open_deals: Option<u32>) -> Result<(), CommandError> {
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
    }
    println!("The demo workspace is ready. Sign in as:");
    for email in emails {
        println!("  {email}  {PASSWORD}");
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
