//! A running server, from start to stop.

use crate::{
    app::{App, Shared},
    assets::Assets,
    backups,
    commands::{CommandError, demo},
    config::Serve,
    router, store,
};
use axum::serve::ListenerExt;
use std::time::Duration;
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
    time::{sleep, timeout},
};

/// How long requests may take to end once the server stops.
const PATIENCE: Duration = Duration::from_secs(8);
/// How often the sessions of open streams are looked up.
const SESSIONS: Duration = Duration::from_secs(2);

/// Runs the server until it is told to stop.
///
/// # Errors
/// When the database cannot be opened, the demo is refused or the address is taken.
pub async fn run(database: &str, choices: &Serve) -> Result<(), CommandError> {
    let store = store::open(database).await?;
    if choices.wants_demo() {
        demo::prepare(&store, choices.demo_deals, choices.demo_changes).await?;
    }
    let listener = TcpListener::bind(choices.listen)
        .await
        .map_err(|e| CommandError::Other(format!("cannot listen on {}: {e}", choices.listen)))?;
    let address = listener.local_addr().map_err(|e| CommandError::Other(e.to_string()))?;
    let app = App::new(store, Assets::open(choices.dist.clone()));
    app.caps.set(choices.intake_leads, choices.intake_reach);
    if app.store.workspaces().await?.is_empty() {
        let code = app.gate.open().await.ok_or_else(|| CommandError::Other("there is no randomness".to_owned()))?;
        println!("This server has no workspace yet. Whoever opens this link sets it up:");
        println!("  http://{address}{}", setup_path(&code));
        println!("Behind a proxy it is https://<your address>{}", setup_path(&code));
    }
    if let Some(folder) = choices.backup_dir.clone() {
        let plan = backups::Plan { database: database.to_owned(), folder, keep: choices.backup_keep };
        plan.check().map_err(CommandError::Other)?;
        tokio::spawn(plan.run(app.clone()));
    }
    println!("Smarketing listens on http://{address}");
    tracing::info!(%address, version = env!("CARGO_PKG_VERSION"), "started");
    tokio::spawn(stop_on_signal(app.clone()));
    serve(listener, app).await.map_err(|e| CommandError::Other(e.to_string()))
}

/// Behind the hash: browsers do not send it, so that no log has it.
fn setup_path(code: &str) -> String {
    format!("/setup#{code}")
}

/// Serves until `app.stop`; then ends streams, waits for requests and batches.
///
/// # Errors
/// When the listener fails.
pub async fn serve(listener: TcpListener, app: Shared) -> std::io::Result<()> {
    tokio::spawn(app.hub.clone().watch_others(app.stop.clone()));
    tokio::spawn(watch_sessions(app.clone()));
    // Nudges and answers are small: they must not wait for more bytes to come.
    let listener = listener.tap_io(|connection| {
        let _ = connection.set_nodelay(true);
    });
    let server =
        axum::serve(listener, router::router(app.clone())).with_graceful_shutdown(app.stop.clone().cancelled_owned());
    let mut server = tokio::spawn(server.into_future());
    let ended = tokio::select! {
        ended = &mut server => Some(ended),
        () = app.stop.cancelled() => timeout(PATIENCE, &mut server).await.ok(),
    };
    if ended.is_none() {
        tracing::warn!("some requests did not end in time");
        server.abort();
    }
    if timeout(PATIENCE, app.hub.close()).await.is_err() {
        tracing::warn!("some batches did not end in time");
    }
    tracing::info!("stopped");
    ended.map_or(Ok(()), |ended| ended.unwrap_or_else(|e| Err(std::io::Error::other(e))))
}

/// Streams of sessions that ended in another process end soon, too.
async fn watch_sessions(app: Shared) {
    while app.stop.run_until_cancelled(sleep(SESSIONS)).await.is_some() {
        app.hub.end_departed(app.now()).await;
    }
}

async fn stop_on_signal(app: Shared) {
    let (Ok(mut term), Ok(mut int)) = (signal(SignalKind::terminate()), signal(SignalKind::interrupt())) else {
        tracing::error!("signals cannot be received");
        return;
    };
    tokio::select! {
        _ = term.recv() => {}
        _ = int.recv() => {}
    }
    tracing::info!("stopping");
    app.stop.cancel();
}
