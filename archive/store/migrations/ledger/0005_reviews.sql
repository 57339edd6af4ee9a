-- Ledger, version 5: what persons say of reports and figures. data/review.jsonl is the truth, this table its mirror.

CREATE TABLE reviews (                      -- One entry of data/review.jsonl; a later one of the same target supersedes it.
    review_id TEXT PRIMARY KEY,             -- First 16 hex digits of SHA-256 of its line.
    at TEXT NOT NULL,                       -- When it was entered (UTC).
    by TEXT NOT NULL,                       -- Who entered it.
    act TEXT NOT NULL,                      -- value, withdraw, withhold or lift (docs/store.md#reviews).
    report_id TEXT NOT NULL,                -- Report it is about.
    indicator TEXT NOT NULL,                -- Figure it is about; empty where it is about the whole report.
    value REAL,                             -- Value that the person enters; empty for the other acts.
    reason TEXT NOT NULL,                   -- Why.
    status TEXT NOT NULL,                   -- Status of the figure as it was read then; empty where it is about the report.
    raw TEXT,                               -- The cell as printed, as it was read then.
    agency TEXT NOT NULL,                   -- Agency of the report as known then, or empty.
    year INTEGER,                           -- Reporting year as known then.
    content_digest TEXT                     -- Digest of the report's text then; empty where no text was read.
) STRICT;
CREATE INDEX reviews_by_report ON reviews (report_id, indicator);
