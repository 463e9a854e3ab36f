//! Stages that deals are brought into: those of the workspace, and new ones.

use super::{
    error::MappingError,
    mapping::{NewStage, StageTarget, fold},
    words::Words,
};
use crate::{
    ids::StageId,
    operation::LINE_MAX,
    stage::{Section, Stage, StageRole},
    workspace::Workspace,
};

/// A stage that deals are brought into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The workspace's stage; `None` when it is to be made.
    pub id: Option<StageId>,
    /// Its name.
    pub name: String,
    /// Its section.
    pub section: Section,
    /// What it means.
    pub role: StageRole,
}

/// The list of targets while it is made.
pub(super) struct Targets<'w> {
    existing: Vec<&'w Stage>,
    /// What has been put there.
    pub list: Vec<Target>,
    /// The place of Won in `list`.
    pub won: usize,
    /// The place of Lost in `list`.
    pub lost: usize,
    /// Won and Lost that nothing in the mapping has named yet.
    unnamed: [bool; 2],
}

impl<'w> Targets<'w> {
    /// Won and Lost are always there: the hourglass needs them.
    pub fn new(workspace: &'w Workspace, words: &Words) -> Self {
        let existing: Vec<_> = workspace.stages_in_order().into_iter().filter(|s| s.role.holds_deals()).collect();
        let single = |role, name| match existing.iter().find(|s| s.role == role) {
            Some(stage) => target(stage),
            None => made(&NewStage::new(name, role)),
        };
        let list = vec![single(StageRole::Won, words.won), single(StageRole::Lost, words.lost)];
        Self { unnamed: [list[0].id.is_none(), list[1].id.is_none()], existing, list, won: 0, lost: 1 }
    }

    /// The place of a target in the list, put there if it is not there yet.
    pub fn place(&mut self, to: &StageTarget, text: &str) -> Result<usize, MappingError> {
        let target = match to {
            StageTarget::Existing(id) => {
                let stage = self.existing.iter().find(|s| s.id == *id);
                target(stage.ok_or_else(|| MappingError::UnknownStage(text.to_owned()))?)
            }
            StageTarget::New(new) if new.name.trim().is_empty() || new.name.chars().count() > LINE_MAX => {
                return Err(MappingError::StageName(text.to_owned()));
            }
            StageTarget::New(new) if !new.role.holds_deals() => {
                return Err(MappingError::UnknownStage(text.to_owned()));
            }
            StageTarget::New(new) => {
                let name = fold(&new.name);
                match self.existing.iter().find(|s| fold(&s.name) == name && s.role == new.role) {
                    Some(stage) => target(stage),
                    None => made(new),
                }
            }
        };
        let single = match target.role {
            StageRole::Won => Some(self.won),
            StageRole::Lost => Some(self.lost),
            _ => None,
        };
        if let Some(at) = single {
            if std::mem::take(&mut self.unnamed[at]) {
                self.list[at] = target;
            }
            return Ok(at);
        }
        let same = |other: &Target| match target.id {
            Some(id) => other.id == Some(id),
            None => other.id.is_none() && other.role == target.role && fold(&other.name) == fold(&target.name),
        };
        Ok(self.list.iter().position(same).unwrap_or_else(|| {
            self.list.push(target);
            self.list.len() - 1
        }))
    }

    /// The open stage that comes first: in the workspace's order, else in the mapping's.
    pub fn first(&self) -> Option<usize> {
        let open = |at: &usize| self.list[*at].role.is_undecided();
        let rank = |at: &usize| {
            self.list[*at].id.and_then(|id| self.existing.iter().position(|s| s.id == id)).unwrap_or(usize::MAX)
        };
        (0..self.list.len()).filter(open).min_by_key(|at| (rank(at), *at))
    }
}

fn target(stage: &Stage) -> Target {
    Target { id: Some(stage.id), name: stage.name.clone(), section: stage.section, role: stage.role }
}

fn made(new: &NewStage) -> Target {
    Target { id: None, name: new.name.trim().to_owned(), section: new.section, role: new.role }
}
