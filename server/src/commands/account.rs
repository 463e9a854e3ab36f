//! `account`: who can sign in.

use super::{
    CommandError,
    offline::{Absent, open_in},
};
use crate::{
    auth::{Passwords, token},
    store::{self, AuditRow, NewAccount},
    time::now,
};
use clap::{Args, Subcommand, ValueEnum};
use smarketing_domain::{
    account::{address, password as passwords},
    clock::{DAY, Timestamp},
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
    /// Print a link by which somebody chooses a new password, within a day.
    Reset(Reset),
}

/// Whose password.
#[derive(Debug, Args)]
pub struct Reset {
    /// The address that they sign in with.
    #[arg(long)]
    email: String,
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
        Command::Reset(who) => reset(database, &who.email).await,
    }
}

async fn add(database: &str, who: Add) -> Result<(), CommandError> {
    let email = address(&who.email)
        .map_err(|_| CommandError::Other(format!("“{}” is no address: write --email name@example.org", who.email)))?;
    let password = password()?;
    passwords::check(&password, &email).map_err(|why| CommandError::Other(why.to_string()))?;
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

async fn reset(database: &str, email: &str) -> Result<(), CommandError> {
    if !super::report::exists(database) {
        return Err(CommandError::Other(format!("there is no database at {database}: give another --database")));
    }
    let store = store::open(database).await?;
    let email = email.trim().to_lowercase();
    let account = store
        .account(&email)
        .await?
        .ok_or_else(|| CommandError::Other(format!("{email} cannot sign in here: `account list` shows who can")))?;
    let token = token::new().ok_or_else(|| CommandError::Other("there is no randomness".to_owned()))?;
    store.add_reset(account.id, &token::digest(&token), Timestamp(now().0 + DAY)).await?;
    for (workspace, member) in account.members {
        let row = AuditRow::new(now(), Some(workspace), "reset_link_made");
        store.note(AuditRow { about: Some(member), email: Some(email.clone()), ..row }).await?;
    }
    println!("Within a day, once, at the address of your server:");
    println!("  /reset/{token}");
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
