-- Keys by which forms and platforms write from outside, and what they sent.

-- Only the SHA-256 of a key is kept. `leads` and `reach` (0 or 1): what it may bring.
CREATE TABLE intake_key (
    id         TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    key_hash   TEXT COLLATE "C" NOT NULL UNIQUE,
    workspace  TEXT COLLATE "C" NOT NULL REFERENCES workspace (id),
    name       TEXT COLLATE "C" NOT NULL,
    leads      BIGINT           NOT NULL,
    reach      BIGINT           NOT NULL,
    made_by    TEXT COLLATE "C" NOT NULL,
    created_at BIGINT           NOT NULL,
    used_at    BIGINT
);
CREATE INDEX intake_key_workspace ON intake_key (workspace);

-- Requests of the last days: sending one again must have the effect of once.
-- `units` counts towards what the key may write on `day` (days since 1970, UTC).
CREATE TABLE intake_claim (
    intake_key TEXT COLLATE "C" NOT NULL REFERENCES intake_key (id),
    kind       TEXT COLLATE "C" NOT NULL,
    request    TEXT COLLATE "C" NOT NULL,
    body_hash  TEXT COLLATE "C" NOT NULL,
    units      BIGINT           NOT NULL,
    day        BIGINT           NOT NULL,
    PRIMARY KEY (intake_key, kind, request)
);
CREATE INDEX intake_claim_day ON intake_claim (intake_key, kind, day);
