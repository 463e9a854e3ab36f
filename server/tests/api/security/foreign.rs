//! Ids of another workspace, wherever an id can stand.

use super::{
    body,
    operations::{KINDS, creation, others},
    snapshot,
};
use crate::support::{Person, Server, code_of};
use serde_json::{Value, json};
use smarketing_domain::{
    company::{Company, Contact},
    deal::Deal,
    hypothesis::Hypothesis,
    import::Import,
    insight::Insight,
    meeting::Meeting,
    member::{Member, Role},
    question::Question,
    reach::Reach,
    record::Record,
    score::Rule,
    settings::Settings,
    stage::Stage,
    task::Task,
    touchpoint::Touchpoint,
    workshop::{Sticker, Workshop},
};
use std::collections::BTreeMap;
use uuid::Uuid;

/// A record of each kind in a person's workspace.
async fn furnish(person: &mut Person) -> BTreeMap<&'static str, Uuid> {
    let mut ids = BTreeMap::new();
    for kind in KINDS {
        if kind == "settings" {
            ids.insert(kind, person.session.workspace.0);
            continue;
        }
        let id = Uuid::now_v7();
        let made = creation(person, kind, id);
        assert_eq!(code_of(&person.make(made).await), "accepted", "{kind}");
        ids.insert(kind, id);
    }
    ids
}

async fn two() -> (Server, Person, Person) {
    let server = Server::start().await;
    let ann = server.person("ann@example.org", Role::Admin).await;
    server.member_of("Elsewhere", "eve@example.org", Role::Admin).await;
    let eve = server.sign_in("eve@example.org").await;
    (server, ann, eve)
}

#[tokio::test]
async fn no_operation_reaches_a_record_of_another_workspace() {
    let (_server, mut ann, mut eve) = two().await;
    let foreign = furnish(&mut ann).await;
    let before = snapshot(&ann).await;
    for (kind, id) in &foreign {
        for body in others(&eve, kind, *id) {
            let said = format!("{body:?}");
            let verdict = eve.make(body).await;
            assert!(["unknown_record", "server_only"].contains(&code_of(&verdict)), "{said}: {verdict:?}");
        }
        // Making a record with an id that is used elsewhere makes one here.
        let made = creation(&eve, kind, *id);
        eve.make(made).await;
        for body in others(&eve, kind, *id) {
            eve.make(body).await;
        }
    }
    assert_eq!(snapshot(&ann).await, before);
}

