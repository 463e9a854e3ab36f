//! The server of Smarketing: a small JSON API that also serves the app.
//!
//! - [`config`]: what can be chosen; [`serve`]: from start to stop; [`app`]:
//!   what requests share; [`router`]: which address leads where
//! - [`auth`]: who is asking; [`routes`]: what they get; [`error`]: how they
//!   are refused, the only place that knows HTTP status codes
//! - [`hub`]: the only writer of each workspace; [`store`]: the only place
//!   that knows SQL
//! - [`assets`]: the app's files; [`commands`]: what can be done from a shell;
//!   [`backups`]: one each night; [`demo`]: a workspace to look at

pub mod app;
pub mod assets;
pub mod auth;
pub mod backups;
pub mod commands;
pub mod config;
pub mod demo;
pub mod error;
pub mod hub;
pub mod openapi;
pub mod router;
pub mod routes;
pub mod serve;
pub mod store;
pub mod time;
