-- Corpus: rows with numbers that no figure takes, as printed.

CREATE TABLE raw_rows (                     -- Printed rows with numbers that no figure takes, or not wholly (docs/formats.md#raw-rows).
    report_id TEXT NOT NULL REFERENCES reports (report_id) ON DELETE CASCADE, -- The report.
    position INTEGER NOT NULL,              -- Place among them, from 1.
    form_table TEXT NOT NULL,               -- 二, 三, 四 or stat_2014 of which it is a part; empty for a table of no form.
    reason TEXT NOT NULL,                   -- unknown row, extra cells or other table.
    cells TEXT NOT NULL,                    -- Its cells as printed (JSON list).
    locator TEXT NOT NULL,                  -- Where it stands in the document (JSON object, as of figures).
    PRIMARY KEY (report_id, position)
) STRICT;
