-- Operations and receipts are found by their primary keys only. Kept in its order
-- they need one tree each, where a table beside its index needs two: less is
-- written, and synced, with every change.
CREATE TABLE operation_in_order (
    workspace TEXT   NOT NULL REFERENCES workspace (id),
    seq       BIGINT NOT NULL,
    client    TEXT   NOT NULL,
    number    BIGINT NOT NULL,
    author    TEXT   NOT NULL,
    stamp     TEXT   NOT NULL,
    json      TEXT   NOT NULL,
    PRIMARY KEY (workspace, seq)
) WITHOUT ROWID;
INSERT INTO operation_in_order (workspace, seq, client, number, author, stamp, json)
    SELECT workspace, seq, client, number, author, stamp, json FROM operation ORDER BY workspace, seq;
DROP TABLE operation;
ALTER TABLE operation_in_order RENAME TO operation;
CREATE UNIQUE INDEX operation_number ON operation (workspace, client, number);

CREATE TABLE receipt_in_order (
    workspace TEXT   NOT NULL REFERENCES workspace (id),
    client    TEXT   NOT NULL,
    number    BIGINT NOT NULL,
    verdict   TEXT   NOT NULL,
    PRIMARY KEY (workspace, client, number)
) WITHOUT ROWID;
INSERT INTO receipt_in_order (workspace, client, number, verdict)
    SELECT workspace, client, number, verdict FROM receipt ORDER BY workspace, client, number;
DROP TABLE receipt;
ALTER TABLE receipt_in_order RENAME TO receipt;
