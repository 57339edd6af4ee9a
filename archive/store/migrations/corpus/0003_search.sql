-- Corpus, version 3: full text, kept in step with `reports` by archive/store/fulltext.py.

CREATE VIRTUAL TABLE reports_fts USING fts5 (   -- Full-text index over pairs of neighbouring characters; holds no text (docs/search.md#index).
    title,                                  -- Title of the report.
    agency,                                 -- Agency as read.
    text,                                   -- Text of the report.
    content = '', columnsize = 0, tokenize = 'ascii'
);

CREATE TABLE reports_fts_rows (             -- Reports as the full-text index has them, one row of it each.
    number INTEGER PRIMARY KEY,             -- Row of the index; another derive may give another.
    report_id TEXT NOT NULL UNIQUE REFERENCES reports (report_id) DEFERRABLE INITIALLY DEFERRED, -- The report.
    characters INTEGER NOT NULL,            -- Characters the index has of it.
    digest TEXT NOT NULL                    -- First 16 hex digits of SHA-256 over what was indexed.
) STRICT;
