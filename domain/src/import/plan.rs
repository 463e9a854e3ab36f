//! The second pass over a file: the changes that import it.

use super::{
    ImportChange,
    draft::Draft,
    error::RowError,
    roster::MadeIds,
    row,
    survey::{Survey, path_order},
    table::Table,
    targets::Target,
};
use crate::{
    clock::Timestamp,
    company::{CompanyChange, ContactChange},
    deal::{DealChange, Loss, Past, Place},
    ids::{ImportId, StageId, WorkspaceId},
    member::{MemberChange, Team},
    operation::{Action, Body, DealAction, LINE_MAX},
    rank::Rank,
    settings::SettingsChange,
    sort,
    stage::{Section, StageChange, StageRole},
};
use uuid::Uuid;

/// The changes that import a file: first [`Plan::opening`], then
/// [`Plan::next`] until it answers `None`. Each is allowed once those before
/// it have been applied.
#[derive(Debug)]
pub struct Plan {
    /// The import's id.
    pub import: ImportId,
    survey: Survey,
    opening: Vec<Body>,
    /// The id of each of the layout's stages.
    stages: Vec<StageId>,
    /// The order keys that are left for the cards of each stage.
    ranks: Vec<std::vec::IntoIter<Rank>>,
    made: MadeIds,
    at: usize,
}

/// What an import says of itself.
#[derive(Clone, Debug)]
pub struct Origin {
    /// The file's name.
    pub file: String,
    /// When it is run.
    pub now: Timestamp,
    /// The workspace's own record, which takes over the file's currency.
    pub workspace: Option<WorkspaceId>,
}

impl Survey {
    /// Makes the plan of a finished survey.
    pub fn into_plan(self, origin: Origin, ids: &mut impl FnMut() -> Uuid) -> Plan {
        let made = MadeIds {
            members: self.new_members().iter().map(|_| ids().into()).collect(),
            companies: self.new_companies().iter().map(|_| ids().into()).collect(),
            contacts: (0..self.new_contacts()).map(|_| ids().into()).collect(),
        };
        let import = ImportId(ids());
        let stages: Vec<StageId> = self.layout.stages.iter().map(|s| s.id.unwrap_or_else(|| ids().into())).collect();
        let counts = self.totals().iter().map(|total| total.count as usize);
        let last = |id: StageId| self.columns.iter().find(|c| c.id == id).and_then(|c| c.last.as_ref());
        let ranks =
            stages.iter().zip(counts).map(|(id, count)| Rank::spread_after(last(*id), count).into_iter()).collect();
        let mut opening = Vec::new();
        if let Some(id) = origin.workspace.filter(|_| self.layout.sets_currency) {
            opening.push(Action::Edit { id, set: vec![SettingsChange::Currency(self.layout.currency)] }.into());
        }
        opening.push(self.import_record(import, &origin));
        opening.extend(self.stage_records(&stages));
        opening.extend(self.people_records(&made, &origin.file));
        Plan { import, survey: self, opening, stages, ranks, made, at: 0 }
    }

    fn import_record(&self, id: ImportId, origin: &Origin) -> Body {
        let set = vec![
            ImportChange::File(origin.file.chars().take(LINE_MAX).collect()),
            ImportChange::At(Some(origin.now)),
            ImportChange::Deals(self.accepted.len() as u64),
            ImportChange::Refused(self.refused.len() as u64),
        ];
        Action::Create { id, set }.into()
    }

    /// The stages to be made: open ones on the path before Won, in the
    /// mapping's order; what follows a purchase behind it; Lost at the end.
    fn stage_records(&self, ids: &[StageId]) -> Vec<Body> {
        let mut new: Vec<(&Target, StageId)> =
            self.layout.stages.iter().zip(ids.iter().copied()).filter(|(stage, _)| stage.id.is_none()).collect();
        sort::sort_by_key(&mut new, |(stage, _)| path_order(stage.role));
        let open = new.iter().filter(|(stage, _)| stage.role.is_undecided()).count();
        let ranks = self.stage_ranks(&new.iter().map(|(stage, _)| stage.role).collect::<Vec<_>>());
        let made = new.into_iter().zip(ranks).enumerate();
        made.map(|(at, ((stage, id), rank))| {
            let probability = match stage.role {
                StageRole::Lost => 0,
                // Evenly rising towards Won: a beginning, for people to correct.
                role if role.is_undecided() => (100 * (at + 1) / (open + 1)) as u8,
                _ => 100,
            };
            let team = match stage.section {
                Section::Reach | Section::Marketing => Team::Marketing,
                Section::Sales | Section::Customer => Team::Sales,
            };
            let set = vec![
                StageChange::Name(stage.name.clone()),
                StageChange::Section(stage.section),
                StageChange::Role(stage.role),
                StageChange::Team(team),
                StageChange::Rank(rank),
                StageChange::Probability(probability),
            ];
            Action::Create { id, set }.into()
        })
        .collect()
    }

