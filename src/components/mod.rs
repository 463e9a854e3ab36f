//! Small parts that pages share. Each has its styles in `style/components.css`
//! under its own name.

mod account_words;
mod arm_words;
mod avatar;
pub mod beside;
mod capture;
mod changes;
mod cohort_choice;
mod cohort_words;
pub mod csv;
mod device_choices;
mod dialog;
mod edit_text;
mod empty;
mod file;
pub mod gesture;
pub mod glass;
mod handoff_part;
mod handoff_words;
mod icon;
mod lens_choice;
mod lens_words;
mod link_box;
mod markup;
mod money_choice;
mod notices;
mod period;
mod prefs;
mod remote;
mod requirements;
mod rows_in_sight;
mod saying_part;
mod scope;
mod scope_bar;
mod score_mark;
mod share;
mod take_along;
mod template_words;
mod text_field;
mod urgency;
mod working_days;
mod workshop_words;
mod zone_field;

pub use account_words::{ROLES, TEAMS, account_error, account_refusal, role_hint, role_name, team_name};
pub use arm_words::{ArmWords, arm_words};
pub use avatar::Avatar;
pub use capture::{Capture, insight_kind_name};
pub use changes::{Changes, deed_words, kind_name, register_name, value_words};
pub use cohort_choice::{
    CohortChoice, CohortPart, dimension_name, key as group_key, key_code as group_code, stages as cohort_stages,
};
pub use cohort_words::{dimension_label, group_name};
pub use device_choices::DeviceChoices;
pub use dialog::Dialog;
pub use edit_text::EditText;
pub use empty::Empty;
pub use file::{file_error, offer_csv, plain_amount};
pub use handoff_part::{HandoffPart, kept_name, speed_name, week_from, week_words};
pub use handoff_words::{moment_name, reason_name};
pub use icon::{Icon, IconName};
pub use lens_choice::{ENDINGS, LensPart, METRICS, MetricChoice};
pub use lens_words::{band_name, ending_name, lens_part_words, metric_name, place_name};
pub use link_box::{CopyBox, LinkBox, copy_text};
pub use markup::Markup;
pub use money_choice::{MoneyChoice, MoneyPart, model_code, model_name, money_address};
pub use notices::{Notices, NoticesView, show_refusal, use_notices};
pub use period::{DaySpan, PeriodChoice};
pub use prefs::{Prefs, Theme, set_single_keys, single_keys, use_prefs};
pub use remote::Remote;
pub use requirements::{Entering, RequirementQuestion, requirement_name};
pub use rows_in_sight::{rows_in_sight, watch_size};
pub use saying_part::{
    SayingPart, by as said_by, by_name as said_by_name, key_name as said_key_name, said_words, topic_name,
};
pub use scope::{Address, Scope, calm_ticks, use_address};
pub use scope_bar::{PeriodSelect, ScopeBar};
pub use score_mark::{ScoreMark, signed};
pub use share::Share;
pub use take_along::{Lines, Meaning, TakeAlong};
pub use template_words::template_words;
pub use text_field::{FieldKind, TextField};
pub use urgency::UrgencyMark;
pub use working_days::WorkingDays;
pub use workshop_words::phase_name;
pub use zone_field::{ZoneField, is_zone, own_zone};