/// Every register in which ids stand, with a value that names only `ids`; and
/// those that hold ids within something else.
fn references(ids: &BTreeMap<&'static str, Uuid>) -> Vec<(&'static str, &'static str, Value)> {
    let id = |kind: &str| json!(ids[kind]);
    let decision = json!({ "choice": "stop", "reason": "So", "by": ids["member"], "at": 1_700_000_000_000_i64 });
    let play = json!({
        "what": "Call", "stage": ids["stage"], "goal": ids["stage"], "days": 30, "since": 1_700_000_000_000_i64,
    });
    let measure = json!({ "from": ids["stage"], "to": ids["stage"] });
    let design = json!({ "measure": measure, "guardrail": measure });
    let frozen = |line: Value| {
        let mut whole = json!({ "by": ids["member"], "at": 1_700_000_000_000_i64, "plan": { "baseline_bp": 2_000, "effect_bp": 500 } });
        whole.as_object_mut().unwrap().extend(line.as_object().unwrap().clone());
        whole
    };
    let registered = |line: Value| json!([frozen(line)]);
    let amended = |line: Value| json!({ Uuid::from_u128(77).to_string(): { "parts": ["plan"], "to": frozen(line) } });
    let number = |segment: Value| {
        json!({ "number": {
            "from": ids["stage"], "to": ids["stage"], "segment": segment, "entered": 4, "converted": 2, "at": 1_700_000_000_000_i64,
        } })
    };
    let minutes = |line: Value| {
        let mut whole =
            json!({ "at": 1_700_000_000_000_i64, "record": format!("deal/{}", ids["deal"]), "what": "made" });
        whole.as_object_mut().unwrap().extend(line.as_object().unwrap().clone());
        json!({ "at": 1_700_000_000_000_i64, "lines": [whole] })
    };
    vec![
        ("contact", "company", id("company")),
        ("deal", "company", id("company")),
        ("deal", "contacts", json!([ids["contact"]])),
        ("deal", "owner", id("member")),
        ("deal", "grew_from", id("deal")),
        ("deal", "import", id("import")),
        ("task", "deal", id("deal")),
        ("task", "assignee", id("member")),
        ("insight", "deal", id("deal")),
        ("insight", "company", id("company")),
        ("insight", "votes", json!([ids["member"]])),
        ("touchpoint", "deal", id("deal")),
        ("touchpoint", "contact", id("contact")),
        ("hypothesis", "segment", json!({ "owner": ids["member"] })),
        ("hypothesis", "segment", json!({ "import": ids["import"] })),
        ("hypothesis", "decision", decision),
        ("hypothesis", "play", play),
        ("hypothesis", "continued", json!({ "reason": "So", "by": ids["member"], "at": 1_700_000_000_000_i64 })),
        ("hypothesis", "registered", registered(json!({ "design": design }))),
        ("hypothesis", "registered", registered(json!({ "segment": { "owner": ids["member"] } }))),
        ("hypothesis", "registered", registered(json!({ "segment": { "import": ids["import"] } }))),
        ("hypothesis", "amended", amended(json!({ "design": design }))),
        ("hypothesis", "amended", amended(json!({ "segment": { "owner": ids["member"] } }))),
        ("hypothesis", "design", design),
        ("hypothesis", "evidence", json!([{ "insight": ids["insight"] }])),
        ("hypothesis", "evidence", json!([number(json!({}))])),
        ("hypothesis", "evidence", json!([number(json!({ "owner": ids["member"] }))])),
        ("hypothesis", "votes", json!({ ids["member"].to_string(): { "impact": 5, "confidence": 5, "ease": 5 } })),
        ("hypothesis", "origin", id("sticker")),
        (
            "settings",
            "views",
            json!({ Uuid::now_v7().to_string(): { "name": "Mine", "query": "", "by": ids["member"] } }),
        ),
        ("sticker", "workshop", id("workshop")),
        ("sticker", "on", id("sticker")),
        ("sticker", "across", id("sticker")),
        ("meeting", "ended", minutes(json!({}))),
        ("meeting", "ended", minutes(json!({ "by": ids["member"] }))),
        ("meeting", "ended", minutes(json!({ "what": { "moved": { "from": ids["stage"], "to": ids["stage"] } } }))),
    ]
}

/// Registers whose type can name another record: ids, and types with ids within.
fn registers() -> Vec<(&'static str, &'static str)> {
    fn of<R: Record>(kind: &'static str) -> Vec<(&'static str, &'static str)> {
        let carries = |ty: &str| {
            ty.contains("Id")
                || ["Filter", "Decision", "Play", "Design", "Frozen", "Evidence", "Ending", "Continued"]
                    .iter()
                    .any(|inner| ty.contains(inner))
        };
        R::registers().iter().filter(|(_, ty)| carries(ty)).map(|(name, _)| (kind, *name)).collect()
    }
    // What neither is an id nor has one within; anything new has to be judged.
    const PLAIN: &[&str] = &[
        "String",
        "Vec<Arm>",
        "Vec<Day>",
        "RunBy",
        "Cost",
        "Worth",
        "DealKind",
        "Option<NaiveDate>",
        "BTreeMap<String, String>",
        "Team",
        "Role",
        "bool",
        "u64",
        "i64",
        "u16",
        "u8",
        "Option<u16>",
        "Currency",
        "Calendar",
        "Visibility",
        "Section",
        "StageRole",
        "Rank",
        "LawfulBasis",
        "Option<Timestamp>",
        "InsightKind",
        "Plan",
        "Standing",
        "Option<i32>",
        "Option<u8>",
        "i32",
        "Promise",
        "BTreeSet<String>",
        "Condition",
        "AnswerKind",
        "Vec<String>",
        "Moment",
        "Phase",
        "StickerKind",
    ];
    fn judged<R: Record>(kind: &'static str) {
        for (name, ty) in R::registers() {
            let known = PLAIN.contains(ty) || of::<R>(kind).contains(&(kind, *name));
            assert!(known, "{kind}.{name} is a {ty}: does it name other records?");
        }
    }
    macro_rules! all {
        ($($kind:literal $record:ty,)*) => {{
            $(judged::<$record>($kind);)*
            let mut all = Vec::new();
            $(all.extend(of::<$record>($kind));)*
            assert_eq!([$($kind),*].len(), KINDS.len());
            all
        }};
    }
    all! {
        "settings" Settings, "stage" Stage, "member" Member, "company" Company, "contact" Contact, "deal" Deal,
        "task" Task, "insight" Insight, "rule" Rule, "question" Question, "touchpoint" Touchpoint, "hypothesis" Hypothesis, "reach" Reach, "import" Import,
        "workshop" Workshop, "sticker" Sticker, "meeting" Meeting,
    }
}

