//! Whatever arrives as a request, an answer or a record: it is read or refused,
//! what is read is written back the same, and what is admitted leaves a valid
//! workspace, however often it is applied.
#![no_main]

use libfuzzer_sys::fuzz_target;
use smarketing_domain::{
    entity::Entity,
    ids::{StageId, WorkspaceId},
    money::Currency,
    operation::{Action, Authority, Body, Operation, admit, apply},
    settings::SettingsChange,
    template,
    wire::{SyncRequest, SyncResponse},
    workspace::Workspace,
};
use std::sync::LazyLock;
use uuid::Uuid;

/// A workspace with settings and stages, whose ids are 1, 2, 3….
static WORKSPACE: LazyLock<Workspace> = LazyLock::new(|| {
    let mut workspace = Workspace::default();
    let id = WorkspaceId(Uuid::from_u128(1));
    let set = vec![SettingsChange::Name("Studio".into()), SettingsChange::Currency(Currency::default())];
    let ids: Vec<_> = (2..).take(template::FURNITURE_STUDIO.len()).map(|n| StageId(Uuid::from_u128(n))).collect();
    let mut bodies = vec![Action::Create { id, set }.into()];
    bodies.extend(template::stages(template::FURNITURE_STUDIO, &ids, "en"));
    for (number, body) in (1..).zip(bodies) {
        apply(&mut workspace, &operation(number, body));
    }
    workspace
});

fn operation(number: u64, body: Body) -> Operation {
    let stamp = format!("{number:012x}-00000000-0000000000000001").parse().expect("a stamp");
    Operation { number, stamp, author: Default::default(), body }
}

fuzz_target!(|json: &str| {
    if let Ok(Some(entity)) = Entity::read(json) {
        let text = serde_json::to_string(&entity).expect("a record can be written");
        assert_eq!(Entity::read(&text).expect("what was written can be read"), Some(entity));
    }
    if let Ok(response) = serde_json::from_str::<SyncResponse>(json) {
        let text = serde_json::to_string(&response).expect("an answer can be written");
        assert_eq!(serde_json::from_str::<SyncResponse>(&text).expect("what was written can be read"), response);
    }
    let request = serde_json::from_str::<SyncRequest>(json);
    let alone = serde_json::from_str::<Operation>(json);
    let operations = request.map(|request| request.operations).unwrap_or_default().into_iter().chain(alone);
    let mut workspace = WORKSPACE.clone();
    for operation in operations {
        let text = serde_json::to_string(&operation).expect("an operation can be written");
        let again = serde_json::from_str::<Operation>(&text).expect("what was written can be read");
        // An unknown change is kept as a value, which has each name once: text with
        // a name twice is unknown, and what is written of it may be known.
        assert!(again == operation || matches!(operation.body, Body::Unknown(_)));
        if admit(&workspace, Authority::Server, &operation).is_ok() {
            apply(&mut workspace, &operation);
            let once = workspace.clone();
            apply(&mut workspace, &operation);
            assert!(workspace == once, "applying twice is once");
            assert_eq!(workspace.validate(), Ok(()), "what is admitted is valid");
        }
    }
});
