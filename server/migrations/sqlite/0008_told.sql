-- Who has to be told that an operation wrote over what they had written, by somebody
-- who had not seen it. What it was stands in the operation's row.
CREATE TABLE overwritten (
    workspace TEXT   NOT NULL REFERENCES workspace (id),
    seq       BIGINT NOT NULL,
    member    TEXT   NOT NULL,
    -- Names of registers, with spaces between them.
    registers TEXT   NOT NULL,
    PRIMARY KEY (workspace, seq, member)
);

-- The `seq` of the last of them: whoever has read further need not ask.
ALTER TABLE workspace ADD COLUMN told BIGINT NOT NULL DEFAULT 0;
