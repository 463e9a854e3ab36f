//! What can be done from a shell, with or without a running server.

pub mod account;
pub(crate) mod demo;
pub mod import;
pub mod keep;
mod offline;
mod plain;
pub mod report;
pub mod score;

pub(crate) use offline::settle;
pub use offline::{Absent, CommandError, WorkspaceHandle, create_workspace, open_workspace};
