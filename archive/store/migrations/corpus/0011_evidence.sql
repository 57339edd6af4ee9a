-- Corpus: what each cell of coverage rests on, question by question, and every list with its last complete look. All of it is assembled anew by `gongkai derive`.

CREATE TABLE answers (                      -- Every question whose last visit tells something of a cell of coverage.
    agency_id TEXT NOT NULL,                -- The agency.
    year INTEGER NOT NULL,                  -- Reporting year.
    task_key TEXT NOT NULL,                 -- The question: a report's task, or a list that would show the report.
    url TEXT NOT NULL,                      -- Its first address.
    source TEXT NOT NULL,                   -- What it says of the source, in the words of coverage.
    reason TEXT NOT NULL,                   -- The case in a few words.
    visit INTEGER,                          -- Its last visit; empty where it was never asked.
    outcome TEXT,                           -- Outcome of that visit (docs/store.md#outcomes).
    asked_at TEXT,                          -- When that visit ended (UTC).
    answered_at TEXT,                       -- When it was last answered (UTC).
    payload_sha256 TEXT,                    -- What the last visit brought, if anything.
    PRIMARY KEY (agency_id, year, task_key),
    FOREIGN KEY (agency_id, year) REFERENCES coverage (agency_id, year) ON DELETE CASCADE
) STRICT;

CREATE TABLE lists (                        -- Every list of a portal: homes, directories, columns.
    task_key TEXT PRIMARY KEY,              -- The list.
    portal TEXT NOT NULL,                   -- Its portal.
    kind TEXT NOT NULL,                     -- home, directory or column.
    url TEXT NOT NULL,                      -- Its first address.
    title TEXT NOT NULL,                    -- Words of the link that led to it; empty for an entry of the registry.
    agency TEXT NOT NULL,                   -- Agency whose pages it belongs to, as a directory names it; else empty.
    complete_at TEXT,                       -- When the last look at the whole list ended (UTC); empty where there was none.
    complete_visit INTEGER,                 -- The visit of that look.
    outcome TEXT,                           -- How its last visit ended (docs/store.md#outcomes); empty where it was never read.
    detail TEXT NOT NULL,                   -- What that visit found, or why it did not.
    looked_at TEXT,                         -- When that visit ended (UTC).
    stated INTEGER,                         -- Items that the source states, of the last look that told; empty where it states none.
    found INTEGER,                          -- Items found of them.
    reports INTEGER NOT NULL                -- Reports that it has shown so far.
) STRICT;
CREATE INDEX lists_by_portal ON lists (portal);
