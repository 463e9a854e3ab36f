-- Inviting, resetting and leaving; and who did what.

-- The browser of a session in a few words: "Firefox, Linux".
ALTER TABLE session ADD COLUMN browser TEXT NOT NULL DEFAULT '';
CREATE INDEX session_account ON session (account);

-- Who may come in by a link. Only the SHA-256 of the link's token is kept. The
-- member's id is chosen with the invitation: accepting it twice makes one member.
CREATE TABLE invite (
    id         TEXT   NOT NULL PRIMARY KEY,
    token_hash TEXT   NOT NULL UNIQUE,
    workspace  TEXT   NOT NULL REFERENCES workspace (id),
    email      TEXT   NOT NULL,
    member     TEXT   NOT NULL,
    team       TEXT   NOT NULL,
    role       TEXT   NOT NULL,
    invited_by TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX invite_workspace ON invite (workspace);

-- Who may choose a new password by a link; one at a time.
CREATE TABLE reset (
    account    TEXT   NOT NULL PRIMARY KEY REFERENCES account (id),
    token_hash TEXT   NOT NULL UNIQUE,
    expires_at BIGINT NOT NULL
);

-- Who did what about access. Without a workspace: about the server as a whole.
CREATE TABLE audit (
    id        TEXT   NOT NULL PRIMARY KEY,
    at        BIGINT NOT NULL,
    workspace TEXT REFERENCES workspace (id),
    what      TEXT   NOT NULL,
    actor     TEXT,
    about     TEXT,
    email     TEXT,
    detail    TEXT
);
CREATE INDEX audit_workspace ON audit (workspace, at);
CREATE INDEX audit_at ON audit (at);
