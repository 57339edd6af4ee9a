-- Ledger, version 7: what a WARC file holds is found without looking at all others.

CREATE INDEX captures_by_file ON captures (warc_file, warc_offset);
