-- Inviting, resetting and leaving; and who did what.

-- The browser of a session in a few words: "Firefox, Linux".
ALTER TABLE session ADD COLUMN browser TEXT COLLATE "C" NOT NULL DEFAULT '';
CREATE INDEX session_account ON session (account);

-- Who may come in by a link. Only the SHA-256 of the link's token is kept. The
-- member's id is chosen with the invitation: accepting it twice makes one member.
CREATE TABLE invite (
    id         TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    token_hash TEXT COLLATE "C" NOT NULL UNIQUE,
    workspace  TEXT COLLATE "C" NOT NULL REFERENCES workspace (id),
    email      TEXT COLLATE "C" NOT NULL,
    member     TEXT COLLATE "C" NOT NULL,
    team       TEXT COLLATE "C" NOT NULL,
    role       TEXT COLLATE "C" NOT NULL,
    invited_by TEXT COLLATE "C" NOT NULL,
    created_at BIGINT           NOT NULL,
    expires_at BIGINT           NOT NULL
);
CREATE INDEX invite_workspace ON invite (workspace);

-- Who may choose a new password by a link; one at a time.
CREATE TABLE reset (
    account    TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES account (id),
    token_hash TEXT COLLATE "C" NOT NULL UNIQUE,
    expires_at BIGINT           NOT NULL
);

-- Who did what about access. Without a workspace: about the server as a whole.
CREATE TABLE audit (
    id        TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    at        BIGINT           NOT NULL,
    workspace TEXT COLLATE "C" REFERENCES workspace (id),
    what      TEXT COLLATE "C" NOT NULL,
    actor     TEXT COLLATE "C",
    about     TEXT COLLATE "C",
    email     TEXT COLLATE "C",
    detail    TEXT COLLATE "C"
);
CREATE INDEX audit_workspace ON audit (workspace, at);
CREATE INDEX audit_at ON audit (at);
