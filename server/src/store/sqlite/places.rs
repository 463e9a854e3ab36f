//! Where operations lie in the file, and what changed where: by a number that says both
//! the workspace and the place in its order, so that the next one of a workspace comes
//! right after the last, and a commit writes few pages.

use super::column;

/// A workspace's first place is its number times two to this.
const BITS: u32 = 40;

/// The place in the file of `seq` in the workspace of this number.
pub fn place(workspace: i64, seq: u64) -> i64 {
    (workspace << BITS) + column(seq)
}

/// The latest `$4` operations about a record (`$2`) before `$3`: along the chain that
/// they are. Ids are unique among kinds.
pub const OF_RECORD: &str = "\
    WITH RECURSIVE chain (place, first) AS ( \
        SELECT first + latest, first FROM (SELECT number << 40 AS first FROM workspace WHERE id = $1) \
            CROSS JOIN entity WHERE workspace = $1 AND kind IN ('settings', 'stage', 'member', 'company', \
            'contact', 'deal', 'task', 'insight', 'rule', 'question', 'touchpoint', 'hypothesis', 'reach', \
            'import', 'workshop', 'sticker', 'meeting') AND id = $2 AND latest IS NOT NULL \
        UNION ALL SELECT first + previous, first FROM chain CROSS JOIN operation USING (place) WHERE previous IS NOT NULL \
    ) SELECT seq, json, replaced FROM chain CROSS JOIN operation USING (place) \
    WHERE seq < $3 ORDER BY place DESC LIMIT $4";

/// The latest `$4` operations by an author (`$2`) before `$3`. Their places are looked
/// through in the index of their clients' numbers; rows are read of those only that are asked for.
pub const OF_AUTHOR: &str = "\
    SELECT seq, json, replaced FROM operation WHERE place IN ( \
        SELECT place FROM operation INDEXED BY operation_number WHERE workspace = $1 \
        AND client IN (SELECT client FROM client WHERE workspace = $1 AND member = $2) \
        AND place < (SELECT number << 40 FROM workspace WHERE id = $1) + min($3, 1 << 40) \
        ORDER BY place DESC LIMIT $4 \
    ) ORDER BY place DESC";

/// What a member (`$4`) has to be told of the operations after `$2`, up to `$3`.
pub const TOLD: &str = "\
    SELECT o.seq, o.json, o.replaced, t.registers FROM overwritten t CROSS JOIN operation o \
    ON o.place = (SELECT number << 40 FROM workspace WHERE id = $1) + t.seq \
    WHERE t.workspace = $1 AND t.seq > $2 AND t.seq <= $3 AND t.member = $4 ORDER BY t.seq";

/// The counter of a workspace and what it tells of, as of one moment with the records
/// that changed after `$2`, in order: first a line without a record.
pub const CHANGES: &str = "\
    SELECT counter, NULL AS seq, NULL AS json, told, 0 AS place FROM workspace WHERE id = $1 \
    UNION ALL SELECT 0, e.seq, e.json, 0, c.place \
    FROM (SELECT number << 40 AS first FROM workspace WHERE id = $1) \
    CROSS JOIN change c ON c.place > first + min($2, 1 << 40) AND c.place < first + (1 << 40) \
    CROSS JOIN entity e ON e.record = c.record AND e.seq = c.place - first ORDER BY place";

/// The records that changed after `$2`, in order.
pub const NEWER: &str = "\
    SELECT e.seq, e.json FROM (SELECT number << 40 AS first FROM workspace WHERE id = $1) \
    CROSS JOIN change c ON c.place > first + min($2, 1 << 40) AND c.place < first + (1 << 40) \
    CROSS JOIN entity e ON e.record = c.record AND e.seq = c.place - first ORDER BY c.place";

/// How many records changed after `$2`, and how many there are.
pub const MISSED: &str = "\
    SELECT (SELECT count(DISTINCT record) FROM (SELECT number << 40 AS first FROM workspace WHERE id = $1) \
    CROSS JOIN change ON place > first + min($2, 1 << 40) AND place < first + (1 << 40)), \
    (SELECT count(*) FROM entity WHERE workspace = $1)";

/// Records that are not found where they changed last.
pub const UNPLACED: &str = "\
    SELECT e.kind, e.id, e.workspace FROM entity e JOIN workspace w ON w.id = e.workspace \
    LEFT JOIN change c ON c.place = (w.number << 40) + e.seq WHERE c.record IS NOT e.record";

/// All operations, in the order in which they lie.
pub const IN_ORDER: &str = "\
    SELECT o.workspace, o.seq, o.number, o.json, o.replaced, r.number AS receipt FROM operation o \
    LEFT JOIN receipt r ON r.workspace = o.workspace AND r.client = o.client AND r.number = o.number \
    ORDER BY o.place";

#[cfg(test)]
mod tests {
    use super::*;
    use smarketing_domain::entity::EntityKey;

    #[test]
    fn histories_are_looked_for_in_records_of_every_kind() {
        let has = |kind: &&str| OF_RECORD.contains(&format!("'{kind}'"));
        assert!(EntityKey::KINDS.iter().all(has));
    }

    #[test]
    fn places_of_one_workspace_are_side_by_side() {
        assert_eq!(place(1, 1), (1 << 40) + 1);
        assert!(place(1, (1 << BITS) - 1) < place(2, 0));
        assert!(
            [OF_RECORD, OF_AUTHOR, TOLD, CHANGES, NEWER, MISSED, UNPLACED]
                .iter()
                .all(|statement| statement.contains(&format!("<< {BITS}")))
        );
    }
}
