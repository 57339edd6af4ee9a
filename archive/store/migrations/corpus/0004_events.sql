-- Corpus: what happened to documents at their addresses, visit by visit. The comment behind a table or column is its description.

CREATE TABLE events (                       -- What happened to a document at its address, told by two visits (docs/store.md#events).
    event_id TEXT PRIMARY KEY,              -- First 16 hex digits of SHA-256 over task, visit, event and other task.
    seen_at TEXT NOT NULL,                  -- When the visit that shows it ended (UTC).
    event TEXT NOT NULL,                    -- first_seen, bytes_changed, text_changed, figures_changed, moved, replaced, withdrawn or back.
    agency_id TEXT REFERENCES agencies (agency_id) ON DELETE CASCADE, -- Whose report it is, where that is known.
    year INTEGER,                           -- Reporting year, where it is known.
    task_key TEXT NOT NULL,                 -- Task of the address.
    visit INTEGER NOT NULL,                 -- Its visit that shows the event.
    url TEXT NOT NULL,                      -- Address that answered; where there was no answer, the one that had the document.
    payload_before TEXT,                    -- What the address had shown; empty where nothing.
    payload_after TEXT,                     -- What it shows now; for moved, what the other address shows; empty where nothing came.
    report_before TEXT,                     -- Reading of payload_before, if it was read.
    report_after TEXT,                      -- Reading of payload_after, if it was read.
    other_task_key TEXT,                    -- Task of the address a moved report now stands at.
    other_url TEXT,                         -- That address.
    detail TEXT NOT NULL                    -- What the portal answered; for figures_changed the indicators.
) STRICT;
CREATE INDEX events_by_series ON events (agency_id, year);
CREATE INDEX events_by_task ON events (task_key);
