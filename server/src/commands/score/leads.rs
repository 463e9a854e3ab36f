//! The leads of a file, imported into memory by the importer's own rules.

use crate::{
    commands::{
        CommandError,
        import::read_table,
        offline::{founding, settle},
        plain::{count, warn},
    },
    time::now,
};
use smarketing_domain::{
    ids::{MemberId, RuleId, WorkspaceId},
    import::{
        mapping::{Field, Mapping},
        plan::Origin,
        survey::Survey,
        table::Table,
        words::Words,
    },
    operation::Body,
    score::{
        Rule, Scorer,
        assistant::{Proposal, pasts},
    },
    statistics::roc::{Auc, auc},
    workspace::Workspace,
};
use std::path::{Path, PathBuf};
use uuid::Uuid;

/// So many refused rows are told with their reason.
const TOLD: usize = 5;

/// The leads of a file.
pub struct Leads {
    /// Where they are from.
    pub file: PathBuf,
    /// What its columns mean.
    mapping: Mapping,
    /// A workspace with nothing but them.
    pub workspace: Workspace,
}

impl Leads {
    /// Reads a file; its columns mean what those of `like` do, or what they seem to.
    ///
    /// # Errors
    /// When the file is none of leads with outcomes.
    pub fn read(file: &Path, like: Option<&Leads>, without: &[String]) -> Result<Self, CommandError> {
        let sentence = |why: String| CommandError::Other(format!("{}: {why}", file.display()));
        let table = read_table(file)?;
        let mut workspace = blank();
        let words = Words::of("en");
        let mut mapping = match like {
            // What was left out there need not be here; stages may be others.
            Some(like) => Mapping { stages: Vec::new(), ..like.mapping.clone() },
            None => Mapping::guess(&table, &workspace, &words),
        };
        leave_out(&table, &mut mapping, without).map_err(sentence)?;
        mapping.columns.retain(|column| like.is_none() || column.field != Field::Ignore);
        let mut survey = Survey::new(&table, &mapping, &workspace, words).map_err(|e| sentence(e.to_string()))?;
        while !survey.step(&table, usize::MAX) {}
        for refused in survey.refused().iter().take(TOLD) {
            warn(&format!("{}: line {}: {}", file.display(), refused.row, refused.message));
        }
        if survey.refused().len() > TOLD {
            warn(&format!("{}: {} rows are left out in all", file.display(), count(survey.refused().len() as u64)));
        }
        bodies(&table, survey).into_iter().for_each(|entity| workspace.put(entity));
        let leads = Self { file: file.to_owned(), mapping, workspace };
        if leads.outcomes() == 0 {
            let why =
                "no lead in it has an outcome. A column has to say which were won, such as “Converted” with 1 and 0.";
            return Err(sentence(why.to_owned()));
        }
        Ok(leads)
    }

    /// How many of the leads have an outcome.
    pub fn outcomes(&self) -> usize {
        pasts(&self.workspace).len()
    }

    /// How well the points of proposed rules tell these leads apart.
    ///
    /// # Errors
    /// When all of them have the same outcome.
    pub fn measure(&self, proposal: &Proposal) -> Result<Auc, CommandError> {
        let rule = |(nth, rule): (usize, &smarketing_domain::score::assistant::Proposed)| Rule {
            id: RuleId(Uuid::from_u128(nth as u128)),
            when: rule.when.clone(),
            points: rule.points,
            ..Rule::default()
        };
        let rules: Vec<Rule> = proposal.rules.iter().enumerate().map(rule).collect();
        let scorer = Scorer::by(&self.workspace, rules.iter().collect(), now());
        let scored = pasts(&self.workspace).into_iter().filter_map(|past| {
            let deal = self.workspace.deal(past.deal)?;
            Some((f64::from(scorer.score(deal).total), past.good))
        });
        auc(scored).ok_or_else(|| {
            CommandError::Other(format!(
                "{}: all leads in it have the same outcome, so nothing can be told apart",
                self.file.display()
            ))
        })
    }

    /// Two halves, drawn by the seed.
    pub fn halve(&self, seed: u64) -> (Leads, Leads) {
        let half = |wanted: bool| {
            let mut workspace = self.workspace.clone();
            let others: Vec<_> =
                workspace.living_deals().map(|deal| deal.id).filter(|id| (drawn(id.0, seed)) != wanted).collect();
            others.iter().for_each(|id| workspace.deals.remove(id));
            Leads { file: self.file.clone(), mapping: self.mapping.clone(), workspace }
        };
        (half(true), half(false))
    }
}

/// Whether a record is drawn into the first half: a bit of a scattered hash
/// (FNV-1a, with the mixing function of MurmurHash3).
fn drawn(id: Uuid, seed: u64) -> bool {
    let bytes = id.as_bytes().iter().copied().chain(seed.to_le_bytes());
    let mut hash =
        bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3));
    hash = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash = (hash ^ (hash >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    (hash ^ (hash >> 33)) & 1 == 1
}

fn leave_out(table: &Table, mapping: &mut Mapping, without: &[String]) -> Result<(), String> {
    for name in without {
        let at = (0..table.header.len()).find(|at| table.label(*at) == *name);
        let at = at.ok_or_else(|| format!("there is no column “{name}” to leave out. Correct its name."))?;
        mapping.set_field(table, at, Field::Ignore);
    }
    Ok(())
}

fn blank() -> Workspace {
    let mut workspace = Workspace::default();
    let own = settle([(founding(WorkspaceId(Uuid::nil()), "Leads"), now(), MemberId::default())]);
    own.into_iter().for_each(|entity| workspace.put(entity));
    workspace
}

/// The records of an import. Ids are counted: the same file gives the same rules.
fn bodies(table: &Table, survey: Survey) -> Vec<smarketing_domain::entity::Entity> {
    let mut last = 0_u128;
    let mut ids = move || {
        last += 1;
        Uuid::from_u128(last)
    };
    let origin = Origin { file: String::new(), now: now(), workspace: None };
    let mut plan = survey.into_plan(origin, &mut ids);
    let mut bodies: Vec<Body> = plan.opening();
    bodies.extend(std::iter::from_fn(|| plan.next(table, &mut ids)));
    settle(bodies.into_iter().map(|body| (body, now(), MemberId::default())))
}
