//! What is sent and answered.

use super::paths::reference;
use serde_json::{Map, Value, json};
use smarketing_domain::{
    intake::{
        ROWS_MAX,
        form::{ANSWER, TRAP},
    },
    operation::{LINE_MAX, MONEY_MAX, TEXT_MAX},
    template::TEMPLATES,
    wire::OPERATIONS_MAX,
};

/// All schemas by name.
pub fn all() -> Value {
    let mut all = Map::new();
    for part in [access(), lists(), sync(), intake()] {
        if let Value::Object(part) = part {
            all.extend(part);
        }
    }
    Value::Object(all)
}

/// An object; a name that ends with `?` may be missing.
fn object(fields: Value) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for (name, schema) in fields.as_object().into_iter().flatten() {
        match name.strip_suffix('?') {
            Some(name) => drop(properties.insert(name.to_owned(), schema.clone())),
            None => {
                required.push(name.clone());
                properties.insert(name.clone(), schema.clone());
            }
        }
    }
    json!({ "type": "object", "properties": properties, "required": required })
}

fn list(of: Value) -> Value {
    json!({ "type": "array", "items": of })
}

fn text() -> Value {
    json!({ "type": "string" })
}

fn at_most(characters: usize) -> Value {
    json!({ "type": "string", "maxLength": characters })
}

fn uuid() -> Value {
    json!({ "type": "string", "format": "uuid" })
}

fn truth() -> Value {
    json!({ "type": "boolean" })
}

/// Milliseconds since 1970, UTC.
fn time() -> Value {
    json!({ "type": "integer", "description": "Milliseconds since 1970, UTC." })
}

fn number() -> Value {
    json!({ "type": "integer", "minimum": 0 })
}

fn or_null(schema: Value) -> Value {
    json!({ "anyOf": [schema, { "type": "null" }] })
}

fn team() -> Value {
    json!({ "enum": ["marketing", "sales", "management"] })
}

fn role() -> Value {
    json!({ "enum": ["viewer", "member", "manager", "admin"] })
}

fn template() -> Value {
    let names: Vec<_> = TEMPLATES.iter().map(|template| json!(template.name)).chain([Value::Null]).collect();
    json!({ "enum": names })
}

fn access() -> Value {
    let session = json!({
        "workspace": uuid(), "member": uuid(), "name": text(), "team": team(), "role": role(), "server_now": time(),
    });
    let set_up = json!({
        "code": text(), "workspace": text(), "currency": text(), "language": { "enum": ["en", "ru", "uk"] },
        "calendar": text(), "zone?": text(), "response_hours": { "type": "integer", "minimum": 1, "maximum": 336 },
        "template": template(), "name": text(), "email": text(), "password": text(),
    });
    let problem = json!({ "type": text(), "title": text(), "status": number(), "code": text(), "detail": text(), "expected?": number() });
    json!({
        "Problem": object(problem),
        "Empty": object(json!({})),
        "Description": { "type": "object" },
        "SignIn": object(json!({ "email": text(), "password": text() })),
        "Session": object(session),
        "SetupState": object(json!({ "needed": truth() })),
        "SetUp": object(set_up),
        "NewInvite": object(json!({ "email": text(), "team": team(), "role": role() })),
        "Link": object(json!({ "path": text(), "expires": time() })),
        "Token": object(json!({ "token": text() })),
        "Join": object(json!({ "token": text(), "name": text(), "password": text() })),
        "Invitation": object(json!({ "workspace": text(), "email": text(), "known": truth() })),
        "ChangeRole": object(json!({ "role": role() })),
        "ChangePassword": object(json!({ "old": text(), "new": text() })),
        "NewPassword": object(json!({ "token": text(), "password": text() })),
        "ResetLook": object(json!({ "email": text() })),
        "OpenWorkspace": object(json!({ "workspace": uuid() })),
        "NewKey": object(json!({ "name": at_most(100), "leads": truth(), "reach": truth() })),
        "MadeKey": object(json!({ "id": uuid(), "key": text() })),
    })
}

fn lists() -> Value {
    let invite =
        json!({ "id": uuid(), "email": text(), "team": team(), "role": role(), "by": uuid(), "expires": time() });
    let session = json!({ "created": time(), "seen": time(), "browser": text(), "current": truth() });
    let audit = json!({
        "at": time(), "what": text(), "actor": or_null(uuid()), "about": or_null(uuid()),
        "email": or_null(text()), "detail": or_null(text()),
    });
    let key = json!({
        "id": uuid(), "name": text(), "leads": truth(), "reach": truth(), "by": uuid(), "created": time(),
        "used": or_null(time()),
    });
    json!({
        "InviteLines": list(object(invite)),
        "SignInLines": list(object(json!({ "member": uuid(), "email": text() }))),
        "SessionLines": list(object(session)),
        "WorkspaceLines": list(object(json!({ "id": uuid(), "name": text(), "current": truth() }))),
        "AuditLines": list(object(audit)),
        "KeyLines": list(object(key)),
        "CallLines": list(object(json!({
            "at": time(), "key": text(), "what": { "enum": ["leads", "reach", "form"] }, "units": number(),
            "code": or_null(text()), "subject": or_null(text()),
        }))),
    })
}

