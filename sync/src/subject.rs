//! What a record is called, for the tray: a refused creation leaves nothing
//! behind that could be asked later.

use smarketing_domain::{entity::EntityKey, workspace::Workspace};

/// The longest name that is kept, in characters.
const LONGEST: usize = 120;

/// The name of a record; empty when nothing is known of it.
pub fn subject(workspace: &Workspace, key: Option<EntityKey>) -> String {
    let name = match key {
        Some(EntityKey::Settings(id)) => workspace.settings.get(&id).map(|r| r.name.clone()),
        Some(EntityKey::Stage(id)) => workspace.stages.get(&id).map(|r| r.name.clone()),
        Some(EntityKey::Member(id)) => workspace.members.get(&id).map(|r| r.name.clone()),
        Some(EntityKey::Company(id)) => workspace.companies.get(&id).map(|r| r.name.clone()),
        Some(EntityKey::Contact(id)) => workspace.contacts.get(&id).map(|r| r.name.clone()),
        Some(EntityKey::Deal(id)) => workspace.deals.get(&id).map(|r| r.title.clone()),
        Some(EntityKey::Task(id)) => workspace.tasks.get(&id).map(|r| r.title.clone()),
        Some(EntityKey::Insight(id)) => workspace.insights.get(&id).map(|r| r.text.clone()),
        Some(EntityKey::Rule(id)) => workspace.rules.get(&id).map(|r| r.name.clone()),
        Some(EntityKey::Question(id)) => workspace.questions.get(&id).map(|r| r.text.clone()),
        Some(EntityKey::Touchpoint(id)) => workspace.touchpoints.get(&id).map(|r| r.channel.clone()),
        Some(EntityKey::Hypothesis(id)) => workspace.hypotheses.get(&id).map(|r| r.title.clone()),
        Some(EntityKey::Reach(id)) => workspace.reach.get(&id).and_then(|r| r.day).map(|day| day.to_string()),
        Some(EntityKey::Import(id)) => workspace.imports.get(&id).map(|r| r.file.clone()),
        Some(EntityKey::Workshop(id)) => workspace.workshops.get(&id).map(|r| r.title.clone()),
        Some(EntityKey::Sticker(id)) => workspace.stickers.get(&id).map(|r| r.text.clone()),
        // It is called by its day, which the device's own words say.
        Some(EntityKey::Meeting(_)) | None => None,
    };
    name.unwrap_or_default().chars().take(LONGEST).collect()
}
