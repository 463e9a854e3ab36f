//! The security list, each line with a test from outside: real sockets, a real
//! database file, and only what anybody on the network could send.
//!
//! | line | test |
//! |---|---|
//! | throttle per account, never for good | `session::guessing_is_slowed_down_and_the_owner_gets_in_after_the_wait` |
//! | same answer for known and unknown addresses | `session::known_and_unknown_addresses_get_the_same_answer` |
//! | … and about the same work | `login::an_unknown_and_a_removed_address_take_as_long_as_a_known_one` |
//! | argon2id, 19 MiB, t=2 | `login::every_way_to_a_password_stores_argon2id_with_enough_memory_and_passes` |
//! | 64 characters pass, common passwords do not | `login::long_passphrases_pass_and_common_passwords_do_not` |
//! | new session id at login | `session::signing_in_again_gives_a_new_session_and_ends_the_old_one`, `login::a_token_that_the_browser_brings_is_never_taken_over` |
//! | logout ends sessions and streams | `session::a_session_lives_from_sign_in_to_sign_out`, `events::signing_out_ends_the_sessions_streams` |
//! | password change ends sessions and streams | `access::a_new_password_needs_the_old_one_and_ends_other_sessions`, `login::a_new_password_ends_the_other_streams_in_time` |
//! | removal ends sessions and streams | `access::a_removed_member_is_out_within_five_seconds_and_can_be_invited_again`, `login::a_removal_by_another_process_ends_streams_in_time` |
//! | cookie HttpOnly, SameSite, Secure, `__Host-` | `session::the_cookie_is_out_of_reach_of_scripts_and_other_sites`, `login::behind_tls_only_the_host_cookie_counts` |
//! | without our origin or content type 403 | `requests::every_change_from_elsewhere_is_refused` |
//! | no CORS grants | `requests::nobody_elsewhere_may_read_or_ask` |
//! | GET changes nothing | `requests::reading_changes_nothing` |
//! | foreign ids in endpoints | `access::another_workspace_is_out_of_reach`, `history::nothing_is_seen_of_another_workspace_and_nothing_without_a_session`, `privacy::a_person_of_another_workspace_is_out_of_reach`, `intake::keys_of_another_workspace_are_out_of_reach` |
//! | foreign ids in operations and nested references | `foreign::no_operation_reaches_a_record_of_another_workspace`, `foreign::no_reference_leads_into_another_workspace`, `foreign::a_foreign_members_streams_are_out_of_reach` |
//! | a viewer's operations | `operations::a_viewer_changes_nothing_of_any_kind` |
//! | another one's vote | `operations::nobody_votes_for_somebody_else_or_takes_their_votes_away` |
//! | role, workspace, sequence, author | `operations::nobody_sets_role_workspace_sequence_or_author` |
//! | a vote in another's name | `operations::everybody_votes_for_themselves_alone` |
//! | `<script>`, `javascript:` | `content::what_people_write_is_data`, in a browser `tests/e2e/security.spec.ts` |
//! | CSV cells | `tests/e2e/security.spec.ts`, `src/components/csv.rs` |
//! | CSP, nosniff, frame-ancestors | `statics::every_answer_forbids_what_the_app_does_not_need` |
//! | no-store | `content::no_answer_of_the_api_is_kept_or_sniffed` |
//! | body size, operations per request | `sync::an_oversized_body_is_refused_with_a_readable_answer`, `sync::too_many_operations_are_refused_and_a_thousand_are_not` |
//! | JSON depth | `sync::malformed_json_says_where`, `bounds::deep_json_within_an_operation_breaks_nothing` |
//! | compressed bodies | `bounds::a_compressed_body_is_never_unpacked` |
//! | CSV cells and files | `domain/src/import/csv.rs` |
//! | streams per member, in all | `events::a_sixth_stream_ends_the_first`, `bounds::too_many_streams_in_all_are_refused` |
//! | intake keys | `intake::*` |
//! | forms of other sites, and a key that everybody can read | `form::*` |
//! | invites single use, expiring | `access::an_invited_person_comes_in_once_with_the_role_they_were_given`, `access::a_link_that_expired_or_was_taken_back_lets_nobody_in` |
//! | export and erasure | `privacy::*` |

