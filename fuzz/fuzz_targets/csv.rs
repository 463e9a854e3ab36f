//! Whatever is dropped on the importer: it is refused with a reason, or imported
//! into a workspace that is valid.
#![no_main]

use libfuzzer_sys::fuzz_target;
use smarketing_domain::{
    clock::{Clock, Timestamp},
    ids::{ClientId, WorkspaceId},
    import::{csv, mapping::Mapping, plan::Origin, survey::Survey, words::Words},
    money::Currency,
    operation::{Action, Authority, Body, Operation, apply, check},
    settings::SettingsChange,
    workspace::Workspace,
};
use uuid::Uuid;

/// 5 January 2026.
const NOW: Timestamp = Timestamp(1_767_571_200_000);

fuzz_target!(|bytes: &[u8]| {
    let Ok(table) = csv::parse(bytes) else { return };
    let words = Words::of("en");
    let mut workspace = Workspace::default();
    let mut clock = Clock::new(ClientId(1));
    let mut number = 0;
    let mut perform = |workspace: &mut Workspace, body: Body| {
        assert_eq!(check(workspace, Authority::Server, &body), Ok(()), "the importer only asks for what is allowed");
        number += 1;
        apply(workspace, &Operation { number, stamp: clock.tick(NOW), author: Default::default(), body });
    };
    let own = WorkspaceId(Uuid::from_u128(1));
    let set = vec![SettingsChange::Name("Studio".into()), SettingsChange::Currency(Currency::default())];
    perform(&mut workspace, Action::Create { id: own, set }.into());

    let mapping = Mapping::guess(&table, &workspace, &words);
    let Ok(mut survey) = Survey::new(&table, &mapping, &workspace, words) else { return };
    while !survey.step(&table, 100) {}
    let mut last = 1;
    let mut ids = move || {
        last += 1;
        Uuid::from_u128(last)
    };
    let origin = Origin { file: "deals.csv".into(), now: NOW, workspace: Some(own) };
    let mut plan = survey.into_plan(origin, &mut ids);
    for body in plan.opening() {
        perform(&mut workspace, body);
    }
    while let Some(body) = plan.next(&table, &mut ids) {
        perform(&mut workspace, body);
    }
    assert_eq!(workspace.validate(), Ok(()), "an import leaves a valid workspace");
});