#[tokio::test]
async fn no_reference_leads_into_another_workspace() {
    let (_server, mut ann, mut eve) = two().await;
    let foreign = furnish(&mut ann).await;
    let own = furnish(&mut eve).await;
    let stage = ann.open_stages()[0].0;
    let tried = references(&foreign);
    let mut covered: Vec<_> = tried.iter().map(|(kind, register, _)| (*kind, *register)).collect();
    covered.dedup();
    let mut expected = registers();
    covered.sort_unstable();
    expected.sort_unstable();
    assert_eq!(covered, expected, "every register that can name a record is tried");

    let before = snapshot(&ann).await;
    for (kind, register, value) in tried {
        let edit = body(json!({ "kind": kind, "do": "edit", "id": own[kind], "set": [{ register: value }] }));
        assert_eq!(code_of(&eve.make(edit).await), "unknown_reference", "{kind}.{register}");
        if kind == "settings" {
            continue; // no member makes those
        }
        let mut made = serde_json::to_value(creation(&eve, kind, Uuid::now_v7())).unwrap();
        made["set"].as_array_mut().unwrap().push(json!({ register: value }));
        assert_eq!(code_of(&eve.make(body(made)).await), "unknown_reference", "{kind}.{register} at birth");
    }
    // The same with one's own ids is allowed: it was the ids that were refused.
    for (kind, register, value) in references(&own) {
        // A deal does not grow from itself, and nobody votes or signs for another.
        if [("deal", "grew_from"), ("hypothesis", "votes"), ("hypothesis", "amended")].contains(&(kind, register)) {
            continue;
        }
        let edit = body(json!({ "kind": kind, "do": "edit", "id": own[kind], "set": [{ register: value }] }));
        assert_eq!(code_of(&eve.make(edit).await), "accepted", "{kind}.{register}");
    }
    // A deal's place, its past and its moves.
    let here = eve.open_stages()[0].0;
    for (place, past) in [(stage, stage), (stage, here), (here, stage)] {
        let mut made = serde_json::to_value(creation(&eve, "deal", Uuid::now_v7())).unwrap();
        made["place"]["stage"] = json!(place);
        made["past"] = json!([{ "stage": here }, { "stage": past }]);
        assert_eq!(code_of(&eve.make(body(made)).await), "unknown_stage", "{place} {past}");
    }
    let mut moved = serde_json::to_value(&others(&eve, "deal", own["deal"])[3]).unwrap();
    moved["to"]["stage"] = json!(stage);
    assert_eq!(code_of(&eve.make(body(moved.clone())).await), "unknown_stage");
    // A stamp of an entry elsewhere takes nothing back there.
    let entry = ann.workspace.deals.values().next().unwrap().entries[0].stamp;
    (moved["to"]["stage"], moved["retract"]) = (json!(here), json!(entry));
    eve.make(body(moved)).await;
    assert_eq!(snapshot(&ann).await, before);
}

#[tokio::test]
async fn a_foreign_members_streams_are_out_of_reach() {
    let (_server, ann, mut eve) = two().await;
    let mut stream = ann.get("/api/events").send().await.unwrap();
    assert!(stream.chunk().await.unwrap().is_some());
    let id = ann.session.member.0;
    let made = creation(&eve, "member", id);
    assert_eq!(code_of(&eve.make(made).await), "accepted");
    let gone = body(json!({ "kind": "member", "do": "delete", "id": id }));
    assert_eq!(code_of(&eve.make(gone).await), "accepted");
    let more = tokio::time::timeout(std::time::Duration::from_millis(1_500), stream.chunk()).await;
    assert!(more.is_err(), "the stream was ended: {more:?}");
    assert_eq!(ann.get("/api/session").send().await.unwrap().status(), 200);
}
