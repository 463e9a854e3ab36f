//! `import`: deals from a CSV file, or from two joined ones, by the same rules
//! as in the browser.

mod source;
mod summary;

pub(super) use source::read_table;

use source::Source;

use super::{
    Absent, CommandError, WorkspaceHandle,
    offline::{founding, settle},
    open_workspace,
    plain::{say, warn},
    report,
};
use crate::time::now;
use clap::{Args, ValueEnum};
use smarketing_domain::{
    ids::{MemberId, WorkspaceId},
    import::{
        date::DateOrder,
        error::MappingError,
        mapping::Mapping,
        plan::{Origin, Plan},
        survey::Survey,
        table::Table,
        words::Words,
    },
    money::Currency,
    operation::{Action, Body},
    settings::SettingsChange,
    wire::{OPERATIONS_MAX, Verdict},
    workspace::Workspace,
};
use std::{path::PathBuf, process::ExitCode, time::Instant};
use uuid::Uuid;

/// Some rows were refused; the rest is imported.
const SOME_REFUSED: u8 = 2;

/// What is imported, where to, and how.
#[derive(Debug, Args)]
pub struct Command {
    /// The CSV file; with --join, that of the leads.
    file: PathBuf,
    /// With --join: the CSV file of the won deals.
    #[arg(requires = "join")]
    deals: Option<PathBuf>,
    /// Two files are one import: this column, which both have, says which lead
    /// became which deal.
    #[arg(long, value_name = "COLUMN", requires = "deals")]
    join: Option<String>,
    /// The workspace's name; it is made when it is not there.
    #[arg(long)]
    workspace: String,
    /// What the columns mean, as JSON; guessed from the file when not given.
    /// --dry-run prints one to begin with.
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// Only look: change nothing, and print what would be done and the mapping.
    #[arg(long)]
    dry_run: bool,
    /// The currency of amounts without one, such as USD.
    #[arg(long)]
    currency: Option<Currency>,
    /// How dates are written that can be read day first or month first.
    #[arg(long, value_enum)]
    date_order: Option<Order>,
    /// The language of words that the file leaves open.
    #[arg(long, default_value = "en", value_parser = ["en", "ru", "uk"])]
    language: String,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Order {
    /// Day, month, year.
    Dmy,
    /// Month, day, year.
    Mdy,
    /// Year, month, day.
    Ymd,
}

/// Imports the file; the exit code says whether all rows went in (0) or some
/// were refused (2).
///
/// # Errors
/// When nothing could be imported.
pub async fn run(database: &str, command: Command) -> Result<ExitCode, CommandError> {
    let started = Instant::now();
    let words = Words::of(&command.language);
    let source = Source::read(&command)?;
    let table = source.table();
    let target = Target::find(database, &command).await?;
    let mapping = mapping(&command, &source, target.workspace(), &words)?;
    let mut survey =
        Survey::new(table, &mapping, target.workspace(), words).map_err(|error| does_not_fit(&error, &command))?;
    while !survey.step(table, usize::MAX) {}
    for refused in survey.refused() {
        warn(&summary::refused(refused, &source.place(refused, &command)));
    }
    if survey.accepted() == 0 {
        return Err(CommandError::Other(format!(
            "none of the {} rows of {} could be imported; the lines above say why",
            table.len(),
            command.file.display()
        )));
    }
    let code = if survey.refused().is_empty() { ExitCode::SUCCESS } else { ExitCode::from(SOME_REFUSED) };
    let report = summary::summary(&survey, &command.workspace) + &source.summary() + &summary::odd(&survey);
    if command.dry_run {
        let json = serde_json::to_string_pretty(&mapping).map_err(|e| CommandError::Other(e.to_string()))?;
        say(&format!("{report}\nThis was a dry run: nothing was changed. The mapping, for --mapping:\n\n{json}\n"))?;
        return Ok(code);
    }
    let late = write(target.make(database, &command).await?, survey, &source, &command).await?;
    say(&format!("{report}  done in {:.1} s\n", started.elapsed().as_secs_f64()))?;
    Ok(if late { ExitCode::from(SOME_REFUSED) } else { code })
}

/// The workspace that is there, or the one that will be.
enum Target {
    There(Box<WorkspaceHandle>),
    Absent(Box<Workspace>),
}

impl Target {
    /// Looks for the workspace, and makes nothing.
    async fn find(database: &str, command: &Command) -> Result<Self, CommandError> {
        let blank = || {
            let mut workspace = Workspace::default();
            let id = WorkspaceId(Uuid::now_v7());
            let own = settle([(founding(id, &command.workspace), now(), MemberId::default())]);
            own.into_iter().for_each(|entity| workspace.put(entity));
            Self::Absent(Box::new(workspace))
        };
        if command.workspace.trim().is_empty() {
            return Err(CommandError::Other("a workspace needs a name: give one with --workspace".to_owned()));
        }
        if !report::exists(database) {
            return Ok(blank());
        }
        match open_workspace(database, command.workspace.trim(), Absent::Fail).await {
            Ok(handle) => Ok(Self::There(Box::new(handle))),
            Err(CommandError::NoWorkspace { .. }) => Ok(blank()),
            Err(error) => Err(error),
        }
    }

