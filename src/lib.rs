//! Smarketing's single-page app: what people see and touch.
//!
//! - [`app`]: the frame around every page; [`route`]: addresses
//! - [`state`]: the workspace in memory, and the only way to change it
//! - [`sync`]: network and IndexedDB, nowhere else
//! - [`pages`]: one folder or file per place; pages never import pages
//! - [`components`]: small parts that pages share
//! - [`words`]: language, numbers, money and dates by locale; [`zone`]: the time that clocks show

pub mod app;
pub mod components;
pub mod pages;
pub mod route;
pub mod state;
pub mod sync;
pub mod words;
pub mod zone;

/// What nearly every view needs.
pub mod prelude {
    pub use crate::{
        components::*,
        route,
        state::{State, Topic, new_id, use_state},
        words::{self, use_words},
    };
    pub use leptos::prelude::*;
    pub use smarketing_domain::sort;
    pub use smarketing_locales::{t, t_string, use_i18n};
}
