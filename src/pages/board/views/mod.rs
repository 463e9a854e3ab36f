//! How the board is looked at: its order, density, columns and lanes, and the views
//! that are saved of it. All of it stands in the address.
//!
//! - [`look`]: what the address asks for; [`shown`]: what of it the head tells
//! - [`panel`]: a button with what it opens; [`display`], [`saved`]: what is in there
//! - [`book`]: the saved views, shared and private, and what can be done with them;
//!   [`private`]: where one's own are kept

mod book;
mod display;
pub mod look;
mod panel;
mod private;
mod row;
mod saved;
mod shown;

use crate::prelude::*;
use display::Display;
use saved::Saved;
use shown::Shown;

/// What stands in the board's head of this.
#[component]
pub fn Views() -> impl IntoView {
    view! {
        <div class="board-views">
            <Saved/>
            <Display/>
            <Shown/>
        </div>
    }
}
