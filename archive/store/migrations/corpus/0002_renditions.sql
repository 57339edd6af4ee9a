-- Corpus: renditions of one report compared. The comment behind a table or column is its description in the codebook.

CREATE TABLE disagreements (                -- Cells in which two renditions of one report (a page and a file beside it) differ.
    report_id TEXT NOT NULL REFERENCES reports (report_id) ON DELETE CASCADE, -- Rendition whose figures count.
    other_report_id TEXT NOT NULL REFERENCES reports (report_id) ON DELETE CASCADE, -- Rendition compared with it.
    indicator TEXT NOT NULL,                -- Name of the indicator.
    value REAL,                             -- Value in the rendition that counts; empty where it prints none.
    other_value REAL,                       -- Value in the other rendition; empty where it prints none.
    status TEXT NOT NULL,                   -- Status of the figure in the rendition that counts.
    other_status TEXT NOT NULL,             -- Status of the figure in the other rendition.
    locator TEXT NOT NULL,                  -- Where it stands in the rendition that counts (JSON object).
    other_locator TEXT NOT NULL,            -- Where it stands in the other rendition (JSON object).
    PRIMARY KEY (report_id, other_report_id, indicator)
) STRICT;
CREATE INDEX disagreements_by_other ON disagreements (other_report_id);
CREATE INDEX versions_by_series ON versions (agency_id, year);
