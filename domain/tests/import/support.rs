//! Imports a file into a workspace in memory, checking every change on its way.

#![allow(dead_code)] // each test program uses a part of it

use smarketing_domain::{
    clock::{Clock, Timestamp},
    ids::{ClientId, MemberId, WorkspaceId},
    import::{
        csv,
        error::{MappingError, RowError},
        mapping::Mapping,
        plan::Origin,
        survey::Survey,
        table::Table,
        words::Words,
    },
    money::Currency,
    operation::{Action, Authority, Body, Operation, apply, check},
    settings::SettingsChange,
    workspace::Workspace,
};
use uuid::Uuid;

/// 5 January 2026.
pub const NOW: Timestamp = Timestamp(1_767_571_200_000);

/// A workspace that changes are made in one after the other.
pub struct Desk {
    pub workspace: Workspace,
    clock: Clock,
    number: u64,
    ids: u128,
}

impl Desk {
    /// A new workspace without stages, counting in `currency`.
    pub fn new(currency: Currency) -> Self {
        let mut desk = Self { workspace: Workspace::default(), clock: Clock::new(ClientId(1)), number: 0, ids: 0 };
        let id = WorkspaceId(desk.id());
        let set = vec![SettingsChange::Name("Studio".into()), SettingsChange::Currency(currency)];
        desk.perform(Action::Create { id, set }.into());
        desk
    }

    pub fn id(&mut self) -> Uuid {
        self.ids += 1;
        Uuid::from_u128(self.ids)
    }

    /// Makes a change that must be allowed.
    pub fn perform(&mut self, body: Body) {
        let allowed = check(&self.workspace, Authority::Server, &body);
        assert_eq!(allowed, Ok(()), "{body:?}");
        self.number += 1;
        let operation =
            Operation { number: self.number, stamp: self.clock.tick(NOW), author: MemberId::default(), body };
        apply(&mut self.workspace, &operation);
    }

    /// Imports a table whole; answers the rows that were refused.
    pub fn import(&mut self, table: &Table, mapping: &Mapping) -> Result<Vec<RowError>, MappingError> {
        let mut survey = Survey::new(table, mapping, &self.workspace, Words::of("en"))?;
        while !survey.step(table, 100) {}
        let workspace = self.workspace.own().map(|s| s.id);
        let origin = Origin { file: "deals.csv".into(), now: NOW, workspace };
        let mut last = self.ids;
        let mut ids = move || {
            last += 1;
            Uuid::from_u128(last)
        };
        let mut plan = survey.into_plan(origin, &mut ids);
        for body in plan.opening() {
            self.perform(body);
        }
        while let Some(body) = plan.next(table, &mut ids) {
            self.perform(body);
        }
        self.ids = ids().as_u128();
        assert_eq!(self.workspace.validate(), Ok(()));
        Ok(plan.refused().to_vec())
    }

    /// Imports a text by the mapping that is guessed for it.
    pub fn import_text(&mut self, text: &str) -> Vec<RowError> {
        let table = csv::parse(text.as_bytes()).unwrap_or_else(|e| panic!("{e}: {text}"));
        let mapping = Mapping::guess(&table, &self.workspace, &Words::of("en"));
        self.import(&table, &mapping).unwrap_or_else(|e| panic!("{e}: {text}"))
    }
}
