//! The rules of Smarketing.
//!
//! Pure: no framework, no network, no database, no clock, no randomness. Time
//! and ids are passed in. Browser and server run the same rules from here.
//!
//! - Values: [`ids`], [`money`], [`rank`], [`clock`], [`calendar`], [`zone`], [`filter`]
//! - Records: [`stage`], [`deal`], [`member`], [`company`], [`task`],
//!   [`insight`], [`reach`], [`hypothesis`], [`import`], [`settings`]; what they
//!   share: [`record`]; all of them: [`table`], [`workspace`], [`entity`]
//! - Changes: [`operation`] (as data; checked, applied, taken back),
//!   [`moves`] (a drag as an operation), [`put_off`] (a next step for later), [`replica`] (confirmed state with the
//!   outbox replayed), [`wire`] (what clients and server say to each other)
//! - What others did meanwhile: [`overwrite`] (who is told), [`history`]
//! - Access: [`account`] (set-up, invitations, roles, passwords), [`visibility`]
//! - From outside: [`intake`] (leads and reach by keys); [`privacy`] (what is
//!   known of a person, and forgetting it)
//! - How deals are looked at: [`view`] (saved views, urgency, swim lanes)
//! - What always holds: [`validate`]; what tests prove themselves with: [`fault`]
//! - Marketing and sales: [`score`] (rules, points, offers), [`question`],
//!   [`touchpoint`], [`handoff`] (the clock, who accepted what, the agreement),
//!   [`exchange`] (what both heard from customers), [`workshop`] (where trends meet barriers),
//!   [`meeting`] (agenda and minutes)
//! - Numbers: [`hourglass`], [`cohort`] (conversions in a window of time),
//!   [`economics`] (what channels cost and bring), [`lens`] (moves, stays, months
//!   and AARRR of the same deals), [`forecast`] (what the coming weeks may bring),
//!   [`ago`] (the board and the hourglass of any day), [`board`], [`sheet`] (the board as
//!   a table), [`closings`] (expected closings by week), [`report`]; what they stand on:
//!   [`statistics`]; how names are sorted: [`alphabet`]

pub mod account;
pub mod ago;
pub mod alphabet;
pub mod board;
pub mod calendar;
pub mod clock;
pub mod closings;
pub mod cohort;
pub mod company;
pub mod deal;
mod each;
pub mod economics;
pub mod entity;
pub mod exchange;
pub mod fault;
pub mod filter;
pub mod find;
pub mod forecast;
pub mod handoff;
pub mod history;
pub mod hourglass;
pub mod hypothesis;
pub mod ids;
pub mod import;
pub mod insight;
pub mod intake;
pub mod json;
pub mod lens;
pub mod meeting;
pub mod member;
pub mod money;
pub mod moves;
pub mod operation;
pub mod overwrite;
mod path;
pub mod privacy;
pub mod put_off;
pub mod question;
pub mod rank;
pub mod reach;
pub mod record;
pub mod replica;
pub mod report;
pub mod score;
pub mod settings;
pub mod sheet;
pub mod sort;
pub mod stage;
pub mod statistics;
pub mod table;
pub mod task;
pub mod template;
mod text;
pub mod touchpoint;
pub mod trash;
pub mod typed;
pub mod validate;
pub mod view;
pub mod visibility;
pub mod wire;
pub mod workshop;
pub mod workspace;
pub mod zone;
