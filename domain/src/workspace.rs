//! One company's data in memory: every record by its id.

use crate::{
    company::{Company, Contact},
    deal::Deal,
    hypothesis::Hypothesis,
    ids::*,
    import::Import,
    insight::Insight,
    meeting::Meeting,
    member::Member,
    money::Currency,
    question::Question,
    reach::Reach,
    score::Rule,
    settings::Settings,
    sort,
    stage::{Stage, StageRole},
    table::Table,
    task::Task,
    touchpoint::Touchpoint,
    workshop::{Sticker, Workshop},
    zone::Zones,
};

/// Every record of a workspace.
#[derive(Clone, Debug, Default, PartialEq)]
#[allow(missing_docs)] // each field is the map of the record it names
pub struct Workspace {
    pub settings: Table<Settings>,
    pub stages: Table<Stage>,
    pub members: Table<Member>,
    pub companies: Table<Company>,
    pub contacts: Table<Contact>,
    pub deals: Table<Deal>,
    pub tasks: Table<Task>,
    pub insights: Table<Insight>,
    pub rules: Table<Rule>,
    pub questions: Table<Question>,
    pub touchpoints: Table<Touchpoint>,
    pub hypotheses: Table<Hypothesis>,
    pub reach: Table<Reach>,
    pub imports: Table<Import>,
    pub workshops: Table<Workshop>,
    pub stickers: Table<Sticker>,
    pub meetings: Table<Meeting>,
    /// What knows the zone it has chosen: no record, passed in by whoever holds it.
    pub zones: Zones,
}

impl Workspace {
    /// The workspace's own record, once it has arrived.
    pub fn own(&self) -> Option<&Settings> {
        self.settings.values().find(|s| s.meta.is_alive())
    }

    /// The currency of all its money.
    pub fn currency(&self) -> Currency {
        self.own().map_or(Currency::default(), |s| s.currency)
    }

    /// A deal that is there and not deleted.
    pub fn deal(&self, id: DealId) -> Option<&Deal> {
        self.deals.get(&id).filter(|d| d.meta.is_alive())
    }

    /// The company of this name, however it is capitalised.
    pub fn company_named(&self, name: &str) -> Option<&Company> {
        let name = name.to_lowercase();
        self.companies.values().find(|c| c.meta.is_alive() && c.name.to_lowercase() == name)
    }

    /// A contact of this name, however it is capitalised.
    pub fn contact_named(&self, name: &str) -> Option<&Contact> {
        let name = name.to_lowercase();
        self.contacts.values().find(|c| c.meta.is_alive() && c.name.to_lowercase() == name)
    }

    /// Deals that are not deleted.
    pub fn living_deals(&self) -> impl Iterator<Item = &Deal> {
        self.deals.values().filter(|d| d.meta.is_alive())
    }

    /// Stages in use, in the order of the path, Lost last.
    pub fn stages_in_order(&self) -> Vec<&Stage> {
        let mut stages: Vec<_> = self.stages.values().filter(|s| s.meta.is_alive() && !s.retired).collect();
        sort::sort_by(&mut stages, |a, b| (!a.is_on_path(), &a.rank, a.id).cmp(&(!b.is_on_path(), &b.rank, b.id)));
        stages
    }

    /// The first stage in order with this role.
    pub fn stage_with(&self, role: StageRole) -> Option<&Stage> {
        self.stages_in_order().into_iter().find(|s| s.role == role)
    }

    /// The questions that are asked, in order.
    pub fn questionnaire(&self) -> Vec<&Question> {
        let mut asked: Vec<_> = self.questions.values().filter(|q| q.meta.is_alive() && !q.retired).collect();
        sort::sort_by(&mut asked, |a, b| (&a.rank, a.id).cmp(&(&b.rank, b.id)));
        asked
    }

    /// The deal's next open task: the earliest due, undated ones last.
    pub fn next_task(&self, deal: DealId) -> Option<&Task> {
        self.open_tasks().filter(|t| t.deal == Some(deal)).min_by_key(|t| (t.due.is_none(), t.due, t.id))
    }

    /// Tasks still to do.
    pub fn open_tasks(&self) -> impl Iterator<Item = &Task> {
        self.tasks.values().filter(|t| t.meta.is_alive() && t.done.is_none())
    }
}
