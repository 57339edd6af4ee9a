-- Ledger, version 2: the unattended nights and what each has told.

CREATE TABLE nights (                       -- One run of `gongkai nightly`.
    night_id INTEGER PRIMARY KEY,           -- Number of the night.
    started_at TEXT NOT NULL,               -- When it began (UTC).
    ended_at TEXT,                          -- When it ended; empty while it runs or after a kill.
    crawl_id INTEGER REFERENCES crawls (crawl_id), -- Its crawl; empty where none began.
    exit_code INTEGER,                      -- Exit code it ended with (docs/cli.md#exit-codes).
    record TEXT                             -- What came of it (JSON, docs/operations.md#the-nights-record).
) STRICT;

CREATE TABLE night_holdings (               -- Series as the last night told them: what differs is news for the next night.
    agency_id TEXT NOT NULL,                -- The agency.
    year INTEGER NOT NULL,                  -- Reporting year.
    version_id TEXT NOT NULL,               -- Its current version then.
    payload_sha256 TEXT NOT NULL,           -- The bytes that version was read from.
    night_id INTEGER NOT NULL REFERENCES nights (night_id), -- Night that told it.
    PRIMARY KEY (agency_id, year)
) STRICT;
