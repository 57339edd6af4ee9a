-- Corpus: when agencies officially existed and were seen, and the evidence of what continues them. All of it is assembled anew by `gongkai derive`.

ALTER TABLE agencies ADD COLUMN first_year INTEGER; -- First reporting year that is held; empty where none is.
ALTER TABLE agencies ADD COLUMN last_year INTEGER; -- Last reporting year that is held.
ALTER TABLE agencies ADD COLUMN exists_from TEXT; -- Day before which it cannot have existed (docs/store.md#lives); empty where none is known.
ALTER TABLE agencies ADD COLUMN exists_until TEXT; -- Day after which it cannot have existed; empty where none is known.
ALTER TABLE agencies ADD COLUMN existence_evidence TEXT NOT NULL DEFAULT ''; -- What these days rest on.
ALTER TABLE agency_names ADD COLUMN seen_at TEXT; -- When a directory last listed that name (UTC); empty for a name in reports.
ALTER TABLE predecessors ADD COLUMN earliest TEXT NOT NULL DEFAULT ''; -- First day on which the change can have happened.
ALTER TABLE predecessors ADD COLUMN latest TEXT NOT NULL DEFAULT ''; -- Last day on which it can have happened; its year is `year`.
ALTER TABLE predecessors ADD COLUMN evidence TEXT NOT NULL DEFAULT ''; -- What says so.