    fn workspace(&self) -> &Workspace {
        match self {
            Self::There(handle) => handle.workspace(),
            Self::Absent(workspace) => workspace,
        }
    }

    /// The workspace to write to, made without stages when it was absent.
    async fn make(self, database: &str, command: &Command) -> Result<WorkspaceHandle, CommandError> {
        if let Self::There(handle) = self {
            return Ok(*handle);
        }
        let mut handle = open_workspace(database, command.workspace.trim(), Absent::Empty).await?;
        let language = SettingsChange::Language(command.language.clone());
        let set = Action::Edit { id: handle.id(), set: vec![language] };
        handle.commit(vec![set.into()]).await?;
        Ok(handle)
    }
}

fn mapping(command: &Command, source: &Source, workspace: &Workspace, words: &Words) -> Result<Mapping, CommandError> {
    let order = command.date_order.map(DateOrder::from);
    let unfit = |error: MappingError| does_not_fit(&error, command);
    let mut mapping = match &command.mapping {
        None => source.guess(workspace, words, order).map_err(unfit)?,
        Some(path) => {
            let sentence = |why: String| CommandError::Other(format!("{}: {why}", path.display()));
            let text = std::fs::read_to_string(path)
                .map_err(|e| sentence(format!("the mapping cannot be read ({e}). Check its name.")))?;
            serde_json::from_str(text.trim_start_matches('\u{feff}'))
                .map_err(|e| sentence(format!("this is not a mapping: {e}. --dry-run prints one to begin with.")))?
        }
    };
    mapping.currency = command.currency.or(mapping.currency);
    mapping.date_order = order.or(mapping.date_order);
    if command.mapping.is_some() {
        source.settle(&mut mapping).map_err(unfit)?;
    }
    Ok(mapping)
}

fn does_not_fit(error: &MappingError, command: &Command) -> CommandError {
    let hint = match error {
        MappingError::DateOrderUnknown(_) => " Add --date-order dmy or --date-order mdy.",
        MappingError::WrongCurrency { .. } => "",
        _ => " --dry-run prints a mapping to begin with; correct it and give it with --mapping.",
    };
    CommandError::Other(format!("{}: {error}{hint}", command.file.display()))
}

/// Makes the changes; true when some were refused after all, because the
/// workspace changed in the meantime.
async fn write(
    mut handle: WorkspaceHandle,
    survey: Survey,
    source: &Source,
    command: &Command,
) -> Result<bool, CommandError> {
    let origin = Origin { file: source.name(command), now: now(), workspace: Some(handle.id()) };
    let mut plan = survey.into_plan(origin, &mut Uuid::now_v7);
    let mut late = commit(&mut handle, plan.opening()).await?;
    loop {
        let bodies = next(&mut plan, source.table());
        if bodies.is_empty() {
            return Ok(late);
        }
        late |= commit(&mut handle, bodies).await?;
    }
}

fn next(plan: &mut Plan, table: &Table) -> Vec<Body> {
    std::iter::from_fn(|| plan.next(table, &mut Uuid::now_v7)).take(OPERATIONS_MAX).collect()
}

async fn commit(handle: &mut WorkspaceHandle, bodies: Vec<Body>) -> Result<bool, CommandError> {
    let mut late = false;
    for verdict in handle.commit(bodies).await? {
        if let Verdict::Rejected { message, .. } = verdict {
            warn(&format!("a change was refused: {message}"));
            late = true;
        }
    }
    Ok(late)
}

impl From<Order> for DateOrder {
    fn from(order: Order) -> Self {
        match order {
            Order::Dmy => Self::Dmy,
            Order::Mdy => Self::Mdy,
            Order::Ymd => Self::Ymd,
        }
    }
}
