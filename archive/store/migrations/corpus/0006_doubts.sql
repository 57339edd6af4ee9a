-- Corpus: the few cells in doubt, found without looking at all the others.

CREATE INDEX figures_unsound ON figures (report_id)
    WHERE status NOT IN ('reported', 'decoded', 'blank', 'dash', 'none_word');
