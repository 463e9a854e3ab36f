//! The figures of the default demo, printed: `cargo test figures -- --ignored --nocapture`.

use super::{
    calendar, channels,
    tests::{NOW, at, default_demo, entered},
};
use smarketing_domain::{board, clock::Timestamp, filter::Filter, hourglass, report::report};
use std::collections::BTreeMap;

#[test]
#[ignore = "prints the figures for people to judge"]
fn figures() {
    let (demo, w) = default_demo();
    println!(
        "{} steps, {} contacts, {} companies, {} tasks, {} insights",
        demo.steps.len(),
        w.contacts.len(),
        w.companies.len(),
        w.tasks.len(),
        w.insights.len()
    );
    for (title, days) in [("all", 400), ("180", 180), ("90", 90), ("60", 60), ("30", 30)] {
        let now = at(NOW);
        let period = hourglass::Period { from: calendar::before(now, f64::from(days)), to: Timestamp(now.0 + 1) };
        let glass = hourglass::hourglass(w, &Filter::default(), Some(period));
        println!("-- {title}: weakest {:?}", glass.weakest().map(|b| &w.stages[&b.stage].name));
        for line in report(w, &Filter::default(), Some(period)).stages {
            let band = glass.band(line.id);
            println!(
                "{:28} {:>6} {:>10} {:>10} | {:>9} {:>8} {:>7} | lost {:>5} median {:>6} grown {}",
                line.name,
                line.count,
                line.sum_minor / 100,
                line.weighted_minor / 100,
                line.entered,
                line.passed,
                line.conversion.map_or("-".into(), |c| format!("{:.1}%", c * 100.0)),
                band.map_or(0, |b| b.lost),
                band.and_then(|b| b.median_ms).map_or("-".into(), |m| format!("{:.1}d", m as f64 / 86_400_000.0)),
                band.map_or(0, |b| b.grown),
            );
        }
    }
    for channel in &channels::CHANNELS {
        let filter = Filter { channel: Some(channel.name.to_owned()), ..Filter::default() };
        let glass = hourglass::hourglass(w, &filter, None);
        let [views, visits, leads, agreed, bought] =
            ["Saw us", "Visited our site", "Left a request", "Agreed to a measurement", "Bought"]
                .map(|n| entered(w, &glass, n));
        let spend: i64 = w.reach.values().filter(|r| r.channel == channel.name).map(|r| r.spend_minor).sum();
        let won: i64 = w
            .living_deals()
            .filter(|d| {
                d.channel == channel.name && !w.stages[&d.place.stage].role.is_undecided() && d.place.loss.is_none()
            })
            .map(|d| d.value_minor())
            .sum();
        println!(
            "{:18} views {views:>8} visits {visits:>7} leads {leads:>5} accepted {agreed:>4} won {bought:>4}  spend {:>7}  revenue {:>8}",
            channel.name,
            spend / 100,
            won / 100
        );
    }
    let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
    for deal in w.living_deals() {
        if let Some(loss) = &deal.place.loss {
            *reasons.entry(&loss.reason).or_default() += 1;
        }
    }
    println!("{reasons:?}");
    for name in ["Introduced to a designer", "Received the quote", "Bought", "Left without buying"] {
        let stage = w.stages.values().find(|s| s.name == name).unwrap();
        println!("-- {name}");
        for deal in board::column(w, stage.id).iter().take(14) {
            let company = deal.company.map_or("", |c| w.companies[&c].name.as_str());
            let contact = deal.contacts.first().map_or("", |c| w.contacts[c].name.as_str());
            let task = w.next_task(deal.id).map_or("", |t| t.title.as_str());
            let days = deal.in_stage_since().map_or(0, |a| at(NOW).since(a) / 86_400_000);
            println!(
                "{:34} {:>7} {:16} {days:>3}d {contact:22} {company:24} {task:34} {:?}",
                deal.title,
                deal.value_minor() / 100,
                deal.channel,
                deal.place.loss.as_ref().map(|l| (&l.reason, &l.note))
            );
        }
    }
}
