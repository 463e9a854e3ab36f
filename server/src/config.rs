//! What can be chosen at start-up, as arguments or as environment variables.

use crate::commands::{account, import, keep, report, score};
use clap::{Args, Parser, Subcommand, ValueEnum, builder::FalseyValueParser};
use std::{net::SocketAddr, path::PathBuf};

/// One hourglass for marketing and sales together.
#[derive(Debug, Parser)]
#[command(name = "smarketing-server", version, args_conflicts_with_subcommands = false)]
pub struct Cli {
    /// Where the data is kept: sqlite:FILE, or postgres://USER@HOST/NAME.
    #[arg(long, global = true, env = "SMARKETING_DATABASE", default_value = "sqlite:data/smarketing.db")]
    pub database: String,
    /// What a running server needs.
    #[command(flatten)]
    pub serve: Serve,
    /// Something else than running the server.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// Choices of a running server.
#[derive(Clone, Debug, Args)]
pub struct Serve {
    /// Address and port to listen on; port 0 takes a free one.
    #[arg(long, env = "SMARKETING_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// Fill an empty database with a demo workspace.
    #[arg(long, env = "SMARKETING_DEMO", value_parser = FalseyValueParser::new())]
    pub demo: bool,
    /// The demo with this many open deals on the board, for measuring.
    #[arg(long, env = "SMARKETING_DEMO_DEALS", value_name = "N")]
    pub demo_deals: Option<u32>,
    /// The demo with this many further changes in its log, for measuring.
    #[arg(long, env = "SMARKETING_DEMO_CHANGES", value_name = "N", default_value_t = 0)]
    pub demo_changes: usize,
    /// A folder with the built app, instead of the one inside (or dist/dev).
    #[arg(long, env = "SMARKETING_DIST", value_name = "FOLDER")]
    pub dist: Option<PathBuf>,
    /// A folder for a backup each night.
    #[arg(long, env = "SMARKETING_BACKUP_DIR", value_name = "FOLDER")]
    pub backup_dir: Option<PathBuf>,
    /// How many of them are kept; older ones are removed.
    #[arg(long, env = "SMARKETING_BACKUP_KEEP", value_name = "N", default_value_t = 14, value_parser = clap::value_parser!(u16).range(1..))]
    pub backup_keep: u16,
    /// Leads that one intake key may bring on one day.
    #[arg(long, env = "SMARKETING_INTAKE_LEADS", value_name = "N", default_value_t = 1_000)]
    pub intake_leads: u64,
    /// Rows of reach that one intake key may bring on one day.
    #[arg(long, env = "SMARKETING_INTAKE_REACH", value_name = "N", default_value_t = 10_000)]
    pub intake_reach: u64,
    /// How the log is written; SMARKETING_LOG chooses what (default: info).
    #[arg(long, env = "SMARKETING_LOG_FORMAT", value_enum, default_value_t = LogFormat::Plain)]
    pub log_format: LogFormat,
}

impl Serve {
    /// Whether the demo workspace is wanted.
    pub fn wants_demo(&self) -> bool {
        self.demo || self.demo_deals.is_some()
    }
}

/// How the log is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// For people.
    Plain,
    /// For programs: one JSON object a line.
    Json,
}

/// What can be done from a shell.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Who can sign in.
    #[command(subcommand)]
    Account(account::Command),
    /// Bring deals over from a CSV file.
    Import(import::Command),
    /// Print the figures of the hourglass.
    Report(report::Command),
    /// Propose scoring rules from the outcomes in a CSV file, and measure them.
    Score(score::Command),
    /// Copy the database into a new file, also while a server runs.
    Backup(keep::Backup),
    /// Put a backup in the place of the database. Stop the server first.
    Restore(keep::Restore),
    /// Tell browsers that a backup was put into the PostgreSQL database, after
    /// pg_restore and before the instances start.
    Restored,
    /// Look whether the database is in order: exit code 0 when it is, 2 when not.
    Check,
}
