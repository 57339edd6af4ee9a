-- Corpus: identities between two years, and cells that alone explain why checks fail. Findings; no value follows from them.

CREATE TABLE year_checks (                  -- Identities between an agency's current reports of two years in a row (docs/formats.md#across-the-years).
    agency_id TEXT NOT NULL REFERENCES agencies (agency_id) ON DELETE CASCADE, -- The agency.
    year INTEGER NOT NULL,                  -- Later of the two years.
    report_id TEXT NOT NULL REFERENCES reports (report_id) ON DELETE CASCADE, -- Report of that year.
    report_before TEXT NOT NULL REFERENCES reports (report_id) ON DELETE CASCADE, -- Report of the year before.
    identity TEXT NOT NULL,                 -- Name of the identity, Y1 to Y4.
    column_key TEXT,                        -- Column it was applied to, if to one.
    row_key TEXT,                           -- Row it was applied to, if to one.
    status TEXT NOT NULL,                   -- pass, pass_with_blanks, fail or not_assessable.
    left_side REAL,                         -- Cell of the later year, a blank counted as 0.
    right_side REAL                         -- What it should be, or not exceed, blanks counted as 0.
) STRICT;
CREATE INDEX year_checks_by_cell ON year_checks (agency_id, year);
CREATE INDEX year_checks_by_report ON year_checks (report_id);
CREATE INDEX year_checks_by_report_before ON year_checks (report_before);

CREATE TABLE suspects (                     -- Reports whose failed checks exactly one printed cell explains (docs/formats.md#suspects).
    report_id TEXT PRIMARY KEY REFERENCES reports (report_id) ON DELETE CASCADE, -- The report.
    indicator TEXT NOT NULL,                -- The cell.
    value REAL NOT NULL,                    -- What it prints; the figure keeps this value.
    expected REAL NOT NULL,                 -- The only value with which every check would hold.
    identities TEXT NOT NULL                -- The checks that fail because of it (JSON list).
) STRICT;
