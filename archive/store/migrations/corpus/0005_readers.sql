-- Corpus: which reader, with which libraries, read what. The comment behind a table or column is its description.

CREATE TABLE readers (                      -- A reader with the libraries it read with (docs/store.md#readers).
    reader_id TEXT PRIMARY KEY,             -- First 16 hex digits of SHA-256 over version and libraries.
    reader_version TEXT NOT NULL,           -- Version of the reader.
    libraries TEXT NOT NULL,                -- Python and the libraries that reading depends on, with their versions (JSON object).
    first_at TEXT NOT NULL                  -- When it first read something of this corpus (UTC).
) STRICT;

ALTER TABLE bundles ADD COLUMN
    reader_id TEXT REFERENCES readers (reader_id); -- Reader and libraries; empty where it was read before these were noted.
ALTER TABLE bundles ADD COLUMN
    source_digest TEXT;                     -- SHA-256 over payloads and context alone: what was read, whoever read it; empty as above.
