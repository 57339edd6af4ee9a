-- Corpus, version 1. The comment behind a table or column is its description in the codebook.

CREATE TABLE bundles (                      -- What was read together: a report task's answer and the files it led to.
    bundle_key TEXT PRIMARY KEY,            -- Key of the report or ingest task in the ledger.
    portal TEXT NOT NULL,                   -- Portal that showed it; empty for a file handed in.
    url TEXT NOT NULL,                      -- Address that finally answered, redirects followed.
    listed_title TEXT NOT NULL,             -- Title as listed, or empty.
    area TEXT NOT NULL,                     -- Agency code as the portal prints it, or empty.
    agency TEXT NOT NULL,                   -- Agency as the directory names it, or empty.
    year INTEGER,                           -- Reporting year asked for, where the address says it.
    files_lacking INTEGER NOT NULL,         -- Files its answer led to that the archive does not hold (yet).
    reader_version TEXT NOT NULL,           -- Version of the reader.
    input_digest TEXT NOT NULL              -- SHA-256 over payloads, context and reader version: same digest, same reading.
) STRICT;

CREATE TABLE documents (                    -- One payload of a bundle and what became of it.
    bundle_key TEXT NOT NULL REFERENCES bundles (bundle_key) ON DELETE CASCADE, -- The bundle.
    task_key TEXT NOT NULL,                 -- Task that fetched it.
    payload_sha256 TEXT NOT NULL,           -- SHA-256 of the bytes.
    role TEXT NOT NULL,                     -- main, attachment or image.
    url TEXT NOT NULL,                      -- Address that answered.
    visit INTEGER NOT NULL,                 -- Visit of the task that first brought these bytes.
    captured_at TEXT NOT NULL,              -- When they first came (UTC).
    media TEXT NOT NULL,                    -- html, text, markdown, or a kind not read yet; empty if it could not be told.
    title TEXT NOT NULL,                    -- Title the document itself gives.
    encoding TEXT NOT NULL,                 -- Codec that decoded the bytes; empty where none did.
    status TEXT NOT NULL,                   -- read, unread or failed (docs/store.md#documents).
    reason TEXT NOT NULL,                   -- Why it was not read; empty where it was.
    flags TEXT NOT NULL,                    -- What a reader should know of the document (JSON list).
    PRIMARY KEY (bundle_key, task_key, payload_sha256)
) STRICT;
CREATE INDEX documents_by_payload ON documents (payload_sha256);

CREATE TABLE reports (                      -- One document read as what it is: an annual report or a look-alike.
    report_id TEXT PRIMARY KEY,             -- First 16 hex digits of SHA-256 over bundle, task and payload.
    bundle_key TEXT NOT NULL,               -- The bundle.
    task_key TEXT NOT NULL,                 -- Task that fetched the document.
    payload_sha256 TEXT NOT NULL,           -- The document's bytes.
    kind TEXT NOT NULL,                     -- annual_report or a look-alike (docs/formats.md#look-alikes).
    reason TEXT NOT NULL,                   -- Why it is of that kind.
    title TEXT NOT NULL,                    -- Title of the report.
    agency TEXT,                            -- Agency as read.
    year INTEGER,                           -- Reporting year as read.
    year_source TEXT,                       -- What the year was taken from.
    year_candidates TEXT NOT NULL,          -- Every year seen, by source (JSON object).
    scope TEXT NOT NULL,                    -- own, consolidated or unknown.
    template TEXT NOT NULL,                 -- Template of table 二, else of 三, else t2014, else none.
    templates TEXT NOT NULL,                -- Template of each table, or table_missing (JSON object).
    dates TEXT NOT NULL,                    -- Dates shown, in the address, signed, filled in (JSON object).
    content_hash TEXT,                      -- First 16 hex digits of content_digest; empty where no body text was read.
    content_digest TEXT,                    -- SHA-256 of the canonical text (docs/formats.md#canonical-text).
    hash_version TEXT NOT NULL,             -- Version of the rule behind content_digest.
    reader_version TEXT NOT NULL,           -- Version of the reader.
    flags TEXT NOT NULL,                    -- What a reader should know of the report (JSON list).
    text TEXT NOT NULL,                     -- The report's text.
    FOREIGN KEY (bundle_key, task_key, payload_sha256)
        REFERENCES documents (bundle_key, task_key, payload_sha256) ON DELETE CASCADE
) STRICT;
CREATE INDEX reports_by_hash ON reports (content_hash);
CREATE INDEX reports_by_document ON reports (bundle_key, task_key, payload_sha256);

CREATE TABLE sections (                     -- Sections of a report in printed order.
    report_id TEXT NOT NULL REFERENCES reports (report_id) ON DELETE CASCADE, -- The report.
    position INTEGER NOT NULL,              -- Place in the report, from 1.
    section TEXT NOT NULL,                  -- Role: s1_overview to s6_other, else other.
    title TEXT NOT NULL,                    -- Heading as printed.
    text TEXT NOT NULL,                     -- Text of the section.
    stated_none INTEGER NOT NULL,           -- 1 where the section only says that there is nothing.
    PRIMARY KEY (report_id, position)
) STRICT;

CREATE TABLE figures (                      -- Indicators of a report: a value, or a status that says why there is none.
    report_id TEXT NOT NULL REFERENCES reports (report_id) ON DELETE CASCADE, -- The report.
    position INTEGER NOT NULL,              -- Place in the report, from 1.
    indicator TEXT NOT NULL,                -- Name of the indicator; text.NAME where a sentence states it.
    value REAL,                             -- The value in the indicator's unit; empty unless reported or decoded.
    unit TEXT NOT NULL,                     -- Unit of the value.
    status TEXT NOT NULL,                   -- Has it a value, and if not, why not (docs/formats.md#status).
    method TEXT NOT NULL,                   -- table, text, ocr, person or inferred.
    raw TEXT,                               -- The cell as printed; empty for a row that is not there.
    flags TEXT NOT NULL,                    -- What to know of the figure (JSON list).
    locator TEXT NOT NULL,                  -- Where in the payload it stands (JSON object).
    doubtful REAL,                          -- Value kept aside where the status is unconfirmed.
    inferred REAL,                          -- Value the identities suggest, beside the one read.
    PRIMARY KEY (report_id, position)
) STRICT;
CREATE INDEX figures_by_indicator ON figures (indicator, report_id);

CREATE TABLE checks (                       -- Accounting identities applied to a report (docs/formats.md#checks).
    report_id TEXT NOT NULL REFERENCES reports (report_id) ON DELETE CASCADE, -- The report.
    position INTEGER NOT NULL,              -- Place in the list of checks, from 1.
    identity TEXT NOT NULL,                 -- Name of the identity.
    column_key TEXT,                        -- Column it was applied to, if to one.
    row_key TEXT,                           -- Row it was applied to, if to one.
    status TEXT NOT NULL,                   -- pass, pass_with_blanks, fail or not_assessable.
    left_side REAL,                         -- Left side, blanks counted as 0.
    right_side REAL,                        -- Right side, blanks counted as 0.
    PRIMARY KEY (report_id, position)
) STRICT;

CREATE TABLE agencies (                     -- Bodies that issue reports.
    agency_id TEXT PRIMARY KEY,             -- Opaque and permanent (docs/store.md#agencies).
    natural_key TEXT NOT NULL UNIQUE,       -- What it was first known by: code as printed, or name.
    name TEXT NOT NULL,                     -- Name, preferably the directory's.
    portal TEXT NOT NULL,                   -- Portal whose directory lists it; empty if none does.
    area TEXT NOT NULL,                     -- Code as the portal prints it, or empty.
    uscc TEXT,                              -- Unified social credit code, where the printed code is one.
    division_code TEXT,                     -- Administrative division, six digits.
    level TEXT,                             -- province, prefecture, county or township, where it can be told.
    body_type TEXT NOT NULL                 -- government, government_office, department, township, development_zone or public_institution.
) STRICT;

CREATE TABLE agency_names (                 -- Every name an agency was seen under.
    agency_id TEXT NOT NULL REFERENCES agencies (agency_id) ON DELETE CASCADE, -- The agency.
    name TEXT NOT NULL,                     -- Name without white space.
    source TEXT NOT NULL,                   -- directory or report.
    first_year INTEGER,                     -- First reporting year under that name; empty for a directory's name.
    last_year INTEGER,                      -- Last reporting year under that name; empty for a directory's name.
    PRIMARY KEY (agency_id, name, source)
) STRICT;

CREATE TABLE series (                       -- An agency's reports about one year.
    agency_id TEXT NOT NULL REFERENCES agencies (agency_id) ON DELETE CASCADE, -- The agency.
    year INTEGER NOT NULL,                  -- Reporting year.
    versions INTEGER NOT NULL,              -- Number of different texts.
    PRIMARY KEY (agency_id, year)
) STRICT;

CREATE TABLE versions (                     -- One text of a series, kept once wherever it was seen.
    version_id TEXT PRIMARY KEY,            -- First 16 hex digits of SHA-256 over agency, year and content.
    agency_id TEXT NOT NULL,                -- The agency.
    year INTEGER NOT NULL,                  -- Reporting year.
    content_hash TEXT,                      -- Hash of the text; empty where no body text was read.
    content_digest TEXT,                    -- Full digest of the text.
    report_id TEXT NOT NULL REFERENCES reports (report_id) ON DELETE CASCADE, -- Rendition whose figures count.
    is_current INTEGER NOT NULL,            -- 1 for the one version of the series that counts, else 0.
    captured_at TEXT NOT NULL,              -- When the text was first captured (UTC).
    FOREIGN KEY (agency_id, year) REFERENCES series (agency_id, year) ON DELETE CASCADE
) STRICT;
CREATE UNIQUE INDEX versions_one_current ON versions (agency_id, year) WHERE is_current;
CREATE INDEX versions_by_hash ON versions (content_hash);
CREATE INDEX versions_by_report ON versions (report_id);

CREATE TABLE places (                       -- Every place where a version was seen.
    version_id TEXT NOT NULL REFERENCES versions (version_id) ON DELETE CASCADE, -- The version.
    report_id TEXT NOT NULL REFERENCES reports (report_id) ON DELETE CASCADE, -- Its reading from there.
    url TEXT NOT NULL,                      -- Address.
    portal TEXT NOT NULL,                   -- Portal; empty for a file handed in.
    PRIMARY KEY (version_id, report_id, url)
) STRICT;
CREATE INDEX places_by_report ON places (report_id);

CREATE TABLE coverage (                     -- For every expected agency and year: what is held, what the source shows, what was read.
    agency_id TEXT NOT NULL REFERENCES agencies (agency_id) ON DELETE CASCADE, -- The agency.
    year INTEGER NOT NULL,                  -- Reporting year.
    portal TEXT NOT NULL,                   -- Portal the evidence is from.
    holding TEXT NOT NULL,                  -- held, held_image_only, interpretation_only or none.
    source TEXT NOT NULL,                   -- present, absent, moved, gone, blocked:OUTCOME, not_yet_due, agency_did_not_exist, needs_probe or not_tried.
    read_state TEXT NOT NULL,               -- complete, flagged, unread or none.
    basis TEXT NOT NULL,                    -- Why a report is expected: directory or own_series.
    reason TEXT NOT NULL,                   -- The case in a few words.
    report_id TEXT REFERENCES reports (report_id) ON DELETE CASCADE, -- Report that is held.
    task_key TEXT,                          -- Task that gives the evidence.
    visit INTEGER,                          -- Its last visit.
    outcome TEXT,                           -- Outcome of that visit (docs/store.md#outcomes).
    payload_sha256 TEXT,                    -- What that visit brought, if anything.
    looked_at TEXT,                         -- When the source last answered the question (UTC).
    PRIMARY KEY (agency_id, year)
) STRICT;
CREATE INDEX coverage_by_report ON coverage (report_id);
