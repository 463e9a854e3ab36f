-- The same tables as for SQLite, so that the same statements run
-- on both. Text is ordered by its bytes, as SQLite and Rust do.

-- One row: the life of this database.
CREATE TABLE server (
    epoch TEXT COLLATE "C" NOT NULL,
    -- Of several instances that start at once, one writes it.
    one   INTEGER NOT NULL DEFAULT 1 PRIMARY KEY CHECK (one = 1)
);

-- `counter` is the workspace's cursor: taken and raised only inside a writing
-- transaction that holds the lock.
CREATE TABLE workspace (
    id      TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    name    TEXT COLLATE "C" NOT NULL UNIQUE,
    counter BIGINT           NOT NULL DEFAULT 0,
    created BIGINT           NOT NULL
);

-- Every record as of its last change; `json` is the domain's own form.
CREATE TABLE entity (
    workspace TEXT COLLATE "C" NOT NULL REFERENCES workspace (id),
    kind      TEXT COLLATE "C" NOT NULL,
    id        TEXT COLLATE "C" NOT NULL,
    seq       BIGINT           NOT NULL,
    json      TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (workspace, kind, id)
);
-- Unique, because paging by it must never skip a record.
CREATE UNIQUE INDEX entity_seq ON entity (workspace, seq);

-- A client belongs to the member who first used it.
CREATE TABLE client (
    workspace   TEXT COLLATE "C" NOT NULL REFERENCES workspace (id),
    client      TEXT COLLATE "C" NOT NULL,
    member      TEXT COLLATE "C" NOT NULL,
    last_number BIGINT           NOT NULL,
    PRIMARY KEY (workspace, client)
);

-- Accepted operations. `stamp` is what the client sent, `json` the operation as
-- it was applied (the server may have clamped its stamp).
CREATE TABLE operation (
    workspace TEXT COLLATE "C" NOT NULL REFERENCES workspace (id),
    seq       BIGINT           NOT NULL,
    client    TEXT COLLATE "C" NOT NULL,
    number    BIGINT           NOT NULL,
    author    TEXT COLLATE "C" NOT NULL,
    stamp     TEXT COLLATE "C" NOT NULL,
    json      TEXT COLLATE "C" NOT NULL,
    -- What it replaced, and the id of the record that it is about.
    replaced  TEXT COLLATE "C" NOT NULL,
    record    TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (workspace, seq)
);
CREATE UNIQUE INDEX operation_number ON operation (workspace, client, number);
-- Histories are asked for by record and by author. Ids are unique among kinds.
CREATE INDEX operation_record ON operation (workspace, record, seq);
CREATE INDEX operation_author ON operation (workspace, author, seq);

-- What was answered to each operation, rejected ones included.
CREATE TABLE receipt (
    workspace TEXT COLLATE "C" NOT NULL REFERENCES workspace (id),
    client    TEXT COLLATE "C" NOT NULL,
    number    BIGINT           NOT NULL,
    verdict   TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (workspace, client, number)
);

CREATE TABLE account (
    id            TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    email         TEXT COLLATE "C" NOT NULL UNIQUE,
    password_hash TEXT COLLATE "C" NOT NULL,
    created       BIGINT           NOT NULL
);

CREATE TABLE account_member (
    account   TEXT COLLATE "C" NOT NULL REFERENCES account (id),
    workspace TEXT COLLATE "C" NOT NULL REFERENCES workspace (id),
    member    TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (account, workspace)
);

-- Only the SHA-256 of a session's token is kept.
CREATE TABLE session (
    token_hash TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    account    TEXT COLLATE "C" NOT NULL REFERENCES account (id),
    workspace  TEXT COLLATE "C" NOT NULL REFERENCES workspace (id),
    member     TEXT COLLATE "C" NOT NULL,
    created_at BIGINT           NOT NULL,
    expires_at BIGINT           NOT NULL,
    last_seen  BIGINT           NOT NULL
);
CREATE INDEX session_expires ON session (expires_at);

-- Failed sign-ins by a digest of the address: people mistype passwords into
-- that field.
CREATE TABLE failed_login (
    address_hash TEXT COLLATE "C" NOT NULL,
    at           BIGINT           NOT NULL
);
CREATE INDEX failed_login_address ON failed_login (address_hash, at);
