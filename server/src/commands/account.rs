//! `account`: who can sign in.

use super::{
    CommandError,
    offline::{Absent, open_in},
};
use crate::{
    auth::{Passwords, address, too_weak},
    store::{self, NewAccount},
    time::now,
};
use clap::{Args, Subcommand, ValueEnum};
use smarketing_domain::{
    entity::Entity,
    ids::MemberId,
    member::{MemberChange, Role, Team},
    operation::Action,
    wire::Verdict,
};
use std::io::{IsTerminal, Read};
use uuid::Uuid;

/// What can be done about accounts.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Let somebody sign in; makes the workspace when it is not there.
    /// The password is taken from SMARKETING_PASSWORD, or read from the input.
    Add(Add),
    /// Show who can sign in.
    List,
}

/// Who, where and as what.
#[derive(Debug, Args)]
pub struct Add {
    /// The workspace's name.
    #[arg(long)]
    workspace: String,
    /// The address to sign in with.
    #[arg(long)]
    email: String,
    /// The person's name.
    #[arg(long)]
    name: String,
    /// The side of the hourglass they work on.
    #[arg(long, value_enum, default_value_t = TeamName::Management)]
    team: TeamName,
    /// What they may do.
    #[arg(long, value_enum, default_value_t = RoleName::Member)]
    role: RoleName,
    /// When the workspace is made: without stages.
    #[arg(long)]
    empty: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum TeamName {
    Marketing,
    Sales,
    Management,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum RoleName {
    Viewer,
    Member,
    Manager,
    Admin,
}

/// Does it.
///
/// # Errors
/// When the database or what was typed refuses.
pub async fn run(database: &str, command: Command) -> Result<(), CommandError> {
    match command {
        Command::Add(who) => add(database, who).await,
        Command::List => list(database).await,
    }
}

async fn add(database: &str, who: Add) -> Result<(), CommandError> {
    let email = address(&who.email);
    if !email.contains('@') || email.contains(char::is_whitespace) {
        return Err(CommandError::Other(format!("“{email}” is no address: write --email name@example.org")));
    }
    let password = password()?;
    if let Some(why) = too_weak(&password, &email) {
        return Err(CommandError::Other(why));
    }
    let store = store::open(database).await?;
    if let Some(known) = store.account(&email).await?
        && let Some(workspace) = store.workspace_named(&who.workspace).await?
        && known.members.iter().any(|(id, _)| *id == workspace.id)
    {
        return Err(CommandError::Other(format!("{email} can sign in to {} already", who.workspace)));
    }
    let password_hash = Passwords::default()
        .hash(&password)
        .await
        .ok_or_else(|| CommandError::Other("the password could not be hashed".to_owned()))?;
    let absent = if who.empty { Absent::Empty } else { Absent::Furnished };
    let mut workspace = open_in(store.clone(), &who.workspace, absent).await?;
    let member = MemberId(Uuid::now_v7());
    let create = Action::Create {
        id: member,
        set: vec![
            MemberChange::Name(who.name.trim().to_owned()),
            MemberChange::Team(who.team.into()),
            MemberChange::Role(who.role.into()),
            MemberChange::SignsIn(true),
        ],
    };
    for verdict in workspace.commit(vec![create.into()]).await? {
        if let Verdict::Rejected { message, .. } = verdict {
            return Err(CommandError::Other(message));
        }
    }
    let account = NewAccount { email: email.clone(), password_hash, workspace: workspace.id(), member, created: now() };
    store.add_accounts(vec![account]).await?;
    println!("{email} can sign in to {}.", who.workspace);
    Ok(())
}

async fn list(database: &str) -> Result<(), CommandError> {
    let store = store::open(database).await?;
    for account in store.accounts().await? {
        let workspace = open_in(store.clone(), &account.workspace, Absent::Fail).await?;
        let Some(Entity::Member(member)) = workspace.workspace().entity(account.member.into()) else { continue };
        println!("{}\t{}\t{}\t{:?}\t{:?}", account.workspace, account.email, member.name, member.team, member.role);
    }
    Ok(())
}

fn password() -> Result<String, CommandError> {
    if let Ok(password) = std::env::var("SMARKETING_PASSWORD") {
        return Ok(password);
    }
    if std::io::stdin().is_terminal() {
        eprintln!("Type the password, then Enter and Ctrl-D:");
    }
    let mut typed = String::new();
    std::io::stdin()
        .read_to_string(&mut typed)
        .map_err(|e| CommandError::Other(format!("the password could not be read: {e}")))?;
    Ok(typed.trim_end_matches(['\r', '\n']).to_owned())
}

impl From<TeamName> for Team {
    fn from(name: TeamName) -> Self {
        match name {
            TeamName::Marketing => Self::Marketing,
            TeamName::Sales => Self::Sales,
            TeamName::Management => Self::Management,
        }
    }
}

impl From<RoleName> for Role {
    fn from(name: RoleName) -> Self {
        match name {
            RoleName::Viewer => Self::Viewer,
            RoleName::Member => Self::Member,
            RoleName::Manager => Self::Manager,
            RoleName::Admin => Self::Admin,
        }
    }
}