    /// Order keys for new stages of these roles, given in the order of the path.
    fn stage_ranks(&self, roles: &[StageRole]) -> Vec<Rank> {
        let path: Vec<_> = self.columns.iter().filter(|c| c.role != StageRole::Lost).collect();
        let won = path.iter().position(|c| c.role == StageRole::Won);
        let end = path.last().map(|c| &c.rank);
        let Some(won) = won else { return Rank::spread_after(end, roles.len()) };
        let open = roles.iter().filter(|role| role.is_undecided()).count();
        let before = won.checked_sub(1).map(|at| &path[at].rank);
        let mut ranks = Rank::spread_between(before, Some(&path[won].rank), open);
        ranks.extend(Rank::spread_after(end, roles.len() - open));
        ranks
    }

    fn people_records(&self, made: &MadeIds, file: &str) -> Vec<Body> {
        let members = self.new_members().iter().zip(&made.members).map(|(name, &id)| {
            Action::Create { id, set: vec![MemberChange::Name(name.clone()), MemberChange::Team(Team::Sales)] }.into()
        });
        let companies = self
            .new_companies()
            .iter()
            .zip(&made.companies)
            .map(|(name, &id)| Action::Create { id, set: vec![CompanyChange::Name(name.clone())] }.into());
        let contacts = self.rosters.contacts.made.iter().zip(&made.contacts).map(|(contact, &id)| {
            let set = vec![
                ContactChange::Name(contact.name.clone()),
                ContactChange::Email(contact.email.clone()),
                ContactChange::Phone(contact.phone.clone()),
                ContactChange::Position(contact.position.clone()),
                ContactChange::Company(self.rosters.company(&contact.company, made)),
                ContactChange::Source(file.chars().take(LINE_MAX).collect()),
            ];
            Action::Create { id, set }.into()
        });
        members.chain(companies).chain(contacts).collect()
    }
}

impl Plan {
    /// The changes to make before any deal: the import's own record, new
    /// stages, members, companies and contacts. Empty when they were taken.
    pub fn opening(&mut self) -> Vec<Body> {
        std::mem::take(&mut self.opening)
    }

    /// The creation of the next deal; `None` when there are no more.
    pub fn next(&mut self, table: &Table, ids: &mut impl FnMut() -> Uuid) -> Option<Body> {
        loop {
            let row = table.row(*self.survey.accepted.get(self.at)? as usize);
            self.at += 1;
            // It could be read before, and reads the same again.
            if let Some(Ok(draft)) = row.map(|row| row::read(&self.survey.layout, &self.survey.words, row)) {
                return Some(self.deal(draft, ids));
            }
        }
    }

    /// How many deals have been made, of how many.
    pub fn progress(&self) -> (usize, usize) {
        (self.at, self.survey.accepted.len())
    }

    /// Rows that are not imported, in the file's order.
    pub fn refused(&self) -> &[RowError] {
        self.survey.refused()
    }

    /// The survey the plan was made of.
    pub fn survey(&self) -> &Survey {
        &self.survey
    }

    fn deal(&mut self, draft: Draft<'_>, ids: &mut impl FnMut() -> Uuid) -> Body {
        let stages = &self.stages;
        let rosters = &self.survey.rosters;
        let past = draft.past.iter().map(|&(stage, at)| Past::of(stages[stage], at)).collect();
        let mut set = vec![DealChange::Import(Some(self.import)), DealChange::Worth(draft.worth)];
        if let Some(owner) = rosters.owner(&draft, &self.made) {
            set.push(DealChange::Owner(Some(owner)));
        }
        if let Some(company) = rosters.company(draft.company, &self.made) {
            set.push(DealChange::Company(Some(company)));
        }
        if let Some(contact) = rosters.contact(&draft, &self.made) {
            set.push(DealChange::Contacts(vec![contact]));
        }
        if !draft.channel.is_empty() {
            set.push(DealChange::Channel(draft.channel.to_owned()));
        }
        if let Some(day) = draft.expected_close {
            set.push(DealChange::ExpectedClose(Some(day)));
        }
        if !draft.fields.is_empty() {
            set.push(DealChange::Fields(draft.fields));
        }
        set.push(DealChange::Title(draft.title));
        let place = Place {
            stage: stages[draft.stage],
            rank: self.ranks[draft.stage].next().unwrap_or_default(),
            loss: draft.loss.map(|reason| Loss { reason, note: String::new() }),
        };
        DealAction::Create { id: ids().into(), place, past, set }.into()
    }
}
