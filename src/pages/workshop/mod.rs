//! Workshops: all of them, and the canvas of one, on which everybody in a meeting
//! writes and votes at the same time.

mod add;
mod canvas;
mod dots;
mod grid;
mod list;
mod note;
mod ranking;
mod steps;
mod table;

pub use canvas::Workshop;
pub use list::Workshops;
