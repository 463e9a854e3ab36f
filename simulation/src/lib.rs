//! Clients and a server in a world of dice. The client is the crate `sync`, the
//! server is the hub of the crate `server`; only what is around them is made
//! up here: time, chance, the network, disks and people. One seed is one
//! schedule, in one thread, and always the same.
//!
//! - [`dice`], [`executor`], [`world`]: chance, turns, and everything that is there
//! - [`surroundings`], [`disk`], [`network`]: the browser around a client
//! - [`server`], [`shelf`]: the server's process and its database
//! - [`studio`], [`mishap`]: what people do, and what goes wrong
//! - [`ledger`]: what has to hold after every step
//! - [`schedule`]: one schedule; [`many`]: thousands; [`offline`]: a month without a network

pub mod dice;
pub mod disk;
pub mod executor;
pub mod ledger;
pub mod many;
pub mod mishap;
pub mod network;
pub mod offline;
pub mod schedule;
pub mod server;
pub mod shelf;
pub mod studio;
pub mod surroundings;
pub mod world;
