-- An accepted operation is its own receipt: client and number are unique, `seq` and
-- what was `lost` are in its row. Receipts are kept of what was rejected.
DELETE FROM receipt WHERE EXISTS (
    SELECT 1 FROM operation o
    WHERE o.workspace = receipt.workspace AND o.client = receipt.client AND o.number = receipt.number
);

-- The last number of a client is that of its last operation or receipt.
ALTER TABLE client DROP COLUMN last_number;

-- The operations about a record are a chain from the latest (`entity.latest`) to the
-- first: an index by record is written somewhere else for each of them.
ALTER TABLE operation ADD COLUMN previous BIGINT;
UPDATE operation SET previous = chain.previous
    FROM (
        SELECT workspace, seq,
            lag(seq) OVER (PARTITION BY workspace, json_extract(json, '$.body.id') ORDER BY seq) AS previous
        FROM operation
    ) chain
    WHERE chain.workspace = operation.workspace AND chain.seq = operation.seq;
ALTER TABLE entity ADD COLUMN latest BIGINT;
UPDATE entity SET latest = (
    SELECT max(o.seq) FROM operation o
    WHERE o.workspace = entity.workspace AND json_extract(o.json, '$.body.id') = entity.id
);
DROP INDEX operation_record;