fn sync() -> Value {
    let stamp = json!({ "type": "string", "pattern": "^[0-9a-f]{12}-[0-9a-f]{8}-[0-9a-f]{16}$" });
    let kinds = [
        "settings",
        "stage",
        "member",
        "company",
        "contact",
        "deal",
        "task",
        "insight",
        "rule",
        "question",
        "touchpoint",
        "hypothesis",
        "reach",
        "import",
        "workshop",
        "sticker",
        "meeting",
    ];
    let change = json!({
        "kind": { "enum": kinds },
        "do": { "enum": ["create", "edit", "move", "delete", "restore"] },
        "id": uuid(),
        "set?": list(json!({ "type": "object", "minProperties": 1, "maxProperties": 1 })),
        "place?": { "type": "object" }, "past?": list(json!({ "type": "object" })), "to?": { "type": "object" },
        "entered?": or_null(time()), "retract?": or_null(stamp.clone()),
        "remark?": or_null(json!({ "type": "object" })),
    });
    let operation = json!({
        "number": { "type": "integer", "minimum": 1 }, "stamp": stamp, "author?": uuid(), "body": reference("Change"),
    });
    let operations = json!({ "type": "array", "items": reference("Operation"), "maxItems": OPERATIONS_MAX });
    let request = json!({
        "client": { "type": "string", "pattern": "^[0-9a-f]{16}$" }, "epoch": uuid(),
        "cursor": { "type": "integer", "minimum": 0, "maximum": u64::MAX }, "operations": operations,
        "seen?": { "type": "integer", "minimum": 0, "maximum": u64::MAX },
        "told?": { "type": "integer", "minimum": 0, "maximum": u64::MAX },
    });
    let answer = json!({
        "number": number(), "verdict": { "enum": ["accepted", "rejected"] }, "seq?": number(), "lost?": list(text()),
        "code?": text(), "message?": text(),
    });
    let record = json!({ "entity": { "enum": kinds }, "id": uuid(), "meta": { "type": "object" } });
    let response = json!({
        "epoch": uuid(), "server_now": time(), "answers": list(reference("Answer")), "entities": list(reference("Record")),
        "cursor": number(), "more": truth(), "reset": truth(), "tray?": list(reference("Notice")),
    });
    let notice = json!({ "operation": reference("Operation"), "code": text(), "message": text(), "subject": text() });
    let line = json!({ "seq": number(), "operation": reference("Operation"), "replaced?": { "type": "object" } });
    let snapshot = json!({ "epoch": uuid(), "cursor": number(), "entities": list(reference("Record")) });
    let person = json!({
        "exported": time(), "person": uuid(), "records": list(reference("Record")), "history": list(reference("Operation")),
    });
    json!({
        "Change": object(change),
        "Operation": object(operation),
        "Notice": object(notice),
        "Answer": object(answer),
        "Record": object(record),
        "SyncRequest": object(request),
        "SyncResponse": object(response),
        "Snapshot": object(snapshot),
        "History": object(json!({ "lines": list(object(line)), "more": truth() })),
        "Person": object(person),
    })
}

fn intake() -> Value {
    let mut lead = object(json!({
        "id?": or_null(at_most(200)), "title?": at_most(LINE_MAX), "name?": at_most(LINE_MAX), "email?": at_most(254),
        "phone?": at_most(LINE_MAX), "company?": at_most(LINE_MAX), "channel?": at_most(LINE_MAX),
        "campaign?": at_most(TEXT_MAX), "message?": at_most(TEXT_MAX),
        "basis?": { "enum": ["unknown", "consent", "contract", "legitimate_interest"] }, "source?": at_most(LINE_MAX),
        "fields?": { "type": "object", "additionalProperties": at_most(TEXT_MAX), "maxProperties": 100 },
    }));
    lead["additionalProperties"] = json!(false);
    lead["description"] = json!("At least one of title, name, email, phone and company says something.");
    let count =
        json!({ "anyOf": [{ "type": "integer", "minimum": 0, "maximum": 1_000_000_000_000_u64 }, { "type": "null" }] });
    let spend = json!({ "anyOf": [{ "type": "integer", "minimum": 0, "maximum": MONEY_MAX }, { "type": "null" }] });
    let mut row = object(json!({
        "channel": { "type": "string", "minLength": 1, "maxLength": LINE_MAX }, "day": { "type": "string", "format": "date" },
        "impressions?": count, "visits?": count, "spend_minor?": spend,
    }));
    row["additionalProperties"] = json!(false);
    let rows = json!({ "type": "array", "items": row, "minItems": 1, "maxItems": ROWS_MAX });
    let mut reach = object(json!({ "id?": or_null(at_most(200)), "currency?": or_null(text()), "rows": rows }));
    reach["additionalProperties"] = json!(false);
    let mut form = object(json!({
        "key": text(), "title?": text(), "name?": text(), "email?": text(), "phone?": text(), "company?": text(),
        "channel?": text(), "campaign?": text(), "message?": text(), "source?": text(), "consent?": text(),
        "thanks?": text(), (format!("{TRAP}?")): text(),
    }));
    form["additionalProperties"] = text();
    form["description"] = json!(format!(
        "Answers to the workspace's questions are called {ANSWER} and the question's field. Whoever fills in {TRAP} is \
         thanked, and nothing is taken in. With Accept: application/json the answer is JSON; else it is a page, or leads \
         to the address in thanks when that is of the form's own site."
    ));
    json!({ "Lead": lead, "ReachRows": reach, "Form": form, "Taken": object(json!({ "id": text() })) })
}
