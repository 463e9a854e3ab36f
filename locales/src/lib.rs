//! The words of Smarketing in English, Russian and Ukrainian.
//!
//! A crate of its own, so that a change in the app does not build the words
//! again. Each namespace is a file per language (`en/board.json`); a key that
//! is missing in one of them does not compile.

#![allow(missing_docs, clippy::all)] // generated

include!(concat!(env!("OUT_DIR"), "/i18n.rs"));
pub use i18n::*;
