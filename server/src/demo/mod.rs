//! The demo: a furniture studio with a year of history, made from a seed.
//!
//! Pure and repeatable: the same seed and moment give the same studio. Time is
//! passed in, ids come from the seed. The parts, from outside in:
//!
//! - `calendar`, `demand`, `channels`: when leads come, and from where
//! - `journeys`, `losses`, `customers`: how they walk, and who they all are
//! - `projects`, `people`, `companies`, `contacts`, `deals`: who wants what, written down
//! - `facts`: campaign, segment, product, template
//! - `handoff`: scoring rules, questions, encounters, and what was noted with offers
//! - `reach`, `tasks`, `insights`, `hypotheses`, `statements`, `plays`, `grounds`, `workshops`, `team`: everything around it
//! - `busy`: many small changes on top, for measuring
//! - `random`, `luck`, `log`: the tools
//!
//! The story it tells: leads wait longer and longer for a designer's first
//! call, because Marketplace brings many poor ones; so the neck is the step
//! from the introduction to the measurement.

mod busy;
mod calendar;
mod channels;
mod companies;
mod contacts;
mod customers;
mod deals;
mod demand;
mod facts;
#[cfg(test)]
mod figures;
mod grounds;
mod handoff;
#[cfg(test)]
mod handoff_tests;
mod hypotheses;
mod insights;
mod journeys;
mod log;
mod losses;
mod luck;
mod people;
mod plays;
mod projects;
mod random;
mod reach;
mod statements;
mod tasks;
mod team;
#[cfg(test)]
mod tests;
mod workshops;

pub use busy::Busy;

use self::{calendar::HOUR, handoff::HandOff, journeys::World, log::Log, luck::Luck, random::Random, team::Team};
use smarketing_domain::{
    clock::Timestamp,
    ids::{MemberId, StageId, WorkspaceId},
    money::Currency,
    operation::{Action, Body},
    settings::SettingsChange,
    template,
};

/// A workspace to look around in.
pub struct Demo {
    /// What the company calls itself.
    pub workspace_name: String,
    /// The currency of all its money.
    pub currency: Currency,
    /// The language that all texts are in.
    pub language: String,
    /// Everything that happened, in order of [`Step::at`].
    pub steps: Vec<Step>,
    /// Who can sign in.
    pub accounts: Vec<Account>,
}

/// One change that somebody made.
pub struct Step {
    /// What was changed.
    pub body: Body,
    /// By whom.
    pub author: MemberId,
    /// When.
    pub at: Timestamp,
}

/// A sign-in of the demo.
pub struct Account {
    /// The address to sign in with.
    pub email: &'static str,
    /// Who that is in the workspace.
    pub member: MemberId,
}

const NAME: &str = "Oak & Line studio";
const LANGUAGE: &str = "en";

/// Above so many open deals, histories are told in as few operations as
/// possible: then the demo serves for measuring.
const TERSE_FROM: u32 = 2_000;

/// The studio of a seed, as it stands at `now`. With `open_deals`, exactly so
/// many deals stand open on the board, in marketing and sales stages together.
pub fn generate(seed: u64, open_deals: Option<u32>, now: Timestamp) -> Demo {
    let opened = calendar::before(now, demand::YEAR as f64 + 3.0);
    let mut log = Log::default();
    let team = Team::new(seed, opened);
    let (workspace, stages) = set_up(seed, &mut log, &team, opened);

    let mut world = World { team: &team, now, luck: Luck::default() };
    let journeys = customers::everybody(seed, &mut world, open_deals);
    let leads = reach::leads(&journeys);
    let terse = open_deals.is_some_and(|open| open > TERSE_FROM);
    let hand_off = (!terse).then(|| HandOff::write(seed, &mut log, &team, workspace, (opened, now)));
    let written = deals::Writer::new(seed, &mut log, &stages, now, hand_off).write(journeys);
    if !terse {
        handoff::encounters(seed, &mut log, now, &written);
    }
    tasks::write(seed, &mut log, now, &written);
    insights::write(seed, &mut log, &team, now, &written);
    let chosen = workshops::write(seed, &mut log, &team, now);
    hypotheses::write(seed, &mut log, &team, &stages, now, chosen);
    reach::write(seed, &mut log, &team, now, &leads);

    let mut steps = log.in_order();
    if !terse {
        steps.extend(grounds::write(seed, &steps, &stages, &team, now));
        steps.sort_by_key(|step| step.at);
    }

    Demo {
        workspace_name: NAME.to_owned(),
        currency: Currency::EUR,
        language: LANGUAGE.to_owned(),
        steps,
        accounts: team.accounts(),
    }
}

/// The workspace itself, its members and its stages; answers its id, and the
/// stages' ids in the template's order.
fn set_up(seed: u64, log: &mut Log, team: &Team, opened: Timestamp) -> (WorkspaceId, Vec<StageId>) {
    let mut random = Random::stream(seed, "workspace");
    let id: WorkspaceId = random.id(opened);
    let set = vec![
        SettingsChange::Name(NAME.to_owned()),
        SettingsChange::Currency(Currency::EUR),
        SettingsChange::Language(LANGUAGE.to_owned()),
        SettingsChange::ResponseHours(4),
    ];
    log.push(opened, team.admin, Action::Create { id, set });
    team.write(log, Timestamp(opened.0 + HOUR));
    let at = Timestamp(opened.0 + 2 * HOUR);
    let ids: Vec<StageId> = template::FURNITURE_STUDIO.iter().map(|_| random.id(at)).collect();
    for stage in template::stages(template::FURNITURE_STUDIO, &ids, LANGUAGE) {
        log.push(at, team.admin, stage);
    }
    (id, ids)
}
