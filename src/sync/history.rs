//! What was changed, as the server's log has it: asked for when somebody looks.

use super::accounts::{Answer, get};
use smarketing_domain::history::Log;
use uuid::Uuid;

/// Changes of `record` (one's own without it) before `before`, newest first.
pub async fn changes(record: Option<Uuid>, before: Option<u64>) -> Answer<Log> {
    let record = record.map(|id| format!("record={id}&")).unwrap_or_default();
    let before = before.map(|seq| format!("before={seq}")).unwrap_or_default();
    get(&format!("/api/history?{record}{before}")).await
}
