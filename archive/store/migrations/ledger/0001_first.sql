-- Ledger, version 1. The comment behind a table or column is its description in the codebook.

CREATE TABLE crawls (                       -- One run of the crawler; an interrupted run is resumed under its own number.
    crawl_id INTEGER PRIMARY KEY,           -- Number of the crawl.
    started_at TEXT NOT NULL,               -- When it began (UTC).
    ended_at TEXT,                          -- When it ended; empty while it runs or after a kill.
    contact TEXT NOT NULL,                  -- Contact sent in the User-Agent.
    user_agent TEXT NOT NULL,               -- User-Agent sent.
    options TEXT NOT NULL,                  -- Portals, years, agencies and limits asked for (JSON).
    version TEXT NOT NULL,                  -- Version of gongkai.
    summary TEXT                            -- What came of it (JSON).
) STRICT;

CREATE TABLE tasks (                        -- One thing to fetch, known by its canonical key whatever its addresses.
    task_key TEXT PRIMARY KEY,              -- Canonical key of the family (docs/portals.md#keys).
    portal TEXT NOT NULL,                   -- Portal it belongs to.
    family TEXT NOT NULL,                   -- CMS family that reads it.
    rank INTEGER NOT NULL,                  -- Turn: 0 lists, 1 files of a report, 2 reports.
    kind TEXT NOT NULL,                     -- home, directory, column, report, attachment, image, ingest or robots.
    politeness_group TEXT NOT NULL,         -- What shares one server platform: one request in flight for the group.
    host TEXT NOT NULL,                     -- Host of the address, with its port where it is not the usual one.
    url TEXT NOT NULL,                      -- Address it is asked for at.
    method TEXT NOT NULL,                   -- HTTP method.
    body TEXT,                              -- Request body, if any.
    parent_key TEXT REFERENCES tasks (task_key), -- Task whose answer led here first.
    why TEXT NOT NULL,                      -- What led here: entry, listed, linked, attached, shown.
    depth INTEGER NOT NULL,                 -- Links followed from an entry.
    area TEXT NOT NULL,                     -- Agency code as the portal prints it, or empty.
    agency TEXT NOT NULL,                   -- Agency as the directory names it, or empty.
    year INTEGER,                           -- Reporting year asked for, where the address says it.
    listed_title TEXT NOT NULL,             -- Title as listed, or empty.
    created_at TEXT NOT NULL,               -- When it was first seen (UTC).
    due_at TEXT,                            -- When it is next to be asked; empty when nothing is to be done before the next crawl.
    lease_crawl INTEGER REFERENCES crawls (crawl_id), -- Crawl that holds it now.
    looked_crawl INTEGER REFERENCES crawls (crawl_id), -- Crawl that last finished a visit to it.
    visits INTEGER NOT NULL DEFAULT 0,      -- Finished visits.
    failures INTEGER NOT NULL DEFAULT 0,    -- Visits in a row that brought no answer.
    outcome TEXT,                           -- Outcome of the last visit (docs/store.md#outcomes).
    detail TEXT,                            -- Evidence in a few words.
    outcome_at TEXT                         -- When the last visit ended (UTC).
) STRICT;
CREATE INDEX tasks_due ON tasks (politeness_group, failures, rank, year, depth, task_key) WHERE due_at IS NOT NULL;
CREATE INDEX tasks_by_parent ON tasks (parent_key);
CREATE INDEX tasks_by_kind ON tasks (kind, portal);

CREATE TABLE addresses (                    -- Every place where a task was seen.
    task_key TEXT NOT NULL REFERENCES tasks (task_key), -- The task.
    url TEXT NOT NULL,                      -- Address as printed, made absolute.
    found_on TEXT NOT NULL,                 -- Key of the task whose answer printed it; empty for an entry.
    listed_title TEXT NOT NULL,             -- Title or name beside it there.
    first_seen TEXT NOT NULL,               -- When it was first seen there (UTC).
    last_seen TEXT NOT NULL,                -- When it was last seen there (UTC).
    PRIMARY KEY (task_key, url, found_on)
) STRICT;

CREATE TABLE visits (                       -- One finished attempt at a task, with how it ended.
    task_key TEXT NOT NULL REFERENCES tasks (task_key), -- The task.
    visit INTEGER NOT NULL,                 -- Number of the visit, from 1.
    crawl_id INTEGER REFERENCES crawls (crawl_id), -- Crawl it belongs to; empty for an ingest.
    outcome TEXT NOT NULL,                  -- How it ended (docs/store.md#outcomes).
    detail TEXT NOT NULL,                   -- Evidence in a few words.
    found INTEGER NOT NULL,                 -- Tasks its answer led to.
    found_new INTEGER NOT NULL,             -- Of these, not known before.
    ended_at TEXT NOT NULL,                 -- When it ended (UTC).
    PRIMARY KEY (task_key, visit)
) STRICT;

CREATE TABLE warcs (                        -- One WARC file.
    warc_file TEXT PRIMARY KEY,             -- Name in data/warc/.
    committed_length INTEGER NOT NULL,      -- Bytes that are acknowledged; what lies behind them is a torn tail.
    opened_at TEXT NOT NULL,                -- When it was begun (UTC).
    closed_at TEXT                          -- When it was finished; empty while it grows.
) STRICT;

CREATE TABLE payloads (                     -- Unique bodies, by SHA-256 of the decoded body.
    payload_sha256 TEXT PRIMARY KEY,        -- SHA-256 of the body, lower-case hex.
    length INTEGER NOT NULL,                -- Bytes of the decoded body.
    warc_file TEXT NOT NULL REFERENCES warcs (warc_file), -- WARC file that holds it.
    warc_offset INTEGER NOT NULL,           -- Where its response record begins.
    first_url TEXT NOT NULL,                -- Address it first came from.
    first_at TEXT NOT NULL                  -- When it first came (UTC).
) STRICT;

CREATE TABLE captures (                     -- One HTTP exchange kept.
    capture_id INTEGER PRIMARY KEY,         -- Number of the capture.
    task_key TEXT NOT NULL REFERENCES tasks (task_key), -- The task it served.
    visit INTEGER NOT NULL,                 -- Visit of the task, from 1.
    hop INTEGER NOT NULL,                   -- Redirects before it in the visit.
    crawl_id INTEGER REFERENCES crawls (crawl_id), -- Crawl it belongs to; empty for an ingest.
    url TEXT NOT NULL,                      -- Address asked for.
    http_status INTEGER NOT NULL,           -- Status answered; 0 for an ingested file.
    content_type TEXT NOT NULL,             -- Content-Type answered.
    payload_sha256 TEXT NOT NULL REFERENCES payloads (payload_sha256), -- The body.
    captured_at TEXT NOT NULL,              -- When the answer came (UTC).
    record_type TEXT NOT NULL,              -- response, revisit or resource.
    warc_file TEXT NOT NULL REFERENCES warcs (warc_file), -- WARC file of the record.
    warc_offset INTEGER NOT NULL,           -- Where the record begins.
    truncated INTEGER NOT NULL,             -- 1 where the connection ended before the body did.
    UNIQUE (task_key, visit, hop)
) STRICT;
CREATE INDEX captures_by_payload ON captures (payload_sha256);
