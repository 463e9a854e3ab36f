//! All tables of the page as one, to take along.

use super::{View, tables::SPEEDS};
use crate::{prelude::*, words::Words};
use smarketing_domain::{handoff::Feedback, statistics::proportion::Interval};

/// An hour in milliseconds.
const HOUR: f64 = 3_600_000.0;
/// How many columns say how many.
const COUNTS: usize = 7;

/// One line for each group, rule, speed and reason.
pub fn lines(words: Words, state: State, seen: View) -> Lines {
    let i18n = words.i18n;
    let head = [
        t_string!(i18n, feedback.about),
        t_string!(i18n, feedback.name),
        t_string!(i18n, feedback.offered),
        t_string!(i18n, feedback.answered),
        t_string!(i18n, feedback.accepted),
        t_string!(i18n, feedback.refused),
        t_string!(i18n, feedback.lost_before),
        t_string!(i18n, feedback.waiting),
        t_string!(i18n, feedback.won),
        t_string!(i18n, feedback.share_accepted),
        t_string!(i18n, feedback.share_from),
        t_string!(i18n, feedback.share_to),
        t_string!(i18n, feedback.took_hours),
    ];
    let mut lines = vec![head.map(str::to_owned).to_vec()];
    let all = t_string!(i18n, hourglass.period_all);
    let tables = [
        (all, seen.all),
        (t_string!(i18n, feedback.by_channel), seen.channels),
        (t_string!(i18n, feedback.by_campaign), seen.campaigns),
    ];
    for (about, groups) in tables {
        let name = |group: &Feedback| match group.name.as_str() {
            "" if about == all => String::new(),
            "" => t_string!(i18n, feedback.unknown).to_owned(),
            name => name.to_owned(),
        };
        groups.with_untracked(|groups| lines.extend(groups.iter().map(|group| of_group(about, name(group), group))));
    }
    for record in seen.rules.get_untracked() {
        let name = state.read(|w| w.rules.get(&record.rule).map(|r| r.name.clone())).unwrap_or_default();
        let counts = [None, Some(record.answered), Some(record.accepted), None, None, None, Some(record.won)];
        lines.push(line(t_string!(i18n, feedback.by_rule), name, counts, record.acceptance(), None));
    }
    for (level, speed) in SPEEDS.into_iter().zip(seen.speeds.get_untracked()) {
        let counts = [None, None, Some(speed.accepted), None, None, None, Some(speed.won)];
        let name = speed_name(words, level).to_owned();
        lines.push(line(t_string!(i18n, feedback.speed), name, counts, None, None));
    }
    let whole = seen.all.with_untracked(|all| all.first().cloned()).unwrap_or_default();
    for (reason, n) in &whole.reasons {
        let counts = [None, None, None, Some(*n), None, None, None];
        let name = reason_name(words, *reason).to_owned();
        lines.push(line(t_string!(i18n, feedback.rejected), name, counts, None, None));
    }
    for (reason, n) in &whole.losses {
        let counts = [None, None, None, None, Some(*n), None, None];
        lines.push(line(t_string!(i18n, feedback.lost), reason.clone(), counts, None, None));
    }
    lines
}

fn of_group(about: &str, name: String, group: &Feedback) -> Vec<String> {
    let counts =
        [group.offered, group.answered(), group.accepted, group.rejected, group.left, group.waiting(), group.won];
    line(about, name, counts.map(Some), group.acceptance(), group.median_ms)
}

/// A line; what it does not count stays empty.
fn line(
    about: &str,
    name: String,
    counts: [Option<u64>; COUNTS],
    share: Option<(f64, Interval)>,
    median_ms: Option<i64>,
) -> Vec<String> {
    let of = |share: f64| format!("{share:.6}");
    let share = match share {
        Some((estimate, interval)) => [of(estimate), of(interval.low), of(interval.high)],
        None => Default::default(),
    };
    let mut line = vec![about.to_owned(), name];
    line.extend(counts.map(|n| n.map(|n| n.to_string()).unwrap_or_default()));
    line.extend(share);
    line.push(median_ms.map(|ms| format!("{:.2}", ms as f64 / HOUR)).unwrap_or_default());
    line
}
