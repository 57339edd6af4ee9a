-- Corpus: agencies whose place was renamed or merged. Their series stay apart; these rows say which continues which.

CREATE TABLE predecessors (                 -- Agencies that another continues since its place was renamed or merged (docs/store.md#predecessors).
    agency_id TEXT NOT NULL REFERENCES agencies (agency_id) ON DELETE CASCADE, -- The agency that continues.
    before_id TEXT NOT NULL REFERENCES agencies (agency_id) ON DELETE CASCADE, -- The agency that it continues.
    year INTEGER NOT NULL,                  -- Year of the change.
    how TEXT NOT NULL,                      -- renamed, or merged into a larger place.
    PRIMARY KEY (agency_id, before_id)
) STRICT;
CREATE INDEX predecessors_by_before ON predecessors (before_id);
