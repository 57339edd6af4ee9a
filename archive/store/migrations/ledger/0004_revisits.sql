-- Ledger, version 4: when a task is visited again, and by which marks a portal knows what it gave before.

ALTER TABLE tasks ADD COLUMN revisit_at TEXT; -- When a visit is planned again (UTC, docs/operations.md#re-visits); empty where none is.
ALTER TABLE captures ADD COLUMN etag TEXT NOT NULL DEFAULT ''; -- ETag answered, or empty.
ALTER TABLE captures ADD COLUMN last_modified TEXT NOT NULL DEFAULT ''; -- Last-Modified answered, or empty.
CREATE INDEX tasks_by_revisit ON tasks (revisit_at) WHERE revisit_at IS NOT NULL;
-- What an archive already has comes up over the next months, what it has not with the next crawl.
UPDATE tasks SET revisit_at = CASE
    WHEN outcome IN ('ok', 'not_a_report') THEN strftime('%Y-%m-%dT%H:%M:%S.000+00:00', outcome_at, '+' || (7 + rowid % 83) || ' days')
    ELSE strftime('%Y-%m-%dT%H:%M:%S.000+00:00', outcome_at) END
WHERE outcome IS NOT NULL AND kind NOT IN ('robots', 'ingest');
