//! Importing files: real ones, exports of other programs, broken ones.

mod broken;
mod exports;
mod headers;
mod joined;
mod maven;
mod outcomes;
mod rows;
mod stages;
mod support;
mod undo;
