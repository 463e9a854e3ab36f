//! Plays the days one after another, until today.

use super::View;
use crate::prelude::*;
use std::time::Duration;

/// How fast.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Speed {
    /// Three days a second.
    Slow,
    /// A week a second.
    #[default]
    Week,
    /// A month a second.
    Month,
}

impl Speed {
    /// All of them.
    pub const ALL: [Speed; 3] = [Self::Slow, Self::Week, Self::Month];

    /// Its name in the select.
    pub fn name(self) -> &'static str {
        match self {
            Self::Slow => "slow",
            Self::Week => "week",
            Self::Month => "month",
        }
    }

    /// By its name; what is unknown is a week.
    pub fn named(name: &str) -> Self {
        Self::ALL.into_iter().find(|speed| speed.name() == name).unwrap_or_default()
    }

    /// How long a day is shown.
    fn pause(self) -> Duration {
        Duration::from_millis(match self {
            Self::Slow => 333,
            Self::Week => 143,
            Self::Month => 33,
        })
    }
}

/// Moves the day while it plays. Bars follow by transitions of the style sheet, which
/// there are none of for whoever wants less motion.
pub fn play(seen: View) {
    Effect::new(move || {
        if !seen.is_playing.get() {
            return;
        }
        let turn = move || {
            let is_over = match seen.days.get_untracked() {
                Some(days) => seen.day.get_untracked() >= days.today,
                None => true,
            };
            if is_over {
                seen.is_playing.set(false);
            } else {
                seen.step(1);
            }
        };
        let handle = set_interval_with_handle(turn, seen.speed.get().pause()).ok();
        on_cleanup(move || {
            if let Some(handle) = handle {
                handle.clear();
            }
        });
    });
}

/// Begins to play, from the first day when today is shown; or stops.
pub fn toggle(seen: View) {
    if seen.is_playing.get_untracked() {
        seen.is_playing.set(false);
        return;
    }
    let Some(days) = seen.days.get_untracked() else { return };
    if seen.day.get_untracked() >= days.today {
        seen.go(days.first);
    }
    seen.is_playing.set(true);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_speed_comes_back_from_its_name() {
        assert!(Speed::ALL.into_iter().all(|speed| Speed::named(speed.name()) == speed));
        assert_eq!(Speed::named("light"), Speed::Week);
    }

    #[test]
    fn a_faster_one_shows_each_day_for_less_long() {
        assert!(Speed::ALL.is_sorted_by(|one, next| one.pause() > next.pause()));
    }
}
