-- The last calls of the intake, to see what came and what was wrong with it. What was
-- sent is not kept: it would have to be forgotten with a person.
CREATE TABLE intake_call (
    id        TEXT   NOT NULL PRIMARY KEY,
    workspace TEXT   NOT NULL REFERENCES workspace (id),
    key_name  TEXT   NOT NULL,
    at        BIGINT NOT NULL,
    what      TEXT   NOT NULL,
    units     BIGINT NOT NULL,
    -- Why it was not taken in; NULL where it was.
    code      TEXT,
    subject   TEXT
);
CREATE INDEX intake_call_workspace ON intake_call (workspace, id);
