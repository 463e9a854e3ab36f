-- Times and money are BIGINT, ids and JSON TEXT, so that the same statements
-- run on PostgreSQL.

-- One row: the life of this database.
CREATE TABLE server (
    epoch TEXT NOT NULL PRIMARY KEY
);

-- `counter` is the workspace's cursor: taken and raised only inside a writing
-- transaction that holds the lock.
CREATE TABLE workspace (
    id      TEXT   NOT NULL PRIMARY KEY,
    name    TEXT   NOT NULL UNIQUE,
    counter BIGINT NOT NULL DEFAULT 0,
    created BIGINT NOT NULL
);

-- Every record as of its last change; `json` is the domain's own form.
CREATE TABLE entity (
    workspace TEXT   NOT NULL REFERENCES workspace (id),
    kind      TEXT   NOT NULL,
    id        TEXT   NOT NULL,
    seq       BIGINT NOT NULL,
    json      TEXT   NOT NULL,
    PRIMARY KEY (workspace, kind, id)
);
-- Unique, because paging by it must never skip a record.
CREATE UNIQUE INDEX entity_seq ON entity (workspace, seq);

-- A client belongs to the member who first used it.
CREATE TABLE client (
    workspace   TEXT   NOT NULL REFERENCES workspace (id),
    client      TEXT   NOT NULL,
    member      TEXT   NOT NULL,
    last_number BIGINT NOT NULL,
    PRIMARY KEY (workspace, client)
);

-- Accepted operations. `stamp` is what the client sent, `json` the operation as
-- it was applied (the server may have clamped its stamp).
CREATE TABLE operation (
    workspace TEXT   NOT NULL REFERENCES workspace (id),
    seq       BIGINT NOT NULL,
    client    TEXT   NOT NULL,
    number    BIGINT NOT NULL,
    author    TEXT   NOT NULL,
    stamp     TEXT   NOT NULL,
    json      TEXT   NOT NULL,
    PRIMARY KEY (workspace, seq)
);
CREATE UNIQUE INDEX operation_number ON operation (workspace, client, number);

-- What was answered to each operation, rejected ones included.
CREATE TABLE receipt (
    workspace TEXT   NOT NULL REFERENCES workspace (id),
    client    TEXT   NOT NULL,
    number    BIGINT NOT NULL,
    verdict   TEXT   NOT NULL,
    PRIMARY KEY (workspace, client, number)
);

CREATE TABLE account (
    id            TEXT   NOT NULL PRIMARY KEY,
    email         TEXT   NOT NULL UNIQUE,
    password_hash TEXT   NOT NULL,
    created       BIGINT NOT NULL
);

CREATE TABLE account_member (
    account   TEXT NOT NULL REFERENCES account (id),
    workspace TEXT NOT NULL REFERENCES workspace (id),
    member    TEXT NOT NULL,
    PRIMARY KEY (account, workspace)
);

-- Only the SHA-256 of a session's token is kept.
CREATE TABLE session (
    token_hash TEXT   NOT NULL PRIMARY KEY,
    account    TEXT   NOT NULL REFERENCES account (id),
    workspace  TEXT   NOT NULL REFERENCES workspace (id),
    member     TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    last_seen  BIGINT NOT NULL
);
CREATE INDEX session_expires ON session (expires_at);

-- Failed sign-ins by a digest of the address: people mistype passwords into
-- that field.
CREATE TABLE failed_login (
    address_hash TEXT   NOT NULL,
    at           BIGINT NOT NULL
);
CREATE INDEX failed_login_address ON failed_login (address_hash, at);