mod bounds;
mod content;
mod foreign;
mod form;
mod intake;
mod login;
mod operations;
mod privacy;
mod requests;

use crate::support::Person;
use reqwest::Response;
use serde_json::{Value, json};
use smarketing_domain::operation::Body;
use std::time::Duration;

/// Every endpoint that changes something, with a body that it could take.
fn changing() -> Vec<(reqwest::Method, String, Value)> {
    use reqwest::Method as M;
    let id = "0199f000-0000-7000-8000-000000000000";
    vec![
        (M::POST, "/api/session".into(), json!({ "email": "x@example.org", "password": "x" })),
        (M::DELETE, "/api/session".into(), Value::Null),
        (
            M::POST,
            "/api/sync".into(),
            json!({ "client": "0000000000000001", "epoch": id, "cursor": 0, "operations": [] }),
        ),
        (M::POST, "/api/setup".into(), json!({})),
        (M::POST, "/api/invites".into(), json!({ "email": "x@example.org", "team": "sales", "role": "viewer" })),
        (M::DELETE, format!("/api/invites/{id}"), Value::Null),
        (M::POST, "/api/join".into(), json!({ "token": "x", "name": "x", "password": "x" })),
        (M::POST, "/api/join/look".into(), json!({ "token": "x" })),
        (M::PUT, format!("/api/members/{id}/role"), json!({ "role": "admin" })),
        (M::POST, format!("/api/members/{id}/reset"), json!({})),
        (M::DELETE, format!("/api/members/{id}"), Value::Null),
        (M::POST, "/api/password".into(), json!({ "old": "x", "new": "y" })),
        (M::POST, "/api/reset".into(), json!({ "token": "x", "password": "x" })),
        (M::POST, "/api/reset/look".into(), json!({ "token": "x" })),
        (M::DELETE, "/api/sessions".into(), Value::Null),
        (M::POST, "/api/workspaces".into(), json!({ "workspace": id })),
        (M::POST, "/api/keys".into(), json!({ "name": "x", "leads": true, "reach": true })),
        (M::DELETE, format!("/api/keys/{id}"), Value::Null),
        (M::POST, "/api/intake/leads".into(), json!({ "name": "x" })),
        (M::POST, "/api/intake/reach".into(), json!({ "rows": [{ "channel": "x", "day": "2026-01-01" }] })),
        (M::POST, format!("/api/contacts/{id}/erase"), json!({})),
    ]
}

/// Every address that is read.
const READ: [&str; 17] = [
    "/api/session",
    "/api/snapshot",
    "/api/history",
    "/api/setup",
    "/api/invites",
    "/api/members",
    "/api/sessions",
    "/api/workspaces",
    "/api/audit",
    "/api/keys",
    "/api/intake/calls",
    "/api/openapi.json",
    "/api/contacts/0199f000-0000-7000-8000-000000000000/export",
    "/api/nothing",
    "/healthz",
    "/readyz",
    "/board",
];

fn body(json: Value) -> Body {
    let body: Body = serde_json::from_value(json.clone()).unwrap();
    assert!(!matches!(body, Body::Unknown(_)), "{json}");
    body
}

async fn snapshot(person: &Person) -> Value {
    person.get("/api/snapshot").send().await.unwrap().json().await.unwrap()
}

/// Waits for the end of a stream, at most five seconds.
async fn ends(stream: &mut Response) -> bool {
    let drain = async { while let Ok(Some(_)) = stream.chunk().await {} };
    tokio::time::timeout(Duration::from_secs(5), drain).await.is_ok()
}
