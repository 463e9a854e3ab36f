//! The program: reads its arguments and runs what they ask for.

use clap::Parser;
use mimalloc::MiMalloc;
use smarketing_server::{
    commands::{account, import, keep, report, score},
    config::{Cli, Command, LogFormat},
    serve,
};
use std::{process::ExitCode, thread::available_parallelism};
use tokio::runtime::Builder;
use tracing_subscriber::EnvFilter;

/// An answer is made of hundreds of small pieces.
#[global_allocator]
static MEMORY: MiMalloc = MiMalloc;

/// Threads that answer requests: a core is left to those that hash, pack and wait for the
/// disk, and to the system. On two cores one thread does more than two, which would wake
/// each other for every request.
fn threads() -> usize {
    available_parallelism().map_or(1, |cores| (cores.get() - 1).max(1))
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    log(cli.serve.log_format);
    let runtime = Builder::new_multi_thread().worker_threads(threads()).enable_all().build();
    runtime.map(|runtime| runtime.block_on(run(cli))).unwrap_or_else(|error| {
        eprintln!("smarketing-server: {error}");
        ExitCode::FAILURE
    })
}

async fn run(cli: Cli) -> ExitCode {
    let done = match cli.command {
        None => serve::run(&cli.database, &cli.serve).await.map(|()| ExitCode::SUCCESS),
        Some(Command::Account(command)) => account::run(&cli.database, command).await.map(|()| ExitCode::SUCCESS),
        Some(Command::Import(command)) => import::run(&cli.database, command).await,
        Some(Command::Report(command)) => report::run(&cli.database, command).await.map(|()| ExitCode::SUCCESS),
        Some(Command::Score(command)) => score::run(command).map(|()| ExitCode::SUCCESS),
        Some(Command::Backup(command)) => keep::backup(&cli.database, command).await.map(|()| ExitCode::SUCCESS),
        Some(Command::Restore(command)) => keep::restore(&cli.database, command).await.map(|()| ExitCode::SUCCESS),
        Some(Command::Restored) => keep::restored(&cli.database).await.map(|()| ExitCode::SUCCESS),
        Some(Command::Check) => keep::check(&cli.database).await,
    };
    done.unwrap_or_else(|error| {
        eprintln!("smarketing-server: {error}");
        ExitCode::FAILURE
    })
}

fn log(format: LogFormat) {
    let filter = EnvFilter::try_from_env("SMARKETING_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match format {
        LogFormat::Plain => log.with_ansi(std::io::IsTerminal::is_terminal(&std::io::stderr())).init(),
        LogFormat::Json => log.json().init(),
    }
}
