//! What the assistant proposes, as a shell shows it.

use super::leads::Leads;
use crate::commands::plain::{count, table};
use smarketing_domain::{
    score::{
        Condition,
        assistant::{DOUBLE, LeftOut, Proposal, Source},
    },
    statistics::roc::Auc,
};
use std::time::Duration;

/// The rules with what each adds, and what was left out.
pub fn proposal(proposal: &Proposal, leads: &Leads, took: Duration) -> String {
    let mut text = format!(
        "{}: {} leads were won, {} were not; {} rules proposed in {:.2} s ({DOUBLE} points double the odds)\n\n",
        leads.file.display(),
        count(proposal.good()),
        count(proposal.bad()),
        proposal.rules.len(),
        took.as_secs_f64()
    );
    let head = ["points", "leads", "won", "95 %", "AUC +", "when"].map(str::to_owned);
    let mut rows = vec![head.to_vec()];
    rows.extend(proposal.rules.iter().map(|rule| {
        vec![
            format!("{:+}", rule.points),
            count(rule.cases),
            format!("{:.1} %", 100.0 * rule.good as f64 / rule.cases.max(1) as f64),
            format!("{:.0}–{:.0} %", 100.0 * rule.share.low, 100.0 * rule.share.high),
            format!("{:.4}", rule.adds),
            describe(&rule.when),
        ]
    }));
    text += &lines(&rows);
    text += "\nleft out, for it may have been known only afterwards (--with COLUMN takes it in):\n";
    for (source, why) in &proposal.left_out {
        text += &format!("  {}: {}\n", named(source), reason(why));
    }
    for doubt in &proposal.doubts {
        text += &format!(
            "look at this: {} of {} leads with {} {} were won; was it known before?\n",
            count(doubt.good),
            count(doubt.cases),
            named(&doubt.source),
            if doubt.answer.is_empty() { "(any other answer, or none)" } else { &doubt.answer }
        );
    }
    let trial = proposal.trial(&proposal.rules.iter().map(|rule| rule.points).collect::<Vec<_>>());
    text += &format!(
        "\noffer from {} points on: {} of {} won leads have them, and {} of {} others\n",
        trial.threshold,
        count(trial.good),
        count(proposal.good()),
        count(trial.bad),
        count(proposal.bad())
    );
    text + &area("AUC to expect, measured on fifths held out", proposal.expected)
}

/// An area with its interval, in a line.
pub fn area(of: &str, auc: Auc) -> String {
    let interval = auc.interval(0.95);
    format!("{of}: {:.4} (95 %: {:.3}–{:.3})\n", auc.area, interval.low, interval.high)
}

/// The figures to the right, what has to hold behind them.
fn lines(rows: &[Vec<String>]) -> String {
    let figures: Vec<Vec<String>> = rows.iter().map(|row| [&[String::new()], &row[..row.len() - 1]].concat()).collect();
    let figures = table(&figures);
    let whens = rows.iter().filter_map(|row| row.last());
    figures.lines().zip(whens).map(|(figures, when)| format!("{figures}  {when}\n")).collect()
}

fn reason(why: &LeftOut) -> String {
    match why {
        LeftOut::Judgement => "by its name a judgement of the lead".to_owned(),
        LeftOut::WrittenOver => "by its name written over until the end".to_owned(),
        LeftOut::Closing => "by its name about the closing".to_owned(),
        LeftOut::Number => "every lead has another number".to_owned(),
        LeftOut::TooTelling(area) => format!("alone it has an AUC of {area:.2}: too good to have been known before"),
    }
}

fn named(source: &Source) -> String {
    match source {
        Source::Channel => "channel".to_owned(),
        Source::Field(name) => format!("“{name}”"),
        Source::Encounters { moment, channel } => {
            let parts = [moment.map(|moment| format!("{moment:?}").to_lowercase()), Some(channel.clone())];
            let parts: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
            format!("encounters {}", parts.join(", "))
        }
        Source::People => "people who decide".to_owned(),
        Source::Stars => "stars".to_owned(),
    }
}

fn describe(condition: &Condition) -> String {
    match condition {
        Condition::Channel(channel) => format!("channel: {channel}"),
        Condition::Answer { field, any_of } if any_of.is_empty() => format!("{field}: any answer"),
        Condition::Answer { field, any_of } => format!("{field}: {}", any_of.join(" / ")),
        Condition::Number { field, from, below } => {
            let bounds = [from.map(|n| format!("≥ {n}")), below.map(|n| format!("< {n}"))];
            format!("{field}: {}", bounds.into_iter().flatten().collect::<Vec<_>>().join(", "))
        }
        Condition::Touched { moment, channel, times, .. } => {
            format!("{}: at least {times}", named(&Source::Encounters { moment: *moment, channel: channel.clone() }))
        }
        Condition::People(least) => format!("at least {least} people"),
        Condition::Rating(least) => format!("at least {least} stars"),
    }
}
