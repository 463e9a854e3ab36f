//! Whoever is overwritten by somebody who had not seen it is told. Two people may
//! change the same within minutes, or while one of them is away: the later change
//! counts, and whoever made the earlier one would find something else there than
//! they left, without a word.
//!
//! Told is only what was lost: when the other device had read the former value,
//! its person meant to change it, and nobody has to know.

use crate::{
    clock::Stamp,
    entity::Entity,
    history::{Deed, Logged, PRESENCE, differing, lost_part},
    ids::{MemberId, successor},
    operation::{Body, DealAction, Operation},
    workspace::Workspace,
};
use serde::{Deserialize, Serialize};

/// The code under which it waits in the tray of whoever was overwritten; the message
/// beside it is the [`Operation`] that stands there now.
pub const WRITTEN_OVER: &str = "written_over";

/// What of one member's an operation wrote over without its author having seen it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overwritten {
    /// Who had written it.
    pub member: MemberId,
    /// The registers.
    pub registers: Vec<String>,
}

/// What waits in a tray: the form in which a client keeps it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Notice {
    /// The change that makes the former values hold again, in the name of whoever
    /// wrote them. It stands in the place of no operation that was made.
    pub operation: Operation,
    /// [`WRITTEN_OVER`].
    pub code: String,
    /// The operation that wrote over it, as far as it did.
    pub message: String,
    /// What the record is called: the client knows.
    pub subject: String,
}

/// The registers that `operation` is about to give another value, and when the
/// present one was written. To delete a record is to write over all of it.
pub fn covered(before: &Workspace, operation: &Operation) -> Vec<(String, Stamp)> {
    let record = operation.body.key().and_then(|key| before.entity(key));
    let Some(meta) = record.as_ref().map(Entity::meta) else { return Vec::new() };
    let covered = differing(before, &operation.body).into_iter().filter_map(|(register, written)| {
        let is_deleted = register == PRESENCE && meta.is_alive();
        Some((register, if is_deleted { meta.last_written()? } else { written? }))
    });
    covered.filter(|(_, written)| *written < operation.stamp).collect()
}

/// Whom `line` writes over before it is applied, of those whose changes its author
/// had not seen: `unseen` are the operations about its record that their device had
/// not read when the change was made.
pub fn overwritten(before: &Workspace, line: &Logged, unseen: &[Logged]) -> Vec<Overwritten> {
    let mut told = Vec::<Overwritten>::new();
    // A card that is only put between others takes nothing from anybody.
    if line.deeds().is_empty() {
        return told;
    }
    for (register, written) in covered(before, &line.operation) {
        let Some(lost) = unseen.iter().find(|lost| lost.operation.stamp == written) else { continue };
        let member = lost.operation.author;
        // The server has nobody to tell.
        let is_others = member != line.operation.author && member != MemberId::default();
        let deeds = lost.deeds();
        if !is_others || deeds.is_empty() || deeds == [Deed::Created] {
            continue;
        }
        match told.iter_mut().find(|one| one.member == member) {
            Some(one) => one.registers.push(register),
            None => told.push(Overwritten { member, registers: vec![register] }),
        }
    }
    told
}

/// What a member is told of `line`, which wrote over these registers of theirs;
/// `None` when it is not known any more what stood there.
pub fn notice(line: &Logged, to: &Overwritten) -> Option<Notice> {
    let Operation { number, stamp, body, .. } = &line.operation;
    let lost = |body: Body| lost_part(body, &to.registers);
    let back = match lost(line.replaced.undo.clone()?) {
        // Not an undo: the other's step was one.
        Body::Deal(DealAction::Move { id, to, .. }) => {
            DealAction::Move { id, to, entered: Some(stamp.at()), retract: None, remark: None }.into()
        }
        back => back,
    };
    let theirs = Operation { body: lost(body.clone()), ..line.operation.clone() };
    // One place for each who is told, wherever it is kept, and however often it comes.
    let stamp = Stamp { client: successor(stamp.client, to.member), ..*stamp };
    Some(Notice {
        operation: Operation { number: *number, stamp, author: to.member, body: back },
        code: WRITTEN_OVER.to_owned(),
        message: serde_json::to_string(&theirs).ok()?,
        subject: String::new(),
    })
}
