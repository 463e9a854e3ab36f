//! What taking an import back removes, and what it leaves.

use crate::support::Desk;
use smarketing_domain::{
    company::CompanyChange,
    deal::DealChange,
    ids::{CompanyId, ImportId},
    import::undo,
    money::Currency,
    operation::{Action, DealAction},
    workspace::Workspace,
};

const FILE: &str = "id,title,stage,owner,company,contact,email\n\
    1,Table,Asked,Ann,Novak,Jan,jan@example.com\n\
    2,Chair,Offer,Bob,Kral,Eva,eva@example.com\n";

fn take_back(desk: &mut Desk, import: ImportId) {
    for body in undo(&desk.workspace, import) {
        desk.perform(body);
    }
    assert_eq!(desk.workspace.validate(), Ok(()));
}

fn latest(workspace: &Workspace) -> ImportId {
    workspace.imports.keys().next_back().expect("an import")
}

/// Names of living members, companies and contacts, and of stages in use.
fn left(w: &Workspace) -> Vec<&str> {
    let members = w.members.values().filter(|m| m.meta.is_alive()).map(|m| m.name.as_str());
    let companies = w.companies.values().filter(|c| c.meta.is_alive()).map(|c| c.name.as_str());
    let contacts = w.contacts.values().filter(|c| c.meta.is_alive()).map(|c| c.name.as_str());
    let stages = w.stages_in_order().into_iter().map(|s| s.name.as_str());
    members.chain(companies).chain(contacts).chain(stages).collect()
}

#[test]
fn an_import_that_is_taken_back_leaves_won_and_lost() {
    let mut desk = Desk::new(Currency::EUR);
    desk.import_text(FILE);
    let import = latest(&desk.workspace);
    take_back(&mut desk, import);
    assert_eq!(desk.workspace.living_deals().count(), 0);
    assert_eq!(left(&desk.workspace), ["Bought", "Left without buying"]);
    assert!(desk.workspace.imports[&import].undone);
}

#[test]
fn what_something_else_uses_stays() {
    let mut desk = Desk::new(Currency::EUR);
    desk.import_text(FILE);
    let first = latest(&desk.workspace);
    desk.import_text("id,title,stage,owner,company\n3,Shelf,Offer,ann,novak\n");
    take_back(&mut desk, first);
    assert_eq!(desk.workspace.living_deals().map(|d| d.title.as_str()).collect::<Vec<_>>(), ["Shelf"]);
    assert_eq!(left(&desk.workspace), ["Ann", "Novak", "Offer", "Bought", "Left without buying"]);
}

#[test]
fn what_people_made_stays_even_when_only_imported_deals_use_it() {
    let mut desk = Desk::new(Currency::EUR);
    desk.import_text(FILE);
    let company = CompanyId(desk.id());
    desk.perform(Action::Create { id: company, set: vec![CompanyChange::Name("Own".into())] }.into());
    let deal = desk.workspace.living_deals().next().expect("a deal").id;
    desk.perform(DealAction::Edit { id: deal, set: vec![DealChange::Company(Some(company))] }.into());
    let import = latest(&desk.workspace);
    take_back(&mut desk, import);
    assert!(desk.workspace.companies[&company].meta.is_alive());
}

#[test]
fn taking_back_twice_is_once_and_the_file_can_come_again() {
    let mut desk = Desk::new(Currency::EUR);
    desk.import_text(FILE);
    let import = latest(&desk.workspace);
    take_back(&mut desk, import);
    assert_eq!(undo(&desk.workspace, import), []);
    assert_eq!(undo(&desk.workspace, ImportId::default()), []);
    assert_eq!(desk.import_text(FILE), []);
    assert_eq!(desk.workspace.living_deals().count(), 2);
}
