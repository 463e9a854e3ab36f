//! Small parts that pages share. Each has its styles in `style/components.css`
//! under its own name.

mod avatar;
mod device_choices;
mod dialog;
mod edit_text;
mod empty;
mod icon;
mod notices;
mod period;
mod prefs;
mod scope;
mod scope_bar;
mod urgency;

pub use avatar::Avatar;
pub use device_choices::DeviceChoices;
pub use dialog::Dialog;
pub use edit_text::EditText;
pub use empty::Empty;
pub use icon::{Icon, IconName};
pub use notices::{Notices, NoticesView, show_refusal, use_notices};
pub use period::{DaySpan, PeriodChoice};
pub use prefs::{Prefs, Theme, use_prefs};
pub use scope::{Address, Scope, calm_ticks, use_address};
pub use scope_bar::ScopeBar;
pub use urgency::UrgencyMark;
