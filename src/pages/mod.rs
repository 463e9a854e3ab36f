//! One module per place. Pages never import pages: what two of them need is a
//! component or a rule.

pub mod board;
pub mod changes;
pub mod conversion;
pub mod deal;
pub mod deals;
pub mod forecast;
pub mod hourglass;
pub mod import;
pub mod inbox;
pub mod join;
pub mod lab;
pub mod lenses;
pub mod login;
pub mod meeting;
pub mod money;
pub mod not_found;
pub mod reset;
pub mod settings;
pub mod setup;
pub mod time;
pub mod trash;
pub mod workshop;
