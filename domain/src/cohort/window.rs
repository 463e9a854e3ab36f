//! How long a deal is given.

use crate::clock::DAY;
use std::{fmt, str::FromStr};

/// A length of time above zero. As text `30d`, `2w` or `36h`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Window {
    ms: i64,
}

/// A text is no window.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("a window is a number of hours, days or weeks above zero, such as 36h, 30d or 2w")]
pub struct NoWindow;

/// The longest window, in days: a hundred years.
const DAYS_MAX: i64 = 36_525;

impl Window {
    /// So many days; at least one, at most a hundred years.
    pub fn days(days: u16) -> Self {
        Self { ms: i64::from(days).clamp(1, DAYS_MAX) * DAY }
    }

    /// So many milliseconds; `None` unless above zero and at most a hundred years.
    pub fn from_ms(ms: i64) -> Option<Self> {
        (1..=DAYS_MAX * DAY).contains(&ms).then_some(Self { ms })
    }

    /// In milliseconds.
    pub fn ms(self) -> i64 {
        self.ms
    }

    /// In days.
    pub fn in_days(self) -> f64 {
        in_days(self.ms)
    }
}

/// Milliseconds in days.
pub(super) fn in_days(ms: i64) -> f64 {
    ms as f64 / DAY as f64
}

impl FromStr for Window {
    type Err = NoWindow;
    fn from_str(text: &str) -> Result<Self, NoWindow> {
        let text = text.trim();
        let unit = text.chars().last().ok_or(NoWindow)?;
        let (unit, count) = match unit {
            'h' => (DAY / 24, text.trim_end_matches('h')),
            'd' => (DAY, text.trim_end_matches('d')),
            'w' => (7 * DAY, text.trim_end_matches('w')),
            _ => return Err(NoWindow),
        };
        let digits = count.bytes().all(|b| b.is_ascii_digit());
        let count: i64 = count.parse().ok().filter(|_| digits).ok_or(NoWindow)?;
        count.checked_mul(unit).and_then(Self::from_ms).ok_or(NoWindow)
    }
}

impl fmt::Display for Window {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.ms % DAY {
            0 => write!(f, "{}d", self.ms / DAY),
            _ => write!(f, "{}h", self.ms / (DAY / 24)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_is_read_in_hours_days_and_weeks() {
        for (text, ms, again) in [("30d", 30 * DAY, "30d"), ("2w", 14 * DAY, "14d"), ("36h", DAY * 3 / 2, "36h")] {
            let window: Window = text.parse().unwrap();
            assert_eq!((window.ms(), window.to_string().as_str()), (ms, again));
        }
        assert_eq!(Window::days(30), "30d".parse().unwrap());
    }

    #[test]
    fn what_is_no_length_of_time_is_refused() {
        for text in ["", "30", "0d", "-1d", "+1d", "1.5d", "d", "3dd2", "99999999999999999d", "40000d", "30 дней"] {
            assert_eq!(text.parse::<Window>(), Err(NoWindow), "{text}");
        }
    }
}
