//! A server in this process, on a real socket over a real database. One program
//! for all of these tests: linking a server takes longer than most of them.

#[path = "../support/mod.rs"]
mod support;

mod access;
mod away;
mod events;
mod history;
mod offers;
mod pull;
mod security;
mod session;
mod statics;
mod sync;
mod throughput;
mod together;
mod visibility;
mod wire;
