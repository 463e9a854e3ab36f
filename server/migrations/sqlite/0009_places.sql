-- A change waits for every page that it writes. What comes one after the other is
-- therefore kept one after the other, in as few trees as can be.

-- Each workspace has a number; `workspace.number << 40` + `seq` is an operation's place.
ALTER TABLE workspace ADD COLUMN number BIGINT NOT NULL DEFAULT 0;
UPDATE workspace SET number = (SELECT count(*) FROM workspace other WHERE other.id <= workspace.id);
CREATE UNIQUE INDEX workspace_number ON workspace (number);

-- By a number for a key, only leaves hold rows, and the next one goes to the last leaf.
-- Whatever else is the key of rows as large as these, a handful fill an inner page,
-- which is written, too.
CREATE TABLE operation_in_place (
    place     INTEGER NOT NULL PRIMARY KEY,
    workspace TEXT    NOT NULL REFERENCES workspace (id),
    seq       BIGINT  NOT NULL,
    client    TEXT    NOT NULL,
    number    BIGINT  NOT NULL,
    author    TEXT    NOT NULL,
    stamp     TEXT    NOT NULL,
    json      TEXT    NOT NULL,
    replaced  TEXT,
    previous  BIGINT
);
INSERT INTO operation_in_place (place, workspace, seq, client, number, author, stamp, json, replaced, previous)
    SELECT (w.number << 40) + o.seq, o.workspace, o.seq, o.client, o.number, o.author, o.stamp, o.json, o.replaced,
        o.previous
    FROM workspace w JOIN operation o ON o.workspace = w.id ORDER BY w.number, o.seq;
DROP TABLE operation;
ALTER TABLE operation_in_place RENAME TO operation;
CREATE UNIQUE INDEX operation_number ON operation (workspace, client, number);

-- A client has one member, who is the author of all its operations: those of an author
-- are found by `operation_number`, and need no index of their own.
CREATE INDEX client_member ON client (workspace, member);

-- Records have numbers as well: a table's own ones change when it is copied.
CREATE TABLE entity_numbered (
    record    INTEGER NOT NULL PRIMARY KEY,
    workspace TEXT    NOT NULL REFERENCES workspace (id),
    kind      TEXT    NOT NULL,
    id        TEXT    NOT NULL,
    seq       BIGINT  NOT NULL,
    json      TEXT    NOT NULL,
    latest    BIGINT,
    UNIQUE (workspace, kind, id)
);
INSERT INTO entity_numbered (workspace, kind, id, seq, json, latest)
    SELECT workspace, kind, id, seq, json, latest FROM entity ORDER BY rowid;
DROP TABLE entity;
ALTER TABLE entity_numbered RENAME TO entity;

-- Which record was changed where in its workspace's order. An index by `seq` is
-- written in two pages with each change: one that a record leaves, and one that it
-- comes to. Here a line is only added; it counts as long as its record's `seq` is there.
-- No place is taken twice, so that paging by it never skips a record.
CREATE TABLE change (
    place  INTEGER NOT NULL PRIMARY KEY,
    record BIGINT  NOT NULL
);
INSERT INTO change (place, record)
    SELECT (w.number << 40) + e.seq, e.record FROM workspace w JOIN entity e ON e.workspace = w.id ORDER BY 1;
CREATE TRIGGER entity_added AFTER INSERT ON entity BEGIN
    INSERT INTO change (place, record)
        VALUES (((SELECT number FROM workspace WHERE id = new.workspace) << 40) + new.seq, new.record);
END;
CREATE TRIGGER entity_changed AFTER UPDATE OF seq ON entity WHEN new.seq IS NOT old.seq BEGIN
    INSERT INTO change (place, record)
        VALUES (((SELECT number FROM workspace WHERE id = new.workspace) << 40) + new.seq, new.record);
END;
